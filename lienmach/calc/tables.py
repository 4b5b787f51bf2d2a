"""Working time as prefix sums, so that a deadline is an addition and a look-up.

Days are ordinals and moments are minutes since day zero, both in local time. Working
days are counted in halves: two for a day, one for a Saturday morning that counts half.
"""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from functools import cache
from itertools import accumulate

from lienmach.calc.hours import Sessions
from lienmach.calc.local import ZONE

DAY = 24 * 60
CLOCKS = [timedelta(minutes=minute) for minute in range(DAY + 1)]


class Beyond(Exception):
    """A day is asked for that the tables do not hold."""


class Shift:
    """The working minutes of one kind of day."""

    def __init__(self, sessions: Sessions) -> None:
        spans = [(minute_of_day(start), minute_of_day(end)) for start, end in sessions]
        # The minute of a day at which each minute of work ends.
        self.ends = [minute + 1 for span in spans for minute in range(*span)]
        worked = set(self.ends)
        # How many minutes have been worked at each minute of a day.
        self.until = list(accumulate(minute in worked for minute in range(DAY + 1)))
        self.opening = spans[0][0] if spans else 0
        self.closing = spans[-1][1] if spans else 0


class Tables:
    """What has been worked until a day or minute, and when so much has been worked."""

    def __init__(
        self, first: int, worths: Sequence[int], sessions: Sequence[Sessions]
    ) -> None:
        self.first = first
        self.worths = worths
        self.shifts = [shift_of(each) for each in sessions]
        self.halves = list(accumulate(worths, initial=0))
        self.day_of_half = [
            first + index for index, worth in enumerate(worths) for _ in range(worth)
        ]
        lengths = (len(shift.ends) for shift in self.shifts)
        self.minutes = list(accumulate(lengths, initial=0))
        self.midnights = [
            datetime.fromordinal(first + index).replace(tzinfo=ZONE)
            for index in range(len(worths))
        ]
        # The closing of the day in which each half is worked.
        self.closing_of_half = [self._closing(day) for day in self.day_of_half]
        # The closing of each day, or of the next working day if that one is off; the
        # days off at the very end have none.
        self.closing_from = [
            self.closing_of_half[worked]
            for worked in self.halves[:-1]
            if worked < len(self.closing_of_half)
        ]

    def holds(self, day: int) -> bool:
        return 0 <= day - self.first < len(self.worths)

    def halves_until(self, day: int) -> int:
        """Count the halves of working days up to and including ``day``."""
        return self.halves[self._index(day) + 1]

    def nth_half(self, count: int) -> int:
        """Return the day in which the ``count``-th half is worked."""
        if not 0 < count <= len(self.day_of_half):
            raise Beyond
        return self.day_of_half[count - 1]

    def next_day(self, day: int) -> int:
        """Return ``day`` if it is worked, else the next day that is."""
        return self.nth_half(self.halves[self._index(day)] + 1)

    def last_day(self, day: int) -> int:
        """Return the last working day before ``day``."""
        return self.nth_half(self.halves[self._index(day)])

    def minutes_until(self, minute: int) -> int:
        day, clock = divmod(minute, DAY)
        index = self._index(day)
        return self.minutes[index] + self.shifts[index].until[clock]

    def nth_minute(self, count: int) -> int:
        """Return the moment at which the ``count``-th minute of work ends."""
        if not 0 < count <= self.minutes[-1]:
            raise Beyond
        index = bisect_left(self.minutes, count) - 1
        clock = self.shifts[index].ends[count - self.minutes[index] - 1]
        return (self.first + index) * DAY + clock

    def shift(self, day: int) -> Shift:
        return self.shifts[self._index(day)]

    def closing(self, day: int) -> int:
        """Return the moment at which the work of ``day`` ends."""
        return day * DAY + self.shift(day).closing

    def _closing(self, day: int) -> datetime:
        return self.midnights[day - self.first] + CLOCKS[self.shift(day).closing]

    def _index(self, day: int) -> int:
        index = day - self.first
        if not 0 <= index < len(self.worths):
            raise Beyond
        return index


def minute_of(at: datetime) -> int:
    """Turn a moment into a minute; a receipt slip knows no seconds, nor do we."""
    local = at if at.tzinfo is ZONE else at.astimezone(ZONE)
    return local.toordinal() * DAY + local.hour * 60 + local.minute


def moment_of(minute: int) -> datetime:
    day, clock = divmod(minute, DAY)
    return datetime.fromordinal(day).replace(tzinfo=ZONE) + CLOCKS[clock]


def minute_of_day(clock: time) -> int:
    return clock.hour * 60 + clock.minute


@cache
def shift_of(sessions: Sessions) -> Shift:
    return Shift(sessions)
