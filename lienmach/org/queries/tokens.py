"""Tokens: a person's own, and the one that a secret opens."""

from datetime import date, datetime

from django.db.models import QuerySet

from lienmach.base.actor import Actor
from lienmach.org.models import AccessToken
from lienmach.org.queries.people import unit_name


def own(actor: Actor) -> QuerySet[AccessToken]:
    """What a person has made, wherever they work now; what is revoked too."""
    return AccessToken.objects.filter(person=actor.user_id)


def listed(actor: Actor, *, on: date) -> list[AccessToken]:
    """Those not revoked as the page shows them, the last made first. One query."""
    live = own(actor).filter(revoked_at=None)
    return list(live.annotate(unit_name=unit_name(on)).order_by("-pk"))


def by_digest(digest: str, *, at: datetime) -> AccessToken | None:
    """The token that is good at a moment, with its person. One query."""
    live = AccessToken.objects.filter(digest=digest, revoked_at=None, expires_at__gt=at)
    return live.filter(person__is_active=True).select_related("person").first()
