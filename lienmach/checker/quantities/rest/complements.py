"""Finds what a known share leaves: «cấp 1.930 tài khoản, đạt 98,2 %; còn 36 chưa cấp».

A percentage that is right, or «x/y», tells a part and its whole. A number behind it
that says «không», «chưa», «còn», or the other side of the same thing (nộp trực tiếp,
where the share was of what came online) may be the rest, whatever else it is called. It
is called wrong only if a slip of the pen parts it from the rest: the fewer words the
two have in common, the less likely that slip must be by chance.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from lienmach.checker.quantities.claims.breakdowns import go_together
from lienmach.checker.quantities.claims.ledger import LEVELS
from lienmach.checker.quantities.words.outline import Outline
from lienmach.checker.quantities.words.reader import Reader
from lienmach.checker.quantities.words.vocabulary import (
    DIMENSIONS,
    WORD,
    any_word,
    words,
)
from lienmach.checker.quantities.words.weights import slip
from lienmach.checker.report import REST, Bound, Relation, Sense, Tie
from lienmach.checker.text.numbers import is_rounded
from lienmach.checker.text.other_times import EARLIER
from lienmach.checker.text.slips import HUNDRED

_FAR = 12  # sentences
_PAIRS = 40  # shares looked back at
_LEAST = 10  # numbers of one digit are near each other by chance
_NAMED = (8.0, 6.0, 5.0)  # bits that call a mistake, by how many words agree
_LACKS = re.compile(any_word("không|chưa|còn|thiếu|chẳng|vẫn"))
_NO_REST = re.compile(
    r"không (?:chỉ|quá|dưới|ít|hài lòng|hoàn thành|đạt)|chưa (?:kể|tính)|còn (?:có|từ)"
    rf"|{EARLIER}|giảm còn|chỉ còn|xuống"
)
_FILLING = words(
    "không chưa chẳng còn lại thiếu số vẫn hiện đang được đã có là các cả của và trong"
    " thì đó với bị do kỳ này đến nay phải cần hồ sơ người"
)
_SUMS = (Tie.PARTS, Tie.BALANCE, *REST)
_ASIDE = words("expected before cumulative plan")


@dataclass(frozen=True, slots=True)
class _Share:
    """A part and its whole; ``last`` is where both have been told."""

    part: int
    whole: int | None  # None where the whole is that of «x/y»
    rest: Decimal
    last: int


class Complements(Reader):
    """``known`` are the relations already found."""

    def __init__(self, outline: Outline, known: Sequence[Relation]) -> None:
        super().__init__(outline)
        self._taken = {
            index
            for r in known
            if r.tie in _SUMS and r.is_sure and self._adds_up(r)
            for index in (r.result, *r.terms)
        }
        self._taken |= {
            r.result for r in known if r.tie in _SUMS and not r.is_guess and r.is_sure
        }
        self._shares = sorted(self._told(known), key=lambda one: one.last)

    def _adds_up(self, relation: Relation) -> bool:
        numbers = [self._value(i) for i in (relation.result, *relation.terms)]
        return 2 * max(numbers) == sum(numbers)

    def _told(self, known: Sequence[Relation]) -> Iterator[_Share]:
        for index, mention in enumerate(self._mentions):
            whole = mention.amount.whole
            if whole is not None and mention.amount.sense is Sense.COUNT:
                left = whole.value - mention.amount.value
                if left > 0:
                    yield _Share(index, None, left, index)
        for relation in known:
            if relation.tie is not Tie.SHARE:
                continue
            part, share = relation.terms[0], relation.result
            for base in relation.wholes:
                left = self._value(base) - self._value(part)
                if left > 0 and self._is_right(share, part, base):
                    yield _Share(part, base, left, max(part, base))
                    break

    def _is_right(self, share: int, part: int, whole: int) -> bool:
        printed = self._mentions[share].amount.value
        return is_rounded(printed, HUNDRED * self._value(part) / self._value(whole))

    def relations(self) -> Iterator[Relation]:
        if not self._shares:
            return
        for rest in range(1, len(self._mentions)):
            if rest not in self._taken and self._may_be_rest(rest):
                found = self._of(rest)
                if found:
                    yield found

    def _may_be_rest(self, index: int) -> bool:
        mention = self._mentions[index]
        amount = mention.amount
        if amount.bound is not Bound.EXACT or amount.sense is not Sense.COUNT:
            return False
        if amount.unit == "%" or amount.whole is not None or mention.tags & _ASIDE:
            return False
        return not _NO_REST.search(self._said(index))

    def _of(self, rest: int) -> Relation | None:
        sentences, printed = self._outline.sentences, self._value(rest)
        best: tuple[float, _Share] | None = None
        near = [s for s in self._shares if s.last < rest and s.part != rest][-_PAIRS:]
        for share in reversed(near):
            if sentences[rest] - sentences[share.part] > _FAR:
                break
            if not self._may_leave(share, rest):
                continue
            if share.rest == printed:
                return None
            told = slip(printed, share.rest)
            if min(printed, share.rest) < _LEAST or self._is_left_of(share, rest):
                continue
            if told is not None and (best is None or told > best[0]):
                best = told, share
        if best is None:
            return None
        if best[0] < self._enough(best[1].part, rest):
            return None
        whole = best[1].whole
        terms = (best[1].part,) if whole is None else (whole, best[1].part)
        return Relation(Tie.REMAINDER, rest, terms, is_formal=True)

    def _may_leave(self, share: _Share, rest: int) -> bool:
        one, other = self._mentions[share.part], self._mentions[rest]
        if not go_together(one.family, other.family):
            return False
        units = one.unit, other.unit
        if all(units) and units[0] != units[1] and one.family != other.family:
            return False
        levels = one.tags & LEVELS, other.tags & LEVELS
        if all(levels) and levels[0] != levels[1]:
            return False
        lacks = [bool(_LACKS.search(self._said(i))) for i in (share.part, rest)]
        if lacks[0]:
            return False
        return lacks[1] or any(
            one.tags & values and other.tags & values - one.tags
            for values in DIMENSIONS
        )

    def _is_left_of(self, share: _Share, rest: int) -> bool:
        """«thu về 1.764, hợp lệ 1.738, không hợp lệ 26»: what another total leaves."""
        wanted = self._value(share.part) + self._value(rest)
        return any(
            self._value(i) == wanted for i in range(max(0, share.part - 8), rest)
        )

    def _enough(self, part: int, rest: int) -> float:
        """The bits that must tell a slip: fewer, the more the names agree."""
        common = len(self._names(rest) & self._names(part))
        return _NAMED[min(common, len(_NAMED) - 1)]

    def _said(self, index: int) -> str:
        mention = self._mentions[index]
        return f"{mention.left} {mention.unit} {mention.right}"

    def _names(self, index: int) -> frozenset[str]:
        mention = self._mentions[index]
        return frozenset(WORD.findall(f"{mention.left} {mention.right}")) - _FILLING
