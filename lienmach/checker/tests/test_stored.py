import json

from hypothesis import given
from hypothesis import strategies as st

from lienmach.checker.source import Block, Paragraph, Source, Table, TableRow
from lienmach.checker.stored import dump, load

LINES = st.integers(1, 999)
PARAGRAPHS = st.builds(
    Paragraph,
    st.text(),
    st.lists(st.tuples(st.integers(0, 99), LINES), min_size=1).map(tuple),
    st.integers(0, 6),
    st.text(max_size=5),
    st.none() | LINES,
)
ROWS = st.builds(TableRow, st.lists(st.text()).map(tuple), LINES)
TABLES = st.builds(Table, st.lists(ROWS, min_size=1).map(tuple), st.none() | LINES)
BLOCKS: st.SearchStrategy[Block] = PARAGRAPHS | TABLES


@given(st.lists(BLOCKS).map(tuple), st.lists(st.text()).map(tuple))
def test_a_source_comes_back_from_json_unchanged(
    blocks: tuple[Block, ...], lines: tuple[str, ...]
) -> None:
    source = Source("tên", blocks, lines)

    assert load(json.loads(json.dumps(dump(source)))) == source
