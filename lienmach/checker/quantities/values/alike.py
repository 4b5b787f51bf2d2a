"""Which counts of a passage are counts of one thing."""

import re
from collections.abc import Sequence

from lienmach.checker.quantities.claims.breakdowns import go_together
from lienmach.checker.quantities.words.reader import Reader
from lienmach.checker.quantities.words.vocabulary import words
from lienmach.checker.report import Bound, Sense

MOST = 24  # numbers in a sentence that is read
_VOICES = {"petition", "directive"}  # «21 câu hỏi, 18 ý kiến đã trả lời»
COUNTED = (Sense.COUNT, Sense.SCORE)
_NOT_COUNTED = frozenset(("time", "step"))
# Tags of what stands aside: of another time, or of a part alone.
ASIDE = words("expected cumulative before partly")
# «trong số 24 xã»
OUT_OF = re.compile(r"(?:^|\s)(?:trên|trong|so với)(?: [^\W\d_]+){0,8}$")


class Alike(Reader):
    """What readers have in common that go by the numbers of a sentence or two."""

    def _follows(self, sentences: Sequence[list[int]], at: int) -> bool:
        """Say whether a sentence goes on with the paragraph of the one before."""
        one, other = sentences[at - 1][-1], sentences[at][0]
        near = self._outline.sentences[other] - self._outline.sentences[one] == 1
        return near and self._outline.blocks[one] == self._outline.blocks[other]

    def _is_plain(self, index: int) -> bool:
        """Say whether a mention is a count, or a score, that is meant exactly."""
        mention = self._mentions[index]
        amount = mention.amount
        exact = amount.bound is Bound.EXACT and mention.family not in _NOT_COUNTED
        return exact and amount.sense in COUNTED

    def _like(self, sentence: Sequence[int], index: int) -> list[int]:
        """The other counts of a passage that count what a number counts."""
        mine = self._mentions[index].family
        return [
            i
            for i in sentence
            if i != index
            and self._is_plain(i)
            and (
                go_together(mine, self._mentions[i].family)
                or {mine, self._mentions[i].family} == _VOICES
                or self._are_one_kind(index, i)
            )
        ]

    def _are_one_kind(self, one: int, other: int) -> bool:
        """«79 câu hỏi, 72 câu đã trả lời»."""
        first, second = sorted((self._unit(one), self._unit(other)), key=len)
        return bool(first) and f"{second} ".startswith(f"{first} ")

    def _is_apart(self, index: int) -> bool:
        """«mỗi phường 02 lượt», or of another time: not of the same account."""
        one = self._mentions[index]
        return bool(one.tags & ASIDE) or one.left.startswith("mỗi ")
