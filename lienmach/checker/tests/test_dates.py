from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienmach.checker.text.dates import read_dates

MARCH_13 = date(2023, 3, 13)


@pytest.mark.parametrize(
    "printed",
    [
        "13/3/2023",
        "13/03/2023",
        "13 /3/2023",
        "13 / 3 / 2023",
        "13-3-2023",
        "13\u20133\u20132023",
        "13.3.2023",
        "13 tháng 3 năm 2023",
        "13 tháng 03 năm 2023",
        "13 THÁNG 3 NĂM 2023",
        "13 tháng 3/2023",
        "13/3 năm 2023",
    ],
)
@pytest.mark.parametrize(
    "sentence", ["{}", "ngày {}", "(ngày {}),", "Từ ngày {} đến", "vào {}."]
)
def test_a_date_is_read_in_every_usual_form(sentence: str, printed: str) -> None:
    text = sentence.format(printed)
    [found] = read_dates(text)
    assert (found.date, found.raw) == (MARCH_13, printed)
    assert text[found.start : found.end] == printed
    assert found.has_word == ("ngày" in text)


def test_a_year_of_two_digits_needs_the_word() -> None:
    [found] = read_dates("đến ngày 18.11.16")
    assert found.date == date(2016, 11, 18)
    assert read_dates("tỷ lệ 12/13/14") == []


@pytest.mark.parametrize(
    "text",
    [
        "tháng 11/2022",
        "ngày 12/3",
        "09/09 xã",
        "46/48 nhiệm vụ",
        "45,8/100 điểm",
        "Quyết định số 45/2016/QĐ-TTg",
        "1/1/1/1/2022",
        "ngày    tháng 3 năm 2023",
        "mục 3.1.1.",
        "1.118.2022 đồng",
    ],
)
def test_what_is_no_full_date_is_left_alone(text: str) -> None:
    assert read_dates(text) == []


@pytest.mark.parametrize(
    "raw", ["31/11/2022", "30/02/2023", "12/13/2022", "00/5/2022", "29/2/2023"]
)
def test_a_day_that_does_not_exist_has_no_date(raw: str) -> None:
    [found] = read_dates(f"ngày {raw} của")
    assert (found.raw, found.date) == (raw, None)


def test_a_year_with_lost_or_doubled_digits_has_no_date() -> None:
    assert [found.date for found in read_dates("ngày 1/3/203, ngày 1/3/20223")] == [
        None,
        None,
    ]


def test_a_year_far_away_is_a_date_but_not_a_plausible_one() -> None:
    [found] = read_dates("ngày 12/3/2203")
    assert found.date == date(2203, 3, 12)
    assert not found.is_plausible


@given(st.dates(date(1945, 9, 2), date(2099, 12, 31)))
def test_every_day_is_read_back(day: date) -> None:
    text = f"ngày {day.day:02}/{day.month}/{day.year} và {day.day} tháng {day.month}"
    assert [found.date for found in read_dates(f"{text} năm {day.year}")] == [day, day]
