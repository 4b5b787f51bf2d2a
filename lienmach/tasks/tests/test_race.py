"""Two people who do the same with a task at the same moment: one does it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from lienmach.calc.refusal import Refused
from lienmach.tasks.actions import extensions
from lienmach.tasks.actions import tasks as actions
from lienmach.tasks.flow import GIVE, SEE
from lienmach.tasks.models import Task
from lienmach.tasks.tests.make_tasks import DAY, Office, person
from tests.at_once import at_once
from tests.make import MONDAY

LATER: Any = {"reason": "Chờ tỉnh", "document": "7/CV"}


def _accept(task: Task, **by: Any) -> None:
    actions.accept(task, quality="good", **by)


def _give_time(task: Task, **by: Any) -> None:
    extensions.give_time(task, DAY + timedelta(days=30), **LATER, **by)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("do", [_accept, _give_time])
def test_of_two_at_once_one_is_told_that_it_was_done(do: Callable[..., None]) -> None:
    office = Office()
    _, second = person(office.unit, f"{SEE} {GIVE}")
    task = office.task()
    if do is _accept:
        office.hand_in(task)
    task.case.refresh_from_db()
    shown, events = task.case.number, task.case.events.count()

    def told(actor: Any) -> str:
        held = Task.objects.select_related("case", "mandate").get(pk=task.pk)
        try:
            do(held, actor=actor, at=MONDAY, number=shown)
        except Refused as refused:
            return str(refused)
        return ""

    said = at_once(lambda: told(office.chief), lambda: told(second))

    assert sorted(map(bool, said)) == [False, True]
    assert "qua bước khác" in max(said)
    assert task.case.events.count() == events + 1
    assert task.extensions.count() == task.case.promises.count() - 1
