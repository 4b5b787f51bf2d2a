"""The control sheet fills itself: who gave a dossier to whom, when, whether in time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import accumulate
from typing import Any

from lienmach.base.parts import moment
from lienmach.calc.local import day_of
from lienmach.calc.outcome import Outcome, outcome
from lienmach.calc.refusal import Refused
from lienmach.calc.rules import hand_over_by, rules_on
from lienmach.calc.shares import share_due
from lienmach.cases.models import CaseEvent
from lienmach.onestop.flow import DOSSIER_FLOW
from lienmach.onestop.models import Dossier, HandOverItem
from lienmach.org.queries import names_on
from lienmach.registers.queries.calendar import work_calendar

WORDS = {
    Outcome.EARLY: "Trước hạn",
    Outcome.ON_TIME: "Đúng hạn",
    Outcome.LATE: "Quá hạn",
}
MOVES = frozenset({"forward", "submit", "sign", "send_back", "record_result", "return"})
ENDS = frozenset({"sign", "record_result", "refuse", "reject", "withdraw", "stop"})
LABELS = {step.name: step.label for step in DOSSIER_FLOW.steps} | {
    "assign": "Bàn giao",
    "open": "Tiếp nhận",
}


@dataclass(frozen=True, slots=True)
class Clock:
    """Until when each part of the work must be done."""

    received_at: datetime
    hand_over_by: datetime | None
    promised_at: datetime | None
    steps_by: tuple[datetime, ...]

    def due(self, event: CaseEvent, done: int, *, is_first: bool) -> datetime | None:
        """The deadline of the part that an event ends; None where none is set."""
        if event.step in ENDS:
            return self.promised_at
        if is_first:
            return self.hand_over_by
        if event.step in ("forward", "submit") and 0 < done <= len(self.steps_by):
            return self.steps_by[done - 1]
        return None


def control_of(dossier: Dossier) -> dict[str, Any]:
    """What the control sheet says beyond what every form says. Nine queries."""
    events = list(
        dossier.case.events.filter(undone_by=None)
        .exclude(step="undo")
        .select_related("actor")
        .order_by("number")
    )
    units = {u for e in events for u in (e.unit_before_id, e.unit_id) if u}
    names = names_on({*units, dossier.case.decides_unit_id}, day_of(events[-1].at))
    received = list(
        HandOverItem.objects.filter(dossier=dossier, is_accepted=True)
        .exclude(hand_over__confirmed_at=None)
        .select_related("hand_over__confirmed_by")
        .order_by("pk")
    )
    return {
        "lead_agency": names.get(dossier.case.decides_unit_id, ""),
        "parts": list(_parts(events, names, received, _clock(dossier))),
    }


def _parts(
    events: Sequence[CaseEvent],
    names: dict[int, str],
    received: Sequence[HandOverItem],
    clock: Clock,
) -> Iterator[dict[str, str]]:
    """A line for each time that a dossier went from one hand to another."""
    done, has_left = 0, False
    for event in events:
        before = event.unit_before_id
        moved = before is not None and before != event.unit_id
        if event.step in ("accept", "forward"):
            done += event.step == "forward"
        if not moved and event.step not in MOVES and event.step not in ENDS:
            continue
        due = clock.due(event, done or 1, is_first=moved and not has_left)
        has_left = has_left or moved
        taken = _taken(event, events, received) if moved else ("", "")
        kept = outcome(event.at, due, clock.received_at) if due else None
        yield {
            "step": LABELS.get(event.step, event.step),
            "giver_unit": names.get(event.unit_before_id or event.unit_id, ""),
            "giver": event.actor.name if event.actor else "",
            "given": moment(event.at),
            "taker_unit": names.get(event.unit_id, ""),
            "taker": taken[0],
            "taken": taken[1],
            "due": moment(due) if due else "",
            "result": WORDS[kept] if kept else "",
            "note": event.note,
        }


def _taken(
    event: CaseEvent, events: Sequence[CaseEvent], received: Sequence[HandOverItem]
) -> tuple[str, str]:
    """Who took what an event gave: by the sheet, else by the next step there."""
    for item in received:
        sheet = item.hand_over
        assert sheet.confirmed_at
        if sheet.made_at == event.at and sheet.confirmed_by:
            return sheet.confirmed_by.name, moment(sheet.confirmed_at)
    following = [e for e in events if e.number > event.number]
    for later in following:
        if later.step == "accept" and later.actor:
            return later.actor.name, moment(later.at)
    return "", ""


def _clock(dossier: Dossier) -> Clock:
    case = dossier.case
    day = day_of(case.received_at)
    calendar = work_calendar(case.received_unit_id, day, projected=True)
    promised = case.promised_at
    try:
        handed = hand_over_by(case.received_at, rules_on(day), calendar)
    except Refused:  # no rule is known of that day
        handed = None
    shares = [Decimal(step.share) for step in dossier.procedure.steps.all()]
    steps_by = tuple(
        share_due(case.received_at, promised, share, calendar)
        for share in accumulate(shares)
        if promised
    )
    return Clock(case.received_at, handed, promised, steps_by)
