"""Dossiers and people, as Ctrl+K finds them."""

from django.db.models import Q
from django.urls import reverse

from lienmach.base.actor import Actor
from lienmach.base.palette import MOST, Hit, letters
from lienmach.base.search import matching
from lienmach.calc.mask import masked_number
from lienmach.calc.text import words
from lienmach.onestop.flow import State
from lienmach.onestop.queries.dossiers import visible
from lienmach.onestop.queries.people import by_words

LEAST = 2  # letters and digits: fewer fit nearly everything


def dossiers(actor: Actor, text: str) -> list[Hit]:
    """Dossiers an actor may see by code, its last four, name or procedure."""
    if letters(text) < LEAST:
        return []
    fitting = visible(actor).filter(Q(matching("case__tokens", words(text))))
    return [
        Hit(
            f"{row.case.code} · {row.owner_name}",
            reverse("onestop:dossier", args=[row.case.code]),
            f"{row.procedure.name}, {State(row.case.state).label.lower()}",
        )
        for row in fitting.order_by("case__urgency", "case_id")[:MOST]
    ]


def people(actor: Actor, text: str) -> list[Hit]:
    """Those who were at the counter before, to begin a dossier for them."""
    if letters(text) < LEAST:
        return []
    return [
        Hit(
            party.name,
            f"{reverse('onestop:counter')}?nguoi={party.pk}",
            f"{masked_number(party.id_number)} · tiếp nhận hồ sơ mới",
        )
        for party in by_words(text, actor)[:MOST]
    ]
