"""How the deadline of a dossier was counted, and what a pause would do to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction

from lienmach.calc.calendar import WorkCalendar
from lienmach.calc.deadline import Clock, Readings, readings, restarted_at
from lienmach.calc.explain import CountedDay, explain, left_out
from lienmach.calc.local import ZONE, day_of
from lienmach.calc.pauses import Pause, PauseKind
from lienmach.calc.procedures import limit_words
from lienmach.calc.refusal import Refused
from lienmach.calc.rules import Supplement, ask_by, rules_on, settle
from lienmach.calc.tables import DAY, Beyond, minute_of
from lienmach.cases.models import Case, Promise, Wait
from lienmach.registers.queries.calendar import work_calendar

WHOLE = 100  # the bar is drawn in hundredths


@dataclass(frozen=True, slots=True)
class Bar:
    """Widths in hundredths: what was used, paused, and is over."""

    used: int
    paused: int
    over: int

    @property
    def over_from(self) -> int:
        return WHOLE - self.over

    @property
    def is_drawn(self) -> bool:
        return bool(self.used or self.paused or self.over)


@dataclass(frozen=True, slots=True)
class Story:
    """A deadline told: ``used`` of ``amount``, in the unit of the limit.

    ``problem`` says why it cannot be told; then nothing else is.
    """

    limit: str
    used: str = ""
    amount: str = ""
    unit: str = ""
    left_out: str = ""
    days: tuple[CountedDay, ...] = ()
    waits: tuple[tuple[Wait, str], ...] = ()
    promises: tuple[Promise, ...] = ()
    both: Readings | None = None
    restarts: bool = False
    bar: Bar | None = None
    document: str = ""
    problem: str = ""


def calendar_of(case: Case) -> WorkCalendar:
    """The calendar that a case is counted by. Three queries."""
    day = day_of(case.received_at)
    return work_calendar(case.received_unit_id, day, projected=True)


def story(case: Case, calendar: WorkCalendar, *, now: datetime) -> Story:
    """Tell how a deadline was counted, day by day. Two queries."""
    waits, promises = tuple(case.waits.all()), tuple(case.promises.all())
    limit = case.limit
    words = limit_words(limit)
    if limit is None:
        return Story(words, promises=promises)
    pauses = [wait.pause() for wait in waits]
    rules = rules_on(day_of(case.received_at))
    restarts = rules.supplement is Supplement.RESTART
    complete = restarted_at(pauses) if restarts else None
    try:
        days = explain(case.received_at, limit, calendar, pauses, complete)
        both = readings(case.received_at, limit, calendar, pauses)
    except Refused as refused:
        return Story(words, promises=promises, problem=str(refused))
    end = case.finished_at or now
    used = _used(days, calendar, end)
    asked = any(pause.kind is PauseKind.SUPPLEMENT for pause in pauses)
    spans = tuple(_days(calendar, p.start, p.end or end) for p in pauses)
    return Story(
        words,
        _number(min(used, Fraction(limit.amount))),
        str(limit.amount),
        "giờ làm việc" if limit.clock is Clock.WORKING_HOURS else "ngày",
        left_out(days),
        days,
        tuple((w, _number(s)) for w, s in zip(waits, spans, strict=True)),
        promises,
        both if asked and both.subtracted else None,
        restarts,
        _bar(case, calendar, used, spans, end),
        rules.document,
    )


@dataclass(frozen=True, slots=True)
class Effect:
    """When a dossier would be due if its pause ended on a day."""

    ends_at: datetime
    due_at: datetime


def effect_of(case: Case, kind: PauseKind, *, now: datetime) -> list[Effect]:
    """What a pause that begins now would do to the deadline; empty without one."""
    limit = case.limit
    if limit is None or case.due_at is None:
        return []
    calendar, rules = calendar_of(case), rules_on(day_of(case.received_at))
    known = [wait.pause() for wait in case.waits.all()]
    told = []
    for days in (1, 5):
        try:
            ends = _working_days_on(calendar, now, days)
            pauses = [*known, Pause(now, ends, kind)]
            due = rules.due(readings(case.received_at, limit, calendar, pauses))
        except Refused:
            continue
        if due:
            told.append(Effect(ends, due))
    return told


@dataclass(frozen=True, slots=True)
class AskLimit:
    """Until when the law lets a file be sent back for what it lacks.

    ``is_confirmed``: the text of the law was compared. A law of the field may say
    otherwise, so what is late is asked about and never refused.
    """

    until: datetime
    days: int
    document: str
    is_confirmed: bool
    is_past: bool


def ask_limit(
    case: Case, calendar: WorkCalendar | None = None, *, now: datetime
) -> AskLimit | None:
    """The last moment to ask for a supplement; None where it cannot be told."""
    rules = rules_on(day_of(case.received_at))
    try:
        until = ask_by(case.received_at, rules, calendar or calendar_of(case))
    except Refused:  # a year whose days off are not known
        return None
    return AskLimit(
        until, rules.ask_within_days, rules.document, rules.is_confirmed, now > until
    )


def next_promise(case: Case, *, now: datetime) -> datetime | None:
    """A moment that an apology might promise: three working days on."""
    calendar = calendar_of(case)
    since = max(now, case.promised_at or now)
    try:
        return end_of_day(calendar, _working_days_on(calendar, since, 3))
    except Refused:
        return None


def end_of_day(calendar: WorkCalendar, at: datetime) -> datetime:
    """The end of office hours of a day, or of the next working day."""
    return settle(datetime.combine(day_of(at), time(23, 59), ZONE), calendar)


def _working_days_on(calendar: WorkCalendar, at: datetime, days: int) -> datetime:
    last = at
    for _ in range(days):
        last += timedelta(days=1)
        while not calendar.is_working(day_of(last)):
            calendar.require(day_of(last))
            last += timedelta(days=1)
    return last


def _used(
    days: Sequence[CountedDay], calendar: WorkCalendar, end: datetime
) -> Fraction:
    """What has been counted up to a moment; of that day, as much as has passed."""
    last, used = day_of(end), Fraction(0)
    for told in days:
        if told.day < last:
            used += told.counted
        elif told.day == last and told.counted:
            used += told.counted * _passed(calendar, end)
    return used


def _passed(calendar: WorkCalendar, at: datetime) -> Fraction:
    """Which part of the office hours of its day lies before a moment."""
    start = day_of(at).toordinal() * DAY
    try:
        until = calendar.tables.minutes_until
        whole, passed = until(start + DAY) - until(start), until(minute_of(at))
    except Beyond:
        return Fraction(1)
    return Fraction(passed - until(start), whole) if whole else Fraction(1)


def _days(calendar: WorkCalendar, start: datetime, end: datetime) -> Fraction:
    """Working days between two moments, in halves."""
    try:
        until = calendar.tables.minutes_until
        minutes = until(minute_of(end)) - until(minute_of(start))
    except Beyond:
        return Fraction(0)
    return Fraction(round(minutes / 48), 10)  # a day has eight hours: tenths of it


def _bar(
    case: Case,
    calendar: WorkCalendar,
    used: Fraction,
    spans: Sequence[Fraction],
    end: datetime,
) -> Bar | None:
    limit = case.limit
    if limit is None or not limit.amount:
        return None
    amount = Fraction(limit.amount)
    if limit.clock is Clock.WORKING_HOURS:
        amount, used = amount / 8, used / 8
    due = case.promised_at or case.due_at
    over = _days(calendar, due, end) if due and end > due else Fraction(0)
    paused = sum(spans, Fraction(0))
    total = amount + over + paused
    parts = (min(used, amount), paused, over)
    return Bar(*(min(WHOLE, round(part * WHOLE / total)) for part in parts))


def _number(value: Fraction) -> str:
    return f"{float(value):.1f}".removesuffix(".0").replace(".", ",")


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), ZONE)
