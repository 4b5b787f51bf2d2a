"""Finds rests and lists whose total another sentence tells, by its name.

«giao 21.480 người. Có mặt 20.694 người; chưa tuyển dụng 786 người», «Trong số phiếu thu
về có 1.920 phiếu hợp lệ, 14 phiếu không hợp lệ». If any total near by makes the numbers
right, they are; else a reading is given where one key explains the difference.
"""

import re
from collections.abc import Iterator, Sequence

from lienmach.checker.quantities.breakdowns import family
from lienmach.checker.quantities.ledger import LEVELS
from lienmach.checker.quantities.outline import Outline
from lienmach.checker.quantities.vocabulary import words
from lienmach.checker.report import Bound, Relation, Sense, Tie
from lienmach.checker.slips import (
    is_one_key_away,
    is_sum_but_for_a_key,
    is_swap,
)

_REACH, _FAR = 40, 12  # numbers, sentences
_MOST = 12  # numbers in a sentence
_LEAST, _LARGE = 10, 100
_REST = re.compile(r"(?:hiện |số )?(?:còn|chưa|không|thiếu|đang)(?!\w)")
_LEFT = re.compile(r"(?:hiện |số |vẫn )?(?:còn|chưa)(?!\w)")
_OUT_OF = re.compile(
    r"^[\s\-–+*•\d.)]*trong (?:tổng )?số ([^\d,:;.]{4,60}?)(?: có| thì|,|:|$)"
)
_IN_ALL = re.compile(
    r"\s*(?:như vậy|tổng cộng|cộng|tính chung|tổng số|tổng|gộp lại|tất cả)(?!\w)"
)
_WORD = re.compile(r"[^\W\d_]+")
_FILLING = words(
    "số tổng lượng của trên trong đã được các có là và tại theo kỳ quý năm tháng cả này"
    " nêu đó những"
)
_GIVEN = words("assigned total received plan")
_ASIDE = words("before cumulative partly")
_STAGES = words("received finished total new overall")
_SIDES = words("online direct postal late early on_time early+on_time female male")


class Remote:
    """``known`` are the relations already found."""

    def __init__(self, outline: Outline, known: Sequence[Relation]) -> None:
        self._outline = outline
        self._value = outline.value
        self._mentions = outline.mentions
        self._results = {r.result for r in known if r.tie is Tie.REMAINDER}
        self._terms: set[int] = set()
        for relation in known:
            summed = relation.tie in (Tie.PARTS, Tie.BALANCE)
            if summed and self._may_be_meant(relation):
                self._terms |= {relation.result, *relation.terms}

    def _may_be_meant(self, relation: Relation) -> bool:
        """Say whether a sum found by its numbers is right, or wrong by one key."""
        values = [self._value(i) for i in relation.terms]
        total = self._value(relation.result)
        if not relation.is_guess or sum(values) == total:
            return True
        return total >= _LARGE and is_sum_but_for_a_key(total, values)

    def relations(self) -> Iterator[Relation]:
        before: list[int] = []
        for sentence in self._outline.by_sentence():
            yield from self._of(sentence)
            yield from self._in_all(before, sentence)
            before = sentence

    def _in_all(
        self, before: Sequence[int], sentence: Sequence[int]
    ) -> Iterator[Relation]:
        """«Tháng 4 là 410 hồ sơ; …; tháng 6 là 435. Như vậy quý II nhận 1.300»."""
        if len(sentence) != 1 or not 1 < len(before) <= _MOST:
            return
        (whole,) = sentence
        mention = self._mentions[whole]
        text = self._outline.texts[self._outline.blocks[whole]].lower()
        if not _IN_ALL.match(text, mention.sentence) or not self._is_plain(whole):
            return
        same = self._outline.blocks[whole] == self._outline.blocks[before[0]]
        parts = [i for i in before if self._is_plain(i)]
        alike = {family(self._mentions[i]) for i in (*parts, whole)}
        if (
            not same
            or len(parts) != len(before)
            or len(alike) != 1
            or whole in self._terms
        ):
            return
        if any(self._mentions[i].amount.whole for i in (*parts, whole)):
            return
        if len({self._mentions[i].tags - _STAGES for i in (*parts, whole)}) != 1:
            return
        values, total = (
            [self._value(i) for i in parts],
            self._value(whole),
        )
        slip = total >= _LARGE and is_sum_but_for_a_key(total, values)
        if sum(values) == total or slip:
            yield Relation(Tie.PARTS, whole, tuple(parts), is_guess=True)

    def _of(self, sentence: Sequence[int]) -> Iterator[Relation]:
        if 0 < len(sentence) <= _MOST:
            yield from self._listed(sentence)
            for rest in sentence:
                yield from self._rest(rest)

    def _is_plain(self, index: int) -> bool:
        amount = self._mentions[index].amount
        return amount.sense is Sense.COUNT and amount.bound is Bound.EXACT

    def _before(self, index: int) -> Iterator[int]:
        """Yield the counts of the same kind told before, the nearest first."""
        sentences, mine = self._outline.sentences, self._mentions[index]
        for other in range(index - 1, max(-1, index - _REACH), -1):
            if sentences[index] - sentences[other] > _FAR:
                return
            mention = self._mentions[other]
            levels = mention.tags & LEVELS, mine.tags & LEVELS
            alike = family(mention) == family(mine) and bool(family(mine))
            alike = alike and (not all(levels) or levels[0] == levels[1])
            if alike and self._is_plain(other) and not mention.tags & _ASIDE:
                yield other

    # «Có mặt 20.694 người; chưa tuyển dụng 786 người»

    def _rest(self, rest: int) -> Iterator[Relation]:
        mention = self._mentions[rest]
        if rest in self._results or rest in self._terms or not self._is_plain(rest):
            return
        if not _REST.match(mention.left) or mention.amount.whole is not None:
            return
        before = list(self._before(rest))
        if not before:
            return
        taken, sentences = before[0], self._outline.sentences
        if sentences[rest] - sentences[taken] > 1 or taken in self._results:
            return
        if self._mentions[taken].amount.whole is not None:
            unit = self._mentions[taken].amount.unit.lower()
            same = unit == mention.amount.unit.lower() and bool(
                _LEFT.match(mention.left)
            )
            if same and not mention.tags & _SIDES:
                yield Relation(Tie.REMAINDER, rest, (taken,), is_guess=True)
            return
        left, gone = self._value(rest), self._value(taken)
        wholes = [i for i in before[1:] if self._value(i) > max(left, gone)]
        if left < _LEAST or any(self._value(i) - gone == left for i in wholes):
            return
        for whole in wholes:
            gap = self._value(whole) - gone
            given = self._mentions[whole].tags & _GIVEN or self._is_kind(taken, whole)
            one_key = given and min(gap, left) >= _LARGE and is_one_key_away(gap, left)
            if given and (one_key or is_swap(gap, left)):
                yield Relation(Tie.REMAINDER, rest, (whole, taken), is_guess=True)
                return

    def _is_kind(self, part: int, whole: int) -> bool:
        """«Văn bản đi ký số» are some of «văn bản đi»."""
        return self._words_of(whole) < self._words_of(part)

    def _words_of(self, index: int) -> frozenset[str]:
        mention = self._mentions[index]
        said = f"{mention.left} {mention.amount.unit}"
        return frozenset(_WORD.findall(said.lower())) - _FILLING

    # «Trong số phiếu thu về có 1.920 phiếu hợp lệ, 14 phiếu không hợp lệ»

    def _listed(self, sentence: Sequence[int]) -> Iterator[Relation]:
        first = self._mentions[sentence[0]]
        text = self._outline.texts[self._outline.blocks[sentence[0]]].lower()
        start = max(first.sentence, first.amount.start - _LARGE)
        named = _OUT_OF.match(text[start : first.amount.start].lstrip())
        parts = [i for i in sentence if self._is_plain(i)]
        if not named or len(parts) != len(sentence) or len(parts) < 2:
            return
        if any(i in self._terms or self._mentions[i].amount.whole for i in parts):
            return
        wanted = frozenset(_WORD.findall(named[1])) - _FILLING
        wholes = [i for i in self._before(parts[0]) if wanted <= self._words_of(i)]
        if not wanted or not wholes:
            return
        whole, values = wholes[0], [self._value(i) for i in parts]
        total = self._value(whole)
        if sum(values) == total or is_sum_but_for_a_key(total, values):
            yield Relation(Tie.PARTS, whole, tuple(parts), is_guess=True)
