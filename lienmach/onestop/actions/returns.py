"""Results leave the office: over the counter, by post, as a file; several in one go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from lienmach.base.actor import Actor
from lienmach.base.parts import day as day_words
from lienmach.calc.local import day_of
from lienmach.calc.refusal import Refused
from lienmach.cases import actions as cases
from lienmach.cases.models import Case
from lienmach.onestop.actions.money import Payment, take_fee
from lienmach.onestop.actions.steps import Handed, give_back
from lienmach.onestop.flow import RECEIVE, State
from lienmach.onestop.models import Collection, Posting, Receipt, Result, ReturnWay
from lienmach.onestop.queries import money


@dataclass(frozen=True, slots=True)
class Chosen:
    """A dossier as the page showed it: ``number`` counts the events it knew of."""

    case_id: int
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Gone:
    """What left the office in one go, and the receipts written for it."""

    collections: tuple[Collection, ...] = ()
    postings: tuple[Posting, ...] = ()
    receipts: tuple[Receipt, ...] = ()


@transaction.atomic
def hand_back(
    chosen: Sequence[Chosen],
    handed: Handed,
    *,
    payment: Payment | None = None,
    actor: Actor,
    at: datetime,
) -> Gone:
    """Give several results to one recipient and take what they owe: all, or none."""
    if not handed.recipient.strip():
        raise Refused("Hãy ghi người nhận kết quả.")
    if handed.way == ReturnWay.COUNTER and not handed.is_signed:
        raise Refused(
            "Hãy để người nhận ký sổ, rồi đánh dấu «Người nhận đã ký vào sổ»."
        )
    if handed.way == ReturnWay.ELECTRONIC and not handed.sent_to.strip():
        raise Refused("Hãy ghi bản điện tử đã gửi tới đâu.")
    collections, receipts = [], []
    for one in _in_order(chosen):
        case = _ready(one, actor)
        if handed.way == ReturnWay.ELECTRONIC:
            _refuse_without_file(case)
        receipts += _paid(case, payment, actor, at)
        collections.append(give_back(case.pk, handed, actor=actor, at=at))
    return Gone(collections=tuple(collections), receipts=tuple(receipts))


@dataclass(frozen=True, slots=True)
class Letter:
    """Where the post takes results to, and the number it gave them."""

    code: str
    recipient: str
    address: str


@transaction.atomic
def post(
    chosen: Sequence[Chosen],
    letter: Letter,
    *,
    payment: Payment | None = None,
    actor: Actor,
    at: datetime,
) -> Gone:
    """Send several results in one letter; each is given back once it is delivered."""
    if not letter.code.strip():
        raise Refused("Hãy ghi mã bưu gửi để theo dõi được.")
    if not letter.recipient.strip() or not letter.address.strip():
        raise Refused("Hãy ghi tên và địa chỉ người nhận trên bưu gửi.")
    postings, receipts = [], []
    for one in _in_order(chosen):
        case = _ready(one, actor)
        receipts += _paid(case, payment, actor, at)
        if money.owed(case.pk).exists():
            raise Refused(f"{case.code} còn khoản chưa thu: hãy thu trước khi gửi đi.")
        held = cases.locked(case.pk, actor=actor)
        said = f"Mã bưu gửi {letter.code.strip()}"
        cases.note_on(held, "post", said, actor=actor, at=at)
        postings.append(
            Posting.objects.create(
                dossier=case.dossier,
                code=letter.code.strip(),
                recipient=letter.recipient.strip(),
                address=letter.address.strip(),
                sent_at=at,
                sent_by_id=actor.user_id,
            )
        )
    return Gone(postings=tuple(postings), receipts=tuple(receipts))


@transaction.atomic
def delivered(posting_id: int, *, on: date, actor: Actor, at: datetime) -> Collection:
    """The post delivered a letter: its result is given back as of now."""
    posting, case = _under_way(posting_id, on, actor, at)
    posting.delivered_on, posting.ended_at = on, at
    posting.save(update_fields=["delivered_on", "ended_at"])
    handed = Handed(
        posting.recipient,
        way=ReturnWay.POST,
        postal_code=posting.code,
        delivered_on=on,
    )
    return give_back(case.pk, handed, actor=actor, at=at)


@transaction.atomic
def came_back(
    posting_id: int, *, on: date, reason: str, actor: Actor, at: datetime
) -> Posting:
    """A letter could not be delivered: its result lies at the counter again."""
    posting, case = _under_way(posting_id, on, actor, at)
    reason = " ".join(reason.split())
    if not reason:
        raise Refused("Hãy ghi vì sao bưu gửi bị chuyển hoàn.")
    said = f"Mã bưu gửi {posting.code}: {reason}"
    cases.note_on(case, "post_back", said, actor=actor, at=at)
    posting.came_back_on, posting.reason, posting.ended_at = on, reason, at
    posting.save(update_fields=["came_back_on", "reason", "ended_at"])
    return posting


def _in_order(chosen: Sequence[Chosen]) -> list[Chosen]:
    """Always locked in the same order, so that two counters never wait in a ring."""
    if not chosen:
        raise Refused("Hãy chọn ít nhất một kết quả để trả.")
    return sorted(
        {one.case_id: one for one in chosen}.values(), key=lambda c: c.case_id
    )


def _ready(one: Chosen, actor: Actor) -> Case:
    try:
        case = cases.locked(one.case_id, actor=actor, number=one.number)
    except Case.DoesNotExist:
        raise Refused("Không thấy một hồ sơ đã chọn: hãy tìm lại.") from None
    actor.require(RECEIVE, case.received_unit_id)
    if case.state != State.READY:
        label = State(case.state).label
        raise Refused(f"{case.code} đang ở trạng thái «{label}»: chưa trả được.")
    on_way = Posting.objects.filter(dossier=case.pk, ended_at=None).first()
    if on_way:
        raise Refused(
            f"{case.code} đang ở bưu chính, mã {on_way.code}: "
            "hãy ghi chuyển hoàn trước."
        )
    return case


def _paid(
    case: Case, payment: Payment | None, actor: Actor, at: datetime
) -> list[Receipt]:
    if payment is None or not money.owed(case.pk).exists():
        return []
    return [take_fee(case.pk, payment, actor=actor, at=at)]


def _refuse_without_file(case: Case) -> None:
    if not Result.objects.filter(dossier=case.pk, file__isnull=False).exists():
        raise Refused(f"Kết quả của {case.code} không có bản điện tử.")


def _under_way(
    posting_id: int, on: date, actor: Actor, at: datetime
) -> tuple[Posting, Case]:
    posting = Posting.objects.filter(pk=posting_id).first()
    if posting is None:
        raise Refused("Không thấy bưu gửi này.")
    try:
        case = cases.locked(posting.dossier_id, actor=actor)
    except Case.DoesNotExist:
        raise Refused("Không thấy bưu gửi này.") from None
    actor.require(RECEIVE, case.received_unit_id)
    posting = Posting.objects.select_for_update().get(pk=posting_id)
    if posting.ended_at:
        raise Refused("Bưu gửi này đã ghi kết quả rồi.")
    sent = day_of(posting.sent_at)
    if not sent <= on <= day_of(at):
        raise Refused(f"Ngày phải từ lúc gửi, {day_words(sent)}, đến hôm nay.")
    return posting, case
