"""How forms look in an office: its letterhead, and templates of its own."""

from datetime import datetime

from django.db import transaction

from lienmach.base.actor import Actor
from lienmach.calc.refusal import Refused
from lienmach.onestop.flow import PRINTS
from lienmach.onestop.models import FormTemplate, Letterhead
from lienmach.onestop.queries.letterheads import Head
from lienmach.onestop.queries.templates import cleaned, problems


@transaction.atomic
def use_template(
    body: str,
    *,
    unit_id: int,
    circular: str,
    form: str,
    note: str,
    actor: Actor,
    at: datetime,
) -> FormTemplate:
    """Let an office print a form its own way from now on.

    What was given out before keeps the layout it was given out in.
    """
    actor.require(PRINTS, unit_id)
    if found := problems(body, form):
        raise Refused(" ".join(found))
    if not note.strip():
        raise Refused("Hãy ghi vì sao dùng mẫu riêng.")
    _end(unit_id, circular, form, at)
    rows = FormTemplate.objects.filter(unit=unit_id, circular=circular, form=form)
    last = rows.values_list("number", flat=True).first() or 0
    return FormTemplate.objects.create(
        unit_id=unit_id,
        circular=circular,
        form=form,
        number=last + 1,
        body=cleaned(body),
        note=note.strip(),
        made_at=at,
        made_by_id=actor.user_id,
    )


@transaction.atomic
def end_template(
    *, unit_id: int, circular: str, form: str, actor: Actor, at: datetime
) -> None:
    """Go back to the template of the unit above, or to the one shipped."""
    actor.require(PRINTS, unit_id)
    if not _end(unit_id, circular, form, at):
        raise Refused("Đơn vị này không có mẫu riêng đang dùng.")


@transaction.atomic
def save_letterhead(
    head: Head, *, unit_id: int, actor: Actor, at: datetime
) -> Letterhead:
    """Write what stands at the head and foot of the forms of a unit."""
    actor.require(PRINTS, unit_id)
    saved, _ = Letterhead.objects.update_or_create(
        unit_id=unit_id,
        defaults={
            "above": head.above,
            "name": head.name,
            "place": head.place,
            "address": head.address,
            "hotline": head.hotline,
            "signer_title": head.signer_title,
            "changed_at": at,
            "changed_by_id": actor.user_id,
        },
    )
    return saved


def _end(unit_id: int, circular: str, form: str, at: datetime) -> int:
    return FormTemplate.objects.filter(
        unit=unit_id, circular=circular, form=form, ended_at=None
    ).update(ended_at=at)
