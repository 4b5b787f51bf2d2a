"""Finds totals told in pairs, whose parts are told in pairs: meetings and who came.

«tiếp 412 lượt với 536 người; trong đó thường xuyên 260 lượt với 341 người, định kỳ 152
lượt với 195 người», «31 vụ/77 bị can. Trong đó, 8 vụ/33 bị can …»,
«5 lớp với 340 người, gồm 2 lớp với 120 người, 3 lớp với 220 người»: the first of the
pairs add up to the first, the second to the second. Who repeats a pair part by part
mostly tells all parts; such a reading is a guess behind «trong đó» nevertheless.

Where no word says so, «gộp 5,12 km2, 3.471 người của xã A với 7,34 km2, 2.905 người
của xã B; xã mới có 12,46 km2 và 6.376 người», the one column tells what the other is:
if the areas of some pairs add up to that of another, so do the people.

What is told in a pair grows in a pair: «tiếp 412 lượt/536 người. So với cùng kỳ giảm 55
lượt, 24 người (năm trước tiếp 467 lượt/560 người)».
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from lienmach.checker.quantities.words.outline import Outline
from lienmach.checker.quantities.words.reader import Reader
from lienmach.checker.quantities.words.vocabulary import any_word, is_known
from lienmach.checker.report import Bound, Relation, Sense, Tie
from lienmach.checker.text.other_times import COMPARED
from lienmach.checker.text.slips import is_sum_but_for_a_key

_LINK = re.compile(r"[ ,]{0,2}(?:với|và|cho|,) ?(?:tổng số )?")
_ALL = re.compile(any_word("gồm|chia ra|chia thành|cụ thể|phân theo") + "|:")
_SPLITS = re.compile(any_word("trong đó|trong số đó|trong số này"))
_NO_PARTS = re.compile(rf"{COMPARED}|năm \d{{4}}|(?<!\w)(?:tăng|giảm)(?!\w)")
_PEOPLE = frozenset(("người", "công dân", "lượt người"))
_ASIDE = re.compile(r" ?\([^()]*\)")
_BESIDE = re.compile(r"[^\d.;:)]{0,48}")
_ALSO = re.compile(r"[^\d.;:()]{0,24}(?:,| và) ?(?:tăng |giảm )?")
_LEAST, _MOST = 2, 16  # parts
_RUN = 6  # pairs
_TELLING, _SURE = 3, 4  # digits

_Both = tuple[int, int]


class _Pair(NamedTuple):
    """Two counts of different things, told as one; of a fraction the first only."""

    first: int
    second: int | None


class Pairs(Reader):
    def __init__(self, outline: Outline) -> None:
        super().__init__(outline)
        self._told = list(self._pairs())

    def relations(self) -> Iterator[Relation]:
        yield from self._in_lists()
        yield from self._in_columns()
        yield from self._in_growth()

    def _in_lists(self) -> Iterator[Relation]:
        pairs = self._told
        for at, whole in enumerate(pairs):
            if whole.second is None:
                continue
            parts = self._parts(whole, pairs[at + 1 : at + 1 + _MOST])
            if len(parts) < _LEAST:
                continue
            ahead = self._ahead(whole, parts[0])
            for column in zip(*(whole, *parts), strict=True):
                if None not in column:
                    yield from self._added(column, is_all=bool(_ALL.search(ahead)))

    def _pairs(self) -> Iterator[_Pair]:
        taken = {*self._outline.seconds.values()}
        for index, mention in enumerate(self._mentions):
            if index in taken or not self._counts(index):
                continue
            if index in self._outline.seconds:
                yield _Pair(index, self._outline.seconds[index])
            elif mention.amount.whole is not None:
                yield _Pair(index, None)
            elif other := self._linked(index):
                taken.add(other)
                yield _Pair(index, other)

    def _counts(self, index: int) -> bool:
        amount = self._mentions[index].amount
        return amount.sense is Sense.COUNT and amount.bound is Bound.EXACT

    def _linked(self, index: int) -> int:
        """The number told with another as one, in a bracket or behind one; or none.

        «47 lượt đoàn (mỗi đoàn từ 5 người) với 945 người», «9 lượt đoàn (241 người)».
        """
        depths, other = self._outline.depths, index + 1
        if self._is_alone_in_bracket(index) and self._are_two(index, other):
            return other
        while other < len(depths) - 1 and depths[other] > depths[index]:
            other += 1
        if other >= len(depths) or not self._are_two(index, other):
            return 0
        between = self._letters_between(index, other)
        if other > index + 1:
            between = _ASIDE.sub("", between)
        return other if _LINK.fullmatch(between) else 0

    def _is_alone_in_bracket(self, index: int) -> bool:
        other = index + 1
        if other >= len(self._mentions) or not self._is_beside(index, other):
            return False
        if self._letters_between(index, other) != " (":
            return False
        end = self._mentions[other].amount.unit_end
        return self._outline.lower(index).startswith(")", end)

    def _are_two(self, index: int, other: int) -> bool:
        """Say whether two counts of a sentence are of different things."""
        if not self._is_beside(index, other) or not self._outline.is_count(other):
            return False
        units = [self._unit(i) for i in (index, other)]
        return all(map(is_known, units)) and units[0] != units[1] and "%" not in units

    def _parts(self, whole: _Pair, follow: Sequence[_Pair]) -> list[_Pair]:
        """The pairs of one list behind a pair that count what it counts."""
        parts: list[_Pair] = []
        sentences, depths = self._outline.sentences, self._outline.depths
        blocks = self._outline.blocks
        if self._outline.text(whole.first).rstrip().endswith(":"):
            return self._below(whole, follow)
        for part in follow:
            if blocks[part.first] != blocks[whole.first]:
                break
            if parts and sentences[part.first] != sentences[parts[0].first]:
                break
            deeper = depths[part.first] - depths[(parts or [whole])[0].first]
            if parts and deeper > 0:
                continue
            if not parts and not self._opens(whole, part):
                break
            if (parts and deeper < 0) or not self._are_alike(whole, part):
                break
            parts.append(part)
        return parts

    def _below(self, whole: _Pair, follow: Sequence[_Pair]) -> list[_Pair]:
        """«36 lượt với 58 người. Cụ thể:», and a pair at the head of each sentence."""
        parts: list[_Pair] = []
        sentences, blocks = self._outline.sentences, self._outline.blocks
        for part in follow:
            last = (parts or [whole])[-1].first
            if blocks[part.first] - blocks[last] > 1:
                break
            if sentences[part.first] == sentences[last]:
                continue
            if self._outline.depths[part.first] or part.second is None:
                break
            if (
                not self._are_alike(whole, part)
                or blocks[part.first] == blocks[whole.first]
            ):
                break
            parts.append(part)
        return parts

    def _opens(self, whole: _Pair, part: _Pair) -> bool:
        """Say whether a list begins between two pairs."""
        ahead = self._ahead(whole, part)
        near = (
            self._outline.sentences[part.first] - self._outline.sentences[whole.first]
        )
        if near > 1 or _NO_PARTS.search(ahead) or any(map(str.isdigit, ahead)):
            return False
        deeper = self._outline.depths[part.first] > self._outline.depths[whole.first]
        return deeper or bool(_ALL.search(ahead) or _SPLITS.search(ahead))

    def _ahead(self, whole: _Pair, part: _Pair) -> str:
        """The words before a list; its own sentence says enough: «Gồm: 9 đoàn (…)»."""
        outline, mention = self._outline, self._mentions[part.first]
        own = outline.lower(part.first)[mention.sentence : mention.amount.start]
        if outline.sentences[part.first] > outline.sentences[whole.first] and (
            _ALL.match(own.lstrip()) or _SPLITS.match(own.lstrip())
        ):
            return own
        last = whole.second if whole.second is not None else whole.first
        return outline.between(last, part.first)

    def _are_alike(self, whole: _Pair, part: _Pair) -> bool:
        if part.second is None:
            return True
        return all(
            self._unit(one).startswith(self._unit(other))
            or self._unit(other).startswith(self._unit(one))
            or self._are_people(one, other)
            for one, other in zip(whole, part, strict=True)
            if one is not None and other is not None
        )

    def _are_people(self, *two: int) -> bool:
        """«386 cháu», «548 em»: of «1.247 học sinh»; how often they came is another."""
        units = [self._unit(i) for i in two]
        came = any(unit.startswith("lượt") and unit not in _PEOPLE for unit in units)
        return not came and all(self._mentions[i].family == "person" for i in two)

    def _added(
        self, column: Sequence[int | None], *, is_all: bool
    ) -> Iterator[Relation]:
        whole, *parts = (index for index in column if index is not None)
        yield Relation(Tie.PARTS, whole, tuple(parts), is_guess=not is_all)

    # Where both are left

    def of_rests(self, known: Iterable[Relation]) -> Iterator[Relation]:
        """«thụ lý 6 vụ/63 bị can, truy tố 5 vụ/58 bị can; còn 1 vụ/5 bị can»."""
        seconds = self._outline.seconds
        for rest in known:
            three = (rest.result, *rest.terms)
            if rest.tie is not Tie.REMAINDER or not seconds.keys() >= {*three}:
                continue
            left, *taken = (self._value(i) for i in three)
            if len(taken) > 1 and left == taken[0] - sum(taken[1:]):
                terms = tuple(seconds[i] for i in rest.terms)
                result = seconds[rest.result]
                yield Relation(Tie.REMAINDER, result, terms, is_formal=True)

    # Where both grow

    def _in_growth(self) -> Iterator[Relation]:
        told = [(one, other) for one, other in self._told if other is not None]
        blocks = self._outline.blocks
        for now, then in pairwise(told):
            if blocks[now[0]] == blocks[then[0]]:
                for change, before, after in self._moves(now, then):
                    terms = (before, after)
                    yield Relation(Tie.CHANGE, change, terms, is_formal=True)

    def _moves(self, now: _Both, then: _Both) -> Sequence[tuple[int, int, int]]:
        """What changed between two pairs; the second number falls as the first does."""
        between = range(now[0] + 1, then[0] - 1)
        moved = (i for i in between if self._mentions[i].amount.sense is Sense.CHANGE)
        first = next(moved, None)
        if first is None or not self._is_beside(first, then[0]):
            return ()
        sentences, depths = self._outline.sentences, self._outline.depths
        far = sentences[first] - sentences[now[0]] > 1
        if far or depths[first] >= depths[then[0]]:
            return ()
        second = first + 1
        alike = all(
            self._are_alike(_Pair(*now), _Pair(*x)) for x in ((first, second), then)
        )
        if not alike or not _ALSO.fullmatch(self._letters_between(first, second)):
            return ()
        also = self._mentions[second]
        if also.amount.sense is Sense.COUNT:
            falls = self._mentions[first].amount.falls
            also.amount = also.amount._replace(sense=Sense.CHANGE, falls=falls)
        return ((first, then[0], now[0]), (second, then[1], now[1]))

    # Where one column adds up

    def _in_columns(self) -> Iterator[Relation]:
        kinds: dict[tuple[str, str], list[_Both]] = {}
        for pair in self._both():
            one, other = (self._mentions[i].family for i in pair)
            if one != other and one and other:
                kinds.setdefault((one, other), []).append(pair)
        for pairs in kinds.values():
            for whole, parts in self._sums(pairs):
                first = [pair[0] for pair in (whole, *parts)]
                second = [pair[1] for pair in (whole, *parts)]
                yield from self._told_by(first, second)
                yield from self._told_by(second, first)

    def _told_by(self, right: list[int], other: list[int]) -> Iterator[Relation]:
        """What a column that adds up tells of the one beside it."""
        told = self._digits(right)
        if told >= _SURE or (told >= _TELLING and self._is_slipped(other)):
            whole, *parts = other
            yield Relation(
                Tie.PARTS, whole, tuple(parts), is_guess=True, is_weighed=True
            )

    def _both(self) -> Iterator[_Both]:
        """Two counts of different things side by side: «7,34 km2 đất, 2.905 người»."""
        for index in range(len(self._mentions) - 1):
            other = self._outline.seconds.get(index, index + 1)
            if not (self._is_measured(index) and self._is_measured(other)):
                continue
            if other > index + 1:
                yield index, other
            elif self._is_beside(index, other):
                mention = self._mentions[index]
                end = self._mentions[other].amount.start
                if _BESIDE.fullmatch(
                    self._outline.lower(index), mention.amount.unit_end, end
                ):
                    yield index, other

    def _is_measured(self, index: int) -> bool:
        amount = self._mentions[index].amount
        counts = amount.sense is Sense.COUNT and amount.whole is None
        return counts and is_known(amount.unit) and amount.unit != "%"

    def _sums(self, pairs: Sequence[_Both]) -> Iterator[tuple[_Both, list[_Both]]]:
        """Each pair with those before it, or behind it, that it may be the sum of."""
        chapters = self._outline.chapters
        for at, whole in enumerate(pairs):
            for size in range(_LEAST, _RUN + 1):
                for start in (at - size, at + 1):
                    run = list(pairs[max(0, start) : start + size])
                    near = {chapters[pair[0]] for pair in (whole, *run)}
                    if start >= 0 and len(run) == size and len(near) == 1:
                        yield whole, run
            for far in pairs[max(0, at - _RUN) : max(0, at - _LEAST)]:
                if chapters[far[0]] == chapters[whole[0]]:
                    yield whole, [far, pairs[at - 1]]

    def _digits(self, column: Sequence[int]) -> int:
        """How many digits a total has that its parts make; none if they do not."""
        whole, *parts = map(self._value, column)
        return len(whole.normalize().as_tuple().digits) if whole == sum(parts) else 0

    def _is_slipped(self, column: Sequence[int]) -> bool:
        whole, *parts = map(self._value, column)
        return whole == sum(parts) or is_sum_but_for_a_key(whole, parts)
