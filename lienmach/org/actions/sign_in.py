"""Signing in and out, and the limits on guessing."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from django.contrib.auth import authenticate
from django.db import transaction
from django.utils.timezone import localtime

from lienmach.base.actor import Actor
from lienmach.calc.password import faults
from lienmach.calc.refusal import Refused
from lienmach.org.actions import audit, tokens, tries
from lienmach.org.models import User, Verb

WINDOW = timedelta(minutes=15)
# An address may be that of a whole office, an account may be under attack from many
# addresses; guessing one account from one address is what is stopped first.
LIMITS: Mapping[str, int] = MappingProxyType({"both": 5, "account": 30, "address": 60})
WRONG = "Tên đăng nhập hoặc mật khẩu chưa đúng."


def sign_in(username: str, password: str, *, address: str, at: datetime) -> User:
    """Return the person; raise ``Refused`` for what is wrong and for too many tries.

    A try is counted before it is checked, in a transaction of its own, so that many
    tries at once are as many tries. An account that does not exist is answered in the
    same words and time as one that does.
    """
    name = username.strip().lower()[:50]
    keys = {
        "both": f"both {address} {name}",
        "account": f"account {name}",
        "address": f"address {address}",
    }
    blocks = [
        tries.count(key, LIMITS[kind], window=WINDOW, at=at)
        for kind, key in keys.items()
    ]
    until = max((block.until for block in blocks if block), default=None)
    if until:
        if any(block and block.is_new for block in blocks):
            _tell_audit(name, address, at)
        raise Refused(_wait(until))
    found = authenticate(username=name, password=password)
    if not isinstance(found, User):
        raise Refused(WRONG)
    with transaction.atomic():
        tries.forget(keys["both"], keys["account"])
        tries.take_back(keys["address"])
        tries.tidy(at)
        audit.write(
            Verb.SIGNED_IN, found, actor=None, person=found, address=address, at=at
        )
    return found


def sign_out(person: User, *, actor: Actor | None, address: str, at: datetime) -> None:
    audit.write(
        Verb.SIGNED_OUT, person, actor=actor, person=person, address=address, at=at
    )


@transaction.atomic
def change_password(
    person: User, *, old: str, new: str, address: str, at: datetime
) -> None:
    """Let a person choose a new password; the old one is asked again."""
    if not person.check_password(old):
        raise Refused("Mật khẩu hiện tại chưa đúng.")
    wrong = faults(new, (person.username, person.name, person.email))
    if old == new:
        wrong.append("Mật khẩu mới phải khác mật khẩu hiện tại.")
    if wrong:
        raise Refused(" ".join(wrong))
    person.set_password(new)
    person.must_change_password = False
    person.save(update_fields=["password", "must_change_password"])
    tokens.revoke_all(person, at)
    audit.write(
        Verb.PASSWORD_CHANGED,
        person,
        actor=None,
        person=person,
        address=address,
        at=at,
    )


def _wait(until: datetime) -> str:
    return (
        "Đã thử sai nhiều lần nên tạm dừng đăng nhập đến"
        f" {localtime(until):%H:%M ngày %d/%m}. Quên mật khẩu thì nhờ người quản trị"
        " cấp lại."
    )


def _tell_audit(name: str, address: str, at: datetime) -> None:
    """Note a block, without the words typed: they may be a password."""
    person = User.objects.filter(username=name).first()
    audit.write(
        Verb.SIGN_IN_BLOCKED,
        person or "tên không có",
        actor=None,
        person=person,
        address=address,
        at=at,
    )
