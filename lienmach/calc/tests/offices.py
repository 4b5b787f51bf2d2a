"""Every calendar of the suite, as the product holds it and as a clerk knows it."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

from lienmach.calc.calendar import WorkCalendar
from lienmach.calc.country import country
from lienmach.calc.days import DayKind, SpecialDay
from lienmach.calc.deadline import Clock, Limit
from lienmach.calc.hours import (
    MORNING,
    OfficeHours,
    SaturdayMode,
    SaturdayMornings,
    Season,
)
from lienmach.calc.local import ZONE
from lienmach.calc.pauses import Pause, PauseKind
from lienmach.calc.tests.oracle import Hours, Office, country_office, full_day

SUMMER: Hours = [(time(7), time(11)), (time(13, 30), time(17, 30))]
SHORT: Hours = [(time(8), time(12, 15))]
OPENED = date(2020, 7, 1)
YEARS = range(2015, 2027)


@dataclass(frozen=True)
class Pair:
    calendar: WorkCalendar
    office: Office


def _summer(day: date) -> Hours:
    is_summer = (4, 16) <= (day.month, day.day) <= (10, 15)
    return SUMMER if day >= date(2019, 1, 1) and is_summer else full_day(day)


def _saturday(mode: SaturdayMode, counts: float) -> Pair:
    def saturday(day: date) -> float:
        return counts if day >= OPENED else 0

    known, office = country(), country_office()
    opened = SaturdayMornings(mode, (MORNING,), valid_from=OPENED)
    return Pair(
        WorkCalendar(known.years, known.special, saturdays=(opened,)),
        Office(office.closed, office.made_up, saturday=saturday),
    )


def _crowded() -> Pair:
    """An office shut on every third day, working weekends, mornings only."""
    dice = random.Random(7)
    days = [date(2015, 1, 1) + timedelta(days=n) for n in range(12 * 365)]
    off = {day for day in days if dice.random() < 0.33}
    made_up = {
        d for d in days if d.weekday() > 4 and d not in off and dice.random() < 0.5
    }
    special = [SpecialDay(day, DayKind.HOLIDAY, "Hội làng") for day in sorted(off)]
    special += [SpecialDay(day, DayKind.MAKE_UP) for day in sorted(made_up)]
    hours = OfficeHours(tuple(SHORT))
    return Pair(
        WorkCalendar(YEARS, tuple(special), (hours,)),
        Office(frozenset(off), frozenset(made_up), lambda day: SHORT),
    )


def _seasons() -> Pair:
    known, office = country(), country_office()
    season = Season((4, 16), (10, 15))
    summer = OfficeHours(tuple(SUMMER), date(2019, 1, 1), season=season)
    return Pair(
        WorkCalendar(known.years, known.special, (OfficeHours(), summer)),
        Office(office.closed, office.made_up, _summer),
    )


MAKERS: dict[str, Callable[[], Pair]] = {
    "no holidays": lambda: Pair(WorkCalendar(YEARS), Office()),
    "country": lambda: Pair(country(), country_office()),
    "summer hours": _seasons,
    "Saturday reception": lambda: _saturday(SaturdayMode.RECEPTION, 0),
    "Saturday half": lambda: _saturday(SaturdayMode.HALF, 0.5),
    "Saturday whole": lambda: _saturday(SaturdayMode.WHOLE, 1),
    "crowded": _crowded,
}
PAIRS = list(MAKERS)


@cache
def pair(name: str) -> Pair:
    return MAKERS[name]()


@dataclass(frozen=True)
class Case:
    received_at: datetime
    limit: Limit
    pauses: tuple[Pause, ...]

    @property
    def spans(self) -> list[tuple[datetime, datetime]]:
        return [(pause.start, pause.end) for pause in self.pauses if pause.end]


# The moments at which counting goes wrong first.
CLOCKS = [
    *(time(0), time(7, 29, 59), time(7, 30), time(11, 30), time(12), time(13)),
    *(time(15), time(16, 59, 59), time(17), time(17, 0, 1), time(23, 59, 59)),
]
# Tết, the National Day, swaps and make-up Saturdays, each with the days around it.
PLACES = [
    *(date(2015, 2, 12), date(2018, 12, 28), date(2019, 1, 3), date(2020, 1, 20)),
    *(date(2023, 1, 17), date(2023, 4, 27), date(2024, 4, 25), date(2024, 5, 2)),
    *(date(2025, 4, 24), date(2025, 12, 29), date(2026, 1, 8), date(2022, 8, 30)),
]


def random_cases(seed: int, count: int, clock: Clock) -> Iterator[Case]:
    """Return cases of any shape between 2015 and April 2026."""
    dice = random.Random(seed)
    for _ in range(count):
        received = _moment(dice)
        pauses = tuple(
            _pause(dice, received) for _ in range(dice.choice([0, 0, 1, 2, 3]))
        )
        most = 30 if clock is not Clock.WORKING_HOURS else 24
        yield Case(received, Limit(dice.randint(0, most), clock), pauses)


def _moment(dice: random.Random) -> datetime:
    if dice.random() < 0.3:
        day = dice.choice(PLACES) + timedelta(days=dice.randrange(8))
    else:
        day = date(2015, 1, 1) + timedelta(days=dice.randrange(4120))
    if dice.random() < 0.4:
        return datetime.combine(day, dice.choice(CLOCKS), ZONE)
    midnight = datetime.combine(day, time(0), ZONE)
    return midnight + timedelta(seconds=dice.randrange(24 * 60 * 60))


def _pause(dice: random.Random, received: datetime) -> Pause:
    start = received + timedelta(minutes=dice.randint(-3 * 24 * 60, 20 * 24 * 60))
    length = timedelta(minutes=int(dice.expovariate(1 / 4000)))
    kind = dice.choice(list(PauseKind))
    if dice.random() < 0.5:
        return Pause.of_days(start.date(), (start + length).date(), kind)
    if dice.random() < 0.2:
        start = start.replace(hour=0, minute=0)
    return Pause(start, start + length, kind)
