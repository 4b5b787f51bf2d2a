"""Finds by the numbers alone what one key makes wrong, whatever the words are.

A percentage behind a count, a rise beside a number: if any figure of the whole text
makes it right, it is right. If none does, and a figure near by would
but for one key, that is a reading: by chance this is rarer than a slip. The smaller
the numbers and the farther the figure, the more of the digits must agree.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from lienmach.checker.quantities.claims.ledger import LEVELS
from lienmach.checker.quantities.words.outline import Outline
from lienmach.checker.quantities.words.reader import Reader
from lienmach.checker.quantities.words.vocabulary import words
from lienmach.checker.report import Bound, Relation, Sense, Tie
from lienmach.checker.text.numbers import is_rounded
from lienmach.checker.text.other_times import OTHER_BASE
from lienmach.checker.text.slips import (
    HUNDRED,
    is_one_key_away,
    is_share_but_for_a_key,
    is_swap,
)

_MOST = 14  # numbers in a sentence
_REACH, _FAR = 24, 3  # numbers, sentences
_WIDE = 48  # letters between a count and its percentage
_SMALL, _LARGE = 30, 100
_ASIDE = words("before expected cumulative partly plan")
_UNCOUNTED = ("time", "step", "point", "measure")
_LINKS = ("(", "tương ứng", "tương đương", "ứng với", "tức", "với", "là")
_OTHER_BASE = re.compile(OTHER_BASE)


class Nearby(Reader):
    """``known`` are the relations already found; what they settle is left alone."""

    def __init__(self, outline: Outline, known: Sequence[Relation]) -> None:
        super().__init__(outline)
        self._plain = [i for i in range(len(self._mentions)) if self._is_plain(i)]
        self._values = Counter(self._value(i) for i in self._plain)
        self._sums = self._values + Counter(
            self._value(a) + self._value(b) for a, b in pairwise(self._plain)
        )
        told = (Tie.SHARE, Tie.RATE, Tie.CHANGE)
        self._shared = {
            r.result for r in known if r.tie in told and (r.is_sure or r.is_guess)
        }

    def relations(self) -> Iterator[Relation]:
        sentence: list[int] = []
        for index in range(len(self._mentions)):
            if sentence and not self._is_beside(sentence[-1], index):
                yield from self._of(sentence)
                sentence = []
            sentence.append(index)
        yield from self._of(sentence)

    def _of(self, sentence: Sequence[int]) -> Iterator[Relation]:
        if 0 < len(sentence) <= _MOST:
            for index in sentence:
                yield from self._share(index, sentence)
                yield from self._change(index, sentence)

    def _is_plain(self, index: int) -> bool:
        mention = self._mentions[index]
        return mention.is_count and mention.family not in _UNCOUNTED

    def _may_be_one(self, one: int, other: int) -> bool:
        """Say whether two numbers may count the same things."""
        first, second = self._mentions[one], self._mentions[other]
        levels = first.tags & LEVELS, second.tags & LEVELS
        if (first.tags | second.tags) & _ASIDE or (
            all(levels) and levels[0] != levels[1]
        ):
            return False
        kinds = {first.family, second.family}
        return len(kinds) == 1 or "" in kinds

    # A percentage

    def _share(self, share: int, sentence: Sequence[int]) -> Iterator[Relation]:
        mention = self._mentions[share]
        amount = mention.amount
        if amount.sense is not Sense.SHARE or amount.bound is not Bound.EXACT:
            return
        if share in self._shared or mention.tags & _ASIDE or amount.value >= HUNDRED:
            return
        if _OTHER_BASE.match(mention.right):
            return
        part = self._part(share)
        if part is None:
            return
        top, printed = self._value(part), amount.value
        if any(self._is_right(printed, top, base) for base in self._sums):
            return
        for whole in self._wholes(part, sentence):
            near = whole in sentence
            if is_share_but_for_a_key(
                printed, top, self._value(whole), swapped=not near
            ):
                yield Relation(Tie.SHARE, share, (part,), (whole,), is_guess=True)
                return

    def _part(self, share: int) -> int | None:
        """The count right before a percentage, or in the bracket behind it."""
        part = share - 1
        if part >= 0 and self._is_beside(part, share) and self._is_plain(part):
            between = self._outline.between(part, share)
            depths = self._outline.depths
            if (
                ";" not in between
                and len(between) <= _WIDE
                and depths[part] <= depths[share]
            ):
                return part
        part = share + 1
        if part < len(self._mentions) and self._is_beside(share, part):
            between = self._outline.between(share, part).strip(" ,")
            if self._is_plain(part) and between.endswith(_LINKS):
                return part
        return None

    def _wholes(self, part: int, sentence: Sequence[int]) -> Iterator[int]:
        here = [i for i in sentence if i != part and self._is_plain(i)]
        before = range(sentence[0] - 1, max(-1, sentence[0] - _REACH), -1)
        for whole in (*here, *before):
            far = self._outline.sentences[part] - self._outline.sentences[whole] > _FAR
            if far:
                return
            larger = self._is_plain(whole) and self._value(whole) > self._value(part)
            if larger and self._may_be_one(whole, part):
                yield whole

    def _is_right(self, printed: Decimal, top: Decimal, base: Decimal) -> bool:
        if base < top or not base:
            return False
        return is_rounded(printed, HUNDRED * top / base)

    # A rise or a fall

    def _change(self, change: int, sentence: Sequence[int]) -> Iterator[Relation]:
        amount = self._mentions[change].amount
        if amount.sense is not Sense.CHANGE or amount.bound is not Bound.EXACT:
            return
        if change in self._shared or amount.unit == "%" or amount.unit == "điểm":
            return
        told = [
            i for i in sentence if self._is_plain(i) and self._may_be_one(i, change)
        ]
        moved = self._value(change)
        if not told or moved < _SMALL:
            return
        sums = {self._value(i) + way * moved for i in told for way in (1, -1)}
        if any(value in self._values for value in sums):
            return
        before = range(sentence[0] - 1, max(-1, sentence[0] - _REACH), -1)
        for one in told:
            for other in (*(i for i in told if i > one), *before):
                if not self._is_plain(other) or not self._may_be_one(one, other):
                    continue
                gap = abs(self._value(one) - self._value(other))
                key = min(gap, moved) >= _LARGE and is_one_key_away(gap, moved)
                if is_swap(gap, moved) or (key and other in sentence):
                    pair = sorted((one, other), key=self._value, reverse=amount.falls)
                    yield Relation(Tie.CHANGE, change, tuple(pair), is_guess=True)
                    return
