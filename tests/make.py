"""Small typed builders: give what the test is about, the rest is filled in."""

from collections.abc import Collection
from datetime import date
from itertools import count

from lienmach.base.actor import Actor
from lienmach.calc.local import moment
from lienmach.org.models import (
    Decision,
    Grant,
    Level,
    Post,
    Role,
    Unit,
    UnitKind,
    UnitVersion,
    User,
)
from lienmach.org.queries import actor_of

_numbers = count(1)


MONDAY = moment("2026-01-05T08:00")
LONG_AGO = date(2020, 1, 1)


def level(code: str = "commune") -> Level:
    made, _ = Level.objects.get_or_create(
        code=code, defaults={"name": code, "rank": 3, "valid_from": date(1945, 9, 2)}
    )
    return made


def kind(code: str = "division") -> UnitKind:
    made, _ = UnitKind.objects.get_or_create(
        code=code, defaults={"name": code, "rank": 3}
    )
    return made


def unit(
    parent: Unit | None = None,
    *,
    name: str = "",
    code: str = "",
    since: date = LONG_AGO,
    until: date | None = None,
) -> Unit:
    n = next(_numbers)
    made = Unit.objects.create(code=code or f"U{n}")
    name = name or f"Đơn vị {n}"
    UnitVersion.objects.create(
        unit=made,
        parent=parent,
        kind=kind(),
        level=level(),
        name=name,
        short_name=name[:80],
        valid_from=since,
        valid_to=until,
    )
    return made


def decision() -> Decision:
    return Decision.objects.create(
        number=f"{next(_numbers)}/NQ-HĐND", signed_on=LONG_AGO, issuer="HĐND tỉnh"
    )


def user(
    at: Unit | None = None,
    rights: str = "",
    *,
    name: str = "",
    password: str = "",
    title: str = "Chuyên viên",
) -> User:
    """A person with a post in a unit, and rights for it and the units below."""
    n = next(_numbers)
    made = User(username=f"u{n}", name=name or f"Người {n}", must_change_password=False)
    if password:
        made.set_password(password)
    else:
        made.set_unusable_password()
    made.save()
    at = at or unit()
    Post.objects.create(person=made, unit=at, title=title, valid_from=LONG_AGO)
    if rights:
        grant(made, at, rights)
    return made


def role(rights: str = "") -> Role:
    n = next(_numbers)
    return Role.objects.create(
        code=f"role-{n}", name=f"Vai trò {n}", added=rights.split()
    )


def grant(
    to: User,
    at: Unit,
    rights: str | Role,
    *,
    since: date = LONG_AGO,
    until: date | None = None,
) -> Grant:
    return Grant.objects.create(
        person=to,
        unit=at,
        role=rights if isinstance(rights, Role) else role(rights),
        valid_from=since,
        valid_to=until,
    )


def actor(of: User | None = None, *, rights: Collection[str] = ()) -> Actor:
    return actor_of(of or user(rights=" ".join(rights)), on=MONDAY.date())
