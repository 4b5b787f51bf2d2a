"""Finds the base of a percentage by its name, wherever the text has told of it.

«bằng 96,3 % số được giao», «chiếm 0,2 % tổng số hồ sơ có kết quả», «văn bản đi ký số
4.026, chiếm 98 %» after «văn bản đi 4.108». A name that fits one number alone is that
number; of several all may be meant, and only one key makes such a reading wrong.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from lienmach.checker.quantities.claims.ledger import LEVELS
from lienmach.checker.quantities.words.outline import Outline
from lienmach.checker.quantities.words.reader import Reader, results
from lienmach.checker.quantities.words.vocabulary import WORD, tags_of, words
from lienmach.checker.report import Bound, Relation, Sense, Tie
from lienmach.checker.text.numbers import is_rounded
from lienmach.checker.text.other_times import EARLIER
from lienmach.checker.text.slips import HUNDRED, is_share_but_for_a_key

_REACH = 60  # numbers
_FAR = 24  # sentences
_NEAR = 1
_LEAST = 10  # what is told again is no chance
_WORDS = 9  # of the name of a base
_STATES = words(
    "received finished assigned present new carried total plan open returned"
)
_SIDES = words(
    "online direct postal late early on_time early+on_time within female male left"
)
_ASIDE = words("before expected cumulative partly")
_OF = re.compile(
    r"(?:của |trên |trong |so với )?(?:tổng )?(?:số )?(?:lượng )?(.*)", re.DOTALL
)
_END = re.compile(
    r",|;|\(| và | trong đó| tăng| giảm| cao hơn| vượt| do | còn | nhưng"
    r"| được \w+ hiện"
)
_FILLING = words(
    "số tổng lượng của trên trong đã được các có là và tại theo kỳ quý năm tháng cả này"
    " toàn so với hiện nay đến ra thì cho về giao qua như vậy xã phường huyện tỉnh thị"
    " thành phố quận trấn sở phòng ban ủy nhân dân"
)
_LIGHT = words("số tổng lượng của đã được các là và")
_RATE_OF = re.compile(
    r"(?:tỷ|tỉ) lệ ([^\d,;:]{4,60}?) (?:so với|trên|trong)(?: tổng)?(?: số)?"
    r" ([^\d,;:]{3,50}?)(?: ?:|(?: đạt| là| chiếm| bằng)+) ?$"
)
_TOO_LOOSE = re.compile(f"{EARLIER}|thang điểm|dân số")


class Bases(Reader):
    """``known`` are the relations already found."""

    def __init__(self, outline: Outline, known: Sequence[Relation]) -> None:
        super().__init__(outline)
        self._told = results(known, Tie.CHANGE, Tie.RATE)
        self._totals = {r.terms[-1]: r.result for r in known if self._adds_up(r)}
        for relation in known:
            if relation.tie is Tie.SHARE and self._is_settled(relation):
                self._told.add(relation.result)

    def relations(self) -> Iterator[Relation]:
        for index, mention in enumerate(self._mentions):
            amount = mention.amount
            if amount.sense is not Sense.SHARE or amount.bound is not Bound.EXACT:
                continue
            if index in self._told or mention.tags & _ASIDE:
                continue
            called = self._called(index)
            if called:
                yield called
                continue
            part = self._part(index)
            if part is not None:
                fraction = self._fraction(index, part)
                found = [fraction] if fraction else self._named(index, part)
                yield from found or self._wider(index, part)

    def _adds_up(self, relation: Relation) -> bool:
        """A list with no percentage in it: one behind it is of them all.

        «kiểm tra 10 đơn vị, gồm 04 phòng và 06 xã, chiếm 45,5 % tổng số đơn vị».
        """
        parts = relation.terms
        side_by_side = parts[-1] - parts[0] == len(parts) - 1 > 0
        if relation.tie is not Tie.PARTS or not side_by_side:
            return False
        return sum(map(self._value, parts)) == self._value(relation.result)

    def _is_settled(self, relation: Relation) -> bool:
        """Say whether a rule has a say: the base is sure, or one of them fits."""
        part = self._mentions[relation.terms[0]].amount
        if part.whole is not None or (relation.is_sure and not relation.is_guess):
            return True
        top = self._value(relation.terms[0])
        return any(self._fits(relation.result, top, i) for i in relation.wholes)

    def _fits(self, share: int, top: Decimal, whole: int) -> bool:
        base, printed = self._value(whole), self._mentions[share].amount.value
        if not base:
            return False
        return is_rounded(printed, HUNDRED * top / base)

    def _part(self, share: int) -> int | None:
        """The count right before a percentage, in its clause."""
        part = share - 1
        if part < 0 or not self._is_beside(part, share):
            return None
        if (
            ";" in self._outline.between(part, share)
            or not self._mentions[part].is_count
        ):
            return None
        depths = self._outline.depths
        if depths[part] > depths[share]:
            return None
        return self._totals.get(part, part)

    def _before(self, part: int, reach: int) -> Iterator[int]:
        sentences = self._outline.sentences
        for index in range(part - 1, max(-1, part - _REACH), -1):
            if sentences[part] - sentences[index] > reach:
                return
            one, other = self._mentions[index], self._mentions[part]
            alike = one.family == other.family and bool(one.family)
            larger = self._value(index) > self._value(part)
            if one.is_count and alike and larger and not one.tags & _ASIDE:
                yield index

    # By what is told elsewhere

    def _fraction(self, share: int, part: int) -> Relation | None:
        """«109/139 kiến nghị đã giải quyết. … 109 kiến nghị đã giải quyết (78 %)»."""
        if self._value(part) < _LEAST or self._mentions[share].right:
            return None
        wholes = {
            i: amount.whole.value
            for i, amount in ((i, m.amount) for i, m in enumerate(self._mentions))
            if amount.whole
            and amount.value == self._value(part)
            and self._unit(i) == self._unit(part)
            and i < share
        }
        if len(set(wholes.values())) != 1:
            return None
        return Relation(Tie.SHARE, share, (max(wholes),), is_formal=True)

    # By both names ahead of the percentage

    def _called(self, share: int) -> Relation | None:
        """«Tỷ lệ cử tri đã bỏ phiếu so với tổng số cử tri: 99,4 %»."""
        mention = self._mentions[share]
        ahead = self._outline.lower(share)[mention.sentence : mention.amount.start]
        said = _RATE_OF.search(ahead)
        if not said or _TOO_LOOSE.search(said[2]):
            return None
        own, all_ = (frozenset(WORD.findall(said[n])) - _LIGHT for n in (1, 2))
        if not own - all_ or not all_:
            return None
        part = self._nearest(share, own)
        whole = self._nearest(share, all_, but=own - all_)
        if part is None or whole is None or part == whole:
            return None
        return Relation(Tie.SHARE, share, (part,), (whole,), is_formal=True)

    def _nearest(
        self, share: int, name: frozenset[str], but: frozenset[str] = frozenset()
    ) -> int | None:
        """The last count before that has all these words, and not all of the others."""
        for index in range(share - 1, max(-1, share - _REACH), -1):
            if not self._mentions[index].is_count:
                continue
            words = self._words_beside(index)
            if name <= words and not (but and but <= words):
                return index
        return None

    # By the name behind the percentage

    def _named(self, share: int, part: int) -> list[Relation]:
        mention = self._mentions[share]
        said = _OF.match(_END.split(mention.right, maxsplit=1)[0].strip())
        name = said[1] if said else ""
        if not name or len(name.split()) > _WORDS or _TOO_LOOSE.search(name):
            return []
        wanted = tags_of(name) & (_STATES | _SIDES) - {"total"}
        own = frozenset(WORD.findall(name)) - _FILLING
        wholes = [
            i
            for i in self._before(part, _FAR)
            if self._is_called(i, part, wanted, own) and self._is_of_level(i, part)
        ]
        return self._read(share, part, wholes)

    def _is_called(
        self, whole: int, part: int, wanted: frozenset[str], own: frozenset[str]
    ) -> bool:
        tags = self._mentions[whole].tags
        if wanted:
            sides = tags & _SIDES - wanted
            return (
                wanted <= tags and not sides and not tags & _STATES - wanted - {"total"}
            )
        return bool(own) and own <= self._words_beside(whole) - _FILLING

    def _is_of_level(self, whole: int, part: int) -> bool:
        levels = [self._mentions[i].tags & LEVELS for i in (whole, part)]
        return not all(levels) or levels[0] == levels[1]

    def _read(self, share: int, part: int, wholes: Sequence[int]) -> list[Relation]:
        top, printed = self._value(part), self._mentions[share].amount.value
        for whole in wholes:
            if self._fits(share, top, whole):
                return [Relation(Tie.SHARE, share, (part,), (whole,), is_guess=True)]
        if len({self._value(i) for i in wholes}) == 1:
            return [Relation(Tie.SHARE, share, (part,), tuple(wholes), is_guess=True)]
        return [
            Relation(Tie.SHARE, share, (part,), (whole,), is_guess=True)
            for whole in wholes
            if is_share_but_for_a_key(printed, top, self._value(whole))
        ][:1]

    # By what the part is a kind of

    def _wider(self, share: int, part: int) -> list[Relation]:
        """«Văn bản đi 4.108. Văn bản đi ký số 4.026, chiếm 98 %»."""
        if self._mentions[share].right:
            return []
        own, printed = (
            self._words_beside(part) - _FILLING,
            self._mentions[share].amount.value,
        )
        wholes = [
            i
            for i in self._before(part, _NEAR)
            if self._words_beside(i) - _FILLING < own
            and not self._mentions[i].tags & _SIDES - self._mentions[part].tags
            and self._is_of_level(i, part)
        ]
        top = self._value(part)
        if any(self._fits(share, top, i) for i in self._before(part, _FAR)):
            return []
        return [
            Relation(Tie.SHARE, share, (part,), (whole,), is_guess=True)
            for whole in wholes
            if is_share_but_for_a_key(printed, top, self._value(whole))
        ][:1]
