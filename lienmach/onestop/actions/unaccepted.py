"""What is brought and not taken in: said in writing, at once, and counted.

An intake with papers missing is no receipt in law: the applicant gets a slip that asks
for everything at once, and the dossier is received when it is complete.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from lienmach.base.actor import Actor
from lienmach.calc.local import day_of
from lienmach.calc.refusal import Refused
from lienmach.onestop.actions.numbers import next_number
from lienmach.onestop.actions.slips import series_of
from lienmach.onestop.actions.steps import Missing
from lienmach.onestop.flow import RECEIVE
from lienmach.onestop.models import Form, Party, Unaccepted
from lienmach.onestop.queries.circulars import circular_on
from lienmach.onestop.queries.dossiers import version_on
from lienmach.onestop.queries.templates import template_for


@dataclass(frozen=True, slots=True)
class Brought:
    """Who came for which procedure."""

    procedure: str
    owner: Party
    submitter_name: str = ""
    content: str = ""


@transaction.atomic
def guide(
    brought: Brought,
    missing: Sequence[Missing],
    *,
    actor: Actor,
    at: datetime,
    note: str = "",
) -> Unaccepted:
    """Ask for everything that is missing, in writing and at once."""
    if not missing:
        raise Refused("Giấy tờ đã đủ: không có gì để yêu cầu bổ sung.")
    for item in missing:
        if not item.reason.strip():
            raise Refused(f"Hãy ghi rõ «{item.name}» thiếu gì hoặc sai gì.")
    items = [
        {"name": m.name, "reason": m.reason.strip(), "example": m.example.strip()}
        for m in missing
    ]
    return _write(Form.SUPPLEMENT, brought, items, note.strip(), actor, at)


@transaction.atomic
def refuse(brought: Brought, reason: str, *, actor: Actor, at: datetime) -> Unaccepted:
    """Refuse to take something in, and say in writing why."""
    if not reason.strip():
        raise Refused("Hãy ghi lý do từ chối: người dân sẽ đọc lý do này.")
    return _write(Form.REFUSAL, brought, [], reason.strip(), actor, at)


def _write(
    form: Form,
    brought: Brought,
    missing: list[dict[str, str]],
    reason: str,
    actor: Actor,
    at: datetime,
) -> Unaccepted:
    actor.require(RECEIVE)
    day = day_of(at)
    version = version_on(brought.procedure, day)
    if version is None:
        raise Refused(f"Thủ tục {brought.procedure} không có hiệu lực hôm nay.")
    owner, circular = brought.owner, circular_on(at)
    return Unaccepted.objects.create(
        form=form,
        unit_id=actor.unit_id,
        year=day.year,
        number=next_number(series_of(form), actor.unit_id, str(day.year)),
        circular=circular,
        template=template_for(actor.unit_id, circular, form, day),
        procedure=version,
        owner=owner,
        owner_name=owner.name,
        submitter_name=brought.submitter_name,
        address=owner.address,
        phone=owner.phone,
        content=brought.content,
        missing=missing,
        reason=reason,
        at=at,
        by_id=actor.user_id,
    )
