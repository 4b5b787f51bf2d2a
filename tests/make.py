"""Small typed builders: give what the test is about, the rest is filled in."""

from datetime import date
from itertools import count

from lienmach.base.actor import Actor
from lienmach.calc.local import moment
from lienmach.org.models import Unit, UnitVersion, User
from lienmach.org.queries import actor_of

_numbers = count(1)


MONDAY = moment("2026-01-05T08:00")


def unit(parent: Unit | None = None) -> Unit:
    n = next(_numbers)
    made = Unit.objects.create(code=f"U{n}")
    UnitVersion.objects.create(
        unit=made, parent=parent, name=f"Đơn vị {n}", valid_from=date(2020, 1, 1)
    )
    return made


def user(at: Unit | None = None, rights: str = "") -> User:
    return User.objects.create(
        username=f"u{next(_numbers)}", unit=at or unit(), rights=rights.split()
    )


def actor(of: User | None = None) -> Actor:
    return actor_of(of or user(), on=MONDAY.date())
