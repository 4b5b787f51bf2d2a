"""A stretch of time that can be, and is the one that the report speaks of."""

import re
from collections.abc import Iterator
from itertools import pairwise

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.report import Report, Window
from lienmach.checker.rule import Rule, rule
from lienmach.checker.source import Paragraph

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
    ),
    fails=(
        "Từ ngày 15/3/2023 đến ngày 10/3/2023 tiếp nhận 5 hồ sơ.",
        "Trong quý V năm 2023 tiếp nhận 5 hồ sơ.",
        "Trong quý I năm 2023 (từ ngày 15/6/2023 đến ngày 10/9/2023), tiếp nhận 5 hồ"
        " sơ.",
    ),
)
def periods(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    for window in report.windows:
        said = _alone(self, window)
        if said:
            yield said
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


def _beside(self: Rule, report: Report, one: Window, other: Window) -> Finding | None:
    """A period and the days given for it must meet: «quý I (từ ngày … đến ngày …)»."""
    block = report.source.blocks[one.place.block]
    text = block.text if isinstance(block, Paragraph) else ""
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
    clear = not meets or late > _LATER_END or early > _EARLIER_START
    return self.finding(
        (one.raw, *other.dates),
        tuple(dict.fromkeys((one.place.line, other.place.line))),
        f"«{one.raw}» và «{other.raw}» không phải một kỳ.",
        f"{one.start:%d/%m/%Y}–{one.end:%d/%m/%Y} và"
        f" {other.start:%d/%m/%Y}–{other.end:%d/%m/%Y}",
        severity=None if clear else Severity.WARNING,
    )
