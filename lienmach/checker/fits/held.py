"""What holds the figures of a report in their places.

A figure that some calculation of the report needs as it stands is held: a list that
adds up, what a reader found right, a sum or a percentage of a likely form.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations, groupby
from math import log2
from operator import attrgetter

from lienmach.checker.fits import sums
from lienmach.checker.fits.bits import RATIOS, SUMS, weight
from lienmach.checker.fits.figures import SCALE, TEN, Figure, are_alike, figures
from lienmach.checker.fits.ratios import ROUNDED, Ratio, ratios, shares
from lienmach.checker.fits.ratios import form as ratio_form
from lienmach.checker.report import Report, Sense, Tie

LISTED = 20.0  # bits of a list of many
LONGEST = 14  # counts of a list
NEAREST = 6  # figures between a list and its total
VALUE = attrgetter("value")
_HELD = 2.0  # bits that hold a figure in its place
_SURELY = 5.0
_TOLD = 0.0  # bits: what two figures give stands there already
_EXPLAINED = -7.0  # bits of a form that explains a percentage
_LARGE = 10 * TEN
_TOTALS = (Tie.PARTS, Tie.BALANCE)


class Held:
    """The figures of a report, and what holds them."""

    def __init__(self, report: Report) -> None:
        self.figures = figures(report)
        self._counts = [one for one in self.figures if one.is_count]
        percent = [
            one
            for one in self.figures
            if one.kind == "%" and one.is_exact and one.value and not one.is_aim
            if not one.is_compared or one.sense is Sense.CHANGE
        ]
        self._terms = sorted([*self._counts, *percent], key=lambda one: one.at)
        self._held: dict[int, float] = {}
        self._told: dict[tuple[int, int], float] = {}
        self._sums: set[frozenset[int]] = set()
        self._judged: set[frozenset[int | None]] = set()
        # By two figures and their sentence: what the two give that stands there.
        self._told_here: dict[tuple[int, int, int], set[int]] = {}
        self._explained: dict[int, float] = {}
        self._growths: dict[int, list[Ratio]] = {}
        self._explainers: dict[int, set[int]] = {}
        # Percentages whose form names their counts, and whether they are growth.
        self._formal: set[tuple[int, bool]] = set()
        self._hold_lists()
        self._hold_relations(report)
        self._pairs = list(sums.pairs(self._terms))
        self._hold_sums()
        self._shares = list(shares(self.figures))
        self._hold_ratios()

    def is_held(self, figure: Figure) -> bool:
        return self._held.get(figure.at, -99.0) > _HELD

    def _hold(self, bits: float, *held: Figure) -> None:
        for one in held:
            self._held[one.at] = max(self._held.get(one.at, bits), bits)

    def _tell(self, bits: float, *told: Figure) -> None:
        here = len({one.sentence for one in told}) == 1
        for one in told:
            for other in told:
                if here:
                    key = one.value, other.value, one.sentence
                    self._told_here.setdefault(key, set()).update(
                        x.value for x in told if x is not one and x is not other
                    )
                pair = one.value, other.value
                self._told[pair] = max(self._told.get(pair, bits), bits)

    def _is_told(self, one: Figure, other: Figure) -> bool:
        return (one.value, other.value) in self._told

    # What holds

    def _hold_lists(self) -> None:
        totals: dict[int, list[Figure]] = {}
        for one in self._counts:
            totals.setdefault(one.value, []).append(one)
        for row in self._rows():
            for start, first in enumerate(row):
                added = first.value
                for end in range(start + 1, min(len(row), start + LONGEST)):
                    if not are_alike(first, row[end]):
                        break
                    added += row[end].value
                    if end - start > 1 and added >= 2 * TEN and added in totals:
                        self._hold_list(row[start : end + 1], totals[added])

    def _hold_list(self, parts: Sequence[Figure], totals: Sequence[Figure]) -> None:
        for total in totals:
            away = min(abs(total.at - parts[0].at), abs(total.at - parts[-1].at))
            near = away <= NEAREST or total.value >= _LARGE
            here = total.sentence == parts[0].sentence == parts[-1].sentence
            if near and total not in parts and (here or are_alike(total, parts[0])):
                bits = LISTED if total.value >= _LARGE else _SURELY
                self._hold(bits, total, *parts)
                for part in parts if bits == LISTED and here else ():
                    self._told[total.value, part.value] = bits  # the others are left
                    self._told[part.value, total.value] = bits

    def _rows(self) -> Iterator[list[Figure]]:
        """Counts that stand in a row: of a paragraph, of items, of a table."""
        blocks = [list(of) for _, of in groupby(self._counts, lambda one: one.block)]
        yield from blocks
        for block in blocks:
            plain = [one for one in block if not one.is_aside]
            if len(plain) < len(block):
                yield plain
        firsts: list[Figure] = []
        for block in blocks:
            if firsts and block[0].block - firsts[-1].block != 1:
                yield firsts
                firsts = []
            firsts.append(block[0])
        yield firsts
        lines: dict[tuple[int, int, int], list[Figure]] = {}
        for one in self._counts:
            if one.row:
                lines.setdefault((one.row[0], one.row[1], -1), []).append(one)
                lines.setdefault((one.row[0], -1, one.column), []).append(one)
        yield from lines.values()

    def _hold_relations(self, report: Report) -> None:
        """Hold what the readers of the text found right."""
        of = {one.fact: one for one in reversed(self.figures) if one.fact is not None}
        for relation in report.relations:
            if relation.is_formal and relation.result in of:
                grown = relation.tie is Tie.GREW_TO
                if grown or relation.tie is Tie.SHARE:
                    self._formal.add((of[relation.result].at, grown))
            if relation.tie is Tie.SHARE and not relation.is_guess:
                for whole in relation.wholes:
                    self._judge(relation.result, relation.terms[0], whole)
            if relation.tie in (Tie.SOME, Tie.GREW_TO):
                self._judge(relation.result, *relation.terms)
            members = [of.get(i) for i in (relation.result, *relation.terms)]
            known = [one for one in members if one is not None]
            if len(known) < len(members):
                continue
            result, *terms = (one.value for one in known)
            if len(terms) == 1 and relation.tie is Tie.REMAINDER:
                right = self._hold_fraction(known[1], known[0])
            elif relation.tie in _TOTALS:
                right = result == sum(terms)
            elif relation.tie is Tie.REMAINDER:
                right = terms[0] - sum(terms[1:]) == result
            elif relation.tie is Tie.STOCK:
                right = terms[0] + terms[1] - terms[2] == result
            elif relation.tie is Tie.CHANGE and len(terms) == 2:
                right = abs(terms[1] - terms[0]) == result
            else:
                continue
            if right:
                self._hold(_SURELY, *known)
                if len(known) == 3:
                    self._tell(_SURELY, *known)
            elif relation.tie in _TOTALS:
                self._judge(relation.result, *relation.terms)

    def _judge(self, *facts: int) -> None:
        """Leave to another rule what it has looked at."""
        if len(facts) <= LONGEST:
            self._judged |= {frozenset(three) for three in combinations(facts, 3)}

    def _hold_fraction(self, part: Figure, rest: Figure) -> bool:
        """«đã xử lý 11/12 đơn, còn lại 1 đơn»."""
        whole = self.figures[part.at + 1 : part.at + 2]
        if not whole or not whole[0].is_whole:
            return False
        right = whole[0].value - part.value == rest.value
        if right:
            self._hold(_SURELY, whole[0])
            self._tell(_SURELY, whole[0], part, rest)
        return right

    def _hold_sums(self) -> None:
        by_value: dict[int, list[Figure]] = {}
        for one in self._terms:
            by_value.setdefault(one.value, []).append(one)
        for one, other in self._pairs:
            added, gap = one.value + other.value, abs(one.value - other.value)
            if added < TEN:
                continue  # numbers of one digit add up by chance
            for value in (added, gap):
                for third in by_value.get(value, ()):
                    if sums.may_join(third, one, other):
                        self._hold_sum(one, other, third)

    def _hold_sum(self, *three: Figure) -> None:
        key = frozenset(figure.at for figure in three)
        if key in self._sums:
            return
        self._sums.add(key)
        big, one, other = sorted(three, key=VALUE, reverse=True)
        if big.value < TEN:
            return
        bits = weight(SUMS, sums.form(big, one, other)) + min(one.size, other.size)
        self._hold(bits, *three)
        if bits > _TOLD:
            self._tell(bits, *three)

    def _hold_ratios(self) -> None:
        for share, near in self._shares:
            for ratio in ratios(share, near, ROUNDED):
                self._hold_ratio(ratio)

    def _hold_ratio(self, ratio: Ratio) -> None:
        share, part, whole = ratio.share, ratio.part, ratio.whole
        away = abs(share.at - part.at) + abs(share.at - whole.at)
        digits = share.value * 10**share.decimals // SCALE
        self._hold(log2(digits + 1) - log2(1 + away), share, part, whole)
        bits = weight(RATIOS, ratio_form(ratio))
        if bits > _EXPLAINED:
            self._explainers.setdefault(share.at, set()).add(part.at)
            known = self._explained.get(share.at, bits)
            self._explained[share.at] = max(known, bits)
            earlier = whole.is_base and not part.is_base
            if ratio.grows and (whole.at < part.at or earlier):
                self._growths.setdefault(share.at, []).append(ratio)
