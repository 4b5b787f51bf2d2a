"""Fractions over one whole are over the same number: «11/14 xã», «14/14 xã»."""

import re
from collections.abc import Iterator
from itertools import combinations

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.calculations import OVER, lines_of
from lienmach.checker.report import Bound, Fact, Report, Sense
from lienmach.checker.rule import Rule, rule
from lienmach.checker.text.slips import is_one_key_away

_OFFICES = re.compile(r"(?:xã|phường|thị trấn|huyện|quận|thị xã)(?:,| và|$)")
_AHEAD = re.compile(r"dự kiến|ước|phấn đấu|đến (?:hết|cuối) năm|cả năm")
_SECTION = 60  # letters
_FEW = 10


@rule(
    "NAR010",
    Kind.NARRATIVE_MISMATCH,
    Severity.ERROR,
    "Tỷ số viết x/y của cùng một tổng (số xã của huyện, số nhiệm vụ của một kế hoạch)"
    " có cùng mẫu số.",
    passes=(
        "11/14 xã, thị trấn đã niêm yết.\n14/14 xã, thị trấn có cán bộ đầu mối.",
        "Đã làm 17/28 việc. Dự kiến hết năm làm 25/28 việc.",
        "Kế hoạch năm có 40 việc, đã làm 19/40 việc. Quý I làm 12/12 việc.",
        "11/14 xã đã niêm yết; 05/05 phường có cán bộ đầu mối.",
    ),
    fails=(
        "11/14 xã, thị trấn đã niêm yết.\n14/15 xã, thị trấn có cán bộ đầu mối.",
        "Đã làm 17/28 việc. Dự kiến hết năm làm 25/38 việc.",
    ),
)
def one_whole(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    fractions = [
        fact
        for fact in report.facts
        if fact.whole is not None
        and fact.unit
        and fact.sense is Sense.COUNT
        and fact.bound is Bound.EXACT
    ]
    called: set[str] = set()
    for pair in combinations(fractions, 2):
        one, other = pair
        if one.unit.lower() != other.unit.lower() or not _is_one(report, one, other):
            continue
        if one.whole == other.whole:
            text = f"{one.raw}, {other.raw}: cùng trên {OVER.split(one.raw)[-1]}"
            yield self.verified(lines_of(pair), text)
        elif _may_slip(one, other) and one.unit.lower() not in called:
            called.add(one.unit.lower())
            said = [OVER.split(fact.raw)[-1].strip() for fact in pair]
            yield self.finding(
                (*said, one.raw, other.raw),
                lines_of(pair),
                f"Cùng tổng số «{one.unit}», chỗ này ghi {one.raw}, chỗ kia ghi"
                f" {other.raw}.",
                f"{said[0]} ≠ {said[1]}",
            )


def _is_one(report: Report, one: Fact, other: Fact) -> bool:
    """Say whether two fractions are of one whole, whatever was done of it.

    The communes of a district are as many everywhere; tasks are those of one plan where
    the text goes on to tell what is expected of it.
    """
    if _OFFICES.match(one.unit.lower()):
        return True
    if one.place.block != other.place.block or one.sentence == other.sentence:
        return False
    return bool(_AHEAD.search(report.before(other.place, _SECTION)))


def _may_slip(one: Fact, other: Fact) -> bool:
    assert one.whole is not None
    assert other.whole is not None
    small = max(one.whole, other.whole) < _FEW
    return abs(one.whole - other.whole) == 1 or (
        not small and is_one_key_away(one.whole, other.whole)
    )
