from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienmach.checker import rules
from lienmach.checker.examine import report_of
from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.meaning.concepts import read_phrase
from lienmach.checker.readers import read

HEAD = "ỦY BAN NHÂN DÂN HUYỆN ĐÔNG SƠN\n\nBÁO CÁO\n\n"
FORM = "\nPhụ lục 4\nSTT\tChỉ tiêu\tĐơn vị tính\tSố liệu\n"
DOSSIERS = (
    f"{FORM}3.1.\tTỷ lệ hồ sơ TTHC do UBND cấp huyện tiếp nhận được giải quyết đúng hạn"
    "\t%\t95,9%\n3.1.1.\tTổng số hồ sơ TTHC đã giải quyết xong\tHồ sơ\t855\n"
    "3.1.2.\tSố hồ sơ TTHC giải quyết đúng hạn\tHồ sơ\t820\n"
    "3.2.\tTỷ lệ hồ sơ TTHC do UBND cấp xã tiếp nhận được giải quyết đúng hạn"
    "\t%\t98,3%\n"
    "3.2.1.\tTổng số hồ sơ TTHC đã giải quyết xong\tHồ sơ\t2008\n"
    "3.2.2.\tSố hồ sơ TTHC giải quyết đúng hạn\tHồ sơ\t1973\n"
)
RULES = tuple(rule for rule in rules.RULES if rule.code.startswith("ANX"))


def check(text: str) -> tuple[list[Finding], list[Verified]]:
    return rules.check(report_of(read((HEAD + text).encode(), "mau.txt")), RULES)


def errors(text: str) -> list[tuple[str, ...]]:
    return [f.anchors for f in check(text)[0] if f.severity is Severity.ERROR]


@pytest.mark.parametrize(
    "body",
    [
        "Trong kỳ, UBND huyện đã giải quyết 875 hồ sơ.",
        "Trung tâm Hành chính công huyện đã giải quyết 875 hồ sơ TTHC.",
        "Tổng số hồ sơ thủ tục hành chính đã giải quyết xong: 875 hồ sơ.",
    ],
)
def test_the_same_thing_with_two_numbers_is_an_error(body: str) -> None:
    assert errors(body + DOSSIERS) == [("855", "875")]


@pytest.mark.parametrize(
    ("body", "row", "wrong"),
    [
        # of a thing that no lexicon knows, in the same words
        ("Toàn xã có 34 bản, tổ dân phố.", "Số bản, tổ dân phố\tĐơn vị\t{}", (34, 43)),
        ("Trong năm đã tinh giản 07 người.", "Số người tinh giản\tNgười\t{}", (7, 17)),
        # a share is of what was counted right before it
        (
            "Hồ sơ trực tuyến: 417/605 hồ sơ tiếp nhận, đạt 68,9%.",
            "Tỷ lệ hồ sơ trực tuyến\t%\t{}",
            ("68,9", "71,4"),
        ),
        # who takes dossiers in narrows nothing down
        (
            "Trung tâm tiếp nhận 5.127 hồ sơ, trong đó trực tuyến 4.018 hồ sơ.",
            "Số hồ sơ TTHC đã tiếp nhận trực tuyến\tHồ sơ\t{}",
            ("4.018", "4.108"),
        ),
        # a heading tells who gave the tasks
        (
            "4. Thực hiện nhiệm vụ UBND tỉnh giao\nTổng số nhiệm vụ được giao là 73; đã"
            " hoàn thành 58 nhiệm vụ.",
            "Tổng số nhiệm vụ UBND tỉnh giao\tNhiệm vụ\t{}",
            (73, 78),
        ),
        # dossiers are told early and on time, tasks only on time
        (
            "Đã trả 80 hồ sơ trước hạn, 15 hồ sơ đúng hạn. Đã hoàn thành 58 nhiệm"
            " vụ, trong đó đúng hạn 56 nhiệm vụ.",
            "Số nhiệm vụ đã hoàn thành đúng hạn\tNhiệm vụ\t{}",
            (56, 50),
        ),
    ],
)
def test_a_row_is_of_what_the_text_tells(
    body: str, row: str, wrong: tuple[object, object]
) -> None:
    right, other = wrong
    assert not errors(f"{body}{FORM}1.\t{row.format(right)}\n")
    found = errors(f"{body}{FORM}1.\t{row.format(other)}\n")
    assert any(str(other) in anchors for anchors in found)


@pytest.mark.parametrize(
    "body",
    [
        "UBND các xã đã giải quyết 2008 hồ sơ.",
        "UBND xã An Bình đã giải quyết 815 hồ sơ.",
        "Riêng UBND xã An Bình tiếp nhận 850 hồ sơ, đã giải quyết 815 hồ sơ.",
        "Cùng kỳ năm trước, UBND huyện đã giải quyết 801 hồ sơ.",
        "Dự kiến đến hết năm, UBND huyện đã giải quyết 900 hồ sơ.",
        "Lĩnh vực đất đai đã giải quyết 815 hồ sơ.",
        "UBND huyện đã giải quyết 815 hồ sơ trực tuyến.",
        "UBND huyện đã giải quyết gần 900 hồ sơ.",
        "UBND huyện đang giải quyết 850 hồ sơ.",
        "UBND huyện đã tiếp nhận 850 phản ánh, kiến nghị.",
    ],
)
def test_another_scope_period_or_thing_is_no_contradiction(body: str) -> None:
    assert check(body + DOSSIERS)[0] == []


def test_early_on_time_and_late_add_up_to_what_is_done() -> None:
    body = (
        "Trung tâm Hành chính công huyện: hồ sơ đã giải quyết trước hẹn: 651 hồ sơ; đã"
        " giải quyết đúng hẹn: 186 hồ sơ; đã giải quyết trễ hẹn: 38 hồ sơ."
    )
    found, _ = check(body + DOSSIERS)
    assert [(f.anchors[0], f.anchors[1], f.severity) for f in found] == [
        ("855", "875", Severity.ERROR),
        ("820", "837", Severity.ERROR),
    ]
    assert found[0].evidence == "651 + 186 + 38 = 875 ≠ 855"


def test_what_agrees_is_said_to_agree() -> None:
    body = "UBND huyện được giao 78 biên chế công chức."
    row = (
        f"{FORM}2.\tSố liệu về biên chế công chức\t\t\n2.1.\tTổng số biên chế được giao"
    )
    found, right = check(f"{body}{row}\tNgười\t78\n")
    assert found == []
    assert right[0].text == "Thân báo cáo và Phụ lục 4 dòng 2.1 cùng ghi 78 người"


def test_a_heading_that_narrows_is_not_forgotten() -> None:
    body = "Tổng số biên chế được giao là 90 biên chế."
    row = (
        f"{FORM}2.\tSố liệu về biên chế công chức\t\t\n2.1.\tTổng số biên chế được giao"
    )
    assert check(f"{body}{row}\tNgười\t78\n")[0] == []


def test_a_part_means_nothing_without_its_whole() -> None:
    rows = "1.\tBiên chế được giao\tNgười\t90\n1.1.\tCông chức\tNgười\t78\n"
    trained = "Mở 12 lớp bồi dưỡng cho 60 lượt người, gồm 48 công chức và 12 viên chức."
    assert check(f"{trained}{FORM}{rows}")[0] == []
    given_posts = "Biên chế được giao: 90 người, gồm công chức 76, viên chức 14."
    assert errors(f"{given_posts}{FORM}{rows}") == [("78", "76")]


def test_money_is_compared_in_its_unit() -> None:
    row = "1.1.\tKế hoạch vốn đầu tư công được giao\t{}\t30.162\n"
    body = "Kế hoạch vốn đầu tư công được giao là 30.162 triệu đồng."
    assert check(f"{body}{FORM}{row.format('Triệu đồng')}")[0] == []
    [finding] = check(f"{body}{FORM}{row.format('Tỷ đồng')}")[0]
    assert finding.severity is Severity.ERROR
    assert "30.162 triệu đồng, Phụ lục 4 dòng 1.1 ghi 30.162 tỷ đồng" in finding.text


def test_a_special_scope_makes_a_question_of_it() -> None:
    body = "Tổng số TTHC thuộc thẩm quyền giải quyết của UBND huyện là 319 TTHC."
    row = "1.4.2.\tSố TTHC cấp huyện (Bao gồm cả TTHC ngành dọc)\tThủ tục\t396\n"
    [finding] = check(f"{body}{FORM}{row}")[0]
    assert finding.severity is Severity.WARNING


@pytest.mark.parametrize(
    ("claim", "anchors"),
    [
        ("đã hoàn thành 14 nhiệm vụ đạt tỷ lệ 100%", [("100", "14", "33")]),
        ("đã hoàn thành 14 nhiệm vụ, đạt 42,4%", []),
    ],
)
def test_a_claim_is_held_against_its_annex(
    claim: str, anchors: list[tuple[str, ...]]
) -> None:
    rows = (
        "2.\tTỷ lệ hoàn thành kế hoạch\t%\t\n2.1\tSố nhiệm vụ đề ra trong kế hoạch\t"
        "Nhiệm vụ\t33\n2.2\tSố nhiệm vụ đã hoàn thành\tNhiệm vụ\t14\n"
    )
    found, _ = check(f"Theo kế hoạch, UBND huyện {claim}.{FORM}{rows}")
    assert [f.anchors for f in found] == anchors
    assert {f.kind for f in found} <= {Kind.CONTRADICTORY_CLAIM}


def test_a_total_of_communes_is_not_that_of_the_district() -> None:
    table = (
        "\nPhụ lục 2\nKẾT QUẢ GIẢI QUYẾT HỒ SƠ CỦA CÁC ĐƠN VỊ CẤP XÃ\n"
        "TT\tĐơn vị\tTiếp nhận\tĐã giải quyết\n1\tAn Bình\t40\t30\n2\tTân Lập\t60\t50\n"
        "\tTổng cộng\t100\t80\n"
    )
    assert check(f"UBND huyện tiếp nhận 90 hồ sơ.{table}")[0] == []
    assert errors(f"UBND cấp xã tiếp nhận 90 hồ sơ.{table}") == [("100", "90")]


@given(st.integers(100, 10**6), st.integers(1, 20))
def test_only_a_number_that_differs_is_a_finding(value: int, gap: int) -> None:
    row = f"{FORM}1.\tTổng số hồ sơ đã tiếp nhận\tHồ sơ\t{value}\n"
    shown = f"{value:,}".replace(",", ".")
    assert check(f"UBND huyện đã tiếp nhận {shown} hồ sơ.{row}")[0] == []
    wrong = f"{value + gap:,}".replace(",", ".")
    assert errors(f"UBND huyện đã tiếp nhận {wrong} hồ sơ.{row}") == [
        (str(value), wrong)
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tổng số hồ sơ TTHC đã giải quyết xong", "hồ sơ đã giải quyết"),
        ("Số ĐVSN công lập", "tổng số đơn vị sự nghiệp công lập tại địa phương"),
        ("Số hồ sơ quá hạn", "hồ sơ đã giải quyết trễ hẹn"),
        ("Số TTHC cung cấp trực tuyến mức độ 3 và 4", "cung cấp dịch vụ công mức 3, 4"),
        ("Số PAKN đã tiếp nhận", "đã tiếp nhận phản ánh, kiến nghị"),
    ],
)
def test_two_wordings_of_one_thing_are_equal(one: str, other: str) -> None:
    assert read_phrase(one).tokens == read_phrase(other).tokens


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hồ sơ đã giải quyết", "hồ sơ đang giải quyết"),
        ("hồ sơ đã tiếp nhận", "hồ sơ đã tiếp nhận trực tuyến"),
        ("hồ sơ đất đai đã tiếp nhận", "hồ sơ đã tiếp nhận"),
        ("biên chế công chức được giao", "biên chế được giao"),
        ("văn bản đi", "văn bản đến"),
    ],
)
def test_what_is_narrower_is_not_equal(one: str, other: str) -> None:
    assert read_phrase(one).tokens != read_phrase(other).tokens


@pytest.mark.reports
def test_body_and_annexes_of_a_real_report_contradict_each_other_here(
    reports: Path,
) -> None:
    [path] = reports.glob("004_*.txt")
    found, right = rules.check(report_of(read(path.read_bytes(), path.name)), RULES)
    assert {(f.severity.value, f.anchors[:3]) for f in found} == {
        ("error", ("100", "14", "33")),
        ("error", ("100", "329", "396")),
        ("error", ("855", "875", "651")),
        ("error", ("820", "837", "651")),
        ("error", ("1121", "1118")),
        ("warning", ("396", "319")),
        ("warning", ("173", "119")),
        ("warning", ("6", "41")),
        ("warning", ("0",)),
    }
    assert any(v.text.endswith("Phụ lục 5 dòng 2.1 cùng ghi 78 người") for v in right)


@pytest.mark.reports
def test_real_reports_without_annexes_get_no_finding_about_annexes(
    reports: Path,
) -> None:
    for path in sorted(reports.glob("00[0-3]_*.txt")):
        report = report_of(read(path.read_bytes(), path.name))
        assert rules.check(report, RULES)[0] == []
