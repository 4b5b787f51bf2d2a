"""The websites of units: which stand on a day, how many are kept well, who has none."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from lienmach.base.actor import Actor
from lienmach.org.models import UnitVersion
from lienmach.org.models.dated import in_force
from lienmach.registers.models import Website
from lienmach.registers.models.calendar import CURRENT
from lienmach.registers.queries.marks import COMMITTEE

Upkeep = Website.Upkeep


def stands(units: Collection[int], on: date) -> Q:
    """What stands on a day, of units that there are that day."""
    return CURRENT & in_force(on) & Q(unit__in=units)


def there(units: Collection[int], on: date) -> frozenset[int]:
    """Those of some units that there are on a day; others have ended, or not begun."""
    rows = UnitVersion.objects.in_force(on).filter(unit__in=units)
    return frozenset(rows.values_list("unit", flat=True))


def websites(actor: Actor) -> QuerySet[Website]:
    """What was recorded of the websites of units an actor sees, put right or not."""
    return Website.objects.visible_to(actor).select_related("unit", "made_by")


def standing(units: Collection[int], on: date) -> QuerySet[Website]:
    """The websites of some units as they were kept on a day."""
    rows = Website.objects.current().in_force(on).filter(unit__in=units)
    return rows.select_related("unit").order_by("unit__code", "address")


def trail(site: Website) -> QuerySet[Website]:
    """All that was recorded of one website, the last first."""
    rows = Website.objects.filter(unit=site.unit_id, address=site.address)
    return rows.select_related("made_by").order_by("-made_at", "-pk")


class Told(NamedTuple):
    """How many websites stand, how each is kept, and how many committees have one."""

    total: int
    good: int
    poor: int
    paused: int
    committees: int
    having: int


def told(units: Collection[int], on: date) -> Told:
    """Count the websites of some units, all there on a day. Two queries."""
    sites = Website.objects.current().in_force(on)
    counted = sites.filter(unit__in=units).aggregate(
        total=Count("pk"),
        **{kind.value: Count("pk", filter=Q(upkeep=kind)) for kind in Upkeep},
    )
    rows = UnitVersion.objects.in_force(on).filter(unit__in=units, kind__code=COMMITTEE)
    have = Q(Exists(sites.filter(unit=OuterRef("unit"))))
    whole = rows.aggregate(committees=Count("pk"), having=Count("pk", filter=have))
    return Told(**counted, **whole)
