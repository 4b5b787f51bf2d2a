"""Milestones of procedures, marked by the hundred."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from lienmach.base.actor import Actor
from lienmach.base.parts import day
from lienmach.calc.local import day_of
from lienmach.calc.refusal import Refused
from lienmach.registers.actions.marks import RENEWED, locked, written
from lienmach.registers.actions.procedures import RIGHT
from lienmach.registers.models import (
    Milestone,
    Procedure,
    ProcedureChange,
    ProcedureVersion,
)
from lienmach.registers.queries.named import OfCodes, named

BY_DOCUMENT = frozenset(
    {
        Milestone.Kind.PROPOSED,
        Milestone.Kind.APPROVED,
        Milestone.Kind.PUBLISHED,
        Milestone.Kind.PROCESS,
    }
)


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
        raise OfCodes(f"{{codes}} không còn áp dụng ngày {day(on)}.", ended)
    if kind == Milestone.Kind.PROCESS:
        log = ProcedureChange.objects.filter(procedure__in=procedures)
        decided = set(
            log.filter(decided_on__lte=on).values_list("procedure", flat=True)
        )
        if early := [one.code for one in procedures if one.pk not in decided]:
            raise OfCodes(
                f"{{codes}}: ngày {day(on)} chưa ký quyết định nào về thủ tục, quy "
                "trình không thể có trước.",
                early,
            )


def _renew(rows: Iterable[Milestone], on: date, actor: Actor, at: datetime) -> None:
    """End what a new document takes the place of."""
    for row in rows:
        written(row, on, row.note, actor, at)
