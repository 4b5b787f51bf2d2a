"""What is stored of figures against what an engine counts from the lake."""

import io
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as csv
from django.db import connection

from lienmach.indicators import registry
from lienmach.indicators.queries.lake.conditions import way
from lienmach.indicators.queries.lake.engines import COUNTED, Lake, count
from lienmach.indicators.queries.lake.tables import key_of
from lienmach.indicators.queries.reconcile import said, sums_compared
from lienmach.org.models import Unit

# Stored figures as rows of ``NUMBERS``, all of a unit at once: a row by itself costs
# more than what it says. The measure is its place in a list, nothing if it is gone.
CELLS = """
SELECT string_agg(concat_ws(',', unit_id, day, '""',
                            coalesce((array_position(%s::text[], measure::text) - 1)
                                     ::text, ''), value), E'\n')
FROM indicators_cell GROUP BY unit_id
"""
PARTS = """
SELECT string_agg(concat_ws(',', unit_id, month,
                            '"' || replace(key, '"', '""') || '"',
                            coalesce((array_position(%s::text[], measure::text) - 1)
                                     ::text, ''), value), E'\n')
FROM indicators_partsum WHERE dimension = %s GROUP BY unit_id
"""
NUMBERS = {
    "unit": pa.int64(),
    "day": pa.date32(),
    "key": pa.string(),
    "measure": pa.int32(),
    "value": pa.int64(),
}
Marked = Callable[[tuple[int, date]], bool]


def compared(lake: Lake) -> Iterator[str]:
    """Tell each stored figure that differs from the lake, a line each.

    In the transaction of the caller, of the same moment as the lake. Spans are facts to
    the lake: whether they follow from promises and waits the database says.
    """
    measures = registry.known()
    names = [measure.name for measure in measures]
    days, months = _marks()
    codes = {code: pk for pk, code in Unit.objects.values_list("pk", "code")}
    stored = _stored(CELLS, [names])
    yield from _told(stored, count(lake, measures), codes, days.__contains__, "")
    yield from sums_compared()
    for name, (label, _) in registry.dimensions().items():
        stored = _stored(PARTS, [names, name])
        counted = count(lake, measures, name)
        counted = _keyed(counted, name)
        yield from _told(stored, counted, codes, months.__contains__, f"{label} ")


def _stored(sql: str, params: list[Any]) -> pa.Table:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        sent = "\n".join(of_unit for (of_unit,) in cursor.fetchall())
    if not sent:
        return pa.schema(list(NUMBERS.items())).empty_table()
    return csv.read_csv(
        io.BytesIO(sent.encode()),
        csv.ReadOptions(column_names=list(NUMBERS)),
        convert_options=csv.ConvertOptions(column_types=NUMBERS),
    )


def _marks() -> tuple[set[tuple[int, date]], set[tuple[int, date]]]:
    """Days that wait to be counted again, and the months in which they lie."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT unit_id, day FROM indicators_mark")
        days = {(int(unit), day) for unit, day in cursor.fetchall()}
    return days, {(unit, day.replace(day=1)) for unit, day in days}


def _told(
    stored: pa.Table,
    counted: pa.Table,
    codes: Mapping[str, int],
    is_marked: Marked,
    what: str,
) -> Iterator[str]:
    """Put both beside each other, number by number; ``codes`` are the units' keys."""
    pks = pa.array(list(codes.values()), pa.int64())
    places = pc.index_in(counted["unit"], pa.array(list(codes), pa.string()))
    counted = counted.set_column(0, "unit", pc.take(pks, places))
    nothing = pa.scalar(0, pa.int64())
    kept = stored.append_column("facts", pa.repeat(nothing, len(stored)))
    found = counted.rename_columns([*COUNTED.names[:-1], "facts"])
    found = found.append_column("value", pa.repeat(nothing, len(found)))
    both = pa.concat_tables([kept, found.select(kept.column_names)])
    keys = ["unit", "day", "key", "measure"]
    summed = both.group_by(keys).aggregate([("value", "sum"), ("facts", "sum")])
    differ = summed.filter(pc.field("value_sum") != pc.field("facts_sum"))
    names = [measure.name for measure in registry.known()]
    by_pk = {pk: code for code, pk in codes.items()}
    lines = sorted(
        (
            by_pk[r["unit"]],
            r["day"],
            _name(names, r["measure"]),
            what + r["key"],
            r["value_sum"],
            r["facts_sum"],
        )
        for r in differ.to_pylist()
        if not is_marked((r["unit"], r["day"]))
    )
    yield from map(said, lines)


def _name(names: list[str], place: int | None) -> str:
    """What a stored figure is called whose measure there is no more."""
    return "?" if place is None else names[place]


def _keyed(counted: pa.Table, dimension: str) -> pa.Table:
    """Put the keys of the database in the place of codes that hold in every lake."""
    for facts in {measure.facts for measure in registry.known()}:
        path = dict(facts.parts).get(dimension)
        target = path and way(facts.model, path).field.related_model
        if isinstance(target, type):
            rows = target._default_manager.values_list(key_of(target), "pk")
            known = {code: str(pk) for code, pk in rows} | {"": ""}
            places = pc.index_in(counted["key"], pa.array(list(known), pa.string()))
            keys = pc.take(pa.array(list(known.values()), pa.string()), places)
            return counted.set_column(2, "key", keys)
    return counted
