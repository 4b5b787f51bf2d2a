"""Tasks and the documents that give them, as Ctrl+K finds them."""

from django.db.models import Q
from django.urls import reverse

from lienmach.base.actor import Actor
from lienmach.base.palette import MOST, Hit, letters
from lienmach.calc.text import words
from lienmach.tasks.queries import tasks as queries

LEAST = 2  # letters and digits: fewer fit nearly everything


def tasks(actor: Actor, text: str) -> list[Hit]:
    """Tasks an actor sees by words of what is to be done or their code, open first."""
    if letters(text) < LEAST:
        return []
    where = Q()
    for word in words(text):
        where &= Q(text_key__contains=word) | Q(case__code__icontains=word)
    fitting = queries.tasks(actor).filter(where)
    return [
        Hit(
            str(row),
            reverse("tasks:task", args=[row.case.code]),
            f"{row.mandate.number}, hạn {row.due_on:%d/%m/%Y}, {row.state_name}",
        )
        for row in fitting.order_by("case__urgency", "pk")[:MOST]
    ]


def mandates(actor: Actor, text: str) -> list[Hit]:
    """Documents an actor sees by words of their title or number, the latest first."""
    if letters(text) < LEAST:
        return []
    fitting = queries.mandates(actor).filter(queries.titled(text))
    return [
        Hit(row.title, reverse("tasks:mandate", args=[row.pk]), row.number)
        for row in fitting.order_by("-issued_on", "-pk")[:MOST]
    ]
