"""Rules of reception and return: what is in force on a day, and what it rests on."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import (
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Coalesce, Concat

from lienmach.base.actor import Actor
from lienmach.calc.local import moment
from lienmach.checker import citations
from lienmach.checker.report import Identity
from lienmach.checker.source import Paragraph, Source
from lienmach.org.models.dated import in_force
from lienmach.org.queries import above
from lienmach.registers.models import Mention, OfficialDocument, RegulationText
from lienmach.registers.models.calendar import CURRENT
from lienmach.registers.models.regulations import SOURCE

Kind = RegulationText.Kind
NEVER = Value(moment("1900-01-01T00:00"))
MUST_LOOK = Q(rests_on_ended=True)


def visible(actor: Actor, on: date) -> QuerySet[RegulationText]:
    """The texts of the actor's units, and of those above that bind them."""
    units = {*actor.unit_ids, *above(actor.unit_id, on)}
    return RegulationText.objects.filter(regulation__unit__in=units)


def regulations(actor: Actor, *, on: date) -> QuerySet[RegulationText]:
    """One text of each regulation: of a day, else the last, else the first.

    ``rests_on_ended``: it is in force, a document that it rests on is not, and nobody
    has looked at it since that was noted.
    """
    current = RegulationText.objects.current().filter(regulation=OuterRef("regulation"))
    begun = current.filter(valid_from__lte=on).order_by("-valid_from")
    to_come = current.exclude(valid_from__lte=on).order_by("valid_from")
    rows = visible(actor, on).filter(CURRENT)
    shown = Q(pk=Subquery(begun.values("pk")[:1])) | Q(
        ~Exists(begun), pk=Subquery(to_come.values("pk")[:1])
    )
    return (
        rows.filter(shown)
        .select_related("regulation")
        .annotate(rests_on_ended=_unlooked(on))
    )


def _unlooked(on: date) -> Q:
    source = Concat(Value(SOURCE), Cast(OuterRef("pk"), CharField()))
    ended = Mention.objects.filter(
        source=source,
        document__ended_on__lte=on,
        document__ended_noted_at__gt=Coalesce(OuterRef("looked_at"), NEVER),
    )
    return Q(in_force(on)) & Q(Exists(ended))


def units(actor: Actor, on: date) -> set[int]:
    """The units whose regulations an actor sees. Two queries."""
    rows = visible(actor, on).order_by().values_list("regulation__unit", flat=True)
    return set(rows.distinct())


def texts(text: RegulationText) -> QuerySet[RegulationText]:
    """All texts of a regulation, those put right too, the last first."""
    rows = RegulationText.objects.filter(regulation=text.regulation_id)
    by = rows.select_related("made_by", "looked_by")
    return by.order_by("-valid_from", F("replaced_at").desc(nulls_first=True), "-pk")


@dataclass(frozen=True, slots=True)
class Base:
    """A line of what a text rests on, and the documents that are named in it."""

    words: str
    documents: list[OfficialDocument]


def basis(text: RegulationText) -> list[Base]:
    """What a text rests on, line by line, with what the register knows. One query."""
    found: dict[int, list[OfficialDocument]] = {}
    rows = Mention.objects.filter(source=text.source).select_related("document")
    for mention in rows.order_by("line", "pk"):
        found.setdefault(mention.line, []).append(mention.document)
    return [
        Base(words, found.get(number, [])) for number, words in enumerate(text.basis, 1)
    ]


class Named(NamedTuple):
    """A document as a line of a basis names it."""

    number: str
    type: str
    issuer: str
    issued_on: date | None
    line: int
    raw: str


def named(lines: list[str]) -> list[Named]:
    """The documents with a number that the lines of a basis name."""
    paragraphs = tuple(
        Paragraph(words, ((0, number),)) for number, words in enumerate(lines, 1)
    )
    return [
        Named(
            one.number,
            one.type or "",
            one.issuer or "",
            one.date,
            one.line,
            one.raw,
        )
        for one in citations.find(Source("can-cu", paragraphs), Identity())
    ]


class Told(NamedTuple):
    """How many regulations are in force on a day, and how many must be looked at."""

    held: int
    must_look: int


def told(actor: Actor, *, on: date) -> Told:
    counted = regulations(actor, on=on).aggregate(
        held=Count("pk", filter=in_force(on)),
        must_look=Count("pk", filter=MUST_LOOK),
    )
    return Told(**counted)
