"""Fees: charged, waived, taken by a numbered receipt; the till of the day is closed."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from lienmach.base.actor import Actor
from lienmach.base.parts import day as day_words
from lienmach.base.parts import moment
from lienmach.base.parts import number as number_words
from lienmach.calc.local import day_of
from lienmach.calc.refusal import Refused
from lienmach.calc.till import accepted
from lienmach.cases import actions as cases
from lienmach.cases.models import Case
from lienmach.onestop.actions.numbers import hold_series, next_number
from lienmach.onestop.flow import RECEIVE, TILL, State
from lienmach.onestop.models import Charge, Closing, Receipt, ReceiptLine
from lienmach.onestop.queries import money as queries

SERIES = "receipt"
Method = Receipt.Method


@dataclass(frozen=True, slots=True)
class Payment:
    """How a fee is paid; without ``payer`` by whoever brought the dossier."""

    method: str = Method.CASH
    reference: str = ""
    payer: str = ""


@transaction.atomic
def add_charge(
    case_id: int,
    *,
    name: str,
    amount: int,
    agency_id: int | None = None,
    actor: Actor,
    at: datetime,
    number: int | None = None,
) -> Charge:
    """Charge something the procedure does not name, such as delivery by post."""
    case = _chargeable(case_id, actor, number)
    name = " ".join(name.split())
    if not name:
        raise Refused("Hãy ghi khoản thu là gì.")
    if not accepted(amount):
        raise Refused("Số tiền phải lớn hơn 0.")
    last = case.dossier.charges.order_by("number").last()
    said = f"{name}: {number_words(amount)} đồng"
    cases.note_on(case, "charge_add", said, actor=actor, at=at)
    return Charge.objects.create(
        dossier=case.dossier,
        number=last.number + 1 if last else 1,
        name=name,
        amount=amount,
        agency_id=agency_id or case.decides_unit_id,
        is_added=True,
    )


@transaction.atomic
def change_charge(
    charge_id: int,
    *,
    amount: int,
    reason: str,
    actor: Actor,
    at: datetime,
    number: int | None = None,
) -> Charge:
    """Put an amount right before it is paid; the trail keeps what it was, and why."""
    charge, case = _unpaid(charge_id, actor, number)
    if not reason.strip():
        raise Refused("Hãy ghi vì sao sửa số tiền.")
    before, charge.amount = charge.amount, accepted(amount)
    said = (
        f"{charge.name}: {number_words(before)} đồng thành {number_words(amount)} đồng."
        f" {reason.strip()}"
    )
    cases.note_on(case, "charge_change", said, actor=actor, at=at)
    charge.save(update_fields=["amount"])
    return charge


@transaction.atomic
def waive(
    charge_id: int,
    *,
    reason: str,
    actor: Actor,
    at: datetime,
    number: int | None = None,
) -> Charge:
    """Ask no money for a charge, and say why."""
    charge, case = _unpaid(charge_id, actor, number)
    reason = " ".join(reason.split())
    if not reason:
        raise Refused("Hãy ghi lý do được miễn.")
    cases.note_on(case, "charge_waive", f"{charge.name}: {reason}", actor=actor, at=at)
    charge.waived = reason
    charge.save(update_fields=["waived"])
    return charge


@transaction.atomic
def ask_again(
    charge_id: int, *, actor: Actor, at: datetime, number: int | None = None
) -> Charge:
    """Ask for a charge all the same that was waived by mistake."""
    charge, case = _unpaid(charge_id, actor, number)
    if not charge.waived:
        raise Refused("Khoản này không được miễn.")
    cases.note_on(case, "charge_ask", charge.name, actor=actor, at=at)
    charge.waived = ""
    charge.save(update_fields=["waived"])
    return charge


@transaction.atomic
def take_fee(
    case_id: int,
    payment: Payment,
    *,
    actor: Actor,
    at: datetime,
    number: int | None = None,
) -> Receipt:
    """Take all that a dossier owes and write a receipt for it.

    The dossier is held meanwhile: of two who take the same fee at once the second finds
    nothing owed. The receipt is numbered and falls into a till at the very end.
    """
    case = _chargeable(case_id, actor, number)
    charges = list(queries.owed(case.pk))
    if not charges:
        raise Refused(_nothing_owed(case))
    if payment.method not in Method.values:
        raise Refused("Hãy chọn hình thức thu.")
    if payment.method != Method.CASH and not payment.reference.strip():
        raise Refused(
            "Hãy ghi mã giao dịch: tiền không qua quỹ cần có mã để đối chiếu."
        )
    dossier = case.dossier
    year = day_of(at).year
    receipt = Receipt.objects.create(
        dossier=dossier,
        unit_id=actor.unit_id,
        year=year,
        number=next_number(SERIES, actor.unit_id, str(year)),
        amount=accepted(sum(charge.amount for charge in charges)),
        method=payment.method,
        reference=payment.reference.strip(),
        payer=payment.payer or dossier.submitter_name or dossier.owner_name,
        paid_at=at,
        day=queries.till_day(actor.unit_id, at),
        by_id=actor.user_id,
    )
    ReceiptLine.objects.bulk_create(
        ReceiptLine(
            receipt=receipt,
            unit_id=receipt.unit_id,
            number=line,
            name=charge.name,
            document=charge.document,
            amount=charge.amount,
            agency_id=charge.agency_id or case.decides_unit_id,
        )
        for line, charge in enumerate(charges, 1)
    )
    Charge.objects.filter(pk__in=[c.pk for c in charges]).update(receipt=receipt)
    said = f"Biên lai {receipt}: {number_words(receipt.amount)} đồng"
    cases.note_on(case, "receipt", said, actor=actor, at=at)
    return receipt


@transaction.atomic
def cancel_receipt(
    receipt_id: int, *, reason: str, actor: Actor, at: datetime
) -> Receipt:
    """Cancel a receipt: its number stays spent, its charges are owed again.

    Whoever took the money does not cancel it: a second person looks. What was taken
    into a till that is closed by now is paid back out of the present one.
    """
    receipt = queries.receipts(actor).filter(pk=receipt_id).first()
    if receipt is None:
        raise Refused("Không thấy biên lai này.")
    actor.require(TILL, receipt.unit_id)
    case = cases.locked(receipt.dossier_id, actor=actor)
    hold_series(SERIES, receipt.unit_id, str(day_of(at).year))
    receipt = Receipt.objects.select_for_update().get(pk=receipt_id)
    if receipt.cancelled_at:
        raise Refused(f"Biên lai {receipt} đã hủy lúc {moment(receipt.cancelled_at)}.")
    if receipt.by_id == actor.user_id:
        raise Refused("Người thu tiền không tự hủy biên lai của mình: cần người khác.")
    reason = " ".join(reason.split())
    if not reason:
        raise Refused("Hãy ghi lý do hủy biên lai.")
    receipt.cancelled_at, receipt.cancelled_by_id = at, actor.user_id
    receipt.cancelled_day = max(queries.till_day(receipt.unit_id, at), receipt.day)
    receipt.cancel_reason = reason
    receipt.save(
        update_fields=["cancelled_at", "cancelled_by", "cancelled_day", "cancel_reason"]
    )
    Charge.objects.filter(receipt=receipt).update(receipt=None)
    said = f"Biên lai {receipt}: {reason}"
    cases.note_on(case, "receipt_cancel", said, actor=actor, at=at)
    cases.touch(case, receipt.paid_at)
    return receipt


@transaction.atomic
def close_till(
    unit_id: int,
    day: date,
    *,
    counted: int,
    note: str = "",
    actor: Actor,
    at: datetime,
) -> Closing:
    """Close the till of a day, once: counted cash against what the receipts say.

    Nobody takes or cancels a receipt meanwhile; what follows falls into the next till.
    """
    actor.require(TILL, unit_id)
    if day > day_of(at):
        raise Refused("Chưa chốt được quỹ của một ngày chưa đến.")
    hold_series(SERIES, unit_id, str(day.year))
    closed = Closing.objects.filter(unit=unit_id, day=day).first()
    if closed:
        raise Refused(f"Quỹ ngày {day_words(day)} đã chốt lúc {moment(closed.at)}.")
    till = queries.till(unit_id, day)
    if not till.rows:
        raise Refused(f"Ngày {day_words(day)} không có biên lai nào để chốt.")
    difference = accepted(counted) - till.cash
    if difference and not note.strip():
        more = "thừa" if difference > 0 else "thiếu"
        raise Refused(
            f"Tiền mặt đếm được {more} {number_words(abs(difference))} đồng so với "
            "biên lai: hãy giải thích chênh lệch."
        )
    return Closing.objects.create(
        unit_id=unit_id,
        day=day,
        expected=till.cash,
        counted=counted,
        total=till.sums.total,
        note=note.strip(),
        at=at,
        by_id=actor.user_id,
    )


def _chargeable(case_id: int, actor: Actor, number: int | None) -> Case:
    actor.require(RECEIVE)
    case = cases.locked(case_id, actor=actor, number=number)
    if case.state == State.CANCELLED:
        raise Refused(f"{case.code} đã hủy vì nhập nhầm: không thu phí.")
    return case


def _unpaid(charge_id: int, actor: Actor, number: int | None) -> tuple[Charge, Case]:
    charge = Charge.objects.filter(pk=charge_id).first()
    if charge is None:
        raise Refused("Khoản thu này không còn nữa.")
    case = _chargeable(charge.dossier_id, actor, number)
    charge = Charge.objects.select_related("receipt").get(pk=charge_id)
    if charge.receipt:
        raise Refused(
            f"Khoản này đã thu theo biên lai {charge.receipt}: muốn sửa thì hủy biên "
            "lai trước."
        )
    return charge, case


def _nothing_owed(case: Case) -> str:
    last = case.dossier.receipts.filter(cancelled_at=None).last()
    if last:
        return (
            f"{case.code} đã thu đủ theo biên lai {last}, lúc {moment(last.paid_at)}."
        )
    return f"{case.code} không có khoản nào phải thu."
