"""A dossier comes in: recorded, numbered, promised, all in one transaction."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from lienmach.base.actor import Actor
from lienmach.calc.calendar import WorkCalendar
from lienmach.calc.local import day_of
from lienmach.calc.refusal import Refused
from lienmach.calc.text import fold, tokens
from lienmach.cases import actions as cases
from lienmach.cases.actions import NewCase
from lienmach.cases.models import Case
from lienmach.onestop.actions import books, chains, messages, slips
from lienmach.onestop.actions.money import Payment, take_fee
from lienmach.onestop.actions.numbers import dossier_code
from lienmach.onestop.flow import RECEIVE
from lienmach.onestop.models import (
    Channel,
    Charge,
    Collection,
    Dossier,
    Form,
    NotifyWay,
    Paper,
    Party,
    ReturnWay,
)
from lienmach.onestop.queries import dossiers as queries
from lienmach.onestop.queries.chains import parts
from lienmach.onestop.queries.receiving import Received, received_by
from lienmach.onestop.queries.slips import several
from lienmach.registers.models import Fee, ProcedureVersion
from lienmach.registers.queries.calendar import work_calendar

QUANTITIES = range(1, 1000)
ENTERED_WITHIN = timedelta(days=30)  # a longer cut of the network is no counter's


@dataclass(frozen=True, slots=True)
class NewPaper:
    name: str
    originals: int = 0
    copies: int = 0
    is_received: bool = True
    component_id: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class NewDossier:
    """What the counter enters; ``waived`` says why no fee is asked.

    ``payment`` is how the fee of a result that is given at once was paid.
    ``received_at`` is when a dossier came in that is only now entered, from the number
    ``paper_number`` of the block that serves while the network is down. ``known`` is by
    what it is received today, where that was looked up a moment ago.
    """

    procedure: str
    owner: Party
    papers: tuple[NewPaper, ...] = ()
    submitter: Party | None = None
    co_owners: tuple[Party, ...] = ()
    channel: str = Channel.COUNTER
    content: str = ""
    quantity: int = 1
    is_same_day: bool = False
    return_way: str = ReturnWay.COUNTER
    notify_way: str = NotifyWay.NONE
    waived: str = ""
    payment: Payment | None = None
    paper_number: str = ""
    received_at: datetime | None = None
    known: Received | None = None

    @property
    def parties(self) -> list[Party]:
        return [self.owner, *filter(None, [self.submitter]), *self.co_owners]


@transaction.atomic
def receive(new: NewDossier, *, actor: Actor, at: datetime) -> Dossier:
    """Receive a dossier under the version of the procedure in force that day.

    It is promised in writing unless its result is given at once; then its fee is taken
    and it is closed in the same transaction. What was taken down on paper is promised
    from when it came in.
    """
    actor.require(RECEIVE)
    if new.quantity not in QUANTITIES:
        raise Refused(f"Số lượng từ {QUANTITIES[0]} đến {QUANTITIES[-1]}.")
    came_in = _came_in(new, actor, at)
    day = day_of(came_in)
    found = new.known if day == day_of(at) else None
    found = found or received_by(new.procedure, day, actor.unit_id)
    if found is None:
        raise Refused(
            f"Thủ tục {new.procedure} không có hiệu lực ngày {day:%d/%m/%Y}: "
            "hãy chọn thủ tục khác."
        )
    version, decides_id, is_chain = found
    # What only needs reading is read before the number of the day is held.
    fees = queries.fees_on(version, day)
    issuer = None
    if not new.is_same_day:
        issuer = slips.issuer_at(actor.unit_id, Form.RECEIPT, actor, at)
    calendar = work_calendar(actor.unit_id, day, projected=True)
    answers_id = decides_id or actor.unit_id
    case = _opened(new, version, answers_id, actor, came_in, calendar)
    dossier = _written(new, version, case)
    papers = Paper.objects.bulk_create(_papers(dossier, new.papers))
    charges = Charge.objects.bulk_create(_charges(dossier, fees, new))
    if new.is_same_day:
        if any(charge.amount and not charge.waived for charge in charges):
            _take_fee(dossier, new.payment, actor=actor, at=at)
        _return_at_once(dossier, actor=actor, at=came_in)
        messages.received(dossier, actor=actor, at=at)
        return dossier
    slips.issue(
        dossier,
        Form.RECEIPT,
        actor=actor,
        at=at,
        said=several(new.co_owners, parts(dossier) if is_chain else ()),
        is_first=True,
        papers=papers,
        charges=charges,
        issuer=issuer,
    )
    messages.received(dossier, actor=actor, at=at)
    if is_chain:
        chains.begin(dossier, actor=actor, at=came_in)
    return dossier


@transaction.atomic
def cancel(
    case_id: int,
    *,
    actor: Actor,
    at: datetime,
    note: str = "",
    number: int | None = None,
) -> Dossier:
    """Take back an intake made by mistake, until it was handed over.

    Its code stays spent.
    """
    case = cases.locked(case_id, actor=actor)
    if case.unit_id != case.received_unit_id:
        raise Refused(f"{case.code} đã bàn giao: không hoàn tác được nữa.")
    why = note or "Nhập nhầm"
    case = cases.take_step(
        case_id, "cancel", actor=actor, at=at, note=why, number=number
    )
    messages.taken_back(case.pk, 1, actor=actor, at=at)
    return Dossier.objects.get(pk=case.pk)


def _came_in(new: NewDossier, actor: Actor, at: datetime) -> datetime:
    """When it came in; what was taken down on paper is entered once, and soon."""
    if new.received_at is None and not new.paper_number:
        return at
    if new.received_at is None or not new.paper_number:
        raise Refused("Nhập bù từ sổ giấy: ghi cả số giấy và lúc thực nhận.")
    if new.received_at > at:
        raise Refused("Lúc thực nhận không thể sau bây giờ.")
    if at - new.received_at > ENTERED_WITHIN:
        raise Refused(f"Chỉ nhập bù hồ sơ nhận trong {ENTERED_WITHIN.days} ngày qua.")
    if before := queries.on_paper(new.paper_number, actor.unit_id, at - ENTERED_WITHIN):
        raise Refused(f"Số giấy {new.paper_number} đã nhập thành hồ sơ {before}.")
    return new.received_at


def _opened(
    new: NewDossier,
    version: ProcedureVersion,
    decides_id: int,
    actor: Actor,
    came_in: datetime,
    calendar: WorkCalendar,
) -> Case:
    code = dossier_code(actor.unit_id, day_of(came_in))
    return cases.open_case(
        NewCase(
            kind=queries.KIND,
            code=code,
            limit=version.limit,
            received_unit_id=actor.unit_id,
            decides_unit_id=decides_id,
            unit_id=actor.unit_id,
            tokens=tokens_of(code, version.name, new.parties),
            has_slip=not new.is_same_day,
        ),
        actor=actor,
        at=came_in,
        calendar=calendar,
    )


def _written(new: NewDossier, version: ProcedureVersion, case: Case) -> Dossier:
    owner, submitter = new.owner, new.submitter
    dossier = Dossier.objects.create(
        case=case,
        procedure=version,
        channel=new.channel,
        owner=owner,
        owner_name=owner.name,
        owner_key=fold(owner.name),
        submitter=submitter,
        submitter_name=submitter.name if submitter else "",
        address=owner.address,
        phone=(submitter or owner).phone or owner.phone,
        email=(submitter or owner).email or owner.email,
        content=new.content,
        quantity=new.quantity,
        is_same_day=new.is_same_day,
        return_way=new.return_way,
        notify_way=new.notify_way,
        paper_number=new.paper_number,
        token=secrets.token_urlsafe(12),
    )
    books.enter(dossier)
    if new.co_owners:
        dossier.co_owners.set(new.co_owners)
    return dossier


def tokens_of(code: str, procedure: str, parties: Iterable[Party]) -> tuple[str, ...]:
    """What a dossier is found by: its code, what is asked, and all who ask."""
    known = list(parties)
    return tuple(
        tokens(
            names=[*(party.name for party in known), procedure],
            codes=[code],
            phones=[party.phone for party in known],
            id_numbers=[party.id_number for party in known],
        )
    )


def _papers(dossier: Dossier, papers: Iterable[NewPaper]) -> Iterable[Paper]:
    for number, paper in enumerate(papers, 1):
        yield Paper(
            dossier=dossier,
            number=number,
            component_id=paper.component_id,
            name=paper.name,
            originals=paper.originals,
            copies=paper.copies,
            is_received=paper.is_received,
            note=paper.note,
        )


def _charges(
    dossier: Dossier, fees: Iterable[Fee], new: NewDossier
) -> Iterable[Charge]:
    """The fees whose documents hold on the day, times the quantity."""
    for number, fee in enumerate(fees, 1):
        yield Charge(
            dossier=dossier,
            number=number,
            name=fee.name,
            amount=fee.amount * new.quantity,
            document=fee.document,
            waived=new.waived,
            agency_id=dossier.case.decides_unit_id,
        )


def _take_fee(
    dossier: Dossier, payment: Payment | None, *, actor: Actor, at: datetime
) -> None:
    if payment is None:
        raise Refused("Hãy chọn cách thu phí trước khi trả ngay, hoặc ghi vì sao miễn.")
    take_fee(dossier.pk, payment, actor=actor, at=at)


def _return_at_once(dossier: Dossier, *, actor: Actor, at: datetime) -> None:
    dossier.case = cases.take_step(dossier.pk, "return_at_once", actor=actor, at=at)
    Collection.objects.create(
        dossier=dossier,
        at=at,
        way=ReturnWay.COUNTER,
        recipient=dossier.submitter_name or dossier.owner_name,
        by_id=actor.user_id,
    )
