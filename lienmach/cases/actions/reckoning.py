"""Deadlines are worked out again when the calendar has changed.

What was promised stays promised: only ``due_at`` follows, and the trail says so. A kind
learns which of its cases are now due at another time and decides whom to tell.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time
from typing import NamedTuple

from django.db import connection, transaction

from lienmach.base.jobs import Progress
from lienmach.base.parts import moment
from lienmach.calc.bulk import Facts, due_many
from lienmach.calc.calendar import WorkCalendar
from lienmach.calc.deadline import Clock, Limit, readings
from lienmach.calc.flow import Effect
from lienmach.calc.local import day_of
from lienmach.calc.pauses import Pause
from lienmach.calc.rules import rules_on
from lienmach.calc.standing import soon_at
from lienmach.cases import registry
from lienmach.cases.models import Case, CaseEvent, Wait
from lienmach.cases.registry import Rescheduled
from lienmach.registers.queries.calendar import Calendars

BATCH = 5_000
CALENDAR = "calendar"  # the step on the trail


class Row(NamedTuple):
    """What a deadline is worked out from, and what is stored of it."""

    id: int
    received_unit_id: int
    received_at: datetime
    limit_amount: int
    limit_clock: str
    limit_cutoff: time | None
    due_at: datetime

    @property
    def limit(self) -> Limit:
        return Limit(self.limit_amount, Clock(self.limit_clock), self.limit_cutoff)


def work_out_all(*, at: datetime, progress: Progress | None = None) -> int:
    """Work out every running case again; say how many are due at another time.

    In batches, each a transaction of its own: it may be stopped and begun again.
    """
    calendars, last, changed = Calendars(projected=True), 0, 0
    while True:
        rows = _running(after=last)
        if not rows:
            return changed
        last = rows[-1].id
        if progress:
            progress.step(changed, 0, f"Đã tính lại {changed} việc có hạn khác trước")
        moved = list(_moved(rows, calendars))
        if moved:
            changed += _write([one.case_id for one in moved], calendars, at)


def _running(*, after: int) -> list[Row]:
    rows = (
        Case.objects.running()
        .filter(pk__gt=after, limit_amount__isnull=False)
        .order_by("pk")
        .values_list(*Row._fields)[:BATCH]
    )
    return [Row(*row) for row in rows]


def _moved(rows: Sequence[Row], calendars: Calendars) -> Iterator[Rescheduled]:
    """The rows whose stored deadline is no longer what the facts say."""
    waits = _waits(row.id for row in rows)
    plain: dict[WorkCalendar, list[Row]] = {}
    for row in rows:
        if row.id in waits:
            due = _due(
                row,
                waits[row.id],
                _calendar(row, calendars),
            )
            if due and due != row.due_at:
                yield Rescheduled(row.id, row.due_at, due)
        else:
            plain.setdefault(_calendar(row, calendars), []).append(row)
    for calendar, alike in plain.items():
        facts = (Facts(row.received_at, row.limit) for row in alike)
        for row, due in zip(alike, due_many(facts, calendar), strict=True):
            if due and due != row.due_at:
                yield Rescheduled(row.id, row.due_at, due)


def _calendar(row: Row, calendars: Calendars) -> WorkCalendar:
    return calendars.of(row.received_unit_id, day_of(row.received_at))


def _waits(case_ids: Iterable[int]) -> dict[int, list[Pause]]:
    found: dict[int, list[Pause]] = {}
    for wait in Wait.objects.filter(case__in=list(case_ids)):
        found.setdefault(wait.case_id, []).append(wait.pause())
    return found


def _due(row: Row, pauses: list[Pause], calendar: WorkCalendar) -> datetime | None:
    found = readings(row.received_at, row.limit, calendar, pauses)
    return rules_on(day_of(row.received_at)).due(found)


@transaction.atomic
def _write(case_ids: Sequence[int], calendars: Calendars, at: datetime) -> int:
    """Take hold of the cases, work them out once more, and write what has changed."""
    held = list(
        Case.objects.running()
        .filter(pk__in=case_ids)
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    rows = [Row(*(getattr(case, name) for name in Row._fields)) for case in held]
    moved = {one.case_id: one for one in _moved(rows, calendars)}
    cases = [case for case in held if case.pk in moved]
    for case, row in zip(held, rows, strict=True):
        if case.pk in moved:
            case.due_at = moved[case.pk].after
            near = case.promised_at or case.due_at
            calendar = _calendar(row, calendars)
            case.soon_at = soon_at(case.received_at, near, case.limit, calendar)
    _store(cases)
    CaseEvent.objects.bulk_create(_events(cases, moved, at), batch_size=1_000)
    for kind in registry.known():
        of_kind = [moved[case.pk] for case in cases if case.kind == kind.code]
        if of_kind and kind.rescheduled:
            kind.rescheduled(of_kind, at)
    return len(cases)


def _store(cases: Sequence[Case]) -> None:
    """Write the moments of many cases by one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_case SET due_at = new.due, soon_at = new.soon,"
            " number = number + 1 FROM unnest(%s::bigint[], %s::timestamptz[],"
            " %s::timestamptz[]) AS new (id, due, soon) WHERE cases_case.id = new.id",
            [
                [case.pk for case in cases],
                [case.due_at for case in cases],
                [case.soon_at for case in cases],
            ],
        )


def _events(
    cases: Iterable[Case], moved: dict[int, Rescheduled], at: datetime
) -> Iterator[CaseEvent]:
    for case in cases:
        one = moved[case.pk]
        said = f"Lịch làm việc thay đổi: hạn {moment(one.before)} thành "
        yield CaseEvent(
            case=case,
            number=case.number + 1,
            step=CALENDAR,
            source=case.state,
            state=case.state,
            effect=Effect.KEEP,
            at=at,
            made_at=at,
            unit_before_id=case.unit_id,
            unit_id=case.unit_id,
            person_before_id=case.person_id,
            person_id=case.person_id,
            note=said + moment(one.after),
        )
