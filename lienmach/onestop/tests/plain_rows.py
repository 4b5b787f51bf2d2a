"""The rows of some dossiers, inserted once more by ``pgbench``: the least they cost.

Each dossier is a transaction of plain statements that is undone at its end, so that
nothing is kept. It takes none of the decisions of a receive, reads nothing and waits
for no disk.
"""

import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import connection

from lienmach.base.embedded import programs

SECONDS, FAR, MOST = 4, 10**9, 100  # of what pgbench takes 128
# What a receive writes, and how each row is found by the case.
TABLES = {
    "onestop_party": (
        "id = (SELECT owner_id FROM onestop_dossier WHERE case_id = %(case)s)"
    ),
    "cases_case": "id = %(case)s",
    "cases_caseevent": "case_id = %(case)s",
    "cases_promise": "case_id = %(case)s",
    "cases_span": "case_id = %(case)s",
    "onestop_dossier": "case_id = %(case)s",
    "onestop_bookentry": "dossier_id = %(case)s",
    "onestop_paper": "dossier_id = %(case)s",
    "onestop_charge": "dossier_id = %(case)s",
    "onestop_slip": "dossier_id = %(case)s",
}
KEYS = {"id", "case_id", "dossier_id", "owner_id"}  # moved far away,
UNIQUE = {"code", "token", "id_number"}  # and what may be there once made other
COLUMNS = """
SELECT column_name, data_type FROM information_schema.columns
WHERE table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position
"""
TOLD = re.compile(r"^tps = ([\d.]+)", re.MULTILINE)


def rate(cases: Sequence[int], *, at_once: int = 1) -> float:
    """How many dossiers a second so many connections insert."""
    with TemporaryDirectory() as folder:
        scripts = []
        for case in cases[:MOST]:
            script = Path(folder, f"{case}.sql")
            script.write_text("\n".join(_statements(case)), encoding="utf-8")
            scripts += ["-f", str(script)]
        told = subprocess.run(
            [
                *(str(programs() / "pgbench"), "-n", "-T", str(SECONDS)),
                *("-c", str(at_once), *scripts, os.environ["DATABASE_URL"]),
            ],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        ).stdout
    if (found := TOLD.search(told)) is None:
        raise SystemExit(f"pgbench không nói được bao nhiêu: {told[-300:]}")
    return float(found[1])


def _statements(case: int) -> Iterator[str]:
    yield "BEGIN;"
    with connection.cursor() as cursor:
        for table, where in TABLES.items():
            columns, rows = _rows(cursor, table, where, case)
            marks = ", ".join(["%s"] * len(columns))
            for row in rows:
                insert = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks});"  # noqa: S608 - ours
                yield cursor.mogrify(insert, row)
    yield "SET CONSTRAINTS ALL IMMEDIATE;"
    yield "ROLLBACK;"


def _rows(
    cursor: Any, table: str, where: str, case: int
) -> tuple[list[str], list[tuple[Any, ...]]]:
    """The rows of a dossier under keys far away, with what is unique made other."""
    cursor.execute(COLUMNS, [table])
    columns, told = [], []
    for name, kind in cursor.fetchall():
        columns.append(f'"{name}"')
        if name in KEYS:
            told.append(f'"{name}" + {FAR}')
        elif name in UNIQUE and table != "cases_caseevent":
            told.append(f"'z' || right(\"{name}\", 11)")
        elif table == "onestop_bookentry" and name == "number":
            told.append(f'"{name}" + 1000000')
        elif kind in {"tsvector", "jsonb"}:
            told.append(f'"{name}"::text')
        else:
            told.append(f'"{name}"')
    select = f"SELECT {', '.join(told)} FROM {table} WHERE {where}"  # noqa: S608 - ours
    cursor.execute(select, {"case": case})
    return columns, cursor.fetchall()
