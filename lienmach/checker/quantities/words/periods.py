"""Reads the stretches of time that a text names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from lienmach.checker.quantities.words.naming import is_no_quarter
from lienmach.checker.text.dates import PrintedDate, read_dates
from lienmach.checker.text.periods import whole_months

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8}
_YEAR = r"(?:\s?/\s?|\s(?:của )?năm\s)((?:19|20)\d\d)"
# The first letter, or digit, stands before all: so it is what is searched for.
_NAMED = re.compile(
    r"[qtn0-9](?:"
    r"(?<=q)(?P<slip>uý \d{1,2} tháng)"
    r"|(?<=q)uý (?P<quarter>i{1,3}|iv|v|vi{1,3}|\d{1,2})(?![\w/-](?!\d{4}))"
    rf"(?:{_YEAR})?"
    r"|(?<=\d)(?<!\d\d)\d? tháng (?:(?P<half>đầu|cuối) )?năm(?: (?P<of>(?:19"
    r"|20)\d\d))?"
    rf"|(?<=t)(?<!\wt)háng (?P<month>\d{{1,2}}){_YEAR}"
    r"|(?<=n)(?<!\wn)ăm (?P<year>(?:19|20)\d\d)(?!\s?[-–]\s?\d)"
    r")"
)
_TO = re.compile(r"\s(?:cho )?(?:đến|tới)(?: hết)?(?: ngày)?\s?")
_FROM = re.compile(r"(?:từ|kể từ)(?: ngày)?\s?$")
_HALF = re.compile(
    r"(?:từ|kể từ) (?:ngày )?(\d{1,2})\s?[/.]\s?(\d{1,2}) (?:cho )?(?:đến|tới)(?: hết)?"
    r"(?: ngày)? $"
)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time at an offset; days are None where it cannot be.

    ``anchors`` are the dates of a dated one, as printed.
    """

    raw: str
    at: int
    start: date | None
    end: date | None
    anchors: tuple[str, ...] = ()


def spans(text: str, lower: str, year: int | None) -> Iterator[Span]:
    """Yield the stretches of time of a text; ``year`` is where none is printed."""
    found = [*_dated(text, lower)] if "từ" in lower else []
    for match in _NAMED.finditer(lower):
        span = _named(text, match, year)
        if span:
            found.append(span)
    yield from sorted(found, key=lambda span: span.at)


def _dated(text: str, lower: str) -> Iterator[Span]:
    dates = read_dates(text)
    used = set()
    for one, other in pairwise(dates):
        before = _FROM.search(lower, max(0, one.said - 8), one.start)
        if before and _TO.fullmatch(lower, one.end, other.said):
            used.add(other.start)
            yield _between(text, before.start(), one, other)
    for last in dates:
        if last.start in used or last.date is None:
            continue
        half = _HALF.search(lower, max(0, last.said - 40), last.start)
        if half:
            start = _day(half[1], half[2], last.date.year)
            if start and start > last.date:  # «từ 28/12 đến 05/01/2023»
                start = _day(half[1], half[2], last.date.year - 1)
            raw = text[half.start() : last.end]
            yield Span(raw, half.start(), start, last.date, (raw,))


def _between(text: str, at: int, one: PrintedDate, other: PrintedDate) -> Span:
    raw = text[at : other.end]
    return Span(raw, at, one.date, other.date, (one.raw, other.raw))


def _named(text: str, found: re.Match[str], year: int | None) -> Span | None:
    raw, at = text[found.start() : found.end()], found.start()
    if found["slip"]:
        return None  # «quý 9 tháng cuối năm» is a slip of wording
    if found["year"]:
        return Span(raw, at, *whole_months(int(found["year"]), 1, 12))
    printed = [group for group in (found["of"], found[3], found[7]) if group]
    of = int(printed[0]) if printed else year
    if found["month"]:
        if re.search(r"\d\s*$", text[max(0, at - 3) : at]):
            return None  # «ngày 12 tháng 13 năm 2017» is a date
        first = last = int(found["month"])
    elif found["quarter"]:
        word = found["quarter"]
        if word.isdigit() and is_no_quarter(
            f" {text[max(0, at - 12) : at].lower()}quý", word
        ):
            return None
        number = int(word) if word.isdigit() else _ROMAN.get(word, 0)
        first, last = (number * 3 - 2, number * 3) if number < 5 else (13, 13)
    else:
        count = int(found[0].split(" ")[0])
        first, last = (13 - count, 12) if found["half"] == "cuối" else (1, count)
    if not 1 <= first <= last <= 12:
        return Span(raw, at, None, None)
    return Span(raw, at, *whole_months(of, first, last)) if of else None


def _day(day: str, month: str, year: int) -> date | None:
    try:
        return date(year, int(month), int(day))
    except ValueError:
        return None
