"""What is recorded of postings: many procedures of one place at a time."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction

from lienmach.base.actor import Actor
from lienmach.calc.local import day_of
from lienmach.calc.refusal import Refused
from lienmach.registers.actions.milestones import locked
from lienmach.registers.actions.procedures import RIGHT
from lienmach.registers.models import Procedure, ProcedureVersion, Publication
from lienmach.registers.models.publications import PublicationQuerySet
from lienmach.registers.queries.named import SHOWN, named
from lienmach.registers.queries.publications import Spot

KEPT = (
    "version_id",
    "place",
    "unit_id",
    "address",
    "posted_on",
    "checked_on",
    "is_good",
    "taken_down_on",
)


@transaction.atomic
def post(
    spot: Spot,
    codes: Collection[str],
    *,
    on: date,
    address: str,
    actor: Actor,
    at: datetime,
) -> tuple[int, int]:
    """Say that procedures were posted, as they were in force on that day.

    Returns how many are new and of how many that very version hung there already: the
    entry of those stays as it was.
    """
    procedures = _asked(spot, codes, on, actor, at)
    held = ProcedureVersion.objects.current().in_force(on)
    versions = list(held.filter(procedure__in=procedures))
    _refuse_rest(
        procedures,
        {one.procedure_id for one in versions},
        f"không áp dụng ngày {on:%d/%m/%Y}",
    )
    there = set(
        _rows(spot).up().filter(version__in=versions).values_list("version", flat=True)
    )
    new = [one for one in versions if one.pk not in there]
    Publication.objects.bulk_create(
        Publication(
            version=one,
            place=spot.place,
            unit_id=spot.unit_id,
            address=address,
            posted_on=on,
            made_by_id=actor.user_id,
            made_at=at,
        )
        for one in new
    )
    return len(new), len(versions) - len(new)


@transaction.atomic
def check(
    spot: Spot,
    codes: Collection[str],
    *,
    on: date,
    is_good: bool,
    note: str,
    actor: Actor,
    at: datetime,
) -> int:
    """Say that somebody looked at what is posted, and in what state it was."""
    rows = _hanging(spot, codes, on, actor, at)
    for row in rows:
        if row.checked_on and row.checked_on > on:
            raise Refused(
                f"{row.version.procedure.code} đã ghi lần kiểm tra sau ngày này, "
                f"ngày {row.checked_on:%d/%m/%Y}."
            )
    _write(rows, actor, at, checked_on=on, is_good=is_good, note=note)
    return len(rows)


@transaction.atomic
def take_down(
    spot: Spot,
    codes: Collection[str],
    *,
    on: date,
    note: str,
    actor: Actor,
    at: datetime,
) -> int:
    """Say that procedures hang there no more; what an entry had hidden is gone too."""
    rows = _hanging(spot, codes, on, actor, at)
    every = _rows(spot).up().filter(version__procedure__in=_of(rows), posted_on__lte=on)
    _write(list(every), actor, at, taken_down_on=on, note=note)
    return len(rows)


@transaction.atomic
def withdraw(
    spot: Spot, codes: Collection[str], *, note: str, actor: Actor, at: datetime
) -> int:
    """Take back the last entry of each procedure: what stood before it holds again.

    What is taken back counts on no day, but stays to be seen.
    """
    if not note.strip():
        raise Refused("Ghi lý do.")
    procedures = _asked(spot, codes, day_of(at), actor, at)
    rows = _last_of_each(_rows(spot).current(), procedures, "-made_at")
    _refuse_rest(procedures, _of(rows), "chưa ghi gì ở đây")
    keys = [row.pk for row in rows]
    before = {
        (one.version_id, one.replaced_at): one
        for one in _rows(spot)
        .order_by("pk")
        .filter(version__in=[row.version_id for row in rows], replaced_at__isnull=False)
    }
    Publication.objects.filter(pk__in=keys).update(replaced_at=at, note=note.strip())
    again = [before.get((row.version_id, row.made_at)) for row in rows]
    holding = Publication.objects.filter(pk__in=[row.pk for row in again if row])
    holding.update(replaced_at=None)
    return len(rows)


def _asked(
    spot: Spot, codes: Collection[str], on: date, actor: Actor, at: datetime
) -> list[Procedure]:
    """The procedures, locked: two who record of the same ones wait for each other."""
    actor.require(RIGHT, spot.unit_id)
    if on > day_of(at):
        raise Refused("Ngày này chưa đến: chưa có thì chưa ghi.")
    return locked(named(codes))


def _hanging(
    spot: Spot, codes: Collection[str], on: date, actor: Actor, at: datetime
) -> list[Publication]:
    """What hangs there of each procedure on a day; ``Refused`` where nothing does."""
    procedures = _asked(spot, codes, on, actor, at)
    hanging = _rows(spot).up().filter(posted_on__lte=on)
    found = _last_of_each(hanging, procedures, "-posted_on")
    _refuse_rest(procedures, _of(found), "chưa công khai ở đây vào ngày ấy")
    return found


def _last_of_each(
    rows: PublicationQuerySet, procedures: list[Procedure], by: str
) -> list[Publication]:
    asked = rows.filter(version__procedure__in=procedures)
    ordered = asked.order_by("version__procedure_id", by, "-pk")
    one_each = ordered.distinct("version__procedure_id")
    return list(one_each.select_related("version__procedure"))


def _rows(spot: Spot) -> PublicationQuerySet:
    return Publication.objects.filter(place=spot.place, unit=spot.unit_id)


def _refuse_rest(procedures: list[Procedure], found: set[int], why: str) -> None:
    rest = sorted(one.code for one in procedures if one.pk not in found)
    if rest:
        more = f" và {len(rest) - SHOWN} mã khác" if len(rest) > SHOWN else ""
        raise Refused(f"{', '.join(rest[:SHOWN])}{more} {why}.")


def _of(rows: list[Publication]) -> set[int]:
    return {row.version.procedure_id for row in rows}


def _write(rows: list[Publication], actor: Actor, at: datetime, **changes: Any) -> None:
    """Put a row with changes in the place of each."""
    Publication.objects.filter(pk__in=[one.pk for one in rows]).update(replaced_at=at)
    Publication.objects.bulk_create(
        Publication(
            **{**{name: getattr(row, name) for name in KEPT}, **changes},
            made_by_id=actor.user_id,
            made_at=at,
        )
        for row in rows
    )
