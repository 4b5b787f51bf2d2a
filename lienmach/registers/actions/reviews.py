"""What is recorded of the yearly review of procedures; nothing is written over."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction

from lienmach.base.actor import Actor
from lienmach.calc.local import day_of
from lienmach.calc.refusal import Refused
from lienmach.registers.actions.procedures import RIGHT
from lienmach.registers.models import Review
from lienmach.registers.queries.named import named

Proposal = Review.Proposal
KEPT = (
    "unit_id",
    "year",
    "procedure_id",
    "plan",
    "planned_on",
    "reviewed_on",
    "proposal",
    "finding",
    "approved_by",
    "approved_on",
    "is_dropped",
)


@transaction.atomic
def plan(
    unit_id: int,
    year: int,
    codes: Collection[str],
    *,
    document: str,
    on: date,
    actor: Actor,
    at: datetime,
) -> tuple[int, int]:
    """Put procedures into the plan of a year: how many are new, how many were there.

    What was taken out of the plan comes back into it by the document that says so.
    """
    actor.require(RIGHT, unit_id)
    _come(on, at)
    procedures = named(codes)
    rows = Review.objects.select_for_update().filter(
        unit=unit_id, year=year, procedure__in=procedures, replaced_at=None
    )
    there = {row.procedure_id: row for row in rows}
    new = 0
    for procedure in procedures:
        known = there.get(procedure.pk)
        if known and not known.is_dropped:
            continue
        new += 1
        changes = {"plan": document, "planned_on": on, "is_dropped": False}
        if known:
            _write(known, actor, at, **changes)
            continue
        Review.objects.create(
            unit_id=unit_id,
            year=year,
            procedure=procedure,
            made_by_id=actor.user_id,
            made_at=at,
            **changes,
        )
    return new, len(procedures) - new


@transaction.atomic
def record_result(
    review: Review,
    *,
    on: date,
    proposal: str,
    finding: str,
    note: str = "",
    actor: Actor,
    at: datetime,
) -> Review:
    """Say what a review proposes; to say otherwise later needs a reason."""
    known = _held(review, actor)
    _come(on, at)
    if known.reviewed_on and not note.strip():
        raise Refused("Đã ghi kết quả: sửa thì ghi lý do.")
    if known.approved_on and proposal == Proposal.KEEP:
        raise Refused("Phương án đã được phê duyệt, không thể ghi lại là giữ nguyên.")
    if known.approved_on and known.approved_on < on:
        raise Refused("Ngày rà soát không thể sau ngày phê duyệt.")
    return _write(
        known,
        actor,
        at,
        reviewed_on=on,
        proposal=proposal,
        finding=finding,
        note=note.strip(),
    )


@transaction.atomic
def record_approval(
    reviews: Collection[Review],
    *,
    document: str,
    on: date,
    note: str = "",
    actor: Actor,
    at: datetime,
) -> int:
    """Say by which document simplification plans were approved; all of them or none."""
    _come(on, at)
    if not reviews:
        raise Refused("Chưa chọn thủ tục nào.")
    for review in reviews:
        known = _held(review, actor)
        code = known.procedure.code
        if known.proposal not in (Proposal.SIMPLIFY, Proposal.ABOLISH):
            raise Refused(f"{code} chưa có kiến nghị đơn giản hóa hay bãi bỏ.")
        if known.reviewed_on and on < known.reviewed_on:
            raise Refused(f"{code} rà soát sau ngày phê duyệt này.")
        if known.approved_on and not note.strip():
            raise Refused(f"{code} đã ghi phê duyệt: sửa thì ghi lý do.")
        _write(
            known,
            actor,
            at,
            approved_by=document,
            approved_on=on,
            note=note.strip(),
        )
    return len(reviews)


@transaction.atomic
def drop(review: Review, *, note: str, actor: Actor, at: datetime) -> Review:
    """Take a procedure out of a plan; what was recorded of it stays in the trail."""
    known = _held(review, actor)
    if not note.strip():
        raise Refused("Ghi lý do đưa ra khỏi kế hoạch.")
    if known.approved_on:
        raise Refused("Phương án đã được phê duyệt thì không đưa ra khỏi kế hoạch.")
    return _write(known, actor, at, is_dropped=True, note=note.strip())


def _held(review: Review, actor: Actor) -> Review:
    """The row as it is now, locked; another's entry in the meantime is not lost."""
    rows = Review.objects.select_for_update(of=("self",)).select_related("procedure")
    known = rows.get(pk=review.pk)
    actor.require(RIGHT, known.unit_id)
    if known.replaced_at:
        raise Refused("Người khác vừa ghi về thủ tục này: mở lại trang rồi ghi.")
    if known.is_dropped:
        raise Refused("Thủ tục này đã đưa ra khỏi kế hoạch.")
    return known


def _write(known: Review, actor: Actor, at: datetime, **changes: Any) -> Review:
    Review.objects.filter(pk=known.pk).update(replaced_at=at)
    said = {name: getattr(known, name) for name in KEPT}
    return Review.objects.create(
        **{**said, **changes}, made_by_id=actor.user_id, made_at=at
    )


def _come(on: date, at: datetime) -> None:
    if on > day_of(at):
        raise Refused("Ngày ghi trên văn bản chưa đến.")
