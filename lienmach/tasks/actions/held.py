"""What every action of this room does first: take hold, read words, refuse days."""

from datetime import date, datetime

from lienmach.base.actor import Actor
from lienmach.calc.refusal import Refused
from lienmach.cases import actions as cases
from lienmach.cases.models import Case
from lienmach.registers.queries.ends import ends_of
from lienmach.tasks.flow import GIVE
from lienmach.tasks.models import Mandate, Task


class WrongDay(Refused):
    """A day that cannot be; ``about`` names it."""

    def __init__(self, text: str, about: str) -> None:
        super().__init__(text)
        self.about = about


def held_for(task: Task, right: str, actor: Actor, number: int | None = None) -> Case:
    """Take hold of a task for which the actor has a right: to give it, or to work."""
    actor.require(right, _place(task.case, right))
    held = cases.locked(task.pk, actor=actor, number=number)
    actor.require(right, _place(held, right))
    return held


def _place(case: Case, right: str) -> int:
    return case.received_unit_id if right == GIVE else case.unit_id


def end_of(mandate: Mandate, day: date) -> datetime:
    """When a task due on a day is due; of a year not announced its weekday decides."""
    return ends_of({mandate.unit_id: day}, may_be_far=True)[mandate.unit_id]


def refuse_too_far(due_on: date, mandate: Mandate) -> None:
    most = mandate.year + (10 if mandate.kind == Mandate.Kind.PROJECT else 2)
    if due_on.year > most:
        raise WrongDay(f"Hạn {due_on:%d/%m/%Y} quá xa: xem lại năm.", "due_on")


def words_of(text: str, empty: str) -> str:
    said = text.replace("\r\n", "\n").strip()
    if not said:
        raise Refused(empty)
    if len(said) > 1000:
        raise Refused("Viết không quá 1.000 ký tự.")
    return said
