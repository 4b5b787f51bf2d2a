"""«Trong 85 vụ việc nói trên»: so many were told before."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.calculations import anchors_of, lines_of
from lienmach.checker.meaning.likeness import family
from lienmach.checker.quantities.words.vocabulary import words
from lienmach.checker.report import Bound, Fact, Report, Sense
from lienmach.checker.rule import Rule, rule
from lienmach.checker.text.slips import is_one_key_away, is_swap

_BACK = re.compile(
    r"(?: (?!trong|dưới|mức|tỷ|sau|so)[^\W\d_]+){0,4}?"
    r" (?:(?:nói|nêu|kể) trên|trên(?= (?:để|đã|có|đều|được|cho)|[,.;])|này|ấy)(?!\w)"
)
_FAR, _MOST = 30, 8  # figures looked back at; those added up
_NEAR = 4  # sentences
_LEAST = 4
_UNCOUNTED = words("time step money point measure")


@rule(
    "NAR011",
    Kind.NARRATIVE_MISMATCH,
    Severity.ERROR,
    "Số nhắc lại bằng «nói trên», «này» đã được nêu trước đó.",
    passes=(
        "Đã giải quyết 85/92 vụ việc. Trong 85 vụ việc nói trên, có 12 vụ phức tạp.",
        "Nhận 21 đơn của huyện và 14 đơn của xã. Trong 35 đơn này, có 4 đơn trùng.",
        "Có 3 xã chưa đạt. Trong 48 hồ sơ này, có 5 hồ sơ trễ hạn.",
    ),
    fails=(
        "Đã giải quyết 85/92 vụ việc. Trong 83 vụ việc nói trên, có 12 vụ phức tạp.",
        "Nhận 376 đơn của công dân. Trong 367 đơn ấy, có 277 đơn đúng thẩm quyền.",
    ),
)
def pointed_back(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    for index, fact in enumerate(report.facts):
        if not _is_count(fact) or not _points_back(report, fact):
            continue
        before = [
            one
            for one in report.facts[max(0, index - _FAR) : index]
            if family(one) == family(fact) and one.sense is Sense.COUNT
        ]
        if fact.quantity in _told(before):
            continue
        near = [one for one in before if fact.sentence - one.sentence <= _NEAR]
        meant = [one for one in reversed(near) if _is_slip(fact, one)]
        if meant:
            nearest = min(meant, key=lambda one: abs(one.quantity - fact.quantity))
            facts = (nearest, fact)
            yield self.finding(
                anchors_of(facts),
                lines_of(facts),
                f"Nhắc lại {fact.raw} {fact.unit}, nhưng phần trên chỉ nêu"
                f" {nearest.raw} {nearest.unit}.",
                f"{nearest.raw} ≠ {fact.raw}",
            )


def _is_count(fact: Fact) -> bool:
    exact = fact.sense is Sense.COUNT and fact.bound is Bound.EXACT
    counted = fact.unit and family(fact) not in _UNCOUNTED
    return bool(exact and counted) and fact.whole is None and fact.quantity >= _LEAST


def _points_back(report: Report, fact: Fact) -> bool:
    behind = report.behind(fact.place, 80).lstrip()
    unit = fact.unit.lower()
    return behind.startswith(unit) and _BACK.match(behind, len(unit)) is not None


def _told(before: Sequence[Fact]) -> set[Decimal]:
    """What was told, on both sides of a fraction, and what some of it makes."""
    values = [one.quantity for one in before]
    values += [one.whole for one in before if one.whole is not None]
    values += [one.whole - one.quantity for one in before if one.whole is not None]
    last = values[-_MOST:]
    sums = {sum(last[n:], Decimal(0)) for n in range(len(last))}
    pairs = {one + other for one, other in combinations(last, 2)}
    apart = {abs(one - other) for one, other in combinations(last, 2)}
    return {*values, *sums, *pairs, *apart}


def _is_slip(fact: Fact, one: Fact) -> bool:
    values = [one.quantity, *([one.whole] if one.whole is not None else [])]
    return any(
        is_swap(fact.quantity, value) or is_one_key_away(fact.quantity, value)
        for value in values
        if value >= _LEAST
    )
