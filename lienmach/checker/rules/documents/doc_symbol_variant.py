from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from lienmach.checker.citations.same import (
    fits_type,
    likeness,
    printed,
    same_office,
    symbol,
)
from lienmach.checker.finding import Finding, Kind, Severity
from lienmach.checker.report import Citation, Report
from lienmach.checker.rule import Rule, rule

_SAME = 0.9
_CHANCE = 99  # below, two offices may well use one number on one day


@rule(
    "DOC008",
    Kind.DOC_SYMBOL_VARIANT,
    Severity.ERROR,
    "Một văn bản được viết bằng một số, ký hiệu ở mọi nơi.",
    passes=(
        "Quyết định số 02/QĐ-UBND ngày 05/01/2023; theo Quyết định số 2/QĐ-UBND.",
        "Kế hoạch số 12/KH-UBND ngày 05/01/2023. Kế hoạch số 12/KH–UBND.",
    ),
    fails=(
        "Quyết định số 176/QĐ-UBND ngày 05/01/2023 về thành lập Đoàn kiểm tra.\n"
        "Quyết định số 176/KH-UBND ngày 05/01/2023 về thành lập Đoàn kiểm tra.",
        "Quyết định số 176/QĐ-UBND ngày 05/01/2023 về thành lập Đoàn kiểm tra.\n"
        "Quyết định số 176/QĐ-HĐND ngày 05/01/2023 về thành lập Đoàn kiểm tra.",
        "Kế hoạch số 12/KH-UBND ngày 05/01/2023. Theo Kế hoạch số 12/KH.UBND.",
        "Quyết định số 12/QĐ-UBND ngày 05/01/2023. Theo Quyết định số 12/QD-UBND.",
    ),
)
def doc_symbol_variant(self: Rule, report: Report) -> Iterator[Finding]:
    for forms in _by_number(report.citations):
        first, *others = forms
        for other in others:
            dated = first.date and other.date and first.date != other.date
            if not dated and same_office(first, other, report.identity) is not False:
                yield _told(self, first, other)
    for cited in _by_run(report.citations):
        for one, other in combinations(cited[:20], 2):
            if _are_one(one, other):
                yield _told(self, one, other)


def _told(self: Rule, one: Citation, other: Citation) -> Finding:
    return self.finding(
        (printed(one), printed(other)),
        (one.line, other.line),
        f"Cùng một văn bản? Dòng {one.line} ghi «{printed(one)}», "
        f"dòng {other.line} ghi «{printed(other)}».",
        severity=Severity.WARNING if fits_type(one) and fits_type(other) else None,
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


def _by_run(citations: tuple[Citation, ...]) -> Iterator[list[Citation]]:
    """Yield what has one run number and day, but other letters: one of each letters."""
    groups: dict[object, dict[str, Citation]] = defaultdict(dict)
    for citation in citations:
        number = symbol(citation)
        run = (number.key[:3], citation.date)
        known = groups[run].setdefault(number.key[3], citation)
        if citation.subject and not known.subject:
            groups[run][number.key[3]] = citation
    for letters in groups.values():
        if len(letters) > 1:
            yield list(letters.values())


def _are_one(one: Citation, other: Citation) -> bool:
    """Whether two citations of the same run number and day speak of one document."""
    if one.date is None or one.place.block == other.place.block:
        return False
    alike = likeness(one.subject, other.subject)
    if alike is None:
        return one.type == other.type and symbol(one).key[0] > _CHANCE
    return alike >= _SAME
