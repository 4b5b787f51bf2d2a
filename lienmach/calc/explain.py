"""How a deadline was counted, told day by day from the reckoning itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from lienmach.calc.calendar import WorkCalendar
from lienmach.calc.days import SATURDAY, SpecialDay, named, weekday
from lienmach.calc.deadline import Clock, Limit, Reckoning, reckon, reckon_until
from lienmach.calc.pauses import Pause, last_begun
from lienmach.calc.tables import DAY, minute_of, minute_of_day, moment_of


@dataclass(frozen=True, slots=True)
class CountedDay:
    """A day between receipt and due: what it added, what stands so far, and why.

    ``counted`` and ``total`` are in the unit of the limit: days, or hours. ``special``
    is the decision that made the day off or worked, which may itself be unsure.
    """

    day: date
    counted: Fraction
    total: Fraction
    note: str
    special: SpecialDay | None = None

    @property
    def is_sure(self) -> bool:
        return self.special is None or self.special.is_sure

    def __str__(self) -> str:
        return f"{weekday(self.day)} {self.day:%d/%m/%Y}: {self.note}"


def explain(
    received_at: datetime,
    limit: Limit,
    calendar: WorkCalendar,
    pauses: Iterable[Pause] = (),
    complete_at: datetime | None = None,
) -> tuple[CountedDay, ...]:
    """Tell what each day from receipt to due counted for; the last is the day due.

    While a pause is open the days end with the one in which it began.
    """
    waits = list(pauses)
    received = minute_of(received_at)
    stops = [minute_of(pause.start) for pause in waits if pause.is_open]
    if stops:
        stop = max(min(stops), received)
        reckoning = reckon_until(stop, received, limit, calendar, waits)
    else:
        reckoning = reckon(received, limit, calendar, waits, complete_at)
    return _Story(reckoning, limit, calendar, is_paused=bool(stops)).days()


def unsure(days: Iterable[CountedDay]) -> tuple[SpecialDay, ...]:
    """Return the decisions a deadline rests on that are not certain."""
    return tuple(d.special for d in days if d.special and not d.special.is_sure)


def left_out(days: Iterable[CountedDay]) -> str:
    """Name, for the slip, the days between receipt and due that did not count.

    Where a limit ends on a day off the day due counts for nothing either, but it is
    what is promised.
    """
    names = [named(d.day) for d in tuple(days)[1:-1] if not d.counted]
    return f"không tính {', '.join(names)}" if names else ""


@dataclass(frozen=True, slots=True)
class _Story:
    reckoning: Reckoning
    limit: Limit
    calendar: WorkCalendar
    is_paused: bool

    def days(self) -> tuple[CountedDay, ...]:
        told, total = [], Fraction(0)
        first, last = self.reckoning.received // DAY, self._last
        for ordinal in range(first, last + 1):
            points = self.reckoning.counted(*self.reckoning.scale.bounds(ordinal))
            counted = Fraction(points, self.reckoning.scale.unit)
            total += counted
            note = self._counts(ordinal, counted, total) if counted else None
            note = note or self._does_not(ordinal)
            day = date.fromordinal(ordinal)
            special = self._decision(day) if self._rests(ordinal) else None
            told.append(
                CountedDay(day, counted, total, note + self._end(ordinal), special)
            )
        return tuple(told)

    @property
    def _last(self) -> int:
        due = self.reckoning.due
        return max(last_begun(due) if self.is_paused else due // DAY, self._receipt)

    @property
    def _receipt(self) -> int:
        return self.reckoning.received // DAY

    def _rests(self, ordinal: int) -> bool:
        """Say whether it matters to the deadline if the day is worked."""
        if self.limit.clock is Clock.CALENDAR_DAYS or not self.limit.amount:
            return ordinal >= self.reckoning.end // self.reckoning.scale.day
        return ordinal > self._receipt or self.reckoning.scale.is_minutes

    def _decision(self, day: date) -> SpecialDay | None:
        """Return what was decided about a day, if that makes it other than it is."""
        special = self.calendar.special_on(day)
        if special and day.weekday() >= SATURDAY and not special.is_worked:
            return special if self.calendar.saturdays else None
        return special

    def _counts(self, ordinal: int, counted: Fraction, total: Fraction) -> str:
        so_far = f"{_decimal(total)}/{self.limit.amount}"
        if self.limit.clock is Clock.WORKING_HOURS:
            words = f"tính {_clock(counted)}, cộng {so_far} giờ"
        elif counted == 1 and total.denominator == 1:
            words = f"ngày thứ {so_far}"
        else:
            words = f"tính {_decimal(counted)} ngày, cộng {so_far} ngày"
        if self.limit.clock is Clock.CALENDAR_DAYS:
            return words
        day = date.fromordinal(ordinal)
        is_plain = day.weekday() < SATURDAY and not self.calendar.special_on(day)
        return words if is_plain else f"{words} – {self.calendar.reason(day)}"

    def _does_not(self, ordinal: int) -> str:
        day, is_receipt = date.fromordinal(ordinal), ordinal == self._receipt
        is_days = not self.reckoning.scale.is_minutes
        is_past = ordinal > self.reckoning.end // self.reckoning.scale.day
        is_zero = is_receipt and not self.limit.amount
        if not self.is_paused and (is_past or is_zero):
            return self._past_the_end(day, is_receipt=is_receipt)
        if is_receipt and is_days:
            return "ngày tiếp nhận, không tính"
        if self.limit.clock is not Clock.CALENDAR_DAYS and not self.calendar.worth(day):
            return f"không tính – {self.calendar.reason(day)}"
        if ordinal <= self.reckoning.start // self.reckoning.scale.day:
            return self._before_the_start(is_receipt=is_receipt)
        return "không tính – tạm dừng"

    def _past_the_end(self, day: date, *, is_receipt: bool) -> str:
        receipt = "ngày tiếp nhận, " if is_receipt else ""
        if self.calendar.worth(day):
            return receipt + (
                "trả trong ngày" if is_receipt else "ngày làm việc tiếp theo"
            )
        reason = self.calendar.reason(day)
        return f"{receipt}hạn lùi đến ngày làm việc tiếp theo – {reason}"

    def _before_the_start(self, *, is_receipt: bool) -> str:
        late = self.limit.cutoff
        if late and self.reckoning.received % DAY > minute_of_day(late) and is_receipt:
            return f"không tính – tiếp nhận sau {late:%H:%M}"
        if is_receipt:
            return "không tính – tiếp nhận khi đã hết giờ làm việc"
        return "không tính – tính lại từ đầu khi hồ sơ đủ"

    def _end(self, ordinal: int) -> str:
        if ordinal != self._last:
            return ""
        clock = f"{moment_of(self.reckoning.due):%H:%M}"
        return "; tạm dừng, chưa có hạn" if self.is_paused else f"; hết hạn lúc {clock}"


def _decimal(number: Fraction) -> str:
    """Write a number of days or hours in the Vietnamese way, to two digits."""
    return f"{float(number):.2f}".rstrip("0").rstrip(".").replace(".", ",")


def _clock(hours: Fraction) -> str:
    whole, minutes = divmod(int(hours * 60), 60)
    parts = [f"{whole} giờ"] * bool(whole) + [f"{minutes} phút"] * bool(minutes)
    return " ".join(parts)
