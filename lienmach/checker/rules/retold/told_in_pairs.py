"""Two figures that stand side by side are told again side by side.

«6 tổ chức và 20 cá nhân … Kết quả: 6 tổ chức và 26 cá nhân»: of two numbers of the same
units in much the same words, one is the same and the other a slip of the pen away.
"""

import re
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from lienmach.checker.finding import Finding, Kind, Severity
from lienmach.checker.judging.calculations import anchors_of, lines_of, name
from lienmach.checker.meaning.likeness import family, same_period, same_scope
from lienmach.checker.quantities.words.vocabulary import WORD, words
from lienmach.checker.quantities.words.weights import slip
from lienmach.checker.report import Bound, Fact, Report, Sense
from lienmach.checker.rule import Rule, rule
from lienmach.checker.text.other_times import COMPARED, CUMULATIVE

_BETWEEN = 40  # letters, without what a bracket tells
_WIDE, _SHARED = 70, 2  # letters around a pair, and words in them that are the same
_MOST = 40  # pairs of the same units
_UNCOUNTED = words("time step point")
_ASIDE = re.compile(r"\([^()]*\)")
_PARTED = re.compile(r"\d|[().]")
_TELLING = 10  # a number that is seldom told twice by chance
_COMPARED = re.compile(rf"{COMPARED}|{CUMULATIVE}|(?:năm|tháng|quý|kỳ) sau")
_TIME = re.compile(r"(?:năm|tháng|quý|kỳ) (?:\d[\d/]*|[ivx]+(?!\w))")
_FILLING = words("và có là với cho các của được trong đã số những về từ tại ở đó")
_LEVELS = words("tỉnh huyện xã phường sở quận")


class _Pair(NamedTuple):
    """Two counts of one sentence, the second right behind the first."""

    first: Fact
    second: Fact

    @property
    def units(self) -> tuple[str, str]:
        return self.first.unit.lower(), self.second.unit.lower()


@rule(
    "NAR012",
    Kind.NARRATIVE_MISMATCH,
    Severity.ERROR,
    "Hai số nêu liền nhau, khi nhắc lại liền nhau thì cả hai đều như đã nêu.",
    passes=(
        "Thanh tra tỉnh xử lý 6 tổ chức và 20 cá nhân.\nThanh tra huyện xử lý 6 tổ chức"
        " và 26 cá nhân.",
        "Ban Thanh tra đề nghị xử lý 6 tập thể và 20 cá nhân.\nViệc còn dài.\nBan Thanh"
        " tra đề nghị xử lý 6 tập thể và 20 cá nhân, đã làm xong.",
        "Quý I, Ban Thanh tra đề nghị xử lý 6 tập thể và 20 cá nhân.\nQuý II, Ban Thanh"
        " tra đề nghị xử lý 6 tập thể và 26 cá nhân.",
        "Xã An Bình có 9 thôn và 310 hộ.\nXã Tân Lập có 9 thôn và 370 hộ.",
    ),
    fails=(
        "Ban Thanh tra đề nghị xử lý 6 tập thể và 20 cá nhân.\nViệc còn dài.\nBan Thanh"
        " tra đề nghị xử lý 6 tập thể và 26 cá nhân, đã làm xong.",
        "Đến nay có 17 sở, ngành và 38 địa phương gửi hồ sơ xin vốn.\nTỒN TẠI\nCó 17"
        " sở, ngành & 83 địa phương gửi hồ sơ, nhiều hồ sơ xin vốn còn thiếu.",
    ),
)
def told_in_pairs(self: Rule, report: Report) -> Iterator[Finding]:
    groups: dict[tuple[str, str], list[_Pair]] = {}
    for pair in _pairs(report):
        groups.setdefault(pair.units, []).append(pair)
    for group in groups.values():
        for one, other in combinations(group[:_MOST], 2):
            odd = _odd(one, other)
            if odd and _is_told_again(report, one, other):
                yield self.finding(
                    anchors_of(odd),
                    lines_of(odd),
                    f"«{name(odd[0])}» ở dòng {odd[0].line} ghi {odd[0].raw}, nhắc lại"
                    f" ở dòng {odd[1].line} lại ghi {odd[1].raw}.",
                    f"{odd[0].raw} ≠ {odd[1].raw}",
                )


def _pairs(report: Report) -> Iterator[_Pair]:
    counts = [fact for fact in report.facts if _is_count(fact)]
    counts.sort(key=lambda fact: fact.place[:2])
    for at, first in enumerate(counts):
        for second in counts[at + 1 : at + 3]:  # one may stand in a bracket between
            if second.place.block != first.place.block:
                break
            if first.unit.lower() != second.unit.lower() and _is_beside(
                report, first, second
            ):
                yield _Pair(first, second)


def _is_count(fact: Fact) -> bool:
    counted = fact.sense is Sense.COUNT and fact.bound is Bound.EXACT
    return counted and bool(fact.unit) and family(fact) not in _UNCOUNTED


def _is_beside(report: Report, first: Fact, second: Fact) -> bool:
    text = report.paragraph(first.place).text
    between = _ASIDE.sub("", text[first.place.end : second.place.start])
    return len(between) <= _BETWEEN and not _PARTED.search(between)


def _odd(one: _Pair, other: _Pair) -> tuple[Fact, Fact] | None:
    """The two that differ by a slip, where those beside them are the same."""
    told = zip(one, other, strict=True)
    alike = [(a.quantity, a.whole) == (b.quantity, b.whole) for a, b in told]
    if alike[0] == alike[1]:
        return None
    odd = (one[1], other[1]) if alike[0] else (one[0], other[0])
    if odd[0].whole != odd[1].whole:
        return None
    return odd if slip(odd[0].quantity, odd[1].quantity) is not None else None


def _is_told_again(report: Report, one: _Pair, other: _Pair) -> bool:
    first, second = one.first, other.first
    if first.place.block == second.place.block and first.sentence == second.sentence:
        return False
    if same_scope(first.scope, second.scope) is False:
        return False
    if same_period(first.period, second.period, report.identity) is False:
        return False
    around = [_around(report, pair) for pair in (one, other)]
    if any(map(_COMPARED.search, around)):
        return False
    times = [frozenset(_TIME.findall(text)) for text in around]
    if all(times) and times[0] != times[1]:
        return False
    said = [frozenset(WORD.findall(text)) - _FILLING for text in around]
    levels = [near & _LEVELS for near in said]
    if all(levels) and levels[0] != levels[1]:
        return False  # «Thanh tra tỉnh xử lý …», «Thanh tra huyện xử lý …»
    units = frozenset(WORD.findall(" ".join(one.units)))
    both = zip(one, other, strict=True)
    telling = any(a.quantity == b.quantity >= _TELLING for a, b in both)
    return len(said[0] & said[1] - units) >= _SHARED - telling


def _around(report: Report, pair: _Pair) -> str:
    ahead = report.before(pair.first.place, _WIDE).rpartition(". ")[2]
    behind = report.behind(pair.second.place, _WIDE).partition(". ")[0]
    return f"{ahead} # {behind}"
