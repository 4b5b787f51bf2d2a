from django.db.models import QuerySet

from lienmach.base.actor import Actor
from lienmach.indicators.models import ReportedValue


def reported(actor: Actor) -> QuerySet[ReportedValue]:
    """The printed figures an actor may see, the newest period first."""
    visible = ReportedValue.objects.visible_to(actor)
    return visible.order_by("-period_end", "unit", "source", "line")
