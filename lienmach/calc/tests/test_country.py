from datetime import date, timedelta

import pytest

from lienmach.calc.country import country
from lienmach.calc.days import SATURDAY, Certainty, DayKind
from lienmach.calc.refusal import Refused

# What was announced, written down a second time. The day off, then the day worked.
SWAPS = {
    "2015-01-02": "2014-12-27",
    "2015-02-16": "2015-02-14",
    "2015-04-29": "2015-04-25",
    "2018-12-31": "2019-01-05",
    "2019-04-29": "2019-05-04",
    "2024-04-29": "2024-05-04",
    "2025-05-02": "2025-04-26",
    "2026-01-02": "2026-01-10",
    "2026-08-31": "2026-08-22",
}
# All weekdays off, by month and day.
OFF = {
    2015: "0101 0102 0216 0217 0218 0219 0220 0223 0428 0429 0430 0501 0902",
    2016: "0101 0208 0209 0210 0211 0212 0418 0502 0503 0902",
    2017: "0102 0126 0127 0130 0131 0201 0406 0501 0502 0904",
    2018: "0101 0214 0215 0216 0219 0220 0425 0430 0501 0903 1231",
    2019: "0101 0204 0205 0206 0207 0208 0415 0429 0430 0501 0902",
    2020: "0101 0123 0124 0127 0128 0129 0402 0430 0501 0902",
    2021: "0101 0210 0211 0212 0215 0216 0421 0430 0503 0902 0903",
    2022: "0103 0131 0201 0202 0203 0204 0411 0502 0503 0901 0902",
    2023: "0102 0120 0123 0124 0125 0126 0501 0502 0503 0901 0904",
    2024: "0101 0208 0209 0212 0213 0214 0418 0429 0430 0501 0902 0903",
    2025: "0101 0127 0128 0129 0130 0131 0407 0430 0501 0502 0901 0902",
    2026: "0101 0102 0216 0217 0218 0219 0220 0427 0430 0501 0831 0901 0902 1124",
}


def of_year(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range(365 + (year % 4 == 0))]


@pytest.mark.parametrize("year", OFF)
def test_the_weekdays_off_of_a_year(year: int) -> None:
    calendar = country()
    weekdays = [day for day in of_year(year) if day.weekday() < SATURDAY]

    off = [f"{day:%m%d}" for day in weekdays if not calendar.is_working(day)]

    assert off == OFF[year].split()


def test_no_day_of_a_weekend_is_worked_but_in_exchange() -> None:
    calendar = country()
    weekends = [d for year in OFF for d in of_year(year) if d.weekday() >= SATURDAY]

    worked = [f"{day}" for day in weekends if calendar.is_working(day)]

    assert worked == sorted(set(SWAPS.values()) - {"2014-12-27"})


@pytest.mark.parametrize(("off", "work"), SWAPS.items())
def test_the_two_days_of_a_swap_name_each_other(off: str, work: str) -> None:
    calendar = country()
    rest = calendar.special_on(date.fromisoformat(off))
    worked = calendar.special_on(date.fromisoformat(work))

    assert rest is not None
    assert (rest.kind, rest.partner) == (
        DayKind.SWAPPED_OFF,
        date.fromisoformat(work),
    )
    if work >= "2015":
        assert worked is not None
        assert (worked.kind, worked.partner) == (DayKind.MAKE_UP, rest.day)
        assert (worked.document, worked.certainty) == (rest.document, rest.certainty)


def test_a_swap_without_its_document_is_not_called_sure() -> None:
    swapped = [d for d in country().special if d.kind is DayKind.SWAPPED_OFF]

    assert [day.is_sure for day in swapped] == [bool(day.document) for day in swapped]


def test_a_substitute_day_follows_a_holiday_on_a_weekend() -> None:
    calendar = country()
    substitutes = [d for d in calendar.special if d.kind is DayKind.SUBSTITUTE]

    for day in substitutes:
        assert day.partner is not None
        holiday = calendar.special_on(day.partner)
        assert holiday is not None
        assert holiday.kind is DayKind.HOLIDAY
        assert day.partner.weekday() >= SATURDAY
        assert timedelta(0) < day.day - day.partner <= timedelta(days=3)
    assert len(substitutes) == 18


def test_the_year_to_come_is_held_only_as_a_projection() -> None:
    projected = country(projected=True)
    ahead = [day for day in projected.special if day.day.year == 2027]

    assert country().years == range(2015, 2027)
    assert projected.years == range(2015, 2028)
    assert {day.certainty for day in ahead} == {Certainty.PROJECTED}


@pytest.mark.parametrize(
    ("year", "sentence"),
    [
        (2027, "Lịch nghỉ năm 2027 chưa được công bố"),
        (2031, "Lịch nghỉ năm 2031 chưa được công bố"),
        (2014, "Không có lịch nghỉ năm 2014"),
    ],
)
def test_a_year_unknown_is_refused_by_name(year: int, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        country().require(date(year, 5, 5))
