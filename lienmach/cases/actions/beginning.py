"""What is written beside a new case, in one statement: every receipt pays for it."""

from datetime import datetime

from lienmach.base.actor import Actor
from lienmach.base.prepared import Prepared
from lienmach.calc.flow import Effect
from lienmach.calc.local import day_of
from lienmach.cases.models import Case, Promise, Span
from lienmach.indicators.actions import marking

OPENED = "open"
MARKED = marking(
    "SELECT DISTINCT unit, day FROM unnest(ARRAY[$8, $9]) AS unit,"
    " unnest(ARRAY[$11, $12]) AS day WHERE day IS NOT NULL"
)
WRITE = Prepared(
    "cases_begin",
    (
        "bigint",  # 1: the case
        "text",  # 2: its state
        "timestamptz",  # 3: when it was opened
        "timestamptz",  # 4: when that is written down
        "bigint",  # 5: the actor
        "bigint",  # 6: who holds it, the unit
        "bigint",  # 7: and the person
        "bigint",  # 8: the unit that took it
        "bigint",  # 9: the unit that answers
        "timestamptz",  # 10: what is promised
        "date",  # 11: the day of receipt
        "date",  # 12: at the end of which day it is overdue
    ),
    f"""
WITH told AS (
    INSERT INTO cases_caseevent (
        case_id, number, step, source, state, effect, at, made_at,
        actor_id, unit_id, person_id, note
    )
    VALUES ($1, 1, '{OPENED}', '', $2, '{Effect.KEEP}', $3, $4, $5, $6, $7, '')
), promised AS (
    INSERT INTO cases_promise (
        case_id, cause, promised_at, made_at, made_by_id, reason
    )
    SELECT $1, '{Promise.Cause.FIRST}', $10, $3, $5, '' WHERE $10 IS NOT NULL
), overdue AS (
    INSERT INTO cases_span (case_id, unit_id, kind, begins_on)
    SELECT $1, $9, '{Span.Kind.OVERDUE}', $12 WHERE $12 IS NOT NULL
)
{MARKED}
""",  # noqa: S608 - ours
)


def write_beginning(
    case: Case, *, actor: Actor | None, at: datetime, made_at: datetime
) -> None:
    """Write the first event of a case that was just stored, and what was promised.

    A promise has a span that begins on its day. The days of both are marked, so that
    figures learn of the case.
    """
    day, begins_on = day_of(case.received_at), None
    if case.promised_at:
        begins_on = max(day_of(case.promised_at), day)
    WRITE.run(
        [
            case.pk,
            case.state,
            at,
            made_at,
            actor.user_id if actor else None,
            case.unit_id,
            case.person_id,
            case.received_unit_id,
            case.decides_unit_id,
            case.promised_at,
            day,
            begins_on,
        ]
    )
