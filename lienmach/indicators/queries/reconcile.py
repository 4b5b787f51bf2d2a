"""Everything that is stored of figures against what the facts say."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import connection, transaction

from lienmach.indicators import registry
from lienmach.indicators.queries.counting import HALVES, MONTHS, whole, whole_parts

# A stored figure must be what the facts say, unless it is marked: then it is not read.
CELLS = """
WITH facts (unit, day, measure, value) AS ({facts})
SELECT coalesce(stored.unit_id, facts.unit), coalesce(stored.day, facts.day),
       coalesce(stored.measure, facts.measure), '',
       coalesce(stored.value, 0), coalesce(facts.value, 0)
FROM indicators_cell AS stored FULL JOIN facts
  ON facts.unit = stored.unit_id AND facts.day = stored.day
 AND facts.measure = stored.measure
WHERE stored.value IS DISTINCT FROM facts.value
  AND NOT EXISTS (SELECT FROM indicators_mark AS mark
                  WHERE mark.unit_id = coalesce(stored.unit_id, facts.unit)
                    AND mark.day = coalesce(stored.day, facts.day))
"""
# The sums of a month and of its second half say what its cells do, marked or not.
SUMS = """
WITH facts (unit, month, measure, value) AS ({facts})
SELECT coalesce(stored.unit_id, facts.unit), coalesce(stored.month, facts.month),
       coalesce(stored.measure, facts.measure), %s,
       coalesce(stored.value, 0), coalesce(facts.value, 0)
FROM {table} AS stored FULL JOIN facts
  ON facts.unit = stored.unit_id AND facts.month = stored.month
 AND facts.measure = stored.measure
WHERE stored.value IS DISTINCT FROM facts.value
"""
PARTS = """
WITH facts (unit, month, dimension, measure, key, value) AS ({facts}),
stored AS (SELECT * FROM indicators_partsum WHERE dimension = %s)
SELECT coalesce(stored.unit_id, facts.unit), coalesce(stored.month, facts.month),
       coalesce(stored.measure, facts.measure),
       %s || ' ' || coalesce(stored.key, facts.key),
       coalesce(stored.value, 0), coalesce(facts.value, 0)
FROM stored FULL JOIN facts
  ON facts.unit = stored.unit_id AND facts.month = stored.month
 AND facts.measure = stored.measure AND facts.key = stored.key
WHERE stored.value IS DISTINCT FROM facts.value
  AND NOT EXISTS (SELECT FROM indicators_mark AS mark
                  WHERE mark.unit_id = coalesce(stored.unit_id, facts.unit)
                    AND date_trunc('month', mark.day)::date
                        = coalesce(stored.month, facts.month))
"""


def differences() -> Iterator[str]:
    """Count every stored figure again and tell each that differs, a line each.

    All of it sees the same moment, while steps and recounts go on.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield from compared()


def compared() -> Iterator[str]:
    """The same in the transaction of the caller."""
    for derived in registry.derived():
        yield from derived.differences()
    facts = whole()
    yield from asked(CELLS, facts.sql, facts.params)
    yield from sums_compared()
    for name, (label, _) in registry.dimensions().items():
        facts = whole_parts(name)
        yield from asked(PARTS, facts.sql, (*facts.params, name, label))


def sums_compared() -> Iterator[str]:
    """Tell each sum of a month, or from its 15th, that is not what its cells say."""
    for table, sums, label in (
        ("indicators_monthsum", MONTHS, "tháng"),
        ("indicators_halfsum", HALVES, "tháng từ ngày 15"),
    ):
        yield from asked(SUMS.replace("{table}", table), sums, (label,))


def asked(template: str, facts: str, params: tuple[Any, ...]) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(_told(template, facts), params)
        yield from map(said, cursor.fetchall())


def _told(template: str, facts: str) -> str:
    """Put the code of the unit in the place of its key, in a fixed order."""
    return (
        "SELECT unit.code, found.day, found.measure, found.what,"  # noqa: S608 - ours
        " found.stored, found.facts"
        f" FROM ({template.format(facts=facts)})"
        " AS found (unit, day, measure, what, stored, facts)"
        " JOIN org_unit AS unit ON unit.id = found.unit ORDER BY 1, 2, 3, 4"
    )


def said(row: tuple[str, date, str, str, int, int]) -> str:
    code, day, measure, what, stored, facts = row
    kind = f" ({what})" if what else ""
    return f"{measure}{kind}\t{code}\t{day}\tđang giữ {stored}\tđếm lại {facts}"
