"""The calendar of an office: whose decisions hold, from when, and what is kept."""

from contextlib import suppress
from datetime import date, time
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from lienmach.base.actor import Actor
from lienmach.calc.country import country
from lienmach.calc.hours import AFTERNOON, MORNING
from lienmach.calc.refusal import Refused
from lienmach.org.models import Unit
from lienmach.registers.actions.calendar import (
    DayDecision,
    HoursDecision,
    announce_year,
    begin_hours,
    decide_day,
    load_country,
)
from lienmach.registers.models import CalendarDay, CalendarYear, Hours
from lienmach.registers.queries import reception_hours, work_calendar
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
ON = date(2026, 1, 5)
SUMMER = (time(7), time(11), time(13, 30), time(17, 30))
WINTER = (time(8), time(12), time(13), time(17))


@pytest.fixture
def top() -> Unit:
    load_country(at=MONDAY)
    return make.unit(name="UBND tỉnh")


def _officer(unit: Unit) -> Actor:
    return make.actor(make.user(unit, "registers.calendar"))


def _hours(unit: Unit, since: date, clocks: tuple[time, ...], **more: Any) -> Hours:
    decision = HoursDecision(
        unit=unit,
        valid_from=since,
        clocks=clocks,
        document="12/QĐ-UBND",
        **{"purpose": "work", **more},
    )
    return begin_hours(decision, actor=_officer(unit), at=MONDAY)


def _day(day: date, kind: str, **more: Any) -> DayDecision:
    return DayDecision(day=day, kind=kind, **{"document": "7/CĐ-TTg", **more})


def test_the_register_as_shipped_counts_as_the_country_does(top: Unit) -> None:
    assert work_calendar(top, ON) == country()


def test_an_empty_register_counts_as_the_country_does() -> None:
    assert work_calendar(make.unit(), ON) == country()


def test_loading_again_writes_nothing_and_leaves_what_people_entered(top: Unit) -> None:
    day = date(2026, 9, 2)
    decide_day(_day(day, "ordinary"), actor=_officer(top), at=MONDAY)
    before = CalendarDay.objects.count()

    call_command("load_calendar")

    assert CalendarDay.objects.count() == before
    assert work_calendar(top, ON).is_working(day)


def test_what_is_shipped_no_more_becomes_an_ordinary_day(top: Unit) -> None:
    year = CalendarYear.objects.get(pk=2026)
    day = date(2026, 7, 15)
    shipped = {"year": year, "day": day, "kind": "holiday", "name": "nhầm"}
    CalendarDay.objects.create(**shipped, certainty="likely", made_at=MONDAY)
    assert not work_calendar(top, ON).is_working(day)

    assert load_country(at=MONDAY) == 1
    assert work_calendar(top, ON).is_working(day)


def test_a_corrected_day_keeps_what_was_said_before(top: Unit) -> None:
    officer = _officer(top)
    for name in ("nghỉ bão", "phòng chống bão số 3"):
        decision = _day(date(2026, 9, 9), "holiday", name=name)
        decide_day(decision, actor=officer, at=MONDAY)

    rows = CalendarDay.objects.filter(day=date(2026, 9, 9)).order_by("pk")
    assert [(row.name, row.replaced_at is None) for row in rows] == [
        ("nghỉ bão", False),
        ("phòng chống bão số 3", True),
    ]


def test_two_days_change_places_together_and_back_together(top: Unit) -> None:
    officer = _officer(top)
    off, first, second = date(2026, 8, 31), date(2026, 8, 22), date(2026, 9, 12)
    decide_day(_day(off, "swapped_off", partner=first), actor=officer, at=MONDAY)
    assert work_calendar(top, ON).is_working(first)

    decide_day(_day(off, "swapped_off", partner=second), actor=officer, at=MONDAY)

    calendar = work_calendar(top, ON)
    assert not calendar.is_working(off)
    assert not calendar.is_working(first)
    assert calendar.is_working(second)


@pytest.mark.parametrize(
    ("decision", "said"),
    [
        (_day(date(2026, 9, 9), "make_up"), "cuối tuần"),
        (_day(date(2026, 9, 12), "swapped_off"), "trong tuần"),
        (_day(date(2026, 9, 9), "holiday"), "tên ngày nghỉ"),
        (_day(date(2026, 9, 9), "ordinary", document=""), "văn bản"),
        (_day(date(1890, 9, 9), "ordinary"), "từ 2000"),
        (
            _day(date(2026, 9, 9), "swapped_off", partner=date(2026, 9, 10)),
            "cuối tuần",
        ),
        (
            _day(date(2026, 9, 9), "swapped_off", partner=date(2025, 9, 13)),
            "quá xa",
        ),
    ],
)
def test_a_day_that_cannot_be_is_refused(
    decision: DayDecision, said: str, top: Unit
) -> None:
    before = CalendarDay.objects.count()

    with pytest.raises(Refused, match=said):
        decide_day(decision, actor=_officer(top), at=MONDAY)

    assert CalendarDay.objects.count() == before


def test_a_local_day_off_holds_below_the_unit_and_nowhere_else(top: Unit) -> None:
    town, other = make.unit(top), make.unit(top)
    ward = make.unit(town)
    day = date(2026, 9, 9)
    decision = _day(day, "holiday", name="phòng chống bão", unit=town)

    decide_day(decision, actor=_officer(town), at=MONDAY)

    worked = [work_calendar(unit, ON).is_working(day) for unit in (ward, town, other)]
    assert worked == [False, False, True]


def test_only_who_may_decide_for_a_top_unit_decides_for_the_country(top: Unit) -> None:
    town = make.unit(top)

    with pytest.raises(PermissionDenied):
        decide_day(_day(date(2026, 9, 9), "ordinary"), actor=_officer(town), at=MONDAY)
    with pytest.raises(PermissionDenied):
        decide_day(
            _day(date(2026, 9, 9), "ordinary", unit=top),
            actor=_officer(town),
            at=MONDAY,
        )


def test_hours_are_inherited_until_a_unit_has_its_own(top: Unit) -> None:
    town = make.unit(top)
    ward = make.unit(town)
    _hours(top, date(2025, 1, 1), WINTER)
    _hours(town, date(2026, 3, 1), SUMMER)

    for unit, day, start in (
        (ward, date(2024, 6, 3), time(7, 30)),  # nobody has said: the country's
        (ward, date(2026, 2, 2), time(8)),
        (ward, date(2026, 3, 2), time(7)),
        (top, date(2026, 3, 2), time(8)),
    ):
        assert work_calendar(unit, ON).sessions(day)[0][0] == start


def test_a_unit_follows_the_one_above_it_again_from_a_day_on(top: Unit) -> None:
    town = make.unit(top)
    _hours(top, date(2025, 1, 1), WINTER)
    _hours(town, date(2025, 1, 1), SUMMER)
    _hours(town, date(2026, 3, 1), ())

    calendar = work_calendar(town, ON)
    assert calendar.sessions(date(2026, 2, 2))[0][0] == time(7)
    assert calendar.sessions(date(2026, 3, 2))[0][0] == time(8)


def test_a_season_is_laid_over_the_hours_of_the_year(top: Unit) -> None:
    _hours(top, date(2025, 1, 1), SUMMER, season=((4, 16), (10, 15)))
    _hours(top, date(2025, 6, 1), WINTER)

    calendar = work_calendar(top, ON)
    assert calendar.sessions(date(2026, 4, 15))[0][0] == time(8)
    assert calendar.sessions(date(2026, 4, 16))[0][0] == time(7)


def test_hours_decided_late_lie_end_to_end_with_those_decided_before(top: Unit) -> None:
    _hours(top, date(2025, 1, 1), WINTER)
    _hours(top, date(2026, 1, 1), WINTER)
    _hours(top, date(2025, 6, 1), SUMMER)
    _hours(top, date(2025, 6, 1), WINTER)

    kept = Hours.objects.filter(replaced_at=None).order_by("valid_from")
    assert [(row.valid_from, row.valid_to) for row in kept] == [
        (date(2025, 1, 1), date(2025, 6, 1)),
        (date(2025, 6, 1), date(2026, 1, 1)),
        (date(2026, 1, 1), None),
    ]
    assert Hours.objects.count() == 4


def test_the_database_refuses_hours_of_two_decisions_on_one_day(top: Unit) -> None:
    row = _hours(top, date(2025, 1, 1), WINTER)
    row.pk = None

    with pytest.raises(IntegrityError, match="work_hours_never_overlap"):
        row.save()


@pytest.mark.parametrize(
    ("mode", "worth", "is_open"),
    [("reception", 0, True), ("half", 1, True), ("whole", 2, True)],
)
def test_saturday_mornings_count_as_was_decided(
    mode: str, worth: int, is_open: bool, top: Unit
) -> None:
    saturday = date(2026, 3, 7)
    _hours(top, date(2026, 3, 1), (), purpose="saturday", mode=mode)

    calendar = work_calendar(make.unit(top), ON)

    assert calendar.worth(saturday) == worth
    assert calendar.opening(saturday) == (MORNING,)
    assert not calendar.opening(date(2026, 2, 28))


def test_a_unit_may_stay_closed_on_the_saturdays_of_those_above_it(top: Unit) -> None:
    town = make.unit(top)
    _hours(top, date(2026, 1, 1), (), purpose="saturday", mode="whole")
    _hours(town, date(2026, 3, 1), (), purpose="saturday", mode="closed")
    _hours(town, date(2026, 4, 1), (), purpose="saturday", mode="")

    worked = [
        work_calendar(town, ON).is_working(date(2026, *day))
        for day in ((2, 28), (3, 7), (4, 4))
    ]
    assert worked == [True, False, True]


def test_reception_hours_stand_apart_from_working_time(top: Unit) -> None:
    town = make.unit(top)
    day = date(2026, 3, 2)
    _hours(top, date(2026, 3, 1), (time(8), time(11)), purpose="reception")

    assert reception_hours(town, day) == ((time(8), time(11)),)
    assert work_calendar(town, ON).sessions(day) == (MORNING, AFTERNOON)
    assert reception_hours(town, date(2026, 2, 27)) == (MORNING, AFTERNOON)
    assert reception_hours(town, date(2026, 3, 1)) == ()


@pytest.mark.parametrize("generations", [1, 3])
def test_a_calendar_is_read_once_and_asked_for_with_one_query(
    generations: int, top: Unit, django_assert_num_queries: Any
) -> None:
    unit = top
    for _ in range(generations):
        unit = make.unit(unit)
        _hours(unit, date(2026, 1, 1), WINTER)
    with django_assert_num_queries(3):
        first = work_calendar(unit, ON)

    with django_assert_num_queries(1):
        assert work_calendar(unit, ON) is first


def test_a_change_that_is_undone_leaves_the_calendar_as_it_was(top: Unit) -> None:
    storm = date(2026, 9, 9)
    before = work_calendar(top, ON)

    with suppress(ZeroDivisionError), transaction.atomic():
        decide_day(_day(storm, "holiday", name="bão"), actor=_officer(top), at=MONDAY)
        assert not work_calendar(top, ON).is_working(storm)
        raise ZeroDivisionError

    assert work_calendar(top, ON) is before
    decide_day(_day(storm, "holiday", name="lũ"), actor=_officer(top), at=MONDAY)
    assert not work_calendar(top, ON).is_working(storm)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE registers_calendarday SET name = 'khác' WHERE false",
        "UPDATE registers_calendaryear SET status = status",
        "DELETE FROM registers_hours",
        "TRUNCATE registers_hours",
    ],
)
def test_whoever_writes_to_the_calendar_it_is_read_again(
    sql: str, top: Unit, django_assert_num_queries: Any
) -> None:
    work_calendar(top, ON)
    with connection.cursor() as cursor:
        cursor.execute(sql)

    with django_assert_num_queries(3):
        work_calendar(top, ON)


def test_without_a_stamp_nothing_is_kept(
    top: Unit, django_assert_num_queries: Any
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM registers_calendarstamp")
    work_calendar(top, ON)

    with django_assert_num_queries(3):
        work_calendar(top, ON)


def test_a_calendar_changes_as_soon_as_the_register_does(top: Unit) -> None:
    before = work_calendar(top, ON)

    decide_day(
        _day(date(2026, 9, 9), "holiday", name="bão"), actor=_officer(top), at=MONDAY
    )

    assert before.is_working(date(2026, 9, 9))
    assert not work_calendar(top, ON).is_working(date(2026, 9, 9))


def test_a_unit_that_has_ended_keeps_the_hours_of_those_it_hung_below(
    top: Unit,
) -> None:
    town = make.unit(top, until=date(2025, 7, 1))
    _hours(top, date(2021, 1, 1), WINTER)

    assert work_calendar(town, ON).sessions(date(2025, 6, 2))[0][0] == time(8)


def test_a_projected_year_is_counted_in_only_once_it_is_announced(top: Unit) -> None:
    assert 2027 not in work_calendar(top, ON).years
    officer = _officer(top)
    with pytest.raises(Refused, match="dự kiến"):
        announce_year(2027, note="thông báo", actor=officer, at=MONDAY)

    for day in CalendarDay.objects.filter(year=2027):
        sure = _day(day.day, "holiday", name=day.name or "nghỉ")
        decide_day(sure, actor=officer, at=MONDAY)
    announce_year(2027, note="Thông báo 1/TB", actor=officer, at=MONDAY)

    assert 2027 in work_calendar(top, ON).years


def test_the_database_keeps_one_decision_for_a_day(top: Unit) -> None:
    twin = CalendarDay.objects.filter(day=date(2026, 1, 1)).get()
    twin.pk = None

    with (
        pytest.raises(IntegrityError, match="a_day_is_decided_once"),
        transaction.atomic(),
    ):
        twin.save()
