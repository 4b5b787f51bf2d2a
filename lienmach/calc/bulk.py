"""Deadlines by the hundred thousand, and which of them a changed day moves."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from typing import NamedTuple

from lienmach.calc.calendar import WorkCalendar
from lienmach.calc.deadline import Clock, Limit, due_at
from lienmach.calc.hours import Sessions
from lienmach.calc.local import OFFSET, ZONE, day_of
from lienmach.calc.pauses import Pause
from lienmach.calc.refusal import Refused
from lienmach.calc.tables import CLOCKS


class Facts(NamedTuple):
    """What a deadline is worked out from."""

    received_at: datetime
    limit: Limit
    pauses: tuple[Pause, ...] = ()


class Moved(NamedTuple):
    """A case, by its place in the batch, whose deadline is another than before.

    None stands where the calendar of that side does not know a year that is needed.
    """

    place: int
    before: datetime | None
    after: datetime | None


def due_many(facts: Iterable[Facts], calendar: WorkCalendar) -> list[datetime | None]:
    """Return what ``due_at`` returns for each, at a million a second.

    A case without pauses is a few look-ups, written out here; all others, and those
    that the tables do not hold, are worked out one by one.
    """
    plain = _plain(calendar)
    return [
        (not pauses and plain(at, limit)) or due_at(at, limit, calendar, pauses)
        for at, limit, pauses in facts
    ]


def moved(
    facts: Iterable[Facts], before: WorkCalendar, after: WorkCalendar
) -> Iterator[Moved]:
    """Find the cases whose deadline a change of calendar moves.

    A change outside the days from receipt to due cannot move a deadline, so only cases
    that run across a changed day are worked out a second time.
    """
    changed = changed_days(before, after)
    old, new = _plain(before), _plain(after)
    for place, (at, limit, pauses) in enumerate(facts):
        due = (not pauses and old(at, limit)) or _due(at, limit, before, pauses)
        if due and not _crosses(changed, at, due):
            continue
        again = (not pauses and new(at, limit)) or _due(at, limit, after, pauses)
        if due != again:
            yield Moved(place, due, again)


def changed_days(before: WorkCalendar, after: WorkCalendar) -> list[date]:
    """Return the days that differ in what they count for, or that only one knows."""
    years = [*before.years, *after.years]
    first = date(min(years), 1, 1).toordinal()
    end = date(max(years) + 1, 1, 1).toordinal()
    days = map(date.fromordinal, range(first, end))
    return [day for day in days if _what(before, day) != _what(after, day)]


def _what(calendar: WorkCalendar, day: date) -> tuple[int, Sessions] | None:
    if day.year not in calendar.years:
        return None
    return calendar.worth(day), calendar.sessions(day)


def _crosses(changed: list[date], received_at: datetime, due: datetime) -> bool:
    place = bisect_left(changed, day_of(received_at))
    return place < len(changed) and changed[place] <= due.date()


def _due(
    at: datetime, limit: Limit, calendar: WorkCalendar, pauses: tuple[Pause, ...]
) -> datetime | None:
    try:
        return due_at(at, limit, calendar, pauses)
    except Refused:
        return None


def _plain(calendar: WorkCalendar) -> Callable[[datetime, Limit], datetime | None]:
    """Return the deadline of a case without pauses as look-ups in local variables.

    What it leaves to ``due_at`` it answers with None.
    """
    tables = calendar.tables
    first, size = tables.first, len(tables.worths)
    halves, closing_of_half, closing_from = (
        tables.halves,
        tables.closing_of_half,
        tables.closing_from,
    )
    minutes, shifts, midnights = tables.minutes, tables.shifts, tables.midnights
    days, hours = Clock.WORKING_DAYS, Clock.WORKING_HOURS

    def due(at: datetime, limit: Limit) -> datetime | None:
        if at.tzinfo is UTC:
            local = at + OFFSET  # a tenth of what astimezone takes
        else:
            local = at if at.tzinfo is ZONE else at.astimezone(ZONE)
        index, amount, clock = local.toordinal() - first, limit.amount, limit.clock
        if not 0 <= index < size or not amount or limit.cutoff:
            return None
        if clock is days:
            goal = halves[index + 1] + 2 * amount - 1
            return closing_of_half[goal] if goal < len(closing_of_half) else None
        if clock is hours:
            worked = shifts[index].until[local.hour * 60 + local.minute]
            goal = minutes[index] + worked + 60 * amount
            if goal > minutes[-1]:
                return None
            last = bisect_left(minutes, goal, index) - 1
            end = shifts[last].ends[goal - minutes[last] - 1]
            return midnights[last] + CLOCKS[end]
        last = index + amount
        return closing_from[last] if last < len(closing_from) else None

    return due
