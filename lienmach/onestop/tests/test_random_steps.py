"""Whatever is done to a dossier in whatever order, what is stored follows the trail."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lienmach.base.actor import Actor
from lienmach.calc.deadline import readings
from lienmach.calc.flow import Effect
from lienmach.calc.local import day_of
from lienmach.calc.pauses import Pause, PauseKind
from lienmach.calc.refusal import Refused
from lienmach.calc.rules import rules_on
from lienmach.cases.models import Case, CaseEvent
from lienmach.onestop.actions import hands, steps
from lienmach.onestop.actions.steps import Missing, Signed
from lienmach.onestop.flow import DOSSIER_FLOW, UNDONE
from lienmach.onestop.models import Dossier, Form
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from lienmach.registers.queries.calendar import work_calendar
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
PLAIN = (
    *("accept", "submit", "send_back", "owe", "paid", "unowed", "wait", "answered"),
    *("refuse", "reject", "withdraw", "stop"),
)
DONE = st.sampled_from(
    [
        *("accept", "accept", "submit", "send_back", "wait", "answered"),
        *("owe", "owe", "paid", "unowed"),
        *("ask", "ask", "supplement", "supplement", "undo", "undo", "undo"),
        *("forward", "assign", "note", "sign", "record_result"),
        *("refuse", "reject", "withdraw", "stop"),
    ]
)
WHO = st.sampled_from(["receives", "processes", "processes", "leads"])
LATER = st.sampled_from([0, 0, 1, 30, 100])
RUNS = st.lists(st.tuples(DONE, WHO, LATER), min_size=3, max_size=16)


@pytest.fixture
def office() -> Office:
    return made.office()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(run=RUNS)
def test_what_is_stored_is_what_the_trail_says(
    run: list[tuple[str, str, int]], office: Office
) -> None:
    dossier, at = made.dossier(office), MONDAY
    hands.assign(dossier.pk, actor=office.receives, at=at, to_unit=office.division.pk)
    for name, who, hours in run:
        at += timedelta(hours=hours)
        before = _stored(dossier)
        try:
            _do(name, dossier, getattr(office, who), at, office)
        except (Refused, PermissionDenied):
            assert _stored(dossier) == before, f"{name} was refused and changed it"
            continue
        _check(dossier, name, before)


def _do(name: str, dossier: Dossier, actor: Actor, at: datetime, at_: Office) -> None:
    who: Any = {"actor": actor, "at": at}
    pk = dossier.pk
    match name:
        case "ask":
            steps.ask(pk, [Missing("Tờ khai", "Mờ")], reason="Thiếu", **who)
        case "supplement":
            steps.supplement(pk, **who)
        case "undo":
            steps.undo(pk, **who)
        case "forward":
            hands.forward(pk, to_person=at_.officer.pk, **who)
        case "assign":
            hands.assign(pk, to_unit=at_.division.pk, to_person=at_.officer.pk, **who)
        case "note":
            hands.note(pk, "Gọi hỏi", **who)
        case "sign":
            steps.sign(pk, Signed(day_of(at), "Chủ tịch"), **who)
        case "record_result":
            steps.record_result(pk, Signed(day_of(at), "Chủ tịch"), **who)
        case _:
            steps.take(pk, name, note="Vì vậy", **who)


def _stored(dossier: Dossier) -> tuple[Any, ...]:
    case = Case.objects.get(pk=dossier.pk)
    waits = tuple(case.waits.values_list("started_at", "ended_at"))
    moments = (case.promised_at, case.due_at, case.finished_at, case.closed_at)
    return (case.number, case.state, case.unit_id, case.person_id, *moments, waits)


@dataclass(frozen=True)
class Told:
    """What the trail says so far; ``promises`` are those in force, the last counts."""

    state: str
    unit: int
    person: int | None
    waits: tuple[tuple[datetime, datetime | None, str], ...] = ()
    promises: tuple[datetime | None, ...] = ()
    finished_at: datetime | None = None
    closed_at: datetime | None = None
    before: "Told | None" = field(default=None, repr=False)


def _check(dossier: Dossier, name: str, before: tuple[Any, ...]) -> None:
    case = Case.objects.get(pk=dossier.pk)
    events = list(case.events.all())
    told = _read(case, events)
    assert case.number == len(events)
    assert (case.state, case.unit_id, case.person_id) == (
        told.state,
        told.unit,
        told.person,
    )
    kept = tuple((w.started_at, w.ended_at) for w in case.waits.all())
    assert kept == tuple((start, end) for start, end, _ in told.waits)
    for (_, end), (start, _) in pairwise(kept):
        assert end is not None
        assert end <= start, "waits overlap"
    assert case.finished_at == told.finished_at
    assert case.closed_at == told.closed_at
    if case.finished_at is None:
        assert case.due_at == _due(case, told)
    assert case.promised_at == told.promises[-1]
    _check_legal(name, before[1], events[-1])
    if case.finished_at is None:  # what the applicant holds says the same
        slip = dossier.slips.filter(form=Form.RECEIPT, replaced_by=None).get()
        assert slip.promised_at == case.promised_at


def _check_legal(name: str, state_before: str, event: CaseEvent) -> None:
    if name in PLAIN:
        assert DOSSIER_FLOW.step(name, state_before).target == event.state
    elif name == "undo":
        assert event.undoes
        assert event.undoes.step in UNDONE
        assert event.undoes.actor_id == event.actor_id


def _read(case: Case, events: list[CaseEvent]) -> Told:
    """Read the trail from its beginning; an undo goes back to what was before."""
    first = events[0]
    told = Told(first.state, first.unit_id, first.person_id)
    told = replace(told, promises=(_due(case, told),))
    for event in events[1:]:
        if event.undoes_id:
            assert told.before is not None
            told = replace(told.before, before=told.before.before)
            continue
        told = _after(case, told, event)
    return told


def _after(case: Case, told: Told, event: CaseEvent) -> Told:
    new = replace(
        told,
        state=event.state,
        unit=event.unit_id,
        person=event.person_id,
        before=told,
    )
    waits = list(told.waits)
    if event.effect == Effect.PAUSE:
        waits.append((event.at, None, event.step))
    elif (
        event.effect in (Effect.RESUME, Effect.STOP) and waits and waits[-1][1] is None
    ):
        waits[-1] = (waits[-1][0], event.at, waits[-1][2])
    new = replace(new, waits=tuple(waits))
    if event.effect == Effect.RESUME:
        new = replace(new, promises=(*told.promises, _due(case, new)))
    if event.effect == Effect.STOP:
        new = replace(new, finished_at=event.at)
    if DOSSIER_FLOW.is_end(event.state) and event.state != event.source:
        new = replace(new, closed_at=event.at)
    return new


def _due(case: Case, told: Told) -> datetime | None:
    assert case.limit
    day = day_of(case.received_at)
    calendar = work_calendar(case.received_unit_id, day, projected=True)
    pauses = [
        Pause(start, end, PauseKind.SUPPLEMENT if step == "ask" else PauseKind.WAIT)
        for start, end, step in told.waits
    ]
    found = readings(case.received_at, case.limit, calendar, pauses)
    return rules_on(day).due(found)
