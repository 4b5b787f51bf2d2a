"""From a declared measure to the SQL that counts it.

Measures that count the same facts for the same unit and moment are counted in one
scan. The same scans serve for one unit-day, for many, and for everything there is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import (
    Count,
    DateTimeField,
    F,
    Field,
    Model,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.expressions import Combinable, RawSQL
from django.db.models.functions import Cast, Coalesce, TruncDate

from lienmach.calc.local import ZONE, day_bounds
from lienmach.calc.period import FIRST_DAY
from lienmach.indicators import registry
from lienmach.indicators.registry import Facts, Measure, UnitDay

# Windows to count in; each scan is bound to one of them at a time.
WINDOWS = (
    "unnest(%s::bigint[], %s::date[], %s::date[], %s::timestamptz[], %s::timestamptz[])"
    " AS w (unit, first, last, start, stop)"
)
# What the sums of months say, from the cells of their days.
MONTHS = (
    "SELECT unit_id, date_trunc('month', day)::date, measure, sum(value)::bigint"
    " FROM indicators_cell GROUP BY 1, 2, 3 HAVING sum(value) <> 0"
)
# And of each month what is from the day on which reports are cut.
HALVES = (
    "SELECT unit_id, date_trunc('month', day)::date, measure, sum(value)::bigint"  # noqa: S608 - ours
    f" FROM indicators_cell WHERE extract(day FROM day) >= {FIRST_DAY}"
    " GROUP BY 1, 2, 3 HAVING sum(value) <> 0"
)


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL with its parameters; it yields unit, day, key, measure, value."""

    sql: str
    params: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Days:
    """Days of a unit, both ends included."""

    unit_id: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Part:
    """One number of one day: what came in, or for a stock what went out."""

    measure: Measure
    sign: int


@cache
def scans(
    measures: tuple[Measure, ...], by: str = "", *, is_bound: bool = True
) -> Statement:
    """Compile measures; ``by`` divides them by a dimension, else the key is empty.

    Bound, the statement stands in a LATERAL join with ``WINDOWS``.
    """
    grouped = axes(measures, by)
    parts = [_scan(*axis, counts, by, is_bound) for axis, counts in grouped.items()]
    if not parts:
        nothing = "SELECT 0::bigint, NULL::date, '', '', 0::bigint WHERE false"
        return Statement(nothing, ())
    return Statement(
        "\nUNION ALL\n".join(part.sql for part in parts),
        tuple(param for part in parts for param in part.params),
    )


def axes(
    measures: Iterable[Measure], by: str = ""
) -> dict[tuple[Facts, str, str], list[Part]]:
    """What is counted in one scan: by facts, unit and moment."""
    found: dict[tuple[Facts, str, str], list[Part]] = {}
    for measure in measures:
        facts = measure.facts
        if by and by not in dict(facts.parts):
            continue
        begun = Part(measure, 1)
        found.setdefault((facts, measure.unit, measure.at), []).append(begun)
        if measure.until:
            over = Part(measure, -1)
            found.setdefault((facts, measure.unit, measure.until), []).append(over)
    return found


def _scan(
    facts: Facts, unit: str, at: str, counts: list[Part], by: str, is_bound: bool
) -> Statement:
    columns = {
        f"counted_{n}": _count(one.measure.where) for n, one in enumerate(counts)
    }
    text: TextField[str, str] = TextField()
    key: Combinable = Value("", text)
    if by:
        key = Coalesce(Cast(F(dict(facts.parts)[by]), text), Value("", text))
    rows = _rows(facts, unit, at, is_bound, counted_key=key).annotate(**columns)
    return _named(rows, ("key",), ("key",), counts)


def everything() -> Statement:
    """Everything there is to count, in one pass over each sort of facts.

    It yields unit, day, measure, value and a key for each dimension, which is NULL
    where the facts cannot be divided by it. The sums of that are ``whole`` and
    ``whole_parts``; rows with a sum of nothing are still among it.
    """
    parts = []
    for (facts, unit, at), counts in axes(registry.known()).items():
        paths = [dict(facts.parts).get(name) for name in registry.dimensions()]
        keys = {f"counted_key_{n}": F(path) for n, path in enumerate(paths) if path}
        columns = {
            f"counted_{n}": _count(one.measure.where) for n, one in enumerate(counts)
        }
        rows = _rows(facts, unit, at, is_bound=False, **keys).annotate(**columns)
        shown = [
            f"coalesce(key_{n}::text, '')" if path else "NULL::text"
            for n, path in enumerate(paths)
        ]
        grouped = [f"key_{n}" for n, path in enumerate(paths) if path]
        parts.append(_named(rows, shown, grouped, counts))
    return Statement(
        "\nUNION ALL\n".join(part.sql for part in parts),
        tuple(param for part in parts for param in part.params),
    )


def _named(
    rows: QuerySet[Any, dict[str, Any]],
    shown: Sequence[str],
    grouped: Sequence[str],
    counts: list[Part],
) -> Statement:
    """A row for each measure, from rows that have a column for each."""
    sql, params = rows.query.sql_with_params()
    names = ", ".join([*grouped, *(f"c{n}" for n in range(len(counts)))])
    values = ", ".join(f"(%s, {one.sign} * c{n})" for n, one in enumerate(counts))
    return Statement(
        f"SELECT unit, day, {', '.join(shown)}, named.measure, named.value"  # noqa: S608 - our columns
        f" FROM ({sql}) AS scan (unit, day, {names})"
        f" CROSS JOIN LATERAL (VALUES {values}) AS named (measure, value)"
        f" WHERE named.value <> 0",
        (*params, *(one.measure.name for one in counts)),
    )


def _rows(
    facts: Facts, unit: str, at: str, is_bound: bool, **keys: Combinable
) -> QuerySet[Any, dict[str, Any]]:
    """Return the facts, grouped by unit, day and keys."""
    is_moment = isinstance(field_at(facts.model, at), DateTimeField)
    rows = facts.model._default_manager.filter(facts.where, **{f"{at}__isnull": False})
    if is_bound:
        first, last = ("start", "stop") if is_moment else ("first", "last")
        until = f"{at}__lt" if is_moment else f"{at}__lte"
        bounds = {unit: "unit", f"{at}__gte": first, until: last}
        rows = rows.filter(**{k: RawSQL(f"w.{v}", ()) for k, v in bounds.items()})  # noqa: S611 - our columns
    return rows.order_by().values(
        counted_unit=F(unit),
        counted_day=TruncDate(at, tzinfo=ZONE) if is_moment else F(at),
        **keys,
    )


def _count(where: Q) -> Count:
    return Count("pk", filter=where) if where else Count("pk")


def field_at(model: type[Model], path: str) -> "Field[Any, Any]":
    """Return the field that a path of relations ends at."""
    *way, last = path.split("__")
    for name in way:
        related = model._meta.get_field(name).related_model
        assert isinstance(related, type)
        model = related
    found = model._meta.get_field(last)
    assert isinstance(found, Field)
    return found


def whole() -> Statement:
    """Everything there is to count: unit, day, measure, value."""
    found = scans(registry.known(), is_bound=False)
    return Statement(
        "SELECT unit, day, measure, sum(value)::bigint"  # noqa: S608 - compiled
        f" FROM ({found.sql}) AS counted (unit, day, key, measure, value)"
        " GROUP BY 1, 2, 3 HAVING sum(value) <> 0",
        found.params,
    )


def whole_parts(by: str) -> Statement:
    """Everything by a dimension: unit, month, dimension, measure, key, value."""
    found = scans(registry.known(), by, is_bound=False)
    return Statement(
        "SELECT unit, date_trunc('month', day)::date, %s, measure, key,"  # noqa: S608
        f" sum(value)::bigint FROM ({found.sql})"
        " AS counted (unit, day, key, measure, value)"
        " GROUP BY 1, 2, 3, 4, 5 HAVING sum(value) <> 0",
        (by, *found.params),
    )


def next_month(month: date) -> date:
    """Return the first day of the month after."""
    return (month.replace(day=1) + timedelta(days=31)).replace(day=1)


def bound(windows: Iterable[Days]) -> tuple[list[Any], ...]:
    """Return the parameters of ``WINDOWS``."""
    rows = [
        (w.unit_id, w.first, w.last, day_bounds(w.first)[0], day_bounds(w.last)[1])
        for w in windows
    ]
    columns: Sequence[tuple[Any, ...]] = list(zip(*rows, strict=True)) or [()] * 5
    return tuple(list(column) for column in columns)


def count_days(
    measures: tuple[Measure, ...], days: Iterable[UnitDay]
) -> dict[tuple[UnitDay, str], int]:
    """Count some unit-days from the facts, as they are now. One query."""
    windows = [Days(unit_id, day, day) for unit_id, day in days]
    if not windows or not measures:
        return {}
    found = scans(measures)
    sql = (
        "SELECT counted.unit, counted.day, counted.measure,"  # noqa: S608 - compiled
        " sum(counted.value)::bigint"
        f" FROM {WINDOWS} CROSS JOIN LATERAL ({found.sql})"
        " AS counted (unit, day, key, measure, value) GROUP BY 1, 2, 3"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*bound(windows), *found.params])
        return {
            (UnitDay(unit, day), measure): int(value)
            for unit, day, measure, value in cursor.fetchall()
            if value
        }


def count_crossed(
    measures: tuple[Measure, ...], by: str, windows: Iterable[Days]
) -> dict[tuple[str, int, str], int]:
    """Count windows from the facts by (measure, unit, key). One query."""
    listed = list(windows)
    if not listed or not measures:
        return {}
    found = scans(measures, by)
    sql = (
        "SELECT counted.measure, counted.unit, counted.key,"  # noqa: S608 - compiled
        " sum(counted.value)::bigint"
        f" FROM {WINDOWS} CROSS JOIN LATERAL ({found.sql})"
        " AS counted (unit, day, key, measure, value) GROUP BY 1, 2, 3"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*bound(listed), *found.params])
        return {(m, unit, key): int(n) for m, unit, key, n in cursor.fetchall() if n}
