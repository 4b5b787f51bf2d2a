from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienmach.calc.bulk import Facts, changed_days, due_many, moved
from lienmach.calc.calendar import WorkCalendar
from lienmach.calc.country import country
from lienmach.calc.days import DayKind, SpecialDay
from lienmach.calc.deadline import Clock, Limit, due_at
from lienmach.calc.hours import SaturdayMode, SaturdayMornings
from lienmach.calc.local import OFFSET, ZONE, moment
from lienmach.calc.pauses import Pause
from lienmach.calc.refusal import Refused
from lienmach.calc.tests.offices import random_cases

OFF, WORK = date(2026, 3, 13), date(2026, 3, 14)


def swapped() -> WorkCalendar:
    known = country()
    swap = (
        SpecialDay(OFF, DayKind.SWAPPED_OFF, partner=WORK),
        SpecialDay(WORK, DayKind.MAKE_UP, partner=OFF),
    )
    return WorkCalendar(known.years, (*known.special, *swap))


def test_moments_of_any_zone_are_the_same_to_a_batch() -> None:
    cases = [c for clock in Clock for c in random_cases(11, 500, clock)]
    local = [Facts(c.received_at, c.limit) for c in cases]
    utc = [Facts(c.received_at.astimezone(UTC), c.limit) for c in cases]

    assert due_many(utc, country()) == due_many(local, country())


def test_our_clock_keeps_its_distance_to_that_of_the_world() -> None:
    days = [datetime(2015, 1, 1, tzinfo=UTC) + timedelta(days=n) for n in range(15_000)]

    assert {day.astimezone(ZONE).utcoffset() for day in days} == {OFFSET}


def test_a_batch_refuses_what_a_single_case_does() -> None:
    with pytest.raises(Refused):
        due_many([Facts(moment("2026-12-31T09:00"), Limit(1))], country())
    with pytest.raises(Refused):
        due_many([Facts(moment("2014-12-31T09:00"), Limit(1))], country())


def test_a_swap_moves_only_the_cases_that_run_across_it() -> None:
    facts = [
        Facts(moment("2026-03-09T09:00"), Limit(2)),
        Facts(moment("2026-03-11T09:00"), Limit(2)),
        Facts(moment("2026-03-11T09:00"), Limit(3)),
        Facts(moment("2026-03-12T09:00"), Limit(12, Clock.WORKING_HOURS)),
        Facts(
            moment("2026-03-11T09:00"), Limit(2), (Pause(moment("2026-03-11T10:00")),)
        ),
        Facts(moment("2026-03-16T09:00"), Limit(2)),
    ]

    found = list(moved(facts, country(), swapped()))

    assert [
        (m.place, f"{m.before:%d %H:%M}", f"{m.after:%d %H:%M}") for m in found
    ] == [
        (1, "13 17:00", "14 17:00"),
        (3, "13 14:30", "14 14:30"),
    ]


def test_a_year_announced_gives_deadlines_to_those_that_had_none() -> None:
    facts = [
        Facts(moment("2026-12-29T09:00"), Limit(1)),
        Facts(moment("2026-12-31T09:00"), Limit(1)),
    ]

    found = list(moved(facts, country(), country(projected=True)))

    assert [(m.place, m.before) for m in found] == [(1, None)]
    assert found[0].after == moment("2027-01-04T17:00")


def test_the_changed_days_are_those_that_count_differently() -> None:
    opened = (SaturdayMornings(SaturdayMode.RECEPTION),)
    reception = WorkCalendar(country().years, country().special, saturdays=opened)

    assert changed_days(country(), swapped()) == [OFF, WORK]
    assert changed_days(country(), reception) == []
    assert len(changed_days(country(), country(projected=True))) == 365


@given(
    st.sets(st.integers(0, 4000), max_size=6),
    st.integers(0, 999),
    st.sampled_from(Clock),
)
def test_looking_only_across_changed_days_misses_no_case(
    places: set[int], seed: int, clock: Clock
) -> None:
    known = country()
    days = [date(2015, 1, 1) + timedelta(days=place) for place in places]
    changed = {day: not known.is_working(day) for day in days}
    kinds = {True: DayKind.MAKE_UP, False: DayKind.HOLIDAY}
    kept = tuple(s for s in known.special if s.day not in changed)
    added = tuple(SpecialDay(day, kinds[worked]) for day, worked in changed.items())
    after = WorkCalendar(known.years, (*kept, *added))
    cases = list(random_cases(seed, 100, clock))
    facts = [Facts(c.received_at, c.limit, c.pauses) for c in cases]

    expected = [
        (place, due_at(*f[:2], known, f[2]), due_at(*f[:2], after, f[2]))
        for place, f in enumerate(facts)
    ]

    assert list(moved(facts, known, after)) == [e for e in expected if e[1] != e[2]]
