"""A report is on one stretch of time: in its title, its opening and its figures."""

import re
from collections import Counter
from collections.abc import Iterator

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.report import Report, Window
from lienmach.checker.rule import Rule, rule
from lienmach.checker.text.periods import Period

_OPENING = re.compile(
    r"(?<!chế độ )(?<!việc )(?<!cương )(?<!cầu )báo cáo"
    r"(?: (?:tình hình|kết quả|công tác|sơ kết|tổng kết|việc))+[^\d;.]*$"
)
_WIDE = 200  # letters
_FIRST = 16  # paragraphs in which a report says what it is on
_SHIFTED = 45  # days
_NUMBER = re.compile(r"[IVX]+|\d+")
_TELLINGS = 2


@rule(
    "PER002",
    Kind.PERIOD_MISMATCH,
    Severity.ERROR,
    "Kỳ báo cáo ở tên, ở câu mở đầu và ở các đoạn «từ ngày … đến ngày …» là một.",
    passes=(
        "BÁO CÁO\nCải cách hành chính quý I năm 2023\nUBND xã báo cáo kết quả công tác"
        " quý I năm 2023 như sau:",
        "BÁO CÁO\nCải cách hành chính quý I năm 2023\nThực hiện chế độ báo cáo năm"
        " 2022, UBND xã báo cáo kết quả quý I năm 2023 như sau:",
        "Từ 15/12/2022 đến 10/3/2023 nhận 5 hồ sơ.\nTừ 15/12/2022 đến 10/3/2023 trả 4"
        " hồ sơ.\nTừ 15/12/2021 đến 10/3/2022 nhận 3 hồ sơ.",
    ),
    fails=(
        "BÁO CÁO\nCải cách hành chính quý I năm 2023\nUBND xã báo cáo kết quả công tác"
        " quý II năm 2023 như sau:",
        "BÁO CÁO\nCải cách hành chính năm 2015\nUBND xã báo cáo kết quả công tác năm"
        " 2016 như sau:",
        "Từ 15/12/2022 đến 10/3/2023 nhận 5 hồ sơ.\nTừ 15/12/2022 đến 10/3/2023 trả 4"
        " hồ sơ.\nTừ 15/12/2022 đến 30/3/2023 họp 3 lần.",
    ),
)
def report_period(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    own = report.identity.period
    for window in report.windows:
        if own is None or window.place.block > _FIRST:
            break
        if _OPENING.search(report.before(window.place, _WIDE)):
            said = _against_title(self, own, window)
            if said:
                yield said
    yield from _against_the_others(self, report)


def _against_title(self: Rule, own: Period, window: Window) -> Finding | None:
    """The data of a period may begin and end some weeks before it does."""
    if window.start is None or window.end is None or window.dates:
        return None
    start, end = (own.start - window.start).days, (own.end - window.end).days
    if abs(start) <= _SHIFTED or abs(start - end) > _SHIFTED:
        return None
    words = own.raw.split(), window.raw.split()
    apart = [w for one, other in (words, words[::-1]) for w in one if w not in other]
    return self.finding(
        (own.raw, window.raw, *(w for w in apart if _NUMBER.fullmatch(w))),
        (own.line, window.place.line),
        f"Tên báo cáo ghi «{own.raw}», câu mở đầu lại ghi «{window.raw}».",
        f"{own.raw} ≠ {window.raw}",
    )


def _against_the_others(self: Rule, report: Report) -> Iterator[Finding]:
    """«Từ 15/12/2022 đến 30/3/2023» once, where all else is of up to 10/3/2023."""
    dated = [w for w in report.windows if len(w.dates) == 2 and w.start and w.end]
    told = Counter((w.start, w.end) for w in dated)
    for window in dated:
        if told[window.start, window.end] > 1:
            continue
        for other in dated:
            if told[other.start, other.end] < _TELLINGS:
                continue
            apart = [n for n in (0, 1) if window.dates[n] != other.dates[n]]
            if len(apart) == 1 and _is_slip(
                *(w.dates[apart[0]] for w in (window, other))
            ):
                yield self.finding(
                    (window.dates[apart[0]], other.dates[apart[0]]),
                    (other.place.line, window.place.line),
                    f"Các chỗ khác lấy số liệu «{other.raw}», ở đây là «{window.raw}».",
                    f"{window.dates[apart[0]]} ≠ {other.dates[apart[0]]}",
                )
                break


def _is_slip(one: str, other: str) -> bool:
    """Say whether two days as printed are one digit apart, or two side by side."""
    if len(one) != len(other):
        return False
    apart = [n for n, (x, y) in enumerate(zip(one, other, strict=True)) if x != y]
    if len(apart) == 1:
        return True
    return len(apart) == 2 and one[apart[0]] == other[apart[1]]
