"""Finds percentages that must agree on their total, though nobody printed it.

«còn 9.604 hộ nghèo, chiếm 3,14 %; hộ cận nghèo là 6.943 hộ, chiếm 2,27 %»: both are of
all households, some 305.900. So are «49 phiếu (84,48 % tổng số đại biểu)» and all that
name that total. One that a slip of the pen parts from what the others say is wrong.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from lienmach.checker.quantities.words.outline import Outline
from lienmach.checker.quantities.words.reader import Reader
from lienmach.checker.quantities.words.vocabulary import WORD, any_word, is_known, words
from lienmach.checker.quantities.words.weights import (
    agreed_totals,
    count_slip,
    implied,
    share_slip,
)
from lienmach.checker.report import GROWTH, Relation, Tie
from lienmach.checker.text.numbers import is_rounded, last_place
from lienmach.checker.text.other_times import PLAN
from lienmach.checker.text.slips import HUNDRED, is_one_key_away

_WIDE = 64  # letters
_GAP = 3  # numbers between two pairs that go on
_LINES = 4  # blocks between two pairs in lines of their own
_LEAST = 5.0  # bits that a slip tells
_ENOUGH = 3  # percentages that agree
_NARROW = Decimal("1.1")
_SLACK = 2  # units of the last digit
_ROUNDED = Decimal("0.6")
_LINK = re.compile(
    r"[ ,]*(?:chỉ |đã )?(?:chiếm|đạt|bằng|tỷ lệ|tỉ lệ|tương ứng)[^,;.()\d]{0,16}$"
)
_BRACKET = re.compile(r" ?\((?:[^\W\d]+ ){0,4}$")
_MOVES = re.compile(any_word("tăng|giảm|hơn|kém|vượt|so với"))
_BASE = re.compile(
    r" ?(?:trên |của |so với )?(?:tổng )?số ([^\W\d]+(?: [^\W\d]+){0,7}) ?(?=[,;.()]|$)"
)
_OTHER = re.compile(rf" ?(?:{PLAN}|cùng kỳ|so|tổng|số|của|trên|trong|toàn)")
_OFFICES = words("hđnd hội đồng nhân dân quốc tỉnh huyện xã thành phố của")
_UNCOUNTED = words("time point step")

_Pair = tuple[int, int]  # a percentage and its count


class Agreed(Reader):
    """``known`` are the relations already found; what has a base is left alone."""

    def __init__(self, outline: Outline, known: Sequence[Relation]) -> None:
        super().__init__(outline)
        self._told = {r.result for r in known if r.tie in GROWTH or self._is_judged(r)}
        self._all = list(self._pairs())

    def _is_judged(self, share: Relation) -> bool:
        """Say whether a rule has a say on it: the base is sure, or one of them fits."""
        if share.tie is Tie.RATE:
            return not share.is_guess
        if share.tie is not Tie.SHARE:
            return False
        part = self._mentions[share.terms[0]].amount
        unclear = share.is_guess and self._name(share.result)
        if (
            share.is_weighed
            or part.whole is not None
            or (share.is_sure and not unclear)
        ):
            return True
        return any(
            is_rounded(self._value(share.result), HUNDRED * part.value / base)
            for base in map(self._value, share.wholes)
            if base
        )

    def relations(self) -> Iterator[Relation]:
        named: dict[str, list[_Pair]] = {}
        row: list[_Pair] = []
        for pair in self._all:
            name = self._name(pair[0])
            if name:
                named.setdefault(name, []).append(pair)
                continue
            if row and not self._goes_on(row[-1], pair):
                yield from self._odd_one(row)
                row = []
            row.append(pair)
        yield from self._odd_one(row)
        for name, group in named.items():
            found = list(self._odd_one(group))
            yield from found or self._of_printed(name, group)

    def explains(self, relation: Relation) -> bool:
        """Say whether a percentage is of the untold total that others agree on.

        «68 phiếu, chiếm 72,34 %; 19 phiếu, chiếm 20,21 %; …»: of 94, not of those 89
        that were valid. Not where a slip of the pen made that total the one printed.
        """
        if relation.tie is not Tie.SHARE:
            return False
        part = relation.terms[0]
        top, told = self._mentions[part].amount, self._value(relation.result)
        bases = [self._value(i) for i in relation.wholes[:1]]
        bases = [top.whole.value] if top.whole else bases
        if not told or not top.value or not all(bases):
            return False
        if any(is_rounded(told, HUNDRED * top.value / base) for base in bases):
            return False
        pairs = ((self._value(one), self._value(other)) for one, other in self._all)
        totals = agreed_totals((told, top.value), pairs)
        return any(
            not any(is_one_key_away(base, Decimal(total)) for base in bases)
            for total in totals
        )

    def _of_printed(self, name: str, group: Sequence[_Pair]) -> Iterator[Relation]:
        """«Trong 53 đại biểu, …: 52 phiếu (chiếm 98,1 % số đại biểu)»: the one told."""
        parts = {part for _, part in group}
        for share, part in group:
            if not self._outline.depths[share]:
                continue  # «gồm 04 phòng và 06 xã, chiếm … tổng số đơn vị»: of them all
            wholes = [
                i
                for i in range(share)
                if i not in parts
                and self._mentions[i].is_count
                and is_known(self._unit(i))
                and self._is_named(i, name)
                and self._value(i) >= self._value(part)
            ]
            if len({self._value(i) for i in wholes}) == 1:
                yield Relation(Tie.SHARE, share, (part,), (wholes[-1],))

    def _is_named(self, whole: int, name: str) -> bool:
        """«53 đại biểu» are «đại biểu HĐND», «3.120 hồ sơ» no «hồ sơ có phí»."""
        unit = f"{self._unit(whole)} "
        if not f"{name} ".startswith(unit):
            return False
        rest = frozenset(WORD.findall(f"{name} "[len(unit) :])) - _OFFICES
        return rest <= self._words_beside(whole)

    def _pairs(self) -> Iterator[_Pair]:
        for share in range(1, len(self._mentions)):
            mention = self._mentions[share]
            if share in self._told or not self._is_percent(share):
                continue
            if not 0 < mention.amount.value < HUNDRED or _MOVES.search(mention.left):
                continue
            part = share - 1
            counted = self._mentions[part]
            plain = counted.is_count or (counted.amount.whole and self._name(share))
            if not plain or counted.family in _UNCOUNTED:
                continue
            between = self._outline.between(part, share)
            if not (_BRACKET.search(between) or _LINK.search(between)):
                continue
            if self._value(part) and not _MOVES.search(counted.left):
                yield share, part

    def _name(self, share: int) -> str:
        """The name of the total that the words behind a percentage give, if any."""
        found = _BASE.match(self._letters_behind(share, _WIDE))
        return found[1].strip() if found else ""

    def _goes_on(self, one: _Pair, other: _Pair) -> bool:
        if any(
            _OTHER.match(self._letters_behind(share, _WIDE))
            for share, _ in (one, other)
        ):
            return False
        if other[1] - one[0] > _GAP:
            return False
        blocks, sentences = self._outline.blocks, self._outline.sentences
        if blocks[one[0]] == blocks[other[0]]:
            return sentences[other[0]] - sentences[one[0]] <= 1
        lines = self._begins(one[1]) and self._begins(other[1])
        return lines and blocks[other[0]] - blocks[one[0]] <= _LINES

    def _begins(self, part: int) -> bool:
        """«1. Đại biểu nữ:», «151 (30,26%)» in lines of their own."""
        return self._mentions[part].amount.start == 0

    def _odd_one(self, row: Sequence[_Pair]) -> Iterator[Relation]:
        if len(row) < 2:
            return
        for odd in row:
            others = [pair for pair in row if pair != odd]
            ends = self._agree(others)
            if ends is None or self._agree(row) is not None:
                continue
            found = self._wrong(odd, others, *ends)
            if found:
                yield found
                return

    def _agree(self, row: Sequence[_Pair]) -> tuple[Decimal, Decimal] | None:
        """Between what the total lies that all have in common; None: they have none."""
        ends = [implied(self._value(share), self._value(part)) for share, part in row]
        least, most = max(low for low, _ in ends), min(high for _, high in ends)
        return (least, most) if least <= most else None

    def _wrong(
        self, odd: _Pair, others: Sequence[_Pair], least: Decimal, most: Decimal
    ) -> Relation | None:
        share, part = odd
        printed, top = self._value(share), self._value(part)
        total = (least + most) / 2
        if most > least * _NARROW or (top > most and len(others) < _ENOUGH):
            return None
        exact = HUNDRED * top / total
        if abs(printed - exact) <= _SLACK * last_place(printed):
            return None
        kin = {self._mentions[i].family for _, i in (odd, *others)} - {""}
        if len(kin) > 1 and len(others) < _ENOUGH:
            return None
        alike = len(others) >= _ENOUGH and self._name(share)
        if not alike and self._told_by_slip(printed, top, least, most) < _LEAST:
            return None
        share_of_other, other = others[0]
        return Relation(Tie.AGREE, share, (part, other, share_of_other))

    def _told_by_slip(
        self, printed: Decimal, top: Decimal, least: Decimal, most: Decimal
    ) -> float:
        """The bits of the slip that parts it from a total between these, if any."""
        told = []
        for total in (least, (least + most) / 2, most):
            told.append(share_slip(printed, HUNDRED * top / total))
            rounded = _ROUNDED * last_place(printed)
            told.append(count_slip(printed, top, total, rounded, keys=True))
        return max((bits for bits in told if bits is not None), default=0.0)
