"""The websites of units are recorded, and found kept otherwise."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from lienmach.base.actor import Actor
from lienmach.calc.local import day_of
from lienmach.calc.refusal import Refused
from lienmach.org.models import Unit, UnitVersion
from lienmach.registers.actions.marks import WEBSITES, written
from lienmach.registers.models import Website


@transaction.atomic
def record(
    unit_id: int,
    address: str,
    upkeep: str,
    *,
    on: date,
    document: str,
    actor: Actor,
    at: datetime,
) -> Website:
    """Say how a website of a unit is kept from a day on.

    It holds until something else is found; what was said of the same day is put right.
    """
    actor.require(WEBSITES, unit_id)
    if on > day_of(at):
        raise Refused("Ngày này chưa đến.")
    unit = Unit.objects.select_for_update().get(pk=unit_id)  # two who write wait
    if not UnitVersion.objects.in_force(on).filter(unit=unit).exists():
        raise Refused(f"Ngày {on:%d/%m/%Y} chưa có, hoặc không còn đơn vị này.")
    rows = Website.objects.current().filter(unit=unit, address=address)
    since = rows.filter(Q(valid_to=None) | Q(valid_to__gt=on)).order_by("valid_from")
    if known := since.first():
        _refuse_over(known, upkeep, on)
        if known.valid_from < on:
            written(known, on, known.note, actor, at)
        else:
            known.replaced_at = at
            known.save(update_fields=["replaced_at"])
    return Website.objects.create(
        unit=unit,
        address=address,
        upkeep=upkeep,
        valid_from=on,
        document=document.strip(),
        made_by_id=actor.user_id,
        made_at=at,
    )


def _refuse_over(known: Website, upkeep: str, on: date) -> None:
    """Say why nothing can be found from that day on, if so."""
    if known.valid_from > on or known.valid_to:
        last = known.last_day
        until = f" đến hết {last:%d/%m/%Y}" if last else ""
        said = f"Trang này đã ghi từ {known.valid_from:%d/%m/%Y}{until}"
        raise Refused(f"{said}: ghi từ một ngày sau đó.")
    if known.upkeep == upkeep:
        raise Refused(f"Trang này đã ghi như vậy từ {known.valid_from:%d/%m/%Y}.")
