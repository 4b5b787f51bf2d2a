"""Finds what is left by the numbers where the words of a sentence are new.

A total, what was taken and a word for the rest, in one sentence or in two or three
short ones: guesses, as ``differences`` has. What words or forms say to be left is read
before: ``claims.changes``, ``shapes.stated``, ``shapes.apart``.
"""

import re
from collections.abc import Iterator, Sequence

from lienmach.checker.quantities.claims.ledger import LEVELS
from lienmach.checker.quantities.values.alike import MOST, OUT_OF, Alike
from lienmach.checker.quantities.words.outline import Outline
from lienmach.checker.quantities.words.reader import results
from lienmach.checker.quantities.words.vocabulary import (
    COMPLETE,
    DIMENSIONS,
    STATES,
    any_word,
    words,
)
from lienmach.checker.report import REST, Relation, Tie
from lienmach.checker.text.other_times import (
    CARRIED,
)

_PASSAGE = 3  # sentences that tell one thing together
_REST = re.compile(
    any_word(
        "còn|thiếu|hụt|khuyết|trống|dư|nợ|tồn|sót|chưa|không|dở|gối|đang|chờ"
        "|chuyển sang|chuyển tiếp|chuyển qua|chuyển nguồn|chuyển cơ quan|chuyển kỳ|lại"
        "|nốt|vắng|thất lạc|khác|tiếp thu|trả lời sau|trả lời bằng|bằng văn bản"
        "|sau hội nghị|để sau|tiếp tục"
    )
)
_NO_REST = re.compile(
    r"không chỉ|đang (?:có|hoạt động|công tác|sinh hoạt|cung cấp|áp dụng"
    r"|triển khai cung)"
    r"|chưa (?:kể|tính|qua|từng)|không kể|trả lại|gửi lại|nhắc lại|kiểm tra lại|còn có"
    rf"|từ kỳ trước|{CARRIED}"
)
_OF_OTHERS = re.compile(r"(?<!\w)các [^\W\d_]+ còn lại")
_OPEN = words("open left")
_GIVEN = words("assigned plan total received")
_SIDES = frozenset().union(*DIMENSIONS) - STATES - words("assigned present left")
_TIMELY = words("early on_time early+on_time")
_TAKEN_IN = words("received carried")


class Rests(Alike):
    """``known`` are the relations already found."""

    def __init__(self, outline: Outline, known: Sequence[Relation]) -> None:
        super().__init__(outline)
        self._left = results(known, *REST)
        for relation in (r for r in known if not r.is_guess):
            listed = relation.tie is Tie.SOME and len(relation.terms) > 1
            if listed or relation.tie in (Tie.BALANCE, Tie.PARTS):
                self._left.update(relation.terms)

    def relations(self) -> Iterator[Relation]:
        sentences = self._outline.by_sentence
        for at, sentence in enumerate(sentences):
            if len(sentence) <= MOST:
                found = list(self._rests(sentence, sentence))
                yield from found or self._over_sentences(sentences, at)

    def _rests(
        self, sentence: Sequence[int], passage: Sequence[int]
    ) -> Iterator[Relation]:
        """«nhận 375 hồ sơ, xong 350 hồ sơ, 25 hồ sơ còn dở»."""
        for rest in sentence:
            if rest in self._left or not self._is_rest(rest):
                continue
            others = [i for i in self._like(passage, rest) if not self._is_apart(i)]
            triple = self._whole_and_taken(others, rest)
            if triple and self._may_be_left(*triple, rest):
                yield Relation(Tie.REMAINDER, rest, triple, is_guess=True)
            elif len(others) == 1 and self._leaves(others[0], rest):
                yield Relation(Tie.REMAINDER, rest, (others[0],), is_guess=True)

    def _over_sentences(
        self, sentences: Sequence[list[int]], at: int
    ) -> Iterator[Relation]:
        """The same over two or three short sentences of one paragraph."""
        passage = [*sentences[at]]
        for back in range(1, _PASSAGE):
            if at - back < 0 or not self._follows(sentences, at - back + 1):
                return
            passage = [*sentences[at - back], *passage]
            if len(passage) > _PASSAGE + 3:
                return
            if found := list(self._rests(sentences[at], passage)):
                yield from found
                return

    def _is_rest(self, index: int) -> bool:
        mention = self._mentions[index]
        if not self._is_plain(index) or mention.amount.whole or self._is_apart(index):
            return False
        said = f"{mention.left} {mention.right}"
        if _OF_OTHERS.search(mention.left) and mention.amount.unit:
            return False  # «5 quầy bố trí 2 người, các quầy còn lại 1 người»
        if mention.tags & _OPEN and not mention.tags & _TAKEN_IN:
            return True
        return bool(_REST.search(said)) and not _NO_REST.search(said)

    def _whole_and_taken(
        self, others: Sequence[int], rest: int
    ) -> tuple[int, int] | None:
        if len(others) != 2:
            return None
        one, other = others
        first, second = (self._mentions[i] for i in others)
        if first.amount.whole or second.amount.whole:
            return None
        if second.amount.value > first.amount.value and self._is_given(other):
            return other, one
        return one, other

    def _is_given(self, index: int) -> bool:
        """Say whether a number that stands second is still the total."""
        mention = self._mentions[index]
        return bool(OUT_OF.search(mention.left) or mention.tags & _GIVEN)

    def _leaves(self, fraction: int, rest: int) -> bool:
        """«1/22 người vắng; kiểm điểm 01 người vắng»: that is no rest."""
        amounts = [self._mentions[i].amount.value for i in (fraction, rest)]
        return self._is_fraction(fraction) and amounts[0] != amounts[1]

    def _is_fraction(self, index: int) -> bool:
        """«38/42 nhiệm vụ»: how far work has come, and nothing narrower."""
        mention = self._mentions[index]
        return bool(mention.amount.whole) and not mention.tags & _SIDES

    def _may_be_left(self, whole: int, taken: int, rest: int) -> bool:
        """Say whether the rest is what the total has besides what was taken."""
        tags = [self._mentions[i].tags for i in (whole, taken, rest)]
        if len({one & LEVELS for one in tags}) == 1:
            tags = [one - LEVELS for one in tags]
        if self._is_rest(taken) or self._is_rest(whole):
            return False
        if tags[1] & _SIDES or tags[2] & _SIDES & _TIMELY:
            told = (tags[1] | tags[2]) & _SIDES
            return any(told == complete for complete in COMPLETE)
        if "late" in tags[2] or ("within" in tags[2] and "open" not in tags[2]):
            return False
        return not tags[0] & (_SIDES | {"open", "carried"}) and not (
            "received" in tags[1] and "finished" not in tags[1]
        )
