"""The register book: a line for every dossier, closed when its year has ended."""

from datetime import datetime

from django.db import connection, transaction

from lienmach.base.actor import Actor
from lienmach.base.prepared import Prepared
from lienmach.calc.local import day_of
from lienmach.calc.refusal import Refused
from lienmach.onestop.flow import LEAD
from lienmach.onestop.models import Book, BookEntry, Dossier
from lienmach.onestop.queries import books as queries

ENTER = Prepared(
    "onestop_enter",
    ("bigint", "bigint", "int"),
    """
WITH taken AS (
    INSERT INTO onestop_counter (series, unit_id, period, last)
    SELECT 'book', $2, $3::text, 1
    WHERE NOT EXISTS (SELECT FROM onestop_book WHERE unit_id = $2 AND year = $3)
    ON CONFLICT (series, unit_id, period) DO UPDATE SET last = onestop_counter.last + 1
    RETURNING last
)
INSERT INTO onestop_bookentry (dossier_id, unit_id, year, number)
SELECT $1, $2, $3, last FROM taken
RETURNING number
""",
)
# Dossiers that were not received one by one, such as those of another system.
ENTER_MISSING = """
WITH missing AS (
    SELECT d.case_id, row_number() OVER (ORDER BY c.received_at, c.id) AS place
    FROM onestop_dossier d JOIN cases_case c ON c.id = d.case_id
    WHERE c.received_unit_id = %(unit)s AND c.parent_id IS NULL
      AND c.received_at >= %(start)s AND c.received_at < %(end)s
      AND NOT EXISTS (SELECT FROM onestop_bookentry e WHERE e.dossier_id = d.case_id)
), taken AS (
    INSERT INTO onestop_counter (series, unit_id, period, last)
    SELECT 'book', %(unit)s, %(period)s, count(*) FROM missing HAVING count(*) > 0
    ON CONFLICT (series, unit_id, period)
    DO UPDATE SET last = onestop_counter.last + excluded.last
    RETURNING last
)
INSERT INTO onestop_bookentry (dossier_id, unit_id, year, number)
SELECT case_id, %(unit)s, %(year)s,
       taken.last - (SELECT count(*) FROM missing) + missing.place
FROM missing, taken
"""


def enter(dossier: Dossier) -> BookEntry:
    """Give a dossier its number in the book of the year. One query.

    Numbers run on without a gap: whoever asks after us waits until we end.
    """
    case = dossier.case
    year = day_of(case.received_at).year
    found = ENTER.run([dossier.pk, case.received_unit_id, year])
    if not found:
        raise Refused(
            f"Sổ theo dõi năm {year} đã khóa: không ghi thêm hồ sơ vào năm đó."
        )
    return BookEntry(
        dossier=dossier, unit_id=case.received_unit_id, year=year, number=found[0][0]
    )


@transaction.atomic
def enter_missing(unit_id: int, year: int) -> int:
    """Enter by time of receipt what came in otherwise than at the counter."""
    if queries.closed(unit_id, year):
        raise Refused(f"Sổ theo dõi năm {year} đã khóa.")
    start, end = queries.bounds(year)
    values: dict[str, int | str | datetime] = {
        "unit": unit_id,
        "year": year,
        "period": str(year),
        "start": start,
        "end": end,
    }
    with connection.cursor() as cursor:
        cursor.execute(ENTER_MISSING, values)
        return int(cursor.rowcount)


@transaction.atomic
def close(unit_id: int, year: int, *, actor: Actor, at: datetime) -> Book:
    """Close the book of a year that has ended; no dossier is entered in it any more.

    What becomes of the dossiers in it is still written beside them.
    """
    actor.require(LEAD, unit_id)
    if day_of(at).year <= year:
        raise Refused(f"Năm {year} chưa hết: chưa khóa sổ được.")
    with connection.cursor() as cursor:  # wait for whoever is entering a dossier
        cursor.execute(
            "SELECT last FROM onestop_counter WHERE series = 'book'"
            " AND unit_id = %s AND period = %s FOR UPDATE",
            [unit_id, str(year)],
        )
    if queries.closed(unit_id, year):
        raise Refused(f"Sổ theo dõi năm {year} đã khóa.")
    enter_missing(unit_id, year)
    last, open_left = queries.state_of(unit_id, year)
    if not last:
        raise Refused(f"Sổ theo dõi năm {year} không có hồ sơ nào.")
    return Book.objects.create(
        unit_id=unit_id,
        year=year,
        last=last,
        open_left=open_left,
        closed_at=at,
        closed_by_id=actor.user_id,
    )
