"""When something that is due on a day is due."""

from collections.abc import Mapping
from datetime import date, datetime

from lienmach.calc.deadline import Clock, Limit, due_at
from lienmach.calc.local import ZONE
from lienmach.registers.queries.calendar import work_calendars

SAME_DAY = Limit(0, Clock.CALENDAR_DAYS)


def ends_of(due: Mapping[int, date]) -> dict[int, datetime]:
    """The end of office hours of a day, or of the next working day, by unit."""
    calendars = work_calendars(due, max(due.values()), projected=True)
    found = {}
    for unit, day in due.items():
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=ZONE)
        moment = due_at(noon, SAME_DAY, calendars[unit])
        assert moment
        found[unit] = moment
    return found
