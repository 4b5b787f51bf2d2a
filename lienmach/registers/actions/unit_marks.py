"""What holds for units from a day on: on the central system, and registers kept."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from lienmach.base.actor import Actor
from lienmach.base.parts import day
from lienmach.calc.local import day_of
from lienmach.calc.refusal import Refused
from lienmach.org.models import Unit, UnitVersion
from lienmach.registers.actions.procedures import RIGHT
from lienmach.registers.models import UnitMark
from lienmach.registers.queries.marks import COMMITTEE, ON_SYSTEM
from lienmach.registers.queries.named import MOST, OfCodes


@transaction.atomic
def mark_units(
    codes: Collection[str],
    kind: str,
    *,
    on: date,
    document: str,
    actor: Actor,
    at: datetime,
) -> tuple[int, int]:
    """Say that something holds for units from a day on: how many new, how many so.

    What holds already stays as it was written; what came to an end may begin again,
    but not before that end.
    """
    new, known = told_apart(codes, kind, on=on, actor=actor, at=at)
    UnitMark.objects.bulk_create(
        UnitMark(
            unit=unit,
            kind=kind,
            valid_from=on,
            document=document,
            made_by_id=actor.user_id,
            made_at=at,
        )
        for unit in new
    )
    return len(new), known


@transaction.atomic
def told_apart(
    codes: Collection[str], kind: str, *, on: date, actor: Actor, at: datetime
) -> tuple[list[Unit], int]:
    """The units for which it would begin, and for how many it holds already.

    Raises ``Refused`` where it cannot be said of one of them.
    """
    if kind not in UnitMark.Kind.values:
        raise Refused("Không có mốc đó.")
    if on > day_of(at):
        raise Refused("Ngày này chưa đến: chưa có thì chưa ghi.")
    units = _locked(codes, actor)
    _refuse_absent(units, kind, on)
    rows = UnitMark.objects.current().filter(kind=kind, unit__in=units)
    standing = {row.unit_id for row in rows if row.valid_to is None}
    for row in rows.select_related("unit"):
        if row.valid_to and row.valid_to > on and row.unit_id not in standing:
            said = f"{row.unit.code} đã ghi mốc này đến hết {row.last_day:%d/%m/%Y}."
            raise Refused(said)
    new = [unit for unit in units if unit.pk not in standing]
    return new, len(units) - len(new)


def _locked(codes: Collection[str], actor: Actor) -> list[Unit]:
    """The units of some codes in which the actor may do so; others are not known."""
    if not codes:
        raise Refused("Chưa ghi mã đơn vị nào.")
    if len(codes) > MOST:
        raise Refused(f"Mỗi lần nhiều nhất {MOST} đơn vị.")
    allowed = actor.units_with(RIGHT)
    actor.require(RIGHT, next(iter(allowed), None))
    rows = Unit.objects.select_for_update().filter(pk__in=allowed, code__in=codes)
    found = list(rows.order_by("pk"))
    if missing := set(codes) - {unit.code for unit in found}:
        raise OfCodes("Bạn không phụ trách đơn vị nào mã {codes}.", missing)
    return found


def _refuse_absent(units: list[Unit], kind: str, on: date) -> None:
    """A mark of a unit that was not there, or that no share is of, holds nowhere."""
    rows = UnitVersion.objects.in_force(on).filter(unit__in=units)
    kinds = dict(rows.values_list("unit", "kind__code"))
    if absent := [unit.code for unit in units if unit.pk not in kinds]:
        raise OfCodes(f"Ngày {day(on)} không có đơn vị mã {{codes}}.", absent)
    others = [unit.code for unit in units if kinds[unit.pk] != COMMITTEE]
    if kind in ON_SYSTEM and others:
        raise OfCodes(
            "{codes} không phải ủy ban nhân dân: mốc này chỉ ghi cho ủy ban nhân dân.",
            others,
        )
