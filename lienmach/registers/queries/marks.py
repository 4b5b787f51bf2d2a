"""Which units are on the central system, and which keep a register fully, since when.

The units that a share is of are the committees of a level of government: our reading.
"""

from datetime import date
from enum import Enum
from types import MappingProxyType
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from lienmach.base.actor import Actor
from lienmach.org.models import UnitVersion
from lienmach.org.queries import above
from lienmach.registers.models import UnitMark

Kind = UnitMark.Kind
ON_SYSTEM = (Kind.CONNECTED, Kind.USED)


class Reach(Enum):
    """Whose reports a register is counted in, once a unit says that it keeps it."""

    BELOW = "its own and those of all units below it"
    COMMITTEES = "of these the committees': what it has is not divided among offices"
    OWN = "its own alone: it has what the unit itself wrote"


KEEPS = MappingProxyType(
    {
        Kind.REVIEWS: Reach.BELOW,
        Kind.ANYWHERE: Reach.COMMITTEES,
        Kind.NATIONAL: Reach.COMMITTEES,
        Kind.PAYMENT: Reach.COMMITTEES,
        Kind.SYSTEM: Reach.BELOW,
        Kind.PLANS: Reach.OWN,
        Kind.DIRECTIVES: Reach.OWN,
        Kind.SENDINGS: Reach.BELOW,
    }
)
COMMITTEE = "committee"  # the kind of unit that the share is of


def committees(*, on: date) -> QuerySet[UnitVersion]:
    """The committees of a day, since when each is connected and uses the system."""
    return (
        UnitVersion.objects.in_force(on)
        .filter(kind__code=COMMITTEE)
        .select_related("unit", "level")
        .annotate(
            connected_on=_since(Kind.CONNECTED, on),
            connected_by=_since(Kind.CONNECTED, on, "document"),
            used_on=_since(Kind.USED, on),
        )
    )


def _since(kind: str, on: date, column: str = "valid_from") -> Subquery:
    rows = UnitMark.objects.current().in_force(on)
    held = rows.filter(kind=kind, unit=OuterRef("unit")).order_by("valid_from")
    return Subquery(held.values(column)[:1])


class Connected(NamedTuple):
    """How many units of a level are on the system."""

    level: str
    name: str
    whole: int
    connected: int
    used: int

    @property
    def share(self) -> float | None:
        return self.connected / self.whole * 100 if self.whole else None

    @property
    def share_used(self) -> float | None:
        return self.used / self.whole * 100 if self.whole else None


def connected(rows: QuerySet[UnitVersion], *, on: date) -> list[Connected]:
    """Count some committees of a day by level. One query."""
    held = UnitMark.objects.current().in_force(on).filter(unit=OuterRef("unit"))
    counted = (
        rows.order_by("level__rank")
        .values_list("level__code", "level__name")
        .annotate(
            whole=Count("pk"),
            connected=Count("pk", filter=Q(Exists(held.filter(kind=Kind.CONNECTED)))),
            used=Count("pk", filter=Q(Exists(held.filter(kind=Kind.USED)))),
        )
    )
    return [Connected(*row) for row in counted]


def keeping(actor: Actor) -> QuerySet[UnitMark]:
    """What units say of the registers that they keep, those put right too."""
    rows = UnitMark.objects.visible_to(actor).filter(kind__in=KEEPS)
    return rows.select_related("unit", "made_by")


def of_unit(unit_id: int) -> QuerySet[UnitMark]:
    """What was recorded of a unit on the central system."""
    rows = UnitMark.objects.filter(unit=unit_id, kind__in=ON_SYSTEM)
    return rows.select_related("unit", "made_by")


def kept_since(unit_id: int, on: date) -> dict[str, date]:
    """From when what a unit reports of a register is whole, by the kind of its mark.

    It says so, or a unit above it does and that reaches it (``Reach``). At most three
    queries.
    """
    rows = UnitMark.objects.current().in_force(on)
    said = rows.filter(kind__in=KEEPS, unit__in=above(unit_id, on))
    found = {
        mark.kind: mark.valid_from
        for mark in said.order_by("-valid_from")  # the earliest stays
        if mark.unit_id == unit_id or KEEPS[Kind(mark.kind)] is not Reach.OWN
    }
    of_committees = {kind for kind in found if KEEPS[Kind(kind)] is Reach.COMMITTEES}
    if of_committees and not committees(on=on).filter(unit=unit_id).exists():
        return {kind: found[kind] for kind in found.keys() - of_committees}
    return found
