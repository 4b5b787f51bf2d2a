"""Reporting periods as printed: «quý I năm 2023», «6 tháng đầu năm», «năm 2016»."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from lienmach.checker.text.dates import read_dates


@dataclass(frozen=True, slots=True)
class Period:
    """The days a figure speaks of, both included, and how they were printed."""

    start: date
    end: date
    raw: str
    line: int


_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_SPAN = re.compile(
    r"(?<!\w)(?:quý\s+(?P<quarter>iv|i{1,3}|[1-4])"
    r"|(?P<months>0?[36]|0?9|ba|sáu|chín)\s+tháng(?:\s+(?P<half>đầu|cuối)\s+năm)?"
    r"|tháng\s+(?P<month>1[0-2]|0?[1-9])"
    r"|năm(?=\s+20\d\d))(?!\w)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:năm\s+|/\s?|-\s?)(20\d\d|19\d\d)(?!\d)", re.IGNORECASE)
_COUNTS = {"ba": 3, "sáu": 6, "chín": 9}


def period_of(text: str, line: int, year: int | None = None) -> Period | None:
    """Return the first reporting period that a title names.

    ``year`` is taken where the text prints none.
    """
    days = [found.date for found in read_dates(text) if found.date]
    if len(days) == 2 and days[0] < days[1] and "từ ngày" in text:
        return Period(days[0], days[1], text, line)
    span = _SPAN.search(text)
    if span is None:
        return None
    printed = _YEAR.search(text, span.start())
    year = int(printed[1]) if printed else year
    if year is None:
        return None
    end = max(span.end(), printed.end()) if printed else span.end()
    return Period(*whole_months(year, *_months(span)), text[span.start() : end], line)


def whole_months(year: int, first: int, last: int) -> tuple[date, date]:
    """Return the first day of a month and the last day of another of that year."""
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def _months(span: re.Match[str]) -> tuple[int, int]:
    """Return the first and the last month."""
    if span["quarter"]:
        last = 3 * _QUARTERS[span["quarter"].casefold()]
        return last - 2, last
    if span["months"]:
        said = span["months"].casefold()
        count = _COUNTS.get(said) or int(said)
        ends = (span["half"] or "").casefold() == "cuối"
        return (13 - count, 12) if ends else (1, count)
    if span["month"]:
        return int(span["month"]), int(span["month"])
    return 1, 12
