from bisect import bisect
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from lienmach.checker.citations.same import office_of, printed, symbol
from lienmach.checker.finding import Finding, Kind, Severity
from lienmach.checker.report import Citation, Report
from lienmach.checker.rule import Rule, rule

_TIGHT = timedelta(days=31)
_PLANS_AHEAD = 9  # from this month on an office signs the plans of the next year

_PLANS = (
    "UBND thị xã đã ban hành Kế hoạch số 11/KH-UBND ngày 09/01/2017, Kế hoạch số "
    "26/KH-UBND ngày {} về ứng dụng công nghệ thông tin năm 2017, Kế hoạch số "
    "57/KH-UBND ngày 12/01/2017."
)

Book = tuple[str, int | None]


@rule(
    "DOC010",
    Kind.DOC_YEAR_MISMATCH,
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
        if f"năm {day.year + 1}" not in (citation.subject or ""):
            continue
        book = books[_book(citation, report), day.year + 1]
        between = _neighbours(book, symbol(citation).key[0], _next_year(day))
        if between is None or (citation.number, day) in told:
            continue
        told.add((citation.number, day))
        before, after = between
        yield self.finding(
            (printed(citation), str(citation.date_raw)),
            (citation.line, before.line, after.line),
            f"{citation.type} số {citation.number} của năm {day.year + 1} ghi ngày "
            f"{citation.date_raw}, nhưng nằm giữa số {before.number} ngày "
            f"{before.date_raw} và số {after.number} ngày {after.date_raw}: năm "
            f"{day.year + 1}?",
        )


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


def _neighbours(
    book: list[Citation], number: int, day: date
) -> tuple[Citation, Citation] | None:
    """Return the numbers before and after in a book, if the day lies between theirs."""
    at = bisect(book, number, key=lambda c: symbol(c).key[0])
    if not 0 < at < len(book):
        return None
    before, after = book[at - 1], book[at]
    assert before.date is not None
    assert after.date is not None
    fits = before.date <= day <= after.date and after.date - before.date <= _TIGHT
    return (before, after) if fits and symbol(before).key[0] != number else None


def _next_year(day: date) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return date(day.year + 1, 3, 1) if is_leap_day else day.replace(year=day.year + 1)
