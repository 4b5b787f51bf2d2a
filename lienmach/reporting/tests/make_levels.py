"""A round over three levels, as small as a test needs."""

from datetime import date, timedelta
from typing import Any

from lienmach.base.actor import Actor
from lienmach.calc.forms import Value
from lienmach.org.models import Unit
from lienmach.reporting.actions import reports as actions
from lienmach.reporting.actions.rounds import ask_on
from lienmach.reporting.actions.sheets import hand_in
from lienmach.reporting.models import Report
from lienmach.reporting.queries import reports as queries
from lienmach.reporting.tests.make_round import (
    enter,
    officer,
    report_of,
    round_of,
    sheet_of,
)
from tests import make
from tests.make import MONDAY

DUE = date(2026, 1, 9)  # of communes; their districts have until the 12th
ROWS = """1.;Tổng;Việc;collected;;;;
2.;Xong;Việc;collected;;;;<= [1.]
3.;Tỷ lệ;%;formula;[2.] / [1.];;1;
"""


class Province:
    """A province that asked two districts, one of which asked its two communes."""

    def __init__(self) -> None:
        self.top = make.unit(name="Tỉnh")
        self.district, self.other = (
            make.unit(self.top, name=f"Huyện {name}") for name in ("Một", "Hai")
        )
        self.communes = [
            make.unit(self.district, name=f"Xã {name}") for name in ("An", "Bình")
        ]
        self.user, self.owner = officer(self.top)
        self.middle_user, self.middle = officer(self.district)
        self.round = round_of(self.owner, [self.district, self.other])
        self.asked = ask_on(
            self.report(self.district),
            {unit.pk: DUE for unit in self.communes},
            actor=self.middle,
            at=MONDAY,
        )

    def report(self, unit: Unit) -> Report:
        return report_of(self.round, unit)

    def hand_in(self, unit: Unit, days: int = 0, **texts: str) -> None:
        at = MONDAY + timedelta(days=days)
        sheet = sheet_of(self.report(unit))
        enter(sheet, self.owner, **texts)
        hand_in(sheet, actor=self.owner, at=at)
        self.step(unit, "submit", at=at)

    def step(self, unit: Unit, name: str, **more: Any) -> None:
        said: dict[str, Any] = {"actor": self.owner, "at": MONDAY} | more
        actions.take_step(self.report(unit), name, **said)

    def cell(self, unit: Unit, code: str) -> Value:
        cell = queries.cell(self.report(unit), "phu-luc-4", code)
        assert cell
        return cell.value

    def waiting(self, actor: Actor) -> set[int]:
        return {report.unit_id for report in queries.pending(actor)}
