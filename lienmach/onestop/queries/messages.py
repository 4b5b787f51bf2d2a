"""What applicants were told, and what did not reach them."""

from django.db.models import Exists, OuterRef, QuerySet

from lienmach.base.actor import Actor
from lienmach.base.models import Message
from lienmach.cases.models import Case


def visible(actor: Actor) -> QuerySet[Message]:
    """The messages about dossiers that an actor may see."""
    seen = Case.objects.visible_to(actor).filter(code=OuterRef("about"))
    return Message.objects.filter(Exists(seen))


def failed_count(actor: Actor) -> int:
    return visible(actor).filter(state=Message.State.FAILED).count()
