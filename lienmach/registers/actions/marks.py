"""What holds from a day on, of procedures and units, is ended and put right."""

from collections.abc import Collection
from copy import copy
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.db import transaction

from lienmach.base.actor import Actor
from lienmach.calc.local import day_of
from lienmach.calc.refusal import Refused
from lienmach.org.models import Unit
from lienmach.registers.actions.procedures import RIGHT
from lienmach.registers.models import (
    AwaitedField,
    Milestone,
    Procedure,
    UnitMark,
    Website,
)

# What a later document takes the place of: the earlier one holds until then.
RENEWED = frozenset({Milestone.Kind.PROCESS})
WEBSITES = "registers.websites"
Marked = TypeVar("Marked", AwaitedField, Milestone, UnitMark, Website)


@transaction.atomic
def end(
    mark: Marked, *, last_day: date, note: str, actor: Actor, at: datetime
) -> Marked:
    """Say that it holds no more after a day, and why."""
    known, why = held(mark, actor), reason(note)
    refuse_to_end(known, last_day, at)
    return written(known, last_day + timedelta(days=1), why, actor, at)


def refuse_to_end(mark: Marked, last_day: date, at: datetime) -> None:
    """Say why it cannot come to an end on that day, if so."""
    if mark.replaced_at:
        raise Refused("Người khác vừa ghi: mở lại trang rồi ghi.")
    if mark.valid_to:
        raise Refused("Đã ghi kết thúc.")
    if last_day < mark.valid_from:
        raise Refused("Ngày kết thúc không thể trước ngày bắt đầu.")
    if last_day > day_of(at):
        raise Refused("Ngày kết thúc chưa đến.")


@transaction.atomic
def withdraw(mark: Marked, *, note: str, actor: Actor, at: datetime) -> None:
    """Take back what was marked by mistake: it counts on no day, but stays.

    What it took the place of holds again, as long as it would have.
    """
    if isinstance(mark, Milestone):
        locked([mark.procedure])
    known = held(mark, actor)
    known.replaced_at, known.note = at, reason(note)
    known.save(update_fields=["replaced_at", "note"])
    # Who says that one has ended says why: without a note a later one ended it.
    until = {"valid_to": known.valid_from, "note": ""}
    if isinstance(known, Milestone) and known.kind in RENEWED:
        same = {"kind": known.kind, "procedure": known.procedure_id}
        for row in Milestone.objects.current().filter(**same, **until):
            written(row, known.valid_to, row.note, actor, at)
    elif isinstance(known, Website):
        site = {"unit": known.unit_id, "address": known.address}
        for before in Website.objects.current().filter(**site, **until):
            written(before, known.valid_to, before.note, actor, at)


def locked(procedures: Collection[Procedure]) -> list[Procedure]:
    """Two who mark the same procedures wait for each other."""
    keys = [one.pk for one in procedures]
    rows = Procedure.objects.select_for_update().filter(pk__in=keys)
    return list(rows.order_by("pk"))


def held(mark: Marked, actor: Actor) -> Marked:
    """The row as it is now, locked; another's entry in the meantime is not lost."""
    if isinstance(mark, Website):  # who records another find waits for this
        Unit.objects.select_for_update().get(pk=mark.unit_id)
    rows = type(mark)._default_manager.select_for_update(of=("self",))
    known = rows.get(pk=mark.pk)
    right = WEBSITES if isinstance(known, Website) else RIGHT
    actor.require(right, getattr(known, "unit_id", None))
    if known.replaced_at:
        raise Refused("Người khác vừa ghi: mở lại trang rồi ghi.")
    return known


def reason(note: str) -> str:
    if not note.strip():
        raise Refused("Ghi lý do.")
    return note.strip()


def written(
    known: Marked, valid_to: date | None, note: str, actor: Actor, at: datetime
) -> Marked:
    """Put a row that ends on another day, or on none, in the place of one."""
    made = copy(known)
    known.replaced_at = at
    known.save(update_fields=["replaced_at"])
    made.pk, made._state.adding = None, True
    made.valid_to, made.note = valid_to, note
    made.made_by_id, made.made_at = actor.user_id, at
    made.save()
    return made
