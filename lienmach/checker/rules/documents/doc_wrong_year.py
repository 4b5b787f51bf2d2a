from bisect import bisect
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from lienmach.checker.citations.same import office_of, printed, symbol
from lienmach.checker.finding import Finding, Kind, Severity
from lienmach.checker.report import Citation, Report
from lienmach.checker.rule import Rule, rule

_TIGHT = timedelta(days=31)
_LIST = 3  # further documents make an enumeration telling
_PLANS_AHEAD = 9  # from this month on an office signs the plans of the next year

_PLANS = (
    "UBND thị xã đã ban hành Kế hoạch số 11/KH-UBND ngày 09/01/2017, Kế hoạch số "
    "26/KH-UBND ngày {} về ứng dụng công nghệ thông tin năm 2017, Kế hoạch số "
    "57/KH-UBND ngày 12/01/2017."
)

Book = tuple[str, int | None]


@rule(
    "DOC010",
    Kind.DOC_NUMBER_MISMATCH,
    Severity.WARNING,
    "Văn bản của năm nào nằm giữa các số cùng sổ của năm ấy.",
    passes=(
        _PLANS.format("10/01/2017"),
        "Kế hoạch số 26/KH-UBND ngày 09/01/2016 của UBND thị xã về kiểm tra năm 2017.",
    ),
    fails=(_PLANS.format("09/01/2016"),),
)
def doc_wrong_year(self: Rule, report: Report) -> Iterator[Finding]:
    books = _books(report)
    told = set()
    for citation in report.citations:
        day = citation.date
        if day is None or day.month >= _PLANS_AHEAD or symbol(citation).year:
            continue
        if (citation.number, day) in told or _is_late(_next_year(day), report):
            continue
        book = books[_book(citation, report), day.year + 1]
        witnesses = _neighbours(book, citation) or _in_one_list(book, citation)
        if witnesses:
            told.add((citation.number, day))
            others = ", ".join(f"số {c.number} ngày {c.date_raw}" for c in witnesses)
            yield self.finding(
                (printed(citation), str(citation.date_raw)),
                (citation.line, *(c.line for c in witnesses)),
                f"{citation.type} số {citation.number} ghi ngày {citation.date_raw}, "
                f"nhưng theo thứ tự của sổ năm {day.year + 1} thì vừa khớp: {others}.",
            )


def _is_late(day: date, report: Report) -> bool:
    return report.identity.date is not None and day > report.identity.date


def _book(citation: Citation, report: Report) -> Book:
    return symbol(citation).key[3], office_of(citation, report.identity).level


def _books(report: Report) -> dict[tuple[Book, int], list[Citation]]:
    """Return the dated documents by book and year, in the order of their numbers."""
    books: dict[tuple[Book, int], list[Citation]] = defaultdict(list)
    for citation in report.citations:
        if citation.date:
            books[_book(citation, report), citation.date.year].append(citation)
    for book in books.values():
        book.sort(key=lambda c: symbol(c).key[0])
    return books


def _neighbours(book: list[Citation], citation: Citation) -> tuple[Citation, ...]:
    """Return the numbers around a document that says to be of the year of the book."""
    day = citation.date
    assert day is not None
    number = symbol(citation).key[0]
    at = bisect(book, number, key=lambda c: symbol(c).key[0])
    if f"năm {day.year + 1}" not in (citation.subject or "") or not 0 < at < len(book):
        return ()
    before, after = book[at - 1], book[at]
    assert before.date is not None
    assert after.date is not None
    is_between = before.date <= _next_year(day) <= after.date
    fits = is_between and after.date - before.date <= _TIGHT
    return (before, after) if fits and symbol(before).key[0] != number else ()


def _in_one_list(book: list[Citation], citation: Citation) -> tuple[Citation, ...]:
    """Return the others of an enumeration, all of the next year and in its order."""
    number, day = symbol(citation).key[0], citation.date
    assert day is not None
    others = [c for c in book if c.place.block == citation.place.block]
    if len({symbol(c).key[0] for c in others}) < _LIST or citation.subject:
        return ()
    moved = _next_year(day)
    fits = all(
        c.date and (symbol(c).key[0] < number) == (c.date < moved) for c in others
    )
    return tuple(others[:3]) if fits else ()


def _next_year(day: date) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return date(day.year + 1, 3, 1) if is_leap_day else day.replace(year=day.year + 1)
