"""What ``bench_figures`` measures: imported once Django has been set up."""

import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from django.db import connection, transaction

from lienmach.calc.forms import Form
from lienmach.calc.local import day_bounds
from lienmach.calc.period import Window
from lienmach.cases import actions as cases
from lienmach.cases.models import Case
from lienmach.indicators.actions import mark, rebuild, recount
from lienmach.indicators.queries.forms import Figure, figures, forms
from lienmach.indicators.queries.reconcile import differences
from lienmach.indicators.queries.scope import As, Scope, only, scope_of
from lienmach.indicators.queries.totals import totals
from lienmach.indicators.registry import UnitDay, countable
from lienmach.onestop.tests import make_dossier as made
from lienmach.org.models import UnitVersion
from lienmach.registers.models import ProcedureVersion
from tests import make

UNITS = 200
MOST, TIMES = 50.0, 30  # milliseconds that a form may take; how often it is measured
QUARTER = (date(2024, 4, 1), date(2024, 6, 30))
OF_REPORTS = Window(date(2024, 3, 15), date(2024, 6, 14))  # cut in mid-month

CASES = """
INSERT INTO cases_case (kind, code, received_unit_id, unit_id, decides_unit_id, state,
    limit_amount, limit_clock, received_at, promised_at, due_at, finished_at, closed_at,
    number, tokens)
SELECT 'dossier', 'B' || n, counter, division, division,
       CASE WHEN is_done THEN 'returned' ELSE 'in_progress' END, 5, 'working_days',
       begun, begun + interval '7 days', begun + interval '7 days',
       CASE WHEN is_done THEN begun + took END, CASE WHEN is_done THEN begun + took END,
       1, ''
FROM (
    SELECT n, counters[1 + n::int %% array_length(counters, 1)] AS counter,
           divisions[1 + n::int %% array_length(divisions, 1)] AS division,
           timestamptz '2023-01-02 08:00+07'
             + (abs(hashint4(n::int)::bigint) %% 900) * interval '1 day'
             + (n %% 480) * interval '1 minute' AS begun,
           (abs(hashint4extended(n::int, 7)) %% 11) * interval '1 day'
             + interval '1 hour' AS took,
           n %% 29 <> 0 AS is_done
    FROM generate_series(1, %(n)s) AS n,
         (SELECT %(counters)s::bigint[] AS counters,
                 %(divisions)s::bigint[] AS divisions) AS places
) AS made
"""
PROMISES = """
INSERT INTO cases_promise (case_id, cause, promised_at, made_at, reason)
SELECT id, 'first', promised_at, received_at, '' FROM cases_case
"""
DOSSIERS = """
INSERT INTO onestop_dossier (case_id, procedure_id, channel, owner_id, owner_name,
    owner_key, submitter_name, address, phone, email, content, quantity, is_same_day,
    return_way, notify_way, position, paper_number, token)
SELECT id, %(procedure)s, CASE WHEN id %% 4 = 0 THEN 'online' ELSE 'counter' END,
       %(owner)s, 'A', 'a', '', '', '', '', '', 1, false, 'counter', 'none', 1, '',
       'b' || id
FROM cases_case
"""
DIRECT = """
SELECT (SELECT count(*) FROM cases_case JOIN onestop_dossier ON case_id = id
        WHERE kind = 'dossier' AND parent_id IS NULL AND state <> 'cancelled'
          AND received_unit_id = ANY(%(units)s)
          AND received_at >= %(start)s AND received_at < %(stop)s),
       (SELECT count(*) FROM cases_case JOIN onestop_dossier ON case_id = id
        WHERE kind = 'dossier' AND parent_id IS NULL AND state <> 'cancelled'
          AND channel = 'online' AND received_unit_id = ANY(%(units)s)
          AND received_at >= %(start)s AND received_at < %(stop)s),
       finished.*, standing.*
FROM (
    SELECT count(*), count(*) FILTER (WHERE finished_at > promised_at)
    FROM cases_case
    WHERE kind = 'dossier' AND parent_id IS NULL AND state <> 'cancelled'
      AND decides_unit_id = ANY(%(units)s)
      AND finished_at >= %(start)s AND finished_at < %(stop)s
) AS finished, (
    SELECT count(*), count(*) FILTER (WHERE promised_at < %(stop)s)
    FROM cases_case
    WHERE kind = 'dossier' AND parent_id IS NULL AND state <> 'cancelled'
      AND decides_unit_id = ANY(%(units)s) AND received_at < %(stop)s
      AND (finished_at IS NULL OR finished_at >= %(stop)s)
) AS standing
"""
# What this transaction has read: rows of the tables one after another, and entries of
# their indexes.
ROWS_READ = """
SELECT sum(pg_stat_get_xact_tuples_returned(found.oid))
FROM (
    SELECT oid FROM pg_class AS cells WHERE relname = ANY(%(tables)s)
    UNION ALL
    SELECT indexrelid FROM pg_index JOIN pg_class AS cells ON cells.oid = indrelid
    WHERE relname = ANY(%(tables)s)
) AS found
"""
CELLS = (
    *("indicators_cell", "indicators_monthsum"),
    *("indicators_halfsum", "indicators_partsum"),
)
NAMES = (
    *("dossiers_received", "dossiers_received_online", "dossiers_finished"),
    *("dossiers_late", "dossiers_open", "dossiers_overdue"),
)


def main() -> int:
    """Run for each size; ends with 1 if cells and direct SQL disagree."""
    return in_databases(_measure)


def in_databases(measure: Callable[[int], int]) -> int:
    """Measure each size in a database of its own; return the worst that is said."""
    sizes = [int(os.environ["N"])] if os.environ.get("N") else [100_000, 1_000_000]
    return max([_in_a_database(size, measure) for size in sizes])


def _in_a_database(size: int, measure: Callable[[int], int]) -> int:
    usual = str(connection.settings_dict["NAME"])
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        return measure(size)
    finally:
        connection.creation.destroy_test_db(usual, verbosity=0)


def _measure(size: int) -> int:
    units = fill(size)
    begun = perf_counter()
    cells = rebuild()
    tell("figures_rebuild", perf_counter() - begun, "s", size, cells / size, size)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    scope = only(units)
    window = Window(*QUARTER)
    by_cells, read = timed(lambda: _read(scope, window))
    direct, counted = timed(lambda: _directly(units, window))
    tell("figures_quarter", by_cells, "ms", direct, direct / by_cells, size)
    every_form(size, units, direct)
    _steps(size, units, direct)
    if read != counted:
        sys.stderr.write(f"figures differ: {read} {counted}\n")
    wrong = list(differences()) if size <= 100_000 else []
    return int(read != counted or bool(wrong))


def every_form(size: int, units: list[int], direct: float) -> None:
    """Each form for the whole province and the quarter as reports cut it, from asking
    which units are below it and of which level they are.

    Of the dearest also the processor's time, ours and the database's, against the 50
    ms that a form may take; and how many cells one form reads, against how many there
    can be: a unit has one a day of each measure, however many dossiers.
    """
    versions = UnitVersion.objects.filter(unit__in=units)
    versions.filter(unit__in=units[::10]).update(level=make.level("district"))
    root, window = versions.values_list("parent", flat=True)[0], OF_REPORTS
    assert root

    def read(form: Form) -> list[Figure]:
        return figures(form, scope_of(root, As.THEN, today=window.end), window)

    took = {}
    for code, form in sorted(forms().items()):
        took[code], _ = timed(partial(read, form))
        name = f"figures_form_{code.replace('-', '_')}"
        tell(name, took[code], "ms", direct, direct / took[code], size)
    dearest = forms()[max(took, key=lambda code: took[code])]
    spent = processor_time(partial(read, dearest))
    tell("figures_dearest_form_processor", spent, "ms", MOST, spent / MOST, size)
    cells = rows_read(partial(read, forms()["ho-so"]), CELLS)
    most = len(units) * len(window) * len(countable())
    tell("figures_form_cells_read", cells, "cells", most, cells / most, size)


def processor_time(run: Callable[[], Any]) -> float:
    """Milliseconds of processor that a run takes here and in the database's process."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    begun = process_time() + _spent(pid)
    for _ in range(TIMES):
        run()
    return (process_time() + _spent(pid) - begun) * 1000 / TIMES


def _spent(pid: int) -> float:
    """Seconds that a process has run so far, if it is on this machine; to the
    nanosecond, where its clock in ``stat`` ticks every ten milliseconds."""
    stat = Path(f"/proc/{pid}/schedstat")
    return int(stat.read_text().split()[0]) / 1e9 if stat.exists() else 0.0


@transaction.atomic
def rows_read(run: Callable[[], Any], tables: Sequence[str]) -> int:
    """How many rows of some tables a run reads, by the database's own count."""
    with connection.cursor() as cursor:
        cursor.execute(ROWS_READ, {"tables": list(tables)})
        (before,) = cursor.fetchone()
        run()
        cursor.execute(ROWS_READ, {"tables": list(tables)})
        return int(cursor.fetchone()[0] - before)


def _steps(size: int, units: list[int], direct: float) -> None:
    """What a step pays for its marks, and a recount of what it marked.

    Of the marks the processor's time, ours and the database's, inside a transaction:
    that of the step is there anyway.
    """
    case = Case.objects.filter(finished_at=None)[0]
    with transaction.atomic():
        took = processor_time(lambda: _touch(case))
    tell("figures_marks_of_a_step", took, "ms", 1.0, took, size)
    days = [QUARTER[0] + timedelta(days=n) for n in range(20)]

    def again() -> None:
        mark(UnitDay(units[-1], day) for day in days[:1])
        recount(units[-1], QUARTER[0])

    took, _ = timed(again)
    tell("figures_recount_of_a_day", took, "ms", direct, direct / took, size)
    mark(UnitDay(unit_id, day) for unit_id in units[:20] for day in days)
    scope, window = only(units), Window(*QUARTER)
    took, _ = timed(lambda: _read(scope, window))
    tell("figures_quarter_400_days_marked", took, "ms", direct, direct / took, size)


def _touch(case: Case) -> None:
    cases.touch(case, case.received_at, clock=True)


def fill(size: int) -> list[int]:
    office = made.office()
    procedure = ProcedureVersion.objects.get()
    owner = made.party()
    counters = [make.unit(office.committee).pk for _ in range(UNITS // 4)]
    divisions = [make.unit(office.committee).pk for _ in range(UNITS * 3 // 4)]
    places: dict[str, Any] = {"n": size, "counters": counters, "divisions": divisions}
    with connection.cursor() as cursor:
        cursor.execute(CASES, places)
        cursor.execute(PROMISES)
        cursor.execute(DOSSIERS, {"procedure": procedure.pk, "owner": owner.pk})
        cursor.execute("ANALYZE")
    return [*counters, *divisions]


def _read(scope: Scope, window: Window) -> tuple[int, ...]:
    found = totals(NAMES, scope, window)
    return tuple(found.of(name) for name in NAMES)


def _directly(units: list[int], window: Window) -> tuple[int, ...]:
    start, stop = day_bounds(window.start)[0], day_bounds(window.end)[1]
    with connection.cursor() as cursor:
        cursor.execute(DIRECT, {"units": units, "start": start, "stop": stop})
        return tuple(cursor.fetchone())


def timed(run: Callable[[], Any]) -> tuple[float, Any]:
    """The best of nine runs in milliseconds, after one to warm up: a machine that is
    shared says more of its other work than of ours."""
    answer = run()
    took = []
    for _ in range(9):
        begun = perf_counter()
        answer = run()
        took.append((perf_counter() - begun) * 1000)
    return min(took), answer


def tell(
    name: str, value: float, unit: str, against: float, ratio: float, n: int
) -> None:
    said = {"name": name, "value": round(value, 3), "unit": unit}
    said |= {"against": round(against, 3), "ratio": round(ratio, 3), "n": n}
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()
