"""Periods of reports: how they are called, and which days they hold.

A calendar quarter and the quarter of a report are not the same days. Decree
09/2019/NĐ-CP, article 12, cuts periodic reports from the 15th to the 14th; statistical
reports keep to the calendar. Many a report has days of its own: then it is a Window.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Self

from lienmach.calc.refusal import Refused
from lienmach.calc.text import fold

YEARS = range(1946, 2200)
FIRST_DAY = 15  # of the period of a report, in the month before


@dataclass(frozen=True, slots=True)
class Window:
    """Whole days, both ends included."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise Refused("Ngày đầu kỳ phải không sau ngày cuối kỳ.")

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def __len__(self) -> int:
        return (self.end - self.start).days + 1

    def __str__(self) -> str:
        return f"từ {self.start:%d/%m/%Y} đến {self.end:%d/%m/%Y}"


class Cut(StrEnum):
    CALENDAR = "calendar"
    REPORT = "report"


class Kind(StrEnum):
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    NINE_MONTHS = "nine_months"
    YEAR = "year"


# How many months a kind has; a week is not made of months.
MONTHS = {
    Kind.MONTH: 1,
    Kind.QUARTER: 3,
    Kind.HALF: 6,
    Kind.NINE_MONTHS: 9,
    Kind.YEAR: 12,
}
ROMAN = ("I", "II", "III", "IV")
CODES = {
    Kind.WEEK: "{year}-W{number:02}",
    Kind.MONTH: "{year}-M{number:02}",
    Kind.QUARTER: "{year}-Q{number}",
    Kind.HALF: "{year}-H{number}",
    Kind.NINE_MONTHS: "{year}-N9",
    Kind.YEAR: "{year}",
}
# What people write, folded. A year follows «năm» or a stroke, a dash, a dot.
_YEAR = r"(?:,? nam |\W{1,3})(?P<year>\d{4})"
_NUMBER = r"(?P<number>\d{1,2})"
WRITTEN = (
    (Kind.WEEK, rf"(?:tuan )(?:thu )?{_NUMBER}{_YEAR}"),
    (Kind.MONTH, rf"(?:thang )?{_NUMBER}{_YEAR}"),
    (Kind.QUARTER, rf"(?:qu[yi] |q)(?P<number>[1-4]|iv|i{{1,3}}){_YEAR}"),
    (Kind.HALF, rf"(?:6|06|sau) thang (?P<number>dau|cuoi)(?: nam)?{_YEAR}"),
    (Kind.NINE_MONTHS, rf"(?:9|09|chin) thang(?: dau)?(?: nam)?{_YEAR}"),
    (Kind.YEAR, r"(?:ca )?(?:nam )?(?P<year>\d{4})"),
    (Kind.WEEK, rf"(?P<year>\d{{4}})-w{_NUMBER}"),
    (Kind.MONTH, rf"(?P<year>\d{{4}})-m{_NUMBER}"),
    (Kind.QUARTER, r"(?P<year>\d{4})-q(?P<number>[1-4])"),
    (Kind.HALF, r"(?P<year>\d{4})-h(?P<number>[12])"),
    (Kind.NINE_MONTHS, r"(?P<year>\d{4})-n9"),
)
NUMBERS = {"dau": 1, "cuoi": 2} | {n.lower(): i for i, n in enumerate(ROMAN, 1)}


@dataclass(frozen=True, slots=True)
class Period:
    """A period by its name: the third of a year's quarters, one of its weeks."""

    kind: Kind
    year: int
    number: int = 1

    def __post_init__(self) -> None:
        if self.year not in YEARS:
            raise Refused(f"Năm {self.year} nằm ngoài các năm báo cáo.")
        if not 1 <= self.number <= _count(self.kind, self.year):
            raise Refused(f"Không có kỳ {self.label}.")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a period as people write it («Quý I năm 2023», «6 tháng đầu năm 2023»)
        or as ``code`` does."""
        folded = fold(text[:80])
        for kind, pattern in WRITTEN:
            if found := re.fullmatch(pattern, folded, re.ASCII):
                number = found.groupdict().get("number") or "1"
                known = NUMBERS.get(number)
                return cls(kind, int(found["year"]), known or int(number))
        raise Refused(f"Không đọc được kỳ báo cáo «{text[:40]}».")

    @classmethod
    def of(cls, kind: Kind, day: date, cut: Cut = Cut.CALENDAR) -> Self:
        """Return the period of a kind that holds ``day``."""
        if kind is Kind.WEEK:
            year, week, _ = day.isocalendar()
            return cls(kind, year, week)
        month = day.year * 12 + day.month - 1
        if cut is Cut.REPORT and day.day >= FIRST_DAY:
            month += 1
        year, month = divmod(month, 12)
        if kind is Kind.NINE_MONTHS and month >= MONTHS[kind]:
            raise Refused(f"Ngày {day:%d/%m/%Y} không thuộc 9 tháng đầu năm.")
        return cls(kind, year, month // MONTHS[kind] + 1)

    @property
    def label(self) -> str:
        names = {
            Kind.WEEK: f"Tuần {self.number}",
            Kind.MONTH: f"Tháng {self.number}",
            Kind.QUARTER: f"Quý {_roman(self.number)}",
            Kind.HALF: f"6 tháng {'đầu' if self.number == 1 else 'cuối'}",
            Kind.NINE_MONTHS: "9 tháng đầu",
        }
        name = names.get(self.kind)
        return f"{name} năm {self.year}" if name else f"Năm {self.year}"

    @property
    def code(self) -> str:
        """The name of the period in addresses and files; it sorts within a kind."""
        return CODES[self.kind].format(year=self.year, number=self.number)

    def window(self, cut: Cut = Cut.CALENDAR) -> Window:
        """Return the days of the period; for weeks both cuts are Monday to Sunday."""
        if self.kind is Kind.WEEK:
            monday = date.fromisocalendar(self.year, self.number, 1)
            return Window(monday, monday + timedelta(days=6))
        length = MONTHS[self.kind]
        start = self.year * 12 + (self.number - 1) * length
        if cut is Cut.REPORT:
            last = start + length - 1
            return Window(_month(start - 1, FIRST_DAY), _month(last, FIRST_DAY - 1))
        return Window(_month(start), _month(start + length) - timedelta(days=1))

    @property
    def next(self) -> Self:
        if self.number < _count(self.kind, self.year):
            return type(self)(self.kind, self.year, self.number + 1)
        return type(self)(self.kind, self.year + 1)

    @property
    def previous(self) -> Self:
        """The period before; of the nine months, those of the year before."""
        if self.number > 1:
            return type(self)(self.kind, self.year, self.number - 1)
        year = self.year - 1
        return type(self)(self.kind, year, _count(self.kind, year))

    @property
    def year_before(self) -> Self:
        """The same period a year earlier, to compare with; of week 53 the week 52."""
        number = min(self.number, _count(self.kind, self.year - 1))
        return type(self)(self.kind, self.year - 1, number)

    def __str__(self) -> str:
        return self.label


def periods(kind: Kind, year: int) -> Iterator[Period]:
    """Yield the periods of a kind in a year, in order."""
    for number in range(1, _count(kind, year) + 1):
        yield Period(kind, year, number)


def _count(kind: Kind, year: int) -> int:
    if kind is Kind.WEEK:
        return date(year, 12, 28).isocalendar().week  # always in the last week
    return 12 // MONTHS[kind]


def _roman(number: int) -> str:
    return ROMAN[number - 1] if 1 <= number <= len(ROMAN) else str(number)


def _month(index: int, day: int = 1) -> date:
    """Return a day of the month with this number, counted from the year zero."""
    year, month = divmod(index, 12)
    return date(year, month + 1, day)
