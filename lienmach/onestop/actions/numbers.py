"""Numbers that are given once: each series of a unit and a day or year is a row."""

from datetime import date

from django.db import connection

from lienmach.base.prepared import Prepared
from lienmach.calc.dossier_code import PATTERN, code_of

SETTING = "dossier-code"  # holds the pattern that an office has chosen
TAKE = """
INSERT INTO onestop_counter (series, unit_id, period, last) VALUES (%s, %s, %s, 1)
ON CONFLICT (series, unit_id, period) DO UPDATE SET last = onestop_counter.last + 1
RETURNING last
"""
# With what else a code is made of, so that the row is held no longer than it must be.
TAKE_FOR_CODE = Prepared(
    "onestop_take_for_code",
    ("bigint", "text", "text"),
    """
INSERT INTO onestop_counter (series, unit_id, period, last)
VALUES ('dossier', $1, $2, 1)
ON CONFLICT (series, unit_id, period) DO UPDATE SET last = onestop_counter.last + 1
RETURNING last,
    (SELECT code FROM org_unit WHERE id = onestop_counter.unit_id),
    (SELECT value #>> '{}' FROM org_setting WHERE name = $3)
""",
)


def next_number(series: str, unit_id: int, period: str) -> int:
    """Take the next number of a series; whoever asks after us waits until we end.

    Ask late in a transaction: the row is held until it ends, so that no number is
    skipped by a failure and none is given twice.
    """
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [series, unit_id, period])
        last: int = cursor.fetchone()[0]
        return last


def hold_series(series: str, unit_id: int, period: str) -> None:
    """Let nobody take a number of a series until our transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO onestop_counter (series, unit_id, period, last)"
            " VALUES (%s, %s, %s, 0) ON CONFLICT (series, unit_id, period)"
            " DO UPDATE SET last = onestop_counter.last",
            [series, unit_id, period],
        )


def dossier_code(unit_id: int, day: date) -> str:
    """Make the code of a dossier received by a unit on a day. One query.

    The number of the day takes a fifth digit when four are full.
    """
    [taken] = TAKE_FOR_CODE.run([unit_id, f"{day:%y%m%d}", SETTING])
    number, agency, pattern = taken
    return code_of(pattern or PATTERN, agency=agency, day=day, number=number)
