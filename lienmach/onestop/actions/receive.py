"""A dossier comes in: recorded, numbered, promised, all in one transaction."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from lienmach.base.actor import Actor
from lienmach.calc.local import day_of
from lienmach.calc.refusal import Refused
from lienmach.calc.text import fold, tokens
from lienmach.cases import actions as cases
from lienmach.cases.actions import NewCase
from lienmach.onestop.actions import messages, slips
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
from lienmach.registers.models import ProcedureVersion


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
    """What the counter enters; ``waived`` says why no fee is asked."""

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
    paper_number: str = ""
    tokens: tuple[str, ...] = field(default=())


@transaction.atomic
def receive(new: NewDossier, *, actor: Actor, at: datetime) -> Dossier:
    """Receive a dossier under the version of the procedure in force that day.

    It is promised in writing unless its result is given at once; then it is closed in
    the same transaction.
    """
    actor.require(RECEIVE)
    day = day_of(at)
    version = queries.version_on(new.procedure, day)
    if version is None:
        raise Refused(
            f"Thủ tục {new.procedure} không có hiệu lực ngày {day:%d/%m/%Y}: "
            "hãy chọn thủ tục khác."
        )
    if new.quantity < 1:
        raise Refused("Số lượng ít nhất là 1.")
    dossier = _written(new, version, actor, at)
    if new.is_same_day:
        _return_at_once(dossier, actor=actor, at=at)
    else:
        slips.issue(dossier, Form.RECEIPT, actor=actor, at=at)
    messages.received(dossier, actor=actor, at=at)
    return dossier


@transaction.atomic
def cancel(case_id: int, *, actor: Actor, at: datetime, note: str = "") -> Dossier:
    """Take back an intake made by mistake; its code stays spent."""
    case = cases.take_step(
        case_id, "cancel", actor=actor, at=at, note=note or "Nhập nhầm"
    )
    messages.taken_back(case.pk, 1, actor=actor, at=at)
    return Dossier.objects.get(pk=case.pk)


def _written(
    new: NewDossier, version: ProcedureVersion, actor: Actor, at: datetime
) -> Dossier:
    where = queries.route(actor.unit_id, version)
    case = cases.open_case(
        NewCase(
            kind=queries.KIND,
            code=dossier_code(actor.unit_id, day_of(at)),
            limit=version.limit,
            received_unit_id=actor.unit_id,
            decides_unit_id=where.decides_unit_id if where else actor.unit_id,
            unit_id=actor.unit_id,
            has_slip=not new.is_same_day,
        ),
        actor=actor,
        at=at,
    )
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
    cases.retoken(case, _tokens(dossier, new))
    if new.co_owners:
        dossier.co_owners.set(new.co_owners)
    Paper.objects.bulk_create(_papers(dossier, new.papers))
    Charge.objects.bulk_create(_charges(dossier, version, new, at))
    return dossier


def _tokens(dossier: Dossier, new: NewDossier) -> tuple[str, ...]:
    parties = [new.owner, *([new.submitter] if new.submitter else []), *new.co_owners]
    return tuple(
        tokens(
            names=[*(party.name for party in parties), dossier.procedure.name],
            codes=[dossier.case.code],
            phones=[party.phone for party in parties],
            id_numbers=[party.id_number for party in parties],
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
    dossier: Dossier, version: ProcedureVersion, new: NewDossier, at: datetime
) -> Iterable[Charge]:
    """The fees whose documents hold on the day, times the quantity."""
    day = day_of(at)
    known = [
        fee
        for fee in version.fees.all()
        if (fee.valid_from is None or fee.valid_from <= day)
        and (fee.last_day is None or day <= fee.last_day)
    ]
    for number, fee in enumerate(known, 1):
        yield Charge(
            dossier=dossier,
            number=number,
            name=fee.name,
            amount=fee.amount * new.quantity,
            document=fee.document,
            waived=new.waived,
            agency_id=dossier.case.decides_unit_id,
        )


def _return_at_once(dossier: Dossier, *, actor: Actor, at: datetime) -> None:
    dossier.case = cases.take_step(dossier.pk, "return_at_once", actor=actor, at=at)
    Collection.objects.create(
        dossier=dossier,
        at=at,
        way=ReturnWay.COUNTER,
        recipient=dossier.submitter_name or dossier.owner_name,
        by_id=actor.user_id,
    )
