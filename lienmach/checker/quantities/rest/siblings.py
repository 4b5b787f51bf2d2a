"""Finds the one percentage of a list that is not of the total that all the others are.

«62,5 % (300 đơn vị) …; 28,3 % (136 đơn vị) …; 7,9 % (38 đơn vị) …», told of 480 offices
some lines before: a total that all counts of such a row but one give their percentages
of is the total of that one too, wherever it stands and whatever it is called. Rows go
over sentences and bullets.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from lienmach.checker.quantities.shapes.beside import NAMES_BASE
from lienmach.checker.quantities.words.outline import Outline
from lienmach.checker.quantities.words.reader import Reader, results
from lienmach.checker.quantities.words.vocabulary import any_word, words
from lienmach.checker.report import GROWTH, Bound, Relation, Sense, Tie
from lienmach.checker.text.numbers import is_rounded
from lienmach.checker.text.slips import HUNDRED

_LEAST = 3  # percentages of a row
_REACH = 30  # numbers before a row in which its total may stand
_GAP = 2  # numbers between two pairs, and sentences
_ROUNDED = Decimal("0.6")  # units of the last digit
_LINK = re.compile(
    r"[ ,]*(?:chiếm|đạt|tỷ lệ|tỉ lệ|bằng|tức|tương ứng)[^,;.()\d]{0,16}$"
)
_MOVES = re.compile(any_word("tăng|giảm|hơn|kém|vượt|so với") + r"(?! cường)")
_OF = re.compile(any_word("trên|trong|của|tổng|số") + r"[^,;.()\d]*$")
_SUCH_AS = re.compile(
    r"(?<!\w)(?:như|gồm|cụ thể|đó là)(?: sau| là)?(?: ?:|,)? [^.;%]*$"
)
_UNCOUNTED = words("time point step")

_Pair = tuple[int, int]  # a percentage and its count


class Siblings(Reader):
    """``known`` are the relations already found; what is sure stays with them."""

    def __init__(self, outline: Outline, known: Sequence[Relation]) -> None:
        super().__init__(outline)
        self._moved = results(known, *GROWTH)
        self._right = {
            r.result
            for r in known
            if r.tie is Tie.SHARE
            and any(self._fits((r.result, r.terms[0]), w) for w in r.wholes)
        }

    def relations(self) -> Iterator[Relation]:
        for sentence in self._outline.by_sentence:
            found = self._full(sentence)
            if found:
                yield found
        for row in self._rows():
            if len(row) >= _LEAST:
                found = self._odd_one(row)
                if found:
                    yield found

    def _full(self, sentence: Sequence[int]) -> Relation | None:
        """«hoàn thành 100 % nhiệm vụ như: Vụ A 15/15; Vụ B 13/13»: so all of them."""
        first, *rest = sentence
        if len(rest) < 2 or not self._is_percent(first):
            return None
        amounts = [self._mentions[i].amount for i in rest]
        listed = _SUCH_AS.search(self._outline.between(first, rest[0]))
        if not listed or not all(one.whole for one in amounts):
            return None
        short = [
            i
            for i, one in zip(rest, amounts, strict=True)
            if one.whole and one.value != one.whole.value
        ]
        is_all = self._mentions[first].amount.value == HUNDRED
        if (is_all and len(short) != 1) or (not is_all and short):
            return None
        part = short[0] if short else rest[0]
        return Relation(Tie.SHARE, first, (part,), is_formal=True)

    def _rows(self) -> Iterator[list[_Pair]]:
        pairs = list(self._pairs())
        row = pairs[:1]
        for before, pair in pairwise(pairs):
            if min(pair) - max(before) > _GAP or not self._go_on(before, pair):
                yield row
                row = []
            row.append(pair)
        yield row

    def _go_on(self, one: _Pair, other: _Pair) -> bool:
        sentences = self._outline.sentences
        kinds = {self._mentions[i].family for i in (one[1], other[1])} - {""}
        ahead = one[0] < one[1], other[0] < other[1]
        blocks, styles = self._outline.blocks, self._outline.styles
        here = blocks[one[0]] == blocks[other[0]]
        near = (
            sentences[other[0]] == sentences[one[0]]
            or (sentences[other[0]] - sentences[one[0]] < _GAP and self._unit(other[1]))
            if here
            else (
                sentences[other[0]] - sentences[one[0]] <= _GAP
                and bool(styles.get(blocks[one[0]]))
                and styles.get(blocks[one[0]]) == styles.get(blocks[other[0]])
            )
        )
        return bool(near) and len(kinds) < 2 and ahead[0] == ahead[1]

    def _pairs(self) -> Iterator[_Pair]:
        for share, mention in enumerate(self._mentions):
            amount = mention.amount
            plain = amount.unit == "%" and amount.sense is Sense.SHARE
            exact = amount.bound is Bound.EXACT and amount.whole is None
            if not (plain and exact) or share in self._moved:
                continue
            if _MOVES.search(mention.left) or not 0 < amount.value < HUNDRED:
                continue
            if NAMES_BASE.search(mention.right) or self._has_base(share):
                continue
            part = self._part(share)
            if part is not None:
                yield share, part

    def _has_base(self, share: int) -> bool:
        """«đạt 97,8 % trên 3.554 hồ sơ»: a count behind says what it is of."""
        behind = share + 1
        if behind >= len(self._mentions) or not self._is_counted(behind):
            return False
        return bool(_OF.search(self._outline.between(share, behind)))

    def _part(self, share: int) -> int | None:
        """The count right before a percentage, or alone in the bracket behind it."""
        before, behind = share - 1, share + 1
        if before >= 0 and self._is_counted(before):
            between = self._outline.between(before, share)
            if between.endswith("(") or _LINK.search(between):
                return before
        follows = behind < len(self._mentions) and self._is_counted(behind)
        if follows and self._outline.between(share, behind).strip() == "(":
            return behind
        return None

    def _is_counted(self, index: int) -> bool:
        mention = self._mentions[index]
        return mention.is_count and mention.family not in _UNCOUNTED

    def _odd_one(self, row: Sequence[_Pair]) -> Relation | None:
        best: Relation | None = None
        parts = {part for _, part in row}
        largest = max(self._value(part) for part in parts)
        first = min(row[0])
        for base in range(first - 1, max(-1, first - _REACH), -1):
            if base in parts or not self._is_counted(base):
                continue
            if self._value(base) <= largest:
                continue
            odd = [pair for pair in row if not self._fits(pair, base)]
            if not odd:
                return None
            if len(odd) == 1 and best is None and odd[0][0] not in self._right:
                share, part = odd[0]
                best = Relation(Tie.SHARE, share, (part,), (base,), is_weighed=True)
        return best

    def _fits(self, pair: _Pair, base: int) -> bool:
        printed = self._mentions[pair[0]].amount.value
        if not self._value(base):
            return False
        exact = HUNDRED * self._value(pair[1]) / self._value(base)
        return is_rounded(printed, exact, _ROUNDED)
