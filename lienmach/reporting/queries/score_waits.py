"""Cards and improvements that wait for somebody: in lists, the menu, on the board."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse

from lienmach.base.actor import Actor
from lienmach.indicators.registry import Chosen, Pressing
from lienmach.reporting.flow import APPRAISE, LOCK, SCORE, CardState, ToDo
from lienmach.reporting.models import Improvement, Scorecard


def waiting(actor: Actor) -> Q:
    """The cards that wait for an actor: to be scored where one works, to be
    appraised, to be locked."""
    above, locks = actor.units_with(APPRAISE), actor.units_with(LOCK)
    where = Q(pk__in=[])
    if scores := actor.units_with(SCORE):
        here = Q(unit__in={actor.unit_id} & scores)
        theirs = Q(unit__in=scores) & ~Q(round__owner__in=above)
        where |= Q(case__state=CardState.SCORING) & (here | theirs)
    if above:
        appraising = Q(case__state=CardState.APPRAISING, round__owner__in=above)
        where |= appraising & ~Q(unit=actor.unit_id)
    if locks:
        where |= Q(case__state=CardState.APPRAISED, round__owner__in=locks)
    return where


def all_waiting(actor: Actor) -> QuerySet[Scorecard]:
    return Scorecard.objects.visible_to(actor).filter(waiting(actor))


def pressing(actor: Actor, chosen: Chosen, now: datetime) -> list[Pressing]:
    """Cards and improvements that wait for the actor, for the board."""
    if not (actor.units_with(APPRAISE) or actor.units_with(LOCK)):
        return []
    late = Improvement.objects.visible_to(actor).filter(
        case__state=ToDo.OPEN, case__promised_at__lt=now
    )
    note = "của mọi đơn vị" if chosen.code else ""
    return [
        Pressing(
            "Phiếu chấm chờ thẩm định, chốt",
            all_waiting(actor).count(),
            note,
            f"{reverse('reporting:scorecards')}?xem=cho-toi",
        ),
        Pressing(
            "Việc cải tiến chỉ số quá hạn",
            late.count(),
            note,
            f"{reverse('reporting:improvements')}?xem=qua-han",
            is_hot=True,
        ),
    ]
