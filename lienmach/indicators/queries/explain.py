"""Where a figure comes from: its parts, what it leaves out, and the very cases."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import DateTimeField, Min, Model, Q, QuerySet
from django.db.models.expressions import RawSQL

from lienmach.base.actor import Actor
from lienmach.calc.forms import NONE, Value, share
from lienmach.calc.local import day_bounds, day_of
from lienmach.calc.period import Window
from lienmach.indicators import registry
from lienmach.indicators.queries.counting import Days, field_at
from lienmach.indicators.queries.scope import As, Scope, of_level, scope_of
from lienmach.indicators.queries.totals import parts, totals
from lienmach.indicators.registry import Indicator, Measure, Question, Term
from lienmach.org.models import Level, Unit
from lienmach.org.queries import names_on

WHOLE = "tat-ca"  # all that the figure counts, not one of its parts
UNKNOWN = "chua-ro"  # in addresses: what belongs to no key of a dimension
ALONE = ","  # in addresses: between the unit of a figure and the one unit meant of it
AS_NOW = "~"  # in addresses: with what units had that have become these
OF_LEVEL = "@"  # in addresses: between the unit of a figure and the level meant of it
MOST_LINES = 100
ASKS = "hoi-"  # in addresses: before the slug of a question, in place of a part
MOST_ASKED = 10_000  # cases that are looked through while somebody waits


@dataclass(frozen=True, slots=True)
class Piece:
    """A number of a formula; ``part`` is its place in addresses."""

    term: Term
    value: int

    @property
    def part(self) -> str:
        return self.term.measure.replace("_", "-")


@dataclass(frozen=True, slots=True)
class Line:
    """A part of a figure: of a unit, a field, a channel. ``key`` is a unit's code."""

    name: str
    key: str
    above: int
    below: int
    value: Value


@dataclass(frozen=True, slots=True)
class Answer:
    """Of how many of the cases a question would be asked."""

    question: Question
    count: int


@dataclass(frozen=True, slots=True)
class Explained:
    """A figure of a unit and a window, with everything it is made of."""

    indicator: Indicator
    window: Window
    value: Value
    above: tuple[Piece, ...]
    below: tuple[Piece, ...]
    left_out: tuple[Piece, ...]
    since: datetime | None

    @property
    def is_of_days(self) -> bool:
        """Whether it counts what happened in a window, not how things stood."""
        return not self.indicator.is_stock

    @property
    def counted(self) -> int:
        return _sum(self.above)

    @property
    def whole(self) -> int:
        return _sum(self.below)


class Place(NamedTuple):
    """Whose figure it is: of a unit and all below it, or only those of a level."""

    unit: Unit
    scope: Scope
    level: Level | None


def unit_of(actor: Actor, code: str) -> Unit | None:
    """The unit with a code, if the actor may see it; without a code the actor's own."""
    if not code:
        return Unit.objects.get(pk=actor.unit_id)
    seen = Unit.objects.filter(pk__in=actor.unit_ids)
    return seen.filter(code=code).first() if "\0" not in code else None


def level_of(code: str) -> Level | None:
    """The level of government with a code."""
    return Level.objects.filter(code=code).first() if "\0" not in code else None


def scope_for(
    actor: Actor,
    unit: Unit,
    level: Level | None = None,
    *,
    today: date,
    how: As = As.THEN,
) -> Scope:
    """A unit with those below it, as they were, as far as an actor may see them.

    With a level only those of them that belong to it, as a row of a form counts them.
    """
    scope = scope_of(unit.pk, how, today=today).within(actor.unit_ids)
    return of_level(scope, level.code) if level else scope


def address_of(unit: str, level: str = "", how: As = As.THEN) -> str:
    """The unit of a list as it stands in its address."""
    unit = f"{unit}{AS_NOW}" if how is As.NOW else unit
    return f"{unit}{OF_LEVEL}{level}" if level else unit


def place_of(actor: Actor, address: str, *, today: date) -> Place | None:
    """Read the unit of a list from its address: all below it, those of these that are
    of one level, or one of them alone."""
    address, marked, named = address.partition(OF_LEVEL)
    level = level_of(named) if marked else None
    code, _, alone = address.partition(ALONE)
    how = As.NOW if code.endswith(AS_NOW) else As.THEN
    unit = unit_of(actor, code.removesuffix(AS_NOW))
    if unit is None or (marked and level is None):
        return None
    scope = scope_for(actor, unit, level, today=today, how=how)
    if not alone:
        return Place(unit, scope, level)
    one = unit_of(actor, alone)
    return Place(one, scope.within({one.pk}), level) if one else None


def explain(indicator: Indicator, scope: Scope, window: Window) -> Explained:
    """Work out an indicator with its parts."""
    found = totals(indicator.measures(), scope, window)
    above, below, left_out = (
        tuple(Piece(term, found.of(term.measure)) for term in terms)
        for terms in (indicator.above, indicator.below, indicator.left_out)
    )
    value = value_of(indicator, _sum(above), _sum(below))
    return Explained(indicator, window, value, above, below, left_out, found.since)


def by_unit(
    indicator: Indicator, scope: Scope, window: Window, *, on: date
) -> list[Line]:
    """The figure of each unit that has any of it, the largest first."""
    found = totals(indicator.measures(), scope, window)
    units = {unit_id for _, unit_id in found.by_unit}
    names = names_on(units, on)
    codes = dict(Unit.objects.filter(pk__in=units).values_list("pk", "code"))

    def count(terms: Iterable[Term], unit_id: int) -> int:
        return sum(t.sign * found.of_unit(t.measure, unit_id) for t in terms)

    lines = (
        _line(
            indicator,
            names.get(unit_id, codes[unit_id]),
            codes[unit_id],
            count(indicator.above, unit_id),
            count(indicator.below, unit_id),
        )
        for unit_id in units
    )
    return _ranked(lines)


def by_part(
    indicator: Indicator, dimension: str, scope: Scope, window: Window
) -> list[Line]:
    """The figure divided by a dimension, the largest part first."""
    terms = (*indicator.above, *indicator.below)
    found = parts([t.measure for t in terms], dimension, scope, window)
    keys = sorted({key for _, key in found})
    _, names = registry.dimensions()[dimension]
    named = names(keys)

    def count(terms: Iterable[Term], key: str) -> int:
        return sum(t.sign * found.get((t.measure, key), 0) for t in terms)

    lines = (
        _line(
            indicator,
            named.get(key) or "Chưa rõ",
            "",
            count(indicator.above, key),
            count(indicator.below, key),
        )
        for key in keys
    )
    return _ranked(lines)


def divides_by(indicator: Indicator) -> list[tuple[str, str]]:
    """The dimensions by which an indicator can be divided, with their words."""
    measures = [registry.get(t.measure) for t in (*indicator.above, *indicator.below)]
    return [
        (name, label)
        for name, (label, _) in registry.dimensions().items()
        if all(name in dict(m.facts.parts) for m in measures)
    ]


def measures_of(indicator: Indicator, part: str) -> list[Measure] | None:
    """The measures whose cases a list shows; None where there is no such part."""
    if part == WHOLE:
        return [registry.get(term.measure) for term in indicator.above]
    name = part.replace("-", "_")
    return [registry.get(name)] if name in indicator.measures() else None


def cases_of(
    measures: Iterable[Measure],
    scope: Scope,
    window: Window,
    part: tuple[str, str] | None = None,
) -> Q:
    """Which cases stand behind measures: a condition on the keys of cases.

    ``part`` is a dimension and a key of it, an empty one for what belongs to none.
    """
    keys = []
    for measure in measures:
        facts = _facts(measure, scope, window)
        if part:
            column = dict(measure.facts.parts)[part[0]]
            is_none = Q(**{f"{column}__isnull": True}) if not part[1] else Q()
            facts = facts.filter(is_none or Q(**{column: part[1]}))
        keys.append(facts.values(measure.facts.case))
    return _in_one_of(keys)


def facts_of(
    measures: Sequence[Measure], scope: Scope, window: Window
) -> QuerySet[Model]:
    """The facts that measures of one kind count together, each of them once."""
    keys = [_facts(measure, scope, window).values("pk") for measure in measures]
    return measures[0].facts.model._default_manager.filter(_in_one_of(keys))


def _in_one_of(keys: Sequence[QuerySet[Any, Any]]) -> Q:
    """A condition on the keys of rows: they are in one of some lists.

    Of the lists joined by «or» the server would make tables, and try every row there
    is on each; of their union it makes one, and goes from that to the rows.
    """
    if len(keys) < 2:
        return Q(pk__in=keys[0] if keys else [])
    return Q(pk__in=keys[0].order_by().union(*(one.order_by() for one in keys[1:])))


def oldest(measures: Iterable[Measure], scope: Scope, day: date) -> dict[int, date]:
    """Since when the oldest of what a stock counts has been in it, by unit."""
    found: dict[int, date] = {}
    for measure in measures:
        facts = _facts(measure, scope, Window(day, day)).order_by()
        rows = facts.values_list(measure.unit).annotate(since=Min(measure.at))
        for unit_id, since in rows:
            begun = day_of(since) if isinstance(since, datetime) else since
            found[unit_id] = min(found.get(unit_id, begun), begun)
    return found


def part_of(
    measures: Iterable[Measure], dimension: str, key: str
) -> tuple[str, str] | None:
    """Read a part from an address; None where there is no such part."""
    known = all(dimension in dict(measure.facts.parts) for measure in measures)
    if not known or not (key == UNKNOWN or (key.isalnum() and len(key) < 19)):
        return None
    if key == UNKNOWN:
        return dimension, ""
    named = called(dimension, key)
    return (dimension, key) if named else None


def called(dimension: str, key: str) -> str:
    """What a key of a dimension is called; nothing where there is none."""
    if not key:
        return "chưa rõ"
    _, names = registry.dimensions()[dimension]
    return names([key]).get(key, "")


def may_list(actor: Actor, indicator: Indicator) -> bool:
    """Whether an actor may open the cases behind a figure, not only read it."""
    return not indicator.right or actor.may(indicator.right)


def asked_about(
    actor: Actor, indicator: Indicator, scope: Scope, window: Window
) -> list[int] | None:
    """The cases of which questions are asked: all that a figure is of.

    None where they are too many to be looked through at once. One query.
    """
    terms = indicator.below or indicator.above
    measures = [registry.get(term.measure) for term in terms]
    rows = listed(actor, cases_of(measures, scope, window)).order_by()
    found = list(rows.values_list("pk", flat=True)[: MOST_ASKED + 1])
    return None if len(found) > MOST_ASKED else found


def answers(cases: Sequence[int]) -> list[Answer]:
    """What every question comes to; as many queries however many cases."""
    return [Answer(one, len(one.find(cases))) for one in registry.questions().values()]


def question_of(part: str) -> Question | None:
    """The question that a list is about, by its address."""
    if not part.startswith(ASKS):
        return None
    return registry.questions().get(part.removeprefix(ASKS))


def among(cases: Sequence[int]) -> Q:
    """A condition on the keys of cases: these and no others."""
    keys = RawSQL("SELECT unnest(%s::bigint[])", [list(cases)])
    return Q(pk__in=keys)


def listed(actor: Actor, cases: Q) -> QuerySet[Any]:
    """Those of the cases that an actor may see, as the room above lists them."""
    return registry.the_listing().rows(actor).filter(cases)


def _facts(measure: Measure, scope: Scope, window: Window) -> QuerySet[Model]:
    """The facts that a measure counts for a scope and a window."""
    days = scope.up_to(window.end) if measure.is_stock else scope.over(window)
    rows = measure.facts.model._default_manager.filter(measure.facts.where)
    rows = rows.filter(measure.where, _within(measure, days))
    if measure.until:
        last = window.end
        rows = rows.filter(
            Q(**{f"{measure.until}__isnull": True})
            | Q(**{f"{measure.until}__gt": last})
            if not _is_moment(measure, measure.until)
            else Q(**{f"{measure.until}__isnull": True})
            | Q(**{f"{measure.until}__gte": day_bounds(last)[1]})
        )
    return rows


def _within(measure: Measure, days: Iterable[Days]) -> Q:
    """The unit and the days of a measure; units with the same days go together."""
    groups: dict[tuple[date, date], list[int]] = {}
    for one in days:
        groups.setdefault((one.first, one.last), []).append(one.unit_id)
    found = Q(pk__in=[])
    is_moment = _is_moment(measure, measure.at)
    for (first, last), units in groups.items():
        if is_moment:
            begin, end = day_bounds(first)[0], day_bounds(last)[1]
            when = Q(**{f"{measure.at}__gte": begin, f"{measure.at}__lt": end})
        else:
            when = Q(**{f"{measure.at}__gte": first, f"{measure.at}__lte": last})
        found |= Q(**{f"{measure.unit}__in": units}) & when
    return found


def _is_moment(measure: Measure, path: str) -> bool:
    return isinstance(field_at(measure.facts.model, path), DateTimeField)


def _line(indicator: Indicator, name: str, key: str, above: int, below: int) -> Line:
    return Line(name, key, above, below, value_of(indicator, above, below))


def _ranked(lines: Iterable[Line]) -> list[Line]:
    some = [line for line in lines if line.above or line.below]
    return sorted(some, key=lambda line: (-line.below, -line.above, line.name))


def value_of(indicator: Indicator, above: int, below: int) -> Value:
    """A sum, or a share in percent; over nothing there is none."""
    if not indicator.is_share:
        return Value.of(above)
    return share(Decimal(above), Decimal(below), 1, percent=True) if below else NONE


def _sum(pieces: Iterable[Piece]) -> int:
    return sum(piece.term.sign * piece.value for piece in pieces)
