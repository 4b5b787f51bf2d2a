"""Numbers that are given once: each series of a unit and a day or year is a row."""

from datetime import date

from django.db import connection

from lienmach.org.models import Setting, Unit

PATTERN = "{agency}-{day}-{number}"  # until an office has chosen its own
SETTING = "dossier-code"


def next_number(series: str, unit_id: int, period: str) -> int:
    """Take the next number of a series; whoever asks after us waits until we end.

    Ask late in a transaction: the row is held until it ends, so that no number is
    skipped by a failure and none is given twice.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO onestop_counter (series, unit_id, period, last)"
            " VALUES (%s, %s, %s, 1) ON CONFLICT (series, unit_id, period)"
            " DO UPDATE SET last = onestop_counter.last + 1 RETURNING last",
            [series, unit_id, period],
        )
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
    """Make the code of a dossier received by a unit on a day.

    The number of the day takes a fifth digit when four are full.
    """
    agency = Unit.objects.values_list("code", flat=True).get(pk=unit_id)
    chosen = Setting.objects.filter(name=SETTING).values_list("value", flat=True)
    pattern = str(chosen.first() or PATTERN)
    number = next_number("dossier", unit_id, f"{day:%y%m%d}")
    return pattern.format(agency=agency, day=f"{day:%y%m%d}", number=f"{number:04}")
