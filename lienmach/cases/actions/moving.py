"""Everything that moves a case. No other module writes its state or its moments."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from lienmach.base.actor import Actor
from lienmach.base.parts import moment
from lienmach.base.search import stored
from lienmach.calc.calendar import WorkCalendar
from lienmach.calc.deadline import Limit
from lienmach.calc.flow import Effect, Step
from lienmach.calc.refusal import Refused
from lienmach.calc.standing import soon_at
from lienmach.cases import registry
from lienmach.cases.actions.beginning import write_beginning
from lienmach.cases.actions.touching import touch
from lienmach.cases.models import Case, CaseEvent, Promise, Wait
from lienmach.cases.queries import (
    calendar_of,
    last_event,
    last_move,
    pauses,
    promise_in_force,
    standing,
    worked_out,
)

UNDONE = "undo"
OUT_OF_DATE = (
    "Việc này đã qua bước khác từ lúc trang được mở: hãy tải lại rồi làm tiếp."
)

FOLLOWED = "Sau bước này hồ sơ đã có bước khác: hãy hoàn tác bước sau trước."


@dataclass(frozen=True, slots=True)
class NewCase:
    """What a case begins with; without ``decides`` the unit that took it answers.

    ``has_slip`` says that its due moment is promised in writing. ``due_at`` sets the
    day of a case of a kind that has no limit (``Kind.is_dated``).
    """

    kind: str
    code: str
    limit: Limit | None
    received_unit_id: int
    decides_unit_id: int
    unit_id: int
    tokens: tuple[str, ...] = ()
    person_id: int | None = None
    parent: Case | None = None
    has_slip: bool = True
    due_at: datetime | None = None


@transaction.atomic(savepoint=False)
def open_case(
    new: NewCase,
    *,
    actor: Actor | None,
    at: datetime,
    calendar: WorkCalendar | None = None,
) -> Case:
    """Open a case; the day it is due is what the slip promises. Three queries, one
    less for whoever has its calendar at hand.
    """
    kind = registry.get(new.kind)
    limit = new.limit
    case = Case(
        kind=kind.code,
        code=new.code,
        parent=new.parent,
        received_unit_id=new.received_unit_id,
        unit_id=new.unit_id,
        decides_unit_id=new.decides_unit_id,
        person_id=new.person_id,
        state=kind.flow.start,
        limit_amount=limit.amount if limit else None,
        limit_clock=limit.clock if limit else "",
        limit_cutoff=limit.cutoff if limit else None,
        received_at=at,
        number=1,
        tokens=stored(new.tokens),
    )
    calendar = calendar or calendar_of(case)
    if kind.is_dated:
        case.due_at = new.due_at
    else:
        case.due_at = worked_out(case, calendar=calendar)
    case.promised_at = case.due_at if new.has_slip else None
    case.soon_at = _soon(case, calendar)
    case.save(force_insert=True)
    write_beginning(case, actor=actor, at=at, made_at=_now(at))
    return case


@transaction.atomic
def take_step(
    case_id: int,
    step_name: str,
    *,
    actor: Actor,
    at: datetime,
    note: str = "",
    to_unit: int | None = None,
    to_person: int | None = None,
    number: int | None = None,
) -> Case:
    """Take one step: check it, put it on the trail, bring the case up to date.

    ``to_unit`` and ``to_person`` say who holds it then; a case that goes to another
    unit belongs to no person there until somebody takes it. ``number`` is what the
    actor's page showed: if something has happened since, the step is refused.
    """
    case = locked(case_id, actor=actor, number=number)
    step = registry.get(case.kind).flow.step(step_name, case.state)
    actor.require(step.right, place_of(step, case))
    if step.needs_note and not note.strip():
        raise Refused(f"Hãy ghi lý do trước khi chọn «{step.label}».")
    return _move(case, step, actor, at, note, to_unit=to_unit, to_person=to_person)


@transaction.atomic
def follow(
    case_id: int,
    step_name: str,
    *,
    at: datetime,
    note: str = "",
    to_unit: int | None = None,
) -> Case:
    """Take a step because another case took one: no person acts, no right is asked.

    What follows may be dated after a step that was written meanwhile: it then happens
    at that moment.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
    step = registry.get(case.kind).flow.step(step_name, case.state)
    last = last_event(case)
    moment_of_step = max(at, last.at) if last else at
    return _move(case, step, None, moment_of_step, note, to_unit=to_unit)


@transaction.atomic
def unfollow(case_id: int, *, at: datetime) -> Case | None:
    """Take back the last step of a case, if it was one that followed another case."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
    event = last_event(case)
    if event is None or event.actor_id is not None or event.undoes_id:
        return None
    return _undone(case, event, None, at)


def locked(case_id: int, *, actor: Actor, number: int | None = None) -> Case:
    """Take hold of a case that the actor may see, until the transaction ends.

    Raises ``Case.DoesNotExist`` for what one may not see, and refuses when the case is
    no longer as the actor's page showed it.
    """
    case = (
        Case.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=case_id)
    )
    if number is not None and number != case.number:
        raise Refused(OUT_OF_DATE)
    return case


def place_of(step: Step, case: Case) -> int:
    """The unit for which a step asks its right."""
    return case.received_unit_id if step.at_counter else case.unit_id


@transaction.atomic
def note_on(
    case: Case, name: str, note: str, *, actor: Actor | None, at: datetime
) -> Case:
    """Put something on the trail that moves nothing: a note, a print, a question.

    What the applicant did has no actor.
    """
    _refuse_before_the_last(case, at)
    _write_trail(case, name, Effect.KEEP, actor, at, note, before=case)
    case.save(update_fields=["number"])
    touch(case, at)
    return case


@transaction.atomic
def assign(
    case: Case,
    *,
    actor: Actor,
    at: datetime,
    to_unit: int | None = None,
    to_person: int | None = None,
    note: str = "",
) -> Case:
    """Give an open case to another person or unit; its state stays."""
    if case.closed_at:
        raise Refused(f"{case.code} đã xong: không chuyển cho người khác được.")
    _refuse_before_the_last(case, at)
    before = _copy(case)
    _hold(case, to_unit, to_person)
    _write_trail(case, "assign", Effect.KEEP, actor, at, note, before=before)
    case.save(update_fields=["unit", "person", "number"])
    return case


@transaction.atomic
def promise_again(
    case: Case,
    promised_at: datetime,
    cause: Promise.Cause,
    *,
    actor: Actor | None,
    at: datetime,
    reason: str = "",
) -> Promise:
    """Promise another moment in writing; the one before stays on record."""
    if case.finished_at:
        raise Refused(f"{case.code} đã có kết quả: không hẹn lại nữa.")
    if case.closed_at:
        raise Refused(f"{case.code} đã xong: không hẹn lại nữa.")
    case.promised_at = promised_at
    case.soon_at = _soon(case)
    case.save(update_fields=["promised_at", "soon_at"])
    promise = _promise(case, cause, promised_at, actor=actor, at=at, reason=reason)
    touch(case, at, clock=True)
    return promise


@transaction.atomic
def undo(
    case_id: int,
    *,
    actor: Actor,
    at: datetime,
    number: int | None = None,
    step: int | None = None,
) -> Case:
    """Take back the last step: a new event says so, nothing is deleted.

    Only whoever took it may, only steps that their kind allows, and only while nothing
    has followed. ``step`` names the step meant, by its number: then what has followed
    and was taken back itself is no hindrance.
    """
    case = locked(case_id, actor=actor, number=number)
    event = last_event(case) if step is None else standing(case, step)
    if event is None and step is not None:
        raise Refused(FOLLOWED)
    kind = registry.get(case.kind)
    if event is None or event.step not in kind.undone:
        raise Refused("Bước gần nhất không hoàn tác được.")
    if event.actor_id != actor.user_id:
        raise Refused("Chỉ người đã thực hiện bước này được hoàn tác.")
    return _undone(case, event, actor, at)


def _undone(case: Case, event: CaseEvent, actor: Actor | None, at: datetime) -> Case:
    before = _copy(case)
    case.state = event.source
    case.unit_id = event.unit_before_id or case.unit_id
    case.person_id = event.person_before_id
    _undo_clock(case, event, at)
    _write_trail(case, UNDONE, Effect.KEEP, actor, at, "", before=before, undoes=event)
    case.save()
    touch(case, at, event.at, clock=True)
    return case


def retoken(case: Case, tokens: tuple[str, ...]) -> None:
    """Store what a case is found by, after its names have changed."""
    Case.objects.filter(pk=case.pk).update(tokens=stored(tokens))


def _move(
    case: Case,
    step: Step,
    actor: Actor | None,
    at: datetime,
    note: str,
    *,
    to_unit: int | None = None,
    to_person: int | None = None,
) -> Case:
    _refuse_before_the_last(case, at)
    before = _copy(case)
    case.state = step.target
    _hold(case, to_unit, to_person)
    _set_clock(case, step, actor, at, note)
    _write_trail(case, step.name, step.effect, actor, at, note, before=before)
    is_end = registry.get(case.kind).flow.is_end(case.state)
    if is_end:
        case.closed_at = at
    case.save()
    was_called_off = is_end and case.finished_at is None
    # Called off, it counts on none of the days on which something was noted of it.
    noted = case.events.values_list("at", flat=True) if was_called_off else ()
    touch(case, at, *noted, clock=is_end or step.effect is not Effect.KEEP)
    return case


def _hold(case: Case, to_unit: int | None, to_person: int | None) -> None:
    if to_unit is not None and to_unit != case.unit_id:
        case.unit_id, case.person_id = to_unit, None
    if to_person is not None:
        case.person_id = to_person


def _refuse_before_the_last(case: Case, at: datetime) -> None:
    """A step dated back could let a pause run backwards.

    A kind that is due on a day that was set has no pauses: notes hold nothing back.
    """
    is_dated = registry.get(case.kind).is_dated
    last = last_move(case) if is_dated else last_event(case)
    since = last.at if last else case.received_at
    if at < since:
        raise Refused(f"Không ghi bước trước bước gần nhất, lúc {moment(since)}.")


def _write_trail(
    case: Case,
    name: str,
    effect: Effect,
    actor: Actor | None,
    at: datetime,
    note: str,
    *,
    before: Case,
    undoes: CaseEvent | None = None,
) -> CaseEvent:
    case.number += 1
    return CaseEvent.objects.create(
        case=case,
        number=case.number,
        step=name,
        source=before.state,
        state=case.state,
        effect=effect,
        at=at,
        made_at=_now(at),
        actor_id=actor.user_id if actor else None,
        unit_before_id=before.unit_id,
        unit_id=case.unit_id,
        person_before_id=before.person_id,
        person_id=case.person_id,
        note=note,
        undoes=undoes,
    )


def _set_clock(
    case: Case, step: Step, actor: Actor | None, at: datetime, note: str
) -> None:
    if step.effect is Effect.PAUSE:
        Wait.objects.create(case=case, kind=step.wait, started_at=at, reason=note)
        case.due_at = None
    elif step.effect is Effect.RESUME:
        _resume(case, actor, at)
    elif step.effect is Effect.STOP:
        case.waits.filter(ended_at=None).update(ended_at=at)
        case.finished_at = at
    elif step.effect is Effect.AGAIN:
        case.finished_at = None


def _resume(case: Case, actor: Actor | None, at: datetime) -> None:
    """Let the clock run again; whoever held a slip is promised the new moment.

    Never an earlier one than they were promised before, be it by a letter of apology.
    """
    case.waits.filter(ended_at=None).update(ended_at=at)
    case.due_at = worked_out(case, pauses(case))
    if case.promised_at and case.due_at:
        case.promised_at = max(case.due_at, case.promised_at)
        cause = Promise.Cause.SUPPLEMENT
        _promise(case, cause, case.promised_at, actor=actor, at=at)
    case.soon_at = _soon(case)


def _undo_clock(case: Case, event: CaseEvent, at: datetime) -> None:
    """Put the clock back to how it stood before an event."""
    case.closed_at = None
    if event.effect == Effect.STOP:
        case.finished_at = None
        if _is_pause(case, event.source):
            _reopen_wait(case, event.at)
    elif event.effect == Effect.AGAIN:
        stopped = case.events.filter(effect=Effect.STOP, number__lt=event.number)
        last = stopped.order_by("number").last()
        case.finished_at = last.at if last else None
    elif event.effect == Effect.PAUSE:
        case.waits.filter(started_at=event.at, ended_at=None).delete()
    elif event.effect == Effect.RESUME:
        _reopen_wait(case, event.at)
        _withdraw_promise(case, event.at, at)
    if case.promised_at:
        in_force = promise_in_force(case)
        case.promised_at = in_force.promised_at if in_force else None
    case.due_at = worked_out(case, pauses(case))
    case.soon_at = _soon(case)


def _is_pause(case: Case, state: str) -> bool:
    steps = registry.get(case.kind).flow.steps
    return any(s.target == state and s.effect is Effect.PAUSE for s in steps)


def _reopen_wait(case: Case, ended_at: datetime) -> None:
    """Open the last of the waits that ended at a moment: several may have."""
    wait = case.waits.filter(ended_at=ended_at).last()
    if wait:
        wait.ended_at = None
        wait.save(update_fields=["ended_at"])


def _withdraw_promise(case: Case, made_at: datetime, at: datetime) -> None:
    """Withdraw the last promise made when the clock ran again at a moment."""
    made = case.promises.filter(
        made_at=made_at, cause=Promise.Cause.SUPPLEMENT, withdrawn_at=None
    ).last()
    if made:
        made.withdrawn_at = at
        made.save(update_fields=["withdrawn_at"])


def _promise(
    case: Case,
    cause: Promise.Cause,
    promised_at: datetime,
    *,
    actor: Actor | None,
    at: datetime,
    reason: str = "",
) -> Promise:
    return Promise.objects.create(
        case=case,
        cause=cause,
        promised_at=promised_at,
        made_at=at,
        made_by_id=actor.user_id if actor else None,
        reason=reason,
    )


def _soon(case: Case, calendar: WorkCalendar | None = None) -> datetime | None:
    due = case.promised_at or case.due_at
    if due is None:
        return None
    return soon_at(case.received_at, due, case.limit, calendar or calendar_of(case))


def _copy(case: Case) -> Case:
    """What a case was, to be written beside what it becomes."""
    return Case(state=case.state, unit_id=case.unit_id, person_id=case.person_id)


def _now(at: datetime) -> datetime:
    """When something is written down: now, unless the clock of a test runs ahead."""
    return max(timezone.now(), at)
