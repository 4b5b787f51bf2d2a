"""Reading figures: clean cells are summed, marked days are counted live.

Reading writes nothing. Marks are read first, then in one statement the cells without
those of marked days, then the marked days from the facts: whatever is recounted between
two of these is in exactly one of them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from lienmach.calc.period import Window
from lienmach.indicators import registry
from lienmach.indicators.queries.counting import (
    Days,
    count_crossed,
    count_days,
    next_month,
)
from lienmach.indicators.queries.runs import Row, cover, cut
from lienmach.indicators.queries.scope import Scope, only
from lienmach.indicators.registry import Measure, UnitDay

MANY = 400  # more marked unit-days than this are not counted while somebody waits

# Each run of days is summed by itself: so the index is read, and of it only these days,
# however many cells there are. Joined otherwise all cells there are may be read.
SUMS = """
SELECT measure, unit_id, sum(value)::bigint FROM (
    SELECT found.measure, w.unit AS unit_id, found.value
    FROM unnest(%(month_units)s::bigint[], %(months)s::date[], %(month_ends)s::date[])
         AS w (unit, first, stop)
    CROSS JOIN LATERAL (
        SELECT measure, sum(value) AS value FROM indicators_monthsum
        WHERE unit_id = w.unit AND month >= w.first AND month < w.stop
          AND measure = ANY(%(measures)s)
        GROUP BY measure
    ) AS found
    UNION ALL
    SELECT found.measure, w.unit, w.sign * found.value
    FROM unnest(%(half_units)s::bigint[], %(halves)s::date[], %(signs)s::int[])
         AS w (unit, month, sign)
    CROSS JOIN LATERAL (
        SELECT measure, sum(value) AS value FROM indicators_halfsum
        WHERE unit_id = w.unit AND month = w.month AND measure = ANY(%(measures)s)
        GROUP BY measure
    ) AS found
    UNION ALL
    SELECT found.measure, w.unit, found.value
    FROM unnest(%(units)s::bigint[], %(firsts)s::date[], %(lasts)s::date[])
         AS w (unit, first, last)
    CROSS JOIN LATERAL (
        SELECT measure, sum(value) AS value FROM indicators_cell
        WHERE unit_id = w.unit AND day >= w.first AND day <= w.last
          AND measure = ANY(%(measures)s)
        GROUP BY measure
    ) AS found
    UNION ALL
    SELECT cell.measure, cell.unit_id, -cell.value
    FROM unnest(%(stale_units)s::bigint[], %(stale_days)s::date[]) AS w (unit, day)
    JOIN indicators_cell AS cell ON cell.unit_id = w.unit AND cell.day = w.day
    WHERE cell.measure = ANY(%(measures)s)
) AS summed GROUP BY 1, 2
"""
MARKED = """
SELECT mark.unit_id, mark.day, min(made_at)
FROM unnest(%s::bigint[], %s::date[], %s::date[]) AS w (unit, first, last)
JOIN indicators_mark AS mark
  ON mark.unit_id = w.unit AND mark.day >= w.first AND mark.day <= w.last
GROUP BY 1, 2 LIMIT %s
"""
PARTS = """
SELECT found.measure, w.unit, found.key, sum(found.value)::bigint
FROM unnest(%(units)s::bigint[], %(firsts)s::date[], %(stops)s::date[])
     AS w (unit, first, stop)
CROSS JOIN LATERAL (
    SELECT measure, key, sum(value) AS value FROM indicators_partsum
    WHERE unit_id = w.unit AND month >= w.first AND month < w.stop
      AND dimension = %(dimension)s AND measure = ANY(%(measures)s)
    GROUP BY measure, key
) AS found
GROUP BY 1, 2, 3
"""
# The cells of each of several runs of days.
SERIES = """
SELECT w.number, w.unit, found.measure, sum(found.value)::bigint
FROM unnest(%(units)s::bigint[], %(firsts)s::date[], %(lasts)s::date[],
            %(numbers)s::int[]) AS w (unit, first, last, number)
CROSS JOIN LATERAL (
    SELECT cell.measure, sum(cell.value) AS value FROM indicators_cell AS cell
    WHERE cell.unit_id = w.unit AND cell.day >= w.first AND cell.day <= w.last
      AND cell.measure = ANY(%(measures)s)
      AND NOT EXISTS (
          SELECT FROM unnest(%(stale_units)s::bigint[], %(stale_days)s::date[])
               AS stale (unit, day)
          WHERE stale.unit = cell.unit_id AND stale.day = cell.day
      )
    GROUP BY cell.measure
) AS found
GROUP BY 1, 2, 3
"""


@dataclass(frozen=True, slots=True)
class Totals:
    """Numbers by (measure, unit); ``since`` where they are as old as that moment.

    It is None as long as everything is counted: else very much has been marked since,
    and is being counted again.
    """

    by_unit: dict[tuple[str, int], int]
    since: datetime | None = None

    def of(self, measure: str) -> int:
        return sum(n for (name, _), n in self.by_unit.items() if name == measure)

    def of_unit(self, measure: str, unit_id: int) -> int:
        return self.by_unit.get((measure, unit_id), 0)


def totals(names: Iterable[str], scope: Scope, window: Window) -> Totals:
    """What measures come to: flows within a window, stocks at its last day."""
    measures = [registry.get(name) for name in dict.fromkeys(names)]
    flows = tuple(m for m in measures if not m.is_stock)
    stocks = tuple(m for m in measures if m.is_stock)
    of_flows = _sums(flows, scope.over(window))
    of_stocks = _sums(stocks, scope.up_to(window.end))
    since = min(filter(None, (of_flows.since, of_stocks.since)), default=None)
    return Totals(of_flows.by_unit | of_stocks.by_unit, since)


def parts(
    names: Iterable[str], dimension: str, scope: Scope, window: Window
) -> dict[tuple[str, str], int]:
    """What measures come to by (measure, key) of a dimension."""
    found: dict[tuple[str, str], int] = {}
    for (name, _, key), number in crossed(names, dimension, scope, window).items():
        found[name, key] = found.get((name, key), 0) + number
    return {key: number for key, number in found.items() if number}


def crossed(
    names: Iterable[str], dimension: str, scope: Scope, window: Window
) -> dict[tuple[str, int, str], int]:
    """What measures come to by (measure, unit, key) of a dimension.

    Whole clean months are summed; edge days and marked months are counted live.
    """
    measures = [registry.get(name) for name in dict.fromkeys(names)]
    found: dict[tuple[str, int, str], int] = {}
    for group, days in (
        ([m for m in measures if not m.is_stock], scope.over(window)),
        ([m for m in measures if m.is_stock], scope.up_to(window.end)),
    ):
        for key, number in _parts(tuple(group), dimension, days):
            found[key] = found.get(key, 0) + number
    return {key: number for key, number in found.items() if number}


def series(
    names: Iterable[str], scope: Scope, windows: Sequence[Window]
) -> list[dict[str, int]]:
    """What measures come to in each of several windows, which follow on each other.

    As many queries however many windows. Of stocks it is how they stood at the end of
    each, of the units that belonged to the scope on that day.
    """
    measures = [registry.get(name) for name in dict.fromkeys(names)]
    flows = tuple(m for m in measures if not m.is_stock)
    stocks = tuple(m for m in measures if m.is_stock)
    found: list[dict[str, int]] = [{m.name: 0 for m in measures} for _ in windows]
    if not windows:
        return found
    inside = [
        (one.unit_id, one.first, one.last, number)
        for number, window in enumerate(windows)
        for one in scope.over(window)
    ]
    for (number, _, name), value in _series(flows, inside).items():
        found[number][name] += value
    if not stocks:
        return found
    whole = only(scope.units)
    moved = _series(
        stocks,
        [
            (unit, window.start, window.end, number)
            for number, window in enumerate(windows)
            for unit in scope.units
        ],
    )
    eve = windows[0].start - timedelta(days=1)
    standing = dict(_sums(stocks, whole.up_to(eve)).by_unit)
    for number, window in enumerate(windows):
        ours = {one.unit_id for one in scope.up_to(window.end)}
        for stock in stocks:
            for unit in scope.units:
                key = stock.name, unit
                change = moved.get((number, unit, stock.name), 0)
                standing[key] = standing.get(key, 0) + change
                found[number][stock.name] += standing[key] if unit in ours else 0
    return found


def in_each(
    names: Iterable[str], scope: Scope, windows: Sequence[Window]
) -> list[dict[str, int]]:
    """What measures come to in windows of any days, which may overlap.

    As many queries however many windows. Stocks are those of the end of each.
    """
    measures = [registry.get(name) for name in dict.fromkeys(names)]
    flows = tuple(m for m in measures if not m.is_stock)
    found: list[dict[str, int]] = [{m.name: 0 for m in measures} for _ in windows]
    runs = [
        (one.unit_id, one.first, one.last, number)
        for number, window in enumerate(windows)
        for one in scope.over(window)
    ]
    for (number, _, name), value in _series(flows, runs).items():
        found[number][name] += value
    stocks = [m.name for m in measures if m.is_stock]
    ends = sorted({window.end for window in windows}) if stocks else []
    begins = [end + timedelta(days=1) for end in ends]
    between = [Window(a, b) for a, b in zip(begins, ends[1:], strict=False)]
    upto = [Window(end, end) for end in ends[:1]]
    standing = dict(zip(ends, series(stocks, scope, [*upto, *between]), strict=True))
    for number, window in enumerate(windows):
        found[number] |= standing.get(window.end, {})
    return found


Run = tuple[int, date, date, int]


def _series(
    measures: tuple[Measure, ...], runs: Sequence[Run]
) -> dict[tuple[int, int, str], int]:
    """What measures come to by (number of the run, unit, measure). Three queries."""
    if not measures or not runs:
        return {}
    marked = _marked([Days(*run[:3]) for run in runs], MANY + 1)
    stale = [] if len(marked) > MANY else list(marked)
    names = ("units", "firsts", "lasts", "numbers")
    columns = zip(names, zip(*runs, strict=True), strict=True)
    params: dict[str, Any] = {
        "measures": [measure.name for measure in measures],
        "stale_units": [one.unit_id for one in stale],
        "stale_days": [one.day for one in stale],
        **{name: list(column) for name, column in columns},
    }
    with connection.cursor() as cursor:
        cursor.execute(SERIES, params)
        found = {
            (number, unit, name): int(value)
            for number, unit, name, value in cursor.fetchall()
        }
    for (at, name), value in count_days(measures, stale).items():
        for unit, first, last, number in runs:
            if unit == at.unit_id and first <= at.day <= last:
                key = number, unit, name
                found[key] = found.get(key, 0) + value
    return found


def _sums(measures: tuple[Measure, ...], days: list[Days]) -> Totals:
    if not measures or not days:
        return Totals({})
    marked = _marked(days, MANY + 1)
    is_much = len(marked) > MANY
    stale = [] if is_much else list(marked)
    found = cover(days)
    params: dict[str, Any] = {
        "measures": [measure.name for measure in measures],
        **_columns(("month_units", "months", "month_ends"), found.months),
        **_columns(("half_units", "halves", "signs"), found.halves),
        **_columns(("units", "firsts", "lasts"), found.edges),
        "stale_units": [one.unit_id for one in stale],
        "stale_days": [one.day for one in stale],
    }
    with connection.cursor() as cursor:
        cursor.execute(SUMS, params)
        sums = {(name, unit): int(value) for name, unit, value in cursor.fetchall()}
    for (unit_day, name), value in count_days(measures, stale).items():
        key = (name, unit_day.unit_id)
        sums[key] = sums.get(key, 0) + value
    since = min(marked.values()) if is_much else None
    return Totals({key: value for key, value in sums.items() if value}, since)


def _marked(days: Sequence[Days], limit: int | None = None) -> dict[UnitDay, datetime]:
    columns = _columns(("units", "firsts", "lasts"), _rows(days))
    with connection.cursor() as cursor:
        cursor.execute(MARKED, [*columns.values(), limit])
        return {UnitDay(unit, day): since for unit, day, since in cursor.fetchall()}


def _parts(
    measures: tuple[Measure, ...], dimension: str, days: list[Days]
) -> Iterable[tuple[tuple[str, int, str], int]]:
    if not measures or not days:
        return
    months, edges = cut(days)
    spans = [Days(u, first, stop - timedelta(days=1)) for u, first, stop in months]
    stale = {UnitDay(m.unit_id, m.day.replace(day=1)) for m in _marked(spans)}
    clean = [row for month in months for row in _without(month, stale)]
    with connection.cursor() as cursor:
        cursor.execute(
            PARTS,
            {
                "measures": [measure.name for measure in measures],
                "dimension": dimension,
                **_columns(("units", "firsts", "stops"), clean),
            },
        )
        for measure, unit, key, value in cursor.fetchall():
            yield (measure, unit, key), int(value)
    live = [Days(*edge) for edge in edges] + [
        Days(unit, month, next_month(month) - timedelta(days=1))
        for unit, month in stale
    ]
    yield from count_crossed(measures, dimension, live).items()


def _without(row: Row, stale: set[UnitDay]) -> Iterable[Row]:
    """Part a run of months at those that are stale."""
    unit_id, begin, end = row
    for month in sorted(m.day for m in stale if m.unit_id == unit_id):
        if begin <= month < end:
            if begin < month:
                yield unit_id, begin, month
            begin = next_month(month)
    if begin < end:
        yield unit_id, begin, end


def _rows(days: Iterable[Days]) -> list[Row]:
    return [(one.unit_id, one.first, one.last) for one in days]


def _columns(
    names: tuple[str, str, str], rows: Sequence[tuple[int, date, date | int]]
) -> dict[str, list[int | date]]:
    columns: list[tuple[int | date, ...]] = list(zip(*rows, strict=True)) or [()] * 3
    return {name: list(c) for name, c in zip(names, columns, strict=True)}
