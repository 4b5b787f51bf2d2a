"""Legal forms are issued: what stands on them is kept as it was given out."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from lienmach.base.actor import Actor
from lienmach.calc.local import day_of
from lienmach.calc.refusal import Refused
from lienmach.cases import actions as cases
from lienmach.cases.models import Case
from lienmach.onestop.actions.numbers import next_number
from lienmach.onestop.flow import RECEIVE, State
from lienmach.onestop.models import (
    BookEntry,
    Charge,
    Dossier,
    Form,
    Paper,
    Printing,
    Slip,
)
from lienmach.onestop.models.slips import serial_of
from lienmach.onestop.queries import slips as queries
from lienmach.onestop.queries.circulars import circular_on
from lienmach.onestop.queries.control import control_of
from lienmach.onestop.queries.letterheads import Issuer, issuer_of
from lienmach.onestop.queries.templates import template_for

MOST_AT_ONCE = 100


@transaction.atomic(savepoint=False)
def issue(
    dossier: Dossier,
    form: Form,
    *,
    actor: Actor | None,
    at: datetime,
    said: dict[str, Any] | None = None,
    reason: str = "",
    is_first: bool = False,
    papers: Iterable[Paper] | None = None,
    charges: Iterable[Charge] | None = None,
    issuer: Issuer | None = None,
) -> Slip:
    """Issue a form; where it was issued before, the new one takes its place.

    ``said`` adds what only this form says to what is known of the dossier. Whoever has
    just written the dossier says that it ``is_first``, and gives its ``papers`` and
    ``charges``, and the ``issuer``, where that was read before.
    """
    before = None
    if not is_first:
        before = dossier.slips.filter(form=form, replaced_by=None).last()
    circular = circular_on(at)
    unit_id = dossier.case.received_unit_id
    day = day_of(at)
    if issuer is None:
        issuer = issuer_at(unit_id, form, actor, at)
    known = queries.said_of(
        dossier, form, issuer=issuer, at=at, papers=papers, charges=charges
    )
    template = None
    if issuer.has_templates:
        template = template_for(unit_id, circular, form, day)
    slip = Slip.objects.create(
        dossier=dossier,
        form=form,
        number=before.number + 1 if before else 1,
        circular=circular,
        template=template,
        serial=_serial(dossier, form, at),
        token=secrets.token_urlsafe(12),
        said=known | (said or {}),
        promised_at=dossier.case.promised_at,
        made_at=at,
        made_by_id=actor.user_id if actor else None,
        reason=reason,
    )
    if before:
        Slip.objects.filter(pk=before.pk).update(replaced_by=slip)
    return slip


def issuer_at(unit_id: int, form: Form, actor: Actor | None, at: datetime) -> Issuer:
    """Who issues a form just now, for whoever reads it before all else. One query."""
    return issuer_of(
        unit_id,
        day_of(at),
        actor_id=actor.user_id if actor else None,
        circular=circular_on(at),
        form=form,
    )


def _serial(dossier: Dossier, form: Form, at: datetime) -> str:
    """The number of a form: of a receipt that in the book, else one of its series."""
    if form == Form.RECEIPT:
        entry: BookEntry | None = getattr(dossier, "entry", None)
        return serial_of(form, entry.number) if entry else ""
    if form == Form.CONTROL:
        return ""
    year = str(day_of(at).year)
    number = next_number(series_of(form), dossier.case.received_unit_id, year)
    return serial_of(form, number)


def series_of(form: str) -> str:
    """The series in which a form is numbered that is not numbered by the book.

    Through the year of a unit, for a dossier or for what was never taken in as one.
    """
    return f"slip-{form}"


@transaction.atomic
def printed(slip: Slip, *, actor: Actor, at: datetime, reason: str = "") -> Printing:
    """Note that a slip is being printed; again asks for a reason."""
    Slip.objects.select_for_update().get(pk=slip.pk)
    number = slip.printings.count() + 1
    if number > 1 and not reason.strip():
        raise Refused(f"Giấy này đã in {number - 1} lần. Hãy ghi lý do in lại.")
    return Printing.objects.create(
        slip=slip, number=number, at=at, by_id=actor.user_id, reason=reason.strip()
    )


@transaction.atomic
def control_sheet(dossier: Dossier, *, actor: Actor, at: datetime) -> Slip:
    """Issue the control sheet as it stands; the last one where nothing has happened."""
    Case.objects.select_for_update(of=("self",)).get(pk=dossier.pk)
    said = control_of(dossier)
    last = dossier.slips.filter(form=Form.CONTROL, replaced_by=None).last()
    if last and all(last.said.get(key) == value for key, value in said.items()):
        return last
    return issue(dossier, Form.CONTROL, actor=actor, at=at, said=said)


@transaction.atomic
def reissue(case_id: int, *, actor: Actor, at: datetime, reason: str) -> Slip:
    """Issue a receipt again with what is known now; the old one says what replaced it.

    For a dossier without one, such as of the same day, it is the first: who applied may
    ask for it.
    """
    case = cases.locked(case_id, actor=actor)
    actor.require(RECEIVE, case.received_unit_id)
    if case.state == State.CANCELLED:
        raise Refused(f"{case.code} đã hủy vì nhập nhầm: không cấp giấy.")
    if not reason.strip():
        raise Refused("Hãy ghi lý do phát hành: lý do in trên giấy mới.")
    dossier = case.dossier
    dossier.case = case
    slip = issue(dossier, Form.RECEIPT, actor=actor, at=at, reason=reason.strip())
    cases.note_on(case, "slip", reason.strip(), actor=actor, at=at)
    return slip


@transaction.atomic
def print_several(
    slips: Sequence[Slip], *, actor: Actor, at: datetime, reason: str = ""
) -> list[Printing]:
    """Note that several slips are being printed; the reason is for those once printed.

    Locked in one order, so that two officers never wait for each other.
    """
    if len(slips) > MOST_AT_ONCE:
        raise Refused(f"Mỗi lần in nhiều nhất {MOST_AT_ONCE} giấy.")
    made = []
    for slip in sorted(slips, key=lambda slip: slip.pk):
        is_again = slip.printings.exists()
        why = reason if is_again else ""
        made.append(printed(slip, actor=actor, at=at, reason=why))
    return made
