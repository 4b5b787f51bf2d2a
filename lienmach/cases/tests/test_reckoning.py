"""A change of calendar moves what is due, never what was promised."""

from datetime import date, timedelta

import pytest

from lienmach.base.jobs import run_next
from lienmach.base.models import Job
from lienmach.calc.deadline import Limit
from lienmach.calc.local import moment
from lienmach.cases import registry
from lienmach.cases.actions.moving import NewCase, open_case
from lienmach.cases.actions.reckoning import work_out_all
from lienmach.cases.models import Case, Wait
from lienmach.org.models import Unit
from lienmach.registers.actions.calendar import DayDecision, decide_day, load_country
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(hours=5)


@pytest.fixture
def unit() -> Unit:
    load_country(at=MONDAY)
    Job.objects.all().delete()
    return make.unit()


def _case(unit: Unit, code: str, days: int) -> Case:
    new = NewCase(
        kind="dossier",
        code=code,
        limit=Limit(days),
        received_unit_id=unit.pk,
        decides_unit_id=unit.pk,
        unit_id=unit.pk,
    )
    return open_case(new, actor=None, at=MONDAY)


def _off(unit: Unit, day: str) -> None:
    """A day off for one unit, decided late."""
    decision = DayDecision(
        day=date.fromisoformat(day),
        kind="holiday",
        document="Thông báo 1/TB-UBND",
        name="Nghỉ bão",
        unit=unit,
    )
    actor = make.actor(make.user(unit, "registers.calendar"))
    decide_day(decision, actor=actor, at=LATER)


def test_only_what_runs_across_the_day_is_due_later_and_the_promise_stays(
    unit: Unit,
) -> None:
    short, long = _case(unit, "A", 1), _case(unit, "B", 3)
    promised = long.promised_at
    _off(unit, "2026-01-08")

    changed = work_out_all(at=LATER)

    assert changed == 1
    for case in (short, long):
        case.refresh_from_db()
    assert short.due_at == short.promised_at == moment("2026-01-06T17:00")
    assert long.promised_at == promised == moment("2026-01-08T17:00")
    assert long.due_at == moment("2026-01-09T17:00")
    assert short.events.count() == 1
    last = long.events.last()
    assert last
    assert (last.step, last.number) == ("calendar", long.number)
    assert "17:00 08/01/2026 thành 17:00 09/01/2026" in last.note


def test_doing_it_again_changes_nothing(unit: Unit) -> None:
    case = _case(unit, "A", 3)
    _off(unit, "2026-01-08")
    work_out_all(at=LATER)

    assert work_out_all(at=LATER) == 0
    assert case.events.count() == 2


def test_pauses_are_left_out_as_before(unit: Unit) -> None:
    case = _case(unit, "A", 3)
    end = moment("2026-01-07T00:00")
    Wait.objects.create(case=case, kind="agency", started_at=MONDAY, ended_at=end)
    Case.objects.filter(pk=case.pk).update(due_at=moment("2026-01-09T17:00"))
    _off(unit, "2026-01-08")

    work_out_all(at=LATER)

    case.refresh_from_db()
    assert case.due_at == moment("2026-01-10T17:00")


def test_a_case_of_another_unit_and_one_whose_clock_stands_are_left_alone(
    unit: Unit,
) -> None:
    other = _case(make.unit(), "A", 3)
    paused = _case(unit, "B", 3)
    Case.objects.filter(pk=paused.pk).update(due_at=None)
    _off(unit, "2026-01-08")

    assert work_out_all(at=LATER) == 0
    assert other.events.count() == paused.events.count() == 1


def test_a_decision_about_a_day_sets_the_work_going_by_itself(unit: Unit) -> None:
    case = _case(unit, "A", 3)
    _off(unit, "2026-01-08")

    assert run_next(at=LATER)

    case.refresh_from_db()
    assert case.due_at == moment("2026-01-09T17:00")


def test_every_registered_flow_is_whole() -> None:
    for kind in registry.known():
        assert not kind.flow.dead_states()
        assert not kind.flow.unlabelled()
