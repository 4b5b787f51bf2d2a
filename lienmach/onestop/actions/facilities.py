"""What is written down about a receiving point."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from django.db import IntegrityError, transaction

from lienmach.base.actor import Actor
from lienmach.calc.refusal import Refused
from lienmach.onestop.models import (
    Duty,
    Equipment,
    Facility,
    Failure,
    Session,
    SessionDuty,
)

RIGHT = "onestop.facilities"


@dataclass(frozen=True, slots=True)
class Described:
    """A receiving point as its form says it."""

    founded_by: str = ""
    founded_on: date | None = None
    rules_by: str = ""
    rules_on: date | None = None
    area: Decimal | None = None
    area_wanted: Decimal | None = None
    seats: int | None = None
    seats_wanted: int | None = None
    standard: str = ""
    has_sign: bool | None = None
    sign_checked_on: date | None = None
    note: str = ""


@transaction.atomic
def describe(unit_id: int, said: Described, *, actor: Actor, at: datetime) -> Facility:
    actor.require(RIGHT, unit_id)
    values = {name: getattr(said, name) for name in Described.__slots__}
    facility, _ = Facility.objects.update_or_create(
        unit_id=unit_id,
        defaults={**values, "changed_at": at, "changed_by_id": actor.user_id},
    )
    return facility


@transaction.atomic
def assign(
    unit_id: int,
    person_id: int,
    *,
    since: date,
    document: str,
    contract: str,
    is_full_time: bool,
    trained_on: date | None,
    actor: Actor,
) -> Duty:
    """Assign somebody to a point; who is there already is not assigned twice."""
    actor.require(RIGHT, unit_id)
    running = Duty.objects.filter(unit=unit_id, person=person_id, until=None)
    if running.exists():
        raise Refused("Người này đang được phân công ở đây: hãy kết thúc trước.")
    return Duty.objects.create(
        unit_id=unit_id,
        person_id=person_id,
        since=since,
        document=document,
        contract=contract,
        is_full_time=is_full_time,
        trained_on=trained_on,
    )


@transaction.atomic
def relieve(duty: Duty, *, until: date, actor: Actor) -> Duty:
    actor.require(RIGHT, duty.unit_id)
    if until < duty.since:
        raise Refused("Ngày kết thúc không thể trước ngày bắt đầu.")
    duty.until = until
    duty.save(update_fields=["until"])
    return duty


@transaction.atomic
def keep(
    unit_id: int,
    known: Equipment | None,
    *,
    kind: str,
    name: str,
    year: int,
    state: str,
    actor: Actor,
) -> Equipment:
    """Write down a thing, or how it is now."""
    thing = known or Equipment(unit_id=unit_id)
    actor.require(RIGHT, thing.unit_id)
    thing.kind, thing.name, thing.year, thing.state = kind, name, year, state
    thing.save()
    return thing


@transaction.atomic
def broke(thing: Equipment, *, what: str, happened_on: date, actor: Actor) -> Failure:
    """Somebody reports that a thing broke down; it counts as broken from then on."""
    actor.require(RIGHT, thing.unit_id)
    failure = Failure.objects.create(
        equipment=thing, what=what, happened_on=happened_on
    )
    thing.state = Equipment.State.BROKEN
    thing.save(update_fields=["state"])
    return failure


@transaction.atomic
def mended(failure: Failure, *, how: str, mended_on: date, actor: Actor) -> Failure:
    """It works again, unless something else about it is still broken."""
    actor.require(RIGHT, failure.equipment.unit_id)
    if mended_on < failure.happened_on:
        raise Refused("Ngày sửa xong không thể trước ngày hỏng.")
    failure.how, failure.mended_on = how, mended_on
    failure.save(update_fields=["how", "mended_on"])
    thing = failure.equipment
    if not thing.failures.filter(mended_on=None).exists():
        Equipment.objects.filter(pk=thing.pk).update(state=Equipment.State.WORKING)
    return failure


@transaction.atomic
def plan_session(
    unit_id: int,
    *,
    day: date,
    begins: time,
    ends: time,
    document: str,
    people: Collection[int],
    actor: Actor,
) -> Session:
    """Plan an opening outside the hours of the week, with those who will be there."""
    actor.require(RIGHT, unit_id)
    if ends <= begins:
        raise Refused("Giờ kết thúc phải sau giờ bắt đầu.")
    if not people:
        raise Refused("Hãy chọn ít nhất một người trực.")
    try:
        with transaction.atomic():
            session = Session.objects.create(
                unit_id=unit_id,
                day=day,
                begins=begins,
                ends=ends,
                document=document,
            )
    except IntegrityError:
        raise Refused(f"Ngày {day:%d/%m/%Y} đã có buổi trực vào giờ này.") from None
    SessionDuty.objects.bulk_create(
        SessionDuty(session=session, person_id=person) for person in people
    )
    return session


@transaction.atomic
def report_session(
    session: Session,
    *,
    was_open: bool,
    came: Collection[int],
    note: str,
    today: date,
    actor: Actor,
) -> Session:
    """Say of a session that is over whether it was held, and who came."""
    actor.require(RIGHT, session.unit_id)
    if session.day > today:
        raise Refused("Buổi trực này chưa đến ngày.")
    if not was_open and not note.strip():
        raise Refused("Không mở cửa thì ghi rõ vì sao.")
    session.was_open, session.note = was_open, note
    session.save(update_fields=["was_open", "note"])
    for duty in session.duties.all():
        duty.came = was_open and duty.person_id in came
        duty.save(update_fields=["came"])
    return session
