from django.db.models import Q, QuerySet

from lienmach.base.actor import Actor
from lienmach.base.models import SavedView


def visible(actor: Actor) -> QuerySet[SavedView]:
    """The views an actor saved, and those shared in the actor's unit."""
    return SavedView.objects.filter(Q(owner=actor.user_id) | Q(unit=actor.unit_id))


def saved_views(actor: Actor, list_name: str) -> list[SavedView]:
    return list(visible(actor).filter(list_name=list_name).order_by("made_at", "pk"))
