"""Whom the counter knows."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from lienmach.base.actor import Actor
from lienmach.base.prepared import Prepared
from lienmach.base.search import kept, stored
from lienmach.calc.text import fold, tokens
from lienmach.onestop.flow import RECEIVE
from lienmach.onestop.models import Dossier, Party
from lienmach.org.actions import audit
from lienmach.org.models import Verb

WRITTEN = {
    "kind": "text",
    "id_number": "text",
    "name": "text",
    "name_key": "text",
    "born_on": "date",
    "born_year": "smallint",
    "address": "text",
    "phone": "text",
    "email": "text",
    "made_at": "timestamptz",
    "changed_at": "timestamptz",
}
# Nothing is written of whoever has the number already.
WRITE = Prepared(
    "onestop_write_party",
    (*WRITTEN.values(), "text[]"),
    f"""
INSERT INTO onestop_party ({", ".join(WRITTEN)}, tokens)
VALUES (
    {", ".join(f"${n}" for n in range(1, len(WRITTEN) + 1))},
    array_to_tsvector(${len(WRITTEN) + 1})
)
ON CONFLICT (id_number) WHERE id_number <> '' DO NOTHING
RETURNING id
""",  # noqa: S608 - ours
)


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

    def values(self) -> dict[str, Any]:
        name = " ".join(self.name.split())
        return {
            "kind": self.kind,
            "name": name,
            "name_key": fold(name),
            "born_on": self.born_on,
            "born_year": self.born_year or (self.born_on and self.born_on.year),
            "address": self.address,
            "phone": self.phone,
            "email": self.email,
        }


@transaction.atomic(savepoint=False)
def save_party(new: NewParty, *, at: datetime) -> Party:
    """Bring what is known of somebody up to date; whoever is new is written down.

    What is not said this time stays as it is known. Two counters that write the same
    new number at once end up with one row.
    """
    known, is_new = _write(new, at)
    if is_new:
        return known
    said = {name: value for name, value in new.values().items() if value}
    return _change(known, said, at)


@transaction.atomic(savepoint=False)
def meet(new: NewParty, *, at: datetime) -> Party:
    """Return who has this number, as they are known; whoever is new is written down.

    For those who come with somebody else: a name typed beside the number changes
    nobody's.
    """
    return _write(new, at)[0]


@transaction.atomic(savepoint=False)
def correct_party(party: Party, new: NewParty, *, at: datetime) -> Party:
    """Put a person right as they stand in the form: what is empty there is unknown."""
    return _change(party, new.values(), at)


def note_opened(party: Party, *, actor: Actor, at: datetime) -> None:
    """Note that somebody was opened from a list, not by a card in their hand."""
    actor.require(RECEIVE)
    audit.write(
        Verb.PERSONAL_DATA_READ,
        party,
        actor=actor,
        at=at,
        unit_id=actor.unit_id,
        after={"đã xem": ["họ tên", "ngày sinh", "địa chỉ", "điện thoại"]},
    )


def _write(new: NewParty, at: datetime) -> tuple[Party, bool]:
    """Write somebody down unless the number is known; say whether they are new."""
    said = {"id_number": new.id_number, "made_at": at, "changed_at": at, **new.values()}
    row = [said[name] for name in WRITTEN]
    if made := WRITE.run([*row, kept(new.tokens())]):
        values = {"id": made[0][0], **said}
        fields = [one.attname for one in Party._meta.concrete_fields]
        names = [name for name in fields if name in values]  # as from_db reads them
        row = [values[name] for name in names]
        return Party.from_db(connection.alias, names, row), True
    return Party.objects.get(id_number=new.id_number), False


def _change(party: Party, said: dict[str, Any], at: datetime) -> Party:
    changed = [name for name, value in said.items() if getattr(party, name) != value]
    if changed:
        for name in changed:
            setattr(party, name, said[name])
        found = tokens(
            names=[party.name], phones=[party.phone], id_numbers=[party.id_number]
        )
        party.changed_at, party.tokens = at, stored(found)
        party.save(update_fields=[*changed, "changed_at", "tokens"])
    return party


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
