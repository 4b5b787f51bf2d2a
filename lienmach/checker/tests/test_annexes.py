import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienmach.checker import readers, tables
from lienmach.checker.report import Annex, AnnexRow, CellState, Use
from lienmach.checker.source import Paragraph, Source, Table, TableRow
from lienmach.checker.structure import annexes

HEADER = "STT\tChỉ tiêu thống kê\tĐơn vị tính\tSố liệu\tGhi chú\n"


def read(text: str) -> tuple[Annex, ...]:
    return annexes.of(tables.find(readers.read(text.encode(), "mau.txt")))


def rows(text: str) -> tuple[AnnexRow, ...]:
    [annex] = read(text)
    return annex.rows


@pytest.mark.reports
def test_the_annexes_of_a_real_report_are_read_without_a_fault(reports: Path) -> None:
    golden = json.loads((reports / "golden/004.annexes.json").read_text())["annexes"]
    [path] = reports.glob("004_*.txt")
    found = annexes.of(tables.find(readers.read(path.read_bytes(), path.name)))

    assert [(a.number, a.title, a.line) for a in found] == [
        (str(a["annex"]), a["title"], a["line"]) for a in golden
    ]
    printed = [row for annex in golden for row in annex["rows"]]
    read_rows = [row for annex in found for row in annex.rows]
    assert len(read_rows) == len(printed) == 127
    blank = {"value": CellState.VALUE, "blank": CellState.BLANK}
    for row, right in zip(read_rows, printed, strict=True):
        value = right["value_number"]
        assert row.code == right["code"]
        assert row.label == right["label"]
        assert row.unit == right["unit"]
        assert row.raw == right["value_raw"]
        assert row.note == right["note"]
        assert row.line == right["line"]
        assert row.value == (None if value is None else Decimal(str(value)))
        if right["kind"] == "text":
            assert row.state is CellState.NOT_OURS
        else:
            assert row.state is blank.get(right["kind"], CellState.BLANK)


@pytest.mark.parametrize(
    ("heading", "number"),
    [
        ("Phụ lục 2", "2"),
        ("PHỤ LỤC II", "II"),
        ("Phụ lục số 03", "03"),
        ("Biểu số 1a", "1a"),
        ("PHỤ LỤC 4: BIỂU SỐ LIỆU CẢI CÁCH THỂ CHẾ", "4"),
        ("Phụ lục V. Kết quả giải quyết thủ tục", "V"),
        ("Biểu số II.06a/VPCP/KSTT", "II.06a/VPCP/KSTT"),
        ("PHỤ LỤC", ""),
    ],
)
def test_a_heading_gives_the_number_of_its_annex(heading: str, number: str) -> None:
    [annex] = read(f"{heading}\n{HEADER}1.\tSố hồ sơ\tHồ sơ\t5\t\n")
    assert annex.number == number
    assert annex.line == 1


@pytest.mark.parametrize(
    "text",
    [
        "Phụ lục 2 kèm theo cho thấy số hồ sơ tăng.",
        "Biểu dương 5 tập thể.",
        "Theo Phụ lục 2, có 5 hồ sơ.",
        "Mẫu đơn được niêm yết.",
    ],
)
def test_running_text_is_no_heading(text: str) -> None:
    assert read(f"{text}\n{HEADER}1.\tSố hồ sơ\tHồ sơ\t5\t\n") == ()


def test_the_title_is_what_stands_between_heading_and_table() -> None:
    text = (
        "Phụ lục 4\nBIỂU MẪU SỐ LIỆU\nCẢI CÁCH THỦ TỤC\n"
        "(Kèm theo Báo cáo số 12/BC-UBND ngày 05/3/2024 của UBND huyện Đông Sơn)\n"
        f"{HEADER}1.\tSố hồ sơ\tHồ sơ\t5\t\n"
    )
    [annex] = read(text)
    assert annex.title == "BIỂU MẪU SỐ LIỆU CẢI CÁCH THỦ TỤC"


@pytest.mark.parametrize(
    ("raw", "state", "value"),
    [
        ("0", CellState.VALUE, 0),
        ("", CellState.BLANK, None),
        ("…", CellState.BLANK, None),
        ("không phát sinh", CellState.NONE, None),
        ("-", CellState.NONE, None),
        ("/", CellState.NONE, None),
        ("Thẩm quyền cấp tỉnh", CellState.NOT_OURS, None),
        ("thuộc thẩm quyền tỉnh", CellState.NOT_OURS, None),
        ("đang làm", CellState.TEXT, None),
        ("1.118", CellState.VALUE, 1118),
        ("95,9 %", CellState.VALUE, Decimal("95.9")),
        ("30,162", CellState.VALUE, 30162),
        ("12 hồ sơ", CellState.VALUE, 12),
        ("-5", CellState.VALUE, -5),
        ("09", CellState.VALUE, 9),
    ],
)
def test_the_states_of_a_cell_never_mix(
    raw: str, state: CellState, value: Decimal | None
) -> None:
    [row] = rows(f"Phụ lục 1\n{HEADER}1.\tSố hồ sơ\tHồ sơ\t{raw}\t\n")
    assert (row.state, row.value, row.raw) == (state, value, raw)


def test_columns_are_found_by_their_words_whatever_their_order() -> None:
    text = (
        "Phụ lục 1\nTT\tĐVT\tNội dung\tGhi chú\tKết quả\n"
        "1\tHồ sơ\tSố hồ sơ tiếp nhận\tcả năm\t12\n"
    )
    [row] = rows(text)
    assert (row.code, row.unit, row.label) == ("1", "Hồ sơ", "Số hồ sơ tiếp nhận")
    assert (row.note, row.raw) == ("cả năm", "12")


def test_codes_in_front_of_labels_are_codes() -> None:
    text = (
        "Phụ lục 1\nChỉ tiêu\tĐơn vị tính\tSố liệu\n"
        "1. Hồ sơ\t\t\n1.1. Số hồ sơ tiếp nhận\tHồ sơ\t12\n"
    )
    assert [(r.code, r.label) for r in rows(text)] == [
        ("1.", "Hồ sơ"),
        ("1.1.", "Số hồ sơ tiếp nhận"),
    ]


def test_a_page_break_and_a_repeated_header_do_not_cut_an_annex() -> None:
    text = (
        f"Phụ lục 1\n{HEADER}1.\tSố hồ sơ\tHồ sơ\t5\t\n\n12\n\n"
        f"{HEADER}2.\tSố văn bản\tVăn bản\t7\t\n\n3.\tSố người\tNgười\t9\t\n"
    )
    assert [row.code for row in rows(text)] == ["1.", "2.", "3."]


def test_a_label_that_wraps_is_one_label() -> None:
    text = (
        f"Phụ lục 1\n{HEADER}1.\tSố hồ sơ thủ tục hành chính\tHồ sơ\t5\t\n"
        "\tđã tiếp nhận trong kỳ\t\t\t\n2.\tSố văn bản\t\t\t\n"
        "\tchỉ đạo đã ban hành\tVăn bản\t7\t\n"
    )
    found = [(r.code, r.label, r.unit, r.raw, r.line) for r in rows(text)]
    assert found == [
        ("1.", "Số hồ sơ thủ tục hành chính đã tiếp nhận trong kỳ", "Hồ sơ", "5", 3),
        ("2.", "Số văn bản chỉ đạo đã ban hành", "Văn bản", "7", 5),
    ]


def test_of_several_columns_the_present_period_counts_and_all_are_kept() -> None:
    text = (
        "Phụ lục 1\nTT\tChỉ tiêu\tĐVT\tKỳ trước\tKỳ này\tTăng, giảm\n"
        "1\tSố hồ sơ\tHồ sơ\t10\t12\t2\n"
    )
    [annex] = read(text)
    assert annex.rows[0].value == 12
    assert annex.rows[0].figures == ("10", "12", "2")
    assert annex.columns == ("Kỳ trước", "Kỳ này", "Tăng, giảm")


def test_merged_headers_name_their_columns_and_numbers_their_formulas() -> None:
    text = (
        "Biểu số 2\nTT\tLĩnh vực\tSố hồ sơ tiếp nhận\t\t\tĐã giải quyết\t\n"
        "\t\tTổng số\tTrong kỳ\t\tTrước hạn\tQuá hạn\n"
        "\t\t\tTrực tuyến\tTrực tiếp\t\t\n"
        "(1)\t(2)\t(3)=(4)+(5)\t(4)\t(5)\t(6)\t(7)\n"
        "1\tTư pháp\t9\t4\t5\t6\t1\n"
    )
    [grid] = tables.find(readers.read(text.encode(), "mau.txt"))
    assert [column.name for column in grid.columns[2:]] == [
        "Số hồ sơ tiếp nhận – Tổng số",
        "Số hồ sơ tiếp nhận – Trong kỳ – Trực tuyến",
        "Số hồ sơ tiếp nhận – Trong kỳ – Trực tiếp",
        "Đã giải quyết – Trước hạn",
        "Đã giải quyết – Quá hạn",
    ]
    assert grid.columns[2].formula == "(4)+(5)"
    assert [row.label for row in grid.rows] == ["Tư pháp"]


def test_a_table_of_the_body_is_a_grid_but_no_annex() -> None:
    text = "Kết quả như sau:\nTT\tĐơn vị\tHồ sơ\n1\tAn Bình\t12\n\tTổng cộng\t12\n"
    source = readers.read(text.encode(), "mau.txt")
    [grid] = tables.find(source)
    assert annexes.of(tables.find(source)) == ()
    assert grid.rows[1].is_total
    assert grid.name == "bảng ở dòng 2"


def test_rows_stand_under_the_rows_their_codes_name() -> None:
    text = (
        f"Phụ lục 1\n{HEADER}I\tCấp huyện\t\t\t\n1\tHồ sơ\t\t\t\n"
        "1.1\tTiếp nhận\tHồ sơ\t5\t\nII\tCấp xã\t\t\t\n1.1\tTiếp nhận\tHồ sơ\t7\t\n"
        "1.4.2\tThiếu dòng trên\tHồ sơ\t7\t\n"
    )
    [grid] = tables.find(readers.read(text.encode(), "mau.txt"))
    assert [row.parent for row in grid.rows] == [None, 0, 1, None, None, None]


LABELS = st.sampled_from(
    ["Số hồ sơ tiếp nhận", "Số văn bản", "Tỷ lệ đúng hạn", "Số cuộc"]
)
CELLS = st.one_of(
    st.integers(0, 10**6).map(str),
    st.integers(1000, 999_999).map(lambda n: f"{n:,}".replace(",", ".")),
    st.sampled_from(
        ["", "0", "-", "không phát sinh", "thuộc thẩm quyền tỉnh", "95,9%"]
    ),
)
ROWS = st.lists(
    st.tuples(LABELS, st.sampled_from(["Hồ sơ", "Văn bản", "%"]), CELLS),
    min_size=1,
    max_size=12,
)
ORDERS = st.permutations(["STT", "Chỉ tiêu", "Đơn vị tính", "Số liệu", "Ghi chú"])


@given(ROWS, ORDERS, st.sampled_from(["{}", "{}.", "1.{}", "2.3.{}."]))
def test_what_a_form_prints_is_read_back(
    printed: list[tuple[str, str, str]], order: list[str], pattern: str
) -> None:
    lines = []
    for number, (label, unit, raw) in enumerate(printed, 1):
        cells = {
            "STT": pattern.format(number),
            "Chỉ tiêu": label,
            "Đơn vị tính": unit,
            "Số liệu": raw,
            "Ghi chú": "",
        }
        lines.append(TableRow(tuple(cells[name] for name in order), number + 2))
    table = Table((TableRow(tuple(order), 2), *lines))
    heading = Paragraph("Phụ lục 1", ((0, 1),))
    [annex] = annexes.of(tables.find(Source("mau", (heading, table))))

    found = [(row.code, row.label, row.unit, row.raw) for row in annex.rows]
    assert found == [
        (pattern.format(n), label, unit, raw)
        for n, (label, unit, raw) in enumerate(printed, 1)
    ]


@given(st.lists(st.lists(st.text(max_size=12), min_size=1, max_size=6), max_size=8))
def test_any_table_at_all_is_read(cells: list[list[str]]) -> None:
    table_rows = tuple(TableRow(tuple(row), n) for n, row in enumerate(cells, 1))
    blocks = (Paragraph("Phụ lục 1", ((0, 1),)), Table(table_rows))
    for grid in tables.find(Source("mau", blocks)):
        assert all(len(row.cells) == len(grid.columns) for row in grid.rows)
        assert all(isinstance(column.use, Use) for column in grid.columns)
