"""An office with a counter and a division, and dossiers filled in for a test."""

from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any

from lienmach.base.actor import Actor
from lienmach.cases import actions as cases
from lienmach.onestop.actions import steps
from lienmach.onestop.actions.money import Payment
from lienmach.onestop.actions.people import NewParty, save_party
from lienmach.onestop.actions.receive import NewDossier, NewPaper, receive
from lienmach.onestop.flow import LEAD, PROCESS, RECEIVE, SIGN
from lienmach.onestop.models import Dossier, Party, Route
from lienmach.org.models import Unit, UnitVersion, User
from lienmach.org.queries import actor_of
from lienmach.registers.tests import make_procedure
from tests import make
from tests.make import MONDAY

_numbers = count(1)
PROCEDURE = "1.000001"


@dataclass(frozen=True)
class Office:
    """A committee with its counter and a division, and somebody in each."""

    committee: Unit
    counter: Unit
    division: Unit
    clerk: User
    officer: User
    leader: User

    def actor(self, who: User) -> Actor:
        return actor_of(who, on=MONDAY.date())

    @property
    def receives(self) -> Actor:
        return self.actor(self.clerk)

    @property
    def processes(self) -> Actor:
        return self.actor(self.officer)

    @property
    def leads(self) -> Actor:
        return self.actor(self.leader)


def office(**procedure: Any) -> Office:
    """Made with a procedure of five working days, unless told otherwise."""
    committee = make.unit(name="UBND phường An Hòa")
    counter, division = make.unit(committee), make.unit(committee)
    make_procedure.version(PROCEDURE, **procedure)
    Route.objects.create(counter=counter, unit=division, decides_unit=division)
    return Office(
        committee,
        counter,
        division,
        make.user(counter, RECEIVE, title="Cán bộ một cửa"),
        make.user(division, PROCESS),
        make.user(committee, f"{PROCESS} {SIGN} {LEAD}", title="Chủ tịch"),
    )


def party(**more: Any) -> Party:
    n = next(_numbers)
    new = {"name": f"Nguyễn Văn Ẩn {n}", "id_number": f"{n:012}", "phone": "0900000123"}
    return save_party(NewParty(**{**new, **more}), at=MONDAY)


def dossier(
    at: Office, *, on: datetime = MONDAY, by: Actor | None = None, **more: Any
) -> Dossier:
    new = {
        "procedure": PROCEDURE,
        "owner": more.pop("owner", None) or party(),
        "papers": (NewPaper("Tờ khai", 1), NewPaper("Giấy chứng sinh", 1)),
        "waived": "Miễn phí để thử",
        "payment": Payment() if more.get("is_same_day") else None,
    }
    return receive(NewDossier(**{**new, **more}), actor=by or at.receives, at=on)


def in_progress(at: Office, *, on: datetime = MONDAY, **more: Any) -> Dossier:
    """A dossier that the officer of the division has taken over."""

    made = dossier(at, on=on, **more)
    cases.assign(made.case, actor=at.receives, at=on, to_unit=at.division.pk)
    return steps.take(made.pk, "accept", actor=at.processes, at=on)


def one_stop(at: Office) -> None:
    """Say of the counter that it is a one-stop unit."""
    kind = make.kind("one_stop")
    UnitVersion.objects.filter(unit=at.counter).update(kind=kind)
