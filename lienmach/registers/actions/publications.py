"""What is recorded of postings: many procedures of one place at a time."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction

from lienmach.base.actor import Actor
from lienmach.calc.local import day_of
from lienmach.calc.refusal import Refused
from lienmach.registers.actions.marks import locked
from lienmach.registers.actions.procedures import RIGHT
from lienmach.registers.models import Procedure, ProcedureVersion, Publication
from lienmach.registers.queries.named import OfCodes, named
from lienmach.registers.queries.publications import (
    Spot,
    last_entries,
    last_of_each,
    rows_at,
)

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
    entry of those stays as it was, but a torn sheet or another address is a new one.
    """
    procedures = _asked(spot, codes, on, actor, at)
    held = ProcedureVersion.objects.current().in_force(on)
    versions = list(held.filter(procedure__in=procedures))
    _refuse_rest(
        procedures,
        {one.procedure_id for one in versions},
        f"không áp dụng ngày {on:%d/%m/%Y}",
    )
    hanging = rows_at(spot).up().filter(version__in=versions)
    there = {
        row.version_id: row for row in hanging.select_related("version__procedure")
    }
    anew = [row for row in there.values() if _is_anew(row, address)]
    _refuse_before(anew, on)
    _write(anew, actor, at, taken_down_on=on)
    replaced = {row.version_id for row in anew}
    new = [one for one in versions if one.pk not in there or one.pk in replaced]
    Publication.objects.bulk_create(
        Publication(
            version=one,
            place=spot.place,
            unit_id=spot.unit_id,
            address=address or (there[one.pk].address if one.pk in there else ""),
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
    _refuse_before(rows, on)
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
    hidden = rows_at(spot).up().filter(version__procedure__in=_of(rows))
    every = list(hidden.filter(posted_on__lte=on).select_related("version__procedure"))
    _refuse_before(every, on)
    _write(every, actor, at, taken_down_on=on, note=note)
    return len(rows)


@transaction.atomic
def withdraw(
    spot: Spot,
    codes: Collection[str],
    *,
    entries: Collection[int],
    note: str,
    actor: Actor,
    at: datetime,
) -> int:
    """Take back the last entry of each procedure: what stood before it holds again.

    What is taken back counts on no day, but stays to be seen. ``entries`` are the keys
    of ``last_entries`` as they were shown: where another has been recorded or taken
    back since, nothing is.
    """
    if not note.strip():
        raise Refused("Ghi lý do.")
    procedures = _asked(spot, codes, day_of(at), actor, at)
    rows = last_entries(spot, [one.pk for one in procedures])
    if missed := _of(rows) - {
        row.version.procedure_id for row in rows if row.pk in entries
    }:
        seen = {one.pk for one in procedures} - missed
        _refuse_rest(procedures, seen, "vừa có người ghi: xem lại rồi rút lại")
    _refuse_rest(procedures, _of(rows), "chưa ghi gì ở đây")
    acts = {(row.version.procedure_id, row.made_at) for row in rows}
    mine = [
        row
        for row in rows_at(spot)
        .current()
        .filter(version__procedure__in=procedures)
        .select_related("version")
        if (row.version.procedure_id, row.made_at) in acts
    ]
    before = {
        (one.version_id, one.replaced_at): one.pk
        for one in rows_at(spot)
        .order_by("pk")
        .filter(
            version__in=[row.version_id for row in mine],
            replaced_at__in={row.made_at for row in mine},
            withdrawn_why="",
        )
    }
    Publication.objects.filter(pk__in=[row.pk for row in mine]).update(
        replaced_at=at, withdrawn_by=actor.user_id, withdrawn_why=note.strip()
    )
    replaced = {(row.version_id, row.made_at) for row in mine}
    again = [pk for act, pk in before.items() if act in replaced]
    Publication.objects.filter(pk__in=again).update(replaced_at=None)
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
    hanging = rows_at(spot).up().filter(posted_on__lte=on)
    keys = [one.pk for one in procedures]
    found = last_of_each(hanging, keys, "-posted_on")
    _refuse_rest(procedures, _of(found), "chưa công khai ở đây vào ngày ấy")
    return found


def _is_anew(row: Publication, address: str) -> bool:
    """Whether posting a version that hangs already is another sheet."""
    return row.is_good is False or bool(address and address != row.address)


def _refuse_before(rows: Collection[Publication], on: date) -> None:
    """Nothing is said of a day before the last one on which somebody saw it there."""
    for row in rows:
        seen = row.checked_on or row.posted_on
        if seen > on:
            what = "lần kiểm tra" if row.checked_on else "công khai"
            raise Refused(
                f"{row.version.procedure.code} đã ghi {what} sau ngày này, "
                f"ngày {seen:%d/%m/%Y}."
            )


def _refuse_rest(procedures: list[Procedure], found: set[int], why: str) -> None:
    if rest := [one.code for one in procedures if one.pk not in found]:
        raise OfCodes(f"{{codes}} {why}.", rest)


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
