"""What is written down of checks and coaching at a receiving point."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from lienmach.base.actor import Actor
from lienmach.calc.local import day_of
from lienmach.calc.refusal import Refused
from lienmach.onestop.actions.facilities import RIGHT
from lienmach.onestop.models import Coaching


@dataclass(frozen=True, slots=True)
class Visit:
    """A check or a coaching as its form says it; ``people`` are those who took part."""

    day: date
    kind: str
    led_by: str
    subject: str
    found: str
    people: Collection[int]
    follow_up: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Finished:
    """How what had to be done afterwards came out."""

    on: date
    outcome: str


@transaction.atomic
def record_coaching(
    unit_id: int, said: Visit, *, actor: Actor, at: datetime
) -> Coaching:
    """Write down a visit that has been; what is left to do has somebody's day."""
    actor.require(RIGHT, unit_id)
    if said.day > day_of(at):
        raise Refused("Ngày kiểm tra, hướng dẫn chưa đến.")
    if not said.people:
        raise Refused("Hãy chọn ít nhất một người tham gia.")
    if said.due_on and not said.follow_up.strip():
        raise Refused("Có ngày phải xong thì ghi việc phải làm tiếp.")
    if said.due_on and said.due_on < said.day:
        raise Refused("Ngày phải xong không thể trước ngày kiểm tra, hướng dẫn.")
    made = Coaching.objects.create(
        unit_id=unit_id,
        day=said.day,
        kind=said.kind,
        led_by=said.led_by,
        subject=said.subject,
        found=said.found,
        follow_up=said.follow_up.strip(),
        due_on=said.due_on,
        made_at=at,
        made_by_id=actor.user_id,
    )
    made.people.set(said.people)
    return made


@transaction.atomic
def finish_coaching(
    coaching: Coaching, said: Finished, *, actor: Actor, at: datetime
) -> Coaching:
    """Say that what was left to do is done."""
    actor.require(RIGHT, coaching.unit_id)
    known = Coaching.objects.select_for_update().get(pk=coaching.pk)
    if not known.follow_up or known.done_on:
        raise Refused("Không còn việc phải làm tiếp.")
    if not known.day <= said.on <= day_of(at):
        raise Refused("Ngày làm xong phải từ ngày kiểm tra đến hôm nay.")
    known.done_on, known.outcome = said.on, said.outcome
    known.save(update_fields=["done_on", "outcome"])
    return known
