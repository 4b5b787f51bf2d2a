"""What the board (L01) shows: every number from cells, in as many queries always."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from lienmach.base.actor import Actor
from lienmach.calc.forms import Value
from lienmach.calc.period import Kind, Period, Window
from lienmach.indicators import registry
from lienmach.indicators.models import ReportedValue
from lienmach.indicators.queries.explain import oldest, value_of
from lienmach.indicators.queries.scope import Reach, Scope, counting_begun, reach
from lienmach.indicators.queries.series import reported_points
from lienmach.indicators.queries.totals import Totals, crossed, series, totals
from lienmach.indicators.registry import (
    Chart,
    Chosen,
    Groundwork,
    Held,
    Indicator,
    Looks,
    Pressing,
    Ranked,
    Term,
)
from lienmach.org.models import Unit
from lienmach.org.queries import Node, below, names_on, unit_tree

FIRST_YEAR = 1946
FEWEST, USUAL, MOST = 8, 12, 14  # windows of a trend


@dataclass(frozen=True, slots=True)
class Step:
    """A window of a trend, and the period that it is or is part of."""

    period: Period
    window: Window


@dataclass(frozen=True, slots=True)
class Counted:
    """An indicator somewhere: what it counts, of how much, and what that comes to."""

    above: int
    below: int
    value: Value


@dataclass(frozen=True, slots=True)
class Past:
    """What reports said before figures were counted, by indicator."""

    reported: dict[str, list[ReportedValue]]
    begun: date | None

    def reach(self, window: Window, *, is_stock: bool = False) -> Reach:
        """How much of a window was counted."""
        return reach(self.begun, window, is_stock=is_stock)


@dataclass(frozen=True, slots=True)
class Board:
    """The numbers of one unit and window, and those of the time before."""

    now: Totals
    earlier: Totals
    steps: tuple[Step, ...]
    series: tuple[dict[str, int], ...]
    cells: dict[tuple[str, int, str], int]
    since: dict[str, dict[int, date]]
    names: dict[int, str]
    codes: dict[int, str]
    pressing: tuple[Pressing, ...]
    held: tuple[Held, ...]
    past: Past
    ranks: tuple[Ranked, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing at all to show."""
        counted = (self.now.by_unit, self.earlier.by_unit, self.held)
        moved = any(value for one in self.series for value in one.values())
        return not (any(counted) or moved or any(one.count for one in self.pressing))


def place_of(actor: Actor, *, today: date) -> Unit:
    """What the board is of, if nothing is chosen: what is above all that one sees.

    Where several units are, the one where the actor works.
    """
    top = _top(unit_tree(today, units=actor.unit_ids))
    return Unit.objects.get(pk=actor.unit_id if top is None else top)


def read(
    actor: Actor,
    place: Unit,
    scope: Scope,
    window: Window,
    before: Window,
    *,
    now: datetime,
    today: date,
) -> Board:
    """Ask for everything the board shows of a unit with those below it."""
    of = {looks: _indicators(looks) for looks in Looks}
    everything = _measures(one for several in of.values() for one in several)
    steps = steps_of(window)
    found = totals(everything, scope, window)
    drawn = _measures([*of[Looks.NUMBER], *of[Looks.TREND]])
    moved = series(drawn, scope, [step.window for step in steps])
    since = {one.slug: oldest(_own(one), scope, window.end) for one in of[Looks.UNITS]}
    cells: dict[tuple[str, int, str], int] = {}
    for chart in registry.charts(Looks.HEAT):
        heated = _measures(_shown_by(chart))
        cells |= crossed(heated, chart.dimension, scope, window)
    chosen = _chosen(actor, place, today)
    return Board(
        found,
        totals(_measures(of[Looks.NUMBER]), scope, before),
        tuple(steps),
        tuple(moved),
        cells,
        since,
        names_on(scope.units, window.end, short=True),
        dict(Unit.objects.filter(pk__in=scope.units).values_list("pk", "code")),
        _asked(registry.pressing(), actor, chosen, now),
        _asked(registry.all_whereabouts(), actor, chosen, now),
        _past(of[Looks.TREND], place, scope),
        tuple(
            one
            for room in registry.all_ranks()
            for one in room(actor, place.pk, window.end)
        ),
    )


def _past(drawn: Iterable[Indicator], place: Unit, scope: Scope) -> Past:
    """What reports said of the drawn indicators, a query each; one more for the day
    since which it is counted."""
    reported = {one.slug: reported_points(one, place.pk, "")[0] for one in drawn}
    return Past(reported, counting_begun(scope))


def missing() -> list[Groundwork]:
    """What is not set up yet, for an office without any figures."""
    return [one for one in registry.all_groundwork() if not one.is_done()]


def counted(indicator: Indicator, found: Totals) -> Counted:
    return _counted(indicator, found.of)


def counted_of_unit(indicator: Indicator, found: Totals, unit_id: int) -> Counted:
    return _counted(indicator, lambda name: found.of_unit(name, unit_id))


def counted_at(indicator: Indicator, found: dict[str, int]) -> Counted:
    return _counted(indicator, lambda name: found[name])


def counted_in(
    indicator: Indicator,
    found: dict[tuple[str, int, str], int],
    unit_id: int,
    key: str,
) -> Counted:
    return _counted(indicator, lambda name: found.get((name, unit_id, key), 0))


def steps_of(window: Window) -> list[Step]:
    """The weeks, months, quarters or years of a trend that ends with a window.

    The finest of which there are not too many; where there are few, it begins earlier.
    """
    kinds = (Kind.WEEK, Kind.MONTH, Kind.QUARTER, Kind.YEAR)
    for kind in kinds:
        found = _back(kind, window.end, window.start, MOST + 1)
        if len(found) <= MOST:
            break
    if len(found) < FEWEST:
        found = _back(kind, window.end, date.min, USUAL)
    return list(reversed(found[:MOST]))


def _back(kind: Kind, end: date, start: date, most: int) -> list[Step]:
    """The newest first; the last one ends with ``end``, the first with its period."""
    period = Period.of(kind, end)
    found: list[Step] = []
    last = end
    while last >= start and len(found) < most:
        first = period.window().start
        found.append(Step(period, Window(max(first, start), last)))
        last = first - timedelta(days=1)
        if last.year <= FIRST_YEAR:
            break
        period = Period.of(kind, last)
    return found


Told = TypeVar("Told", Pressing, Held)


def _asked(
    rooms: Iterable[Callable[[Actor, Chosen, datetime], Iterable[Told]]],
    actor: Actor,
    chosen: Chosen | None,
    now: datetime,
) -> tuple[Told, ...]:
    """What the rooms above say, one after the other."""
    if chosen is None:
        return ()
    return tuple(one for room in rooms for one in room(actor, chosen, now))


def _chosen(actor: Actor, place: Unit, today: date) -> Chosen | None:
    """What rooms are asked about: a part, or all that the actor sees.

    Nothing of a unit that has ended: nobody decides there today.
    """
    nodes = unit_tree(today, units=actor.unit_ids)
    if place.pk == _top(nodes):
        return Chosen()
    if all(node.version.unit_id != place.pk for node in nodes):
        return None
    return Chosen(place.code, below(place.pk, today) & actor.unit_ids)


def _top(nodes: list[Node]) -> int | None:
    """The one unit to which all others belong, if there is one."""
    tops = [node.version.unit_id for node in nodes if not node.depth]
    return tops[0] if len(tops) == 1 else None


def _indicators(looks: Looks) -> list[Indicator]:
    return [one for chart in registry.charts(looks) for one in _shown_by(chart)]


def _shown_by(chart: Chart) -> list[Indicator]:
    known = registry.indicators()
    return [known[slug] for slug in (chart.slug, chart.other) if slug]


def _measures(indicators: Iterable[Indicator]) -> list[str]:
    """What has to be counted for some indicators; what they leave out is not shown."""
    terms = (term for one in indicators for term in (*one.above, *one.below, *one.also))
    return list(dict.fromkeys(term.measure for term in terms))


def _own(indicator: Indicator) -> list[registry.Measure]:
    return [registry.get(term.measure) for term in indicator.above]


def _counted(indicator: Indicator, of: Callable[[str], int]) -> Counted:
    def total(terms: Sequence[Term]) -> int:
        return sum(term.sign * of(term.measure) for term in terms)

    above, whole = total(indicator.above), total(indicator.below)
    return Counted(above, whole, value_of(indicator, above, whole))
