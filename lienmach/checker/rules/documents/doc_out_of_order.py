from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from lienmach.checker.citations.same import office_of, printed, symbol
from lienmach.checker.finding import Finding, Kind, Severity
from lienmach.checker.report import Citation, Report
from lienmach.checker.rule import Rule, rule

_SLACK = timedelta(days=10)  # numbers are kept back, papers are signed late
_FAR = timedelta(days=25)


@rule(
    "DOC009",
    Kind.DOC_NUMBER_MISMATCH,
    Severity.WARNING,
    "Trong một sổ (cơ quan, loại, năm) số lớn hơn không có ngày sớm hơn.",
    passes=(
        "Kế hoạch số 11/KH-UBND ngày 09/01/2023, Kế hoạch số 57/KH-UBND ngày "
        "02/02/2023, Kế hoạch số 94/KH-UBND ngày 30/01/2023 của UBND thị xã.",
        "Kế hoạch số 150/KH-UBND ngày 14/9/2022 và Kế hoạch số 25/KH-UBND ngày "
        "27/4/2023 của UBND thị xã.",
    ),
    fails=(
        "UBND thị xã ban hành Kế hoạch số 11/KH-UBND ngày 09/01/2023, Kế hoạch số "
        "57/KH-UBND ngày 12/7/2023, Kế hoạch số 94/KH-UBND ngày 20/02/2023, Kế hoạch "
        "số 118/KH-UBND ngày 15/3/2023.",
    ),
)
def doc_out_of_order(self: Rule, report: Report) -> Iterator[Finding]:
    for book in _books(report):
        odd = _odd_one(book)
        if odd is None:
            continue
        citation, against = odd
        others = ", ".join(f"số {c.number} ngày {c.date_raw}" for c in against[:3])
        yield self.finding(
            (printed(citation), str(citation.date_raw)),
            (citation.line, *(c.line for c in against[:3])),
            f"{citation.type} số {citation.number} ngày {citation.date_raw} không theo "
            f"thứ tự của sổ: {others}.",
        )


def _books(report: Report) -> Iterator[list[Citation]]:
    """Yield the documents of each office, kind and year in the order of numbers.

    A number that is printed with two dates is left to DOC001.
    """
    books: dict[object, dict[object, list[Citation]]] = defaultdict(dict)
    for citation in report.citations:
        if citation.date is None or citation.issuer is None:
            continue
        number = symbol(citation)
        if "" in number.marks or number.year not in (None, citation.date.year):
            continue
        office = office_of(citation, report.identity)
        book = (number.key[3], number.year, citation.date.year, office.level)
        days = books[book].setdefault(number.key, [])
        if all(known.date != citation.date for known in days):
            days.append(citation)
    for numbers in books.values():
        single = [days[0] for days in numbers.values() if len(days) == 1]
        if len(single) > 2:
            yield sorted(single, key=lambda c: symbol(c).key[0])


def _odd_one(book: Sequence[Citation]) -> tuple[Citation, list[Citation]] | None:
    """Return the one document that all the disorder of a book comes from.

    It must disagree with at least two others, clearly, that agree among themselves.
    """
    conflicts: dict[int, list[int]] = defaultdict(list)
    far = False
    latest = book[:400]
    for i, one in enumerate(latest):
        for j in range(i + 1, len(latest)):
            gap = _day(one) - _day(latest[j])
            if gap > _SLACK and symbol(one).digits != symbol(latest[j]).digits:
                conflicts[i].append(j)
                conflicts[j].append(i)
                far = far or gap > _FAR
    if not conflicts or not far:
        return None
    odd = max(conflicts, key=lambda n: len(conflicts[n]))
    total = sum(map(len, conflicts.values())) // 2
    if len(conflicts[odd]) < 2 or total != len(conflicts[odd]):
        return None
    return latest[odd], [latest[n] for n in conflicts[odd]]


def _day(citation: Citation) -> date:
    assert citation.date is not None
    return citation.date
