import re
from collections.abc import Iterator

from lienmach.checker.finding import Finding, Kind, Severity
from lienmach.checker.report import Report
from lienmach.checker.rule import Rule, rule
from lienmach.checker.source import has_any
from lienmach.checker.text.periods import period_of

_SLIPS = (
    (
        re.compile(r"(?i:quý)\s{1,3}\d{1,2}\s{1,3}(?i:tháng)(?!\w)"),
        Severity.WARNING,
        "«{}» không phải một kỳ: quý hay tháng?",
    ),
    (
        re.compile(
            r"(?<!\w)(?i:quý)\s{1,3}(?:(?:V|VI{1,3}|IX)(?!\w)"
            r"|(?:[5-9]|\d\d)(?=\s?/\s?20\d\d|\s+năm\s+20\d\d))"
        ),
        Severity.ERROR,
        "«{}»: một năm chỉ có bốn quý.",
    ),
    (
        re.compile(
            r"(?<!\d\s)(?i:tháng)\s{1,3}(?:1[3-9]|[2-9]\d)(?=\s?/\s?(?:19|20)\d\d|\s+năm\s+20\d\d)"
        ),
        Severity.ERROR,
        "«{}»: một năm chỉ có mười hai tháng.",
    ),
    (
        re.compile(r"(?i:tháng)\s{1,3}\d{1,2}/\d{1,2}/(?:19|20)\d\d"),
        Severity.INFO,
        "«{}» ghi đủ ngày: «ngày» thay cho «tháng».",
    ),
)
_AHEAD = re.compile(r"phương hướng|nhiệm vụ", re.IGNORECASE)
_BACK = re.compile(r"kết quả|thực hiện|đánh giá|tình hình", re.IGNORECASE)
_LATER_HALF = re.compile(r"6 tháng cuối năm", re.IGNORECASE)


@rule(
    "WORD003",
    Kind.WORDING,
    Severity.ERROR,
    "Kỳ báo cáo được gọi đúng: quý, 6 tháng, 9 tháng, năm.",
    passes=(
        "Phương hướng quý II năm 2023, 9 tháng cuối năm 2023; kính thưa quý vị.",
        "Ngày 12 tháng 13 năm 2023. Trong tháng 15 hồ sơ đã giải quyết, quá hạn 2.",
        "Trong quý 50 hồ sơ quá hạn.",
    ),
    fails=(
        "IV. NHIỆM VỤ QUÝ 9 THÁNG CUỐI NĂM 2023",
        "Kết quả công tác quý V năm 2023.",
        "Tính từ tháng 01/01/2017 đến nay.",
    ),
)
def wording(self: Rule, report: Report) -> Iterator[Finding]:
    for block in report.source.paragraphs():
        if not has_any(block.lower, ("quý", "tháng")):
            continue
        for slip, severity, text in _SLIPS:
            for found in slip.finditer(block.text):
                yield self.finding(
                    (found[0],),
                    (block.line_at(found.start()),),
                    text.format(found[0]),
                    severity=severity,
                )
    yield from _plans(self, report)


def _plans(self: Rule, report: Report) -> Iterator[Finding]:
    """Ask about tasks ahead that name a period which is over or not the next one."""
    own = report.identity.period
    if own is None:
        return
    months = own.end.month - own.start.month + 1
    for section in report.sections:
        title = section.title
        if not _AHEAD.search(title) or _BACK.search(title):
            continue
        ahead = period_of(title, section.line, own.end.year)
        over = ahead and own.start <= ahead.start and ahead.end <= own.end
        same = ahead and (own.start, own.end) == (ahead.start, ahead.end)
        skips = months == 3 and own.end.month == 3 and _LATER_HALF.search(title)
        if (over and months < 12) or same or skips:
            said = ahead.raw if ahead else title
            yield self.finding(
                (said,),
                (section.line,),
                f"Báo cáo của {own.raw}, nhưng đề mục {section.code} nêu nhiệm vụ của "
                f"«{said}».",
                severity=Severity.WARNING,
            )
