"""Notices of financial obligation of the ward's dossiers that wait for one."""

from datetime import datetime, timedelta

from lienmach.calc.local import day_of
from lienmach.cases.queries import open_wait
from lienmach.onestop.flow import State
from lienmach.onestop.models import Dossier, TaxNotice
from lienmach.org.demo import TODAY, unit
from lienmach.org.models import User

Way = TaxNotice.Way
HOW = {
    Way.COUNTER: "chủ hồ sơ nhận",
    Way.POST: "RR1234567VN",
    Way.ELECTRONIC: "thư điện tử",
}
AMOUNTS = (1_250_000, 14_400_000, 38_750_000, 760_000)


def load(*, at: datetime) -> None:
    """Three of four were given, by each way in turn; of some the last day is past."""
    today, who = day_of(at), User.objects.get(username="chuyenvien")
    rows = Dossier.objects.filter(
        case__state=State.OWING, case__received_unit=unit(f"{TODAY}.04")
    )
    for n, dossier in enumerate(rows.select_related("case").order_by("pk")):
        wait = open_wait(dossier.case)
        if wait is None:
            continue
        came = day_of(wait.started_at)
        is_given = n % 4 != 3
        way = list(Way)[n % 3] if is_given else None
        TaxNotice.objects.create(
            dossier=dossier,
            number=f"{880 + n}/TB-CCT",
            issued_on=came,
            issuer="Chi cục Thuế khu vực (mô phỏng)",
            amount=AMOUNTS[n % len(AMOUNTS)],
            came_on=came,
            pay_by=came + timedelta(days=2 if n % 4 == 1 else 30),
            made_at=wait.started_at,
            made_by=who,
            way=way or "",
            given_on=min(today, came + timedelta(days=1)) if is_given else None,
            given_how=HOW[way] if way else "",
            given_by=who if is_given else None,
        )
