"""Tables that a plain text sets with spaces, or with dashes."""

from time import process_time

from lienmach.checker import readers
from lienmach.checker.readers import spaced
from lienmach.checker.readers.limits import Limits
from lienmach.checker.source import Source, Table

SPACES = (
    "Kết quả quý III:\n"
    "STT   Loại hồ sơ          Quý II   Quý III\n"
    "1     Hộ tịch             612      694\n"
    "2     Chứng thực, sao y   2205     2431\n"
    "      Cộng                2817     3125\n"
    "Như vậy hồ sơ tăng 308 hồ sơ.\n"
)
DASHES = (
    "Mã - Lĩnh vực - Nhận - Trả\n"
    "L1 - Hộ tịch - 704 - 702\n"
    "L2 - Chứng thực - 815 - 815\n"
    "Tổng - 1.519 - 1.517\n"
)


def read(text: str) -> Source:
    return readers.read(text.encode(), "bao-cao.txt", limits=Limits())


def rows_of(text: str) -> list[tuple[str, ...]]:
    tables = [block for block in read(text).blocks if isinstance(block, Table)]
    assert len(tables) == 1
    return [row.cells for row in tables[0].rows]


def test_columns_of_spaces_are_a_table_with_its_empty_cells() -> None:
    rows = rows_of(SPACES)
    assert rows[1] == ("1", "Hộ tịch", "612", "694")
    assert rows[-1] == ("", "Cộng", "2817", "3125")


def test_lines_of_a_spaced_table_keep_their_numbers() -> None:
    (table,) = (b for b in read(SPACES).blocks if isinstance(b, Table))
    assert [row.line for row in table.rows] == [2, 3, 4, 5]


def test_dashes_between_cells_are_a_table() -> None:
    rows = rows_of(DASHES)
    assert rows[1] == ("L1", "Hộ tịch", "704", "702")
    assert rows[-1] == ("", "Tổng", "1.519", "1.517")


def test_prose_with_dashes_or_wide_gaps_stays_prose() -> None:
    lines = (
        "Phòng Văn hóa - Thông tin - Thể thao",
        "Nơi nhận:      Lưu VT.      Như trên",
        "- Tiếp nhận 12 - 15 hồ sơ mỗi ngày",
        "- Trả 12 - 14 hồ sơ mỗi ngày",
    )
    assert spaced.with_tabs(lines) == lines


def test_very_many_wide_lines_are_read_in_linear_time() -> None:
    lines = ["a   b   c", "a" + " " * 20 + "b   c   d"] * 20_000
    started = process_time()
    spaced.with_tabs(lines)
    assert process_time() - started < 4
