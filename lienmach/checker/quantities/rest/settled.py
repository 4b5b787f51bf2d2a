"""Leaves out sums that other sums, which come out right, tell otherwise.

«97 nhiệm vụ: xong 22, đang làm 52, chưa làm 23»: a list that adds up is not held
against some of its members. «96 đơn, gồm 12, 3 và 81 đơn; đã giải quyết 84 đơn, còn 12
đơn»: what adds up to one total is of no other.
"""

from collections.abc import Iterator, Sequence

from lienmach.checker.quantities.words.outline import Outline
from lienmach.checker.quantities.words.reader import Reader
from lienmach.checker.report import Relation, Tie
from lienmach.checker.text.numbers import is_rounded
from lienmach.checker.text.slips import HUNDRED

_SUMS = (Tie.PARTS, Tie.BALANCE)
_FEW = 10  # what is smaller adds up by chance
_APART = 2  # sentences
_NEAR = 3  # numbers
_OF_STOCK = 4  # what there was, what came and went, what is left


class Settled(Reader):
    """``known`` are all relations found."""

    def __init__(self, outline: Outline, known: Sequence[Relation]) -> None:
        super().__init__(outline)
        self._of: dict[int, list[frozenset[int]]] = {}  # parts of each total
        self._totals: dict[frozenset[int], int] = {}
        self._within = {
            (part, one.result)
            for one in known
            if one.tie is Tie.SOME and one.is_sure
            for part in one.terms
            if self._value(part) < self._value(one.result)
        }
        self._shares = {
            (one.terms[0], whole)
            for one in known
            if one.tie is Tie.SHARE
            for whole in one.wholes[:1]
            if self._is_so_much(one.result, one.terms[0], whole)
        }
        for whole, parts in self._right(known):
            self._of.setdefault(whole, []).append(parts)
            self._totals[parts] = whole

    def _is_so_much(self, share: int, part: int, whole: int) -> bool:
        base = self._value(whole)
        printed = self._mentions[share].amount.value
        return bool(base) and is_rounded(printed, HUNDRED * self._value(part) / base)

    def _right(self, known: Sequence[Relation]) -> Iterator[tuple[int, frozenset[int]]]:
        for one in known:
            if one.tie in _SUMS and not one.wholes:
                whole, parts = one.result, one.terms
            elif one.tie is Tie.REMAINDER and len(one.terms) > 1:
                whole, parts = one.terms[0], (one.result, *one.terms[1:])
            else:
                continue
            value = self._value(whole)
            if value >= _FEW and value == sum(map(self._value, parts)):
                yield whole, frozenset(parts)

    def deny(self, relation: Relation) -> bool:
        """Say whether a sum is refuted by one that comes out right."""
        if relation.tie is Tie.REMAINDER and relation.is_guess:
            return (relation.result, relation.terms[-1]) in self._shares
        if relation.tie not in _SUMS:
            return False
        parts = frozenset(relation.terms)
        if sum(map(self._value, parts)) == self._value(relation.result):
            return False
        if self._flow(sorted((relation.result, *parts))):
            return True
        if relation.is_weighed and self._is_within(relation.result, parts):
            return True
        for all_ in self._of.get(relation.result, ()):
            more = parts - all_
            if not more or (more != parts and self._are_of_others(more, all_)):
                return True
        other = self._totals.get(parts)
        if other is None or other == relation.result:
            return False
        return self._away(other, parts) <= self._away(relation.result, parts) + _APART

    def _flow(self, members: Sequence[int]) -> bool:
        """«Đầu kỳ 182 vụ, thêm 20 vụ, giải quyết 48 vụ; cuối kỳ còn 154 vụ»."""
        if len(members) != _OF_STOCK:
            return False
        first, second, third, last = map(self._value, members)
        return last in (first + second - third, first - second + third)

    def _is_within(self, whole: int, parts: frozenset[int]) -> bool:
        """«phát sinh 34 vụ, xong 45 vụ. Trong 45 vụ có 15 vụ hòa giải»: no 34 + 15."""
        first = min(parts)
        return any(
            (one, other) in self._within for one in parts for other in parts
        ) or any(first < whole < one and (one, whole) in self._within for one in parts)

    def _are_of_others(self, parts: frozenset[int], told: frozenset[int]) -> bool:
        """«… Giao các phòng 80 nhiệm vụ, còn 6 nhiệm vụ chưa xong»: of these 80."""
        last = max(told)
        return all(
            part > last
            and not self._is_beside(last, part)
            and any(
                self._is_beside(i, part)
                and self._unit(i) == self._unit(part) != ""
                and self._value(i) > self._value(part)
                for i in range(max(0, part - _NEAR), part)
            )
            for part in parts
        )

    def _away(self, whole: int, parts: frozenset[int]) -> int:
        sentences = self._outline.sentences
        return min(abs(sentences[whole] - sentences[i]) for i in parts)
