"""The review of procedures: how each stands, its trail, and counts of a period."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from lienmach.base.actor import Actor
from lienmach.registers.models import Review
from lienmach.registers.queries.named import called

Proposal = Review.Proposal
IN_PLAN = Q(is_dropped=False)
IS_OPEN = IN_PLAN & Q(reviewed_on=None)
SIMPLER = IN_PLAN & Q(proposal__in=[Proposal.SIMPLIFY, Proposal.ABOLISH])
AWAITS = SIMPLER & Q(approved_on=None)
APPROVED = SIMPLER & Q(approved_on__isnull=False)


def reviews(actor: Actor, *, on: date) -> QuerySet[Review]:
    """How each procedure of a plan stands now, by what it is called on a day."""
    return (
        Review.objects.visible_to(actor)
        .current()
        .select_related("procedure")
        .annotate(**called(on))
    )


def trail(review: Review) -> QuerySet[Review]:
    """All that was recorded of a procedure in a plan, the last first."""
    same = Review.objects.filter(
        unit=review.unit_id, year=review.year, procedure=review.procedure_id
    )
    return same.select_related("made_by").order_by("-made_at", "-pk")


def latest(review: Review) -> Review:
    """The row that holds now in the place of one."""
    if review.replaced_at is None:
        return review
    return trail(review).get(replaced_at=None)


def of_procedure(actor: Actor, procedure_id: int) -> QuerySet[Review]:
    rows = Review.objects.visible_to(actor).current()
    return rows.filter(procedure=procedure_id).order_by("-year", "pk")


def years(actor: Actor) -> list[int]:
    """The years of which an actor sees a plan, the last first."""
    rows = Review.objects.visible_to(actor).current().order_by("-year")
    return list(rows.values_list("year", flat=True).distinct())


class Counts(NamedTuple):
    """What a period did, each by its own day; ``approved`` are simplification plans."""

    planned: int = 0
    reviewed: int = 0
    approved: int = 0

    @classmethod
    def of(cls, many: Iterable["Counts"]) -> "Counts":
        """The sum of several."""
        return cls(*map(sum, zip(*many, strict=True)))


def counts(actor: Actor, first: date, last: date) -> dict[int, Counts]:
    """What each unit planned, reviewed, had approved from one day to another.

    One query; a unit that did nothing in these days is left out.
    """
    between = {
        name: Q(**{f"{column}__gte": first, f"{column}__lte": last})
        for name, column in (
            ("planned", "planned_on"),
            ("reviewed", "reviewed_on"),
            ("approved", "approved_on"),
        )
    }
    rows = (
        Review.objects.visible_to(actor)
        .current()
        .filter(IN_PLAN)
        .order_by("unit")
        .values_list("unit")
        .annotate(
            planned=Count("pk", filter=between["planned"]),
            reviewed=Count("pk", filter=between["reviewed"]),
            approved=Count("pk", filter=between["approved"] & APPROVED),
        )
    )
    found = {unit: Counts(*told) for unit, *told in rows}
    return {unit: told for unit, told in found.items() if any(told)}
