import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienmach.checker.output.marks import Mark, Places, segments
from lienmach.checker.source import Paragraph, Source, Table, TableRow

TEXT = "Đã nhận 1.118 hồ sơ (95,9 %), trong đó 18 theo Kế hoạch số 18/KH-UBND."
SOURCE = Source(
    "x",
    (
        Paragraph(TEXT, ((0, 3),)),
        Table((TableRow(("1.", "Hồ sơ", "855"), 5), TableRow(("2.", "Trễ", "38"), 6))),
        Paragraph("Nửa đầu nửa sau 12", ((0, 8), (8, 10))),
    ),
)


@pytest.mark.parametrize(
    ("line", "anchor", "marked"),
    [
        (3, "18", ["18"]),
        (3, "1.118", ["1.118"]),
        (3, "18/KH-UBND", ["18/KH-UBND"]),
        (3, "95,9", ["95,9 %"]),
        (9, "12", ["12"]),
    ],
)
def test_an_anchor_is_found_where_it_stands_alone(
    line: int, anchor: str, marked: list[str]
) -> None:
    marks = Places(SOURCE).marks((line,), (anchor,))

    blocks = [SOURCE.blocks[mark.block] for mark in marks]
    assert [
        block.text[mark.start : mark.end]
        for mark, block in zip(marks, blocks, strict=True)
        if isinstance(block, Paragraph)
    ] == marked


def test_an_anchor_in_a_table_is_found_in_its_cell() -> None:
    assert Places(SOURCE).marks((6,), ("38",)) == [Mark(1, 0, 2, 1, 2)]


def test_without_its_anchor_the_whole_line_is_marked() -> None:
    assert Places(SOURCE).marks((10,), ("99",)) == [Mark(2, 8, 18)]


def test_a_line_before_the_text_has_no_place() -> None:
    assert Places(SOURCE).marks((1,), ("18",)) == []


SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 40), st.integers(1, 5)))


@given(st.text(max_size=25), SPANS)
def test_segments_make_up_the_text_and_carry_each_mark(
    text: str, spans: list[tuple[int, int, int]]
) -> None:
    cut = segments(text, spans)

    assert "".join(segment.text for segment in cut) == text
    for number in {n for _, _, n in spans}:
        marked = {
            i for a, b, n in spans if n == number for i in range(a, min(b, len(text)))
        }
        carried, at = set(), 0
        for segment in cut:
            if number in segment.numbers:
                carried |= set(range(at, at + len(segment.text)))
            at += len(segment.text)
        assert carried == marked
