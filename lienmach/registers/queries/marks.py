"""Which units are on the central system, and which keep a register fully, since when.

The units that a share is of are the committees of a level of government: our reading.
"""

from datetime import date
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from lienmach.base.actor import Actor
from lienmach.org.models import UnitVersion
from lienmach.org.queries import above
from lienmach.registers.models import UnitMark

Kind = UnitMark.Kind
ON_SYSTEM = (Kind.CONNECTED, Kind.USED)
KEEPS = (
    *(Kind.REVIEWS, Kind.ANYWHERE, Kind.NATIONAL, Kind.PAYMENT, Kind.SYSTEM),
    *(Kind.PLANS, Kind.DIRECTIVES),
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


def kept_since(unit_id: int, on: date, *, is_own: bool = False) -> dict[str, date]:
    """From when a unit, or one above it, keeps which register fully. Two queries.

    With ``is_own`` only what was said of the unit itself.
    """
    rows = UnitMark.objects.current().in_force(on)
    units = [unit_id] if is_own else above(unit_id, on)
    held = rows.filter(kind__in=KEEPS, unit__in=units)
    return dict(held.order_by("-valid_from").values_list("kind", "valid_from"))
