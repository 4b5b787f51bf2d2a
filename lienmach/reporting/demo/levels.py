"""The demo's round over three levels: a province asks the town, that its communes.

The town hands in words with its figures, signed by its own leader: its officers write
it. One commune was asked by mistake and taken back. The province's officer and leader
look at it, return it, approve and sign (accounts ``tinh`` and ``lanhdaotinh``).
"""

from datetime import date, datetime, timedelta
from decimal import Decimal

from lienmach.calc.local import day_of, moment
from lienmach.calc.period import Cut, Kind, Period, Window
from lienmach.org.demo import COMMUNES, HISTORY, PROVINCE, account, unit
from lienmach.org.queries import actor_of
from lienmach.reporting.actions.asking import take_back
from lienmach.reporting.actions.regimes import NewRegime, keep_regime
from lienmach.reporting.actions.rounds import NewRound, ask_on, open_round
from lienmach.reporting.demo import rounds, writing
from lienmach.reporting.demo.rounds import APPROVED, AT_IT, JUST_BEGUN, SUBMITTED
from lienmach.reporting.models import Words
from lienmach.reporting.queries.sheets import drafts

HALF = Window(date(2022, 12, 15), date(2023, 6, 14))
OPENED = moment("2023-06-12T08:00")
OF_TOWN, OF_COMMUNES = date(2023, 6, 20), date(2023, 6, 16)
MISTAKEN = "49"
WHY = "Giao nhầm: số liệu của xã này do Phòng Nội vụ nhập thay trong kỳ 6 tháng."
FATES = {"41": APPROVED, "42": SUBMITTED, "43": AT_IT, "44": JUST_BEGUN}


def load(*, at: datetime) -> None:
    chief = rounds.chief_of(HISTORY, at=at)
    province = actor_of(account("tinh"), on=day_of(at))
    regime = keep_regime(
        NewRegime(
            name="Báo cáo cải cách hành chính của tỉnh",
            document="Hướng dẫn 27/HD-SNV của Sở Nội vụ tỉnh Lam Khê (mô phỏng)",
            kind=Kind.HALF,
            cut=Cut.REPORT,
            forms="cchc",
            valid_from=date(2021, 1, 1),
            days={"commune": 2, "district": 6, "province": 15},
        ),
        actor=None,
        at=at,
    )
    made = open_round(
        NewRound(
            regime=regime,
            period=Period(Kind.HALF, 2023, 1),
            window=HALF,
            owner_id=unit(PROVINCE).pk,
            own_due=date(2023, 6, 30),
            due={unit(HISTORY).pk: OF_TOWN},
            words=Words.ASKED,
        ),
        actor=province,
        at=OPENED,
    )
    own = rounds.report_of(made, HISTORY)
    at = OPENED + timedelta(hours=3)
    due = {unit(f"{HISTORY}.{short}").pk: OF_COMMUNES for short, _ in COMMUNES}
    ask_on(own, due, actor=chief, at=at)
    mistaken = rounds.report_of(made, f"{HISTORY}.{MISTAKEN}")
    take_back(mistaken, note=WHY, actor=chief, at=at + timedelta(minutes=20))
    for short, fate in FATES.items():
        rounds.play(made, f"{HISTORY}.{short}", fate, chief, OPENED)
    at = OPENED + timedelta(days=3)
    for form in drafts(own).values():
        rounds.fill(form, chief, at, part=Decimal("0.5"))
    writing.write(own, chief, at=at)
