"""Receiving points: what each has, what it lacks, and which kept its Saturdays."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Prefetch, QuerySet

from lienmach.base.actor import Actor
from lienmach.onestop.models import (
    Duty,
    Equipment,
    Facility,
    Failure,
    Session,
    SessionDuty,
)
from lienmach.org.models import Post, UnitVersion, User

OLD = 5  # years after which a computer is told as old: our reading, no rule of law
LAST = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Point:
    """A receiving point in a list: its name, what is missing, and its figures."""

    unit_id: int
    name: str
    facility: Facility | None
    missing: tuple[str, ...]
    people: int
    contract: int
    equipment: int
    broken: int
    kept: int
    planned: int


@dataclass(frozen=True, slots=True)
class Aged:
    equipment: Equipment
    age: int
    is_old: bool
    open_failures: int


def units(actor: Actor, *, on: date) -> dict[int, str]:
    """The one-stop units that an actor sees on a day, by name."""
    rows = UnitVersion.objects.in_force(on).filter(
        unit__in=actor.unit_ids, kind__code="one_stop"
    )
    return dict(rows.order_by("name").values_list("unit", "name"))


def points(actor: Actor, *, on: date) -> list[Point]:
    """All receiving points, each with what it lacks. Five queries."""
    names = units(actor, on=on)
    known = Facility.objects.in_bulk(list(names))
    duties = list(Duty.objects.filter(unit__in=names, since__lte=on))
    running = [one for one in duties if one.until is None or one.until >= on]
    things = list(
        Equipment.objects.filter(unit__in=names).exclude(state=Equipment.State.DISPOSED)
    )
    held = list(Session.objects.filter(unit__in=names, day__gte=on - LAST, day__lte=on))
    return [
        _point(
            unit_id,
            name,
            known.get(unit_id),
            [one for one in running if one.unit_id == unit_id],
            [one for one in things if one.unit_id == unit_id],
            [one for one in held if one.unit_id == unit_id],
        )
        for unit_id, name in names.items()
    ]


def _point(
    unit_id: int,
    name: str,
    facility: Facility | None,
    duties: list[Duty],
    things: list[Equipment],
    held: list[Session],
) -> Point:
    return Point(
        unit_id=unit_id,
        name=name,
        facility=facility,
        missing=tuple(_missing(facility, duties, things)),
        people=len(duties),
        contract=sum(one.contract == Duty.Contract.CONTRACT for one in duties),
        equipment=len(things),
        broken=sum(one.state == Equipment.State.BROKEN for one in things),
        kept=sum(one.was_open is True for one in held),
        planned=len(held),
    )


def _missing(
    facility: Facility | None, duties: Iterable[Duty], things: Iterable[Equipment]
) -> Iterator[str]:
    """What a point should have and has not, in a few words each."""
    if facility is None or not facility.founded_by:
        yield "quyết định thành lập"
    if facility is None or not facility.rules_by:
        yield "quy chế hoạt động"
    if not duties:
        yield "phân công người"
    elif any(not duty.document for duty in duties):
        yield "văn bản phân công"
    if any(duty.trained_on is None for duty in duties):
        yield "tập huấn"
    if facility and facility.has_sign is False:
        yield "biển hiệu đúng quy định"
    if facility and _is_short(facility.area, facility.area_wanted):
        yield "diện tích theo chuẩn"
    if facility and _is_short(facility.seats, facility.seats_wanted):
        yield "ghế chờ theo chuẩn"
    if not any(thing.kind == Equipment.Kind.COMPUTER for thing in things):
        yield "máy tính"


def _is_short(have: Decimal | int | None, wanted: Decimal | int | None) -> bool:
    return have is not None and wanted is not None and have < wanted


def missing_of(unit_id: int, *, on: date) -> tuple[str, ...]:
    duties = list(running_duties(unit_id, on=on))
    things = list(equipment(unit_id))
    return tuple(_missing(Facility.objects.filter(pk=unit_id).first(), duties, things))


def running_duties(unit_id: int, *, on: date) -> list[Duty]:
    rows = Duty.objects.filter(unit=unit_id, since__lte=on).select_related("person")
    return [one for one in rows if one.until is None or one.until >= on]


def past_duties(unit_id: int, *, on: date) -> QuerySet[Duty]:
    return Duty.objects.filter(unit=unit_id, until__lt=on).select_related("person")


def equipment(unit_id: int) -> QuerySet[Equipment]:
    open_failures = Prefetch(
        "failures", Failure.objects.filter(mended_on=None), to_attr="open_failures"
    )
    return (
        Equipment.objects.filter(unit=unit_id)
        .exclude(state=Equipment.State.DISPOSED)
        .prefetch_related(open_failures)
    )


def aged(unit_id: int, *, on: date) -> list[Aged]:
    return [
        Aged(
            thing,
            on.year - thing.year,
            on.year - thing.year >= OLD,
            len(getattr(thing, "open_failures", [])),
        )
        for thing in equipment(unit_id)
    ]


def failures(unit_id: int) -> QuerySet[Failure]:
    rows = Failure.objects.filter(equipment__unit=unit_id)
    return rows.select_related("equipment").order_by("mended_on", "-happened_on")[:50]


def sessions(unit_id: int) -> QuerySet[Session]:
    people = Prefetch("duties", SessionDuty.objects.select_related("person"))
    return Session.objects.filter(unit=unit_id).prefetch_related(people)[:30]


def people(unit_id: int, *, on: date) -> list[User]:
    """Who works at a point on a day: the ones that may be assigned."""
    posts = Post.objects.in_force(on).filter(unit=unit_id)
    return list(User.objects.filter(posts__in=posts, is_active=True).distinct())
