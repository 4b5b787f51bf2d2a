"""How the clock of a case stands now, in the few words of a chip.

Time that is left is told in working time. What is late is told in working days too, so
that a weekend does not make an office look worse than it is.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from lienmach.calc.calendar import WorkCalendar
from lienmach.calc.deadline import Limit
from lienmach.calc.local import ZONE, day_of
from lienmach.calc.outcome import Outcome, outcome
from lienmach.calc.tables import DAY, Beyond, minute_of, moment_of

SOON_SHARE = 5  # a case is soon due in the last fifth of its allowance


class Standing(StrEnum):
    """The names are those of the chips."""

    WITHIN = "ontime"
    SOON = "soon"
    OVERDUE = "over"
    PAUSED = "paused"
    EARLY = "early"
    ON_TIME = "done"
    LATE = "late"
    UNLIMITED = "none"


@dataclass(frozen=True, slots=True)
class Clockwork:
    """What is known of a case's clock: the five moments that matter here."""

    received_at: datetime
    promised_at: datetime | None
    soon_at: datetime | None
    finished_at: datetime | None
    paused_at: datetime | None = None
    has_limit: bool = True


@dataclass(frozen=True, slots=True)
class Told:
    """A standing and its words; ``at`` is the moment that the words are about."""

    standing: Standing
    text: str
    at: datetime | None


def tell(clock: Clockwork, calendar: WorkCalendar, *, now: datetime) -> Told:
    """Say how a case stands: left, soon, overdue, paused, or how it was finished."""
    if clock.finished_at:
        return _finished(clock, clock.finished_at, calendar)
    if clock.paused_at:
        since = clock.paused_at.astimezone(ZONE)
        return Told(Standing.PAUSED, f"Tạm dừng từ {since.day}/{since.month}", since)
    due = clock.promised_at
    if due is None:
        return Told(Standing.UNLIMITED, "Không tính hạn", None)
    if now > due:
        late = f"Quá hạn {_since(due, now, calendar)}".strip()
        return Told(Standing.OVERDUE, late, due)
    is_soon = clock.soon_at is not None and now >= clock.soon_at
    standing = Standing.SOON if is_soon else Standing.WITHIN
    return Told(standing, _left(now, due, calendar), due)


def soon_at(
    received_at: datetime, due: datetime, limit: Limit | None, calendar: WorkCalendar
) -> datetime:
    """Return from when a case is soon due.

    One working day before it is due or in the last fifth of its time, whichever is
    longer; never before it was received.
    """
    try:
        end = calendar.tables.minutes_until(minute_of(due))
        begin = calendar.tables.minutes_until(minute_of(received_at))
        day_before = _day_before(due, calendar)
    except Beyond:  # due in a year not announced: far off
        return max(due - timedelta(days=1), received_at)
    fifth = (end - begin) // SOON_SHARE if limit and limit.amount else 0
    last_fifth = _minute(end - fifth, calendar) if fifth else due
    return max(min(day_before, last_fifth), received_at)


def _day_before(due: datetime, calendar: WorkCalendar) -> datetime:
    """The same time of day, one working day earlier."""
    day, clock = divmod(minute_of(due), DAY)
    return moment_of(calendar.tables.last_day(day) * DAY + clock)


def _minute(count: int, calendar: WorkCalendar) -> datetime:
    return moment_of(calendar.tables.nth_minute(count))


def _finished(clock: Clockwork, at: datetime, calendar: WorkCalendar) -> Told:
    found = outcome(at, clock.promised_at, clock.received_at, has_limit=clock.has_limit)
    due = clock.promised_at
    if found is Outcome.EARLY and due:
        days = _days(at, due, calendar)
        return Told(Standing.EARLY, f"Trả sớm {days} ngày" if days else "Trả sớm", at)
    if found is Outcome.LATE:
        late = _since(due, at, calendar) if due else ""
        return Told(Standing.LATE, f"Trả trễ {late}".strip(), at)
    return Told(Standing.ON_TIME, "Trả đúng hạn", at)


def _left(now: datetime, due: datetime, calendar: WorkCalendar) -> str:
    if day_of(now) == day_of(due):
        return f"Hôm nay, trước {due.astimezone(ZONE):%H:%M}"
    if days := _days(now, due, calendar):
        return f"Còn {days} ngày"
    return "Còn dưới 1 ngày"


def _since(due: datetime, now: datetime, calendar: WorkCalendar) -> str:
    """How long something is late: working days, or within a day working hours.

    Nothing is said of what passed outside office hours.
    """
    if days := _days(due, now, calendar):
        return f"{days} ngày"
    try:
        tables = calendar.tables
        minutes = tables.minutes_until(minute_of(now)) - tables.minutes_until(
            minute_of(due)
        )
    except Beyond:
        return ""
    if minutes >= 60:
        return f"{minutes // 60} giờ"
    return f"{minutes} phút" if minutes else ""


def _days(start: datetime, end: datetime, calendar: WorkCalendar) -> int:
    """Count the working days begun after the day of ``start``, up to that of ``end``.

    Where the calendar knows no further, days of the week serve instead.
    """
    first, last = day_of(start).toordinal(), day_of(end).toordinal()
    try:
        halves = calendar.tables.halves_until(last) - calendar.tables.halves_until(
            first
        )
    except Beyond:
        return sum(day % 7 not in (6, 0) for day in range(first + 1, last + 1))
    return (halves + 1) // 2
