"""Which office keeps the reports of a regime for a unit, and the rights that follow."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.db.models import Exists, OuterRef, Q

from lienmach.base.actor import Actor
from lienmach.org.models import UnitVersion, User
from lienmach.org.queries import holders
from lienmach.reporting.flow import KEEP, KEPT
from lienmach.reporting.models import RIGHT, Keeper, Report
from lienmach.reporting.models.regimes import keepers


def acting(report: Report, actor: Actor) -> Actor:
    """The actor as one who keeps the regime of a report, if they do: with the rights
    that follow for the unit it is kept for, and sight of the whole round."""
    above = {report.above.unit_id} if report.above else set()
    around = {report.unit_id, report.round.owner_id, *above}
    found = acting_for(report.round.regime_id, around, actor)
    if found is actor:
        return actor
    seen = Report.objects.filter(round=report.round_id).values_list("unit", flat=True)
    return replace(found, unit_ids=found.unit_ids | set(seen))


def acting_for(regime_id: int, units: Iterable[int], actor: Actor) -> Actor:
    """The actor with the rights that follow for those units, of some, for which an
    office of theirs keeps a regime. One query of who may keep any."""
    kept = {unit for regime, unit in kept_pairs(actor, units) if regime == regime_id}
    if not kept:
        return actor
    rights = dict(actor.units_by_right)
    for right in (*KEPT, RIGHT):
        rights[right] = actor.units_with(right) | kept
    return replace(actor, units_by_right=rights)


def kept_pairs(
    actor: Actor, units: Iterable[int] | None = None
) -> set[tuple[int, int]]:
    """The regimes that an actor keeps, each with the unit it is kept for."""
    if not actor.units_with(KEEP):
        return set()
    found = keepers(actor)
    if units is not None:
        found = found.filter(unit__in=list(units))
    return set(found.values_list("regime", "unit"))


def kept(way: str, actor: Actor | None = None) -> Q:
    """The reports whose regime is kept, by an actor or by anyone, for the unit to which
    ``way`` leads."""
    found = keepers(actor) if actor else Keeper.objects.all()
    of_unit = found.filter(regime=OuterRef("round__regime"), unit=OuterRef(way))
    return Q(Exists(of_unit))


def who_keeps(office_id: int, unit_id: int, *, on: date) -> list[User]:
    """The people who keep for a unit what an office of it was given."""
    found = holders(KEEP, office_id, on=on, at_work_in={office_id, unit_id})
    return [person for person, _ in found]


def keeper_of(regime_id: int, unit_id: int) -> int | None:
    """The office that keeps a regime for a unit, if one was named."""
    found = Keeper.objects.filter(regime=regime_id, unit=unit_id)
    return found.values_list("office", flat=True).first()


def offices_of(unit_id: int, on: date) -> list[tuple[int, str]]:
    """The offices directly below a unit, as people list them; of one that has ended,
    those of its last day. Two queries."""
    last = UnitVersion.objects.filter(unit=unit_id).order_by("valid_from").last()
    if last is None:
        return []
    day = min(on, last.last_day or on)
    found = UnitVersion.objects.in_force(day).filter(parent=unit_id)
    return list(found.order_by("kind__rank", "name_key").values_list("unit", "name"))
