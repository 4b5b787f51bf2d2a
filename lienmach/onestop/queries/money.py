"""Fees and tills: what is owed, what was taken, for whom, and what a day adds up to."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import F, Q, QuerySet, Sum

from lienmach.base.actor import Actor
from lienmach.calc.local import day_of
from lienmach.calc.till import Sums, Taken, sums_of
from lienmach.onestop.flow import RECEIVE, TILL
from lienmach.onestop.models import Charge, Closing, Receipt, ReceiptLine
from lienmach.org.queries import names_on
from lienmach.registers.queries.calendar import work_calendar

FURTHEST = 30  # days in which an office opens again, whatever its calendar says
A_YEAR = timedelta(366)
CASH = Receipt.Method.CASH
# From one agency of a unit to its next along the index, however many lines lie between.
TAKEN = """
WITH RECURSIVE taken (unit, agency) AS (
    SELECT unit, (SELECT min(agency_id) FROM onestop_receiptline WHERE unit_id = unit)
    FROM unnest(%(units)s::bigint[]) AS unit
    UNION ALL
    SELECT unit, (
        SELECT min(agency_id) FROM onestop_receiptline
        WHERE unit_id = unit AND agency_id > agency
    )
    FROM taken WHERE agency IS NOT NULL
)
SELECT unit, agency FROM taken WHERE agency IS NOT NULL
UNION
SELECT counter_id, NULL FROM onestop_route WHERE counter_id = ANY(%(units)s)
"""


def owed(case_id: int) -> QuerySet[Charge]:
    """What is still to be paid for a dossier."""
    unpaid = Charge.objects.filter(receipt=None, waived="", amount__gt=0)
    return unpaid.filter(dossier=case_id).order_by("number")


def units(actor: Actor) -> frozenset[int]:
    """The units whose tills an actor may look into."""
    return actor.units_with(RECEIVE) | actor.units_with(TILL)


def receipts(actor: Actor) -> QuerySet[Receipt]:
    """The receipts an actor may see, with what is printed on them."""
    return Receipt.objects.filter(unit__in=units(actor)).select_related(
        "dossier__case", "dossier__procedure", "dossier__hop", "by", "cancelled_by"
    )


def lines(actor: Actor) -> QuerySet[ReceiptLine]:
    """What receipts are for, line by line: the book of money taken."""
    return ReceiptLine.objects.filter(unit__in=units(actor)).select_related(
        "receipt__dossier__case", "receipt__by", "agency"
    )


def counters(actor: Actor) -> dict[int, str]:
    """The counters whose tills an actor may look into, by name: those that receive."""
    found = {unit for unit, _ in _taken(actor)}
    if actor.may(RECEIVE):
        found.add(actor.unit_id)
    return names(found)


def agencies(actor: Actor) -> dict[int, str]:
    """For whom money was ever taken at the counters of an actor, by name."""
    return names({agency for _, agency in _taken(actor) if agency})


def _taken(actor: Actor) -> list[tuple[int, int | None]]:
    """At which units money was ever taken, and for whom; and those that receive."""
    with connection.cursor() as cursor:
        cursor.execute(TAKEN, {"units": sorted(units(actor))})
        return list(cursor.fetchall())


def names(unit_ids: Collection[int], on: date | None = None) -> dict[int, str]:
    found = names_on(frozenset(unit_ids), on or date.max)
    return dict(sorted(found.items(), key=lambda pair: pair[1]))


def till_day(unit_id: int, at: datetime) -> date:
    """The till that money taken now falls into: of today, or of the next day open.

    Call it while the numbers of the unit's receipts are held, else a till may be closed
    in between.
    """
    day = day_of(at)
    calendar = work_calendar(unit_id, day, projected=True)
    closed = set(
        Closing.objects.filter(unit=unit_id, day__gte=day).values_list("day", flat=True)
    )
    for _ in range(FURTHEST):
        if day not in closed and (day == day_of(at) or calendar.opening(day)):
            break
        day += timedelta(1)
    return day


@dataclass(frozen=True, slots=True)
class Till:
    """The till of a counter on a day; rows are receipts taken or paid back that day."""

    day: date
    rows: list[Receipt]
    sums: Sums
    closing: Closing | None

    @property
    def cash(self) -> int:
        return self.sums.by_method.get(CASH, 0)


def till(unit_id: int, day: date) -> Till:
    """Three queries, however many receipts there are."""
    rows = list(
        Receipt.objects.filter(Q(day=day) | Q(cancelled_day=day), unit=unit_id)
        .select_related("dossier__case", "by", "cancelled_by")
        .prefetch_related("lines")
        .order_by("year", "number")
    )
    closing = Closing.objects.filter(unit=unit_id, day=day).select_related("by").first()
    return Till(day, rows, sums_of(map(taken, rows), day), closing)


def taken(receipt: Receipt) -> Taken:
    """A receipt as the arithmetic of tills sees it."""
    return Taken(
        receipt.day,
        receipt.method,
        tuple((line.agency_id, line.amount) for line in receipt.lines.all()),
        receipt.cancelled_day,
    )


def unclosed(unit_id: int, *, before: date) -> list[date]:
    """Days of the last year whose till should have been closed, the oldest first."""
    closed = Closing.objects.filter(unit=unit_id).values("day")
    days = (
        Receipt.objects.filter(unit=unit_id, day__lt=before, day__gte=before - A_YEAR)
        .exclude(day__in=closed)
        .values_list("day", flat=True)
        .distinct()
        .order_by("day")
    )
    return list(days)


@dataclass(frozen=True, slots=True)
class Month:
    """What a counter took in a span of days: by agency and method, and day by day."""

    by_agency: Mapping[int, Mapping[str, int]]
    by_day: Mapping[date, int]
    closings: Mapping[date, Closing]

    @property
    def total(self) -> int:
        return sum(self.by_day.values())

    @property
    def by_method(self) -> dict[str, int]:
        sums: dict[str, int] = defaultdict(int)
        for methods in self.by_agency.values():
            for method, amount in methods.items():
                sums[method] += amount
        return dict(sums)


def month(unit_id: int, first: date, last: date) -> Month:
    """Add up a span of days, both ends included. Three queries."""
    of_unit = ReceiptLine.objects.filter(receipt__unit=unit_id)
    again = Q(receipt__cancelled_day=F("receipt__day"))
    took = of_unit.filter(receipt__day__range=(first, last)).exclude(
        again & Q(receipt__cancelled_day__isnull=False)
    )
    gave = of_unit.filter(receipt__cancelled_day__range=(first, last)).exclude(again)
    agencies: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    days: dict[date, int] = defaultdict(int)
    for rows, moment, sign in ((took, "day", 1), (gave, "cancelled_day", -1)):
        cells = (
            rows.order_by()
            .values_list("agency", "receipt__method", f"receipt__{moment}")
            .annotate(sum=Sum("amount"))
        )
        for agency, method, day, amount in cells:
            agencies[agency][method] += sign * amount
            days[day] += sign * amount
    closings = Closing.objects.filter(unit=unit_id, day__range=(first, last))
    return Month(
        {agency: dict(methods) for agency, methods in agencies.items()},
        dict(sorted(days.items())),
        {closing.day: closing for closing in closings},
    )
