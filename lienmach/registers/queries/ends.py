"""When something that is due on a day is due."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from lienmach.calc.calendar import WorkCalendar
from lienmach.calc.deadline import Clock, Limit, due_at
from lienmach.calc.local import ZONE
from lienmach.registers.queries.calendar import work_calendars

SAME_DAY = Limit(0, Clock.CALENDAR_DAYS)


def ends_of(
    due: Mapping[int, date], *, may_be_far: bool = False
) -> dict[int, datetime]:
    """The end of office hours of a day, or of the next working day, by unit.

    A day of a year that is not announced yet is refused, or with ``may_be_far`` taken
    by its weekday alone: a project has tasks that are due years ahead.
    """
    calendars = work_calendars(due, max(due.values()), projected=True)
    found = {}
    for unit, day in due.items():
        if may_be_far and day.year >= calendars[unit].years[-1]:
            found[unit] = _far(day, calendars[unit])
            continue
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=ZONE)
        moment = due_at(noon, SAME_DAY, calendars[unit])
        assert moment
        found[unit] = moment
    return found


def _far(day: date, calendar: WorkCalendar) -> datetime:
    """The end of a day near the end of what is known, or beyond it."""
    while not calendar.is_working(day):
        day += timedelta(days=1)
    return datetime.combine(day, calendar.sessions(day)[-1][1], ZONE)
