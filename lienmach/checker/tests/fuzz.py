"""Random and mutated files, for the tests (briefly) and the soak (at length)."""

from functools import cache
from io import BytesIO
from zipfile import ZipFile

from hypothesis import strategies as st

from lienmach.checker.readers import Unreadable, read
from lienmach.checker.source import Source, Table
from lienmach.checker.tests.formats import WRITERS
from lienmach.checker.tests.nasty import packed

PACKED = ("docx", "odt", "xlsx")
_PIECES = (
    "Số 12/KH-", "UBND", "ngày 3", "/4/2024", "\n", "\n\n", "\t", "- ", "1. ", "I. ",
    "a) ", " ", ",", ".", ";", "**", "__", "<i>", "</i>", "<table>", "<tr>", "<td>",
    "</table>", "<sup>2</sup>", "&nbsp;", "&#0;", "|", "|---|", "\x0c", "\r", "\u0301",
    "\u200b", "TM. ỦY BAN NHÂN DÂN", "Phụ lục 2", "STT", "đã giải quyết", "1.118", "(",
    "#", "=====", "<!--", "-->", "<script>", "<ol>", "<li>", "<br>", "<p hidden>", "'",
)  # fmt: skip


@cache
def written(kind: str) -> bytes:
    return WRITERS[kind](_report())


def _report() -> tuple[str | tuple[tuple[str, ...], ...], ...]:
    rows = tuple((f"{n}.", "Số hồ sơ", "Hồ sơ", str(n * 7), "") for n in range(1, 4))
    return "BÁO CÁO", "Đã tiếp nhận 1.118 hồ sơ.", rows, "Hết."


def names() -> st.SearchStrategy[str]:
    return st.sampled_from([f"a.{kind}" for kind in WRITERS] + ["a", "a.doc"])


def texts() -> st.SearchStrategy[bytes]:
    """Texts made of what readers look out for."""
    return st.lists(st.sampled_from(_PIECES), max_size=60).map(
        lambda pieces: "".join(pieces).encode("utf-8", "surrogatepass")
    )


@st.composite
def mutated(draw: st.DrawFn, kind: str) -> bytes:
    """A file with some bytes changed, cut out or repeated; also inside its parts."""
    data = written(kind)
    if kind not in PACKED or draw(st.booleans()):
        return draw(changed(data))
    with ZipFile(BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    chosen = draw(st.sampled_from(sorted(parts)))
    parts[chosen] = draw(changed(parts[chosen]))
    return packed(dict(parts))


@st.composite
def changed(draw: st.DrawFn, data: bytes) -> bytes:
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, max(0, len(data) - 1)))
        end = min(len(data), start + draw(st.integers(0, 40)))
        new = draw(
            st.one_of(st.binary(max_size=20), st.just(data[start:end] * 3), texts())
        )
        data = data[:start] + new + data[end:]
    return data


def check_answer(data: bytes, name: str) -> None:
    """Read a file: it is a source whose lines exist, or it is refused in a sentence."""
    try:
        source = read(data, name)
    except Unreadable as refused:
        if not str(refused).endswith("."):
            raise AssertionError(refused) from refused
        return
    check_source(source)


def check_source(source: Source) -> None:
    count = len(source.lines)
    assert source.blocks
    assert all("\n" not in line for line in source.lines)
    for block in source.blocks:
        if isinstance(block, Table):
            assert all(0 < row.line <= count for row in block.rows)
            assert all(any(row.cells) for row in block.rows)
            assert not any("\n" in cell for row in block.rows for cell in row.cells)
            continue
        assert block.text == block.text.strip()
        assert block.text
        assert "\n" not in block.text
        assert block.breaks[0][0] == 0
        offsets = [offset for offset, _ in block.breaks]
        assert offsets == sorted(set(offsets))
        assert offsets[-1] < len(block.text)
        assert all(0 < line <= count for _, line in block.breaks)
    "".join(source.lines).encode()
