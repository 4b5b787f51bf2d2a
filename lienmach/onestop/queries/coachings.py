"""Checks and coaching on the software: what an actor sees, what is still to be done."""

from django.db.models import Q, QuerySet

from lienmach.base.actor import Actor
from lienmach.onestop.models import Coaching

TO_DO = ~Q(follow_up="") & Q(done_on=None)
MOST = 20  # on the page of a point; the list has them all


def coachings(actor: Actor) -> QuerySet[Coaching]:
    """The visits an actor sees, with who took part. Two queries."""
    return Coaching.objects.visible_to(actor).prefetch_related("people")


def at_point(unit_id: int) -> QuerySet[Coaching]:
    """The last visits to a point."""
    return Coaching.objects.filter(unit=unit_id).prefetch_related("people")[:MOST]
