"""Milestones of procedures: marked by the hundred, ended and put right one by one."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction

from lienmach.base.actor import Actor
from lienmach.calc.local import day_of
from lienmach.calc.refusal import Refused
from lienmach.registers.actions.procedures import RIGHT
from lienmach.registers.models import Milestone, Procedure
from lienmach.registers.queries.named import named

BY_DOCUMENT = frozenset(
    {Milestone.Kind.PROPOSED, Milestone.Kind.APPROVED, Milestone.Kind.PUBLISHED}
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
    procedures = _locked(named(codes))
    rows = Milestone.objects.current().filter(kind=kind, procedure__in=procedures)
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
    milestone: Milestone, *, last_day: date, note: str, actor: Actor, at: datetime
) -> Milestone:
    """Say that it holds no more after a day, and why."""
    known = _held(milestone, actor, note)
    if known.valid_to:
        raise Refused("Mốc này đã ghi kết thúc.")
    if last_day < known.valid_from:
        raise Refused("Ngày kết thúc không thể trước ngày bắt đầu.")
    if last_day > day_of(at):
        raise Refused("Ngày kết thúc chưa đến.")
    _replace(known, at)
    return Milestone.objects.create(
        procedure=known.procedure,
        kind=known.kind,
        valid_from=known.valid_from,
        valid_to=last_day + timedelta(days=1),
        document=known.document,
        note=note.strip(),
        made_by_id=actor.user_id,
        made_at=at,
    )


@transaction.atomic
def withdraw(milestone: Milestone, *, note: str, actor: Actor, at: datetime) -> None:
    """Take back what was marked by mistake: it counts on no day, but stays."""
    known = _held(milestone, actor, note)
    _replace(known, at)
    Milestone.objects.filter(pk=known.pk).update(note=note.strip())


def _check(kind: str, on: date, document: str, at: datetime) -> None:
    if kind not in Milestone.Kind.values:
        raise Refused("Không có mốc đó.")
    if on > day_of(at):
        raise Refused("Ngày này chưa đến: chưa có thì chưa ghi.")
    if kind in BY_DOCUMENT and not document.strip():
        raise Refused("Mốc này phải ghi số văn bản.")


def _held(milestone: Milestone, actor: Actor, note: str) -> Milestone:
    actor.require(RIGHT)
    rows = Milestone.objects.select_for_update(of=("self",))
    known = rows.select_related("procedure").get(pk=milestone.pk)
    if known.replaced_at:
        raise Refused("Người khác vừa ghi về mốc này: mở lại trang rồi ghi.")
    if not note.strip():
        raise Refused("Ghi lý do.")
    return known


def _locked(procedures: Collection[Procedure]) -> list[Procedure]:
    """Two who mark the same procedures wait for each other."""
    keys = [one.pk for one in procedures]
    rows = Procedure.objects.select_for_update().filter(pk__in=keys)
    return list(rows.order_by("pk"))


def _replace(known: Milestone, at: datetime) -> None:
    Milestone.objects.filter(pk=known.pk).update(replaced_at=at)
