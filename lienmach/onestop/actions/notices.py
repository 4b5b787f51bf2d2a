"""Notices of financial obligation: they come, are given on, are paid; the clock waits.

A dossier waits from when its notice came until the last of its notices was paid.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lienmach.base.actor import Actor
from lienmach.base.parts import day, number
from lienmach.calc.local import day_of
from lienmach.calc.refusal import Refused
from lienmach.cases import actions as cases
from lienmach.cases.models import Case
from lienmach.onestop.actions import chains, steps
from lienmach.onestop.actions.losses import may_record
from lienmach.onestop.flow import PROCESS, State
from lienmach.onestop.models import TaxNotice

Way = TaxNotice.Way


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice as it came from the tax office."""

    number: str
    issued_on: date
    issuer: str
    amount: int
    came_on: date
    pay_by: date

    def words(self) -> str:
        return (
            f"Thông báo {self.number} ngày {day(self.issued_on)} của {self.issuer}: "
            f"{number(self.amount)} đồng, hạn nộp {day(self.pay_by)}"
        )


@transaction.atomic
def receive(
    case_id: int,
    notice: Notice,
    *,
    actor: Actor,
    at: datetime,
    number: int | None = None,
) -> TaxNotice:
    """A notice came for a dossier: from now on the dossier waits for its payment."""
    case = cases.locked(case_id, actor=actor, number=number)
    actor.require(PROCESS, case.unit_id)
    chains.refuse_for_a_root(case_id, "owe")
    _check(notice, case, at)
    same = TaxNotice.objects.filter(dossier=case_id, number=notice.number)
    if same.filter(cancelled_at=None).exists():
        raise Refused(f"Thông báo {notice.number} đã ghi ở hồ sơ này.")
    if case.state == State.IN_PROGRESS:
        steps.take(case_id, "owe", actor=actor, at=at, note=notice.words())
    elif case.state == State.OWING:
        cases.note_on(case, "notice", notice.words(), actor=actor, at=at)
    else:
        state = str(State(case.state).label).lower()
        raise Refused(
            f"Hồ sơ {state}: chỉ nhận thông báo khi đang xử lý hoặc đang chờ nghĩa vụ "
            "tài chính."
        )
    return TaxNotice.objects.create(
        dossier_id=case_id,
        number=notice.number,
        issued_on=notice.issued_on,
        issuer=notice.issuer,
        amount=notice.amount,
        came_on=notice.came_on,
        pay_by=notice.pay_by,
        made_at=at,
        made_by_id=actor.user_id,
    )


@transaction.atomic
def give(
    notice_id: int,
    way: str,
    *,
    on: date,
    how: str,
    actor: Actor,
    at: datetime,
    number: int | None = None,
) -> TaxNotice:
    """It was given to the applicant: ``how`` is who took it, its code, or where to."""
    notice, case = _held(notice_id, actor, number)
    if not may_record(case, actor):
        raise PermissionDenied("notices")
    if way not in Way.values:
        raise Refused("Chọn cách trao thông báo.")
    if notice.cancelled_at:
        raise Refused(f"{notice} đã hủy.")
    if notice.given_on:
        raise Refused(f"{notice} đã ghi trao ngày {day(notice.given_on)}.")
    if not how.strip():
        raise Refused("Ghi người nhận, mã bưu gửi hoặc nơi gửi bản điện tử.")
    _within(on, notice.came_on, at, "Ngày trao", "ngày nhận được thông báo")
    said = f"{notice}: {Way(way).label.lower()} ngày {day(on)}, {how.strip()}"
    cases.note_on(case, "notice_given", said, actor=actor, at=at)
    notice.way, notice.given_on, notice.given_how = way, on, how.strip()
    notice.given_by_id = actor.user_id
    notice.save(update_fields=["way", "given_on", "given_how", "given_by"])
    return notice


@transaction.atomic
def pay(
    notice_id: int,
    *,
    on: date,
    receipt: str,
    actor: Actor,
    at: datetime,
    number: int | None = None,
) -> TaxNotice:
    """It was paid, which a receipt proves; with the last one the clock runs again."""
    notice, case = _open(notice_id, actor, number)
    actor.require(PROCESS, case.unit_id)
    if not receipt.strip():
        raise Refused("Ghi số chứng từ nộp tiền.")
    _within(on, notice.issued_on, at, "Ngày nộp tiền", "ngày thông báo")
    notice.paid_on, notice.receipt = on, receipt.strip()
    notice.paid_at, notice.paid_by_id = at, actor.user_id
    notice.save(update_fields=["paid_on", "receipt", "paid_at", "paid_by"])
    said = f"{notice}: nộp ngày {day(on)}, chứng từ {notice.receipt}"
    others = TaxNotice.objects.filter(dossier=case.pk, paid_on=None, cancelled_at=None)
    if case.state == State.OWING and not others.exists():
        steps.take(case.pk, "paid", actor=actor, at=at, note=said)
    else:
        cases.note_on(case, "notice_paid", said, actor=actor, at=at)
    return notice


@transaction.atomic
def cancel(
    notice_id: int,
    *,
    reason: str,
    actor: Actor,
    at: datetime,
    number: int | None = None,
) -> TaxNotice:
    """It was entered by mistake, or the tax office took it back; it stays to be seen.

    The clock is left as it is: somebody says whether the dossier waits for another, or
    takes the step ``unowed``, for nothing is owed.
    """
    notice, case = _open(notice_id, actor, number)
    actor.require(PROCESS, case.unit_id)
    if not reason.strip():
        raise Refused("Ghi lý do hủy.")
    said = f"{notice}: {reason.strip()}"
    cases.note_on(case, "notice_cancel", said, actor=actor, at=at)
    notice.cancelled_at, notice.cancel_reason = at, reason.strip()
    notice.save(update_fields=["cancelled_at", "cancel_reason"])
    return notice


def _open(notice_id: int, actor: Actor, number: int | None) -> tuple[TaxNotice, Case]:
    """A notice that nothing has ended, with its case locked."""
    notice, case = _held(notice_id, actor, number)
    if not notice.is_open:
        how = "đã hủy" if notice.cancelled_at else "đã ghi nộp"
        raise Refused(f"{notice} {how}.")
    return notice, case


def _held(notice_id: int, actor: Actor, number: int | None) -> tuple[TaxNotice, Case]:
    """A notice as it is now, with its case locked."""
    notice = TaxNotice.objects.filter(pk=notice_id).first()
    if notice is None:
        raise Refused("Không thấy thông báo này.")
    case = cases.locked(notice.dossier_id, actor=actor, number=number)
    notice.refresh_from_db()
    return notice, case


def _check(notice: Notice, case: Case, at: datetime) -> None:
    if notice.amount <= 0:
        raise Refused("Số tiền phải lớn hơn 0.")
    received = day_of(case.received_at)
    _within(notice.issued_on, received, at, "Ngày thông báo", "ngày tiếp nhận hồ sơ")
    _within(notice.came_on, notice.issued_on, at, "Ngày nhận", "ngày thông báo")
    if notice.pay_by < notice.issued_on:
        raise Refused("Hạn nộp không thể trước ngày thông báo.")


def _within(on: date, first: date, at: datetime, what: str, since: str) -> None:
    if on > day_of(at):
        raise Refused(f"{what} không thể sau hôm nay.")
    if on < first:
        raise Refused(f"{what} không thể trước {since} ({day(first)}).")
