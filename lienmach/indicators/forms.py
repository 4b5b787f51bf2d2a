"""What the address of a page of figures asks: which days, and which to offer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from lienmach.base.parts import day as day_words
from lienmach.calc.period import Kind, Period, Window
from lienmach.calc.refusal import Refused

FIRST, LAST = date(1946, 1, 1), date(2200, 1, 1)


@dataclass(frozen=True, slots=True)
class Asked:
    """The days that are asked for; of a period that still runs, those up to today.

    ``problem`` says what could not be read; the page then shows the usual.
    """

    window: Window
    period: Period | None
    problem: str = ""

    @property
    def label(self) -> str:
        if not self.period:
            return str(self.window)
        label = self.period.label
        label = label[0].lower() + label[1:]
        return f"{label}, đến {day_words(self.window.end)}" if self.is_cut else label

    @property
    def is_cut(self) -> bool:
        """Whether the period is not over yet."""
        return self.period is not None and self.window.end < self.period.window().end

    @property
    def address(self) -> str:
        """The window as it stands in the address of a list."""
        return f"{self.window.start}_{self.window.end}"

    @property
    def query(self) -> list[tuple[str, str]]:
        if self.period:
            return [("ky", self.period.code)]
        window = self.window
        return [("tu", window.start.isoformat()), ("den", window.end.isoformat())]

    @property
    def before(self) -> "Asked":
        """The period before, or as many days before as there are.

        Of a period that still runs it is as many days from the beginning of the one
        before: half a quarter is not compared with a whole one.
        """
        if self.period:
            earlier = self.period.previous
            whole = earlier.window()
            if not self.is_cut:
                return Asked(whole, earlier)
            last = whole.start + timedelta(days=len(self.window) - 1)
            return Asked(Window(whole.start, min(last, whole.end)), None)
        end = self.window.start - timedelta(days=1)
        return Asked(Window(end - timedelta(days=len(self.window) - 1), end), None)


def read_days(sent: Mapping[str, str], *, today: date) -> Asked:
    """Read «ky», or «tu» and «den»; without them it is the quarter of today."""
    usual = Period.of(Kind.QUARTER, today)
    try:
        if sent.get("tu") or sent.get("den"):
            window = _window(sent.get("tu", ""), sent.get("den", ""))
            return Asked(window, None)
        period = Period.parse(sent["ky"]) if sent.get("ky") else usual
        return Asked(_so_far(period, today), period)
    except Refused as refused:
        return Asked(_so_far(usual, today), usual, str(refused))


def _so_far(period: Period, today: date) -> Window:
    """The days of a period; one that holds today ends with it."""
    window = period.window()
    return Window(window.start, today) if today in window else window


def week_of(asked: Asked, *, today: date) -> Asked:
    """The week in which some days end, up to today."""
    end = asked.window.end
    if asked.window.start <= today:
        end = min(end, today)
    week = Period.of(Kind.WEEK, end)
    return Asked(_so_far(week, today), week, asked.problem)


def read_address(text: str) -> Window | None:
    """Read a window from the address of a list."""
    first, _, last = text.partition("_")
    try:
        return _window(first, last)
    except Refused:
        return None


def choices(asked: Asked, *, today: date) -> list[tuple[str, str, bool]]:
    """The periods to choose from: months, quarters and years up to now."""
    year, quarter, month = (
        Period.of(kind, today) for kind in (Kind.YEAR, Kind.QUARTER, Kind.MONTH)
    )
    listed: list[Period] = []
    for newest, count in ((quarter, 8), (year, 4), (month, 13)):
        one = newest
        for _ in range(count):
            listed.append(one)
            one = one.previous
    if asked.period and asked.period not in listed:
        listed.insert(0, asked.period)
    return [(one.code, one.label, one == asked.period) for one in listed]


def said(window: Window) -> str:
    return f"từ {day_words(window.start)} đến {day_words(window.end)}"


def read_day(text: str) -> date:
    """Read a day as an address has it; raises ``Refused`` for what is none."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or not FIRST <= day < LAST:
        raise Refused(f"Không đọc được ngày «{text[:20]}»: ghi như 2023-03-15.")
    return day


def _window(first: str, last: str) -> Window:
    return Window(read_day(first), read_day(last))
