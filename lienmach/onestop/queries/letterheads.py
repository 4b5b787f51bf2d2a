"""The head and foot of a form: whose it is, where to come, whom to ask."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from lienmach.onestop.models import FormTemplate, Letterhead
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


@dataclass(frozen=True, slots=True)
class Issuer:
    """Whose head a form carries, who makes it, whether any office has templates."""

    head: Head
    clerk: str
    has_templates: bool


def head_of(unit_id: int, day: date) -> Head:
    """The letterhead of a unit as it was called on a day. One query."""
    return _head(_rows(unit_id, day).first())


def issuer_of(
    unit_id: int, day: date, *, actor_id: int | None, circular: str, form: str
) -> Issuer:
    """The letterhead, the name of whoever acts, and a word on templates. One query."""
    templates = FormTemplate.objects.filter(circular=circular, form=form, ended_at=None)
    names = User.objects.filter(pk=actor_id or 0).values("name")[:1]
    found = (
        _rows(unit_id, day)
        .annotate(clerk=Subquery(names), has_templates=Exists(templates))
        .first()
    )
    return Issuer(
        _head(found),
        getattr(found, "clerk", "") or "",
        getattr(found, "has_templates", True),
    )


def _rows(unit_id: int, day: date) -> QuerySet[UnitVersion]:
    in_force = UnitVersion.objects.in_force(day)
    above = in_force.filter(unit=OuterRef("parent")).values("name")[:1]
    return (
        in_force.filter(unit=unit_id)
        .select_related("unit__letterhead")
        .annotate(above=Subquery(above))
    )


def _head(found: UnitVersion | None) -> Head:
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
