"""Years that are scored: who opens them, for which units, how far their cards are."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from lienmach.base.actor import Actor
from lienmach.org.models import Unit, UnitVersion
from lienmach.org.queries import names_on
from lienmach.reporting.flow import APPRAISE, CardState
from lienmach.reporting.models import Objection, Scorecard, ScoreRound
from lienmach.reporting.queries import scores
from lienmach.reporting.queries.rounds import UnitBelow, units_below


def owners(actor: Actor, on: date) -> list[tuple[int, str, str]]:
    """The units for which an actor may open a scoring, that have units below: number,
    code, name; the highest first."""
    parents = UnitVersion.objects.filter(parent__in=actor.units_with(APPRAISE))
    found = Unit.objects.filter(pk__in=parents.values("parent"))
    names = names_on([unit.pk for unit in found], on)
    ordered = sorted(found, key=lambda unit: (len(unit.code), unit.code))
    return [(unit.pk, unit.code, names[unit.pk]) for unit in ordered]


@dataclass(frozen=True, slots=True)
class Progress:
    """A card of a round with the name of its unit."""

    card: Scorecard
    name: str


def progress(actor: Actor, made: ScoreRound) -> list[Progress]:
    """The cards of a round that an actor sees, by code of unit. Two queries."""
    found = list(scores.cards(actor).filter(round=made).order_by("unit__code"))
    names = names_on([card.unit_id for card in found], made.end)
    return [Progress(card, names.get(card.unit_id, card.unit.code)) for card in found]


def forgotten(made: ScoreRound) -> list[UnitBelow]:
    """The units that the owner of a round may score and that have no card that year."""
    scored = Scorecard.objects.filter(year=made.year, is_cancelled=False)
    have = set(scored.values_list("unit", flat=True))
    below = units_below(made.owner_id, made.window)
    return [unit for unit in below if unit.unit_id not in have]


def lockable(actor: Actor, made: ScoreRound) -> QuerySet[Scorecard]:
    """The appraised cards of a round without open objections."""
    waiting = Objection.objects.filter(card=OuterRef("pk"), answered_at=None)
    cards = scores.cards(actor).filter(round=made, case__state=CardState.APPRAISED)
    return cards.exclude(Exists(waiting))


def visible(actor: Actor) -> QuerySet[ScoreRound]:
    """The rounds with a card that an actor sees."""
    seen = Scorecard.objects.visible_to(actor).values("round")
    found = ScoreRound.objects.filter(pk__in=seen)
    return found.select_related("owner", "cancelled_by")
