"""The way of a dossier in plain words: what was, what is, what comes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from lienmach.calc.deadline import Clock
from lienmach.calc.local import ZONE, day_of
from lienmach.calc.spoken import clock, weekday
from lienmach.cases.models import CaseEvent
from lienmach.onestop.flow import PAUSED, State
from lienmach.onestop.models import Dossier
from lienmach.org.queries import names_on
from lienmach.portal.flow import MOVED, STATES, STEPS

UNDONE = "undo"
CHECKED = "Chờ cán bộ kiểm tra bổ sung của ông/bà"
LOOKED_AT = "Chờ nơi giải quyết xem để làm tiếp"
IN_DAYS = {Clock.WORKING_DAYS: "ngày làm việc", Clock.CALENDAR_DAYS: "ngày"}


@dataclass(frozen=True, slots=True)
class Mark:
    """A point of the thread: ``kind`` is "", «now» or «next»."""

    text: str
    when: str = ""
    kind: str = ""


def thread(
    dossier: Dossier,
    *,
    counter: str,
    sent_at: datetime | None = None,
    is_unowed: bool = False,
) -> list[Mark]:
    """Every point of the way, with units and never with the names of officers.

    Notes stay inside: what an officer wrote may name anybody. ``sent_at``: what was
    asked for came then, and the office has not looked at it yet. ``is_unowed``: it
    waits for a payment that nobody owes any more. Three queries.
    """
    events = _events(dossier)
    units = {event.unit_id for event in events} | {dossier.case.unit_id}
    names = names_on(units, day_of(dossier.case.received_at))
    marks = [mark for event in events for mark in _past(event, names)]
    here = _now(dossier, names, sent_at, is_unowed=is_unowed)
    return [*marks, *here, *_next(dossier, counter)]


def _events(dossier: Dossier) -> list[CaseEvent]:
    """The trail without what was taken back."""
    rows = list(dossier.case.events.order_by("number"))
    gone = {row.undoes_id for row in rows if row.undoes_id}
    return [row for row in rows if row.pk not in gone and row.step != UNDONE]


def _past(event: CaseEvent, names: dict[int, str]) -> Iterator[Mark]:
    unit = names.get(event.unit_id, "")
    moved = event.unit_before_id not in (None, event.unit_id)
    if words := STEPS.get(event.step):
        yield Mark(words.format(unit=unit), short_moment(event.at, begins=True))
    elif moved:
        yield Mark(MOVED.format(unit=unit), short_moment(event.at, begins=True))


def _now(
    dossier: Dossier,
    names: dict[int, str],
    sent_at: datetime | None,
    *,
    is_unowed: bool,
) -> Iterator[Mark]:
    case = dossier.case
    if sent_at:
        yield Mark(CHECKED, f"Từ {short_moment(sent_at)}", "now")
        return
    words = LOOKED_AT if is_unowed else STATES[case.state].now
    if not words:
        return
    if case.state == State.IN_PROGRESS and (name := _step_name(dossier)):
        words = f"Đang làm: {name}"
    paused_at: datetime | None = getattr(dossier, "paused_at", None)
    if case.state in PAUSED and paused_at:
        yield Mark(words, f"Từ {short_moment(paused_at)}", "now")
    else:
        yield Mark(words, names.get(case.unit_id, ""), "now")


def _step_name(dossier: Dossier) -> str:
    steps = list(dossier.procedure.steps.all())
    at = dossier.position - 1
    return steps[at].name if at < len(steps) - 1 else ""


def _next(dossier: Dossier, counter: str) -> Iterator[Mark]:
    """What the inner process has left; last of all the result is given."""
    case = dossier.case
    if case.finished_at or case.closed_at:
        return
    if case.state != State.SIGNING:
        for step in list(dossier.procedure.steps.all())[dossier.position : -1]:
            yield Mark(step.name, _about(dossier, step.share), "next")
    yield Mark("Trả kết quả", counter, "next")


def _about(dossier: Dossier, share: Decimal) -> str:
    limit = dossier.procedure.limit
    if limit is None or limit.clock not in IN_DAYS:
        return ""
    days, word = limit.amount * share / 100, IN_DAYS[limit.clock]
    return f"Khoảng {round(days)} {word}" if days >= 1 else f"Dưới 1 {word}"


def short_moment(at: datetime, *, begins: bool = False) -> str:
    """Return «thứ Tư 8/3/2023, 9:42», or with a capital where a line begins so."""
    local = at.astimezone(ZONE)
    day = (
        f"{weekday(local.date(), begins=begins)} {local.day}/{local.month}/{local.year}"
    )
    return f"{day}, {clock(local.time())}"
