"""Finds the total of a list that names none, some lines away: «Chia theo lĩnh vực: …».

«- Độ tuổi: dưới 30 tuổi 786 người; từ 30 đến 50 tuổi 1.847 người; trên 50 tuổi 859
người», «Tháng 7 nhận 2.214 hồ sơ, tháng 8 nhận 2.985 hồ sơ, …»: such a list is of all
there is. If no number of the text is its sum, and one that counts the same near by is
but for a slip of the pen, it is of that one.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from lienmach.checker.quantities.words.outline import Outline
from lienmach.checker.quantities.words.reader import Reader
from lienmach.checker.quantities.words.vocabulary import STATES, TIMES, any_word
from lienmach.checker.report import Relation, Tie
from lienmach.checker.text.other_times import COMPARED, PLAN
from lienmach.checker.text.slips import is_sum_but_for_a_key

_LEAST, _MOST, _LARGE = 3, 16, 100  # parts, and the smallest total
_FEW = 2  # totals that it may be of
_BEFORE, _AFTER = 14, 3  # paragraphs
_LEAD = re.compile(r"[^\d:;.]{3,60}: ?[^:;]{3,60}$")
_STAGES = (STATES | TIMES) - {"received"}
_SPLITS = re.compile(any_word("cơ cấu|chia|phân|theo|loại"))
_PERIOD = re.compile(r"(?:tháng|quý|năm) (?:\d+|[iv]+)(?!\w)")
_NO_LIST = re.compile(
    any_word(
        f"{COMPARED}|{PLAN}|trong đó|gồm|ngoài ra|riêng|chủ yếu|nhất|tăng|giảm|mỗi"
        "|bình quân|trong số"
    )
)


class Split(Reader):
    """``known`` are the relations already found: what is of a total needs no other."""

    def __init__(self, outline: Outline, known: Sequence[Relation]) -> None:
        super().__init__(outline)
        self._values = {self._value(i) for i in range(len(self._mentions))}
        self._split = {
            i
            for r in known
            if r.tie is Tie.PARTS and (r.is_formal or self._adds_up(r))
            for i in r.terms
        }

    def _adds_up(self, relation: Relation) -> bool:
        return self._value(relation.result) == sum(map(self._value, relation.terms))

    def relations(self) -> Iterator[Relation]:
        for sentence in self._outline.by_sentence:
            if len(sentence) < _LEAST:
                continue
            parts = [i for i in sentence if self._is_listed(i)]
            if _LEAST <= len(parts) <= _MOST and self._is_list(parts):
                yield from self._of(parts)

    def _is_listed(self, index: int) -> bool:
        return not self._outline.depths[index] and self._unit(index) != "%"

    def _is_list(self, parts: Sequence[int]) -> bool:
        if not self._split.isdisjoint(parts):
            return False
        if not all(map(self._outline.is_count, parts)):
            return False
        if len({self._unit(i) for i in parts}) > 1:
            return False
        first, last = self._mentions[parts[0]], self._mentions[parts[-1]]
        lower = self._outline.lower(parts[0])
        if _NO_LIST.search(lower, first.sentence, last.amount.end):
            return False
        between = [self._outline.between(*two) for two in pairwise(parts)]
        if all(_PERIOD.match(self._mentions[i].left) for i in parts):
            return True
        lead = lower[first.sentence : first.amount.start]
        if not all(";" in words for words in between) or not _LEAD.search(lead):
            return False
        staged = any(self._mentions[i].tags & _STAGES for i in parts)
        plain = self._unit(parts[0]) and not staged  # of stages there are accounts
        return bool(plain or _SPLITS.search(lead))

    def _of(self, parts: Sequence[int]) -> Iterator[Relation]:
        values = [*map(self._value, parts)]
        if sum(values) in self._values or 2 * max(values) == sum(values):
            return  # «Số thủ tục: 62; mức độ 4: 41; mức độ 3: 13; mức độ 2: 8»
        outline, unit = self._outline, self._unit(parts[0])
        here = outline.blocks[parts[0]]
        near = [
            i
            for i, block in enumerate(outline.blocks)
            if here - _BEFORE <= block <= here + _AFTER and i not in parts
            if outline.is_count(i) and self._value(i) >= _LARGE
            if (self._unit(i) == unit if unit else self._unit(i))
        ]
        found = [
            i
            for i in near
            if self._value(i) > max(values)
            and is_sum_but_for_a_key(self._value(i), values)
        ]
        if 0 < len({self._value(i) for i in found}) <= _FEW:
            total, *others = found
            yield Relation(
                *(Tie.PARTS, total, tuple(parts), tuple(others)),
                is_guess=True,
                is_weighed=True,
            )
