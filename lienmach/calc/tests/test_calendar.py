from datetime import date, time

import pytest

from lienmach.calc.calendar import WorkCalendar
from lienmach.calc.days import Certainty, DayKind, SpecialDay
from lienmach.calc.hours import (
    AFTERNOON,
    MORNING,
    OfficeHours,
    SaturdayMode,
    SaturdayMornings,
    Season,
)
from lienmach.calc.refusal import Refused

YEAR = range(2026, 2027)
SATURDAY = date(2026, 3, 7)


@pytest.mark.parametrize("mode", SaturdayMode)
def test_a_saturday_opens_the_counter_and_counts_only_if_so_decided(
    mode: SaturdayMode,
) -> None:
    opened = SaturdayMornings(mode, valid_from=SATURDAY, document="QĐ 12/QĐ-UBND")
    calendar = WorkCalendar(YEAR, saturdays=(opened,))
    is_worked = mode is not SaturdayMode.RECEPTION

    assert calendar.opening(SATURDAY) == (MORNING,)
    assert calendar.sessions(SATURDAY) == ((MORNING,) if is_worked else ())
    assert calendar.is_working(SATURDAY) is is_worked
    assert calendar.opening(date(2026, 2, 28)) == ()
    assert calendar.opening(date(2026, 3, 8)) == ()


def test_a_holiday_closes_a_saturday_and_a_make_up_day_fills_it() -> None:
    special = (
        SpecialDay(SATURDAY, DayKind.HOLIDAY),
        SpecialDay(date(2026, 3, 14), DayKind.MAKE_UP),
    )
    mornings = (SaturdayMornings(SaturdayMode.WHOLE),)
    calendar = WorkCalendar(YEAR, special, saturdays=mornings)

    assert calendar.opening(SATURDAY) == ()
    assert not calendar.is_working(SATURDAY)
    assert calendar.sessions(date(2026, 3, 14)) == (MORNING, AFTERNOON)


def test_the_last_decision_that_holds_is_followed() -> None:
    summer = ((time(7), time(11)), (time(14), time(18)))
    calendar = WorkCalendar(
        YEAR,
        hours=(
            OfficeHours(),
            OfficeHours(summer, date(2026, 3, 1), season=Season((4, 16), (10, 15))),
            OfficeHours((MORNING,), date(2026, 9, 1), date(2026, 9, 30)),
        ),
    )

    found = [calendar.sessions(date(2026, month, 16)) for month in (3, 4, 9, 10)]

    assert found == [(MORNING, AFTERNOON), summer, (MORNING,), (MORNING, AFTERNOON)]


def test_a_day_without_hours_of_its_own_has_the_usual_ones() -> None:
    calendar = WorkCalendar(YEAR, hours=(OfficeHours(valid_from=date(2026, 6, 1)),))

    assert calendar.sessions(date(2026, 3, 2)) == (MORNING, AFTERNOON)


@pytest.mark.parametrize(
    ("day", "holds"),
    [((12, 31), True), ((1, 1), True), ((2, 28), True), ((3, 1), False)],
)
def test_a_season_may_run_over_the_new_year(day: tuple[int, int], holds: bool) -> None:
    assert Season((11, 1), (2, 29)).holds(date(2026, *day)) is holds


@pytest.mark.parametrize(
    "sessions",
    [
        pytest.param((), id="none"),
        pytest.param(((time(11), time(7)),), id="upside down"),
        pytest.param(((time(7), time(7)),), id="empty"),
        pytest.param(((time(7), time(12)), (time(11), time(17))), id="overlapping"),
        pytest.param((AFTERNOON, MORNING), id="out of order"),
        pytest.param(((time(7, 30, 30), time(11)),), id="cut within a minute"),
    ],
)
def test_hours_that_cannot_be_are_refused(
    sessions: tuple[tuple[time, time], ...],
) -> None:
    with pytest.raises(Refused):
        OfficeHours(sessions)


def test_a_day_entered_twice_is_refused_by_name() -> None:
    twice = SpecialDay(SATURDAY, DayKind.HOLIDAY)
    make_up = SpecialDay(SATURDAY, DayKind.MAKE_UP)

    with pytest.raises(Refused, match="hai lần thứ Bảy 07/03/2026"):
        WorkCalendar(YEAR, (twice, make_up))


@pytest.mark.parametrize("years", [range(0), range(2020, 2026, 2)])
def test_years_lie_side_by_side(years: range) -> None:
    with pytest.raises(Refused):
        WorkCalendar(years)


@pytest.mark.parametrize(
    ("special", "reason"),
    [
        (
            SpecialDay(SATURDAY, DayKind.HOLIDAY, "Quốc khánh 2/9", "Luật 1"),
            "nghỉ Quốc khánh 2/9 theo Luật 1",
        ),
        (
            SpecialDay(
                date(2026, 3, 9),
                DayKind.SUBSTITUTE,
                "Giỗ Tổ",
                certainty=Certainty.PROJECTED,
                partner=date(2026, 3, 8),
            ),
            "nghỉ bù Giỗ Tổ (Chủ nhật 08/03/2026) (dự kiến, chưa công bố)",
        ),
        (
            SpecialDay(
                date(2026, 3, 6),
                DayKind.SWAPPED_OFF,
                document="CV 1",
                certainty=Certainty.LIKELY,
                partner=SATURDAY,
            ),
            "nghỉ hoán đổi, làm bù thứ Bảy 07/03/2026 theo CV 1"
            " (chưa đối chiếu văn bản)",
        ),
        (
            SpecialDay(SATURDAY, DayKind.MAKE_UP, partner=date(2026, 3, 6)),
            "làm bù cho thứ Sáu 06/03/2026",
        ),
        (SpecialDay(SATURDAY, DayKind.MAKE_UP), "làm bù"),
    ],
)
def test_a_special_day_says_why(special: SpecialDay, reason: str) -> None:
    assert WorkCalendar(YEAR, (special,)).reason(special.day) == reason


def test_a_weekend_and_a_saturday_of_reception_say_why() -> None:
    opened = SaturdayMornings(document="QĐ 12/QĐ-UBND", valid_to=SATURDAY)
    calendar = WorkCalendar(YEAR, saturdays=(opened,))

    assert [calendar.reason(date(2026, 3, day)) for day in (7, 8, 14)] == [
        "thứ Bảy chỉ tiếp nhận, không tính là ngày làm việc theo QĐ 12/QĐ-UBND",
        "nghỉ Chủ nhật",
        "nghỉ thứ Bảy",
    ]
