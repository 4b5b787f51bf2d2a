"""Says which counts are told one after the other: where a sum may be looked for.

A sentence, some sentences of one count each, the items of a list, lines of a table that
nobody drew, a sentence with the number ahead of it. Counts are grouped by what they
count; a stretch of a passage weighs less the more of the passage it leaves out.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from lienmach.checker.quantities.words.outline import Outline
from lienmach.checker.quantities.words.reader import Reader
from lienmach.checker.quantities.words.vocabulary import ONE_OF_MANY, words
from lienmach.checker.report import Bound, Sense

_MOST = 16  # counts of a passage
_LONGEST = 9  # counts of a run
_SENTENCES = 6  # of one count each, that tell one thing together
_ITEMS = 24
_GOES_ON, _CUT = 6.0, 3.0  # bits
_HEADS = 4  # numbers that may be the total of the next sentence
_TURN = 2  # a stop and the end of a paragraph
_LINE = 110  # letters of a paragraph that goes on in the next
THAT_IS = re.compile(
    r"(?: [^\W\d_]+)?(?: đồng)?[, (]*(?:tức|hay|tương đương|nghĩa là|bằng)(?: là)? "
)
_CLAUSE = 40  # letters
_SHORT = 80  # letters of a paragraph that is an item of a list
_ASIDE = words("expected cumulative partly")
_UNCOUNTED = words("step measure")
_MEASURED = words("point time")  # only compared, never added up


def is_restated(outline: Outline, index: int) -> bool:
    """«3,2 tỷ đồng, tức 3.200 triệu đồng»: one sum of money, told in two units."""
    one, other = outline.mentions[index - 1], outline.mentions[index]
    if not one.family == other.family == "money":
        return False
    if not THAT_IS.fullmatch(outline.between(index - 1, index)[:_CLAUSE]):
        return False
    first, second = (m.amount.value.normalize() for m in (one, other))
    return bool(first) and first.as_tuple().digits == second.as_tuple().digits


class Passages(Reader):
    """``shares`` are the part and the total of each percentage that is right."""

    def __init__(self, outline: Outline, shares: Mapping[int, tuple[int, int]]) -> None:
        super().__init__(outline)
        self._shares = shares
        self.plain = [i for i in range(len(self._mentions)) if self._may_add_up(i)]
        self._plain = frozenset(self.plain)

    def all(self) -> Iterator[list[int]]:
        """Counts told one after the other: of a sentence, of some, of a list."""
        sentences = [
            [i for i in one if self.is_plain(i)] for one in self._outline.by_sentence
        ]
        sentences = [one for one in sentences if one]
        for at, sentence in enumerate(sentences):
            if len(sentence) > _MOST:
                continue
            yield from self._of_one_kind(sentence)
            yield from self._of_one_kind(self._without_brackets(sentence))
            yield from self._under_head(sentences, at)
            run = sentence
            for before in reversed(sentences[max(0, at - _SENTENCES) : at]):
                if not self.go_on(before[-1], run[0]) or len(run) > _MOST:
                    break
                turns = self._outline.blocks[before[-1]] != self._outline.blocks[run[0]]
                if turns and (len(before) > 1 or len(sentence) > 1):
                    break  # no line of a table
                run = [*before, *run]
                if len(run) > 2 and not self._continues(
                    run, sentences[at + 1 : at + 2]
                ):
                    yield from self._of_one_kind(run)
        yield from self._lists()
        yield from self._linked()

    def _linked(self) -> Iterator[list[int]]:
        """«Kênh điện tử 10.320 (86 %); kênh giấy còn 1.680»: the base is known."""
        for share, (part, whole) in self._shares.items():
            follow = [
                i
                for i in range(share + 1, min(len(self._mentions), share + _MOST // 2))
                if self.is_plain(i)
                and self._mentions[i].family not in _MEASURED
                and self._outline.sentences[i] - self._outline.sentences[part] < 2
                and self._outline.blocks[i] == self._outline.blocks[part]
            ]
            if whole < part and follow and follow[0] > part:
                yield [whole, part, *follow[:1]]
                if len(follow) > 1:
                    yield [whole, part, *follow[:2]]

    def _under_head(
        self, sentences: Sequence[list[int]], at: int
    ) -> Iterator[list[int]]:
        """«Kiểm tra 22 đơn vị, đạt 110 % (kế hoạch 20). Kết quả: 17 …, 4 …, 1 …»."""
        parts = sentences[at]
        if len(parts) < 2:
            return
        seen: set[int] = set()
        for before in reversed(sentences[max(0, at - 2) : at]):
            near = (
                self._outline.sentences[parts[0]] - self._outline.sentences[before[0]]
            )
            blocks = {self._outline.blocks[i] for i in (parts[0], before[0])}
            if near > 2 or len(blocks) > 1 or len(before) < 2:
                return
            if before[0] not in seen:
                seen.add(before[0])
                yield from ([whole, *parts] for whole in before[:_HEADS])

    def _continues(self, run: Sequence[int], follows: Sequence[list[int]]) -> bool:
        """Say whether the sentence behind goes on with counts of the same kind."""
        blocks = self._outline.blocks
        if not follows or blocks[run[-1]] != blocks[follows[0][0]]:
            return False
        if not self.go_on(run[-1], follows[0][0]):
            return False
        kinds = [self._mentions[i].family for i in (run[-1], follows[0][0])]
        return len(follows[0]) < 3 and kinds[0] == kinds[1]

    def _without_brackets(self, run: Sequence[int]) -> list[int]:
        """Leave out brackets of more than one count."""
        depths = self._outline.depths
        if not any(depths[i] for i in run):
            return [*run]
        brackets = [(depths[i], self._bracket(i)) for i in run]
        often = Counter(brackets)
        return [
            i
            for i, bracket in zip(run, brackets, strict=True)
            if not depths[i] or often[bracket] == 1
        ]

    def _bracket(self, index: int) -> int:
        """Where the bracket that a number stands in begins."""
        text = self._outline.text(index)
        return text.rfind("(", 0, self._mentions[index].amount.start)

    def go_on(self, one: int, other: int) -> bool:
        sentences, blocks = self._outline.sentences, self._outline.blocks
        apart = sentences[other] - sentences[one]
        if blocks[one] == blocks[other]:
            return apart == 1
        return apart <= _TURN and self._is_item(one, other)

    def _is_item(self, one: int, other: int) -> bool:
        """Say whether two paragraphs are lines of one table that nobody drew."""
        blocks = [self._outline.blocks[i] for i in (one, other)]
        short = all(len(self._outline.texts[block]) < _LINE for block in blocks)
        styles = [self._outline.styles.get(block, "") for block in blocks]
        chapters = [self._outline.chapters[i] for i in (one, other)]
        return short and chapters[0] == chapters[1] and styles[0] == styles[1]

    def _of_one_kind(self, run: Sequence[int]) -> Iterator[list[int]]:
        """The counts of each family, bare ones with those before them."""
        kinds: dict[str, list[int]] = {}
        last = unit = ""
        for index in run:
            mention = self._mentions[index]
            own = mention.unit
            if not own or not (unit.startswith(own) or unit.endswith(own)):
                last, unit = mention.family or last, own
            kinds.setdefault(last, []).append(index)
        if "" in kinds and len(kinds) > 1:
            bare = kinds.pop("")
            first = next(iter(kinds))
            kinds[first] = [*bare, *kinds[first]]
        yield from (one for one in kinds.values() if len(one) > 2)
        plain = [i for i in run if self._mentions[i].family not in _MEASURED]
        if len(kinds) > 1 and 2 < len(plain) < 5:
            yield plain

    def _lists(self) -> Iterator[list[int]]:
        """The first count of each item, with the last of what stands before."""
        counts: dict[int, list[int]] = {}
        for index in self.plain:
            counts.setdefault(self._outline.blocks[index], []).append(index)
        styled = groupby(self._outline.texts, lambda b: self._outline.styles.get(b, ""))
        before: list[int] = []
        for style, group in styled:
            blocks = list(group)
            items = [counts.get(block, []) for block in blocks]
            short = style or all(len(self._outline.texts[b]) < _SHORT for b in blocks)
            if short and 1 < len(blocks) <= _ITEMS and all(items):
                firsts = [item[0] for item in items]
                chapters = {self._outline.chapters[i] for i in firsts}
                if len(chapters) == 1:
                    yield firsts
                    for whole in before[-2:]:
                        if self._outline.chapters[whole] in chapters:
                            yield [whole, *firsts]
            before = items[-1] if items else []

    def windows(self, run: Sequence[int]) -> Iterator[tuple[tuple[int, ...], float]]:
        """Each stretch of a passage, and the bits that what is left of it takes."""
        sentences = self._outline.sentences
        for size in range(3, min(_LONGEST, len(run)) + 1):
            for start in range(len(run) - size + 1):
                window = tuple(run[start : start + size])
                left = [*run[:start], *run[start + size : start + size + 1]]
                goes_on = left[start:] and sentences[left[-1]] == sentences[window[-1]]
                cut = _GOES_ON if goes_on else _CUT if left else 0.0
                is_list = len({self._outline.blocks[i] for i in window}) > 1
                crossed = 0 if is_list else sentences[window[-1]] - sentences[window[0]]
                yield window, cut + min(3, crossed)

    def is_plain(self, index: int) -> bool:
        """Say whether a number counts what may be added up or compared."""
        return index in self._plain

    def _may_add_up(self, index: int) -> bool:
        mention = self._mentions[index]
        amount = mention.amount
        if amount.bound is not Bound.EXACT or mention.tags & _ASIDE:
            return False
        if amount.whole is not None and ONE_OF_MANY.search(mention.left):
            return False
        if amount.unit == "%" or not amount.value:
            return False
        if mention.family in _MEASURED:
            return amount.sense in (Sense.COUNT, Sense.CHANGE, Sense.SCORE)
        if index and is_restated(self._outline, index):
            return False
        counted = amount.sense in (Sense.COUNT, Sense.CHANGE)
        return counted and mention.family not in _UNCOUNTED
