"""Which reports somebody is to be reminded of by mail today, and who."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from lienmach.calc.calendar import WorkCalendar
from lienmach.calc.local import day_of
from lienmach.org.models import User
from lienmach.org.queries import above, above_each
from lienmach.registers.queries.calendar import work_calendars
from lienmach.reporting.flow import BELOW, IN_HAND, OWN
from lienmach.reporting.models import Mailing, Report
from lienmach.reporting.models.mailing import MOST_DAYS, USUAL_DAYS
from lienmach.reporting.queries.people import who_brings_together, who_fills_in

LATE_DAYS = 7  # of what was overdue longer nobody is told by mail for the first time
AHEAD = timedelta(days=2 * MOST_DAYS + 14)  # working days, and holidays between them


class Occasion(StrEnum):
    BEFORE = "before"
    DAY = "day"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Decided:
    """What holds for a unit, and what it has decided itself, if it has."""

    is_on: bool
    days_before: int
    own: Mailing | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """A report that somebody is to be reminded of, with those who fill it in."""

    report: Report
    occasion: Occasion
    people: list[User]


def decided(unit_id: int, on: date) -> Decided:
    """What holds for a unit. Two queries."""
    chain = above(unit_id, on)
    known = {m.unit_id: m for m in Mailing.objects.filter(unit__in=chain)}
    return _decided(chain, known)


def _decided(chain: Iterable[int], known: Mapping[int, Mailing]) -> Decided:
    chain = list(chain)
    found = next((known[unit] for unit in chain if unit in known), None)
    own = known.get(chain[0])
    if found is None:
        return Decided(is_on=True, days_before=USUAL_DAYS, own=own)
    return Decided(found.is_on, found.days_before, own)


def due(at: datetime) -> list[Due]:
    """The reports not handed in, of which today is a day to remind.

    On a day off nobody is reminded: the next working day does it.
    """
    today = day_of(at)
    reports = list(
        Report.objects.filter(
            case__kind__in=[BELOW, OWN],
            case__state__in=IN_HAND,
            case__promised_at__gte=at - timedelta(days=LATE_DAYS),
            case__promised_at__lt=at + AHEAD,
        )
        .select_related("case", "round__regime", "unit", "above__unit")
        .order_by("pk")
    )
    units = {report.unit_id for report in reports}
    if not units:
        return []
    calendars = work_calendars(units, today, projected=True)
    chains = above_each(units, today)
    known = {m.unit_id: m for m in Mailing.objects.all()}
    found = []
    for report in reports:
        holds = _decided(chains[report.unit_id], known)
        calendar = calendars[report.unit_id]
        if not holds.is_on or not calendar.is_working(today):
            continue
        occasion = occasion_of(report, today, holds.days_before, calendar)
        if occasion:
            found.append((report, occasion))
    people = _people([report for report, _ in found], today)
    return [Due(report, said, people[report.pk]) for report, said in found]


def occasion_of(
    report: Report, today: date, days_before: int, calendar: WorkCalendar
) -> Occasion | None:
    """What today is for a report that was not handed in."""
    promised_at = report.case.promised_at
    if promised_at is None:
        return None
    last = day_of(promised_at)
    if today == last:
        return Occasion.DAY
    if today > last:
        return Occasion.LATE
    days = (last - today).days
    left = sum(calendar.is_working(today + timedelta(days=n + 1)) for n in range(days))
    return Occasion.BEFORE if left <= days_before else None


def _people(reports: list[Report], day: date) -> dict[int, list[User]]:
    """Those who fill in reports, by report."""
    found: dict[int, list[User]] = {}
    together: dict[int, list[Report]] = {}
    for report in reports:
        if report.above is None:
            found[report.pk] = who_brings_together(report, day)
        else:
            together.setdefault(report.above.unit_id, []).append(report)
    for above_id, group in together.items():
        hands = who_fills_in(group, above_id, day)
        found |= {report.pk: hands[report.unit_id].own for report in group}
    return found
