from collections.abc import Iterator
from datetime import date, timedelta

from lienmach.checker.citations.same import printed, symbol
from lienmach.checker.finding import Finding, Kind, Severity
from lienmach.checker.report import Report
from lienmach.checker.rule import Rule, rule

_NEW_YEAR = timedelta(days=14)  # a local office may number what it signed last year


@rule(
    "DOC006",
    Kind.DOC_YEAR_MISMATCH,
    Severity.ERROR,
    "Năm trong số, ký hiệu của văn bản quy phạm là năm ban hành.",
    passes=(
        "Quyết định số 45/2016/QĐ-TTg ngày 19/10/2016 của Thủ tướng Chính phủ.",
        "Nghị định số 68/2000/NĐ-CP của Chính phủ.",
    ),
    fails=("Quyết định số 45/2016/QĐ-TTg ngày 19/10/2017 của Thủ tướng Chính phủ.",),
)
def doc_year_mismatch(self: Rule, report: Report) -> Iterator[Finding]:
    told = set()
    for citation in report.citations:
        number, day = symbol(citation), citation.date
        if day is None or number.year in (None, day.year):
            continue
        if (number.key, day) in told:
            continue
        told.add((number.key, day))
        turn = date(max(number.year or 1, day.year), 1, 1)
        near = abs(day - turn) <= _NEW_YEAR and number.organ not in ("CP", "TTG")
        yield self.finding(
            (printed(citation), str(citation.date_raw)),
            (citation.line,),
            f"{citation.type} số {citation.number} mang năm {number.year} nhưng ghi "
            f"ngày {citation.date_raw}.",
            severity=Severity.WARNING if near else Severity.ERROR,
        )
