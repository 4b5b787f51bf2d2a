"""A year of the calendar as its page shows it."""

from calendar import Calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from lienmach.calc.calendar import WorkCalendar
from lienmach.calc.days import SATURDAY, weekday
from lienmach.registers.models import CalendarDay
from lienmach.registers.queries.calendar import days_of


@dataclass(frozen=True, slots=True)
class Decided:
    """A day with the decision that holds for a unit, and all others there ever were."""

    day: date
    holds: CalendarDay | None
    others: tuple[CalendarDay, ...]

    @property
    def weekday(self) -> str:
        return weekday(self.day)

    @property
    def reason(self) -> str:
        if self.holds is None or self.holds.is_ordinary:
            return "ngày thường"
        words = self.holds.special().reason
        return words[0].upper() + words[1:]

    @property
    def is_off(self) -> bool:
        holds = self.holds
        if holds is None or holds.is_ordinary:
            return self.day.weekday() >= SATURDAY
        return holds.kind != CalendarDay.Kind.MAKE_UP

    @property
    def is_decided(self) -> bool:
        return self.holds is not None and not self.holds.is_ordinary


@dataclass(frozen=True, slots=True)
class Square:
    """A day in the picture of its month."""

    day: date
    css: str
    decided: Decided | None


@dataclass(frozen=True, slots=True)
class Month:
    number: int
    weeks: tuple[tuple[Square | None, ...], ...]
    decided: tuple[Decided, ...]


def months(year: int, chain: Sequence[int], calendar: WorkCalendar) -> list[Month]:
    """The twelve months of a year for the units of a chain, the nearest first."""
    found = _decided(days_of(year, chain), chain)
    return [
        Month(
            month,
            tuple(
                tuple(
                    _square(day, found.get(day), calendar)
                    if day.month == month
                    else None
                    for day in week
                )
                for week in Calendar().monthdatescalendar(year, month)
            ),
            tuple(one for day, one in found.items() if day.month == month),
        )
        for month in range(1, 13)
    ]


def _decided(rows: Iterable[CalendarDay], chain: Sequence[int]) -> dict[date, Decided]:
    place: dict[int | None, int] = {unit: n for n, unit in enumerate(chain)}
    place[None] = len(chain)  # the country is furthest away
    by_day: dict[date, list[CalendarDay]] = {}
    for row in rows:
        by_day.setdefault(row.day, []).append(row)
    found = {}
    for day, of_day in by_day.items():
        current = [row for row in of_day if row.replaced_at is None]
        holds = min(current, key=lambda row: place[row.unit_id], default=None)
        others = tuple(row for row in reversed(of_day) if row is not holds)
        found[day] = Decided(day, holds, others)
    return found


def _square(day: date, decided: Decided | None, calendar: WorkCalendar) -> Square:
    if decided and decided.is_decided:
        holds = decided.holds
        is_sure = holds is None or holds.special().is_sure
        css = ("off" if decided.is_off else "made-up") + ("" if is_sure else " unsure")
        return Square(day, css, decided)
    if day.weekday() == SATURDAY and calendar.saturday_on(day):
        return Square(day, "half" if calendar.worth(day) else "open", None)
    return Square(day, "weekend" if day.weekday() >= SATURDAY else "", None)
