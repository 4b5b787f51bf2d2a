"""Making, using and revoking what programs read with."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction

from lienmach.base.actor import Actor
from lienmach.calc.refusal import Refused
from lienmach.org.actions import audit
from lienmach.org.models import AccessToken, User, Verb

PREFIX = "lm_"  # by which one that got into a file or a log is recognised
LIFETIMES = (30, 90, 180, 365)  # in days
MOST = 20
# When a token was last used is written no oftener than this: reading stays reading.
USED_EVERY = timedelta(minutes=5)


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def make(
    *, name: str, days: int, actor: Actor, at: datetime
) -> tuple[AccessToken, str]:
    """Make a token for where the actor works now; return it with its secret, once.

    The person is locked: of two sendings of one form the second finds the name taken.
    """
    assert days in LIFETIMES
    person = User.objects.select_for_update().get(pk=actor.user_id)
    live = person.tokens.filter(revoked_at=None)
    live.filter(expires_at__lte=at).update(revoked_at=at)
    if live.filter(name=name).exists():
        raise Refused(
            f"Đã có mã đang dùng tên «{name}»: đặt tên khác, hoặc thu hồi nó."
        )
    if live.count() >= MOST:
        raise Refused(f"Mỗi người có nhiều nhất {MOST} mã: thu hồi mã không dùng nữa.")
    secret = PREFIX + secrets.token_urlsafe(32)
    made = AccessToken.objects.create(
        person=person,
        unit_id=actor.unit_id,
        name=name,
        digest=digest_of(secret),
        hint=secret[-4:],
        made_at=at,
        expires_at=at + timedelta(days=days),
    )
    until = made.expires_at.isoformat(timespec="minutes")
    after = {"đến": until}
    audit.write(Verb.TOKEN_MADE, made, actor=actor, at=at, after=after)
    return made, secret


@transaction.atomic
def revoke(token: AccessToken, *, actor: Actor, at: datetime) -> None:
    """Let nothing be read with a token any more; twice does no harm."""
    found = AccessToken.objects.select_for_update().get(pk=token.pk)
    if found.revoked_at:
        return
    found.revoked_at = at
    found.save(update_fields=["revoked_at"])
    audit.write(Verb.TOKEN_REVOKED, found, actor=actor, at=at)


def revoke_all(person: User, at: datetime) -> None:
    """A password that is changed, or an account that is closed, takes all along.

    The audit says it by what was done.
    """
    person.tokens.filter(revoked_at=None).update(revoked_at=at)


def note_use(token: AccessToken, *, address: str, at: datetime) -> None:
    """Write down when and from where a token is used, now and then."""
    is_fresh = token.used_at is not None and at - token.used_at < USED_EVERY
    if not is_fresh:
        AccessToken.objects.filter(pk=token.pk).update(used_at=at, used_from=address)
