from django.db.models import Count, F, Q, QuerySet

from lienmach.base.actor import Actor
from lienmach.registers.models.documents import Mention, OfficialDocument

MOST = 500  # mentions of one document that its page lists


def documents(actor: Actor) -> QuerySet[OfficialDocument]:
    """The documents an actor may see, newest first, with how often they are cited."""
    cited = Count("mentions", filter=Q(mentions__unit__in=actor.unit_ids))
    return (
        OfficialDocument.objects.visible_to(actor)
        .annotate(cited=cited)
        .order_by(F("issued_on").desc(nulls_last=True), "-pk")
    )


def mentions(document: OfficialDocument, actor: Actor) -> QuerySet[Mention]:
    """Where the texts of an actor's units cite a document."""
    visible = Mention.objects.filter(document=document, unit__in=actor.unit_ids)
    return visible.order_by("label", "line")
