"""Finds how far two numbers are apart in sentences that count just three of a kind.

«Có 416 dự án, nhiều hơn 41 so với con số 375 của cùng kỳ», «số bổ sung là 18, nâng
tổng số từ 59 lên 77», «định mức 52 người, thực có 73 người, thừa 21 người»: three
numbers of one unit, whatever it is, and a word of difference right before one of them.
What is told of another time stands in a bracket or behind a word that leads to it; in
right texts of the genre the three then always fit.
"""

import re
from collections.abc import Iterator, Sequence

from lienmach.checker.quantities.words.outline import Outline
from lienmach.checker.quantities.words.reader import Reader
from lienmach.checker.quantities.words.vocabulary import any_word, words
from lienmach.checker.report import GROWTH, REST, Bound, Relation, Sense, Tie

_MORE = (
    "nhiều hơn|ít hơn|cao hơn|thấp hơn|lớn hơn|tăng|tăng thêm|giảm|giảm đi|thừa|thiếu"
    "|vượt|hụt|bổ sung|chênh|chênh lệch|dôi|dôi dư|bớt|thêm|hơn|kém|cắt giảm"
)
_GAP = re.compile(
    any_word(_MORE) + r"(?: (?:là|thêm|đi|được|trong kỳ là|tới|mất|đến|năm|cùng kỳ"
    r"|trước|ngoái|quý|tháng|\d{1,4}|so với|so|với))*$"
)
_LEADS = re.compile(
    r"\(|" + any_word("so với|so|cùng kỳ|trước|từ|lên|còn|xuống|con số|chỉ tiêu")
)
_OTHERWISE = re.compile(
    any_word(
        "mỗi|bình quân|trung bình|lần lượt|trong đó|gồm|trễ hạn|quá hạn|riêng|hai|cả"
        "|trường hợp|tiếp tục|dưới"
    )
)
_ELSE = re.compile(r";|\(đạt|" + any_word("bằng|hiện|dự kiến"))
_APART = words("time point step")


class Gaps(Reader):
    """``known`` are the relations already found; what they settle is left alone."""

    def __init__(self, outline: Outline, known: Sequence[Relation]) -> None:
        super().__init__(outline)
        self._told = {
            r.result for r in known if r.tie in (*REST, *GROWTH) and not r.is_guess
        }

    def relations(self) -> Iterator[Relation]:
        for sentence in self._outline.by_sentence:
            three = [i for i in sentence if self._unit(i) != "%"]
            if len(three) == 3 and self._are_alike(three):
                yield from self._of(three)

    def _are_alike(self, three: Sequence[int]) -> bool:
        told = [self._mentions[i] for i in three]
        exact = all(
            one.amount.bound is Bound.EXACT
            and one.amount.whole is None
            and one.amount.sense in (Sense.COUNT, Sense.CHANGE)
            and one.family not in _APART
            for one in told
        )
        return exact and len({one.unit for one in told} - {""}) == 1

    def _of(self, three: Sequence[int]) -> Iterator[Relation]:
        gaps = [i for i in three if self._is_gap(i)]
        if len(gaps) != 1 or gaps[0] in self._told or self._is_more_said(three):
            return
        gap = gaps[0]
        one, other = (i for i in three if i != gap)
        behind = [i for i in (one, other) if i > gap]
        if any(not self._is_led_to(i) for i in behind):
            return
        less, more = sorted((one, other), key=self._value)
        amount = self._mentions[gap].amount
        if amount.sense is Sense.CHANGE:
            pair = (more, less) if amount.falls else (less, more)
            yield Relation(Tie.CHANGE, gap, pair, is_formal=True)
        else:
            yield Relation(Tie.REMAINDER, gap, (more, less), is_formal=True)

    def _is_gap(self, index: int) -> bool:
        if self._mentions[index].amount.sense is Sense.CHANGE:
            return True
        return bool(_GAP.search(self._since_last(index)))

    def _is_led_to(self, index: int) -> bool:
        """«…, tăng 46 (kế hoạch 1.158)»: not «tăng 46 so với kỳ trước; trễ hạn 12»."""
        between = self._letters_between(index - 1, index)
        return bool(_LEADS.search(between)) and not _ELSE.search(between)

    def _is_more_said(self, three: Sequence[int]) -> bool:
        return any(_OTHERWISE.search(self._since_last(i)) for i in three)
