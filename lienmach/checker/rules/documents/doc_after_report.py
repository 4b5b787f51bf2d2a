from collections.abc import Iterator

from lienmach.checker.citations.same import printed, symbol
from lienmach.checker.finding import Finding, Kind, Severity
from lienmach.checker.report import Report
from lienmach.checker.rule import Rule, rule
from lienmach.checker.text.dates import LAST_YEAR

_HEADING = (
    "Số: 215/BC-UBND\nHòa An, ngày 13 tháng 3 năm 2023\nBÁO CÁO\nCông tác quý I\n"
)


@rule(
    "DOC004",
    Kind.DOC_AFTER_REPORT,
    Severity.ERROR,
    "Văn bản được viện dẫn không thể ban hành sau ngày của báo cáo.",
    passes=(
        _HEADING + "Kế hoạch số 12/KH-UBND ngày 13/3/2023 của UBND thị xã.",
        _HEADING + "Kế hoạch số 512/KH-UBND ngày 26/12/2022 về công tác năm 2024.",
    ),
    fails=(_HEADING + "Kế hoạch số 12/KH-UBND ngày 23/3/2023 của UBND thị xã.",),
)
def doc_after_report(self: Rule, report: Report) -> Iterator[Finding]:
    own = report.identity.date
    if own is None:
        return
    told = set()
    for citation in report.citations:
        day = citation.date
        if citation.is_self or day is None or not own < day or day.year > LAST_YEAR:
            continue
        number = symbol(citation)
        if number.year not in (None, day.year) or (number.key, day) in told:
            continue
        told.add((number.key, day))
        yield self.finding(
            (printed(citation), str(citation.date_raw)),
            tuple(filter(None, (report.identity.line, citation.line))),
            f"{citation.type} số {citation.number} ghi ngày {citation.date_raw}, sau "
            f"ngày của báo cáo ({own:%d/%m/%Y}).",
        )
