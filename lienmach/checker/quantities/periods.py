"""Reads the stretches of time that a text names."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8}
_YEAR = r"(?:\s?/\s?|\s(?:của )?năm\s)((?:19|20)\d\d)"
_DAY = r"(\d{1,2})\s?[/.-]\s?(\d{1,2})(?:\s?[/.-]\s?(\d{4}))?(?!\d)"
_SPAN = re.compile(
    rf"(?:từ|kể từ) (?:ngày )?{_DAY} (?:cho )?(?:đến|tới) (?:hết )?(?:ngày )?{_DAY}"
    r"|(quý \d{1,2} tháng(?: (?:đầu|cuối) năm)?)"
    rf"|quý (i{{1,3}}|iv|v|vi{{1,3}}|\d{{1,2}})(?![\w/-](?!\d{{4}}))(?:{_YEAR})?"
    rf"|(?<!\d)(\d{{1,2}}) tháng (đầu|cuối) năm(?: ((?:19|20)\d\d))?"
    rf"|(?<!\w)tháng (\d{{1,2}}){_YEAR}"
    rf"|(?<!\w)năm ((?:19|20)\d\d)(?!\s?[-–]\s?\d)"
)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time at an offset; days are None where it cannot be."""

    raw: str
    at: int
    start: date | None
    end: date | None
    is_dated: bool = False


def spans(text: str, lower: str, year: int | None) -> Iterator[Span]:
    """Yield the stretches of time of a text; ``year`` is meant where none is printed."""
    for found in _SPAN.finditer(lower):
        span = _span(text, found, year)
        if span:
            yield span


def _span(text: str, found: re.Match[str], year: int | None) -> Span | None:
    raw, at = text[found.start() : found.end()], found.start()
    if found[1]:
        last = int(found[6]) if found[6] else year
        first = int(found[3]) if found[3] else last
        start, end = _day(found[1], found[2], first), _day(found[4], found[5], last)
        if first is None or last is None:
            return None
        if not found[3] and start and end and start > end:
            start = _day(found[1], found[2], first - 1)  # «từ 28/12 đến 05/01/2023»
        return Span(raw, at, start, end, is_dated=bool(found[6]))
    if found[7]:
        return Span(raw, at, None, None)
    if found[8]:
        number = _ROMAN.get(found[8]) or (int(found[8]) if found[8].isdigit() else 0)
        of = int(found[9]) if found[9] else year
        if not 1 <= number <= 4:
            return Span(raw, at, None, None)
        return of and Span(raw, at, *_months(of, number * 3 - 2, number * 3)) or None
    if found[10]:
        count, of = int(found[10]), int(found[12]) if found[12] else year
        if not 1 <= count <= 12:
            return Span(raw, at, None, None)
        months = (1, count) if found[11] == "đầu" else (13 - count, 12)
        return of and Span(raw, at, *_months(of, *months)) or None
    if found[13]:
        month = int(found[13])
        if not 1 <= month <= 12:
            return Span(raw, at, None, None)
        return Span(raw, at, *_months(int(found[14]), month, month))
    of = int(found[15])
    return Span(raw, at, *_months(of, 1, 12))


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def _day(day: str, month: str, year: int | None) -> date | None:
    try:
        return date(year or 2000, int(month), int(day))
    except ValueError:
        return None
