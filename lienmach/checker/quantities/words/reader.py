"""What readers of calculations have in common: the mentions of a text at hand."""

import re
from collections.abc import Container, Iterable

from lienmach.checker.quantities.words.outline import Outline
from lienmach.checker.quantities.words.vocabulary import STATES, TIMES, WORD, tags_of
from lienmach.checker.report import Bound, Relation, Sense, Tie

_OPENED = re.compile(r"\s?\((?:đạt|chiếm|bằng|tỷ lệ|tỉ lệ|tương ứng|tương đương| )*")
_PLANNED = re.compile(r"(?:dự toán|kế hoạch|chỉ tiêu)[^\d;.()]{0,24}\($")
_IN_ALL = re.compile(
    r"(?<!\w)(?:tổng cộng|cộng chung|tính chung|cả hai|bình quân"
    r"|trung bình|mỗi)(?!\w)"
)


def results(known: Iterable[Relation], *ties: Tie, guesses: bool = True) -> set[int]:
    """Return what calculations of these kinds come to, guessed ones or not."""
    return {r.result for r in known if r.tie in ties and (guesses or not r.is_guess)}


class Reader:
    """Looks for what the numbers of a text claim; mentions are known by their index."""

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._mentions = outline.mentions
        self._value = outline.value
        self._unit = outline.unit

    def _is_beside(self, one: int, other: int) -> bool:
        """Say whether two mentions stand in one sentence."""
        return self._outline.sentences[one] == self._outline.sentences[other]

    def _is_span(self, index: int) -> bool:
        """«18 hồ sơ phải bổ sung từ 02 lần, chiếm 20 %»: told of the things before."""
        before = index - 1
        return (
            self._mentions[index].family == "time"
            and before >= 0
            and self._is_beside(before, index)
            and self._unit(before) != ""
            and self._mentions[before].family != "time"
        )

    def _is_percent(self, index: int) -> bool:
        """Say whether a mention is a percentage that is meant exactly."""
        amount = self._mentions[index].amount
        return amount.sense is Sense.SHARE and amount.bound is Bound.EXACT

    def _words_beside(self, index: int) -> frozenset[str]:
        """Return the words around a mention, and its counting word."""
        mention = self._mentions[index]
        said = f"{mention.left} {mention.amount.unit} {mention.right.split(',')[0]}"
        return frozenset(WORD.findall(said.lower()))

    def _letters_between(self, one: int, other: int) -> str:
        """The words between two mentions, without the counting word of the first."""
        end = self._mentions[one].amount.unit_end
        return self._outline.lower(one)[end : self._mentions[other].amount.start]

    def _since_last(self, index: int) -> str:
        """The words of its sentence before a number, from the number before it."""
        if index and self._is_beside(index - 1, index):
            return self._letters_between(index - 1, index).rstrip()
        return self._mentions[index].left

    def _letters_behind(self, index: int, letters: int) -> str:
        """So many letters behind the number itself, its unit among them."""
        end = self._mentions[index].amount.end
        return self._outline.lower(index)[end : end + letters]

    def _words_ahead(self, index: int) -> str:
        """The words before a mention; all of its bracket: «(xã A còn dở, đạt 85 %)»."""
        mention = self._mentions[index]
        if not self._outline.depths[index]:
            return mention.left
        lower = self._outline.lower(index)
        start = lower.rfind("(", 0, mention.amount.start) + 1
        if index and self._is_beside(index - 1, index):
            start = max(start, self._mentions[index - 1].amount.unit_end)
        return lower[start : mention.amount.start].strip() or mention.left

    def _is_in_bracket_of(self, share: int, counts: Container[int]) -> bool:
        """«…; thu được hơn 3,26 tỷ đồng (đạt 50 %)»: of the number right before."""
        before = share - 1
        if before < 0 or before in counts or not self._is_beside(before, share):
            return False
        return bool(_OPENED.fullmatch(self._letters_between(before, share)))

    def _is_base(self, share: int, part: int) -> bool:
        """«trả 1.668 hồ sơ và hồ sơ đúng hạn chiếm 97 % số hồ sơ đã trả»."""
        mention = self._mentions[share]
        if not mention.tags & TIMES:
            return False
        named = tags_of(mention.right) & STATES
        return bool(named) and self._mentions[part].tags & (STATES | TIMES) == named

    def _is_of_several(self, index: int) -> bool:
        """«… xuống 12, … xuống 46. Tổng cộng giảm 11 đầu mối»: of no one number."""
        mention = self._mentions[index]
        moved = mention.amount.sense is Sense.CHANGE
        return moved and bool(_IN_ALL.search(mention.left))

    def _is_plan(self, index: int) -> bool:
        """«bằng 83 % dự toán (8.174 tỷ đồng), tăng 1,7 % so với cùng kỳ»."""
        return bool(_PLANNED.search(self._outline.between(index - 1, index)))
