"""Procedures, as Ctrl+K finds them."""

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from lienmach.base.actor import Actor
from lienmach.base.palette import MOST, Hit, nearness
from lienmach.base.search import matching
from lienmach.calc.text import words
from lienmach.registers.queries.procedures import is_in_force, procedures

LOOKED_AT = 60  # that fit; the nearest of them are shown


def found(actor: Actor, text: str) -> list[Hit]:
    """The procedures of today whose names, initials or code fit a text."""
    today = timezone.localdate()
    fitting = procedures(on=today).filter(
        is_in_force(today), Q(matching("tokens", words(text)))
    )
    rows = sorted(fitting[:LOOKED_AT], key=lambda row: nearness(text, row.name))
    return [
        Hit(
            row.name,
            reverse("registers:procedure", args=[row.procedure.code]),
            row.procedure.code,
        )
        for row in rows[:MOST]
    ]
