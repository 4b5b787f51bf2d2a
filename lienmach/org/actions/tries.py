"""How often something was tried that may be guessed, and when it may be tried again.

A try is counted before it is checked, in a transaction of its own, so that many tries
at once are as many tries.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from lienmach.org.models import SignInTries

KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Block:
    """``is_new``: it began with this try."""

    until: datetime
    is_new: bool


@transaction.atomic
def count(key: str, limit: int, *, window: timedelta, at: datetime) -> Block | None:
    """Count one try; return how the key is blocked, if it is."""
    tries, is_new = SignInTries.objects.select_for_update().get_or_create(
        key=key, defaults={"count": 1, "first_at": at}
    )
    if is_new:
        return None
    if tries.blocked_until and tries.blocked_until > at:
        return Block(tries.blocked_until, is_new=False)
    if tries.first_at + window <= at:
        tries.count, tries.first_at, tries.blocked_until = 0, at, None
    tries.count += 1
    if tries.count > limit:
        tries.count, tries.first_at = 0, at
        tries.blocked_until = at + window
    tries.save()
    until = tries.blocked_until
    return Block(until, is_new=True) if until else None


def forget(*keys: str) -> None:
    """What was guessed right is counted no more."""
    SignInTries.objects.filter(key__in=keys).delete()


def take_back(key: str) -> None:
    """A try under a key that many share was right: it does not count."""
    SignInTries.objects.filter(key=key).update(count=F("count") - 1)


def tidy(at: datetime) -> None:
    SignInTries.objects.filter(first_at__lt=at - KEPT).delete()
