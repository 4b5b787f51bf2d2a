"""Questions that an inspection would ask about dossiers, picked by set statements.

Each answers with those of the given cases that fit. None of them says that anybody did
wrong: each pattern has good reasons too, and each says by what rule it looked.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import (
    Count,
    DateTimeField,
    ExpressionWrapper,
    F,
    Max,
    Min,
    Q,
    QuerySet,
    Value,
)
from django.db.models.expressions import RawSQL

from lienmach.calc.calendar import WorkCalendar
from lienmach.calc.local import ZONE, day_of
from lienmach.cases.models import Case, Promise
from lienmach.cases.queries import LATE
from lienmach.indicators.registry import Question
from lienmach.onestop.flow import State
from lienmach.onestop.models import Supplement
from lienmach.registers.queries.calendar import work_calendars

AGAIN_WITHIN = timedelta(days=5)  # received again so soon after it was closed
BESIDE_HOURS = timedelta(minutes=30)  # before opening or after closing is not asked
FEWEST = 20  # finished dossiers before a share of a unit says anything
LONGEST_REST = 30  # days off in a row; more is a calendar without end
UNUSUAL = 2  # times the share of pauses elsewhere
ALONE_FROM = 0.5  # the share that is unusual where there is nothing to compare with
PLAIN = (Promise.Cause.FIRST, Promise.Cause.RESCHEDULE, Promise.Cause.CORRECTION)

# The term runs from the receipt to the promise in force when the clock was stopped.
LATE_PAUSES = """
SELECT DISTINCT wait.case_id
FROM cases_wait AS wait
JOIN cases_case AS held ON held.id = wait.case_id
JOIN LATERAL (
    SELECT promised_at FROM cases_promise
    WHERE case_id = wait.case_id AND made_at <= wait.started_at
      AND (withdrawn_at IS NULL OR withdrawn_at > wait.started_at)
    ORDER BY id DESC LIMIT 1
) AS promise ON true
WHERE wait.case_id = ANY(%(cases)s)
  AND wait.started_at
      >= promise.promised_at - (promise.promised_at - held.received_at) / 10
"""
RECEIVED_AGAIN = """
SELECT DISTINCT closed.id
FROM cases_case AS closed
JOIN onestop_dossier AS first ON first.case_id = closed.id
JOIN registers_procedureversion AS applied ON applied.id = first.procedure_id
JOIN onestop_dossier AS second
  ON second.owner_id = first.owner_id AND second.case_id <> first.case_id
JOIN registers_procedureversion AS again
  ON again.id = second.procedure_id AND again.procedure_id = applied.procedure_id
JOIN cases_case AS opened ON opened.id = second.case_id
WHERE closed.id = ANY(%(cases)s) AND closed.state = ANY(%(ended)s)
  AND opened.parent_id IS NULL AND opened.state <> %(mistake)s
  AND opened.received_at >= closed.closed_at
  AND opened.received_at <= closed.closed_at + %(within)s
"""
# From opening to closing of each day, with the number of the calendar it is of.
OUTSIDE_HOURS = """
SELECT held.id
FROM cases_case AS held
JOIN unnest(%(units)s::bigint[], %(numbers)s::int[]) AS own (unit, number)
  ON own.unit = held.decides_unit_id
WHERE held.id = ANY(%(cases)s) AND held.finished_at IS NOT NULL
  AND NOT EXISTS (
    SELECT FROM unnest(%(of)s::int[], %(days)s::date[], %(starts)s::timestamptz[],
                       %(ends)s::timestamptz[]) AS session (number, day, start, stop)
    WHERE session.number = own.number
      AND session.day = (held.finished_at AT TIME ZONE %(zone)s)::date
      AND held.finished_at BETWEEN session.start - %(beside)s
                               AND session.stop + %(beside)s
  )
"""
# ``gaps`` are the days from each day to the next one that is worked.
LATE_ENTRIES = """
SELECT DISTINCT event.case_id
FROM cases_caseevent AS event
JOIN cases_case AS held ON held.id = event.case_id
JOIN unnest(%(units)s::bigint[], %(numbers)s::int[]) AS own (unit, number)
  ON own.unit = held.received_unit_id
JOIN unnest(%(of)s::int[], %(days)s::date[], %(gaps)s::int[])
     AS step (number, day, gap)
  ON step.number = own.number
 AND step.day = (event.at AT TIME ZONE %(zone)s)::date
WHERE event.case_id = ANY(%(cases)s)
  AND event.made_at > event.at + interval '1 day'
  AND event.made_at > event.at + step.gap * interval '1 day'
"""


def paused_near_the_end(cases: Sequence[int]) -> list[int]:
    """The clock was stopped in the last tenth of the term, or after it."""
    return _found(LATE_PAUSES, cases=list(cases))


def received_again(cases: Sequence[int]) -> list[int]:
    """Closed without a result; the same person soon came with the same procedure."""
    ended = [State.REFUSED, State.WITHDRAWN, State.STOPPED]
    return _found(
        RECEIVED_AGAIN,
        cases=list(cases),
        ended=[str(state) for state in ended],
        mistake=str(State.CANCELLED),
        within=AGAIN_WITHIN,
    )


def asked_twice(cases: Sequence[int]) -> list[int]:
    """A supplement was asked for a second time."""
    again = Supplement.objects.filter(number__gt=1, dossier__in=_held(cases))
    return list(again.order_by().values_list("dossier", flat=True).distinct())


def outside_hours(cases: Sequence[int]) -> list[int]:
    """The result was recorded while the deciding unit was closed.

    A break at noon is not asked about: papers are signed over it everywhere.
    """
    rows = Case.objects.filter(pk__in=_held(cases), finished_at__isnull=False)
    of_days = _calendars(rows, "decides_unit", "finished_at")
    if of_days is None:
        return []
    starts, ends, numbers, days = [], [], [], []
    for number, calendar in enumerate(of_days.calendars):
        for day in of_days.days:
            if sessions := calendar.opening(day):
                numbers.append(number)
                days.append(day)
                starts.append(datetime.combine(day, sessions[0][0], ZONE))
                ends.append(datetime.combine(day, sessions[-1][1], ZONE))
    return _found(
        OUTSIDE_HOURS,
        cases=list(cases),
        units=of_days.units,
        numbers=of_days.numbers,
        of=numbers,
        days=days,
        starts=starts,
        ends=ends,
        beside=BESIDE_HOURS,
        zone=ZONE.key,
    )


def entered_late(cases: Sequence[int]) -> list[int]:
    """Something was written down more than a working day after it happened."""
    after = ExpressionWrapper(
        F("events__at") + Value(timedelta(days=1)), output_field=DateTimeField()
    )
    rows = Case.objects.filter(pk__in=_held(cases), events__made_at__gt=after)
    of_days = _calendars(rows, "received_unit", "events__at")
    if of_days is None:
        return []
    numbers, days, gaps = [], [], []
    for number, calendar in enumerate(of_days.calendars):
        for day, gap in _gaps(of_days.days, calendar):
            numbers.append(number)
            days.append(day)
            gaps.append(gap)
    return _found(
        LATE_ENTRIES,
        cases=list(cases),
        units=of_days.units,
        numbers=of_days.numbers,
        of=numbers,
        days=days,
        gaps=gaps,
        zone=ZONE.key,
    )


def promised_anew(cases: Sequence[int]) -> list[int]:
    """The promise was changed by hand: not because of a pause or of the calendar."""
    edited = (
        Promise.objects.filter(case__in=_held(cases), cause__in=PLAIN)
        .order_by()
        .values("case")
        .annotate(n=Count("pk"))
        .filter(n__gt=1)
    )
    return list(edited.values_list("case", flat=True))


def never_late_often_paused(cases: Sequence[int]) -> list[int]:
    """What was paused in units that were never late and stop the clock unusually often.

    Their share of paused dossiers is compared with that of all the others.
    """
    paused = Q(waits__isnull=False)
    of_unit = {
        unit: (whole, stopped, late)
        for unit, whole, stopped, late in Case.objects.filter(
            pk__in=_held(cases), finished_at__isnull=False
        )
        .order_by()
        .values_list("decides_unit")
        .annotate(
            whole=Count("pk", distinct=True),
            stopped=Count("pk", filter=paused, distinct=True),
            late=Count("pk", filter=LATE, distinct=True),
        )
    }
    all_whole = sum(whole for whole, _, _ in of_unit.values())
    all_stopped = sum(stopped for _, stopped, _ in of_unit.values())
    unusual = [
        unit
        for unit, (whole, stopped, late) in of_unit.items()
        if whole >= FEWEST
        and not late
        and _is_unusual(stopped / whole, all_stopped - stopped, all_whole - whole)
    ]
    rows = Case.objects.filter(
        pk__in=_held(cases),
        finished_at__isnull=False,
        decides_unit__in=unusual,
        waits__isnull=False,
    )
    return list(rows.order_by().values_list("pk", flat=True).distinct())


def _is_unusual(share: float, stopped: int, whole: int) -> bool:
    if whole < FEWEST:
        return share >= ALONE_FROM
    return share >= max(UNUSUAL * stopped / whole, ALONE_FROM / 2)


class OfDays(NamedTuple):
    """The calendars of units, each once, and the days that are looked at.

    Of ``units`` each has the number of its calendar at the same place of ``numbers``.
    """

    units: list[int]
    numbers: list[int]
    calendars: list[WorkCalendar]
    days: list[date]


def _calendars(rows: QuerySet[Case], unit: str, at: str) -> OfDays | None:
    """Read the calendars by which some cases are looked at. Three queries."""
    span = rows.order_by().aggregate(first=Min(at), last=Max(at))
    if span["first"] is None:
        return None
    units = list(rows.order_by().values_list(unit, flat=True).distinct())
    first, last = day_of(span["first"]), day_of(span["last"])
    found = work_calendars(units, last, projected=True)
    calendars = list({id(one): one for one in found.values()}.values())
    places = {id(one): number for number, one in enumerate(calendars)}
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    known = [pk for pk in units if pk in found]
    return OfDays(known, [places[id(found[pk])] for pk in known], calendars, days)


def _gaps(days: Sequence[date], calendar: WorkCalendar) -> Iterable[tuple[date, int]]:
    """How many days lie between each day and the next one that is worked."""
    coming = days[-1] + timedelta(days=1)
    while not calendar.is_working(coming) and (coming - days[-1]).days < LONGEST_REST:
        coming += timedelta(days=1)
    for day in reversed(days):
        yield day, (coming - day).days
        if calendar.is_working(day):
            coming = day


def _held(cases: Sequence[int]) -> RawSQL:
    """The keys of cases as one parameter, however many there are."""
    return RawSQL("SELECT unnest(%s::bigint[])", [list(cases)])


def _found(sql: str, **params: Any) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [pk for (pk,) in cursor.fetchall()]


QUESTIONS = (
    Question(
        "dung-cuoi-han",
        "Vì sao đồng hồ dừng khi sắp hết hạn?",
        "hồ sơ tạm dừng trong một phần mười cuối của thời hạn, hoặc khi đã quá hạn",
        paused_near_the_end,
    ),
    Question(
        "nhan-lai",
        "Vì sao hồ sơ kết thúc rồi lại nhận lại?",
        "hồ sơ bị từ chối, rút hoặc dừng, rồi cùng người, cùng thủ tục nộp lại trong "
        f"{AGAIN_WITHIN.days} ngày",
        received_again,
    ),
    Question(
        "bo-sung-nhieu-lan",
        "Vì sao phải yêu cầu bổ sung lần nữa?",
        "hồ sơ bị yêu cầu bổ sung từ hai lần",
        asked_twice,
    ),
    Question(
        "ngoai-gio",
        "Vì sao có kết quả ngoài giờ làm việc?",
        "hồ sơ có kết quả trước giờ mở cửa hoặc sau giờ đóng cửa của nơi giải quyết "
        f"hơn {BESIDE_HOURS.seconds // 60} phút, hay trong ngày nghỉ",
        outside_hours,
    ),
    Question(
        "ghi-muon",
        "Vì sao ghi vào sau khi việc đã xảy ra?",
        "hồ sơ có bước được ghi muộn hơn một ngày làm việc so với lúc xảy ra",
        entered_late,
    ),
    Question(
        "doi-hen",
        "Vì sao đổi ngày hẹn?",
        "hồ sơ có từ hai lần hẹn, không kể hẹn lại do tạm dừng hay do lịch nghỉ",
        promised_anew,
    ),
    Question(
        "it-tre-nhieu-dung",
        "Vì sao đơn vị không trễ hồ sơ nào mà tạm dừng nhiều?",
        f"hồ sơ tạm dừng ở đơn vị có từ {FEWEST} hồ sơ, đúng hạn 100 %, tỷ lệ tạm dừng "
        "ít nhất gấp đôi các đơn vị còn lại",
        never_late_often_paused,
    ),
)
