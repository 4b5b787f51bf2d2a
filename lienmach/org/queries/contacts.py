"""How the public reaches a unit, and whose name the public pages carry."""

from datetime import date

from django.db.models import Q

from lienmach.org.models import Contact, Setting, Unit
from lienmach.org.queries.tree import above

PUBLIC = "public-unit"  # the unit whose pages the public ones are


def contact_of(unit_id: int, on: date) -> Contact | None:
    """Its own on a day, else that of the nearest unit above. Two queries."""
    chain = above(unit_id, on)
    held = Contact.objects.in_force(on).filter(unit__in=chain)
    return min(held, key=lambda one: chain.index(one.unit_id), default=None)


def own_contact(unit: Unit, on: date) -> Contact | None:
    """What a unit has itself, now or next."""
    rows = unit.contacts.filter(Q(valid_to=None) | Q(valid_to__gt=on))
    return rows.order_by("valid_from").first()


def public_unit() -> Unit | None:
    """The office that the public pages speak for, once somebody has said which."""
    chosen = Setting.objects.filter(name=PUBLIC).values("value")
    code = next((row["value"] for row in chosen), None)
    return Unit.objects.filter(code=code).first() if code else None
