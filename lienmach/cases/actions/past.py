"""A case that is written down with its whole past at once.

What is written is what the other actions would have written at those moments; rights
are not asked for. Rows get their keys when all of them are written.
"""

from datetime import datetime
from typing import NamedTuple

from lienmach.base.rows import Row, Rows
from lienmach.calc.deadline import readings
from lienmach.calc.flow import Effect, Flow, Step
from lienmach.calc.local import day_of
from lienmach.calc.pauses import Pause
from lienmach.calc.refusal import Refused
from lienmach.calc.rules import rules_on
from lienmach.calc.standing import soon_at
from lienmach.cases import registry
from lienmach.cases.actions.beginning import OPENED
from lienmach.cases.actions.moving import NewCase
from lienmach.cases.models import Case, CaseEvent, Promise, Wait
from lienmach.registers.queries.calendar import Calendars


class _Before(NamedTuple):
    """What a case was before a step."""

    state: str
    unit_id: int
    person_id: int | None


class PastCase:
    """One case as it becomes, step by step; its rows are added to ``rows``."""

    def __init__(
        self, rows: Rows, calendars: Calendars, new: NewCase, *, by: int, at: datetime
    ) -> None:
        self.rows, self.calendars = rows, calendars
        kind = registry.get(new.kind)
        self.flow: Flow = kind.flow
        self.waits: list[Wait] = []
        self.promises: list[Promise] = []
        self.last_at = at
        limit = new.limit
        self.case = case = self._add(
            Case(
                kind=new.kind,
                code=new.code,
                received_unit_id=new.received_unit_id,
                unit_id=new.unit_id,
                decides_unit_id=new.decides_unit_id,
                person_id=new.person_id,
                state=self.flow.start,
                limit_amount=limit.amount if limit else None,
                limit_clock=limit.clock if limit else "",
                limit_cutoff=limit.cutoff if limit else None,
                received_at=at,
                tokens="",
            )
        )
        case.due_at = new.due_at if kind.is_dated else self._due()
        case.promised_at = case.due_at if new.has_slip else None
        case.soon_at = self._soon()
        self._trail(OPENED, Effect.KEEP, by, at, "", None)
        if case.promised_at:
            self._promise(Promise.Cause.FIRST, by, at)

    def take(
        self,
        name: str,
        *,
        by: int,
        at: datetime,
        note: str = "",
        unit: int | None = None,
        person: int | None = None,
    ) -> None:
        step = self.flow.step(name, self.case.state)
        before = self._before(at)
        self.case.state = step.target
        self._hold(unit, person)
        self._clock(step, by, at, note)
        self._trail(name, step.effect, by, at, note, before)
        if self.flow.is_end(step.target):
            self.case.closed_at = at

    def assign(
        self, *, by: int, at: datetime, unit: int, person: int | None
    ) -> CaseEvent:
        before = self._before(at)
        self._hold(unit, person)
        return self._trail("assign", Effect.KEEP, by, at, "", before)

    def note(self, name: str, text: str, *, by: int, at: datetime) -> CaseEvent:
        return self._trail(name, Effect.KEEP, by, at, text, self._before(at))

    def promise_again(
        self,
        promised_at: datetime,
        cause: Promise.Cause,
        *,
        by: int,
        at: datetime,
        reason: str,
    ) -> None:
        self.case.promised_at = promised_at
        self.case.soon_at = self._soon()
        self._promise(cause, by, at, reason)

    def _hold(self, unit: int | None, person: int | None) -> None:
        if unit is not None and unit != self.case.unit_id:
            self.case.unit_id, self.case.person_id = unit, None
        if person is not None:
            self.case.person_id = person

    def _clock(self, step: Step, by: int, at: datetime, note: str) -> None:
        case = self.case
        if step.effect is Effect.PAUSE:
            wait = Wait(case_id=case.pk, kind=step.wait, started_at=at, reason=note)
            self.waits.append(self._add(wait))
            case.due_at = None
            return
        if step.effect in (Effect.RESUME, Effect.STOP):
            for wait in self.waits:
                wait.ended_at = wait.ended_at or at
        if step.effect is Effect.RESUME:
            case.due_at = self._due()
            if case.promised_at and case.due_at:
                case.promised_at = case.due_at
                self._promise(Promise.Cause.SUPPLEMENT, by, at)
            case.soon_at = self._soon()
        elif step.effect is Effect.STOP:
            case.finished_at = at

    def _due(self) -> datetime | None:
        limit = self.case.limit
        if limit is None:
            return None
        day = day_of(self.case.received_at)
        calendar = self.calendars.of(self.case.received_unit_id, day)
        waits: list[Pause] = [wait.pause() for wait in self.waits]
        found = readings(self.case.received_at, limit, calendar, waits)
        return rules_on(day).due(found)

    def _soon(self) -> datetime | None:
        case = self.case
        due = case.promised_at or case.due_at
        if due is None:
            return None
        calendar = self.calendars.of(case.received_unit_id, day_of(case.received_at))
        return soon_at(case.received_at, due, case.limit, calendar)

    def _before(self, at: datetime) -> _Before:
        """What the case is before a step; a step before the last one is a mistake."""
        if at < self.last_at:
            raise Refused(f"{self.case.code}: bước ghi lùi về {at}.")
        held = self.case
        return _Before(held.state, held.unit_id, held.person_id)

    def _trail(
        self,
        name: str,
        effect: Effect,
        by: int,
        at: datetime,
        note: str,
        before: _Before | None,
    ) -> CaseEvent:
        case = self.case
        case.number += 1
        self.last_at = at
        event = CaseEvent(
            case_id=case.pk,
            number=case.number,
            step=name,
            source=before.state if before else "",
            state=case.state,
            effect=effect,
            at=at,
            made_at=at,
            actor_id=by,
            unit_before_id=before.unit_id if before else None,
            unit_id=case.unit_id,
            person_before_id=before.person_id if before else None,
            person_id=case.person_id,
            note=note,
        )
        return self._add(event)

    def _promise(
        self, cause: Promise.Cause, by: int, at: datetime, reason: str = ""
    ) -> None:
        assert self.case.promised_at
        promise = Promise(
            case_id=self.case.pk,
            cause=cause,
            promised_at=self.case.promised_at,
            made_at=at,
            made_by_id=by,
            reason=reason,
        )
        self.promises.append(self._add(promise))

    def _add(self, row: Row) -> Row:
        return self.rows.add(row)
