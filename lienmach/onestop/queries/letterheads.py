"""The head and foot of a form: whose it is, where to come, whom to ask."""

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery

from lienmach.onestop.models import Letterhead
from lienmach.org.models import UnitVersion, User


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of the office that gives out a form; what is not is empty."""

    above: str
    name: str
    place: str
    address: str
    hotline: str
    signer_title: str
    clerk: str = ""


def head_of(unit_id: int, day: date, clerk_id: int | None = None) -> Head:
    """The letterhead of a unit as it was called on a day. One query.

    With it the name of the clerk who gives the form out, where one is named.
    """
    in_force = UnitVersion.objects.in_force(day)
    above = in_force.filter(unit=OuterRef("parent")).values("name")[:1]
    clerk = User.objects.filter(pk=clerk_id or 0).values("name")[:1]
    found = (
        in_force.filter(unit=unit_id)
        .select_related("unit__letterhead")
        .annotate(above=Subquery(above), clerk=Subquery(clerk))
        .first()
    )
    if found is None:
        return Head("", "", "", "", "", "")
    own: Letterhead | None = getattr(found.unit, "letterhead", None)
    told_above: str = getattr(found, "above", "") or ""
    name_of_clerk: str = getattr(found, "clerk", "") or ""
    if own is None:
        return Head(told_above, found.name, "", "", "", "", name_of_clerk)
    return Head(
        own.above or told_above,
        own.name or found.name,
        own.place,
        own.address,
        own.hotline,
        own.signer_title,
        name_of_clerk,
    )
