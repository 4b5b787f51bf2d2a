"""What stands still is made visible, taken up step by step, and ends when it moves."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from lienmach.base.actor import Actor
from lienmach.calc.deadline import Clock, Limit, due_at
from lienmach.calc.local import day_of
from lienmach.calc.refusal import Refused
from lienmach.cases.models import Incident
from lienmach.cases.registry import Found
from lienmach.registers.queries.calendar import work_calendar

LADDER = 3  # stages: who holds it, the head of the unit, whoever answers for it
REMIND_AFTER = Limit(1, Clock.WORKING_DAYS)
OVER = "Đã hết: việc có bước mới"


@transaction.atomic
def sync(kind: str, found: Iterable[Found], *, at: datetime) -> tuple[int, int]:
    """Bring the open incidents of a kind in line with what was found just now.

    What is new is opened, what is gone is closed, what stays is taken one step further
    up after a working day. Says how many were opened and closed.
    """
    wanted = {one.key: one for one in found}
    known = {
        incident.key: incident
        for incident in Incident.objects.select_for_update().filter(
            kind=kind, closed_at=None
        )
    }
    gone = [incident.pk for key, incident in known.items() if key not in wanted]
    Incident.objects.filter(pk__in=gone).update(closed_at=at, resolution=OVER)
    quiet = set(
        Incident.objects.filter(
            kind=kind, key__in=wanted, quiet_until__gt=at
        ).values_list("key", flat=True)
    )
    fresh = [one for key, one in wanted.items() if key not in known]
    opened = Incident.objects.bulk_create(
        [_opened(one, at) for one in fresh if one.key not in quiet],
        ignore_conflicts=True,
    )
    for key, incident in known.items():
        if key in wanted:
            _take_up(incident, wanted[key], at)
    return len(opened), len(gone)


@transaction.atomic
def settle(
    incident_id: int, *, actor: Actor, at: datetime, resolution: str, quiet: datetime
) -> Incident:
    """Close an incident by hand; the same one is not opened again before ``quiet``."""
    if not resolution.strip():
        raise Refused("Hãy ghi đã làm gì để việc này chạy tiếp.")
    held = Incident.objects.select_for_update().get(
        pk=incident_id, unit__in=actor.unit_ids
    )
    if held.closed_at:
        raise Refused("Sự cố này đã đóng.")
    held.closed_at, held.closed_by_id = at, actor.user_id
    held.resolution, held.quiet_until = resolution.strip(), quiet
    held.save(update_fields=["closed_at", "closed_by", "resolution", "quiet_until"])
    return held


def _opened(one: Found, at: datetime) -> Incident:
    return Incident(
        key=one.key,
        kind=one.kind,
        case_id=one.case_id,
        unit_id=one.unit_id,
        person_id=one.person_id,
        text=one.text[:300],
        public_text=one.public_text[:300],
        opened_at=at,
        reminded_at=at,
    )


def _take_up(incident: Incident, found: Found, at: datetime) -> None:
    """Go one step up the ladder once a working day has passed since the last."""
    incident.text, incident.public_text = found.text[:300], found.public_text[:300]
    calendar = work_calendar(incident.unit_id, day_of(at), projected=True)
    next_at = due_at(incident.reminded_at, REMIND_AFTER, calendar)
    if incident.stage < LADDER and next_at and at >= next_at:
        incident.stage += 1
        incident.reminded_at = at
        if incident.stage == LADDER:
            incident.unit_id = found.above_id
            incident.person_id = None
    incident.save(
        update_fields=["text", "public_text", "stage", "reminded_at", "unit", "person"]
    )
