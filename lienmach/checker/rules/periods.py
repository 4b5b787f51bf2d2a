"""A stretch of time that can be, and is the one that the report speaks of."""

import re
from collections.abc import Iterator
from itertools import pairwise

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.report import Report, Window
from lienmach.checker.rule import Rule, rule

_SLOT = re.compile(r"quý \d+ tháng", re.IGNORECASE)


@rule(
    "PER001",
    Kind.PERIOD_MISMATCH,
    Severity.ERROR,
    "Kỳ báo cáo có thật: ngày đầu trước ngày cuối, quý từ I đến IV, khớp với kỳ nêu kèm.",
    passes=(
        "Trong quý I năm 2023 (từ ngày 15/12/2022 đến ngày 10/3/2023), tiếp nhận 5 hồ sơ.",
        "Từ ngày 01/6 đến ngày 15/6/2023 tổ chức hội thi.",
    ),
    fails=(
        "Từ ngày 15/3/2023 đến ngày 10/3/2023 tiếp nhận 5 hồ sơ.",
        "Trong quý V năm 2023 tiếp nhận 5 hồ sơ.",
        "Trong quý I năm 2023 (từ ngày 15/6/2023 đến ngày 10/9/2023), tiếp nhận 5 hồ sơ.",
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
    if _SLOT.match(window.raw):
        return None  # a slip of wording, and told as such
    if window.start is None or window.end is None:
        return self.finding(
            (window.raw,),
            line,
            f"Không có thời gian «{window.raw}».",
            "không có trên lịch",
        )
    if window.start > window.end:
        return self.finding(
            (window.raw,),
            line,
            f"«{window.raw}»: ngày bắt đầu sau ngày kết thúc.",
            f"{window.start:%d/%m/%Y} > {window.end:%d/%m/%Y}",
        )
    return None


def _beside(self: Rule, report: Report, one: Window, other: Window) -> Finding | None:
    """A period and the days given for it must meet: «quý I (từ ngày … đến ngày …)»."""
    between = report.source.blocks[one.place.block]
    text = getattr(between, "text", "")[one.place.end : other.place.start]
    if not re.fullmatch(
        r"(?: năm \d{4})?[\s,(]*(?:tính|số liệu|lấy số liệu|cụ thể)?\s*", text
    ):
        return None
    if one.is_dated == other.is_dated or not (one.start and one.end):
        return None
    if not (other.start and other.end) or other.start > other.end:
        return None
    if one.start <= other.end and other.start <= one.end:
        return None
    return self.finding(
        (one.raw, other.raw),
        (one.place.line, other.place.line)
        if one.place.line != other.place.line
        else (one.place.line,),
        f"«{one.raw}» và «{other.raw}» nêu liền nhau nhưng không trùng ngày nào.",
        f"{one.start:%d/%m/%Y}–{one.end:%d/%m/%Y} và"
        f" {other.start:%d/%m/%Y}–{other.end:%d/%m/%Y}",
    )
