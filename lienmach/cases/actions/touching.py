"""What a change of a case means for figures: marked days, spans written again."""

from datetime import datetime

from django.db import connection, transaction

from lienmach.base.prepared import Prepared
from lienmach.calc.local import day_of
from lienmach.cases.models import Case
from lienmach.cases.queries import ALL_SPANS, SPANS_OF_ONE
from lienmach.indicators.actions import mark, marking
from lienmach.indicators.registry import UnitDay

SPAN_COLUMNS = "case_id, unit_id, kind, begins_on, ends_on"
MARKED = marking("SELECT unit, day FROM unnest($2) AS unit, days WHERE day IS NOT NULL")
# The spans of a case are written again and its days marked, in one statement: its plan
# costs as much as its run, and every step that touches the clock pays for it. Of spans
# only what is different is marked: the days of the rest have not moved.
WRITE_AND_MARK = Prepared(
    "cases_write_spans_and_mark",
    ("bigint", "bigint[]", "date[]"),
    f"""
WITH gone AS (
    DELETE FROM cases_span WHERE case_id = $1 RETURNING kind, begins_on, ends_on
), made AS (
    INSERT INTO cases_span ({SPAN_COLUMNS}) {SPANS_OF_ONE}
    RETURNING kind, begins_on, ends_on
), moved AS (
    (SELECT * FROM gone EXCEPT SELECT * FROM made)
    UNION ALL
    (SELECT * FROM made EXCEPT SELECT * FROM gone)
), days AS (
    SELECT unnest($3) AS day UNION SELECT begins_on FROM moved
    UNION SELECT ends_on FROM moved
)
{MARKED}
""",  # noqa: S608 - ours
)


def touch(case: Case, *moments: datetime, clock: bool = False) -> None:
    """Say that what a case counts for on the days of some moments may have changed.

    The one hook by which figures learn of changes: every action here calls it, and so
    does whoever writes a fact about a case that is counted, such as a receipt. With
    ``clock`` the days on which the case is overdue or paused are worked out again.
    """
    units = {case.received_unit_id, case.decides_unit_id}
    days = {day_of(at) for at in moments}
    if clock:
        WRITE_AND_MARK.run([case.pk, list(units), list(days)])
    else:
        mark(UnitDay(unit_id, day) for unit_id in units for day in days)


@transaction.atomic
def rewrite_spans() -> None:
    """Work out the spans of all cases again; steps wait the seconds that it takes."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE cases_span IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("DELETE FROM cases_span")
        cursor.execute(f"INSERT INTO cases_span ({SPAN_COLUMNS}) {ALL_SPANS}")
