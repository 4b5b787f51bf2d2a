from collections import defaultdict
from collections.abc import Iterator

from lienmach.checker.citations.same import printed, same_office, symbol
from lienmach.checker.finding import Finding, Kind, Severity
from lienmach.checker.report import Citation, Report
from lienmach.checker.rule import Rule, rule


@rule(
    "DOC008",
    Kind.DOC_SYMBOL_VARIANT,
    Severity.WARNING,
    "Một văn bản được viết bằng một số, ký hiệu ở mọi nơi.",
    passes=(
        "Quyết định số 02/QĐ-UBND ngày 05/01/2023; theo Quyết định số 2/QĐ-UBND.",
        "Kế hoạch số 12/KH-UBND ngày 05/01/2023. Kế hoạch số 12/KH–UBND.",
    ),
    fails=(
        "Kế hoạch số 12/KH-UBND ngày 05/01/2023. Theo Kế hoạch số 12/KH.UBND.",
        "Quyết định số 12/QĐ-UBND ngày 05/01/2023. Theo Quyết định số 12/QD-UBND.",
    ),
)
def doc_symbol_variant(self: Rule, report: Report) -> Iterator[Finding]:
    for forms in _by_number(report.citations):
        first, *others = forms
        for other in others:
            dated = first.date and other.date and first.date != other.date
            if dated or same_office(first, other, report.identity) is False:
                continue
            yield self.finding(
                (printed(first), printed(other)),
                (first.line, other.line),
                f"Cùng một văn bản, dòng {first.line} ghi «{printed(first)}», "
                f"dòng {other.line} ghi «{printed(other)}».",
            )


def _by_number(citations: tuple[Citation, ...]) -> Iterator[list[Citation]]:
    """Yield the citations of each number that is written in several ways."""
    groups: dict[object, dict[str, Citation]] = defaultdict(dict)
    for citation in citations:
        number = symbol(citation)
        if "" not in number.marks and not number.spaced:
            form = citation.number.lstrip("0").upper()
            groups[number.key].setdefault(form, citation)
    yield from (list(forms.values()) for forms in groups.values() if len(forms) > 1)
