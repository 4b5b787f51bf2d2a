from datetime import date
from decimal import Decimal

import pytest

from lienmach.checker import quantities
from lienmach.checker.quantities.words.vocabulary import tags_of
from lienmach.checker.readers import read
from lienmach.checker.report import Fact, Identity, Tie


def _facts(text: str) -> dict[str, Fact]:
    return {
        fact.raw: fact for fact in quantities.read(read(text.encode(), "a.txt")).facts
    }


def _claims(text: str, *ties: Tie) -> list[tuple[str, list[str]]]:
    counted = quantities.read(read(text.encode(), "a.txt"))
    raw = [fact.raw for fact in counted.facts]
    return [
        (raw[relation.result], [raw[i] for i in relation.terms])
        for relation in counted.relations
        if relation.tie in ties
    ]


def test_a_fact_has_its_subject_unit_place_and_line() -> None:
    text = "Dòng đầu.\nHồ sơ đã giải quyết trước hẹn: 651 hồ sơ; trễ hẹn: 38 hồ sơ."
    fact = _facts(text)["651"]
    assert fact.subject == "hồ sơ đã giải quyết trước hẹn"
    assert (fact.unit, fact.quantity, fact.line) == ("hồ sơ", Decimal(651), 2)
    assert text.splitlines()[1][fact.place.start : fact.place.end] == "651"


def test_the_words_behind_a_number_are_its_subject_where_none_stand_before() -> None:
    facts = _facts("Trong đó có 1103 hồ sơ có ghi giấy hẹn và 15 hồ sơ trong ngày.")
    assert "có ghi giấy hẹn" in facts["1103"].subject
    assert "trong ngày" in facts["15"].subject


@pytest.mark.parametrize(
    ("phrase", "tags"),
    [
        ("đã giải quyết trước hẹn", {"finished", "early"}),
        ("trước và đúng hạn", {"early+on_time"}),
        ("đúng hạn và trước hạn", {"early+on_time"}),
        ("giải quyết trễ hạn", {"finished", "late"}),
        ("không đúng hạn", {"late"}),
        ("không có hồ sơ quá hạn", {"on_time"}),
        ("đang giải quyết trong hạn", {"open", "within"}),
        ("bộ phận tiếp nhận và trả kết quả", set()),
        ("thẩm quyền giải quyết", set()),
        ("tiếp nhận mới", {"received", "new"}),
        ("tổng số hồ sơ tiếp nhận trong kỳ", {"received", "total"}),
        ("kỳ trước chuyển sang", {"carried"}),
        ("nộp trực tuyến", {"online"}),
        ("không ghi giấy hẹn", {"no_slip"}),
        ("công dân việt nam", set()),
        ("bồi dưỡng", set()),
    ],
)
def test_a_phrase_is_understood(phrase: str, tags: set[str]) -> None:
    assert tags_of(phrase) == tags


def test_the_scope_is_the_agency_named_in_the_clause_or_before_it() -> None:
    facts = _facts(
        "UBND thị xã hoàn thành 43 YKCD;"
        " Các xã, phường hoàn thành 46/48 YKCD, đúng hạn 45."
    )
    assert facts["43"].scope == "thị xã"
    assert facts["46/48"].scope == "xã, phường"
    assert facts["45"].scope == "xã, phường"


def test_a_list_belongs_to_the_agency_of_its_lead() -> None:
    facts = _facts(
        "Kết quả của cấp xã:\n- Tiếp nhận: 90 hồ sơ.\n- Đã giải quyết: 80 hồ sơ."
    )
    assert facts["80"].scope == "cấp xã"
    assert "commune" in facts["80"].tags


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Quý I năm 2023 tiếp nhận 5 hồ sơ.", (2023, 1, 1), (2023, 3, 31)),
        ("Trong 6 tháng đầu năm 2022 có 5 hồ sơ.", (2022, 1, 1), (2022, 6, 30)),
        ("Tháng 2/2024 có 5 hồ sơ.", (2024, 2, 1), (2024, 2, 29)),
        ("Năm 2021 có 5 hồ sơ.", (2021, 1, 1), (2021, 12, 31)),
        (
            "Từ ngày 15/12/2022 đến ngày 10 tháng 3 năm 2023 có 5 hồ sơ.",
            (2022, 12, 15),
            (2023, 3, 10),
        ),
        ("Từ 28/12 đến 05/01/2023 có 5 hồ sơ.", (2022, 12, 28), (2023, 1, 5)),
    ],
)
def test_the_period_of_a_fact_is_read(
    text: str, start: tuple[int, int, int], end: tuple[int, int, int]
) -> None:
    period = _facts(text)["5"].period
    assert period is not None
    assert (period.start, period.end) == (date(*start), date(*end))


def test_a_period_without_a_year_is_of_the_report() -> None:
    source = read("Trong quý II tiếp nhận 5 hồ sơ.".encode(), "a.txt")
    (fact,) = quantities.read(source, (), Identity(date=date(2023, 6, 15))).facts
    assert fact.period is not None
    assert fact.period.start == date(2023, 4, 1)


def test_brackets_bullets_and_markers_nest() -> None:
    text = (
        "Tổng số 120 người, cụ thể:\n"
        "+ Công chức: 78 người;\n"
        "+ Viên chức: 42 người (gồm: giáo dục: 30 người; y tế: 12 người).\n"
        "Đã tiếp nhận 9 đơn."
    )
    assert _claims(text, Tie.PARTS) == [("42", ["30", "12"]), ("120", ["78", "42"])]
    facts = quantities.read(read(text.encode(), "a.txt")).facts
    assert [fact.parent for fact in facts] == [None, 0, 0, 2, 2, None]


@pytest.mark.parametrize(
    ("text", "whole", "parts"),
    [
        ("Có 9 xã, gồm 5 xã và 4 phường.", "9", ["5", "4"]),
        ("Có 9 xã (5 xã loại 1 và 4 phường).", "9", ["5", "4"]),
        ("Có 9 đơn vị: 5 xã và 4 phường.", "9", ["5", "4"]),
        ("Tuyển dụng 9 người. Trong đó nam 5, nữ 4.", "9", ["5", "4"]),
        ("Có 9 đơn, trong đó đã giải quyết 5 đơn, còn lại 4 đơn.", "9", ["5", "4"]),
        ("Đất đai 5 hồ sơ, tư pháp 4 hồ sơ; tổng cộng 9 hồ sơ.", "9", ["5", "4"]),
        (
            "Chia theo lĩnh vực: đất đai 5 hồ sơ; tư pháp 4 hồ sơ; tổng cộng 9 hồ sơ.",
            "9",
            ["5", "4"],
        ),
        ("- Trang tin: 5 tin;\n- Đài: 4 tin.\nTổng cộng có 9 tin.", "9", ["5", "4"]),
        ("Có 9/34 đơn vị (gồm 5 xã và 4 phòng).", "9/34", ["5", "4"]),
    ],
)
def test_forms_of_a_full_breakdown(text: str, whole: str, parts: list[str]) -> None:
    assert _claims(text, Tie.PARTS) == [(whole, parts)]


@pytest.mark.parametrize(
    "text",
    [
        "Có 9 hồ sơ, trong đó 5 hồ sơ đất đai.",
        "Số hóa 9 hồ sơ, gồm hộ tịch 5 hồ sơ, xây dựng 2 hồ sơ...",
        "Tổ công tác gồm 12 thành viên.",
        "Tổ chức 5 lớp, gồm 250 học viên và 12 giảng viên.",
        "Có 9 người, trong đó nữ 5 người, đảng viên 8 người.",
    ],
)
def test_what_need_not_add_up_is_no_full_breakdown(text: str) -> None:
    counted = quantities.read(read(text.encode(), "a.txt"))
    assert [r for r in counted.relations if r.tie is Tie.PARTS and r.is_sure] == []


def test_a_flat_list_is_nested_by_what_it_says() -> None:
    text = (
        "Tổng số 50 hồ sơ, trong đó đã giải quyết 45, đúng hạn 40, quá hạn 5,"
        " đang giải quyết 5."
    )
    assert ("45", ["40", "5"]) in _claims(text, Tie.PARTS)
    assert ("50", ["45", "5"]) in _claims(text, Tie.PARTS)


def test_received_finished_and_open_balance_across_paragraphs() -> None:
    text = (
        "Tiếp nhận tổng số hồ sơ: 100 hồ sơ.\n"
        "Đã giải quyết trước hẹn: 60 hồ sơ; đúng hẹn: 25 hồ sơ; trễ hẹn: 5 hồ sơ.\n"
        "Hồ sơ đang giải quyết: 10 hồ sơ, trong đó đúng hẹn 8 hồ sơ, quá hạn 2 hồ sơ."
    )
    assert _claims(text, Tie.BALANCE) == [("100", ["60", "25", "5", "10"])]
    assert _claims(text, Tie.PARTS) == [("10", ["8", "2"])]


@pytest.mark.parametrize(
    ("text", "share", "part"),
    [
        ("Đã hoàn thành 23/28 nhiệm vụ, đạt 82,1%.", "82,1", "23/28"),
        ("Tỷ lệ đúng hạn đạt 95,9% (820/855 hồ sơ).", "95,9", "820/855"),
        ("Có 200 người, trong đó nữ 90 người, chiếm 45%.", "45", "90"),
        (
            "Kiểm tra 20/36 đơn vị (trong đó 14 xã, 6 phòng), đạt 55,6%.",
            "55,6",
            "20/36",
        ),
        ("Số hóa 2920 hồ sơ, bằng 82,3% của 3549 hồ sơ.", "82,3", "2920"),
    ],
)
def test_a_percentage_is_tied_to_what_it_is_a_share_of(
    text: str, share: str, part: str
) -> None:
    assert _claims(text, Tie.SHARE) == [(share, [part])]


def test_a_percentage_of_a_plan_is_tied_to_nothing() -> None:
    assert _claims("Đã kiểm tra 14 đơn vị, đạt 100% kế hoạch.", Tie.SHARE) == []


@pytest.mark.parametrize(
    ("text", "change", "pair"),
    [
        ("Số hồ sơ tăng 12% (từ 100 hồ sơ lên 112 hồ sơ).", "12", ["100", "112"]),
        (
            "Có 112 hồ sơ, tăng 12 hồ sơ so với cùng kỳ (100 hồ sơ).",
            "12",
            ["100", "112"],
        ),
        ("Xếp thứ 5/9, tăng 2 bậc so với năm 2021 (thứ 7/9).", "2", ["7/9", "5/9"]),
    ],
)
def test_growth_is_tied_to_before_and_after(
    text: str, change: str, pair: list[str]
) -> None:
    assert _claims(text, Tie.CHANGE) == [(change, pair)]


def test_a_text_without_numbers_counts_nothing() -> None:
    assert quantities.read(read("Không có số.".encode(), "a.txt")).facts == ()
