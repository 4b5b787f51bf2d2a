"""Marks, recounts and the rebuilding of everything that is kept of figures."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache
from hashlib import sha256

from django.db import connection, transaction

from lienmach.calc.period import FIRST_DAY
from lienmach.indicators import registry
from lienmach.indicators.queries.counting import (
    HALVES,
    MONTHS,
    WINDOWS,
    Days,
    bound,
    everything,
    next_month,
    scans,
)
from lienmach.indicators.registry import UnitDay
from lienmach.org.actions.settings import set_value
from lienmach.org.models import Setting

# One key for all of us: a recount holds it shared, a rebuild alone.
WHOLE = 7_026_001
COUNTED_BY = "measures-counted"  # the setting that says by which measures
AT_ONCE = 200  # unit-months in one turn of the worker


def marking(rows: str) -> str:
    """The same as ``mark`` at the end of another statement, of the rows (unit, day)
    that a query of it gives."""
    return f"INSERT INTO indicators_mark (unit_id, day) {rows}"


def mark(touched: Iterable[UnitDay]) -> None:
    """Say which unit-days must be counted again, inside the caller's transaction."""
    unit_days = set(touched)
    if unit_days:
        units, days = zip(*unit_days, strict=True)
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO indicators_mark (unit_id, day)"
                " SELECT * FROM unnest(%s::bigint[], %s::date[])",
                [list(units), list(days)],
            )


def marked_months(limit: int = AT_ONCE) -> list[UnitDay]:
    """The unit-months that have marks, by their first days; some of them if many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT unit_id, date_trunc('month', day)::date"
            " FROM indicators_mark GROUP BY 1, 2 ORDER BY min(id) LIMIT %s",
            [limit],
        )
        return [UnitDay(*row) for row in cursor.fetchall()]


def recount_marked(*, limit: int = AT_ONCE) -> int:
    """Count again what is marked, a transaction a unit-month; return how many."""
    months = marked_months(limit)
    for unit_id, month in months:
        recount(unit_id, month)
    return len(months)


def recount_when_idle(at: datetime) -> bool:
    """Count again what is marked; say whether there was anything (a worker's chore).

    After a new version of the product has brought other measures it is everything:
    what is new is in no cell yet.
    """
    if is_outdated():
        rebuild()
        return True
    return recount_marked() > 0


def is_outdated() -> bool:
    """Whether what is kept was counted by other measures than those of today."""
    kept = Setting.objects.filter(name=COUNTED_BY).values_list("value", flat=True)
    return kept.first() != _declared()


@cache
def _declared() -> str:
    """All measures as they are declared, in short."""
    said = sorted(
        f"{m.name} {m.unit} {m.at} {m.until} {m.where!r} {m.facts.where!r}"
        for m in registry.known()
    )
    return sha256("\n".join(said).encode()).hexdigest()


@transaction.atomic
def recount(unit_id: int, month: date) -> int:
    """Count the marked days of a unit's month again; return how many there were.

    The month is locked, for its sum is written as well. The marks go first and the
    facts are counted by later statements: these see every fact whose mark is gone. A
    mark that comes meanwhile stays for the next recount.
    """
    end = next_month(month)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock_shared(%s),"
            " pg_advisory_xact_lock(%s::int, %s::int)",
            [WHOLE, unit_id % 2**31, month.toordinal()],
        )
        cursor.execute(
            "WITH gone AS (DELETE FROM indicators_mark"
            " WHERE unit_id = %s AND day >= %s AND day < %s RETURNING day)"
            " SELECT DISTINCT day FROM gone",
            [unit_id, month, end],
        )
        days = [day for (day,) in cursor.fetchall()]
    if days:
        _write_days(unit_id, days)
        _write_sums(unit_id, month, end)
        _write_parts(unit_id, month, end)
    return len(days)


def _write_days(unit_id: int, days: list[date]) -> None:
    found = scans(registry.known())
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM indicators_cell WHERE unit_id = %s AND day = ANY(%s)",
            [unit_id, days],
        )
        cursor.execute(
            "INSERT INTO indicators_cell (unit_id, day, measure, value)"  # noqa: S608
            " SELECT counted.unit, counted.day, counted.measure, sum(counted.value)"
            f" FROM {WINDOWS} CROSS JOIN LATERAL ({found.sql})"
            " AS counted (unit, day, key, measure, value)"
            " GROUP BY 1, 2, 3 HAVING sum(counted.value) <> 0",
            [*bound(Days(unit_id, day, day) for day in days), *found.params],
        )


def _write_sums(unit_id: int, month: date, end: date) -> None:
    """Add up a month, and again from the day on which reports are cut."""
    begins = {"monthsum": month, "halfsum": month.replace(day=FIRST_DAY)}
    with connection.cursor() as cursor:
        for table, begin in begins.items():
            cursor.execute(
                f"DELETE FROM indicators_{table} WHERE unit_id = %s AND month = %s",  # noqa: S608 - ours
                [unit_id, month],
            )
            cursor.execute(
                f"INSERT INTO indicators_{table} (unit_id, month, measure, value)"  # noqa: S608 - ours
                " SELECT unit_id, %s, measure, sum(value) FROM indicators_cell"
                " WHERE unit_id = %s AND day >= %s AND day < %s"
                " GROUP BY unit_id, measure HAVING sum(value) <> 0",
                [month, unit_id, begin, end],
            )


def _write_parts(unit_id: int, month: date, end: date) -> None:
    whole = Days(unit_id, month, end - timedelta(days=1))
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM indicators_partsum WHERE unit_id = %s AND month = %s",
            [unit_id, month],
        )
        for name in registry.dimensions():
            found = scans(registry.known(), name)
            cursor.execute(
                "INSERT INTO indicators_partsum"  # noqa: S608 - compiled
                " (unit_id, month, dimension, measure, key, value)"
                " SELECT counted.unit, %s, %s, counted.measure, counted.key,"
                f" sum(counted.value) FROM {WINDOWS}"
                f" CROSS JOIN LATERAL ({found.sql})"
                " AS counted (unit, day, key, measure, value)"
                " GROUP BY 1, 4, 5 HAVING sum(counted.value) <> 0",
                [month, name, *bound([whole]), *found.params],
            )


def wait_for_recounts() -> None:
    """Let no recount begin until the transaction ends; wait for those under way.

    For who locks facts and rebuilds afterwards: a recount that waits for the facts
    would be waited for by the rebuild.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WHOLE])


@transaction.atomic
def rebuild() -> int:
    """Count everything again from the facts, by set statements; return how many cells.

    For bulk loads, swaps and merges, and after a measure was added. Steps go on
    meanwhile: their marks come after ours are gone, and are counted later.
    """
    wait_for_recounts()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '64MB'")
        for derived in registry.derived():
            derived.again()
        # After a bulk load the server plans by what the tables held before it: joins
        # of empty tables, which then take minutes instead of a second.
        cursor.execute("ANALYZE")
        cursor.execute("DELETE FROM indicators_mark")
        for table in ("cell", "monthsum", "halfsum", "partsum"):
            cursor.execute(f"DELETE FROM indicators_{table}")  # noqa: S608 - ours
        counted = everything()
        keys = [f"key_{n}" for n in range(len(registry.dimensions()))]
        # A table that is made from a question is asked for by several processes at
        # once, an insert from one by a single one.
        cursor.execute(
            f"CREATE TEMP TABLE counted (unit, day, {', '.join(keys)}, measure, value)"
            f" ON COMMIT DROP AS {counted.sql}",
            counted.params,
        )
        cursor.execute("ANALYZE counted")
        cursor.execute(
            "INSERT INTO indicators_cell (unit_id, day, measure, value)"
            " SELECT unit, day, measure, sum(value)::bigint FROM counted"
            " GROUP BY 1, 2, 3 HAVING sum(value) <> 0"
        )
        cells = int(cursor.rowcount)
        for table, sums in (("monthsum", MONTHS), ("halfsum", HALVES)):
            cursor.execute(
                f"INSERT INTO indicators_{table} (unit_id, month, measure, value)"
                f" {sums}"
            )
        for key, name in zip(keys, registry.dimensions(), strict=True):
            cursor.execute(
                "INSERT INTO indicators_partsum"  # noqa: S608 - our columns
                " (unit_id, month, dimension, measure, key, value)"
                f" SELECT unit, date_trunc('month', day)::date, %s, measure, {key},"
                f" sum(value)::bigint FROM counted WHERE {key} IS NOT NULL"
                " GROUP BY 1, 2, 4, 5 HAVING sum(value) <> 0",
                [name],
            )
        cursor.execute("DROP TABLE counted")
    set_value(COUNTED_BY, _declared())
    return cells
