"""Finds by form what a number moved from: in a bracket, or before its percentage.

«giao 80 %, đạt 88,4 % (vượt 8,4 điểm)». «tăng 87 hồ sơ (9,3 %)»: two counts near by
that are just so far apart are the ones it moved between, and the percentage is of the
earlier. Where only one of them is told, the other need not be: «so với cùng kỳ (684 hồ
sơ) giảm 127 hồ sơ, tức 18,6 %», «3.373 hồ sơ, tăng 540 hồ sơ (19,1 %) so với cùng kỳ».
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from lienmach.checker.quantities.claims.breakdowns import go_together
from lienmach.checker.quantities.shapes.planned import POINTS
from lienmach.checker.quantities.words.outline import Outline
from lienmach.checker.quantities.words.reader import Reader, results
from lienmach.checker.quantities.words.vocabulary import LESS, MORE, any_word
from lienmach.checker.quantities.words.weights import share_slip
from lienmach.checker.report import Bound, Relation, Sense, Tie
from lienmach.checker.text.numbers import last_place
from lienmach.checker.text.slips import HUNDRED

_REACH, _FAR = 16, 4  # numbers, sentences
_LEAST = 10  # two numbers are so few apart by chance
_BESIDE = re.compile(
    rf"(?<!\w)(?:{MORE}|{LESS})(?: chỉ tiêu| kế hoạch| mức giao| được)?$"
)
_FELL = re.compile(any_word(LESS) + r"[^,;]*$")
_ROSE = re.compile(any_word(MORE) + r"[^,;]*$")
_LINK = re.compile(
    r"[^\d;.]{0,24}?(?:, |\(| ?= ?)(?:tức(?: là)?|tương ứng|tương đương|ứng với|hay"
    rf"|bằng|đạt)?(?: ?với)?(?: ?tỷ lệ| ?mức)? ?(?:{MORE}|{LESS})? ?"
)
_BASE = re.compile(
    r"(?<!\w)so(?: với)? [^.;()]{0,60}\((?!trong đó|gồm)"
    r"(?:(?:năm|quý|tháng) [\divx/]+:? )?(?:[^\W\d]+ ){0,5}$"
)
_RISE = re.compile(rf"[^\d.;()]{{0,16}}(?:,| [-–(]) ?(?:đã )?(?:{MORE}|{LESS}) ?")
_ASIDE = re.compile(r" ?\([^()]*\)| ?/ ?[\d.]+(?: [^\W\d]+){1,2}")
_AND = re.compile(r"[^\d.,;()]{0,16} và ")
_NOW = re.compile(any_word("còn|hiện|hiện nay|hiện có"))
_THAN_THEN = re.compile(
    r"\)? ?so(?: với)? (?:cùng kỳ|(?:năm|quý|tháng|kỳ|nhiệm kỳ|khóa|khoá)"
    r" (?:\d|[ivx]|trước|liền))[^(]{0,40}(?:[.,;]|$|\((?=trong đó|gồm))"
)


class Moves(Reader):
    """``known`` are the relations already found; what they settle is left alone."""

    def __init__(self, outline: Outline, known: Sequence[Relation]) -> None:
        super().__init__(outline)
        self._told = results(known, Tie.CHANGE)
        self._sure = results(known, Tie.CHANGE, guesses=False)

    def relations(self) -> Iterator[Relation]:
        for index in range(1, len(self._mentions)):
            if self._mentions[index].unit == "%":
                found = self._percent(index) or self._of_two(index)
                found = found or self._by_so_many(index)
            elif index > 1 and index not in self._told:
                found = self._in_bracket(index)
            else:
                continue
            if found:
                yield found

    def _is_exact(self, *indexes: int) -> bool:
        return all(
            self._mentions[i].amount.bound is Bound.EXACT
            and self._mentions[i].amount.whole is None
            and self._mentions[i].amount.sense is not Sense.RANK
            for i in indexes
        )

    # «giao 80 %, đạt 88,4 % (vượt 8,4 điểm)»

    def _in_bracket(self, change: int) -> Relation | None:
        plan, done = change - 2, change - 1
        mention = self._mentions[change]
        if not self._is_beside(plan, change) or not self._is_exact(plan, done):
            return None
        if {self._unit(plan), self._unit(done)} != {"%"}:
            return None
        if self._unit(change) not in POINTS or mention.amount.bound is Bound.ABOUT:
            return None
        between = self._letters_between(done, change)
        if not between.startswith(" (") or ")" in between:
            return None
        text = self._outline.text(change)
        alone = re.match(r"[^()\d]{0,24}\)", text[mention.amount.unit_end :])
        if not alone or not _BESIDE.search(between.rstrip()):
            return None
        if self._outline.depths[plan] != self._outline.depths[done]:
            return None
        mention.amount = mention.amount._replace(bound=Bound.EXACT)
        return Relation(Tie.CHANGE, change, (plan, done), is_guess=True)

    # «tăng 87 hồ sơ (tăng 9,3 %)»

    def _percent(self, share: int) -> Relation | None:
        change, depths = share - 1, self._outline.depths
        while change > 0 and depths[change] > depths[share]:
            change -= 1  # «giảm 8 đơn vị (năm 2015 có 55 đơn vị), tương ứng 14,5 %»
        if share in self._sure or not self._is_beside(change, share):
            return None
        if not self._is_exact(change, share):
            return None
        if not _LINK.fullmatch(_ASIDE.sub("", self._letters_between(change, share))):
            return None
        falls = self._falls(change)
        if falls is None:
            return None
        few = self._value(change) < _LEAST
        pair = None if few else self._apart(change, falls=falls)
        if pair and self._may_be_of(share, change, pair):
            return Relation(Tie.CHANGE, share, pair)
        base = self._of_base(share, change, pair)
        return base or self._of_now(share, change)

    def _of_base(
        self, share: int, change: int, pair: tuple[int, int] | None
    ) -> Relation | None:
        """«So với tháng 1 (684 hồ sơ), số hồ sơ giảm 127, bằng 81,4 % tháng trước»."""
        for base in range(max(0, change - 2), min(len(self._mentions), share + 2)):
            mention = self._mentions[base]
            if base in (change, share) or not self._is_beside(base, share):
                continue
            ahead = self._outline.lower(base)[mention.sentence : mention.amount.start]
            alike = mention.family == self._mentions[change].family
            named = mention.is_count and _BASE.search(ahead)
            if alike and named and (not pair or pair[0] == base):
                return Relation(Tie.GREW, share, (change, base))
        return None

    def _of_now(self, share: int, change: int) -> Relation | None:
        """«3.373 hồ sơ, tăng 540 hồ sơ (19,1 %) so với cùng kỳ»: of 2.833."""
        now, depths = change - 1, self._outline.depths
        while now > 0 and depths[now] > depths[change]:
            now -= 1  # «51 xã (gồm 9 phường và 42 xã), giảm …»
        if not self._is_beside(now, change) or not self._mentions[now].is_count:
            return None
        both = self._adds_to(now, share, change)
        if not self._unit(change) or not (both or self._are_kin(now, change)):
            return None
        if not _RISE.fullmatch(_ASIDE.sub("", self._letters_between(now, change))):
            return None
        text, end = self._outline.lower(share), self._mentions[share].amount.end
        compared = _THAN_THEN.match(text[end:])
        if not compared and not self._is_told_as_move(share, now):
            return None
        terms: tuple[int, ...] = (change, now)
        if both:
            terms = (change, now - 1, now)
        elif not compared and self._is_it(
            self._value(share), HUNDRED * self._value(change) / (self._value(now) or 1)
        ):
            return None  # of what is told it may be a part
        return Relation(Tie.GREW_TO, share, terms, is_formal=True)

    def _by_so_many(self, share: int) -> Relation | None:
        """«1.024 đơn, giảm 11,1 % (128 đơn) so với cùng kỳ», «…, tức giảm 128 đơn»."""
        now, change = share - 1, share + 1
        if share in self._sure or change >= len(self._mentions):
            return None
        if self._mentions[share].amount.sense is not Sense.CHANGE:
            return None
        if not all(self._is_beside(i, share) and self._unit(i) for i in (now, change)):
            return None
        if not self._mentions[now].is_count or not self._is_exact(change):
            return None
        alike = self._unit(now) == self._unit(change)
        alone = alike and _LINK.fullmatch(self._letters_between(share, change))
        text, end = self._outline.lower(change), self._mentions[change].amount.unit_end
        if not alone or not _THAN_THEN.match(text[end:]):
            return None
        if not _RISE.fullmatch(self._letters_between(now, share)):
            return None
        return Relation(Tie.GREW_TO, share, (change, now), is_formal=True)

    def _of_two(self, share: int) -> Relation | None:
        """«81 vụ với 168 bị can, tăng 13 vụ, 6 bị can so với năm 2022, tăng 19,1 %»."""
        one, other, change, second = range(share - 4, share)
        if one < 0 or not self._is_beside(one, share) or share in self._sure:
            return None
        alike = self._unit(one) == self._unit(change) != self._unit(second)
        if not alike or self._unit(other) != self._unit(second):
            return None
        moved = [
            self._mentions[i].amount.sense is Sense.CHANGE for i in (change, share)
        ]
        if not all(moved) or not all(self._mentions[i].is_count for i in (one, other)):
            return None
        return Relation(Tie.GREW_TO, share, (change, one))

    def _is_told_as_move(self, share: int, now: int) -> bool:
        """«còn 34 tỉnh, giảm 29 tỉnh, tương ứng 46 %», «…, tương ứng giảm 46 %»."""
        if self._mentions[share].amount.sense is Sense.CHANGE:
            return True
        return bool(_NOW.search(self._mentions[now].left))

    def _adds_to(self, now: int, share: int, change: int) -> bool:
        """«còn 14 bộ và 3 cơ quan ngang bộ, giảm 5 bộ, cơ quan ngang bộ»: of both."""
        one = now - 1
        if one < 0 or not self._is_beside(one, now) or not self._mentions[one].is_count:
            return False
        if not _AND.fullmatch(self._letters_between(one, now)) or not self._unit(now):
            return False
        return (
            self._unit(now)
            in f"{self._unit(change)} {self._letters_between(change, share)}"
        )

    def _are_kin(self, one: int, other: int) -> bool:
        units = self._unit(one), self._unit(other)
        if not units[0] or units[0] == units[1]:
            return True
        return self._mentions[one].family == self._mentions[other].family

    def _may_be_of(self, share: int, change: int, pair: tuple[int, int]) -> bool:
        """Say whether a percentage is of this move: right, of the wrong end, a slip."""
        printed, moved = self._value(share), self._value(change)
        before, after = (self._value(i) for i in pair)
        others = [
            self._value(i)
            for i in self._near(change)
            if i not in pair and self._value(i) > moved
        ]
        if not before or not after:
            return False
        if any(self._is_it(printed, HUNDRED * moved / base) for base in others):
            return False  # it is so much of something else
        if self._is_it(printed, HUNDRED * after / before):
            return False  # «bằng 104 %»
        exact = HUNDRED * moved / before
        if self._is_it(printed, exact) or self._is_it(printed, HUNDRED * moved / after):
            return True
        return share_slip(printed, exact) is not None

    def _is_it(self, printed: Decimal, exact: Decimal) -> bool:
        return abs(printed - exact) < last_place(printed)

    def _falls(self, change: int) -> bool | None:
        """Say whether a number is said to be a fall; None where it is no change."""
        amount = self._mentions[change].amount
        if amount.sense is Sense.CHANGE:
            return amount.falls
        text = self._outline.lower(change)
        ahead = text[max(0, amount.start - 16) : amount.start].rstrip()
        if _FELL.search(ahead):
            return True
        return False if _ROSE.search(ahead) else None

    def _near(self, change: int) -> Iterator[int]:
        sentences = self._outline.sentences
        first, last = max(0, change - _REACH), min(len(self._mentions), change + 4)
        for index in (*range(change - 1, first - 1, -1), *range(change + 1, last)):
            here = sentences[index] == sentences[change]
            if sentences[change] - sentences[index] > _FAR or (
                index > change and not here
            ):
                continue
            amount = self._mentions[index].amount
            counted = amount.sense is Sense.COUNT and amount.unit != "%"
            if counted and self._is_exact(index):
                yield index

    def _apart(self, change: int, *, falls: bool) -> tuple[int, int] | None:
        """The nearest two counts of one thing that are just so far apart, in order."""
        near = list(self._near(change))
        moved = self._value(change)
        for at, one in enumerate(near):
            for other in near[:at]:
                high, low = sorted((one, other), key=self._value, reverse=True)
                if self._value(high) - self._value(low) != moved:
                    continue
                kinds = [self._mentions[i].family for i in (one, other, change)]
                if go_together(kinds[0], kinds[1]) and go_together(kinds[0], kinds[2]):
                    return (high, low) if falls else (low, high)
        return None
