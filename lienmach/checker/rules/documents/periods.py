"""A stretch of time that can be, and is the one that the report speaks of."""

import re
from collections.abc import Iterator
from itertools import pairwise

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.report import Report, Window
from lienmach.checker.rule import Rule, rule
from lienmach.checker.text.periods import Period

# By decree a period of data begins on the 15th of the month before and ends on the
# 14th, and many offices close their books earlier.
_EARLIER_START, _LATER_END, _OTHER_END = 45, 20, 62
_TIE = re.compile(
    r"(?: năm \d{4})?[\s,:(]*(?:(?:được |là |số liệu |tính |lấy |tổng hợp |thống kê "
    r"|chốt"
    r" |cụ thể |là |ghi )*)"
)


@rule(
    "PER001",
    Kind.PERIOD_MISMATCH,
    Severity.ERROR,
    "Kỳ báo cáo có thật: ngày đầu trước ngày cuối, quý từ I đến IV, khớp với kỳ nêu"
    " kèm.",
    passes=(
        "Trong quý I năm 2023 (từ ngày 15/12/2022 đến ngày 10/3/2023), tiếp nhận 5 hồ"
        " sơ.",
        "Từ ngày 28/12 đến ngày 05/01/2023 tổ chức hội thi.",
        "Trong năm 2019 (tính từ 01/12/2018 đến 30/11/2019), tòa thụ lý 50 vụ.",
        "BÁO CÁO\nCải cách hành chính quý III năm 2023\nSo với quý III năm 2019 thì"
        " tăng.",
        "BÁO CÁO\nCải cách hành chính quý III năm 2023\nTrên đây là báo cáo quý III và"
        " 9 tháng đầu năm 2023, phương hướng quý IV năm 2023.",
        "BÁO CÁO\nCải cách hành chính năm 2019\nTrên đây là báo cáo kết quả năm 2019,"
        " phương hướng năm 2020.",
    ),
    fails=(
        "Từ ngày 15/3/2023 đến ngày 10/3/2023 tiếp nhận 5 hồ sơ.",
        "Trong quý V năm 2023 tiếp nhận 5 hồ sơ.",
        "Trong quý I năm 2023 (từ ngày 15/6/2023 đến ngày 10/9/2023), tiếp nhận 5 hồ"
        " sơ.",
        "BÁO CÁO\nCải cách hành chính 6 tháng đầu năm 2024\nTrong 6 tháng đầu năm 2042"
        " tiếp nhận 5 hồ sơ.",
        "BÁO CÁO\nCải cách hành chính quý III năm 2023\nTiếp nhận 5 hồ sơ.\nTrên đây là"
        " báo cáo kết quả quý II năm 2023.",
        "BÁO CÁO\nCải cách hành chính năm 2019\nTiếp nhận 5 hồ sơ.\nTrên đây là báo cáo"
        " công tác cải cách hành chính năm 2018.",
    ),
)
def periods(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    for window in report.windows:
        said = _alone(self, window)
        if said:
            yield said
        said = _of_report(self, report, window)
        if said:
            yield said
    yield from _at_the_end(self, report)
    for one, other in pairwise(report.windows):
        if one.place.block == other.place.block:
            said = _beside(self, report, one, other)
            if said:
                yield said


def _alone(self: Rule, window: Window) -> Finding | None:
    line = (window.place.line,)
    if window.start is None or window.end is None:
        if window.dates:
            return None  # a day that is none: told as such
        return self.finding(
            (window.raw,),
            line,
            f"Không có thời gian «{window.raw}».",
            "không có trên lịch",
        )
    if window.start > window.end:
        return self.finding(
            window.dates or (window.raw,),
            line,
            f"«{window.raw}»: ngày bắt đầu sau ngày kết thúc.",
            f"{window.start:%d/%m/%Y} > {window.end:%d/%m/%Y}",
        )
    return None


_COMPARED = re.compile(r"so với|cùng kỳ|hơn|bằng|từ|đến|giai đoạn|nhiệm kỳ|hướng")
_CLOSING = re.compile(r"trên đây là (?:toàn bộ )?(?:báo cáo|kết quả|tình hình)")
_FAR_YEARS = 5
_NEAR, _WIDE = 24, 200  # letters: of a comparison, of a closing sentence
_YEAR, _LONGEST = 360, 366
_SAYS_SO = re.compile(r"\s?\((?:được )?(?:số liệu|tính|lấy|chốt|thống kê)")


def _of_report(self: Rule, report: Report, window: Window) -> Finding | None:
    """«6 tháng đầu năm 2042» in the report on those of 2024: a slip in the year."""
    own = report.identity.period
    if own is None or window.start is None or window.end is None or window.dates:
        return None
    same = (own.start.month, own.end.month) == (window.start.month, window.end.month)
    part = (own.end - own.start).days < _YEAR
    if not same or not part or abs(own.start.year - window.start.year) <= _FAR_YEARS:
        return None
    if _COMPARED.search(report.before(window.place, _NEAR)):
        return None
    return self.finding(
        (window.raw, str(window.start.year)),
        (window.place.line,),
        f"Báo cáo về kỳ {own.start:%d/%m/%Y}–{own.end:%d/%m/%Y}, dòng"
        f" {window.place.line} lại nêu «{window.raw}».",
        f"{window.start.year} ≠ {own.start.year}",
    )


def _at_the_end(self: Rule, report: Report) -> Iterator[Finding]:
    """«Trên đây là báo cáo quý II» below a report on the third quarter."""
    own = report.identity.period
    closing: dict[int, list[Window]] = {}
    for window in report.windows:
        before = report.before(window.place, _WIDE)
        if _CLOSING.search(before) and window.start and window.end:
            closing.setdefault(window.place.block, []).append(window)
    for windows in closing.values():
        first = windows[0]
        told = [w for w in windows if own and _is_of(own, w)]
        if own is None or told or first.dates or not (first.start and first.end):
            continue
        of_year, by_year = (
            (end - start).days >= _YEAR
            for start, end in ((first.start, first.end), (own.start, own.end))
        )
        if (of_year and not by_year) or first.start > own.end:
            continue
        years = (str(first.start.year),) if of_year else ()
        yield self.finding(
            (first.raw, own.raw, *years),
            tuple(dict.fromkeys((own.line, first.place.line))),
            f"Báo cáo về «{own.raw}», câu kết lại nêu «{first.raw}».",
            f"{first.raw} ≠ {own.raw}",
        )


def _is_of(own: Period, window: Window) -> bool:
    if window.start is None or window.end is None:
        return False
    start = abs((own.start - window.start).days)
    return start <= _EARLIER_START and abs((own.end - window.end).days) <= _OTHER_END


def _beside(self: Rule, report: Report, one: Window, other: Window) -> Finding | None:
    """A period and the days given for it must meet: «quý I (từ ngày … đến ngày …)»."""
    text = report.paragraph(one.place).text
    if not _TIE.fullmatch(text, one.place.end, other.place.start):
        return None
    if one.dates or not other.dates or not (one.start and one.end):
        return None
    if not (other.start and other.end) or other.start > other.end:
        return None
    early = (one.start - other.start).days
    late = (other.end - one.end).days
    meets = one.start <= other.end and other.start <= one.end
    if (
        meets
        and -_EARLIER_START <= early <= _EARLIER_START
        and (-_OTHER_END <= late <= _LATER_END)
    ):
        return None
    if meets and _is_year_of_books(one, other) and _SAYS_SO.match(text, one.place.end):
        return None
    clear = not meets or late > _LATER_END or early > _EARLIER_START
    return self.finding(
        (one.raw, *other.dates),
        tuple(dict.fromkeys((one.place.line, other.place.line))),
        f"«{one.raw}» và «{other.raw}» không phải một kỳ.",
        f"{one.start:%d/%m/%Y}–{one.end:%d/%m/%Y} và"
        f" {other.start:%d/%m/%Y}–{other.end:%d/%m/%Y}",
        severity=None if clear else Severity.WARNING,
    )


def _is_year_of_books(one: Window, other: Window) -> bool:
    """«năm 2016 (tính từ 1-11-2015 đến 31-10-2016)»: twelve months that end in it."""
    if not (one.start and one.end and other.start and other.end):
        return False
    by_year = all(
        _YEAR <= (b - a).days + 1 <= _LONGEST
        for a, b in ((one.start, one.end), (other.start, other.end))
    )
    return by_year and one.start <= other.end <= one.end
