"""Finds counts in a row whose largest is nearly the sum of the others.

A total with its parts, what came with what was done and what is left, a number before
with the one after and the change: whatever the words are, the largest is the sum of the
others. The form of a passage (units that agree, a total in front, a colon, a word of
conclusion or of comparison) says how likely such a claim is, the numbers say whether it
fails by a slip of the pen; together they must weigh enough (``weights``).
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import chain
from math import log2

from lienmach.checker.quantities.claims.forms import ADDED, COMPARES, Forms
from lienmach.checker.quantities.weighing.passages import Passages
from lienmach.checker.quantities.words.idioms import ATTRIBUTES
from lienmach.checker.quantities.words.outline import Outline
from lienmach.checker.quantities.words.reader import Reader
from lienmach.checker.quantities.words.weights import sum_slip
from lienmach.checker.report import REST, Relation, Sense, Tie
from lienmach.checker.text.numbers import is_rounded
from lienmach.checker.text.slips import HUNDRED

_ITEMS = 24
_STAGES = frozenset(("received", "finished"))
_CUT = 3.0  # bits
_REACH = 20  # numbers
_THIRD = 7.0
_TOLD = 9.0  # bits that call a mistake
_FEW = 10
_ALL_SIDES = 4.0  # bits
_MOVES = re.compile(
    r"(?<!\w)(?:tăng|giảm|thêm|bớt|hơn|kém|hụt|vượt|nhích|chênh|rút|hạ|sụt|trội|dôi"
    r"|nâng|cắt|lùi|tụt|nhảy|khoảng cách|cách biệt)(?!\w)(?! (?:cường|tầng))"
)
_OVERLAPS = re.compile(ATTRIBUTES)
_BULLETS = " -–+*•"
_SUMS = frozenset((*REST, Tie.PARTS, Tie.CHANGE))


class Runs(Reader):
    """``known`` are the relations already found."""

    def __init__(self, outline: Outline, known: Sequence[Relation]) -> None:
        super().__init__(outline)
        shares = {
            r.result: (r.terms[0], r.wholes[0])
            for r in known
            if r.tie is Tie.SHARE and r.wholes and self._holds(r)
        }
        self._passages = Passages(outline, shares)
        self._forms = Forms(outline, dict(shares.values()))
        self._told = Counter(self._value(i) for i in self._passages.plain)
        self._even: set[int] = set()
        self._runs: dict[int, list[frozenset[int]]] = {}
        self._known: dict[int, list[frozenset[int]]] = {}
        for relation in known:
            if relation.is_sure and self._may_be_wrong(relation):
                members = frozenset((relation.result, *relation.terms))
                for index in members:
                    self._known.setdefault(index, []).append(members)

    def relations(self) -> Iterator[Relation]:
        passages = [run for run in self._passages.all() if len(run) > 2]
        windows = [w for run in passages for w in self._passages.windows(run)]
        for window, _ in windows:
            values = [self._value(i) for i in window]
            if 2 * max(values) == sum(values) and max(values) >= _FEW:
                self._even.update(window)
                for index in window:
                    self._runs.setdefault(index, []).append(frozenset(window))
        best: dict[frozenset[int], tuple[float, Relation]] = {}
        for window, away in windows:
            values = [self._value(i) for i in window]
            total = max(values)
            if len(set(values)) < len(values) and self._is_of_all(window):
                continue
            if any(i in self._even and self._value(i) < total for i in window):
                continue
            weighed = self._weigh(window, away)
            if self._is_known(frozenset(window)):
                continue
            if weighed and weighed[0] >= _TOLD:
                key = frozenset(window)
                if key not in best or best[key][0] < weighed[0]:
                    best[key] = weighed
        for weight, relation in chain(self._afar(), self._totals()):
            members = frozenset((relation.result, *relation.terms))
            if weight >= _TOLD and not self._is_known(members):
                best[members] = weight, relation
        taken: set[int] = set()
        for members, (_, relation) in sorted(best.items(), key=lambda b: -b[1][0]):
            if not taken & members and not self._are_no_parts(relation):
                taken |= members
                yield relation

    def _is_of_all(self, window: Sequence[int]) -> bool:
        """«phát hành 612 văn bản, 612/612 văn bản ký số»: the same again."""
        amounts = [self._mentions[i].amount for i in window]
        return any(one.whole is not None and one.whole == one.value for one in amounts)

    def _are_no_parts(self, relation: Relation) -> bool:
        """«nhận 597 vụ, giải quyết 564 vụ» are no sum; nor what is not all on purpose.

        «1.611, 952 (59,1 %), 388 (24,1 %), 268 (16,6 %)»: each is right of the total.
        """
        tags = [self._mentions[i].tags & _STAGES for i in relation.terms]
        if {"received"} in tags and {"finished"} in tags:
            return True
        own = self._unit(relation.result)
        units = {self._unit(i) for i in relation.terms} - {""}
        if own in units and any(own.split(" ")[0] != x.split(" ")[0] for x in units):
            return True  # «90 hồ sơ ở 09 xã; 18 hồ sơ thiếu»
        whole = self._value(relation.result)
        return bool(whole) and all(
            i + 1 < len(self._mentions)
            and self._is_percent(i + 1)
            and self._is_beside(i, i + 1)
            and is_rounded(self._value(i + 1), HUNDRED * self._value(i) / whole)
            for i in relation.terms
        )

    def _afar(self) -> Iterator[tuple[float, Relation]]:
        """«Năm trước 286.400 hồ sơ; năm nay thêm 32.200»: the third is far above."""
        for sentence in self._outline.by_sentence:
            pair = [i for i in sentence if self._passages.is_plain(i)]
            if len(pair) == 1 and pair[0]:
                before = pair[0] - 1
                if self._passages.is_plain(before) and self._passages.go_on(
                    before, pair[0]
                ):
                    pair = [before, *pair]
            for change, other in (pair, pair[::-1]) if len(pair) == 2 else ():
                found = self._third(change, other)
                if found:
                    yield found

    def _totals(self) -> Iterator[tuple[float, Relation]]:
        """«Trả đúng hẹn 4.571, lỡ hẹn 29»: the total was told before."""
        for sentence in self._outline.by_sentence:
            parts = [i for i in sentence if self._passages.is_plain(i)]
            if not 1 < len(parts) < _ITEMS // 4 or self._even.intersection(parts):
                continue
            kinds = {self._mentions[i].family for i in parts} - {""}
            if len(kinds) != 1 or len(parts) != len(sentence):
                continue
            (kind,) = kinds
            near = [
                i
                for i in range(parts[0] - 1, max(-1, parts[0] - _REACH), -1)
                if self._passages.is_plain(i) and self._mentions[i].family == kind
            ]
            if not near:
                continue
            found = self._total_of(parts, near)
            if found:
                yield found

    def _total_of(
        self, parts: Sequence[int], near: Sequence[int]
    ) -> tuple[float, Relation] | None:
        values = [self._value(i) for i in parts]
        if any(self._value(i) == sum(values) for i in near):
            return None
        if any(
            _OVERLAPS.search(f"{m.left} {m.unit}")
            for m in (self._mentions[i] for i in parts)
        ):
            return None
        said = self._outline.lower(parts[0])[self._mentions[parts[0]].sentence :]
        among = said.lstrip(_BULLETS).startswith(("trong số ", "trong tổng số "))
        best: tuple[float, Relation] | None = None
        for whole in near:
            sides = self._forms.sides(whole, parts)
            denied = len(parts) == 2 and (among or self._forms.deny_each_other(*parts))
            if sides is None or not (sides == _ALL_SIDES or denied):
                continue
            told = self._slip([self._value(whole), *values], 0)
            if told is not None and (best is None or told > best[0]):
                best = told, self._relation((whole, *parts), 0)
        if best is None:
            return None
        return best[0] + _THIRD - log2(len(near)), best[1]

    def _third(self, change: int, other: int) -> tuple[float, Relation] | None:
        moved = self._mentions[change]
        kind = self._mentions[other].family
        if moved.amount.sense is not Sense.CHANGE and not _MOVES.search(moved.left):
            return None
        first, last = sorted((change, other))
        block = self._outline.blocks[last]
        start = (
            self._mentions[first].sentence
            if self._outline.blocks[first] == block
            else 0
        )
        said = self._outline.lowers[block][start : self._mentions[last].end]
        if not kind or kind != moved.family or not COMPARES.search(said):
            return None
        if {change, other} & self._even:
            return None
        near = [
            i
            for i in range(first - 1, max(-1, first - _REACH), -1)
            if self._passages.is_plain(i) and self._mentions[i].family == kind
        ]
        best: tuple[float, Relation] | None = None
        for third in near:
            values = [self._value(i) for i in (change, other, third)]
            if 2 * max(values) == sum(values):
                return None
            window = (third, first, last)
            at = max(range(3), key=[self._value(i) for i in window].__getitem__)
            if window[at] == change:
                continue
            told = self._slip([self._value(i) for i in window], at)
            if told is not None and (best is None or told > best[0]):
                best = told, self._relation(window, at)
        if best is None:
            return None
        return best[0] + _THIRD - log2(len(near)), best[1]

    def _holds(self, relation: Relation) -> bool:
        base = self._value(relation.wholes[0])
        printed = self._mentions[relation.result].amount.value
        part = self._value(relation.terms[0])
        return bool(base) and is_rounded(printed, HUNDRED * part / base)

    def deny(self, relation: Relation) -> bool:
        """Say whether longer sums that hold explain the numbers of one that does not.

        «24 chỉ tiêu: vượt 15, đạt 6, chưa đạt 3»: 15 less 6 need not be 3.
        """
        members = frozenset((relation.result, *relation.terms))
        if relation.tie not in _SUMS or len(members) < 3:
            return False
        if relation.tie is Tie.REMAINDER and relation.is_guess:
            units = [self._mentions[i].amount.unit for i in relation.terms]
            own = self._mentions[relation.result].amount.unit
            if own and len(set(units)) == 1 and units[0] and own != units[0]:
                return True  # «58 lượt, năm 2022 là 29 lượt; 23 người vắng»
        first = relation.result < min(relation.terms)
        moved = [self._mentions[i].left for i in relation.terms]
        if relation.tie is Tie.PARTS and ADDED.intersection(moved):
            return not relation.is_weighed  # «126 sản phẩm; thêm 18 so với năm 2022»
        if relation.tie is Tie.PARTS and first and self._forms.is_open(max(members)):
            values = [self._value(i) for i in relation.terms]
            return sum(values) != self._value(relation.result)
        longer = self._runs.get(min(members), ())
        return not relation.is_formal and any(members < run for run in longer)

    def _may_be_wrong(self, relation: Relation) -> bool:
        """A guess that fails by more than a slip is none that a rule would tell."""
        if not relation.is_guess or relation.tie not in (Tie.PARTS, Tie.REMAINDER):
            return True
        values = [self._value(i) for i in (relation.result, *relation.terms)]
        if relation.tie is Tie.REMAINDER:
            values = [*values[1:], values[0]]
        return 2 * values[0] == sum(values) or self._slip(values, 0) is not None

    def _is_known(self, members: frozenset[int]) -> bool:
        """Say whether the words tell of these numbers, or of more with them."""
        known = self._known.get(min(members), ())
        return any(members <= others for others in known)

    def _weigh(
        self, window: tuple[int, ...], away: float
    ) -> tuple[float, Relation] | None:
        values = [self._value(i) for i in window]
        if all(self._told[value] > 1 for value in values):
            return None
        best: tuple[float, Relation] | None = None
        largest = max(range(len(values)), key=values.__getitem__)
        for at in {0, largest, len(values) - 1}:
            told = self._slip(values, at)
            if told is None:
                continue
            form = self._forms.of(window, at, is_full=away < _CUT)
            if form is not None and at != largest:
                form -= 1
            if form is not None and (best is None or told + form - away > best[0]):
                best = told + form - away, self._relation(window, at)
        return best

    def _slip(self, values: Sequence[Decimal], at: int) -> float | None:
        return sum_slip(values[at], [v for n, v in enumerate(values) if n != at])

    def _relation(self, window: tuple[int, ...], at: int) -> Relation:
        whole = window[at]
        parts = tuple(i for i in window if i != whole)
        return Relation(Tie.PARTS, whole, parts, is_guess=True, is_weighed=True)
