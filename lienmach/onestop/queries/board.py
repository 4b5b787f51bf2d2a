"""What the board (L01) asks of dossiers: what waits for a decision, and where they are.

Every number is that of a list, narrowed in the same way: the list of work, or the
incidents.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import accumulate
from urllib.parse import urlencode

from django.db.models import (
    Count,
    DateTimeField,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import TruncDate
from django.urls import reverse

from lienmach.base.actor import Actor
from lienmach.calc.calendar import WorkCalendar
from lienmach.calc.local import ZONE, day_of
from lienmach.cases.models import Case, CaseEvent
from lienmach.cases.queries import overdue, soon_due
from lienmach.indicators.registry import Chosen, Held, Pressing
from lienmach.onestop.flow import State
from lienmach.onestop.models import Route
from lienmach.onestop.queries import stalls
from lienmach.onestop.queries.dossiers import KIND, visible
from lienmach.onestop.queries.work import of_units, with_letter_to_sign
from lienmach.registers.models import ProcedureVersion
from lienmach.registers.queries.calendar import work_calendar

LAST_STAGE = 3  # of an incident: it has come to whoever answers for the case


def pressing(actor: Actor, chosen: Chosen, now: datetime) -> list[Pressing]:
    """What a leader decides today: to be signed, overdue, near, standing still."""
    late, soon = overdue(now), soon_due(now)
    signing = Q(state=State.SIGNING)
    found = _open(actor, chosen).aggregate(
        signing=Count("pk", filter=signing),
        signing_late=Count("pk", filter=signing & late),
        late=Count("pk", filter=late),
        oldest=Min("promised_at", filter=late),
        soon=Count("pk", filter=soon),
    )
    letters = visible(actor).filter(with_letter_to_sign())
    if chosen.code:
        letters = letters.filter(of_units(chosen.units, "case__"))
    unsigned = letters.order_by().values("pk").count()
    standing = stalls.visible(actor).filter(closed_at=None).select_related(None)
    if chosen.code:
        standing = standing.filter(unit__in=chosen.units)
    stood = standing.order_by().aggregate(
        n=Count("pk"), top=Count("pk", filter=Q(stage=LAST_STAGE))
    )
    oldest: datetime | None = found["oldest"]
    days = (day_of(now) - day_of(oldest)).days if oldest else 0
    return [
        Pressing(
            "Chờ ký",
            found["signing"],
            f"{found['signing_late']} đã quá hạn" if found["signing_late"] else "",
            _work(chosen, xem="cho-ky"),
            is_hot=bool(found["signing_late"]),
        ),
        Pressing(
            "Thư xin lỗi chờ ký",
            unsigned,
            "",
            _work(chosen, xem="tat-ca", thu="cho-ky"),
            is_hot=True,
        ),
        Pressing(
            "Quá hạn lúc này",
            found["late"],
            f"lâu nhất {days} ngày; kể cả chặng liên thông" if oldest else "",
            _work(chosen, xem="qua-han"),
            is_hot=True,
        ),
        Pressing("Sắp đến hạn", found["soon"], "", _work(chosen, xem="sap-den-han")),
        Pressing(
            "Sự cố đang mở",
            stood["n"],
            f"{stood['top']} đã lên đến nơi giải quyết" if stood["top"] else "",
            _address("onestop:incidents", chosen),
            is_hot=bool(stood["top"]),
        ),
    ]


def whereabouts(actor: Actor, chosen: Chosen, now: datetime) -> list[Held]:
    """The open dossiers by state, and how long they have been in it by the median.

    The database counts them by the day on which they came there: however many there
    are, what is read is states times days.
    """
    came = (
        CaseEvent.objects.filter(case=OuterRef("pk"))
        .exclude(source=F("state"))
        .order_by("-number")
        .values("at")[:1]
    )
    rows = (
        _open(actor, chosen)
        .annotate(
            came_on=TruncDate(Subquery(came, output_field=DateTimeField()), tzinfo=ZONE)
        )
        .order_by()
        .values_list("state", "came_on")
        .annotate(n=Count("pk"))
    )
    today = day_of(now)
    calendar = work_calendar(actor.unit_id, today, projected=True)
    of_state: dict[str, list[tuple[date, int]]] = {}
    for state, came_on, n in rows:
        of_state.setdefault(state, []).append((came_on or today, n))
    first = min((day for days in of_state.values() for day, _ in days), default=today)
    worked = _worked(first, today, calendar)
    return [
        Held(
            str(state.label),
            sum(n for _, n in days),
            _median(sorted((worked[day], n) for day, n in days)),
            _work(chosen, xem="tat-ca", tth=SLUGS[state]),
        )
        for state in SLUGS
        if (days := of_state.get(state))
    ]


def has_procedures() -> bool:
    return ProcedureVersion.objects.current().exists()


def has_routes() -> bool:
    return Route.objects.exists()


def has_dossiers() -> bool:
    return Case.objects.filter(kind=KIND).exists()


# The states of open dossiers in the order of the work, as the list of work calls them.
SLUGS = {
    State.RECEIVED: "da-tiep-nhan",
    State.IN_PROGRESS: "dang-xu-ly",
    State.ASKED: "cho-bo-sung",
    State.OWING: "cho-tai-chinh",
    State.WAITING: "cho-co-quan-khac",
    State.SIGNING: "cho-ky",
    State.READY: "co-ket-qua",
}


def _open(actor: Actor, chosen: Chosen) -> QuerySet[Case]:
    rows = Case.objects.visible_to(actor).open().filter(kind=KIND)
    return rows.filter(of_units(chosen.units)) if chosen.code else rows


def _work(chosen: Chosen, **asked: str) -> str:
    return _address("onestop:work", chosen, **asked)


def _address(name: str, chosen: Chosen, **asked: str) -> str:
    pairs = [*asked.items()]
    if chosen.code:
        pairs.append(("thuoc", chosen.code.lower()))
    return f"{reverse(name)}?{urlencode(pairs)}" if pairs else reverse(name)


def _worked(first: date, today: date, calendar: WorkCalendar) -> dict[date, Decimal]:
    """How many working days lie between each day from the first on and today."""
    days = [today - timedelta(days=n) for n in range((today - first).days + 1)]
    halves = accumulate((calendar.worth(day) for day in days), initial=0)
    return dict(zip(days, (Decimal(n) / 2 for n in halves), strict=False))


def _median(found: list[tuple[Decimal, int]]) -> Decimal:
    """The middle of values that each occur so many times; of two the mean."""

    def at(place: int) -> Decimal:
        passed = accumulate(n for _, n in found)
        return next(
            value for (value, _), end in zip(found, passed, strict=True) if place < end
        )

    whole = sum(n for _, n in found)
    return (at((whole - 1) // 2) + at(whole // 2)) / 2
