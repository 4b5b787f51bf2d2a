from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from lienmach.base.actor import Actor
from lienmach.base.models import Message
from lienmach.calc.calendar import WorkCalendar
from lienmach.calc.deadline import readings
from lienmach.calc.flow import Effect
from lienmach.calc.local import ZONE, day_of
from lienmach.calc.pauses import Pause
from lienmach.calc.rules import rules_on
from lienmach.calc.standing import Clockwork
from lienmach.cases import registry
from lienmach.cases.models import Case, CaseEvent, Promise, Wait
from lienmach.registers.queries.calendar import work_calendar

# The words of calc.outcome, for the database.
PROMISED = Q(promised_at__isnull=False)
SAME_DAY = Q(promised_at=None) & Q(finished_at__date=F("received_at__date"))
FREE = Q(promised_at=None, limit_amount=None)
LATE = Q(finished_at__gt=F("promised_at")) | (
    Q(promised_at=None, limit_amount__isnull=False)
    & ~Q(finished_at__date=F("received_at__date"))
)
EARLY = Q(finished_at__date__lt=F("promised_at__date"))
ON_TIME = (Q(finished_at__lte=F("promised_at")) & ~EARLY) | SAME_DAY | FREE

# The days of Span, from promises and waits: of all cases, or of one of them. A promise
# holds until the next one is made; while a case waits it is not overdue. A case that
# was closed and never finished was called off: it is counted nowhere.
SPANS = """
WITH told AS (
    SELECT case_id, promised_at, made_at,
           lead(made_at) OVER (PARTITION BY case_id ORDER BY id) AS replaced_at
    FROM cases_promise WHERE withdrawn_at IS NULL AND {one}
), counted AS (
    SELECT id, decides_unit_id AS unit, finished_at,
           (finished_at AT TIME ZONE '{zone}')::date AS finished_on
    FROM cases_case
    WHERE (closed_at IS NULL OR finished_at IS NOT NULL) AND {one_case}
), waited AS (
    SELECT case_id, range_agg(daterange(begins, ends)) AS days
    FROM (
        SELECT case_id, (started_at AT TIME ZONE '{zone}')::date AS begins,
               (least(ended_at, counted.finished_at) AT TIME ZONE '{zone}')::date
                   AS ends
        FROM cases_wait JOIN counted ON counted.id = case_id WHERE {one}
    ) AS wait
    WHERE ends IS NULL OR begins < ends
    GROUP BY case_id
), late AS (
    SELECT case_id, counted.unit,
           (greatest(promised_at, made_at) AT TIME ZONE '{zone}')::date AS begins,
           least((replaced_at AT TIME ZONE '{zone}')::date, finished_on) AS ends
    FROM told JOIN counted ON counted.id = case_id
)
SELECT case_id, unit, 'overdue', lower(days), upper(days)
FROM (
    SELECT late.case_id, unit, unnest(
        datemultirange(daterange(begins, ends)) - coalesce(waited.days, '{{}}')
    ) AS days
    FROM late LEFT JOIN waited ON waited.case_id = late.case_id
    WHERE ends IS NULL OR begins < ends
) AS overdue
UNION ALL
SELECT case_id, unit, 'paused', lower(days), upper(days)
FROM (
    SELECT case_id, unit, unnest(waited.days) AS days
    FROM waited JOIN counted ON counted.id = case_id
) AS paused
"""
ALL_SPANS = SPANS.format(one="true", one_case="true", zone=ZONE.key)
SPANS_OF_ONE = SPANS.format(one="case_id = $1", one_case="id = $1", zone=ZONE.key)


def through(prefix: str, where: Q) -> Q:
    """Say a condition on cases of rows that lead to one: «case__»."""

    def said(child: Any) -> Any:
        if isinstance(child, Q):
            return through(prefix, child)
        name, value = child
        if isinstance(value, F):
            value = F(f"{prefix}{value.name}")  # type: ignore[attr-defined]  # its stubs leave it out
        return f"{prefix}{name}", value

    parts = map(said, where.children)
    return Q(*parts, _connector=where.connector, _negated=where.negated)


def overdue(now: datetime | Now) -> Q:
    """Open cases past the promise in force; one whose clock stands still is not."""
    return Q(
        finished_at=None, closed_at=None, promised_at__lt=now, due_at__isnull=False
    )


def soon_due(now: datetime | Now) -> Q:
    return Q(
        finished_at=None,
        closed_at=None,
        soon_at__lte=now,
        promised_at__gte=now,
        due_at__isnull=False,
    )


def pauses(case: Case) -> list[Pause]:
    """The waits of a case, in their order; the last may still be open."""
    return [wait.pause() for wait in case.waits.all()]


def calendar_of(case: Case) -> WorkCalendar:
    """The calendar a case is counted by: that of the unit that received it."""
    day = day_of(case.received_at)
    return work_calendar(case.received_unit_id, day, projected=True)


def worked_out(
    case: Case, waits: Iterable[Pause] = (), calendar: WorkCalendar | None = None
) -> datetime | None:
    """Work out when a case is due; whoever has its calendar at hand gives it.

    Without a limit it is the day that was set, for a kind that has one, else None; None
    also while a wait is open. Supplements are read as the law of
    the day of receipt reads them.
    """
    limit = case.limit
    if limit is None:
        return case.promised_at if registry.get(case.kind).is_dated else None
    calendar = calendar or calendar_of(case)
    found = readings(case.received_at, limit, calendar, list(waits))
    return rules_on(day_of(case.received_at)).due(found)


def last_event(case: Case) -> CaseEvent | None:
    return case.events.order_by("number").last()


def last_move(case: Case) -> CaseEvent | None:
    """The last event that moved a case and still stands: no note, nothing undone."""
    note = Q(effect=Effect.KEEP, source=F("state"), unit_before=F("unit"))
    moves = case.events.exclude(note).filter(undoes=None, undone_by=None)
    return moves.order_by("number").last()


def standing(case: Case, number: int) -> CaseEvent | None:
    """Return the event of a number if nothing stands after it.

    A later step that was taken back does not stand, nor does what took it back.
    """
    gone: set[int] = set()
    later = case.events.filter(number__gte=number).order_by("-number")
    for event in later:
        if event.undoes_id:
            gone.add(event.undoes_id)
        elif event.pk not in gone:
            return event if event.number == number else None
    return None


def open_wait(case: Case) -> Wait | None:
    return case.waits.filter(ended_at=None).first()


def promise_in_force(case: Case) -> Promise | None:
    return case.promises.filter(withdrawn_at=None).last()


def clockwork(case: Case, paused_at: datetime | None = None) -> Clockwork:
    """What ``calc.standing`` tells a case's chip from.

    ``paused_at`` is the start of its open wait: lists fetch it with their rows.
    """
    return Clockwork(
        case.received_at,
        case.promised_at,
        case.soon_at,
        case.finished_at,
        paused_at,
        has_limit=case.limit_amount is not None,
    )


def wrong_spans() -> list[str]:
    """Tell each stored span that its promises and waits do not say, and the reverse."""
    stored = "SELECT case_id, unit_id, kind, begins_on, ends_on FROM cases_span"
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH stored AS ({stored}), facts AS ({ALL_SPANS})"  # noqa: S608 - ours
            " SELECT code, found.* FROM ("
            "   SELECT 'thừa' AS is, * FROM"
            "     (SELECT * FROM stored EXCEPT ALL SELECT * FROM facts) AS more"
            "   UNION ALL SELECT 'thiếu', * FROM"
            "     (SELECT * FROM facts EXCEPT ALL SELECT * FROM stored) AS less"
            " ) AS found JOIN cases_case ON cases_case.id = found.case_id ORDER BY 1, 2"
        )
        return [
            f"{code}: {what} khoảng {kind} từ {begins} đến trước {ends or '…'}"
            for code, what, _, _, kind, begins, ends in cursor.fetchall()
        ]


def messages(actor: Actor) -> QuerySet[Message]:
    """The messages about cases that an actor sees and whose kind they look after.

    What is about several cases, a digest, belongs to who looks after those of its unit.
    """
    units = {
        kind.code: actor.units_with(kind.mailing)
        for kind in registry.known()
        if kind.mailing
    }
    kinds = [code for code, held in units.items() if held]
    seen = Case.objects.visible_to(actor).filter(kind__in=kinds, code=OuterRef("about"))
    digests = Q(about="", unit__in=frozenset().union(*units.values()))
    return Message.objects.filter(digests | Exists(seen))


def failed(actor: Actor) -> QuerySet[Message]:
    return messages(actor).filter(state=Message.State.FAILED)
