"""An office with a plan, as small as a test needs."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.test import Client

from lienmach.base.actor import Actor
from lienmach.org.models import Unit, User
from lienmach.org.queries import actor_of
from lienmach.tasks.actions import mandates, tasks
from lienmach.tasks.actions.tasks import Brings, NewTask
from lienmach.tasks.flow import GIVE, SEE, WORK
from lienmach.tasks.models import Mandate, Task
from tests import make
from tests.make import MONDAY

DAY = MONDAY.date()
PROOF = Brings("Báo cáo 9/BC-P1 ngày 5/1/2026")
Kind = Mandate.Kind


class Office:
    """A committee that gives tasks, and two divisions of it that do them."""

    def __init__(self) -> None:
        self.unit = make.unit(name="Ủy ban")
        self.first = make.unit(self.unit, name="Phòng Một")
        self.second = make.unit(self.unit, name="Phòng Hai")
        self.chief_user, self.chief = person(self.unit, f"{SEE} {GIVE} {WORK}")
        self.worker_user, self.worker = person(self.first, f"{SEE} {WORK}")
        self.other_user, self.other = person(self.second, f"{SEE} {WORK}")

    def plan(
        self,
        kind: Kind = Kind.REFORM,
        *,
        number: str = "",
        issued_on: date = DAY,
        source: Mandate.Source = Mandate.Source.OWN,
    ) -> Mandate:
        count = Mandate.objects.count()
        new = mandates.NewMandate(
            unit_id=self.unit.pk,
            kind=kind,
            year=issued_on.year,
            title=f"Kế hoạch {count + 1}",
            number=number or f"{count + 1}/KH-UBND",
            issued_on=issued_on,
            issuer="UBND thử",
            source=source,
        )
        return mandates.enter(new, actor=self.chief, at=MONDAY)

    def task(
        self,
        plan: Mandate | None = None,
        due: int = 10,
        *,
        lead: Unit | None = None,
        text: str = "Rà soát thủ tục",
        helpers: Sequence[Unit] = (),
        at: datetime = MONDAY,
    ) -> Task:
        """A task that is due some days after the plan was issued."""
        plan = plan or self.plan()
        new = NewTask(
            unit_id=(lead or self.first).pk,
            text=text,
            due_on=plan.issued_on + timedelta(days=due),
            given_on=plan.issued_on,
            helpers=tuple(one.pk for one in helpers),
        )
        (made,) = tasks.give(plan, [new], actor=self.chief, at=at)
        return made

    def hand_in(self, task: Task, at: datetime = MONDAY) -> Task:
        return tasks.submit(
            task,
            text="Đã xong",
            done_on=at.date(),
            proof=PROOF,
            actor=self.worker if task.case.unit_id == self.first.pk else self.other,
            at=at,
        )

    def finish(self, task: Task, at: datetime = MONDAY) -> Task:
        self.hand_in(task, at)
        return tasks.accept(task, actor=self.chief, at=at)


def text_of(client: Client, url: str, **sent: Any) -> str:
    """What a page says, asked for or sent to."""
    response = client.post(url, sent) if sent else client.get(url)
    assert response.status_code in (200, 422), response.status_code
    return response.content.decode()


def person(unit: Unit, rights: str) -> tuple[User, Actor]:
    user = make.user(unit, rights)
    return user, actor_of(user, on=DAY)
