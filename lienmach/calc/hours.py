"""When an office works and when it is open, as dated decisions.

Working time is what deadlines are counted in. A counter may be open longer: a Saturday
morning of reception is no working time unless the local decision says so.
"""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from itertools import pairwise

from lienmach.calc.refusal import Refused

Sessions = tuple[tuple[time, time], ...]
MORNING = (time(7, 30), time(11, 30))
AFTERNOON = (time(13), time(17))


@dataclass(frozen=True, slots=True)
class Season:
    """A part of every year, both ends included; it may run over the new year."""

    start: tuple[int, int]
    end: tuple[int, int]

    def holds(self, day: date) -> bool:
        point = day.month, day.day
        if self.start <= self.end:
            return self.start <= point <= self.end
        return point >= self.start or point <= self.end


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """The sessions of a working day, from and to the dates of their decision."""

    sessions: Sessions = (MORNING, AFTERNOON)
    valid_from: date = date.min
    valid_to: date = date.max
    season: Season | None = None
    document: str = ""

    def __post_init__(self) -> None:
        if not self.sessions:
            raise Refused("Giờ làm việc phải có ít nhất một buổi.")
        _check(self.sessions)

    def holds(self, day: date) -> bool:
        is_valid = self.valid_from <= day <= self.valid_to
        return is_valid and (self.season is None or self.season.holds(day))


class SaturdayMode(StrEnum):
    """What a Saturday morning counts for: nothing, half a working day, a whole one."""

    RECEPTION = "reception"
    HALF = "half"
    WHOLE = "whole"


# A working day is counted in halves, so that a morning can be one of them.
HALVES = {SaturdayMode.RECEPTION: 0, SaturdayMode.HALF: 1, SaturdayMode.WHOLE: 2}


@dataclass(frozen=True, slots=True)
class SaturdayMornings:
    """A local decision to open on Saturdays that are not special days.

    Without sessions of its own it opens in the first session of the office hours.
    """

    mode: SaturdayMode = SaturdayMode.RECEPTION
    sessions: Sessions = ()
    valid_from: date = date.min
    valid_to: date = date.max
    document: str = ""

    def __post_init__(self) -> None:
        _check(self.sessions)

    def holds(self, day: date) -> bool:
        return self.valid_from <= day <= self.valid_to


def _check(sessions: Sessions) -> None:
    """Refuse sessions that are upside down, overlap or are cut within a minute."""
    clocks = [clock for session in sessions for clock in session]
    if any(clock.second or clock.microsecond for clock in clocks):
        raise Refused("Giờ làm việc tính đến phút.")
    if any(start >= end for start, end in sessions):
        raise Refused("Mỗi buổi làm việc phải bắt đầu trước khi kết thúc.")
    if any(earlier[1] > later[0] for earlier, later in pairwise(sessions)):
        raise Refused("Các buổi làm việc phải theo thứ tự và không chồng lên nhau.")
