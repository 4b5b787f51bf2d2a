"""Finds percentages of growth that were worked out from the wrong end.

«từ 96 xuống 86, giảm 10 biên chế, tương ứng 11,6 %» is ten of the 86 there are now,
not of the 96 there were: it fits one end so well that no other reading is likely, and
the words say which end came first. Nothing is said where another pair gives what is
printed.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import product

from lienmach.checker.quantities.claims.breakdowns import go_together
from lienmach.checker.quantities.words.outline import Outline
from lienmach.checker.quantities.words.reader import Reader, results
from lienmach.checker.quantities.words.vocabulary import LESS, MORE, any_word, words
from lienmach.checker.report import Bound, Relation, Sense, Tie
from lienmach.checker.text.numbers import is_rounded
from lienmach.checker.text.slips import HUNDRED

_REACH, _FAR = 14, 3  # numbers, sentences
_TELLING = 3  # digits of a percentage that tell an end by themselves
_LESS = re.compile(any_word(LESS))
_MORE = re.compile(any_word(MORE) + r"(?! (?:cường|tầng))")
_THAT_IS = re.compile(
    r"[^\d;.]{0,24}?(?:,|\()? ?(?:tức|tương ứng|tương đương|ứng|hay|bằng|đạt|\()"
    r"[^\d;.]{0,20}$"
)
_UNCOUNTED = words("point step")


class Ends(Reader):
    """``known`` are the relations already found; what is sure of a change stays."""

    def __init__(self, outline: Outline, known: Sequence[Relation]) -> None:
        super().__init__(outline)
        self._told = results(known, Tie.CHANGE, guesses=False)

    def relations(self) -> Iterator[Relation]:
        for share, mention in enumerate(self._mentions):
            amount = mention.amount
            told = share in self._told or amount.bound is not Bound.EXACT
            if amount.unit != "%" or told or not 0 < amount.value < HUNDRED:
                continue
            change = self._change(share)
            falls = self._falls(share if change is None else change, share)
            if falls is None:
                continue
            found = self._of(share, change, falls=falls)
            if found:
                yield found

    def _change(self, share: int) -> int | None:
        """«giảm 10 biên chế, tương ứng 10,4 %»: by how many, right before it."""
        change = share - 1
        if change < 0 or not self._is_beside(change, share):
            return None
        between = self._outline.between(change, share)
        plain = self._is_counted(change) and _THAT_IS.fullmatch(between)
        return change if plain else None

    def _falls(self, index: int, share: int) -> bool | None:
        """Say which way the words go; None where they do not say, or say both."""
        text = self._outline.lower(index)
        start = self._mentions[index].amount.start
        clause = re.split(r"[;.] |\d", text[max(0, start - 60) : start])[-1]
        clause += self._outline.between(index, share) if index != share else ""
        less, more = bool(_LESS.search(clause)), bool(_MORE.search(clause))
        return None if less == more else less

    def _of(self, share: int, change: int | None, *, falls: bool) -> Relation | None:
        printed = self._value(share)
        near = list(self._near(share, change))
        pairs = [
            (one, other)
            for one, other in product(near, near)
            if self._value(one) > self._value(other) > 0 and self._are_alike(one, other)
        ]
        if self._is_explained(printed, pairs, change, near, falls=falls):
            return None
        for high, low in pairs:
            before, after = (high, low) if falls else (low, high)
            moved = self._value(high) - self._value(low)
            if change is not None and self._value(change) != moved:
                continue
            if change is None and not self._is_telling(printed):
                continue
            if self._is_it(printed, HUNDRED * moved / self._value(after)):
                return Relation(Tie.CHANGE, share, (before, after), is_formal=True)
        return None if change is None else self._untold(share, change, near, falls)

    def _untold(
        self, share: int, change: int, near: Sequence[int], falls: bool
    ) -> Relation | None:
        """«So với tháng 7 (5.120), tháng 8 giảm 214, tức 4,4 %»: of 4.906, unsaid."""
        printed, moved = self._value(share), self._value(change)
        if not self._is_telling(printed) and moved < HUNDRED:
            return None
        for base in near[:2]:
            after = self._value(base) + (-moved if falls else moved)
            if after > 0 and self._is_it(printed, HUNDRED * moved / after):
                return Relation(Tie.SHARE, share, (change,), (base,), is_formal=True)
        return None

    def _is_explained(
        self,
        printed: Decimal,
        pairs: Sequence[tuple[int, int]],
        change: int | None,
        near: Sequence[int],
        *,
        falls: bool,
    ) -> bool:
        """Say whether two counts give the percentage as it should be given."""
        for high, low in pairs:
            one, other = self._value(high), self._value(low)
            if self._is_it(
                printed, HUNDRED * (one - other) / (one if falls else other)
            ):
                return True
            if change is None and self._is_it(printed, HUNDRED * other / one):
                return True
        if change is None:
            return False
        moved = self._value(change)
        return any(
            self._is_it(printed, HUNDRED * moved / self._value(i))
            for i in near
            if not any(
                {self._value(h) - self._value(w)} == {moved}
                and i == (w if falls else h)
                for h, w in pairs
            )
        )

    def _is_telling(self, printed: Decimal) -> bool:
        return len(str(printed).replace(".", "").rstrip("0")) >= _TELLING

    def _near(self, share: int, change: int | None) -> Iterator[int]:
        sentences = self._outline.sentences
        for index in range(share - 1, max(-1, share - _REACH), -1):
            if sentences[share] - sentences[index] > _FAR:
                return
            counted = self._mentions[index].amount.sense is Sense.COUNT
            if index != change and counted and self._is_counted(index):
                yield index

    def _is_counted(self, index: int) -> bool:
        mention = self._mentions[index]
        amount = mention.amount
        exact = amount.bound is Bound.EXACT and amount.whole is None
        return exact and amount.unit != "%" and mention.family not in _UNCOUNTED

    def _are_alike(self, one: int, other: int) -> bool:
        return go_together(self._mentions[one].family, self._mentions[other].family)

    def _is_it(self, printed: Decimal, exact: Decimal) -> bool:
        return is_rounded(printed, exact, Decimal("0.6"))
