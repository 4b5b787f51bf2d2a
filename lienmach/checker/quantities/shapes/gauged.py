"""Finds how far the highest and the lowest are apart, and the mean of a list of marks.

«cao nhất là xã A (92,5 điểm), thấp nhất là xã B (71,25 điểm), chênh lệch 21,25 điểm»;
«05 xã: A 82,5 điểm; B 79 điểm; … Điểm bình quân của 05 xã là 82,2 điểm; chênh lệch giữa
xã cao nhất và xã thấp nhất là 12 điểm».
"""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from lienmach.checker.quantities.words.outline import Outline
from lienmach.checker.quantities.words.reader import Reader, results
from lienmach.checker.quantities.words.vocabulary import any_word, words
from lienmach.checker.report import REST, Bound, Relation, Sense, Tie
from lienmach.checker.text.other_times import COMPARED

_HIGH = re.compile(any_word("cao nhất|nhiều nhất|lớn nhất|dẫn đầu|đứng đầu"))
_LOW = re.compile(any_word("thấp nhất|ít nhất|nhỏ nhất|đứng cuối|xếp cuối"))
_APART = re.compile(
    any_word("chênh lệch|chênh nhau|khoảng cách|cách nhau|cách biệt|hơn kém nhau")
)
_OF_OTHERS = re.compile(f"{COMPARED}|năm 20|từ ")
_MEAN = re.compile(any_word("bình quân|trung bình"))
_SCALE = re.compile(r"(?:thang điểm|tối đa)(?: là)?$")
_POINTS = words("% điểm")
_LEAST, _MOST = 3, 40  # marks of a list
_NEAR = 3  # sentences


class Gauged(Reader):
    """``known`` are the relations already found: what they tell needs no more."""

    def __init__(self, outline: Outline, known: Sequence[Relation]) -> None:
        super().__init__(outline)
        ties = (*REST, Tie.CHANGE, Tie.AVERAGE)
        self._told = results(known, *ties, guesses=False)

    def relations(self) -> Iterator[Relation]:
        for at, sentence in enumerate(self._outline.by_sentence):
            for index in sentence:
                if index in self._told or not self._is_plain(index):
                    continue
                ahead = self._ahead(index)
                yield from self._apart(at, index, ahead)
                marks = self._marks_of_mean(at, index, ahead)
                if marks:
                    yield Relation(Tie.MEAN, index, marks)

    def _is_plain(self, index: int) -> bool:
        amount = self._mentions[index].amount
        return amount.bound is Bound.EXACT and amount.sense is not Sense.RANK

    def _ahead(self, index: int) -> str:
        """The words of its sentence between the number before and this one."""
        mention = self._mentions[index]
        start = mention.sentence
        if index and self._is_beside(index - 1, index):
            start = max(start, self._mentions[index - 1].amount.unit_end)
        return self._outline.lower(index)[start : mention.amount.start]

    def _apart(self, at: int, gap: int, ahead: str) -> Iterator[Relation]:
        told = _APART.search(ahead) and not _OF_OTHERS.search(ahead)
        if not told or _OF_OTHERS.search(self._behind(gap)):
            return
        high = self._extreme(at, gap, _HIGH, _LOW)
        low = self._extreme(at, gap, _LOW, _HIGH)
        if high is None and low is None and _HIGH.search(ahead) and _LOW.search(ahead):
            listed = self._listed(at, gap)
            if listed:
                high = max(listed, key=self._value)
                low = min(listed, key=self._value)
        if high is not None and low is not None and self._are_alike(high, low, gap):
            yield Relation(Tie.REMAINDER, gap, (high, low))

    def _behind(self, index: int) -> str:
        mention = self._mentions[index]
        text = self._outline.lower(index)[mention.amount.unit_end :]
        return re.split(r"[.,;)]", text[:60])[0]

    def _extreme(
        self, at: int, gap: int, mine: re.Pattern[str], other: re.Pattern[str]
    ) -> int | None:
        """The nearest number called the highest, of this sentence or the one before."""
        block = self._outline.blocks[gap]
        for sentence in (
            self._outline.by_sentence[at],
            self._outline.by_sentence[at - 1],
        ):
            for index in reversed(sentence):
                if index >= gap or self._outline.blocks[index] != block:
                    continue
                ahead = self._ahead(index)
                if mine.search(ahead) and not other.search(ahead):
                    return index if self._is_plain(index) else None
        return None

    def _are_alike(self, high: int, low: int, gap: int) -> bool:
        units = {self._unit(high), self._unit(low)} - {""}
        own = self._unit(gap)
        if self._value(high) <= self._value(low) or high == low:
            return False
        return len(units) <= 1 and (
            units <= {own} or (units == {"%"} and own in _POINTS)
        )

    def _listed(self, at: int, index: int) -> tuple[int, ...]:
        """The marks of the nearest list before a number, in its paragraph."""
        block = self._outline.blocks[index]
        for sentence in reversed(
            self._outline.by_sentence[max(0, at - _NEAR) : at + 1]
        ):
            before = [
                i for i in sentence if i < index and self._outline.blocks[i] == block
            ]
            unit = self._unit(before[-1]) if before else ""
            count = sum(1 for _ in takewhile(bool, self._are_marks(before[::-1], unit)))
            if unit and _LEAST <= count <= _MOST:
                return tuple(before[-count:])
        return ()

    def _are_marks(self, indexes: Sequence[int], unit: str) -> Iterator[bool]:
        return (self._is_mark(index, unit) for index in indexes)

    def _is_mark(self, index: int, unit: str) -> bool:
        """Of «A 88,12; B 86,45; C 85,30 điểm» the last alone has its unit."""
        mention = self._mentions[index]
        counts = mention.amount.sense in (Sense.SCORE, Sense.COUNT)
        if not counts or not self._is_plain(index) or not mention.left:
            return False
        return mention.unit in (unit, "") and not _SCALE.search(mention.left)

    def _marks_of_mean(self, at: int, mean: int, ahead: str) -> tuple[int, ...]:
        """«Điểm bình quân của 05 xã là 82,2 điểm»: of the five marks before."""
        before = self._mentions[mean - 1] if mean else None
        if before and before.amount.sense is Sense.AVERAGE and before.unit != "điểm":
            ahead = self._ahead(mean - 1) + ahead
        if not _MEAN.search(ahead) or self._unit(mean) != "điểm":
            return ()  # that of percentages is weighed
        marks = self._listed(at, mean)
        if not marks or self._unit(marks[-1]) != self._unit(mean):
            return ()
        near = self._mentions[max(0, marks[0] - _NEAR) : mean]
        return marks if any(m.amount.value == len(marks) for m in near) else ()
