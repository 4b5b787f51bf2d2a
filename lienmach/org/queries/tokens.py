"""Tokens: a person's own, and the one that a secret opens."""

from datetime import date, datetime

from django.db.models import QuerySet

from lienmach.base.actor import Actor
from lienmach.org.models import AccessToken
from lienmach.org.queries.people import unit_name


def own(actor: Actor) -> QuerySet[AccessToken]:
    """What a person has made and not revoked, wherever they work now."""
    return AccessToken.objects.filter(person=actor.user_id, revoked_at=None)


def listed(actor: Actor, *, on: date) -> list[AccessToken]:
    """The same as the page shows it, the last made first. One query."""
    return list(own(actor).annotate(unit_name=unit_name(on)).order_by("-pk"))


def by_digest(digest: str, *, at: datetime) -> AccessToken | None:
    """The token that is good at a moment, with its person. One query."""
    live = AccessToken.objects.filter(digest=digest, revoked_at=None, expires_at__gt=at)
    return live.filter(person__is_active=True).select_related("person").first()
