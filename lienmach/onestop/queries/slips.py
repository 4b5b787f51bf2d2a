"""What stands on the legal forms: everything, so that a reprint says the same."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from lienmach.base.actor import Actor
from lienmach.base.parts import moment, number
from lienmach.calc.days import weekday
from lienmach.calc.local import ZONE, day_of
from lienmach.calc.procedures import limit_words
from lienmach.cases.models import Case
from lienmach.onestop.models import (
    BookEntry,
    Charge,
    Dossier,
    Form,
    Paper,
    Party,
    Slip,
    Unaccepted,
)
from lienmach.onestop.queries.chains import Part, parts
from lienmach.onestop.queries.circulars import circular_on
from lienmach.onestop.queries.control import control_of
from lienmach.onestop.queries.letterheads import Head, Issuer, head_of, issuer_of

Said = dict[str, Any]
# Where the result is collected, in the words of the receipt.
COLLECTED = {
    "counter": "tại quầy, mang giấy này hoặc căn cước",
    "post": "gửi về địa chỉ đã ghi, qua bưu chính",
    "electronic": "bản điện tử, gửi theo điện thoại hoặc thư điện tử đã ghi",
}


def said_of(
    dossier: Dossier,
    form: Form,
    *,
    issuer: Issuer,
    at: datetime,
    papers: Iterable[Paper] | None = None,
    charges: Iterable[Charge] | None = None,
) -> Said:
    """What a form says of a dossier as it stands now, in words and plain values.

    Five queries at most, and what a chain asks for; none for a dossier that was just
    written, where its papers and charges are at hand: its owners and parts are said
    by whoever wrote it.
    """
    more: Said = {}
    if charges is None and form == Form.RECEIPT:
        charges = dossier.charges.select_related("receipt")
        more = several(dossier.co_owners.all(), parts(dossier))
    return more | said_by(
        dossier,
        form,
        head=issuer.head,
        clerk=issuer.clerk,
        at=at,
        papers=dossier.papers.all() if papers is None else papers,
        charges=charges or (),
    )


def said_by(
    dossier: Dossier,
    form: Form,
    *,
    head: Head,
    clerk: str,
    at: datetime,
    papers: Iterable[Paper],
    charges: Iterable[Charge],
) -> Said:
    """The same where all that is needed is at hand. No query."""
    case = dossier.case
    entry: BookEntry | None = getattr(dossier, "entry", None)
    said: Said = {
        "above": head.above,
        "unit": head.name,
        "dated": letter_day(head.place, at),
        "address_of_office": head.address,
        "hotline": head.hotline,
        "signer_title": head.signer_title,
        "code": case.code,
        "procedure": dossier.title,
        "procedure_code": dossier.procedure.procedure.code,
        "owner": dossier.owner_name,
        "born": _born(dossier),
        "submitter": dossier.submitter_name,
        "address": dossier.address,
        "phone": dossier.phone,
        "email": dossier.email,
        "content": dossier.content,
        "quantity": dossier.quantity,
        "limit": limit_words(case.limit),
        "received": moment(case.received_at),
        "received_words": received_words(case.received_at),
        "promised": moment(case.promised_at) if case.promised_at else "",
        "promised_words": promised_words(case.promised_at),
        "collected": COLLECTED[dossier.return_way],
        "clerk": clerk,
        "made": moment(at),
        "entry": f"{entry.number:04}/{entry.year}" if entry else "",
        "papers": [
            {
                "name": p.name,
                "originals": p.originals,
                "copies": p.copies,
                "note": p.note,
            }
            for p in papers
            if p.is_received
        ],
    }
    if form == Form.RECEIPT:
        charges = list(charges)
        said["fees"] = [_fee(charge) for charge in charges]
        said["fee_words"] = fee_words(charges)
    return said


def said_unaccepted(slip: Unaccepted) -> Said:
    """What a form says where nothing was taken in: no code, no clock. One query.

    Its names are those of every other form, so that one template serves both.
    """
    head = head_of(slip.unit_id, day_of(slip.at))
    return {
        "above": head.above,
        "unit": head.name,
        "dated": letter_day(head.place, slip.at),
        "address_of_office": head.address,
        "hotline": head.hotline or slip.by.phone,
        "signer_title": head.signer_title,
        "code": "",
        "procedure": slip.procedure.name,
        "procedure_code": slip.procedure.procedure.code,
        "owner": slip.owner_name,
        "born": "",
        "co_owners": "",
        "submitter": slip.submitter_name,
        "address": slip.address,
        "phone": slip.phone,
        "email": "",
        "content": slip.content,
        "quantity": 1,
        "received_words": "",
        "clerk": slip.by.name,
        "reason": slip.reason,
        "items": slip.missing,
        "papers": [],
    }


def several(co_owners: Iterable[Party], chain: Iterable[Part]) -> Said:
    """What a receipt says of further owners and of each agency's part of a chain.

    Nothing where there are none: most dossiers have one owner and go one way.
    """
    said: Said = {
        "co_owners": ", ".join(owner.name for owner in co_owners),
        "parts": [
            {
                "agency": part.agency,
                "name": part.name,
                "promised": _lower(promised_words(part.due_at)) or part.limit_words,
            }
            for part in chain
        ],
    }
    return {name: value for name, value in said.items() if value}


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def letter_day(place: str, at: datetime) -> str:
    """Write place and day as letters begin: «An Hòa, ngày 05 tháng 01 năm 2026»."""
    day = day_of(at)
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    written = f"ngày {day.day:02} tháng {month} năm {day.year}"
    return f"{place}, {written}" if place else f"N{written[1:]}"


def promised_words(at: datetime | None) -> str:
    """Write a promise with its weekday: «Trước 16:30 thứ Năm, 23/3/2023»."""
    if at is None:
        return ""
    local = at.astimezone(ZONE)
    name = weekday(local.date())
    name = name if name == "Chủ nhật" else name[0].lower() + name[1:]
    return f"Trước {local:%H:%M} {name}, {local.day}/{local.month}/{local.year}"


def received_words(at: datetime) -> str:
    local = at.astimezone(ZONE)
    return f"{local:%H:%M} ngày {local.day}/{local.month}/{local.year}"


def fee_words(charges: Iterable[Charge]) -> str:
    """Say what is to be paid and what has been: «28.000 đ (đã thu)», «không thu»."""
    charges = list(charges)
    asked = [c for c in charges if not c.waived]
    if not charges or not sum(c.amount for c in charges):
        return "không thu"
    if not asked:
        reasons = ", ".join(dict.fromkeys(c.waived for c in charges))
        return f"được miễn ({reasons})"
    total = sum(c.amount for c in asked)
    paid = sum(c.amount for c in asked if c.receipt_id)
    words = f"{number(total)} đ"
    if paid == total:
        return f"{words} (đã thu)"
    if paid:
        return f"{words} (đã thu {number(paid)} đ, còn {number(total - paid)} đ)"
    return f"{words} (chưa thu)"


def slips_of(dossier: Dossier, form: str) -> QuerySet[Slip]:
    """The slips of a form, oldest first, with what their page shows. Two queries."""
    return (
        dossier.slips.filter(form=form)
        .select_related("made_by", "template", "replaced_by", "replaces")
        .prefetch_related("printings__by")
        .order_by("number")
    )


def said_now(slip: Slip, dossier: Dossier, *, at: datetime) -> Said:
    """What a slip would say if it were issued now, whoever issued it."""
    unit_id, day = dossier.case.received_unit_id, day_of(at)
    issuer = Issuer(head_of(unit_id, day), "", has_templates=False)
    return said_of(dossier, Form(slip.form), issuer=issuer, at=at)


def control_draft(dossier: Dossier, *, actor: Actor, at: datetime) -> Slip:
    """The control sheet as it would be printed now; it is not kept."""
    circular = circular_on(at)
    issuer = issuer_of(
        dossier.case.received_unit_id,
        day_of(at),
        actor_id=actor.user_id,
        circular=circular,
        form=Form.CONTROL,
    )
    said = said_of(dossier, Form.CONTROL, issuer=issuer, at=at)
    return Slip(
        dossier=dossier,
        form=Form.CONTROL,
        number=0,
        circular=circular,
        token=dossier.token,
        said=said | control_of(dossier),
        made_at=at,
    )


CHANGED = {
    "owner": "chủ hồ sơ",
    "address": "địa chỉ",
    "phone": "điện thoại",
    "content": "nội dung",
    "promised": "hẹn trả",
    "papers": "giấy tờ",
    "fee_words": "phí",
}


def changed_since(slip: Slip, now: Said) -> str:
    """Name what a slip says otherwise than the dossier as it stands now."""
    changed = [
        words for key, words in CHANGED.items() if slip.said.get(key) != now.get(key)
    ]
    return ", ".join(changed)


def last_issued_by(actor: Actor) -> Slip | None:
    """The slip that a person gave out last, of a dossier they may still see."""
    return (
        Slip.objects.filter(made_by=actor.user_id)
        .filter(dossier__case__received_unit__in=actor.unit_ids)
        .select_related("dossier__case")
        .order_by("-pk")
        .first()
    )


def _born(dossier: Dossier) -> str:
    owner = dossier.owner
    return str(owner.born_year or "")


def _fee(charge: Charge) -> Said:
    return {
        "name": charge.name,
        "amount": charge.amount,
        "waived": charge.waived,
        "is_paid": charge.receipt_id is not None,
    }


def receipts_of(actor: Actor, dossiers: Iterable[str]) -> QuerySet[Slip]:
    """The receipts in force of some dossiers, of those an actor may see."""
    cases = Case.objects.visible_to(actor).filter(pk__in=list(dossiers))
    return _with_paper(
        Slip.objects.filter(
            dossier__case__in=cases, form=Form.RECEIPT, replaced_by=None
        )
    )


def slips_by_id(actor: Actor, slips: Iterable[str]) -> QuerySet[Slip]:
    """Some slips, of those an actor may see. Two queries."""
    seen = Case.objects.visible_to(actor)
    return _with_paper(Slip.objects.filter(pk__in=list(slips), dossier__case__in=seen))


def _with_paper(slips: QuerySet[Slip]) -> QuerySet[Slip]:
    return (
        slips.select_related("dossier__case", "template", "replaced_by", "replaces")
        .prefetch_related("printings")
        .order_by("dossier__case__received_at", "pk")
    )
