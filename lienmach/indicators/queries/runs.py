"""Runs of days are parted into what is kept added up and the days that are left."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from lienmach.calc.period import FIRST_DAY
from lienmach.indicators.queries.counting import Days, next_month

Row = tuple[int, date, date]
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Cover:
    """What some runs of days are summed from.

    ``months`` are whole months (up to but not one). ``halves`` are months of which what
    is from the day on which reports are cut is added, or taken away again. ``edges``
    are single days (both in): never more than half a month at either end of a run.
    """

    months: list[Row] = field(default_factory=list)
    halves: list[tuple[int, date, int]] = field(default_factory=list)
    edges: list[Row] = field(default_factory=list)


def cut(days: Iterable[Days]) -> tuple[list[Row], list[Row]]:
    """Part days into whole months (up to but not one) and what is left (both in)."""
    months: list[Row] = []
    edges: list[Row] = []
    for one in days:
        begin = one.first if one.first.day == 1 else next_month(one.first)
        end = (one.last + DAY).replace(day=1)
        if begin >= end:
            edges.append((one.unit_id, one.first, one.last))
            continue
        months.append((one.unit_id, begin, end))
        if one.first < begin:
            edges.append((one.unit_id, one.first, begin - DAY))
        if end <= one.last:
            edges.append((one.unit_id, end, one.last))
    return months, edges


def cover(days: Iterable[Days]) -> Cover:
    """Part days so that as little as may be is read of them."""
    months, left = cut(days)
    found = Cover(months)
    for unit_id, first, last in left:
        begin = first
        while begin <= last:
            end = min(last, next_month(begin) - DAY)
            _halve(found, unit_id, begin, end)
            begin = end + DAY
    return found


def _halve(found: Cover, unit_id: int, first: date, last: date) -> None:
    """Part some days of one month, which are not all of it."""
    month, after = first.replace(day=1), next_month(first)
    middle = first.replace(day=FIRST_DAY)
    if first <= middle and last == after - DAY:
        found.halves.append((unit_id, month, 1))
        rest = first, middle - DAY
    elif first == month and last >= middle - DAY:
        found.months.append((unit_id, month, after))
        found.halves.append((unit_id, month, -1))
        rest = middle, last
    else:
        rest = first, last
    if rest[0] <= rest[1]:
        found.edges.append((unit_id, *rest))
