"""Milestones of procedures: marked by the hundred, ended and put right one by one."""

from collections.abc import Collection, Iterable
from copy import copy
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import Q

from lienmach.base.actor import Actor
from lienmach.calc.local import day_of
from lienmach.calc.refusal import Refused
from lienmach.registers.actions.procedures import RIGHT
from lienmach.registers.models import (
    Milestone,
    Procedure,
    ProcedureChange,
    ProcedureVersion,
    UnitMark,
)
from lienmach.registers.queries.named import named, some_of

BY_DOCUMENT = frozenset(
    {
        Milestone.Kind.PROPOSED,
        Milestone.Kind.APPROVED,
        Milestone.Kind.PUBLISHED,
        Milestone.Kind.PROCESS,
    }
)
# What a later document takes the place of: the earlier one holds until then.
RENEWED = frozenset({Milestone.Kind.PROCESS})
Marked = TypeVar("Marked", Milestone, UnitMark)


@transaction.atomic
def mark(
    codes: Collection[str],
    kind: str,
    *,
    on: date,
    document: str,
    actor: Actor,
    at: datetime,
) -> tuple[int, int]:
    """Say that something holds for procedures from a day on: how many new, how many so.

    What holds already stays as it was written. What came to an end may begin again,
    but not before that end.
    """
    actor.require(RIGHT)
    _check(kind, on, document, at)
    procedures = locked(named(codes))
    _refuse_idle(procedures, kind, on)
    rows = Milestone.objects.current().filter(kind=kind, procedure__in=procedures)
    if kind in RENEWED:
        _renew(rows.filter(valid_to=None, valid_from__lt=on), on, actor, at)
    standing = {row.procedure_id for row in rows if row.valid_to is None}
    for row in rows.select_related("procedure"):
        if row.valid_to and row.valid_to > on and row.procedure_id not in standing:
            code = row.procedure.code
            raise Refused(f"{code} đã ghi mốc này đến hết {row.last_day:%d/%m/%Y}.")
    new = [one for one in procedures if one.pk not in standing]
    Milestone.objects.bulk_create(
        Milestone(
            procedure=one,
            kind=kind,
            valid_from=on,
            document=document,
            made_by_id=actor.user_id,
            made_at=at,
        )
        for one in new
    )
    return len(new), len(procedures) - len(new)


@transaction.atomic
def end(
    mark: Marked, *, last_day: date, note: str, actor: Actor, at: datetime
) -> Marked:
    """Say that it holds no more after a day, and why."""
    known = _held(mark, actor, note)
    if known.valid_to:
        raise Refused("Mốc này đã ghi kết thúc.")
    if last_day < known.valid_from:
        raise Refused("Ngày kết thúc không thể trước ngày bắt đầu.")
    if last_day > day_of(at):
        raise Refused("Ngày kết thúc chưa đến.")
    return _written(known, last_day + timedelta(days=1), note.strip(), actor, at)


@transaction.atomic
def withdraw(mark: Marked, *, note: str, actor: Actor, at: datetime) -> None:
    """Take back what was marked by mistake: it counts on no day, but stays.

    What it took the place of holds again, as long as it would have.
    """
    if isinstance(mark, Milestone):
        locked([mark.procedure])
    known = _held(mark, actor, note)
    known.replaced_at, known.note = at, note.strip()
    known.save(update_fields=["replaced_at", "note"])
    if isinstance(known, Milestone) and known.kind in RENEWED:
        # Who says that one has ended says why: without a note a later one ended it.
        ended = Milestone.objects.current().filter(
            kind=known.kind,
            procedure=known.procedure_id,
            valid_to=known.valid_from,
            note="",
        )
        for row in ended:
            _written(row, known.valid_to, row.note, actor, at)


def _check(kind: str, on: date, document: str, at: datetime) -> None:
    if kind not in Milestone.Kind.values:
        raise Refused("Không có mốc đó.")
    if on > day_of(at):
        raise Refused("Ngày này chưa đến: chưa có thì chưa ghi.")
    if kind in BY_DOCUMENT and not document.strip():
        raise Refused("Mốc này phải ghi số văn bản.")


def _refuse_idle(procedures: list[Procedure], kind: str, on: date) -> None:
    """What is said of a procedure that has ended, or of a process that follows nothing.

    A mark may come before the day from which a new version holds, not before its
    decision was signed: no process follows what nobody had decided.
    """
    held = ProcedureVersion.objects.current().filter(
        Q(valid_to=None) | Q(valid_to__gt=on), procedure__in=procedures
    )
    lasting = set(held.values_list("procedure", flat=True))
    if ended := [one.code for one in procedures if one.pk not in lasting]:
        raise Refused(f"{some_of(ended)} không còn áp dụng ngày {on:%d/%m/%Y}.")
    if kind == Milestone.Kind.PROCESS:
        log = ProcedureChange.objects.filter(procedure__in=procedures)
        decided = set(
            log.filter(decided_on__lte=on).values_list("procedure", flat=True)
        )
        if early := [one.code for one in procedures if one.pk not in decided]:
            raise Refused(
                f"{some_of(early)}: ngày {on:%d/%m/%Y} chưa ký quyết định nào về thủ "
                "tục, quy trình không thể có trước."
            )


def _held(mark: Marked, actor: Actor, note: str) -> Marked:
    rows = type(mark)._default_manager.select_for_update(of=("self",))
    known = rows.get(pk=mark.pk)
    actor.require(RIGHT, known.unit_id if isinstance(known, UnitMark) else None)
    if known.replaced_at:
        raise Refused("Người khác vừa ghi về mốc này: mở lại trang rồi ghi.")
    if not note.strip():
        raise Refused("Ghi lý do.")
    return known


def locked(procedures: Collection[Procedure]) -> list[Procedure]:
    """Two who mark the same procedures wait for each other."""
    keys = [one.pk for one in procedures]
    rows = Procedure.objects.select_for_update().filter(pk__in=keys)
    return list(rows.order_by("pk"))


def _renew(rows: Iterable[Milestone], on: date, actor: Actor, at: datetime) -> None:
    """End what a new document takes the place of."""
    for row in rows:
        _written(row, on, row.note, actor, at)


def _written(
    known: Marked, valid_to: date | None, note: str, actor: Actor, at: datetime
) -> Marked:
    """Put a row that ends on another day, or on none, in the place of one."""
    made = copy(known)
    known.replaced_at = at
    known.save(update_fields=["replaced_at"])
    made.pk, made._state.adding = None, True
    made.valid_to, made.note = valid_to, note
    made.made_by_id, made.made_at = actor.user_id, at
    made.save()
    return made
