"""What ``bench_lake`` measures: imported once Django has been set up."""

import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from django.db import connection

from lienmach.indicators import registry
from lienmach.indicators.actions import rebuild
from lienmach.indicators.actions.lake import export, reconciled
from lienmach.indicators.queries.lake.engines import count, opened
from lienmach.indicators.queries.lake.tables import tables
from lienmach.onestop.tests.figures_measured import fill, in_databases, tell

TODAY = date(2026, 1, 5)
MINUTE = 60.0


def main() -> int:
    """Run for each size; ends with 1 if the lake and the cells disagree."""
    return in_databases(_measure)


def _measure(size: int) -> int:
    fill(size)
    rebuild()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    with TemporaryDirectory() as folder:
        return _in_a_lake(Path(folder), size)


def _in_a_lake(lake: Path, size: int) -> int:
    facts = sum(table.facts.model._default_manager.count() for table in tables())
    for name in ("lake_written", "lake_unchanged"):
        begun = perf_counter()
        export(lake, today=TODAY)
        _tell(name, perf_counter() - begun, facts)
    begun = perf_counter()
    with opened(str(lake), "duckdb") as seen:
        count(seen, registry.known())
    _tell("lake_counted", perf_counter() - begun, facts)
    begun = perf_counter()
    wrong = list(reconciled(lake, "duckdb", today=TODAY))
    _tell("lake_reconciled", perf_counter() - begun, facts)
    sys.stderr.write("".join(f"{line}\n" for line in wrong[:5]))
    return int(bool(wrong))


def _tell(name: str, took: float, facts: int) -> None:
    allowed = MINUTE * facts / 10_000_000
    tell(name, took, "s", allowed, allowed / took, facts)
