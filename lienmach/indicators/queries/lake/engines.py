"""The declared measures as Ibis expressions, run by DuckDB or by a Spark cluster."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import and_, ge, gt, le, lt, or_
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from lienmach.calc.local import ZONE
from lienmach.calc.refusal import Refused
from lienmach.indicators.queries.counting import Part, axes
from lienmach.indicators.queries.lake.conditions import (
    Column,
    Compared,
    Condition,
    Constant,
    DayOf,
    Every,
    First,
    IsNothing,
    Later,
    OneOf,
    Opposite,
    Some,
    Word,
)
from lienmach.indicators.queries.lake.files import FILE
from lienmach.indicators.queries.lake.tables import Kind, Table, condition, tables
from lienmach.indicators.registry import Measure

MASTER = "LIENMACH_SPARK"  # where the cluster is; else Spark runs on this machine
COMPARE = {"lt": lt, "lte": le, "gt": gt, "gte": ge}
COUNTED = pa.schema(
    [
        ("unit", pa.string()),
        ("day", pa.date32()),
        ("key", pa.string()),
        ("measure", pa.int32()),
        ("value", pa.int64()),
    ]
)


@dataclass(frozen=True, slots=True)
class Lake:
    """A lake as an engine sees it."""

    engine: str
    connection: Any
    where: str

    def rows(self, table: Table) -> ir.Table:
        name = table.facts.name
        try:
            if self.engine == "spark":
                return self.connection.read_parquet(f"{self.where}/{name}")
            files = f"{self.where}/{name}/*/*/{FILE}"
            return self.connection.read_parquet(files, hive_partitioning=False)
        except Exception as error:  # each engine has its own
            told = " ".join(str(error).split())[:120]
            raise Refused(f"Không đọc được bảng «{name}» của kho: {told}") from error


@contextmanager
def opened(where: str, engine: str) -> Iterator[Lake]:
    """Open a lake with an engine; raises ``Refused`` where the engine does not start.

    Where it is may be an address that the cluster knows; a folder of this machine is
    given as a whole path.
    """
    if "://" not in where:
        where = str(Path(where).resolve())
    if engine == "duckdb":
        connection = ibis.duckdb.connect()
        try:
            yield Lake(engine, connection, where)
        finally:
            connection.disconnect()
        return
    session = _spark()
    try:
        yield Lake(engine, ibis.pyspark.connect(session), where)
    finally:
        with suppress(Exception):  # it may be gone already
            session.stop()


def _spark() -> Any:
    """A session of the cluster that is named, else of Spark on this machine alone."""
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415 - not where DuckDB is used
    except ModuleNotFoundError:
        raise Refused("Chưa cài Spark: hãy chạy make spark.") from None
    master = os.environ.get(MASTER, "local[*]")
    builder = SparkSession.builder.appName("lienmach").master(master)
    if master.startswith("local"):
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        builder = builder.config("spark.driver.host", "127.0.0.1")
        builder = builder.config("spark.ui.enabled", "false")
    try:
        session = builder.config("spark.sql.session.timeZone", "UTC").getOrCreate()
    except Exception as error:  # Java's, py4j's and our own
        told = " ".join(str(error).split())[:120]
        raise Refused(f"Không mở được Spark ({master}): {told}") from error
    session.sparkContext.setLogLevel("ERROR")
    return session


def count(lake: Lake, measures: tuple[Measure, ...], by: str = "") -> pa.Table:
    """Count from the lake: ``COUNTED``, the measure as its place among ``measures``.

    With ``by`` it is by month, as its first day, and by the key of a dimension.
    """
    places = {measure.name: n for n, measure in enumerate(measures)}
    known = {table.facts: table for table in tables(measures)}
    found = [COUNTED.empty_table()]
    for (facts, unit, at), parts in axes(measures, by).items():
        wide = _scan(lake.rows(known[facts]), known[facts], (unit, at), parts, by)
        for n, part in enumerate(parts):
            found.append(_long(wide, f"c{n}", part, places))
    keys = ["unit", "day", "key", "measure"]
    summed = pa.concat_tables(found).group_by(keys).aggregate([("value", "sum")])
    summed = summed.rename_columns([*keys, "value"])
    return summed.filter(pc.field("value") != 0)


def _scan(
    rows: ir.Table, table: Table, axis: tuple[str, str], parts: list[Part], by: str
) -> pa.Table:
    """One scan: a row for each unit, day and key, a column for each part."""
    unit, at = axis
    rows = rows.filter(rows[at].notnull(), rows[unit].notnull())
    day = rows[at].date() if table.kind(at) is Kind.MOMENT else rows[at]
    key = ibis.literal("")
    if by:
        key = rows[dict(table.facts.parts)[by]].fill_null("")
        day = day.truncate("M")
    counts = {
        f"c{n}": rows.count(where=holds(rows, condition(one.measure)))
        for n, one in enumerate(parts)
    }
    grouped = rows.group_by(unit=rows[unit], day=day, key=key).aggregate(**counts)
    return grouped.to_pyarrow()


def _long(wide: pa.Table, column: str, part: Part, places: dict[str, int]) -> pa.Table:
    """The numbers of one part, as rows of ``COUNTED``."""
    some = wide.filter(pc.field(column) > 0)
    place = pa.repeat(pa.scalar(places[part.measure.name], pa.int32()), len(some))
    value = pc.multiply(some[column].cast(pa.int64()), part.sign)
    columns = [some["unit"], some["day"], some["key"], place, value]
    return pa.table(columns, names=COUNTED.names).cast(COUNTED)


def holds(rows: ir.Table, asked: Condition) -> ir.BooleanValue:
    """A condition as Ibis says it: true or false, never unknown."""
    match asked:
        case Every(of):
            return reduce(and_, (holds(rows, one) for one in of), ibis.literal(True))
        case Some(of):
            return reduce(or_, (holds(rows, one) for one in of))
        case Opposite(of):
            return ~holds(rows, of)
        case IsNothing(of):
            return said(rows, of).isnull()
        case OneOf(column, values):
            return said(rows, column).isin(values).fill_null(False)
        case Compared("exact", left, right):
            return (said(rows, left) == said(rows, right)).fill_null(False)
        case Compared(how, left, right):
            return COMPARE[how](said(rows, left), said(rows, right)).fill_null(False)
    raise AssertionError(asked)


def said(rows: ir.Table, word: Word) -> Any:
    match word:
        case Column(path):
            return rows[path]
        case Constant(value):
            return ibis.literal(_local(value))
        case First(of):
            return ibis.coalesce(*(said(rows, one) for one in of))
        case DayOf(of):
            return said(rows, of).date()
        case Later(of, days):
            return (said(rows, of) + ibis.interval(days=days)).cast("date")
    raise AssertionError(word)


def _local(value: str | int | date | datetime) -> str | int | date | datetime:
    """Moments stand in the lake as the clock of the offices shows them."""
    if isinstance(value, datetime):
        return value.astimezone(ZONE).replace(tzinfo=None)
    return value


def by_month(counted: pa.Table) -> Iterable[tuple[int, str, str, int]]:
    """Numbers of days as those of months: measure, unit, month, value; sorted."""
    month = pc.strftime(counted["day"], format="%Y-%m")
    keys = ["measure", "unit", "month"]
    told = counted.append_column("month", month).group_by(keys)
    summed = told.aggregate([("value", "sum")]).sort_by(
        [(k, "ascending") for k in keys]
    )
    for row in summed.to_pylist():
        if row["value_sum"]:
            yield row["measure"], row["unit"], row["month"], row["value_sum"]
