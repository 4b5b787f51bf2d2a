"""Where a unit is found and who answers its telephone."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from lienmach.base.actor import Actor
from lienmach.org.actions import audit
from lienmach.org.actions.settings import set_value
from lienmach.org.models import Contact, Setting, Unit, Verb
from lienmach.org.queries.contacts import PUBLIC

RIGHT = "org.units"


@dataclass(frozen=True, slots=True)
class NewContact:
    phone: str
    address: str
    hint: str = ""
    email: str = ""


@transaction.atomic
def set_contact(
    unit: Unit, new: NewContact, *, on: date, actor: Actor | None, at: datetime
) -> Contact:
    """Let a contact hold from a day on; the one before ends there.

    A second one from the same day puts the first right; the audit keeps what it said.
    """
    if actor:
        actor.require(RIGHT, unit.pk)
    Unit.objects.select_for_update().get(pk=unit.pk)
    running = unit.contacts.filter(Q(valid_to=None) | Q(valid_to__gt=on))
    before = running.filter(valid_from__lte=on).first()
    later = running.filter(valid_from__gt=on).order_by("valid_from").first()
    said = {
        "phone": new.phone,
        "address": new.address,
        "hint": new.hint,
        "email": new.email,
        "made_by_id": actor.user_id if actor else None,
        "made_at": at,
    }
    if before and before.valid_from == on:
        unit.contacts.filter(pk=before.pk).update(**said)
        made = unit.contacts.get(pk=before.pk)
    else:
        if before:
            unit.contacts.filter(pk=before.pk).update(valid_to=on)
        until = later.valid_from if later else None
        made = unit.contacts.create(valid_from=on, valid_to=until, **said)
    audit.write(
        Verb.UNIT_CHANGED,
        unit,
        actor=actor,
        at=at,
        unit_id=unit.pk,
        before=_said(before) if before else {},
        after={**_said(made), "từ ngày": f"{on:%d/%m/%Y}"},
    )
    return made


@transaction.atomic
def speak_for(unit: Unit, *, actor: Actor | None, at: datetime) -> None:
    """Let the public pages be those of a unit."""
    if actor:
        actor.require(RIGHT, unit.pk)
    before = Setting.objects.filter(name=PUBLIC).values_list("value", flat=True).first()
    set_value(PUBLIC, unit.code)
    audit.write(
        Verb.UNIT_CHANGED,
        unit,
        actor=actor,
        at=at,
        unit_id=unit.pk,
        before={"trang công khai": before or ""},
        after={"trang công khai": unit.code},
    )


def _said(contact: Contact) -> dict[str, str]:
    return {
        "điện thoại": contact.phone,
        "địa chỉ": contact.address,
        "chỉ dẫn": contact.hint,
        "thư điện tử": contact.email,
    }
