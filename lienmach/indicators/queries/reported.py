from datetime import date

from django.db.models import QuerySet

from lienmach.base.actor import Actor
from lienmach.indicators.models.reported import ReportedValue
from lienmach.org.queries import names_on


def reported(actor: Actor) -> QuerySet[ReportedValue]:
    """The printed figures an actor may see, the newest period first."""
    visible = ReportedValue.objects.visible_to(actor)
    return visible.order_by("-period_end", "-pk")


def units(actor: Actor, *, on: date) -> list[tuple[int, str]]:
    """The units an actor sees, ended ones as well, by number and name."""
    return sorted(names_on(actor.unit_ids, on).items(), key=lambda unit: unit[1])
