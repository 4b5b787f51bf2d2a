from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienmach.checker import rules
from lienmach.checker.examine import report_of
from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.readers import read
from lienmach.checker.report import Report

FORM = "Phụ lục 4\nSTT\tChỉ tiêu\tĐơn vị tính\tSố liệu\n"
WIDE = (
    "Biểu số 2\nTT\tLĩnh vực\tSố hồ sơ tiếp nhận\t\t\t\tSố hồ sơ đã giải quyết\t\t\t"
    "\tSố hồ sơ đang giải quyết\t\t\n"
    "\t\tTổng số\tTrực tuyến\tTrực tiếp, bưu chính\tKỳ trước chuyển qua\tTổng số\t"
    "Trước hạn\tĐúng hạn\tQuá hạn\tTổng số\tTrong hạn\tQuá hạn\n"
)


def report(text: str) -> Report:
    return report_of(read(text.encode(), "mau.txt"))


def check(text: str) -> list[Finding]:
    """What the rules on tables say; those on the running text are not asked."""
    found, _ = rules.check(report(text), TABLE_RULES)
    return found


TABLE_RULES = tuple(rule for rule in rules.RULES if rule.code.startswith("TAB"))


def verified(text: str) -> list[Verified]:
    return rules.check(report(text), TABLE_RULES)[1]


def wide(cells: list[list[int]]) -> str:
    names = ["Tư pháp", "Đất đai", "Xây dựng", "Y tế", "Giáo dục"]
    lines = [
        "\t".join(map(str, [n, names[n - 1], *row])) for n, row in enumerate(cells, 1)
    ]
    totals = [sum(column) for column in zip(*cells, strict=True)]
    return WIDE + "\n".join([*lines, "\t".join(map(str, ["", "Tổng cộng", *totals]))])


def row_of(parts: list[int]) -> list[int]:
    online, direct, old, early, on_time, late, within, over = parts
    received, done, pending = (
        online + direct + old,
        early + on_time + late,
        within + over,
    )
    return [
        *(received, online, direct, old, done, early, on_time, late),
        *(pending, within, over),
    ]


PARTS = st.lists(st.integers(1, 900), min_size=8, max_size=8)
TABLES = st.lists(PARTS, min_size=2, max_size=5)


@given(TABLES)
def test_a_table_of_thirteen_columns_that_adds_up_is_left_alone(
    parts: list[list[int]],
) -> None:
    assert check(wide([row_of(row) for row in parts])) == []


@given(TABLES, st.data())
def test_one_wrong_cell_in_thirteen_columns_is_one_error_that_names_it(
    parts: list[list[int]], data: st.DataObject
) -> None:
    lines = wide([row_of(row) for row in parts]).split("\n")
    at = data.draw(st.integers(3, len(lines) - 2))
    column = data.draw(st.integers(2, 12))
    cells = lines[at].split("\t")
    wrong = str(int(cells[column]) + data.draw(st.integers(1000, 5000)))
    cells[column] = wrong
    lines[at] = "\t".join(cells)

    [finding] = check("\n".join(lines))

    assert finding.kind is Kind.TABLE_TOTAL_MISMATCH
    assert finding.severity is Severity.ERROR
    assert finding.anchors == (wrong,)
    assert finding.lines[0] == at + 1


@given(st.integers(1, 10**6), st.data())
def test_a_rate_rounded_as_printed_is_right_and_two_digits_off_is_an_error(
    whole: int, data: st.DataObject
) -> None:
    part = data.draw(st.integers(0, whole))
    rate = round(Decimal(100 * part) / whole, 1)
    rows = (
        f"3.1.1.\tTổng số hồ sơ\tHồ sơ\t{whole}\n"
        f"3.1.2.\tSố hồ sơ đúng hạn\tHồ sơ\t{part}\n"
    )
    text = f"{FORM}3.1.\tTỷ lệ hồ sơ đúng hạn\t%\t{{}}\n{rows}"

    def printed(value: Decimal) -> str:
        return text.format(str(value).replace(".", ","))

    assert [f for f in check(printed(rate)) if f.kind is Kind.PERCENT_MISMATCH] == []
    off = rate - Decimal("0.2") if rate > 1 else rate + Decimal("0.2")
    [finding] = check(printed(off))
    assert (finding.kind, finding.severity) == (Kind.PERCENT_MISMATCH, Severity.ERROR)
    assert finding.anchors[0] == str(off).replace(".", ",")


def test_a_missing_level_is_no_missing_sum() -> None:
    rows = (
        "1.4.\tTổng số TTHC\tThủ tục\t600\n1.4.2.\tSố TTHC cấp huyện\tThủ tục\t396\n"
        "1.4.3.\tSố TTHC cấp xã\tThủ tục\t173\n"
    )
    assert check(FORM + rows) == []


def test_a_blank_part_leaves_the_sum_open() -> None:
    rows = (
        "1.\tTổng số VBQPPL\tVăn bản\t9\n1.1.\tSố VBQPPL cấp huyện\tVăn bản\t\n"
        "1.2.\tSố VBQPPL cấp xã\tVăn bản\t8\n"
    )
    assert check(FORM + rows) == []


def test_nothing_counts_as_nought_in_a_sum() -> None:
    text = (
        "Phụ lục 1\nTT\tĐơn vị\tHồ sơ\n1\tAn Bình\t12\n2\tTân Lập\t-\n"
        "3\tPhú Sơn\tkhông phát sinh\n\tTổng cộng\t12\n"
    )
    assert check(text) == []
    assert verified(text)[0].text == "Phụ lục 1, dòng “Tổng cộng”: 12 + 0 + 0 = 12"


def test_subsets_that_a_total_only_names_need_not_add_up() -> None:
    rows = (
        "4.1\tTổng số nhiệm vụ được giao\tNhiệm vụ\t112\n"
        "4.2\tSố nhiệm vụ đã hoàn thành đúng hạn\tNhiệm vụ\t87\n"
        "4.3\tSố nhiệm vụ đã hoàn thành nhưng quá hạn\tNhiệm vụ\t8\n"
        "4.4\tSố nhiệm vụ quá hạn nhưng chưa hoàn thành\tNhiệm vụ\t0\n"
    )
    assert check(FORM + rows) == []


def test_rates_and_ranks_are_not_added_up() -> None:
    text = (
        "Phụ lục 1\nTT\tĐơn vị\tHồ sơ\tĐúng hạn\tTỷ lệ (%)\tXếp hạng\n"
        "1\tAn Bình\t10\t9\t90\t1\n2\tTân Lập\t20\t16\t80\t2\n"
        "\tTổng cộng\t30\t25\t83,3\t\n"
    )
    assert check(text) == []


def test_totals_of_sections_and_of_all_are_both_understood() -> None:
    text = (
        "Phụ lục 1\nTT\tĐơn vị\tHồ sơ\tVăn bản\nI\tPhòng\t5\t7\n1\tTư pháp\t2\t3\n"
        "2\tY tế\t3\t4\nII\tXã\t9\t9\n1\tAn Bình\t4\t5\n2\tTân Lập\t5\t4\n"
        "\tTổng cộng (I+II)\t14\t16\n"
    )
    assert check(text) == []
    [finding] = check(text.replace("\t14\t16", "\t14\t19"))
    assert finding.anchors[0] == "19"


def test_a_rate_that_another_base_explains_is_a_question() -> None:
    text = (
        f"{FORM}1.4.2.\tSố TTHC cấp huyện\tThủ tục\t396\n\n"
        "Phụ lục 8\nSTT\tChỉ tiêu\tĐơn vị tính\tSố liệu\n"
        "6.1.\tTỷ lệ TTHC được cung cấp trực tuyến\t%\t45,2%\n"
        "6.1.1.\tTổng số TTHC đủ điều kiện\tThủ tục\t179\n"
        "6.1.2.\tSố TTHC đang cung cấp\tThủ tục\t179\n"
    )
    [finding] = check(text)
    assert finding.severity is Severity.WARNING
    assert "396 ở Phụ lục 4 dòng 1.4.2" in finding.text
    assert finding.lines == (7, 9, 8, 3)


def test_the_tolerance_is_in_units_of_the_last_digit() -> None:
    text = (
        f"{FORM}6.3.\tTỷ lệ TTHC đã tích hợp\t%\t42,3%\n"
        "6.3.1.\tTổng số TTHC\tThủ tục\t329\n"
        "6.3.2.\tSố TTHC đã tích hợp\tThủ tục\t139\n"
    )
    [finding] = check(text)
    assert finding.severity is Severity.INFO
    wide_tolerance = report_of(read(text.encode(), "mau.txt"), tolerance=Decimal(1))
    assert rules.check(wide_tolerance, TABLE_RULES)[0] == []


def test_more_settled_than_came_in_is_only_a_question() -> None:
    rows = (
        "3.3.\tTỷ lệ giải quyết PAKN\t%\t\n3.3.1.\tTổng số PAKN đã tiếp nhận\tPAKN\t5\n"
        "3.3.2.\tSố PAKN đã giải quyết xong\tPAKN\t7\n"
    )
    [finding] = check(FORM + rows)
    assert (finding.kind, finding.severity) == (Kind.CHILD_GT_PARENT, Severity.WARNING)


def test_a_growth_may_pass_a_hundred_per_cent() -> None:
    rows = "1.\tTỷ lệ hồ sơ trực tuyến tăng so với năm 2022\t%\t180\n"
    assert check(FORM + rows) == []


def test_thousands_typed_with_a_comma_are_read_and_questioned_together() -> None:
    rows = (
        "1.\tTỷ lệ giải ngân\t%\t17,11%\n1.1.\tKế hoạch được giao\tTriệu đồng\t30,162\n"
        "1.2.\tĐã thực hiện\tTriệu đồng\t5,161\n"
    )
    [finding] = check(FORM + rows)
    assert finding.anchors == ("30,162", "5,161")
    assert "30.162 hay 30,162" in finding.text
    assert "khớp với cả hai" in finding.text


def test_a_long_table_is_judged_in_linear_time() -> None:
    names = (f"{n}\tXã số {n}\t{n}\t{n % 90},5\t{n}" for n in range(1, 4001))
    head = "Phụ lục 1\nTT\tĐơn vị\tHồ sơ\tĐiểm\tXếp hạng\n"
    total = f"\tTổng cộng\t{sum(range(1, 4001))}\t\t"
    assert not [
        f for f in check(head + "\n".join([*names, total])) if f.rule == "TAB001"
    ]


@pytest.mark.reports
def test_the_tables_of_a_real_report_get_these_findings_and_no_others(
    reports: Path,
) -> None:
    [path] = reports.glob("004_*.txt")
    found, right = rules.check(
        report_of(read(path.read_bytes(), path.name)), TABLE_RULES
    )
    assert {(f.severity.value, f.kind.value, f.anchors) for f in found} == {
        ("error", "percent_mismatch", ("100%", "14", "33")),
        ("error", "zero_denominator", ("100", "0")),
        ("warning", "percent_mismatch", ("45,2%", "179")),
        ("warning", "percent_mismatch", ("37,9%", "150")),
        ("warning", "unit_mismatch", ("30,162", "5,161")),
        ("info", "percent_mismatch", ("42,3%", "139", "329")),
        ("info", "duplicate_code", ("1.1.",)),
    }
    texts = {one.text.split(": ")[1] for one in right}
    assert {"820 / 855 = 95,9 %", "1973 / 2008 = 98,3 %"} <= texts
