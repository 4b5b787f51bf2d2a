from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import combinations, takewhile

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

_MOST = 6  # citations of one day that are compared
_NEAR = 10  # days
_BEGUN_ALIKE = 6  # words


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
        "Đã hoàn thành Kế hoạch số 15/KH-UBND ngày 05/01/2023.\n"
        "Kế hoạch số 15/KH-UBND ngày 06/01/2023 của UBND thị xã về tuyên truyền.",
        "Kế hoạch số 15/KH-UBND ngày 05/01/2023 về tuyên truyền cải cách hành chính đã"
        " được gửi tới các đơn vị.\nKế hoạch số 15/KH-UBND ngày 05/02/2023 về tuyên"
        " truyền cải cách hành chính đạt kết quả tốt.",
        "Sửa khoản 1 Quyết định số 214/QĐ-UBND ngày 13/01/2025 như sau.\nPhần còn lại"
        " theo Quyết định số 214/QĐ-UBND ngày 31/01/2025 của UBND tỉnh.",
        "Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ.\n"
        "Thực hiện Nghị định số 61/2018/NĐ-CP ngày 24/3/2018.",
    ),
)
def doc_two_dates(self: Rule, report: Report) -> Iterator[Finding]:
    for by_day in _by_number(report.citations):
        graves: dict[date, Severity] = {}
        for (one, cited), (other, again) in combinations(by_day.items(), 2):
            severity = _severity(cited, again, report)
            for day in (one, other) if severity else ():
                known = graves.get(day) is Severity.ERROR
                graves[day] = Severity.ERROR if known else severity or Severity.WARNING
        if graves:
            yield _told(self, [by_day[day] for day in by_day if day in graves], graves)


def _told(
    self: Rule, cited: list[list[Citation]], graves: dict[date, Severity]
) -> Finding:
    first = [citations[0] for citations in cited]
    places = [f"dòng {one.line} ghi ngày {one.date_raw}" for one in first]
    name = " ".join(filter(None, (first[0].type, "số", first[0].number)))
    alike = _likeness(cited[0], cited[1])
    return self.finding(
        (printed(first[0]), *(str(one.date_raw) for one in first)),
        tuple(one.line for one in first),
        f"{name}: {', '.join(places)}. "
        + (
            "Trích yếu hai nơi khác nhau: một số đang dùng cho hai văn bản?"
            if alike is not None and alike < ALIKE
            else "Một văn bản chỉ có một ngày ban hành."
        ),
        severity=(
            Severity.ERROR if Severity.ERROR in graves.values() else Severity.WARNING
        ),
    )


def _by_number(
    citations: tuple[Citation, ...],
) -> Iterator[dict[date, list[Citation]]]:
    """Yield the citations by day of each number that is printed with several days.

    A day in another year than that of the number is left to DOC006.
    """
    groups: dict[object, dict[date, list[Citation]]] = defaultdict(dict)
    for citation in citations:
        number, day = symbol(citation), citation.date
        if day and number.year in (None, day.year):
            groups[number.key].setdefault(day, []).append(citation)
    yield from (by_day for by_day in groups.values() if len(by_day) > 1)


def _severity(
    cited: list[Citation], again: list[Citation], report: Report
) -> Severity | None:
    """Return how grave it is that a number is printed with two days."""
    one, other = cited[0].date, again[0].date
    assert one is not None
    assert other is not None
    offices = [
        same_office(a, b, report.identity) for a in cited[:_MOST] for b in again[:_MOST]
    ]
    if all(office is False for office in offices):
        return None
    alike = _likeness(cited, again)
    is_alike = alike is not None and alike >= ALIKE
    one_day = (one.month, one.day) == (other.month, other.day)
    if one.year == other.year or one_day:
        mixed = False in offices and not is_alike
        sure = not mixed and (
            True in offices
            or is_alike
            or _is_named_again(cited, again)
            or (alike is None and _is_slip(one, other))
        )
        return Severity.ERROR if sure else Severity.WARNING
    return Severity.WARNING if is_alike else None


def _is_named_again(cited: list[Citation], again: list[Citation]) -> bool:
    """Say whether a number without issuer or subject stands behind a full citation.

    What is named so briefly is a document that the reader has already been told of.
    """
    first, second = sorted((cited, again), key=lambda group: group[0].line)
    told = any(one.issuer or one.subject for one in first)
    return told and all(not (one.issuer or one.subject) for one in second)


def _is_slip(one: date, other: date) -> bool:
    """Say whether two days are as near as a slip of the pen brings them.

    Of two offices that used the same number the days lie anywhere in the year.
    """
    if abs((one - other).days) <= _NEAR:
        return True
    if sorted(f"{one:%d%m%Y}") == sorted(f"{other:%d%m%Y}"):
        return True  # «13/01», «31/01»
    return (one.day, one.month) == (other.month, other.day) or one.day == other.day


def _likeness(cited: list[Citation], again: list[Citation]) -> float | None:
    known = [
        alike
        for a in cited[:_MOST]
        for b in again[:_MOST]
        if (alike := _alike(a.subject, b.subject)) is not None
    ]
    return max(known, default=None)


def _alike(one: str | None, other: str | None) -> float | None:
    """How alike two subjects are; what a sentence goes on with belongs to neither."""
    alike = likeness(one, other)
    if not alike:
        return alike
    begun = zip(
        *(subject.casefold().split() for subject in (one, other) if subject),
        strict=False,
    )
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], begun))
    return 1.0 if same >= _BEGUN_ALIKE else alike
