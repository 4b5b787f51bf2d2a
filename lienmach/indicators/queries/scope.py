"""Which units a figure adds up, and on which days: as they were, or as they are now."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db import connection

from lienmach.base.actor import Actor
from lienmach.calc.period import Window
from lienmach.calc.text import fold
from lienmach.indicators.queries.counting import Days
from lienmach.org.models import Unit
from lienmach.org.queries import all_successors, below, names_on

EARLIEST, LATEST = date(1900, 1, 1), date(2999, 12, 31)

# Every unit below another, from day to day. Before its first version a unit is where
# it began, after its last where it ended: what it still has is not lost. At a given
# day each unit hangs below one parent, so that nothing is counted twice.
BELOW_THEN = """
WITH RECURSIVE placed AS (
    SELECT unit_id, parent_id,
           CASE WHEN lag(valid_from) OVER v IS NULL THEN %(earliest)s::date
                ELSE valid_from END AS first,
           coalesce(lead(valid_from) OVER v - 1, %(latest)s::date) AS last
    FROM org_unitversion WINDOW v AS (PARTITION BY unit_id ORDER BY valid_from)
), found (unit, first, last, rank) AS (
    SELECT %(unit)s::bigint, %(earliest)s::date, %(latest)s::date, 0
    UNION ALL
    SELECT placed.unit_id, greatest(placed.first, found.first),
           least(placed.last, found.last), rank + 1
    FROM found JOIN placed ON placed.parent_id = found.unit
    WHERE greatest(placed.first, found.first) <= least(placed.last, found.last)
      AND rank < 20
)
SELECT unit, first, last FROM found
"""
# Since when all days are counted: the first day on which any of the units has a cell,
# or is marked to get one, for marked days are counted as they are read.
BEGUN = """
SELECT least(
    (SELECT min(day) FROM indicators_cell
     WHERE unit_id = ANY(%(units)s) AND day < (
        SELECT min(month) + interval '1 month' FROM indicators_monthsum
        WHERE unit_id = ANY(%(units)s))),
    (SELECT min(day) FROM indicators_mark WHERE unit_id = ANY(%(units)s))
)
"""
LEVELS = """
SELECT version.unit_id, level.code, version.valid_from,
       coalesce(lead(version.valid_from) OVER v - 1, %(latest)s::date),
       lag(version.valid_from) OVER v IS NULL
FROM org_unitversion AS version JOIN org_level AS level ON level.id = level_id
WHERE version.unit_id = ANY(%(units)s)
WINDOW v AS (PARTITION BY version.unit_id ORDER BY version.valid_from)
"""


class Reach(StrEnum):
    """How much of the days of a figure is counted."""

    WHOLE = "whole"
    PART = "part"
    NONE = "none"


class As(StrEnum):
    THEN = "then"
    NOW = "now"


@dataclass(frozen=True, slots=True)
class Scope:
    """Units with the days on which they belong to a figure.

    ``undivided`` are units that have become several, of which only some belong here:
    what they had is in none of these alone.
    """

    days: tuple[Days, ...]
    undivided: tuple[int, ...] = ()

    @property
    def units(self) -> list[int]:
        return sorted({one.unit_id for one in self.days})

    def within(self, units: Collection[int]) -> "Scope":
        """The part of it that lies in some units: those that an actor may see."""
        kept = tuple(one for one in self.days if one.unit_id in units)
        return Scope(kept, self.undivided)

    def over(self, window: Window) -> list[Days]:
        """The days of it that lie in a window."""
        cut = (
            Days(d.unit_id, max(d.first, window.start), min(d.last, window.end))
            for d in self.days
        )
        return [days for days in cut if days.first <= days.last]

    def up_to(self, day: date) -> list[Days]:
        """All days up to one, of the units that belong to it on that day."""
        return [
            Days(d.unit_id, EARLIEST, day)
            for d in self.days
            if d.first <= day <= d.last
        ]


def scope_of(unit_id: int, how: As, *, today: date) -> Scope:
    """A unit with those below it, as they were day by day or as they are today.

    «As now» takes what units had that have become these; see ``org.successors``.
    """
    return _then(unit_id) if how is As.THEN else _now(unit_id, today)


def seen_units(actor: Actor, today: date) -> list[tuple[int, str, str]]:
    """The units an actor sees, by name: key, code, name. Two queries."""
    names = names_on(actor.unit_ids, today)
    codes = Unit.objects.filter(pk__in=actor.unit_ids).values_list("pk", "code")
    found = [(pk, code, names.get(pk, code)) for pk, code in codes]
    return sorted(found, key=lambda one: fold(one[2]))


def only(units: Iterable[int]) -> Scope:
    """Some units on all days, and none below them."""
    return Scope(tuple(Days(unit_id, EARLIEST, LATEST) for unit_id in units))


def of_level(scope: Scope, level: str) -> Scope:
    """The part of a scope in which its units belong to a level of government."""
    return of_levels(scope, [level])[level]


def of_levels(scope: Scope, levels: Collection[str]) -> dict[str, Scope]:
    """The parts of a scope that belong to levels of government. At most one query."""
    if not levels:
        return {}
    spans: dict[tuple[str, int], list[tuple[date, date]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(LEVELS, {"latest": LATEST, "units": scope.units})
        for unit_id, code, first, last, is_first in cursor.fetchall():
            span = (EARLIEST if is_first else first, last)
            spans.setdefault((code, unit_id), []).append(span)

    def part(level: str) -> Scope:
        cut = (
            Days(d.unit_id, max(d.first, first), min(d.last, last))
            for d in scope.days
            for first, last in spans.get((level, d.unit_id), [])
        )
        return Scope(tuple(d for d in cut if d.first <= d.last), scope.undivided)

    return {level: part(level) for level in levels}


def _then(unit_id: int) -> Scope:
    with connection.cursor() as cursor:
        cursor.execute(
            BELOW_THEN, {"unit": unit_id, "earliest": EARLIEST, "latest": LATEST}
        )
        return Scope(tuple(Days(*row) for row in cursor.fetchall()))


def _now(unit_id: int, today: date) -> Scope:
    here = below(unit_id, today)
    whole, undivided = set(here), []
    for unit, ends in all_successors(today).items():
        if ends and ends <= here:
            whole.add(unit)
        elif ends & here:
            undivided.append(unit)
    return Scope(only(sorted(whole)).days, tuple(sorted(undivided)))


def reach(begun: date | None, window: Window, *, is_stock: bool = False) -> Reach:
    """How far counting that began on a day covers a window.

    A stock is of the last day alone: it is counted wholly or not at all.
    """
    if begun is None or window.end < begun:
        return Reach.NONE
    return Reach.WHOLE if is_stock or begun <= window.start else Reach.PART


def counting_begun(scope: Scope) -> date | None:
    """The first day of which a scope has any figure. One query."""
    with connection.cursor() as cursor:
        cursor.execute(BEGUN, {"units": scope.units})
        found = cursor.fetchone()[0]
    return found if isinstance(found, date) else None
