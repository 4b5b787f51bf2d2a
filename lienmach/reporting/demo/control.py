"""The demo's other chains of reports: the control of procedures, which goes to the
department of justice, and the tasks of the year's plans. Made up, like all of it."""

from datetime import date, datetime, timedelta

from lienmach.calc.local import moment
from lienmach.calc.period import Cut, Kind, Period
from lienmach.org.demo import COMMUNES, HISTORY, TODAY, unit
from lienmach.reporting.actions import texts
from lienmach.reporting.actions.regimes import NewRegime, keep_regime, let_keep
from lienmach.reporting.actions.rounds import NewRound, open_round
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


def load(*, at: datetime) -> None:
    chief = rounds.chief_of(HISTORY, at=at)
    control = _regime(
        "Báo cáo kiểm soát thủ tục hành chính",
        "Công văn 31/STP-KSTT của Sở Tư pháp tỉnh Lam Khê (mô phỏng)",
        "kiem-soat",
        RECIPIENTS,
        OUTLINE.read_text(encoding="utf-8"),
        at=at,
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
        at=at,
    )
    open_round(_round(plans, {}), actor=chief, at=OPENED)


def _regime(
    name: str,
    document: str,
    forms: str,
    recipients: str = "",
    outline: str = "",
    *,
    at: datetime,
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
    return keep_regime(new, actor=None, at=at)


def _round(regime: Regime, due: dict[int, date]) -> NewRound:
    return NewRound(
        regime=regime,
        period=Period(Kind.QUARTER, 2023, 1),
        window=QUARTER,
        owner_id=unit(HISTORY).pk,
        own_due=QUARTER.end + timedelta(days=3),
        due=due,
    )
