"""All on time, and some late, in one breath."""

import re
from collections.abc import Iterator

from lienmach.checker.finding import Finding, Kind, Severity
from lienmach.checker.meaning.lateness import is_late
from lienmach.checker.quantities.claims.ledger import LEVELS
from lienmach.checker.quantities.words.vocabulary import any_word
from lienmach.checker.report import Bound, Fact, Report, Sense
from lienmach.checker.rule import Rule, rule
from lienmach.checker.text.other_times import COMPARED, CUMULATIVE

_ON_TIME = re.compile(r"đúng (?:hạn|hẹn|thời hạn)")
_APART = re.compile(
    any_word(
        f"{COMPARED}|{CUMULATIVE}|trước đây|trừ|ngoài|riêng|chỉ tiêu|phấn đấu|chờ|đang"
    )
)
_HUNDRED, _BEFORE = 100, 60


@rule(
    "CLM009",
    Kind.CONTRADICTORY_CLAIM,
    Severity.ERROR,
    "Đúng hạn 100 % thì không có hồ sơ trễ hạn.",
    passes=(
        "Đã trả 314 hồ sơ, tất cả đều đúng hạn, tỷ lệ đúng hạn 100%.",
        "Cấp xã đúng hạn 100%; riêng cấp huyện trễ hạn 3 hồ sơ.",
    ),
    fails=(
        "Đã trả 314 hồ sơ, trong đó 03 hồ sơ quá hạn, tỷ lệ đúng hạn 100%.",
        "12 phường giải quyết 96.324 hồ sơ; đúng hạn 100%, trễ hạn 25 hồ sơ.",
    ),
)
def late_denied(self: Rule, report: Report) -> Iterator[Finding]:
    full = {fact.sentence: fact for fact in report.facts if _is_full(report, fact)}
    if not full:
        return
    for fact in report.facts:
        share = full.get(fact.sentence)
        if share is None or not fact.quantity or not is_late(report, fact):
            continue
        one, other = sorted((share, fact), key=lambda it: it.place.start)
        between = report.paragraph(fact.place).lower[one.place.start : other.place.end]
        levels = share.tags & LEVELS, fact.tags & LEVELS
        if _APART.search(between) or (all(levels) and levels[0] != levels[1]):
            continue
        yield self.finding(
            (fact.raw, share.raw),
            (fact.line,),
            f"Ghi đúng hạn {share.raw} %, nhưng cùng câu ghi {fact.raw} hồ sơ trễ hạn.",
            f"{fact.raw} > 0",
        )


def _is_full(report: Report, fact: Fact) -> bool:
    if fact.sense is not Sense.SHARE or fact.bound is not Bound.EXACT:
        return False
    if fact.quantity != _HUNDRED:
        return False
    before = re.split(r"[;.]\s|\d", report.before(fact.place, _BEFORE))[-1]
    return bool(_ON_TIME.search(before))
