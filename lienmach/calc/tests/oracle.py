"""Deadlines counted as a clerk would with a calendar on the desk: slowly, one by one.

Nothing of the tables is used: an office is the days it is closed on, the weekend days
it works on and its hours, and a count is a walk from day to day or minute to minute.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache, cached_property

from lienmach.calc.country import FILE

Span = tuple[datetime, datetime]
Hours = list[tuple[time, time]]
ONE_DAY = timedelta(days=1)
ONE_MINUTE = timedelta(minutes=1)
FULL_DAY: Hours = [(time(7, 30), time(11, 30)), (time(13), time(17))]


def full_day(day: date) -> Hours:
    return FULL_DAY


def never(day: date) -> float:
    return 0


@dataclass
class Office:
    """``saturday`` tells what an ordinary Saturday counts for: 0, 0.5 or 1."""

    closed: frozenset[date] = frozenset()
    made_up: frozenset[date] = frozenset()
    hours: Callable[[date], Hours] = full_day
    saturday: Callable[[date], float] = never
    saturday_hours: Hours = field(default_factory=lambda: FULL_DAY[:1])

    def part(self, day: date) -> float:
        """Return what a day counts for."""
        if day in self.made_up:
            return 1
        if day in self.closed or day.isoweekday() == 7:
            return 0
        return self.saturday(day) if day.isoweekday() == 6 else 1

    def hours_on(self, day: date) -> Hours:
        if not self.part(day):
            return []
        is_plain_saturday = day.isoweekday() == 6 and day not in self.made_up
        return self.saturday_hours if is_plain_saturday else self.hours(day)

    def due(
        self,
        received: datetime,
        amount: int,
        clock: str,
        pauses: Sequence[Span] = (),
    ) -> datetime:
        """Return the deadline in the zone of ``received``, without its seconds."""
        received = received.replace(second=0, microsecond=0)
        spans = [tuple(_whole_minute(at) for at in span) for span in pauses]
        if clock == "working_hours" and amount:
            return self._by_minutes(received, amount * 60, spans)
        day, left = received.date(), float(amount)
        while left > 0:
            day += ONE_DAY
            midnight = datetime.combine(day, time(0), received.tzinfo)
            if not any(start <= midnight < end for start, end in spans):
                left -= 1 if clock == "calendar_days" else self.part(day)
        while not self.part(day):
            day += ONE_DAY
        return datetime.combine(day, self.hours_on(day)[-1][1], received.tzinfo)

    def _by_minutes(
        self, now: datetime, left: int, spans: Sequence[tuple[datetime, ...]]
    ) -> datetime:
        zone, now = now.tzinfo, now.replace(tzinfo=None)
        waits = [(s.replace(tzinfo=None), e.replace(tzinfo=None)) for s, e in spans]
        while left:
            for minute in self._minutes(now.date()):
                if minute < now:
                    continue
                for start, end in waits:
                    if start <= minute < end:
                        break
                else:
                    left -= 1
                if not left:
                    return (minute + ONE_MINUTE).replace(tzinfo=zone)
            now = datetime.combine(now.date() + ONE_DAY, time(0))
        return now

    def _minutes(self, day: date) -> list[datetime]:
        """Return each minute of work, by the clock at which it begins."""
        if day not in self._known:
            minutes = []
            for start, end in self.hours_on(day):
                now = datetime.combine(day, start)
                while now.time() < end:
                    minutes.append(now)
                    now += ONE_MINUTE
            self._known[day] = minutes
        return self._known[day]

    @cached_property
    def _known(self) -> dict[date, list[datetime]]:
        return {}


@cache
def country_office() -> Office:
    """Read the shipped days once more, by what kind of day each is."""
    years = json.loads(FILE.read_text())["years"].values()
    days = [day for year in years for day in year["days"]]
    off = {date.fromisoformat(d["day"]) for d in days if d["kind"] != "make_up"}
    on = {date.fromisoformat(d["day"]) for d in days if d["kind"] == "make_up"}
    return Office(frozenset(off), frozenset(on))


def _whole_minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)
