import re

from django.db.models import Count, F, Q, QuerySet

from lienmach.base.actor import Actor
from lienmach.registers.models.documents import Mention, OfficialDocument

MOST = 500  # mentions of one document that its page lists
ALIKE = 50  # entries of a number like this one that are looked at


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


def alike(document: OfficialDocument, actor: Actor) -> list[OfficialDocument]:
    """Other entries an actor may see that can be the same document."""
    parts = " ".join(re.findall(r"[^\W_]+", document.number_key))
    visible = OfficialDocument.objects.visible_to(actor).search(parts)
    near = documents(actor).filter(pk__in=visible).exclude(pk=document.pk)
    return [one for one in near[:ALIKE] if document.may_be(one)]


def merged_into(pk: int, actor: Actor) -> OfficialDocument | None:
    """The entry that one was merged into, if the actor may see it."""
    return documents(actor).filter(merged=pk).first()
