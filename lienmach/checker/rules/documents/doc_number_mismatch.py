from collections.abc import Iterator
from itertools import combinations

from lienmach.checker.citations.same import (
    likeness,
    printed,
    same_office,
    symbol,
    words,
)
from lienmach.checker.finding import Finding, Kind, Severity
from lienmach.checker.report import Citation, Report
from lienmach.checker.rule import Rule, rule

_SAME = 0.9
_SAME_DAY_SPAN = 60  # an office gives out fewer numbers of one kind on a day


@rule(
    "DOC002",
    Kind.DOC_NUMBER_MISMATCH,
    Severity.ERROR,
    "Một văn bản (loại, ngày, cơ quan, trích yếu) chỉ mang một số.",
    passes=(
        "Kế hoạch số 94/KH-UBND ngày 12/01/2023 của UBND thị xã về kiểm soát thủ tục "
        "hành chính năm 2023.\nKế hoạch số 95/KH-UBND ngày 12/01/2023 của UBND thị xã "
        "về rà soát, đánh giá quy định năm 2023.",
        "Quyết định số 12/QĐ-UBND và Quyết định số 13/QĐ-UBND ngày 12/01/2023 về việc "
        "công bố danh mục thủ tục hành chính lĩnh vực đất đai.",
    ),
    fails=(
        "Kế hoạch số 94/KH-UBND ngày 12/01/2023 của UBND thị xã về kiểm soát thủ tục "
        "hành chính năm 2023.\nTheo Kế hoạch số 49/KH-UBND ngày 12/01/2023 của UBND "
        "thị xã về kiểm soát thủ tục hành chính năm 2023.",
        "Quyết định số 1941/QĐ-UBND ngày 26/12/2022 của UBND thị xã Hòa An.\n"
        "Quyết định số 1491/QĐ-UBND ngày 26/12/2022 của UBND thị xã Hòa An.",
    ),
)
def doc_number_mismatch(self: Rule, report: Report) -> Iterator[Finding]:
    seen: dict[object, Citation] = {}
    for citation in report.citations:
        if citation.date:
            known = seen.setdefault((symbol(citation).key, citation.date), citation)
            if citation.subject and not known.subject:
                seen[symbol(citation).key, citation.date] = citation
    by_day: dict[object, list[Citation]] = {}
    for citation in seen.values():
        key = (citation.date, symbol(citation).organ)
        by_day.setdefault(key, []).append(citation)
    for same_day in by_day.values():
        for one, other in combinations(same_day[:40], 2):
            severity = _severity(one, other, report)
            if severity:
                yield _told(self, one, other, severity)


def _told(self: Rule, one: Citation, other: Citation, severity: Severity) -> Finding:
    return self.finding(
        (printed(one), printed(other)),
        (one.line, other.line),
        f"{one.type} ngày {one.date_raw}: dòng {one.line} ghi số {one.number}, "
        f"dòng {other.line} ghi số {other.number}. Có phải cùng một văn bản?",
        severity=severity,
    )


def _severity(one: Citation, other: Citation, report: Report) -> Severity | None:
    office = same_office(one, other, report.identity)
    in_one_list = one.place.block == other.place.block
    if office is False or in_one_list:
        return None
    first, second = symbol(one), symbol(other)
    if first.key[3] != second.key[3]:
        return None
    alike = likeness(one.subject, other.subject)
    slip = _is_slip(first.digits, second.digits)
    if alike is not None and alike >= _SAME and _says_much(one, other):
        sure = bool(office) and slip
        return Severity.ERROR if sure else Severity.WARNING
    if alike is not None:
        return None
    apart = abs(first.key[0] - second.key[0]) > _SAME_DAY_SPAN
    return Severity.WARNING if office and slip and apart else None


def _says_much(one: Citation, other: Citation) -> bool:
    return min(len(words(one.subject or "")), len(words(other.subject or ""))) > 3


def _is_slip(one: str, other: str) -> bool:
    """Whether one number is the other with two digits swapped, one changed or lost."""
    if sorted(one) == sorted(other):
        return True
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) != 1:
        return False
    return any(long[:n] + long[n + 1 :] == short for n in range(len(long)))
