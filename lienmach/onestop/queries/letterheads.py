"""The head and foot of a form: whose it is, where to come, whom to ask."""

from dataclasses import dataclass
from datetime import date

from lienmach.base.prepared import Prepared


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
HEAD = Prepared(
    "onestop_letterhead",
    ("bigint", "date", "bigint", "text", "text"),
    """
SELECT coalesce(nullif(own.above, ''), above.name, ''),
    coalesce(nullif(own.name, ''), unit.name),
    coalesce(own.place, ''),
    coalesce(own.address, ''),
    coalesce(own.hotline, ''),
    coalesce(own.signer_title, ''),
    coalesce((SELECT name FROM org_user WHERE id = $3), ''),
    EXISTS (
        SELECT FROM onestop_formtemplate
        WHERE circular = $4 AND form = $5 AND ended_at IS NULL
    )
FROM org_unitversion AS unit
LEFT JOIN onestop_letterhead AS own ON own.unit_id = unit.unit_id
LEFT JOIN LATERAL (
    SELECT name FROM org_unitversion
    WHERE unit_id = unit.parent_id AND valid_from <= $2
    ORDER BY valid_from DESC LIMIT 1
) AS above ON TRUE
WHERE unit.unit_id = $1 AND unit.valid_from <= $2
ORDER BY unit.valid_from DESC LIMIT 1
""",
)


def head_of(unit_id: int, day: date) -> Head:
    """The letterhead of a unit as it was called on a day, or last before it. One query.

    What a unit gave out that has ended since is still printed, and carries its name.
    """
    return issuer_of(unit_id, day, actor_id=None, circular="", form="").head


def issuer_of(
    unit_id: int, day: date, *, actor_id: int | None, circular: str, form: str
) -> Issuer:
    """The letterhead, the name of whoever acts, and a word on templates. One query."""
    found = HEAD.run([unit_id, day, actor_id, circular, form])
    if not found:
        return Issuer(Head("", "", "", "", "", ""), "", has_templates=True)
    *head, has_templates = found[0]
    return Issuer(Head(*head), head[-1], has_templates)
