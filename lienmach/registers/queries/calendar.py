"""The calendar of an office, made of what the country, its parents and it decided."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from uuid import UUID

from django.db.models import Q, QuerySet

from lienmach.base.prepared import Prepared
from lienmach.calc.calendar import USUAL, WorkCalendar
from lienmach.calc.country import country
from lienmach.calc.days import SpecialDay
from lienmach.calc.hours import OfficeHours, SaturdayMode, SaturdayMornings, Sessions
from lienmach.org.models import Unit, UnitVersion
from lienmach.org.queries import above
from lienmach.org.queries.tree import CHAINS, OF_UNITS
from lienmach.registers.models import CalendarDay, CalendarYear, Hours, HoursFor

Span = tuple[date, date]  # both ends included
KEPT = 256  # calendars: an office has a handful, a province one for each of its units


# To whom units belong, and the stamp that changes with the calendar: while it is the
# same, so is what was read of the calendar before. Without one nothing is kept.
STAMPED = Prepared(
    "registers_calendar_stamped",
    OF_UNITS,
    f"""
{CHAINS} SELECT root, unit,
    coalesce((SELECT stamp FROM registers_calendarstamp), gen_random_uuid())
FROM found ORDER BY root, rank
""",  # noqa: S608 - ours
)


def work_calendar(
    unit: Unit | int, on: date, *, projected: bool = False
) -> WorkCalendar:
    """The calendar that deadlines of a unit are counted by.

    ``on`` says to whom the unit belongs; hours and days carry dates of their own. What
    is nearest to the unit wins: its own decision, then those of the units above it,
    then the country's. As long as the register says the same, it is the same object.
    One query, two more after the register has changed.

    With ``projected`` a year that is not announced yet is counted by what is expected
    of it: what is received in December must be promised for January.
    """
    pk = unit if isinstance(unit, int) else unit.pk
    return work_calendars([pk], on, projected=projected)[pk]


def work_calendars(
    units: Iterable[int], on: date, *, projected: bool = False
) -> dict[int, WorkCalendar]:
    """The calendars of several units; as many queries as for one."""
    stamps: set[UUID] = set()
    chains: dict[int, list[int]] = {}
    for root, unit, stamp in STAMPED.run([list(set(units)), on]):
        chains.setdefault(root, []).append(unit)
        stamps.add(stamp)
    return {
        unit: _of_chain(next(iter(stamps)), tuple(chain), projected)
        for unit, chain in chains.items()
    }


def forget() -> None:
    """Read the register again when it is asked for next."""
    _of_chain.cache_clear()
    _register.cache_clear()


class Calendars:
    """The calendars of many units and days, each made once: for lists and jobs.

    To whom a unit belongs changes on a few days only: between them any day does.
    """

    def __init__(self, *, projected: bool = False) -> None:
        days = UnitVersion.objects.order_by("valid_from").values_list("valid_from")
        self.turns: list[date] = [day for (day,) in days.distinct()]
        self.projected = projected
        self.made: dict[tuple[int, date], WorkCalendar] = {}

    def of(self, unit_id: int, on: date) -> WorkCalendar:
        place = bisect_right(self.turns, on)
        key = unit_id, self.turns[place - 1] if place else on
        if key not in self.made:
            self.made[key] = work_calendar(*key, projected=self.projected)
        return self.made[key]


@lru_cache(maxsize=KEPT)
def _of_chain(stamp: UUID, chain: tuple[int, ...], projected: bool) -> WorkCalendar:
    """The calendar of a unit and those above it, as the register was at a stamp."""
    days, hours = _register(stamp, projected)
    return _made(
        *_days(days, chain, projected=projected),
        *_layers([row for row in hours if row.unit_id in chain], chain),
    )


@lru_cache(maxsize=4)
def _register(stamp: UUID, projected: bool) -> tuple[list[CalendarDay], list[Hours]]:
    """All that is decided of days and hours. Two queries, once for each stamp.

    What is read may be newer than the stamp; then the stamp is of the past, and nobody
    is told it again.
    """
    hours = Hours.objects.filter(replaced_at=None).order_by("valid_from")
    return _entered_days(projected=projected), list(hours)


@lru_cache(maxsize=KEPT)
def _made(
    years: tuple[int, int],
    special: tuple[SpecialDay, ...],
    hours: tuple[OfficeHours, ...],
    saturdays: tuple[SaturdayMornings, ...],
) -> WorkCalendar:
    return WorkCalendar(range(*years), special, hours or (USUAL,), saturdays)


def _entered_days(*, projected: bool) -> list[CalendarDay]:
    """What was decided for the country and for units, day by day."""
    status = CalendarYear.Status
    known = [status.ANNOUNCED, status.PROJECTED] if projected else [status.ANNOUNCED]
    return list(
        CalendarDay.objects.filter(replaced_at=None, year__status__in=known).order_by(
            "day"
        )
    )


def _days(
    rows: Iterable[CalendarDay], chain: Sequence[int], *, projected: bool
) -> tuple[tuple[int, int], tuple[SpecialDay, ...]]:
    """The years that are known, and what is special in them, by day."""
    place = {unit: n for n, unit in enumerate(reversed(chain), 1)}
    nearest: dict[date, CalendarDay] = {}
    years: set[int] = set()
    for row in rows:
        if row.unit_id is not None and row.unit_id not in place:
            continue
        years.add(row.year_id)
        held = nearest.get(row.day)
        if held is None or place.get(row.unit_id or 0, 0) > place.get(
            held.unit_id or 0, 0
        ):
            nearest[row.day] = row
    if not years:  # nothing entered yet: what the product was shipped with
        shipped = country(projected=projected)
        return (shipped.years[0], shipped.years[-1] + 1), shipped.special
    last = first = max(years)
    while first - 1 in years:
        first -= 1
    special = (row.special() for row in nearest.values() if not row.is_ordinary)
    return (first, last + 1), tuple(s for s in special if s.day.year >= first)


def _layers(
    rows: list[Hours], chain: Sequence[int]
) -> tuple[tuple[OfficeHours, ...], tuple[SaturdayMornings, ...]]:
    """Lay the hours of each unit over those of the units above it."""
    work: list[OfficeHours] = []
    saturdays: list[SaturdayMornings] = []
    for unit in reversed(chain):
        own = [row for row in rows if row.unit_id == unit]
        # Of one unit the season is laid over the whole year, so it comes later.
        of_work = [r for r in own if r.purpose == HoursFor.WORK and not r.is_inherited]
        work += map(_office_hours, sorted(of_work, key=lambda r: bool(r.season_from)))
        for row in own:
            if row.purpose == HoursFor.SATURDAY and not row.is_inherited:
                saturdays = _cut(saturdays, _span(row))
                if row.mode != Hours.Mode.CLOSED:
                    saturdays.append(_mornings(row))
    return tuple(work), tuple(saturdays)


def _cut(rules: Iterable[SaturdayMornings], by: Span) -> list[SaturdayMornings]:
    """Take the days of a span out of what was decided further up."""
    first, last = by
    left = []
    for rule in rules:
        if rule.valid_from < first:
            ends = min(rule.valid_to, first - timedelta(days=1))
            left.append(replace(rule, valid_to=ends))
        if rule.valid_to > last:
            begins = max(rule.valid_from, last + timedelta(days=1))
            left.append(replace(rule, valid_from=begins))
    return left


def _span(row: Hours) -> Span:
    return row.valid_from, row.last_day or date.max


def _office_hours(row: Hours) -> OfficeHours:
    return OfficeHours(row.sessions, *_span(row), row.season, row.document)


def _mornings(row: Hours) -> SaturdayMornings:
    return SaturdayMornings(
        SaturdayMode(row.mode), row.sessions, *_span(row), row.document
    )


def reception_hours(unit: Unit | int, day: date) -> Sessions:
    """When the counter of a unit receives on a day.

    Its own hours of reception where they were decided, else whenever it is open.
    """
    return reception_week(unit, day, days=1)[0][1]


def reception_week(
    unit: Unit | int, first: date, *, days: int = 7
) -> list[tuple[date, Sessions]]:
    """When the counter of a unit receives on some days. Five queries."""
    pk = unit if isinstance(unit, int) else unit.pk
    calendar = work_calendar(pk, first, projected=True)
    chain = above(pk, first)
    rows = list(
        Hours.objects.filter(
            unit__in=chain, replaced_at=None, purpose=HoursFor.RECEPTION
        )
    )
    found = (first + timedelta(days=n) for n in range(days))
    return [(day, _reception(day, calendar.opening(day), rows, chain)) for day in found]


def _reception(
    day: date, opening: Sessions, rows: Iterable[Hours], chain: list[int]
) -> Sessions:
    if not opening or day.weekday() >= 5:
        return opening
    fitting = [
        row
        for row in rows
        if row.is_in_force(day) and (row.season is None or row.season.holds(day))
    ]
    fitting.sort(key=lambda row: (chain.index(row.unit_id), not row.season_from))
    own = next((row for row in fitting if not row.is_inherited), None)
    return own.sessions if own else opening


def days_of(year: int, chain: Iterable[int]) -> QuerySet[CalendarDay]:
    """What was ever decided for a year by the country and some units, newest last."""
    return (
        CalendarDay.objects.filter(Q(unit=None) | Q(unit__in=chain), year=year)
        .select_related("unit", "made_by")
        .order_by("day", "unit", "made_at", "pk")
    )


def years() -> list[CalendarYear]:
    return list(CalendarYear.objects.all())


def hours_of(chain: Iterable[int]) -> QuerySet[Hours]:
    """What was ever decided on the hours of some units, the last to begin first."""
    return (
        Hours.objects.filter(unit__in=chain)
        .select_related("unit", "made_by")
        .order_by("purpose", "-valid_from", "season_from", "-pk")
    )
