"""Waits for somebody outside, in which the clock stands still."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Self

from lienmach.calc.local import day_bounds, moment
from lienmach.calc.refusal import Refused
from lienmach.calc.tables import minute_of

Wait = tuple[int, int]


class PauseKind(StrEnum):
    """Why the clock stands still: a supplement may by decree start it from zero."""

    WAIT = "wait"
    SUPPLEMENT = "supplement"


@dataclass(frozen=True, slots=True)
class Pause:
    """The time between two moments; without an end the pause still lasts.

    Hours do not count inside it, nor do days that begin inside it.
    """

    start: datetime
    end: datetime | None = None
    kind: PauseKind = PauseKind.WAIT

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise Refused("Tạm dừng phải bắt đầu trước khi kết thúc.")

    @property
    def is_open(self) -> bool:
        return self.end is None

    @classmethod
    def of_days(
        cls, start: date, end: date | None, kind: PauseKind = PauseKind.WAIT
    ) -> Self:
        """Pause the days after ``start`` up to and including ``end``."""
        if end is not None and end < start:
            raise Refused("Tạm dừng phải bắt đầu trước khi kết thúc.")
        return cls(day_bounds(start)[1], day_bounds(end)[1] if end else None, kind)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read FROM/TO: two moments, or two days; FROM/ alone is still open."""
        start, slash, end = text.partition("/")
        if not slash:
            raise ValueError(text)
        if end and ("T" in start) != ("T" in end):
            raise Refused("Một lần tạm dừng ghi bằng hai ngày hoặc hai thời điểm.")
        if "T" in start:
            return cls(moment(start), moment(end) if end else None)
        first = date.fromisoformat(start)
        return cls.of_days(first, date.fromisoformat(end) if end else None)


def merged(pauses: Iterable[Pause]) -> list[Wait]:
    """Return the closed pauses in minutes and in order, those that meet as one."""
    waits: list[Wait] = []
    spans = [(minute_of(p.start), minute_of(p.end)) for p in pauses if p.end]
    for start, end in sorted(spans):
        if waits and start <= waits[-1][1]:
            waits[-1] = (waits[-1][0], max(end, waits[-1][1]))
        else:
            waits.append((start, end))
    return waits


def in_days(waits: Iterable[Wait]) -> list[Wait]:
    """Turn minutes into days: after the first, up to the second they begin in it."""
    return [(last_begun(start), last_begun(end)) for start, end in waits]


def last_begun(minute: int) -> int:
    """Return the last day that began before ``minute``."""
    return (minute - 1) // (24 * 60)
