"""Conditions of measures in plain data, for engines that are not our database.

Django writes them as ``Q``. Only what measures use is understood here; whatever else
stands in one is refused by name when the product starts, never counted wrongly.

A comparison with nothing is false, and its opposite true: so Django compiles ``~Q``,
and so engines must.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.core.exceptions import FieldDoesNotExist
from django.db.models import DateTimeField, F, Field, Model, Q, Value
from django.db.models.expressions import CombinedExpression, ExpressionWrapper
from django.db.models.functions import Coalesce, TruncDate

from lienmach.calc.local import ZONE

LOOKUPS = frozenset({"exact", "lt", "lte", "gt", "gte", "in", "isnull"})


class Unspoken(ValueError):
    """A condition says what engines of the lake have not been taught."""


@dataclass(frozen=True, slots=True)
class Column:
    """``path`` leads from the model of the facts over relations."""

    path: str


@dataclass(frozen=True, slots=True)
class Constant:
    value: str | int | date | datetime


@dataclass(frozen=True, slots=True)
class First:
    """The first of several that is not nothing."""

    of: tuple["Word", ...]


@dataclass(frozen=True, slots=True)
class DayOf:
    """The day of a moment, where the offices are."""

    of: "Word"


@dataclass(frozen=True, slots=True)
class Later:
    """Some days after a day."""

    of: "Word"
    days: int


Word = Column | Constant | First | DayOf | Later


@dataclass(frozen=True, slots=True)
class Compared:
    """``how`` is one of ``exact lt lte gt gte``."""

    how: str
    left: Word
    right: Word


@dataclass(frozen=True, slots=True)
class OneOf:
    left: Column
    values: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class IsNothing:
    of: Word


@dataclass(frozen=True, slots=True)
class Every:
    """All of them hold; of none that is true."""

    of: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Some:
    of: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Opposite:
    of: "Condition"


Condition = Compared | OneOf | IsNothing | Every | Some | Opposite


class Way(NamedTuple):
    """Where a name in a condition leads: a field, and what is done to it then."""

    path: str
    field: "Field[Any, Any]"
    rest: list[str]


def read(model: type[Model], where: Q) -> Condition:
    """Say a condition on the rows of a model in plain data.

    Raises ``Unspoken`` where it says what is not known here.
    """
    if where.connector not in (Q.AND, Q.OR):
        raise Unspoken(f"the connector {where.connector}")
    parts = tuple(_part(model, child) for child in where.children)
    found: Condition = (
        Some(parts) if where.connector == Q.OR and parts else Every(parts)
    )
    if len(parts) == 1:
        found = parts[0]
    return Opposite(found) if where.negated else found


def way(model: type[Model], name: str) -> Way:
    """Follow a name over relations that lead to one row each."""
    steps, path = name.split("__"), []
    while True:
        try:
            found = model._meta.get_field(steps[0])
        except FieldDoesNotExist:
            raise Unspoken(f"{steps[0]!r}, which is no field of {model}") from None
        path.append(steps.pop(0))
        if found.one_to_many or found.many_to_many:
            raise Unspoken(f"{name!r}, which leads to several rows")
        target = found.related_model
        follows = bool(steps) and steps[0] not in LOOKUPS
        if isinstance(target, type) and (follows or not isinstance(found, Field)):
            if not steps:
                raise Unspoken(f"{name!r}, which ends at a table")
            model = target
            continue
        assert isinstance(found, Field)
        return Way("__".join(path), found, steps)


def _part(model: type[Model], child: Any) -> Condition:
    if isinstance(child, Q):
        return read(model, child)
    if not isinstance(child, tuple):
        raise Unspoken(f"the expression {child!r}")
    name, value = child
    path, field, rest = way(model, name)
    left: Word = Column(path)
    if rest and rest[0] == "date" and isinstance(field, DateTimeField):
        left = DayOf(left)
        rest = rest[1:]
    how = rest[0] if rest else "exact"
    if len(rest) > 1 or how not in LOOKUPS:
        raise Unspoken(f"the lookup {'__'.join(rest)!r} of {name!r}")
    if how == "isnull" or (value is None and how == "exact"):
        nothing = IsNothing(left)
        return Opposite(nothing) if value is False else nothing
    if how == "in":
        if not isinstance(left, Column):
            raise Unspoken(f"the lookup 'in' of {name!r}")
        return OneOf(left, tuple(_plain(name, one) for one in value))
    return Compared(how, left, _word(model, name, value))


def _plain(name: str, value: Any) -> str | int:
    """Text or number without the class that lists them."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int):
        return value if isinstance(value, bool) else int(value)
    raise Unspoken(f"the value {value!r} of {name!r}")


def _word(model: type[Model], name: str, value: Any) -> Word:
    if isinstance(value, F):
        path, field, rest = way(model, str(value.deconstruct()[1][0]))
        if not rest:
            return Column(path)
        if rest == ["date"] and isinstance(field, DateTimeField):
            return DayOf(Column(path))
    elif isinstance(value, ExpressionWrapper):
        return _word(model, name, value.get_source_expressions()[0])
    elif isinstance(value, Coalesce):
        inner = value.get_source_expressions()
        return First(tuple(_word(model, name, one) for one in inner))
    elif isinstance(value, TruncDate) and value.tzinfo == ZONE:
        return DayOf(_word(model, name, value.get_source_expressions()[0]))
    elif isinstance(value, CombinedExpression) and value.connector == "+":
        days = value.rhs.value if isinstance(value.rhs, Value) else None
        if isinstance(days, timedelta) and days == timedelta(days.days):
            return Later(_word(model, name, value.lhs), days.days)
    elif isinstance(value, Value):
        return _word(model, name, value.value)
    elif isinstance(value, date):  # and moments, which are dates as well
        return Constant(value)
    elif isinstance(value, str | int):
        return Constant(_plain(name, value))
    raise Unspoken(f"the value {value!r} of {name!r}")


def columns(found: Condition | Word) -> Iterator[str]:
    """The paths of all columns that are named."""
    match found:
        case Column(path):
            yield path
        case Constant():
            return
        case First(of) | Every(of) | Some(of):
            for one in of:
                yield from columns(one)
        case DayOf(one) | Later(one, _) | IsNothing(one) | Opposite(one):
            yield from columns(one)
        case OneOf(column, _):
            yield column.path
        case Compared(_, left, right):
            yield from columns(left)
            yield from columns(right)


def asked(found: Condition) -> Iterator[tuple[str, str]]:
    """Each text with which a column is compared: (path, text)."""
    match found:
        case Every(of) | Some(of):
            for one in of:
                yield from asked(one)
        case Opposite(one):
            yield from asked(one)
        case OneOf(column, values):
            yield from ((column.path, one) for one in values if isinstance(one, str))
        case Compared("exact", Column(path), Constant(value)) if isinstance(value, str):
            yield path, value
