"""The town of the demo with its facts, before anybody has reported its quarter.

Units, people, procedures and dossiers are those of the demo, and so is what people
would enter. Of reports there is what a round needs to be opened, and no round.
"""

from datetime import datetime

from lienmach.indicators.actions import rebuild
from lienmach.onestop.demo import town as dossiers
from lienmach.org import demo as offices
from lienmach.org.actions.settings import set_value
from lienmach.org.demo import COMMUNES, HISTORY, account
from lienmach.org.models import User
from lienmach.org.queries.settings import DEMO
from lienmach.registers import demo as catalogue
from lienmach.reporting.actions import reports, sheets, texts
from lienmach.reporting.demo import rounds, writing
from lienmach.reporting.models import Regime, Report, Round
from lienmach.reporting.queries.sheets import drafts
from lienmach.reporting.queries.texts import leaves, sections
from lienmach.tasks import demo as plans

# What the demo leaves unwritten for whoever tries it.
MORE = {
    "Tuyên truyền": "Các cơ quan, đơn vị đăng tin, bài trên trang thông tin điện tử và "
    "phát trên hệ thống truyền thanh cơ sở.",
}


def load(*, at: datetime) -> None:
    """Load what there is in the town before its quarter is reported."""
    offices.load(at=at)
    catalogue.load(at=at)
    dossiers.load()
    plans.load(at=at)
    rebuild()
    rounds.begin(at=at)
    set_value(DEMO, {"rooms": []})


def person(username: str) -> User:
    return account(username)


def report_of(unit: str = HISTORY) -> Report:
    """The report of a unit in the one round that is open."""
    found = Report.objects.select_related("case", "round__regime", "unit", "snapshot")
    return found.get(round=Round.objects.get(), unit__code=unit)


def fill_in(report: Report, *, at: datetime, but: tuple[str, ...] = ()) -> None:
    """Fill in the forms of a report and hand them in, as the demo's officers would."""
    hands = rounds.chief_of(HISTORY, at=at)
    for code, form in drafts(report).items():
        if code in but:
            continue
        rounds.fill(form, hands, at)
        sheets.hand_in(form.sheet, actor=hands, at=at)


def hand_in(report: Report, *, at: datetime) -> None:
    hands = rounds.chief_of(HISTORY, at=at)
    reports.take_step(report, "submit", actor=hands, at=at)


def bring_together(*, at: datetime) -> Report:
    """Open the round and have everybody fill in and hand in; the town's own report."""
    chief = rounds.chief_of(HISTORY, at=at)
    rounds.open_quarter(Regime.objects.get(), chief, at=at)
    for short, _ in COMMUNES:
        report = report_of(f"{HISTORY}.{short}")
        fill_in(report, at=at)
        hand_in(report, at=at)
    report = report_of()
    fill_in(report, at=at)
    return report


def write_rest(report: Report, *, at: datetime, words: dict[str, str] = MORE) -> None:
    """Write every section that nobody has finished."""
    hands = rounds.chief_of(HISTORY, at=at)
    for section in leaves(sections(report)):
        if section.state == section.State.DONE:
            continue
        text = (writing.WORDS | words).get(section.title, section.text)
        texts.write(
            section, text, is_done=True, seen=section.number, actor=hands, at=at
        )
