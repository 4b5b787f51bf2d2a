"""What the rules about documents, headings and wording say, and where they do not."""

from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienmach.checker import citations, rules, structure
from lienmach.checker.examine import report_of
from lienmach.checker.finding import Finding, Severity
from lienmach.checker.readers import read
from lienmach.checker.report import Identity, Report
from lienmach.checker.source import Paragraph, Source
from lienmach.checker.text.dates import read_dates

OURS = tuple(
    rule
    for rule in rules.RULES
    if rule.code.startswith(("DOC", "HEAD", "WORD", "SPELL"))
)
HEADING = (
    "UBND THỊ XÃ HÒA AN\nSố: 215/BC-UBND\nHòa An, ngày 13 tháng 3 năm 2023\nBÁO CÁO\n"
    "Công tác cải cách hành chính quý I năm 2023\n"
)


def found(text: str, code: str = "") -> list[Finding]:
    report = report_of(read(text.encode(), "mau.txt"))
    said, _ = rules.check(report, OURS)
    return [finding for finding in said if finding.rule.startswith(code)]


def source_of(*paragraphs: str) -> Source:
    return Source(
        "mau", tuple(Paragraph(p, ((0, n),)) for n, p in enumerate(paragraphs, 1))
    )


def test_a_number_with_two_days_is_told_once_with_all_its_places() -> None:
    [finding] = found(
        "UBND thị xã có Kế hoạch số 57/KH-UBND ngày 27/12/2022 về đô thị thông minh.\n"
        "UBND thị xã có Kế hoạch số 57/KH-UBND ngày 29/12/2022 về thi hành pháp luật.\n"
        "Theo Kế hoạch số 57/KH-UBND ngày 29/12/2022 của UBND thị xã.",
    )
    assert finding.rule == "DOC001"
    assert finding.severity is Severity.ERROR
    assert finding.anchors == ("57/KH-UBND", "27/12/2022", "29/12/2022")
    assert finding.lines == (1, 2)
    assert "hai văn bản" in finding.text


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("UBND tỉnh Hòa An", "UBND thị xã"),
        ("UBND thị xã Hòa An", "UBND xã Hòa Bắc"),
        ("UBND huyện Hòa An", "UBND huyện Hòa Bắc"),
    ],
)
def test_one_number_of_two_offices_is_two_documents(first: str, second: str) -> None:
    text = (
        f"Kế hoạch số 57/KH-UBND ngày 27/12/2022 của {first}.\n"
        f"Kế hoạch số 57/KH-UBND ngày 02/11/2022 của {second}."
    )
    assert found(text, "DOC001") == []


def test_who_is_not_named_is_the_office_that_reports_but_never_surely() -> None:
    town = "Kế hoạch số 57/KH-UBND ngày 27/02/2023 về tuyên truyền.\n"
    assert (
        found(
            HEADING + town + "Kế hoạch số 57/KH-UBND ngày 02/02/2023 của UBND tỉnh.",
            "DOC",
        )
        == []
    )
    other = "Kế hoạch số 57/KH-UBND ngày 02/02/2023 về chuyển đổi số."
    [finding] = found(HEADING + town + other, "DOC")
    assert finding.severity is Severity.WARNING


def test_what_is_named_briefly_is_the_document_told_of_before() -> None:
    town = "Kế hoạch số 57/KH-UBND ngày 27/02/2023 về tuyên truyền.\n"
    [finding] = found(HEADING + town + "Kế hoạch số 57/KH-UBND ngày 02/02/2023.", "DOC")
    assert finding.severity is Severity.ERROR


def test_a_report_dated_on_its_cover_otherwise_than_in_its_heading_is_told() -> None:
    [finding] = found(
        HEADING + "(Kèm theo Báo cáo số 215/BC-UBND ngày 12/3/2023 của UBND thị xã)"
    )
    assert finding.rule == "DOC001"
    assert finding.anchors == ("215/BC-UBND", "13 tháng 3 năm 2023", "12/3/2023")


def test_the_right_number_on_the_cover_is_said_to_be_right() -> None:
    text = HEADING + "(Kèm theo Báo cáo số 215/BC-UBND ngày 13/3/2023 của UBND thị xã)"
    _, verified = rules.check(report_of(read(text.encode(), "mau.txt")), OURS)
    assert [(one.rule, one.lines) for one in verified] == [("DOC003", (2, 6))]


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("Kế hoạch số 12/QĐ-UBND ngày 05/01/2023", Severity.ERROR),
        ("Đề án số 12/QĐ-UBND ngày 05/01/2023", Severity.WARNING),
        ("Công văn số 12/BC-UBND ngày 05/01/2023", Severity.ERROR),
        ("Chỉ thị số 12/CT-UBND của Thủ tướng Chính phủ", Severity.ERROR),
        ("Nghị định số 12/2023/NĐ-CP của Thủ tướng Chính phủ", Severity.WARNING),
        ("Quyết định số 12/QĐUBND ngày 05/01/2023", Severity.WARNING),
        ("Quyết định số 12//QĐ-UBND ngày 05/01/2023", Severity.WARNING),
        ("Quyết định số 12/QĐ/UBND ngày 05/01/2023", Severity.WARNING),
        ("Quyết định số 12/QĐ.UBND ngày 05/01/2023", Severity.INFO),
        ("Thông tư số 12/TT-BNV ngày 05/01/2023", Severity.WARNING),
        ("Kế hoạch số 12/KHH-UBND ngày 05/01/2023", Severity.ERROR),
    ],
)
def test_a_malformed_symbol_is_as_grave_as_what_it_contradicts(
    text: str, severity: Severity
) -> None:
    [finding] = found(text, "DOC007")
    assert finding.severity is severity


@pytest.mark.parametrize(
    "text",
    [
        "Công văn số 12/CT-TTHT của Cục Thuế; Công văn số 5/KL-QLBV",
        "Chương trình số 12/CT-UBND; Quy định số 37-QĐ/TW; Nghị quyết 19/NQ-TW",
        "Quyết định số 12/QĐ-UBND của Chủ tịch UBND tỉnh; Văn phòng HĐND và UBND",
        "Kế hoạch phối hợp số 2/KHPH-CA-VKS; Kế hoạch liên tịch số 2/KHLT-CA-VKS",
        "Nghị quyết số 12/2020/NQ-HĐND; Nghị quyết số 595/NQ-UBTVQH15",
        "Quyết định phê duyệt Đề án số 12/QĐ-UBND ngày 05/01/2023",
        "Hướng dẫn số 567/SNV-CCHC; Báo cáo số 12/PNV; Giấy mời số 3/GM-UBND",
    ],
)
def test_what_offices_write_rightly_is_not_malformed(text: str) -> None:
    assert found(text, "DOC007") == []


@pytest.mark.parametrize(
    ("day", "severity"),
    [("19/10/2017", Severity.ERROR), ("28/12/2015", Severity.WARNING)],
)
def test_a_year_near_new_year_is_a_question(day: str, severity: Severity) -> None:
    [finding] = found(f"Quyết định số 4/2016/QĐ-UBND ngày {day} của UBND tỉnh.")
    assert (finding.rule, finding.severity) == ("DOC006", severity)


def test_a_list_that_begins_anew_repeats_no_heading() -> None:
    text = "1. Thể chế\n2. Thủ tục\nCác việc:\n1. Công bố\n2. Niêm yết\n3. Bộ máy"
    assert found(text, "HEAD") == []


def test_a_heading_numbered_twice_counts_for_the_missing_one() -> None:
    text = "I. CHỈ ĐẠO\nA.\nII. KẾT QUẢ\nB.\nII. ĐÁNH GIÁ\nC.\nIV. KIẾN NGHỊ\nD."
    assert [finding.rule for finding in found(text, "HEAD")] == ["HEAD001"]


def test_a_task_of_the_period_that_is_over_is_asked_about() -> None:
    [finding] = found(HEADING + "IV. NHIỆM VỤ TRỌNG TÂM QUÝ I NĂM 2023")
    assert (finding.rule, finding.severity) == ("WORD003", Severity.WARNING)
    assert found(HEADING + "IV. NHIỆM VỤ TRỌNG TÂM QUÝ II NĂM 2023") == []


@pytest.mark.reports
def test_the_contradictions_of_a_real_report_are_found(reports: Path) -> None:
    [file] = reports.glob("004_*.txt")
    report = report_of(read(file.read_bytes(), file.name))
    said, verified = rules.check(report, OURS)
    assert {(one.rule, one.severity, one.anchors, one.lines) for one in said} == {
        ("DOC001", "error", ("3957/KH-UBND", "27/12/2022", "29/12/2022"), (25, 55)),
        ("DOC001", "error", ("3958/KH-UBND", "27/12/2022", "29/12/2022"), (45, 57)),
        ("DOC007", "error", ("10/CT-UBND",), (25,)),
        ("DOC007", "warning", ("43/2006 NĐ-CP",), (155,)),
        ("WORD003", "warning", ("QUÝ 9 THÁNG",), (215,)),
        ("SPELL001", "info", ("chuyên đổi",), (49,)),
        ("SPELL001", "info", ("giả quyết",), (95,)),
        ("SPELL001", "info", ("hợp trực tuyến",), (400,)),
    }
    assert [(one.rule, one.lines) for one in verified] == [("DOC003", (3, 252))]


@pytest.mark.reports
def test_other_real_reports_are_wrong_only_where_they_are(reports: Path) -> None:
    errors = {}
    for number in ("000", "001", "002", "003"):
        [file] = reports.glob(f"{number}_*.txt")
        said, _ = rules.check(report_of(read(file.read_bytes(), file.name)), OURS)
        errors[number] = [x.anchors for x in said if x.severity is Severity.ERROR]
    assert errors == {
        "000": [],
        "001": [("06/2012/TT-BNV", "04/10/2015")],
        "002": [],
        "003": [],
    }


PIECES = [
    *("số ", "Số: ", "Kế hoạch ", "Quyết định ", "12/KH-UBND", "/QĐ-UBND", "1/1/1/1"),
    *("ngày ", "31/11/2022", "13/3/2023", " tháng 3 năm 2023", "I. ", "1.1. ", "a) "),
    *("của UBND tỉnh ", "về việc ", "; ", ", ", ". ", "(", ")", "“", "của của ", "\n"),
    *("Phụ lục 2", "Nơi nhận: - A; ", "TM. UBND", "V/v ", "quý V ", "…", "19-NQ/TW"),
]


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=40))
def test_any_mixture_of_pieces_is_read_and_judged(pieces: list[str]) -> None:
    source = source_of(*"".join(pieces).split("\n"))
    identity = structure.identify(source)
    numbered = tuple(structure.numbered(source))
    report = Report(
        source,
        identity=identity,
        numbered=numbered,
        sections=structure.sections(numbered),
        citations=citations.find(source, identity),
    )
    said, _ = rules.check(report, OURS)
    lines = range(1, len(source.blocks) + 1)
    assert all(line in lines for finding in said for line in finding.lines)


HUGE = 100_000
REPEATED = [
    *("số 1/1/1/1", "/1", "ngày ", "ngày 1/", "1 ", "1/A-", "12/QĐ ", "số "),
    *("số 12/QĐ-UBND ", "12, ", "12 và ", "số 12/KH-UBND, ", "UBND ", "của UBND "),
    *("Nghị quyết ", "I. ", "1.1.", "a) ", "( ", "(", ".", ",", "- ", "của của "),
    *("ban hành ", "Ngày 1/1/2023 UBND ban hành Kế hoạch số 1/KH-UBND ", "Số: /"),
    *("12/KH-UBND ngày 1/1/2023 của UBND xã về việc ", "giả quyết ", "A", "Đ-", "\t"),
]


@pytest.mark.parametrize("piece", REPEATED)
def test_repetition_takes_no_more_than_its_length(piece: str) -> None:
    text = (piece * (HUGE // len(piece) + 1))[:HUGE]
    source = source_of(text, text[: HUGE // 10])
    started = process_time()
    read_dates(text)
    identity = structure.identify(source)
    cited = citations.find(source, identity)
    numbered = tuple(structure.numbered(source))
    report = Report(
        source,
        identity=Identity(period=identity.period),
        numbered=numbered,
        sections=structure.sections(numbered),
        citations=cited,
    )
    rules.check(report, OURS)
    assert process_time() - started < 3
