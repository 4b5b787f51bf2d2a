"""Finds total scores and the marks they are made of, told over some paragraphs.

«đạt tổng điểm 41,27 …: tiêu chí thứ nhất 5,31 điểm; …», and of two years, each mark
told twice: the first marks of the lines make one total, the second the other. A list
may leave marks out: it is wrong only if a clear slip of the pen parts it from a total.
"""

import re
from collections.abc import Iterator
from itertools import accumulate, groupby

from lienmach.checker.quantities.words.reader import Reader
from lienmach.checker.quantities.words.weights import sum_slip
from lienmach.checker.report import Bound, Relation, Sense, Tie

_TOTAL = re.compile(r"tổng (?:số )?điểm")
_LEAST, _MOST = 4, 12  # marks
_NEAR = 40  # numbers
_BLOCKS = 24  # paragraphs
_HALF = 2  # a mark is at most half of its total
_YEARS = 2  # that are told at most, a total of each beside the other
_CLEAR = 4.0  # bits of a slip


class Scored(Reader):
    """Total scores with the marks behind them, of one year or of two."""

    def relations(self) -> Iterator[Relation]:
        for index, mention in enumerate(self._mentions):
            if not self._is_mark(index, bare=True):
                continue
            ahead = self._outline.lower(index)[mention.sentence : mention.amount.start]
            if not _TOTAL.search(ahead):
                continue
            marks = self._marks(index)
            totals = [index, *(i for i in marks if self._is_beside(index, i))][:_YEARS]
            yield from self._made_of(totals, [i for i in marks if i not in totals])

    def _is_mark(self, index: int, *, bare: bool = False) -> bool:
        """A score that is no whole number; of a total the unit may lack."""
        amount = self._mentions[index].amount
        if amount.whole is not None or amount.bound is not Bound.EXACT:
            return False
        scored = amount.sense is Sense.SCORE or (bare and not amount.unit)
        return scored and amount.value != int(amount.value)

    def _marks(self, total: int) -> list[int]:
        """The marks behind a total, up to what is too large to be one of its own."""
        outline, found = self._outline, list[int]()
        for index in range(total + 1, min(len(self._mentions), total + _NEAR)):
            beside = self._is_beside(total, index)
            if not 0 <= outline.blocks[index] - outline.blocks[total] <= _BLOCKS:
                break
            if not self._is_mark(index):
                continue
            if not beside and self._value(index) * _HALF > self._value(total):
                break
            found.append(index)
        return found

    def _made_of(self, totals: list[int], marks: list[int]) -> Iterator[Relation]:
        lines = [
            list(line) for _, line in groupby(marks, self._outline.blocks.__getitem__)
        ]
        lists = [marks]
        if len(lines) >= _LEAST and all(len(line) == _YEARS for line in lines):
            lists = [list(column) for column in zip(*lines, strict=True)]
        lists = [one for one in lists if _LEAST <= len(one) <= _MOST]
        right = [(t, one) for t in totals for one in lists if self._adds_up(t, one)]
        for total in totals:
            for one in lists:
                if any(total == t or one is known for t, known in right):
                    continue
                bits = sum_slip(self._value(total), [*map(self._value, one)])
                if bits is not None and bits >= _CLEAR:
                    yield Relation(
                        Tie.PARTS, total, tuple(one), is_guess=True, is_weighed=True
                    )

    def _adds_up(self, total: int, marks: list[int]) -> bool:
        """Say whether some of the first marks make a total: others may follow."""
        return self._value(total) in accumulate(map(self._value, marks))
