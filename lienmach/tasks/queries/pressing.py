"""What of tasks waits for somebody's decision, for the board."""

from datetime import datetime

from django.db.models import Count
from django.urls import reverse

from lienmach.base.actor import Actor
from lienmach.indicators.registry import Chosen, Pressing
from lienmach.tasks.flow import GIVE, SEE
from lienmach.tasks.queries.tasks import AWAITS, overdue, tasks


def pressing(actor: Actor, chosen: Chosen, now: datetime) -> list[Pressing]:
    """Tasks that are overdue, and those handed in that wait for a look. One query."""
    if not actor.units_with(SEE):
        return []
    rows = tasks(actor).order_by()
    told = rows.aggregate(
        late=Count("pk", filter=overdue(now)), came=Count("pk", filter=AWAITS)
    )
    way, note = reverse("tasks:tasks"), "của mọi đơn vị" if chosen.code else ""
    late = f"{way}?xem=qua-han"
    found = [Pressing("Nhiệm vụ quá hạn", told["late"], note, late, is_hot=True)]
    if actor.units_with(GIVE):
        came = f"{way}?xem=nghiem-thu"
        found.append(Pressing("Nhiệm vụ chờ nghiệm thu", told["came"], note, came))
    return found
