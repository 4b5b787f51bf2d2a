"""The pieces of the board, and the words in which numbers are told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from django.utils.safestring import SafeString

from lienmach.base import parts
from lienmach.base.charts import Mark
from lienmach.calc.forms import share
from lienmach.calc.period import Kind
from lienmach.indicators import registry
from lienmach.indicators.queries.board import Counted, Step
from lienmach.indicators.queries.scope import Reach
from lienmach.indicators.registry import Chart, Indicator

NOTHING = "không phát sinh"
UNCOUNTED = "chưa đếm"
Key = TypeVar("Key", int, str)


ON_PAPER = 8  # units on a sheet; the rest is told as a number


@dataclass(frozen=True, slots=True)
class Number:
    """One of the five numbers: how much, against before, and its shape over time."""

    label: str
    value: str
    sign: str
    change: str
    url: str
    is_bad: bool
    line: SafeString
    over_time: list[tuple[str, str]]  # the number of each step, and its page


@dataclass(frozen=True, slots=True)
class Row:
    """A row of bars: what it is, how many, and a word more."""

    label: str
    url: str
    number: str
    note: str
    bar: SafeString


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars with their table; of many units paper shows the first ``ON_PAPER``."""

    name: str
    question: str
    told: str
    finding: str
    rows: list[Row]
    rest: int
    url: str

    @property
    def on_paper(self) -> int:
        return ON_PAPER if self.url else len(self.rows)

    @property
    def left_on_paper(self) -> int:
        return self.rest + max(len(self.rows) - self.on_paper, 0)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawing with the table of its numbers; ``told`` stands beside its heading."""

    name: str
    question: str
    told: str
    svg: SafeString
    heads: list[str]
    lines: list[list[str]]
    marks: list[Mark]
    note: str = ""
    keys: list[SafeString] | None = None

    @property
    def is_drawn(self) -> bool:
        """Whether there is anything to draw at all."""
        return any(mark.value is not None for mark in self.marks)

    @property
    def table(self) -> list[tuple[Mark, list[str]]]:
        return list(zip(self.marks, self.lines, strict=True))

    @property
    def legend(self) -> list[tuple[Mark, SafeString]]:
        return list(zip(self.marks, self.keys or [], strict=True))


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell of the heat map; without a number nothing of it was ever there."""

    text: str
    said: str
    url: str
    shade: int


@dataclass(frozen=True, slots=True)
class Heat:
    name: str
    question: str
    shown: str
    other: str
    other_url: str
    heads: list[str]
    rows: list[tuple[str, list[Spot]]]
    finding: str


def indicator_of(chart: Chart) -> Indicator:
    return registry.indicators()[chart.slug]


def amount(value: Decimal, indicator: Indicator) -> str:
    return f"{parts.number(value)} %" if indicator.is_share else parts.number(value)


def amount_or_nothing(value: Decimal | None, indicator: Indicator) -> str:
    return NOTHING if value is None else amount(value, indicator)


def of_whole(one: Counted, indicator: Indicator) -> str:
    if one.value.value is None:
        return NOTHING
    value = amount(one.value.value, indicator)
    return f"{value} trên {parts.number(one.below)} {indicator.noun}"


def tops(indicator: Indicator) -> list[str]:
    said = " hoặc ".join(term.said for term in indicator.above)
    return [said[0].upper() + said[1:]]


def begun_words(begun: date | None) -> str:
    """Since when figures are counted, after «chưa đếm»."""
    if begun is None:
        return "đơn vị này chưa có số liệu nào được đếm"
    return f"phần mềm đếm từ {parts.day(begun)}"


# A stock is that of the end of a day, also of a day that still runs.
RUNNING = (
    "Hôm nay chưa hết: số tồn và số quá hạn tính đến hết ngày, nên hồ sơ hẹn trả hôm "
    "nay mà chưa có kết quả đã được tính là quá hạn."
)


def reach_note(counted: Reach, begun: date | None) -> str:
    """What must be said of a window that was not counted, or only in part."""
    match counted:
        case Reach.NONE:
            return f"Kỳ này chưa đếm: {begun_words(begun)}."
        case Reach.PART:
            return f"Kỳ này chỉ đếm được một phần: {begun_words(begun)}."
    return ""


def short(step: Step) -> str:
    """What stands under a mark: the day a week begins with, else month or quarter."""
    first = step.window.start
    match step.period.kind:
        case Kind.WEEK:
            return f"{first.day}/{first.month}"
        case Kind.MONTH:
            return f"T{first.month}/{first.year % 100:02}"
        case Kind.QUARTER:
            return f"Q{step.period.number}/{first.year % 100:02}"
    return str(first.year)


def moved(what: str, known: list[Mark]) -> str:
    """The finding of a trend, from its first number to its last."""
    values = [mark.value for mark in known if mark.value is not None]
    if not values:
        return f"{what}: {NOTHING}"
    first, last = (f"{parts.number(value)} %" for value in (values[0], values[-1]))
    change = values[-1] - values[0]
    if not change:
        return f"{what}: {last}"
    verb, to = ("tăng", "lên") if change > 0 else ("giảm", "xuống")
    return f"{what} {verb} từ {first} {to} {last}"


def share_of(value: Decimal | None, whole: int) -> str:
    found = share(value or Decimal(0), Decimal(whole), 1, percent=True)
    return f"{parts.number(found.value)} %" if found.value is not None else NOTHING


def most_of(found: Iterable[tuple[Key, Counted]], most: int) -> list[Key]:
    """The keys with most in them, the first first."""
    sums: dict[Key, tuple[int, int]] = {}
    for key, one in found:
        above, whole = sums.get(key, (0, 0))
        sums[key] = above + one.above, whole + one.below
    return sorted(sums, key=lambda key: (-sums[key][0], -sums[key][1], key))[:most]
