from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from lienmach.checker.citations.same import (
    ALIKE,
    likeness,
    printed,
    same_office,
    symbol,
)
from lienmach.checker.finding import Finding, Kind, Severity
from lienmach.checker.report import Citation, Report
from lienmach.checker.rule import Rule, rule


@rule(
    "DOC001",
    Kind.DOC_TWO_DATES,
    Severity.ERROR,
    "Một số, ký hiệu của một cơ quan trong một năm chỉ có một ngày ban hành.",
    passes=(
        "Quyết định số 15/QĐ-UBND ngày 05/01/2023 của UBND thị xã Hòa An.\n"
        "Theo Quyết định số 15/QĐ-UBND ngày 5 tháng 1 năm 2023 của UBND thị xã.",
        "Kế hoạch số 15/KH-UBND ngày 05/01/2023 của UBND tỉnh.\n"
        "Kế hoạch số 15/KH-UBND ngày 09/02/2023 của UBND thị xã Hòa An.",
        "Kế hoạch số 15/KH-UBND ngày 05/01/2022 của UBND thị xã về tuyên truyền.\n"
        "Kế hoạch số 15/KH-UBND ngày 19/02/2023 của UBND thị xã về kiểm tra.",
    ),
    fails=(
        "Quyết định số 15/QĐ-UBND ngày 05/01/2023 của UBND thị xã Hòa An.\n"
        "Theo Quyết định số 15/QĐ-UBND ngày 06/01/2023 của UBND thị xã Hòa An.",
        "Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ.\n"
        "Thực hiện Nghị định số 61/2018/NĐ-CP ngày 24/3/2018.",
    ),
)
def doc_two_dates(self: Rule, report: Report) -> Iterator[Finding]:
    for cited in _by_number(report.citations):
        first = cited[0]
        others = [
            (other, severity)
            for other in cited[1:]
            if (severity := _severity(first, other, report)) is not None
        ]
        if not others:
            continue
        grave = any(severity is Severity.ERROR for _, severity in others)
        dated = [first, *(other for other, _ in others)]
        days = [str(one.date_raw) for one in dated]
        places = [f"dòng {one.line} ghi ngày {one.date_raw}" for one in dated]
        name = " ".join(filter(None, (first.type, "số", first.number)))
        again = likeness(first.subject, others[0][0].subject)
        yield self.finding(
            (printed(first), *dict.fromkeys(days)),
            tuple(one.line for one in dated),
            f"{name}: {', '.join(places)}."
            + (
                " Trích yếu hai nơi khác nhau: một số đang dùng cho hai văn bản?"
                if again is not None and again < ALIKE
                else " Một văn bản chỉ có một ngày ban hành."
            ),
            severity=Severity.ERROR if grave else Severity.WARNING,
        )


def _by_number(citations: tuple[Citation, ...]) -> Iterator[list[Citation]]:
    """Yield the dated citations of each number that has several dates, one a date."""
    groups: dict[object, dict[tuple[date, str | None], Citation]] = defaultdict(dict)
    for citation in citations:
        if citation.date and _fits_year(citation):
            groups[symbol(citation).key].setdefault(
                (citation.date, citation.issuer), citation
            )
    for dated in groups.values():
        if len({day for day, _ in dated}) > 1:
            yield list(dated.values())


def _fits_year(citation: Citation) -> bool:
    """Whether the year in the number, if any, is that of the date (else DOC006)."""
    assert citation.date is not None
    return symbol(citation).year in (None, citation.date.year)


def _severity(one: Citation, other: Citation, report: Report) -> Severity | None:
    assert one.date is not None
    assert other.date is not None
    office = same_office(one, other, report.identity)
    if one.date == other.date or office is False:
        return None
    alike = likeness(one.subject, other.subject)
    sure = bool(office) or (alike is not None and alike >= ALIKE)
    if one.date.year == other.date.year:
        return Severity.ERROR if sure else Severity.WARNING
    if (one.date.month, one.date.day) == (other.date.month, other.date.day):
        return Severity.ERROR if sure else Severity.WARNING
    return Severity.WARNING if alike is not None and alike >= ALIKE else None
