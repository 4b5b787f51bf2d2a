"""The head and foot of a form: whose it is, where to come, whom to ask."""

from dataclasses import dataclass
from datetime import date

from django.db import connection


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of the office that gives out a form; what is not is empty."""

    above: str
    name: str
    place: str
    address: str
    hotline: str
    signer_title: str
    clerk: str = ""


@dataclass(frozen=True, slots=True)
class Issuer:
    """Whose head a form carries, who makes it, whether any office has templates."""

    head: Head
    clerk: str
    has_templates: bool


# By hand: it is read for every form that is made, and the receipt of a dossier is one.
HEAD = """
SELECT coalesce(nullif(own.above, ''), above.name, ''),
    coalesce(nullif(own.name, ''), unit.name),
    coalesce(own.place, ''),
    coalesce(own.address, ''),
    coalesce(own.hotline, ''),
    coalesce(own.signer_title, ''),
    coalesce((SELECT name FROM org_user WHERE id = %(clerk)s), ''),
    EXISTS (
        SELECT FROM onestop_formtemplate
        WHERE circular = %(circular)s AND form = %(form)s AND ended_at IS NULL
    )
FROM org_unitversion AS unit
LEFT JOIN onestop_letterhead AS own ON own.unit_id = unit.unit_id
LEFT JOIN org_unitversion AS above
    ON above.unit_id = unit.parent_id
    AND above.valid_from <= %(day)s
    AND (above.valid_to IS NULL OR above.valid_to > %(day)s)
WHERE unit.unit_id = %(unit)s
    AND unit.valid_from <= %(day)s
    AND (unit.valid_to IS NULL OR unit.valid_to > %(day)s)
LIMIT 1
"""


def head_of(unit_id: int, day: date) -> Head:
    """The letterhead of a unit as it was called on a day. One query."""
    return issuer_of(unit_id, day, actor_id=None, circular="", form="").head


def issuer_of(
    unit_id: int, day: date, *, actor_id: int | None, circular: str, form: str
) -> Issuer:
    """The letterhead, the name of whoever acts, and a word on templates. One query."""
    asked: dict[str, int | str | date | None] = {
        "unit": unit_id,
        "day": day,
        "clerk": actor_id,
        "circular": circular,
        "form": form,
    }
    with connection.cursor() as cursor:
        cursor.execute(HEAD, asked)
        found = cursor.fetchone()
    if found is None:
        return Issuer(Head("", "", "", "", "", ""), "", has_templates=True)
    *head, has_templates = found
    return Issuer(Head(*head), head[-1], has_templates)
