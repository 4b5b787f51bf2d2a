"""A part of the time of a case: until when the first steps of several must be done."""

from datetime import datetime
from decimal import Decimal

from lienmach.calc.calendar import WorkCalendar
from lienmach.calc.tables import Beyond, minute_of, moment_of


def share_due(
    received_at: datetime, due: datetime, share: Decimal, calendar: WorkCalendar
) -> datetime:
    """Return when a share (0 to 100) of the working time up to ``due`` has gone.

    The whole of it is ``due`` itself, and so is any part of a time that the calendar
    does not know.
    """
    if share >= 100:
        return due
    try:
        begin = calendar.tables.minutes_until(minute_of(received_at))
        end = calendar.tables.minutes_until(minute_of(due))
        return moment_of(
            calendar.tables.nth_minute(begin + int((end - begin) * share / 100))
        )
    except Beyond:
        return due
