"""Cases that are due on a day that was set, and clocks that run on after a stop."""

from datetime import timedelta

import pytest

from lienmach.base.actor import Actor
from lienmach.calc.flow import Effect, Flow, Step
from lienmach.cases import registry
from lienmach.cases.actions import NewCase, open_case, take_step, undo
from lienmach.cases.models import Case
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
RIGHT = "cases.try"
DUE = MONDAY + timedelta(days=4)
FLOW = Flow(
    start="open",
    steps=(
        Step("stop", "Nộp", frozenset({"open"}), "in", RIGHT, Effect.STOP),
        Step("again", "Trả lại", frozenset({"in"}), "open", RIGHT, Effect.AGAIN),
        Step("end", "Duyệt", frozenset({"in"}), "end", RIGHT),
    ),
    labels={"open": "Đang lập", "in": "Đã nộp", "end": "Đã duyệt"},
)


@pytest.fixture
def actor(monkeypatch: pytest.MonkeyPatch) -> Actor:
    undone = frozenset({"stop", "again"})
    kind = registry.Kind("tried", "Việc thử", FLOW, "", undone, is_dated=True)
    monkeypatch.setitem(registry._kinds, "tried", kind)
    return make.actor(rights=[RIGHT])


def _open(actor: Actor) -> Case:
    unit = actor.unit_id
    new = NewCase("tried", "T1", None, unit, unit, unit, due_at=DUE)
    return open_case(new, actor=actor, at=MONDAY)


def test_a_dated_case_is_due_on_the_day_that_was_set(actor: Actor) -> None:
    case = _open(actor)

    assert case.due_at == case.promised_at == DUE
    assert case.soon_at
    assert case.soon_at < DUE


def test_a_clock_that_had_stopped_runs_on_and_its_day_stays(actor: Actor) -> None:
    case = _open(actor)
    stopped = MONDAY + timedelta(days=1)
    case = take_step(case.pk, "stop", actor=actor, at=stopped)
    assert case.finished_at == stopped

    case = take_step(case.pk, "again", actor=actor, at=stopped)

    assert case.finished_at is None
    assert case.due_at == case.promised_at == DUE


def test_taking_that_back_brings_the_stop_again(actor: Actor) -> None:
    case = _open(actor)
    stopped = MONDAY + timedelta(days=1)
    take_step(case.pk, "stop", actor=actor, at=stopped)
    take_step(case.pk, "again", actor=actor, at=stopped)

    case = undo(case.pk, actor=actor, at=stopped)

    assert (case.state, case.finished_at) == ("in", stopped)
    assert case.due_at == DUE


def test_taking_back_a_stop_leaves_the_day_that_was_set(actor: Actor) -> None:
    case = _open(actor)
    take_step(case.pk, "stop", actor=actor, at=MONDAY)

    case = undo(case.pk, actor=actor, at=MONDAY)

    assert case.finished_at is None
    assert case.due_at == case.promised_at == DUE
