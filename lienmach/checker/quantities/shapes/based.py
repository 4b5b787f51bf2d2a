"""Finds growth whose base stands in a bracket, whatever is counted and wherever it is.

«đạt 59,7 % kế hoạch, cao hơn cùng kỳ 6,2 % (cùng kỳ đạt 53,5 %)», «12,5 tiêu chí/xã,
tăng 0,5 tiêu chí so với cuối năm 2021 (12 tiêu chí/xã)», «Đạt 92,9 %. So với năm 2022
(91,2 %) tăng 1,7 điểm phần trăm», «71,6 %, thấp hơn quý trước (73 %) 1,4 điểm phần
trăm»: a change, another time, and a bracket with the number of that time. What it is
now is the nearest number of its kind that stands before, or the one told of the same
thing: «chết 4 người, bị thương 9 người; giảm 2 người chết (6 người), tăng 1 người bị
thương (8 người)».
"""

import re
from collections.abc import Iterator, Sequence

from lienmach.checker.quantities.shapes.planned import POINTS
from lienmach.checker.quantities.words.outline import Outline
from lienmach.checker.quantities.words.reader import Reader
from lienmach.checker.quantities.words.vocabulary import (
    LESS,
    MORE,
    STATES,
    any_word,
    tags_of,
)
from lienmach.checker.report import GROWTH, Bound, Relation, Sense, Tie
from lienmach.checker.text.other_times import EARLIER

_TIME = re.compile(
    any_word(f"{EARLIER}|năm học trước")
    + r"|(?:năm|quý|tháng|kỳ|vụ|nhiệm kỳ)(?: học| tháng)? (?:\d|[ivx]+(?!\w))"
)
_THAN = re.compile(r"so(?: với)? (?:[^\W_]+[ /]){1,8}$")
_AMONG = re.compile(any_word("trong đó|gồm|bao gồm"))
_MOVES = re.compile(any_word(f"{MORE}|{LESS}"))
_PER = re.compile(r"^ ?[^\W\d]+(?: [^\W\d]+)? ?/")
_COMPARED = re.compile(any_word(f"{MORE}|{LESS}") + r"[^;()]{0,60}$")
_REACH, _FAR = 12, 2  # numbers, sentences
_SHORT, _LONG = 24, 120  # letters
_NOW = frozenset((Sense.COUNT, Sense.SHARE, Sense.SCORE, Sense.AVERAGE))


class Based(Reader):
    """``known`` are the relations already found; what they settle is left alone."""

    def __init__(self, outline: Outline, known: Sequence[Relation]) -> None:
        super().__init__(outline)
        self._told = {r.result for r in known if r.tie in GROWTH and not r.is_guess}
        self._is_alone = False  # what it is now: no other number near may be it

    def relations(self) -> Iterator[Relation]:
        for change in range(1, len(self._mentions)):
            amount = self._mentions[change].amount
            moved = amount.sense is Sense.CHANGE and amount.bound is Bound.EXACT
            if moved and change not in self._told and amount.whole is None:
                found = self._of(change)
                if found:
                    yield found

    def _of(self, change: int) -> Relation | None:
        then = self._behind(change)
        then = self._ahead(change) if then is None else then
        if then is None:
            return None
        now = self._now(change, then)
        if now is None:
            return None
        formal = self._is_beside(now, change)
        guess = not formal and not self._is_alone
        return Relation(
            Tie.CHANGE, change, (then, now), is_formal=formal, is_guess=guess
        )

    def _behind(self, change: int) -> int | None:
        """The bracket behind a change: «… so với cùng kỳ (565 cặp)»."""
        then = change + 1
        if then >= len(self._mentions) or not self._may_be_then(change, then):
            return None
        between = self._letters_between(change, then)
        said, opened, inside = between.partition("(")
        if not opened or ";" in between or "(" in inside or ")" in inside:
            return None
        if _MOVES.search(said):
            return None  # «vượt chỉ tiêu 6,6 điểm, thấp hơn quý trước (73 %)»
        mention = self._mentions[change]
        ahead = self._outline.lower(change)[mention.sentence : mention.amount.start]
        clause = ahead.rpartition(";")[2]
        if any(map(_TIME.search, (said, inside, clause))):
            return then
        return None

    def _ahead(self, change: int) -> int | None:
        """The bracket before it: «So với năm 2022 (91,2 %) tăng 1,7 điểm»."""
        for then in range(change - 1, max(-1, change - _REACH), -1):
            if not self._is_beside(then, change) or self._is_moved(then, change):
                return None
            if not self._may_be_then(change, then):
                continue
            if then and self._is_moved(then - 1, change):
                return None
            mention = self._mentions[then]
            ahead = self._outline.lower(then)[mention.sentence : mention.amount.start]
            said, opened, inside = ahead[-_LONG:].rpartition("(")
            compared = opened and (_THAN.search(said) or _COMPARED.search(said))
            if ")" in inside or not compared:
                continue
            if ";" in self._outline.between(then, change):
                return None
            return then
        return None

    def _is_moved(self, index: int, change: int) -> bool:
        """«số nhận tăng 42 vụ (cùng kỳ 376 vụ), số xong tăng 18 vụ»: of another."""
        moved = self._mentions[index].amount.sense is Sense.CHANGE
        return moved and self._unit(index) == self._unit(change)

    def _may_be_then(self, change: int, then: int) -> bool:
        """Say whether a number in a bracket is of what changed."""
        if not self._is_beside(change, then):
            return False
        if self._outline.depths[then] <= self._outline.depths[change]:
            return False
        return self._is_told(then) and self._is_of_one(change, then)

    def _is_told(self, index: int) -> bool:
        amount = self._mentions[index].amount
        exact = amount.bound is Bound.EXACT and amount.whole is None
        return exact and amount.sense in _NOW

    def _is_of_one(self, change: int, other: int) -> bool:
        moved, unit = self._unit(change), self._unit(other)
        if moved in POINTS and unit == "%":
            return True
        return moved == unit or not unit

    def _now(self, change: int, then: int) -> int | None:
        """The number that changed: of its clause, else told of the same thing."""
        first = min(change, then)
        found = [*self._nows(change, then, first)]
        self._is_alone = len(found) == 1
        if not found:
            return None
        near = [i for i in found if ";" not in self._outline.between(i, first)]
        if near and self._is_beside(near[0], change):
            return self._not_a_part(then, near)
        mine = self._words_beside(change)
        shared = [len(mine & self._words_beside(i)) for i in found]
        best = [i for i, n in zip(found, shared, strict=True) if n == max(shared)]
        return [i for i in best if self._is_beside(i, best[0])][-1]

    def _nows(self, change: int, then: int, first: int) -> Iterator[int]:
        """Numbers of its kind that stand before, the nearest first."""
        outline = self._outline
        for now in range(first - 1, max(-1, first - _REACH), -1):
            if outline.blocks[now] != outline.blocks[change]:
                return
            if outline.sentences[change] - outline.sentences[now] > _FAR:
                return
            above = outline.depths[now] <= outline.depths[change]
            if above and self._is_now(then, now):
                yield now

    def _not_a_part(self, then: int, near: Sequence[int]) -> int:
        """«147 văn bản, trong đó 96 gửi xã, 51 gửi phòng, so với …»: of 147."""
        told = tags_of(self._outline.between(near[0], then)) & STATES
        for whole in near[1:]:
            if any(self._mentions[i].tags & told for i in near):
                break  # «6.318 hồ sơ tiếp nhận …; so với số tiếp nhận (5.874)»
            if _AMONG.search(self._outline.between(whole, near[0])):
                return whole
        return near[0]

    def _is_now(self, then: int, now: int) -> bool:
        if not self._is_told(now):
            return False
        one, other = self._mentions[now], self._mentions[then]
        if one.unit != other.unit and (other.unit or not one.unit):
            return False
        if not other.unit and other.amount.value % 1 and not one.amount.value % 1:
            return False  # «6.260 vụ, giảm 278 vụ so cùng kỳ (đạt 78,35)»
        if one.amount.sense is other.amount.sense:
            return True
        rates = [self._letters_behind(i, _SHORT) for i in (now, then)]
        return all(_PER.search(said) for said in rates)
