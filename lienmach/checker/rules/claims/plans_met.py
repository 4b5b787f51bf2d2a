"""«Giao 60 %, đạt 47,5 %, vượt kế hoạch»: its own figures say it was not met."""

import re
from collections.abc import Iterator
from itertools import pairwise

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.calculations import amount, anchors_of, lines_of
from lienmach.checker.quantities.words.vocabulary import any_word
from lienmach.checker.report import Bound, Fact, Report, Sense
from lienmach.checker.rule import Rule, rule

_GIVEN = re.compile(
    r"(?<!\w)(?:giao|chỉ tiêu|kế hoạch|mục tiêu)(?: (?:giao|năm|là|đề ra|đạt))* ?$"
)
_DONE = re.compile(
    r" ?(?:[^\W\d_]+ ?){0,3}, (?:kết quả |đã )?(?:đạt|thực hiện|được)(?: được)? ?"
)
_SAID = re.compile(
    r" ?(?:[^\W\d_]+ ?){0,2}[,(] ?\(?"
    r"(?:(không đạt|chưa đạt|thấp hơn)|(vượt|đạt và vượt))"
    r"(?= |[.;,)]|$)(?! \d)"
)
_ILL = re.compile(any_word("trễ|quá hạn|nghèo|vi phạm|chậm|giảm|tồn|lỗi"))
_AHEAD = 60  # letters
_WIDE = 40


@rule(
    "CLM006",
    Kind.CONTRADICTORY_CLAIM,
    Severity.ERROR,
    "Nói vượt hay chưa đạt chỉ tiêu thì khớp với mức giao và mức đạt đứng ngay trước.",
    passes=(
        "Thanh toán trực tuyến: giao 60%, đạt 47,5%, chưa đạt.",
        "Hồ sơ trực tuyến: chỉ tiêu 80%, đạt 88,4%, vượt chỉ tiêu.",
        "Tỷ lệ hộ nghèo: giao 3%, đạt 2,5%, vượt chỉ tiêu.",
    ),
    fails=(
        "Thanh toán trực tuyến: giao 60%, đạt 47,5%, vượt kế hoạch.",
        "Hồ sơ trực tuyến: chỉ tiêu 80%, đạt 88,4%, chưa đạt chỉ tiêu.",
    ),
)
def plans_met(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    for plan, done in pairwise(report.facts):
        alike = plan.unit == done.unit == "%" and plan.place.block == done.place.block
        if not alike or not _are_plain(plan, done):
            continue
        ahead = report.before(plan.place, _AHEAD)
        gap = min(_WIDE, done.place.start - plan.place.end)
        between = report.behind(plan.place, gap).lstrip(" %")
        said = _SAID.match(report.behind(done.place, _WIDE).lstrip(" %"))
        if not said or not _GIVEN.search(ahead) or not _DONE.fullmatch(between):
            continue
        over = amount(done) > amount(plan)
        if amount(done) == amount(plan) or over == bool(said[2]) or _ILL.search(ahead):
            continue
        word = (said[1] or said[2]).strip()
        yield self.finding(
            anchors_of([plan, done]),
            lines_of([plan, done]),
            f"Viết «{word}», nhưng giao {plan.raw} % và đạt {done.raw} %.",
            f"{done.raw} % {'>' if over else '<'} {plan.raw} %",
        )


def _are_plain(*facts: Fact) -> bool:
    return all(f.sense is Sense.SHARE and f.bound is Bound.EXACT for f in facts)
