"""What two numbers are apart is of their unit: 30 days less 26 days are no 4 hours."""

import re
from collections.abc import Iterator
from itertools import combinations, groupby

from lienmach.checker.finding import Finding, Kind, Severity
from lienmach.checker.judging.calculations import anchors_of
from lienmach.checker.meaning.likeness import family
from lienmach.checker.quantities.words.vocabulary import any_word
from lienmach.checker.report import Bound, Fact, Report, Sense
from lienmach.checker.rule import Rule, rule

_TIMES = frozenset(("ngày", "giờ", "phút", "tuần", "tháng"))
_OF_EACH = re.compile(r"(?<!\w)(?:mỗi|bình quân|trung bình)(?!\w)")
_APART = re.compile(
    any_word("giảm|tăng|rút ngắn|cắt|bớt|thêm|tiết kiệm|hơn|sớm|nhanh|chênh|vượt|thiếu")
)
_AHEAD, _MOST = 30, 8  # letters before a difference; numbers of a sentence


@rule(
    "UNT003",
    Kind.UNIT_MISMATCH,
    Severity.ERROR,
    "Mức tăng, giảm ghi cùng đơn vị tính với hai số được so.",
    passes=(
        "Rút ngắn từ 30 ngày còn 26 ngày, giảm 4 ngày.",
        "Rút ngắn từ 10 ngày còn 8 ngày, giảm 16 giờ làm việc.",
        "Vốn từ 3 tỷ đồng lên 5 tỷ đồng, tăng 2.000 triệu đồng.",
        "Thủ tục có thời hạn 30 ngày nay còn 26 ngày; đi lại giảm 4 giờ chờ.",
        "Doanh thu từ 12 tỷ đồng lên 15 tỷ đồng, nộp ngân sách tăng 3 triệu đồng.",
        "Thời hạn từ 30 ngày còn 26 ngày, tiết kiệm 4 giờ làm việc cho mỗi cán bộ.",
        "Thu từ 12 tỷ đồng lên 15 tỷ đồng, bình quân tăng 3 triệu đồng mỗi hộ.",
    ),
    fails=(
        "Rút ngắn từ 30 ngày xuống còn 26 ngày, giảm 4 giờ.",
        "Thời hạn cấp phép cắt giảm 06 giờ: từ 20 ngày làm việc còn 14 ngày làm việc.",
        "Vốn giao từ 31 tỷ đồng lên 36 tỷ đồng, tăng 5 triệu đồng.",
    ),
)
def units_of_change(self: Rule, report: Report) -> Iterator[Finding]:
    for _, group in groupby(report.facts, key=lambda fact: fact.sentence):
        facts = [fact for fact in group if _is_measure(fact)]
        if len({fact.unit for fact in facts}) > 1 and len(facts) <= _MOST:
            yield from _judge(self, report, facts)


def _is_measure(fact: Fact) -> bool:
    counted = fact.sense in (Sense.COUNT, Sense.CHANGE) and fact.whole is None
    exact = fact.bound is Bound.EXACT and fact.quantity != 0
    return counted and exact and (_unit(fact) in _TIMES or family(fact) == "money")


def _judge(self: Rule, report: Report, facts: list[Fact]) -> Iterator[Finding]:
    for change in facts:
        others = [fact for fact in facts if _is_other(fact, change)]
        if not _is_of_them(report, change, others):
            continue
        if any(_unit(f) == _unit(change) for f in others):
            continue
        for one, other in combinations(others, 2):
            gap = abs(one.quantity - other.quantity)
            if _unit(one) != _unit(other) or gap != abs(change.quantity):
                continue
            if _is_closed(report, one, other, change):
                continue
            yield self.finding(
                anchors_of((change, one, other)),
                tuple(dict.fromkeys((change.line, one.line, other.line))),
                f"Ghi {change.raw} {change.unit}, nhưng {one.raw} và {other.raw}"
                f" {one.unit} cách nhau {change.raw} {one.unit}.",
                f"{change.raw} {change.unit} ≠ {change.raw} {one.unit}",
                suggestion=f"{change.raw} {one.unit}",
            )
            return


def _is_of_them(report: Report, change: Fact, others: list[Fact]) -> bool:
    """Say whether a difference is told of the numbers beside it, and of no other thing.

    «…, giảm 4 giờ», «cắt giảm 6 giờ: từ …»; not «…, thời gian chờ giảm 4 giờ».
    """
    ahead = re.split(r"[;)]|\d", report.before(change.place, _AHEAD))[-1]
    behind = re.split(r"[.;,]", report.behind(change.place, _AHEAD))[0]
    if _OF_EACH.search(ahead) or _OF_EACH.search(behind):
        return False
    if others and all(change.place < other.place for other in others):
        return _APART.search(ahead) is not None
    own = re.split(r"[,(]", ahead)
    return len(own) > 1 and _APART.match(own[-1].lstrip()) is not None


def _is_other(fact: Fact, change: Fact) -> bool:
    return fact is not change and family(fact) == family(change)


def _unit(fact: Fact) -> str:
    return fact.unit.lower().removesuffix(" làm việc")


def _is_closed(report: Report, *facts: Fact) -> bool:
    """Say whether a semicolon parts the three: «…; mỗi lần giảm 4 giờ chờ»."""
    first, *_, last = sorted(fact.place for fact in facts)
    return ";" in report.paragraph(first).text[first.end : last.start]
