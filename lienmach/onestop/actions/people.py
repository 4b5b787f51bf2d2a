"""Whom the counter knows."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from lienmach.base.actor import Actor
from lienmach.base.search import stored
from lienmach.calc.text import fold, tokens
from lienmach.onestop.models import Dossier, Party
from lienmach.org.actions import audit
from lienmach.org.models import Verb


@dataclass(frozen=True, slots=True)
class NewParty:
    """A person or organisation as typed or scanned at the counter."""

    name: str
    id_number: str = ""
    kind: str = Party.Kind.PERSON
    born_on: date | None = None
    born_year: int | None = None
    address: str = ""
    phone: str = ""
    email: str = ""

    def tokens(self) -> list[str]:
        return tokens(
            names=[self.name], phones=[self.phone], id_numbers=[self.id_number]
        )


@transaction.atomic
def save_party(new: NewParty, *, at: datetime) -> Party:
    """Bring what is known of somebody up to date; whoever is new is written down.

    Two counters that write the same new number at once end up with one row.
    """
    values = {
        "kind": new.kind,
        "name": " ".join(new.name.split()),
        "name_key": fold(new.name),
        "born_on": new.born_on,
        "born_year": new.born_year or (new.born_on.year if new.born_on else None),
        "address": new.address,
        "phone": new.phone,
        "email": new.email,
    }
    known = None
    if new.id_number:
        known = Party.objects.filter(id_number=new.id_number).first()
    if known is None:
        fresh: dict[str, Any] = {**values, "made_at": at, "changed_at": at}
        fresh["tokens"] = stored(new.tokens())
        if not new.id_number:
            return Party.objects.create(id_number="", **fresh)
        known, is_new = Party.objects.get_or_create(
            id_number=new.id_number, defaults=fresh
        )
        if is_new:
            return known
    changed = [name for name, value in values.items() if getattr(known, name) != value]
    if changed:
        for name in changed:
            setattr(known, name, values[name])
        known.changed_at, known.tokens = at, stored(new.tokens())
        known.save(update_fields=[*changed, "changed_at", "tokens"])
    return known


def read_personal_data(dossier: Dossier, *, actor: Actor, at: datetime) -> None:
    """Note that somebody has looked at who owns a dossier and how they are reached."""
    audit.write(
        Verb.PERSONAL_DATA_READ,
        dossier.case.code,
        actor=actor,
        at=at,
        unit_id=dossier.case.unit_id,
        after={"đã xem": ["số căn cước", "điện thoại", "thư điện tử"]},
    )
