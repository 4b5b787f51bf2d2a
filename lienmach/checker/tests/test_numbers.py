from decimal import Decimal

import pytest

from lienmach.checker.quantities.words.amounts import Amount, amounts
from lienmach.checker.report import Bound, Sense
from lienmach.checker.text.numbers import figure, read_number


def found_in(text: str) -> tuple[Amount, ...]:
    return amounts(text, text.lower())


def _counted(text: str) -> list[tuple[str, str]]:
    return [(amount.raw, amount.unit) for amount in found_in(text)]


@pytest.mark.parametrize(
    ("printed", "value", "other"),
    [
        ("1.118", "1118", "1.118"),
        ("1118", "1118", None),
        ("95,9 %", "95.9", None),
        ("95.9%", "95.9", None),
        ("30,162", "30.162", "30162"),
        ("7.283.789", "7283789", None),
        ("1.234,5", "1234.5", None),
        ("01", "1", None),
    ],
)
def test_a_printed_number_is_read_with_its_second_reading(
    printed: str, value: str, other: str | None
) -> None:
    number = read_number(printed)
    assert number is not None
    assert number.value == Decimal(value)
    assert number.other == (Decimal(other) if other else None)


@pytest.mark.parametrize("printed", ["", "abc", "1.2.3", "1,2,3", "1/2", "9" * 40])
def test_what_is_no_number_is_none(printed: str) -> None:
    assert read_number(printed) is None


def test_a_figure_is_written_as_vietnamese_texts_print_it() -> None:
    assert figure(Decimal("1118.00")) == "1.118"
    assert figure(Decimal("42.4242"), 1) == "42,4"
    assert figure(Decimal("-0.05"), 1) == "-0,1"


@pytest.mark.parametrize(
    "text",
    [
        "Thực hiện Quyết định số 1941/QĐ-UBND ngày 26/12/2022",
        "Nghị quyết số 18, 19-NQ/TW ngày 25/10/2017",
        "Nghị định số 43/2006 NĐ-CP và Nghị định 68/2000/NĐ-CP",
        "theo Tiêu chuẩn TCVN ISO 9001:2015",
        "trong năm 2023, quý I/2023, tháng 3/2023 và giai đoạn 2021-2025",
        "từ ngày 15/12 đến 10/3/2023, lúc 10:48 và 24h00",
        "dịch vụ công mức độ 3, 4 và mức độ 2",
        "Điện thoại: 0234.3557.721 hoặc 0905123456",
        "Hợp đồng theo Nghị định (gọi tắt HĐ68), mẫu A4, mã H57.16.1",
        "3.1.2. Cải cách thủ tục hành chính",
        "(1) Cơ sở hạ tầng; (2) con người",
        "xã Gia Hòa 2, xã Hòa Tú 1 và thôn Tân Phú 3",
        "trong 3-5 ngày làm việc",
        "Đề án 06 và Chỉ thị 13",
        "làm việc sáng thứ 7",
        "một số đơn vị, cơ chế một cửa",
        "từ năm 2015 và 2016 hết hiệu lực",
        "trẻ em dưới 6 tuổi",
        "Số tài khoản 102010000123456",
    ],
)
def test_dates_symbols_codes_and_names_count_nothing(text: str) -> None:
    assert [a for a in found_in(text) if a.bound is Bound.EXACT] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tiếp nhận 1118 hồ sơ", [("1118", "hồ sơ")]),
        ("hoàn thành 46/48 YKCD", [("46/48", "YKCD")]),
        (
            "hoàn thành 29 trên tổng số 34 nhiệm vụ",
            [("29 trên tổng số 34", "nhiệm vụ")],
        ),
        (
            "gồm 16/16 xã, phường và 02 cơ quan",
            [("16/16", "xã, phường"), ("02", "cơ quan")],
        ),
        ("tại hai đơn vị", [("hai", "đơn vị")]),
        ("05 (năm) phòng chuyên môn", [("05", "phòng")]),
        ("đúng hạn 45, quá hạn 01", [("45", ""), ("01", "")]),
        ("kinh phí 61 tỷ 723 triệu đồng", [("61 tỷ 723 triệu", "triệu đồng")]),
        ("phí 45.000 đồng", [("45.000", "đồng")]),
        (
            "trả 4.351 (sớm 1989, trễ hẹn 107)",
            [("4.351", ""), ("1989", ""), ("107", "")],
        ),
        ("12/2023 hồ sơ", [("12/2023", "hồ sơ")]),
        ("trong tổng số 234 người", [("234", "người")]),
    ],
)
def test_numbers_that_count_are_found_with_their_counting_word(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert _counted(text) == expected


def test_money_in_two_units_is_one_number() -> None:
    (amount,) = found_in("tổng kinh phí 61 tỷ 723 triệu đồng")
    assert amount.value == Decimal(61723)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("gần 300 hồ sơ", Bound.ABOUT),
        ("khoảng 85 hồ sơ", Bound.ABOUT),
        ("trên 90%", Bound.LEAST),
        ("hơn 20 hồ sơ", Bound.LEAST),
        ("không quá 5 ngày", Bound.MOST),
        ("95% trở lên", Bound.LEAST),
        ("đạt 95%", Bound.EXACT),
    ],
)
def test_words_before_a_number_tell_how_exact_it_is(text: str, bound: Bound) -> None:
    (amount,) = found_in(text)
    assert amount.bound is bound


@pytest.mark.parametrize(
    ("text", "sense"),
    [
        ("xếp thứ 5/9 huyện", Sense.RANK),
        ("hạng 7", Sense.RANK),
        ("điểm thẩm định 63,71/100", Sense.SCORE),
        ("tăng 12 hồ sơ", Sense.CHANGE),
        ("giảm 3,5%", Sense.CHANGE),
        ("tăng lên 112 hồ sơ", Sense.COUNT),
        ("bình quân 20 hồ sơ", Sense.AVERAGE),
        ("20 hồ sơ/ngày", Sense.AVERAGE),
        ("đạt 95%", Sense.SHARE),
        ("đến thời điểm báo cáo hoàn thành 18/42 nhiệm vụ", Sense.COUNT),
    ],
)
def test_words_around_a_number_tell_what_it_is_for(text: str, sense: Sense) -> None:
    (amount,) = found_in(text)
    assert amount.sense is sense


def test_a_fall_is_negative() -> None:
    fell, rose = found_in("giảm 5 hồ sơ, tăng 6 hồ sơ")
    assert fell.falls
    assert not rose.falls
