"""The demo's other chains of reports: the control of procedures, which goes to the
department of justice, and the tasks of the year's plans. Made up, like all of it."""

from datetime import date, datetime, timedelta

from lienmach.calc.local import moment
from lienmach.calc.period import Cut, Kind, Period
from lienmach.org.demo import COMMUNES, HISTORY, TODAY, unit
from lienmach.reporting.actions import texts
from lienmach.reporting.actions.regimes import NewRegime, keep_regime, let_keep
from lienmach.reporting.actions.rounds import NewRound, open_round
from lienmach.reporting.actions.sheets import Entry, write
from lienmach.reporting.demo import rounds
from lienmach.reporting.demo.rounds import APPROVED, AT_IT, QUARTER, SUBMITTED
from lienmach.reporting.models import Regime
from lienmach.reporting.queries.texts import SHIPPED

OUTLINE = SHIPPED.with_name("de-cuong-kiem-soat.txt")
RECIPIENTS = (
    "- Sở Tư pháp tỉnh Lam Khê (để b/c);\n- Thường trực Thị ủy, HĐND thị xã;\n"
    "- Phòng Tư pháp;\n- Lưu: VT, KSTT."
)
# Of the town its office of justice, of the ward its office: there justice works.
KEEPERS = ((HISTORY, f"{HISTORY}.03"), (TODAY, f"{TODAY}.01"))
OPENED = moment("2023-03-07T09:00")
FATES = {"41": APPROVED, "42": APPROVED, "43": SUBMITTED, "46": AT_IT}
# 14 of 14 that were due, 14 of 33 of the year, 31 expected by its end.
PLANS = {
    "1.1": "33",
    "1.2": "14",
    "1.3": "14",
    "1.3.1": "14",
    "1.4": "31",
    "2.1": "52",
    "2.2": "20",
    "2.3": "22",
    "2.3.1": "19",
    "2.4": "52",
}


def load(*, at: datetime) -> None:
    chief = rounds.chief_of(HISTORY, at=at)
    control = _regime(
        "Báo cáo kiểm soát thủ tục hành chính",
        "Công văn 31/STP-KSTT của Sở Tư pháp tỉnh Lam Khê (mô phỏng)",
        "kiem-soat",
        RECIPIENTS,
        OUTLINE.read_text(encoding="utf-8"),
    )
    for code, office in KEEPERS:
        let_keep(control, unit(code).pk, unit(office).pk, actor=None, at=at)
    codes = [f"{HISTORY}.{short}" for short, _ in COMMUNES]
    due = {unit(code).pk: QUARTER.end + timedelta(days=1) for code in codes}
    made = open_round(_round(control, due), actor=chief, at=OPENED)
    for short, fate in FATES.items():
        rounds.play(made, f"{HISTORY}.{short}", fate, chief, OPENED)
    texts.begin(rounds.report_of(made, HISTORY), actor=chief, at=OPENED)
    plans = _regime(
        "Theo dõi nhiệm vụ các kế hoạch năm",
        "Kế hoạch cải cách hành chính năm của thị xã (mô phỏng)",
        "ke-hoach",
    )
    made = open_round(_round(plans, {}), actor=chief, at=OPENED)
    (sheet,) = rounds.sheets_of(rounds.report_of(made, HISTORY))
    entries = [Entry(code, text) for code, text in PLANS.items()]
    write(sheet, entries, actor=chief, at=OPENED + timedelta(days=2))


def _regime(
    name: str, document: str, forms: str, recipients: str = "", outline: str = ""
) -> Regime:
    new = NewRegime(
        name=name,
        document=document,
        kind=Kind.QUARTER,
        cut=Cut.REPORT,
        forms=forms,
        valid_from=date(2021, 1, 1),
        days={"commune": 1, "district": 3},
        recipients=recipients,
        outline=outline,
    )
    return keep_regime(new, actor=None)


def _round(regime: Regime, due: dict[int, date]) -> NewRound:
    return NewRound(
        regime=regime,
        period=Period(Kind.QUARTER, 2023, 1),
        window=QUARTER,
        owner_id=unit(HISTORY).pk,
        own_due=QUARTER.end + timedelta(days=3),
        due=due,
    )
