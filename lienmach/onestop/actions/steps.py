"""A dossier is moved: taken over, asked about, signed, given back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from lienmach.base.actor import Actor
from lienmach.base.parts import number as number_words
from lienmach.calc.flow import Effect
from lienmach.calc.local import day_of
from lienmach.calc.refusal import Refused
from lienmach.calc.rules import reschedule, rules_on
from lienmach.cases import actions as cases
from lienmach.cases.models import Case, Promise
from lienmach.cases.queries import last_event, standing
from lienmach.onestop.actions import chains, messages, owed, sendings, slips
from lienmach.onestop.actions.messages import Occasion
from lienmach.onestop.flow import LEAD, SIGN
from lienmach.onestop.models import (
    Apology,
    Attachment,
    Collection,
    Dossier,
    Form,
    Paper,
    Result,
    ReturnWay,
    Supplement,
    SupplementItem,
)
from lienmach.onestop.queries.hand_overs import pending_sheet
from lienmach.onestop.queries.slips import promised_words
from lienmach.registers.queries.calendar import work_calendar

# Steps that have an action of their own, because they write more than the trail.
OWN = frozenset(
    {
        *("ask", "supplement", "supplement_sent", "sign", "record_result"),
        *("return", "cancel"),
    }
)
SUPPLEMENTED = ("supplement", "supplement_sent")
RUNS_AGAIN = frozenset({"paid", "unowed", "answered"})
PAUSE_IS_OVER = "Hết tạm dừng"  # why a new slip is given out
FORM_OF = {"refuse": Form.REFUSAL, "reject": Form.REFUSAL, "stop": Form.STOP}


@transaction.atomic
def take(
    case_id: int,
    name: str,
    *,
    actor: Actor,
    at: datetime,
    note: str = "",
    to_unit: int | None = None,
    to_person: int | None = None,
    number: int | None = None,
) -> Dossier:
    """Take a step that only moves the dossier; a refusal or stop issues its form."""
    if name in OWN:
        raise ValueError(name)
    chains.refuse_for_a_root(case_id, name)
    if name in ("paid", "unowed"):
        owed.refuse_unpaid(case_id)
    if name == "accept" and to_person is None:
        to_person = actor.user_id
    case = cases.take_step(
        case_id,
        name,
        actor=actor,
        at=at,
        note=note,
        to_unit=to_unit,
        to_person=to_person,
        number=number,
    )
    dossier = _moved(case)
    if form := FORM_OF.get(name):
        slips.issue(dossier, form, actor=actor, at=at, said={"reason": note})
        messages.tell(dossier, Occasion.ENDED, actor=actor, at=at, why=note)
    chains.went(dossier, name, actor=actor, at=at)
    if name in RUNS_AGAIN:
        _promise_in_writing(dossier, PAUSE_IS_OVER, actor, at)
    return dossier


@transaction.atomic
def undo(
    case_id: int,
    *,
    actor: Actor,
    at: datetime,
    number: int | None = None,
    step: int | None = None,
) -> Dossier:
    """Take back the last step; what it had asked for is withdrawn with it.

    What went on a sheet with others comes back with that sheet, not by itself. ``step``
    is the number of the step meant, where others may have come and gone since.
    """
    held = cases.locked(case_id, actor=actor, number=number)
    last_step = last_event(held) if step is None else standing(held, step)
    undone = last_step.step if last_step else ""
    sheet = pending_sheet(case_id)
    if sheet and undone == "assign":
        raise Refused(
            f"Hồ sơ này ở biên bản {sheet.number}: hãy hủy biên bản ở trang Bàn giao."
        )
    case = cases.undo(case_id, actor=actor, at=at, number=number, step=step)
    dossier = _moved(case)
    last = dossier.supplements.last()
    if last and undone in SUPPLEMENTED:
        Supplement.objects.filter(pk=last.pk).update(answered_at=None)
        sendings.reopened(last)
    elif last and undone == "ask":
        sendings.forget(last, at=at)
        last.items.all().delete()
        last.delete()
    event = case.events.select_related("undoes").get(number=case.number)
    assert event.undoes
    owed.taken_back(case.pk, event.undoes, at=at)
    messages.taken_back(case.pk, event.undoes.number, actor=actor, at=at)
    chains.went(dossier, "undo", actor=actor, at=at)
    if event.undoes.effect == Effect.RESUME:
        _promise_in_writing(dossier, "Rút lại, hồ sơ còn tạm dừng", actor, at)
    return dossier


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing to be brought; ``paper_id`` where it is on the list of the dossier."""

    name: str
    reason: str
    example: str = ""
    paper_id: int | None = None


@transaction.atomic
def ask(
    case_id: int,
    missing: Sequence[Missing],
    *,
    reason: str,
    actor: Actor,
    at: datetime,
    number: int | None = None,
    late: str = "",
) -> Supplement:
    """Ask at once for everything that is missing; the clock stands still until then.

    A second time needs the agreement of a leader: of whoever asks, if they lead.
    ``late`` says why it is asked after the days that the law gives; the trail keeps it.
    """
    if not missing:
        raise Refused("Hãy chọn ít nhất một giấy tờ cần bổ sung.")
    for item in missing:
        if not item.reason.strip():
            raise Refused(f"Hãy ghi rõ «{item.name}» thiếu gì hoặc sai gì.")
    held = cases.locked(case_id, actor=actor, number=number)
    chains.refuse_for_a_root(case_id, "ask")
    before = Supplement.objects.filter(dossier=held.pk).count()
    approves = actor.may(LEAD, held.unit_id)
    if before and not approves:
        raise Refused(
            "Hồ sơ này đã yêu cầu bổ sung một lần. Yêu cầu lần hai cần lãnh đạo đồng ý."
        )
    note = f"{reason} (yêu cầu muộn: {late})" if late else reason
    case = cases.take_step(case_id, "ask", actor=actor, at=at, note=note)
    dossier = _moved(case)
    asked = Supplement.objects.create(
        dossier=dossier,
        number=before + 1,
        asked_at=at,
        asked_by_id=actor.user_id,
        approved_by_id=actor.user_id if before else None,
        reason=reason,
    )
    SupplementItem.objects.bulk_create(
        SupplementItem(
            supplement=asked,
            paper_id=item.paper_id,
            name=item.name,
            reason=item.reason,
            example=item.example,
        )
        for item in missing
    )
    items = [
        {"name": m.name, "reason": m.reason, "example": m.example} for m in missing
    ]
    said = {"items": items, "reason": reason}
    slips.issue(dossier, Form.SUPPLEMENT, actor=actor, at=at, said=said)
    messages.tell(dossier, Occasion.ASKED, actor=actor, at=at)
    chains.went(dossier, "ask", actor=actor, at=at)
    return asked


@transaction.atomic
def supplement(
    case_id: int,
    *,
    actor: Actor,
    at: datetime,
    number: int | None = None,
    is_sent: bool = False,
) -> Dossier:
    """Everything asked for was brought: the clock runs, a new slip says until when.

    ``is_sent``: it came over the web, and whoever asked for it has looked at it.
    """
    name = "supplement_sent" if is_sent else "supplement"
    chains.refuse_for_a_root(case_id, name)
    case = cases.take_step(case_id, name, actor=actor, at=at, number=number)
    dossier = _moved(case)
    asked = dossier.supplements.filter(answered_at=None).last()
    if asked:
        lacking = sendings.accepted(asked, actor=actor, at=at, is_needed=is_sent)
        asked.items.update(is_brought=True)
        Supplement.objects.filter(pk=asked.pk).update(answered_at=at)
        brought = asked.items.exclude(paper=None).exclude(pk__in=lacking)
        Paper.objects.filter(pk__in=brought.values("paper")).update(is_received=True)
    chains.went(dossier, name, actor=actor, at=at)
    if case.promised_at:
        why = "Đã bổ sung đủ hồ sơ"
        _promise_in_writing(dossier, why, actor, at)
        messages.tell(dossier, Occasion.PROMISED, actor=actor, at=at, why=why)
    return dossier


@dataclass(frozen=True, slots=True)
class Signed:
    """A result that somebody signed; ``signer_id`` where they have an account."""

    signed_on: date
    signer_name: str
    number: str = ""
    signer_id: int | None = None
    is_on_paper: bool = True
    file: Attachment | None = None
    signature: str = ""
    has_bad_signature: bool = False


@transaction.atomic
def sign(
    case_id: int,
    signed: Signed,
    *,
    actor: Actor,
    at: datetime,
    number: int | None = None,
) -> Result:
    """Sign a result: the clock ends, the dossier goes back to its counter."""
    return _result(case_id, "sign", signed, actor, at, number)


@transaction.atomic
def record_result(
    case_id: int,
    signed: Signed,
    *,
    actor: Actor,
    at: datetime,
    number: int | None = None,
) -> Result:
    """Enter a result that was signed elsewhere, such as by a vertical agency."""
    return _result(case_id, "record_result", signed, actor, at, number)


def _result(
    case_id: int,
    name: str,
    signed: Signed,
    actor: Actor,
    at: datetime,
    number: int | None,
) -> Result:
    if signed.signed_on > day_of(at):
        raise Refused("Ngày ký không thể sau hôm nay.")
    held = cases.locked(case_id, actor=actor, number=number)
    if signed.signed_on < day_of(held.received_at):
        raise Refused("Ngày ký không thể trước ngày tiếp nhận hồ sơ.")
    chains.refuse_for_a_root(case_id, name)
    case = cases.take_step(
        case_id, name, actor=actor, at=at, to_unit=held.received_unit_id
    )
    dossier = _moved(case)
    messages.tell(dossier, Occasion.READY, actor=actor, at=at)
    result = Result.objects.create(
        dossier=dossier,
        number=signed.number,
        signed_on=signed.signed_on,
        signer_id=signed.signer_id,
        signer_name=signed.signer_name,
        is_on_paper=signed.is_on_paper,
        file=signed.file,
        signature=signed.signature,
        has_bad_signature=signed.has_bad_signature,
        made_at=at,
        made_by_id=actor.user_id,
    )
    chains.went(dossier, name, actor=actor, at=at)
    return result


@dataclass(frozen=True, slots=True)
class Handed:
    """To whom a result goes, and how; ``on_behalf`` names a proxy's paper.

    ``is_signed``: in the register; ``sent_to``: where a file went.
    """

    recipient: str
    recipient_id: str = ""
    way: str = ReturnWay.COUNTER
    on_behalf: str = ""
    postal_code: str = ""
    delivered_on: date | None = None
    is_signed: bool = False
    sent_to: str = ""


@transaction.atomic
def give_back(
    case_id: int,
    handed: Handed,
    *,
    actor: Actor,
    at: datetime,
    number: int | None = None,
) -> Collection:
    """Hand the result over; what is owed must be paid or waived before."""
    case = cases.locked(case_id, actor=actor, number=number)
    owed = sum(
        charge.amount for charge in case.dossier.charges.filter(receipt=None, waived="")
    )
    if owed:
        raise Refused(
            f"{case.code} còn {number_words(owed)} đồng chưa thu: "
            "hãy thu hoặc ghi lý do miễn."
        )
    case = cases.take_step(case_id, "return", actor=actor, at=at)
    messages.tell(case.dossier, Occasion.RETURNED, actor=actor, at=at)
    chains.went(case.dossier, "return", actor=actor, at=at)
    return Collection.objects.create(
        dossier=case.dossier,
        at=at,
        way=handed.way,
        recipient=handed.recipient,
        recipient_id=handed.recipient_id,
        on_behalf=handed.on_behalf,
        postal_code=handed.postal_code,
        delivered_on=handed.delivered_on,
        is_signed=handed.is_signed,
        sent_to=handed.sent_to,
        by_id=actor.user_id,
    )


@transaction.atomic
def prepare_apology(
    case_id: int,
    *,
    reason: str,
    new_promise: datetime,
    actor: Actor,
    at: datetime,
    number: int | None = None,
) -> Apology:
    """Draft an apology with a new day; it binds nobody until it is signed."""
    case = cases.locked(case_id, actor=actor, number=number)
    promised = case.promised_at
    if promised is None or case.finished_at:
        raise Refused(f"{case.code} không có hẹn đang chạy để hẹn lại.")
    if not reason.strip():
        raise Refused("Hãy ghi lý do chậm: người dân sẽ đọc lý do này.")
    calendar = work_calendar(case.received_unit_id, day_of(at), projected=True)
    settled = reschedule(
        promised,
        new_promise,
        at=at,
        done=case.promises.filter(
            cause=Promise.Cause.RESCHEDULE, withdrawn_at=None
        ).count(),
        rules=rules_on(day_of(case.received_at)),
        calendar=calendar,
    )
    Apology.objects.filter(dossier=case.pk, signed_at=None, dropped_at=None).update(
        dropped_at=at
    )
    cases.note_on(case, "apology", reason, actor=actor, at=at)
    return Apology.objects.create(
        dossier=case.dossier,
        reason=reason,
        old_promise=promised,
        new_promise=settled,
        prepared_at=at,
        prepared_by_id=actor.user_id,
    )


@transaction.atomic
def sign_apology(apology: Apology, *, actor: Actor, at: datetime) -> Apology:
    """Sign an apology: the new day is promised and a letter says so."""
    case = cases.locked(apology.dossier_id, actor=actor)
    actor.require(SIGN, case.unit_id)
    apology = Apology.objects.select_for_update().get(pk=apology.pk)
    if apology.signed_at or apology.dropped_at:
        raise Refused("Thư xin lỗi này đã ký hoặc đã bỏ.")
    if case.promised_at != apology.old_promise:
        raise Refused("Hạn trả đã đổi sau khi soạn thư: hãy soạn lại.")
    cases.promise_again(
        case,
        apology.new_promise,
        Promise.Cause.RESCHEDULE,
        actor=actor,
        at=at,
        reason=apology.reason,
    )
    cases.note_on(case, "apology_signed", apology.reason, actor=actor, at=at)
    apology.signed_at, apology.signed_by_id = at, actor.user_id
    apology.save(update_fields=["signed_at", "signed_by"])
    dossier = case.dossier
    dossier.case = case
    said = {
        "reason": apology.reason,
        "old_promise": apology.old_promise.isoformat(),
        "old_promise_words": promised_words(apology.old_promise),
    }
    slips.issue(dossier, Form.APOLOGY, actor=actor, at=at, said=said)
    messages.tell(dossier, Occasion.PROMISED, actor=actor, at=at, why=apology.reason)
    return apology


def _promise_in_writing(dossier: Dossier, why: str, actor: Actor, at: datetime) -> None:
    """Another day is promised only with another slip, in place of the one before."""
    if dossier.case.promised_at:
        slips.issue(dossier.root(), Form.RECEIPT, actor=actor, at=at, reason=why)


def _moved(case: Case) -> Dossier:
    """Bring the step of the inner process in line with the trail."""
    dossier = Dossier.objects.select_related("procedure", "hop").get(pk=case.pk)
    dossier.case = case
    steps = case.events.filter(step__in=["accept", "forward"], undone_by=None)
    position = 1 + steps.count()
    if position != dossier.position:
        dossier.position = position
        dossier.save(update_fields=["position"])
    return dossier
