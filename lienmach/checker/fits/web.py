"""What of a report's figures holds, and what a slip of the pen keeps from holding.

A figure that some calculation of the report needs as it stands is held. One that none
holds, one slip away from what two others give in a form that calculations have, is
wrong: if nothing else that stands there is what the two give.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import combinations, pairwise

from lienmach.checker.fits import sums
from lienmach.checker.fits.bits import RATIOS, SUMS, weight
from lienmach.checker.fits.figures import SCALE, SHARE, TEN, Figure, are_alike
from lienmach.checker.fits.held import LISTED, NEAREST, VALUE, Held
from lienmach.checker.fits.ratios import Ratio, is_of_others, of_untold, ratios
from lienmach.checker.fits.ratios import form as ratio_form
from lienmach.checker.quantities.words.weights import count_slip, share_slip, slip
from lienmach.checker.report import Report

_CLEARLY = -1.5  # bits of a form that leaves little doubt
_SLACK = 3.0  # units of the last digit of a percentage
_OF_A_CALCULATION = 3  # figures: two and what they give
_REACH = 12  # figures on both sides of a percentage
_UNSAID = 1.5  # bits: no word says that it is a sum
_LEAST = 2.0  # bits: a slip of a number of one digit tells nothing
_ROUNDING = Decimal("0.15")
_SUM, _RATIO = 5.3, 4.3  # bits that call a mistake
_OF_GROWTH = ("PCT004",)
_OF_CHANGE = ("DIF002",)


def _gaps() -> frozenset[int]:
    """By what a digit, or two that changed places, make a number wrong."""
    heads = [*range(1, 10), *range(9, 82, 9), *range(99, 892, 99)]
    return frozenset(
        sign * n * 10**k for n in heads for k in range(20) for sign in (1, -1)
    )


_GAPS = _gaps()


@dataclass(frozen=True, slots=True)
class Miss:
    """Figures that nearly fit; ``wrong`` is the one that a slip parts from it.

    The figures are a sum and its parts, or a percentage with part and whole.
    """

    score: float
    wrong: Figure
    figures: tuple[Figure, ...]
    grows: bool = False

    @property
    def is_difference(self) -> bool:
        """Say whether the words make one of the parts a change, or what is left."""
        return any(one.is_changed or one.is_left for one in self.figures[1:])


class Web(Held):
    """The figures of a report, and those that a slip keeps from fitting."""

    def __init__(self, report: Report) -> None:
        super().__init__(report)
        self._slack = max(_SLACK, float(report.tolerance))
        self._wrong_sums: list[Miss] | None = None

    def refutes(self, raws: Sequence[str], lines: Sequence[int], rule: str) -> bool:
        """Say whether the report shows that figures called wrong are right.

        All are held where they stand, or a percentage among them is of others.
        """
        named = [
            [one for one in self.figures if one.raw == raw and one.line in lines]
            for raw in raws
        ]
        if len(raws) < 2 or not all(named):
            return False
        figures = _nearest(named)
        if rule.startswith("PCT"):
            return self._refutes_share(figures, grows=rule in _OF_GROWTH)
        if all(self._is_listed(one) for one in figures):
            return True
        if len(figures) != _OF_A_CALCULATION or any(map(_is_told_twice, named)):
            return False
        apart = len({one.sentence for one in figures}) > 1
        return any(
            self._is_given(one, other, figures, rule)
            or (apart and self._is_told(one, other))
            for one, other in combinations(figures, 2)
            if one.sentence == other.sentence
        )

    def _is_given(
        self, one: Figure, other: Figure, figures: Sequence[Figure], rule: str
    ) -> bool:
        """Say whether what two figures give stands beside them.

        Of two that are held apart their sum is none: «412 hồ sơ, tăng 37 so với quý I
        (375 hồ sơ); lũy kế 787».
        """
        given = self._told_here.get((one.value, other.value, one.sentence), set())
        if rule in _OF_CHANGE:  # that three numbers fit does not say which way it went
            given = given - {figure.value for figure in figures}
        if rule.startswith("DIF") and figures[0] not in (one, other):
            return any(value != one.value + other.value for value in given)
        return bool(given)

    def _is_listed(self, figure: Figure) -> bool:
        return self._held.get(figure.at, 0.0) >= LISTED

    def _refutes_share(self, figures: Sequence[Figure], *, grows: bool) -> bool:
        shares = [one for one in figures if one.kind == SHARE]
        if len(shares) != 1:
            return False
        if (shares[0].at, grows) in self._formal:
            return False  # of the fraction it stands with, whatever else would fit
        if not grows and any(one.is_changed for one in figures):
            return False  # a change is of what was before, not of any other
        if not grows and self._is_of_another(shares[0], figures):
            return True
        parts = [one for one in figures if one.at == shares[0].at - 1]
        aside = shares[0].is_aside and not grows
        if parts and aside and parts[0].at not in self._explaining(shares[0]):
            return False  # «muộn 83 (chiếm 2,24 %)»: of no other count
        if grows:
            return self._refutes_growth(*figures[:3])
        return self._explained.get(shares[0].at, -99.0) > _CLEARLY

    def _is_of_another(self, share: Figure, figures: Sequence[Figure]) -> bool:
        """«chiếm 1,62 % số vụ đã giải quyết»: a total told pages before, not here."""
        counts = sorted((one for one in figures if one is not share), key=VALUE)
        if len(counts) < 2 or counts[-1].sentence == share.sentence:
            return False
        part, whole = counts[0], counts[-1]
        near = Decimal("0.6").scaleb(-share.decimals)
        printed, hundredfold = share.printed, 100 * Decimal(part.value)
        return any(
            abs(printed - hundredfold / other.value) <= near
            for other in self._counts
            if other.value > part.value and are_alike(other, whole)
        )

    def _refutes_growth(self, share: Figure, before: Figure, after: Figure) -> bool:
        """Of what it grew to no growth is: «từ 1.094 lên 1.218, tăng 10,18 %»."""
        moved = abs(after.value - before.value)
        moved = before.value if before.is_changed else moved
        return any(
            weight(RATIOS, ratio_form(ratio)) > _CLEARLY
            for ratio in self._growths.get(share.at, ())
            if ratio.whole is not after
            or ratio.part.value != (moved if ratio.part.is_changed else before.value)
        )

    def _explaining(self, share: Figure) -> set[int]:
        return self._explainers.get(share.at, set())

    # What does not

    def wrong_sums(self) -> list[Miss]:
        if self._wrong_sums is None:
            self._wrong_sums = _likeliest(self.missed_sums(), _SUM)
        return self._wrong_sums

    def wrong_ratios(self) -> list[Miss]:
        return _likeliest(self.missed_ratios(), _RATIO)

    def missed_sums(self) -> Iterator[Miss]:
        loose = [one for one in self._terms if self._may_err(one)]
        at_fault = {one.at for one in loose}
        told = [one for one in loose if not one.row]  # tables have rules of their own
        may_be_called = {one.at for one in told}
        pools = _by_kind(told), _by_kind(self._terms)
        seen: set[tuple[int, int, int]] = set()
        for one, other in self._pairs:
            open_ = one.at in may_be_called or other.at in may_be_called
            if one.value == other.value or (not open_ and self._is_told(one, other)):
                continue
            added, gap = one.value + other.value, one.value - other.value
            largest = one.value if gap > 0 else other.value
            gap = gap if gap > 0 else -gap
            near = [
                third
                for value, third in pools[open_].get(one.kind or other.kind, ())
                if value - (gap if value < largest else added) in _GAPS
            ]
            for third in near:
                low = one.at if one.at < third.at else third.at
                high = other.at if other.at > third.at else third.at
                key = low, one.at + other.at + third.at - low - high, high
                if key not in seen:
                    seen.add(key)
                    miss = self._missed_sum(at_fault, one, other, third)
                    if miss is not None:
                        yield miss

    def _may_err(self, figure: Figure) -> bool:
        """A number of one digit is any other but for one key."""
        long = figure.value >= TEN * figure.scale or figure.decimals
        return bool(long) and not self.is_held(figure)

    def _missed_sum(
        self, at_fault: set[int], first: Figure, second: Figure, third: Figure
    ) -> Miss | None:
        if third.value in (first.value, second.value):
            return None
        if not sums.are_as_exact(third, first, second):
            return None
        big, one, other = sorted((first, second, third), key=VALUE, reverse=True)
        if not sums.is_told_together(big, one, other):
            return None
        best: tuple[float, Figure] | None = None
        for figure, value, x, y in (
            (big, one.value + other.value, one, other),
            (one, big.value - other.value, big, other),
            (other, big.value - one.value, big, one),
        ):
            if figure.at not in at_fault or value <= 0 or self._is_told(x, y):
                continue
            bits = _slip(figure, value)
            if bits is not None and (best is None or bits > best[0]):
                best = bits, figure
        if best is None or best[0] < _LEAST or best[1].row:
            return None
        if not sums.may_be(big, one, other):
            return None
        if not self._may_miss(best[1], big, one, other):
            return None
        score = best[0] + weight(SUMS, sums.form(big, one, other))
        if sums.is_plain(one, other) and not big.is_total:
            score -= _UNSAID
        return Miss(score, best[1], (big, one, other))

    def _may_miss(self, wrong: Figure, big: Figure, one: Figure, other: Figure) -> bool:
        """Say whether nothing else tells what the figures are there for.

        Another reader has judged them, or what one is left of, or a change from,
        stands elsewhere.
        """
        three = big, one, other
        if frozenset(figure.fact for figure in three) in self._judged:
            return False
        if any("một số" in figure.subject for figure in three):
            return False  # «12 hồ sơ chưa đến hạn, một số hồ sơ dân xin rút»
        lacking = big.value - one.value - other.value
        places = [figure.at for figure in three]
        near = self.figures[max(0, min(places) - NEAREST) : max(places) + NEAREST]
        if any(x.value == lacking and are_alike(x, big) for x in near):
            return False  # a third part
        derived = [part for part in (one, other) if part.is_changed or part.is_left]
        return len(derived) != 1 or derived[0] is wrong or not self.is_held(derived[0])

    def missed_ratios(self) -> Iterator[Miss]:
        elsewhere = {self.figures[at].value for at in self._explained}
        untold = set(of_untold(self.figures))
        own = {one.value: one.at for one in self.figures if one.is_linked}
        for share, near in self._shares:
            if share.value in elsewhere:
                continue  # told here or elsewhere of its own counts
            if share.at in untold:
                continue  # «68 phiếu, chiếm 72,34 %»: of 94, as others are
            if own.get(share.value, share.at) != share.at:
                continue  # «91,2 % tổ chức đảng đạt loại tốt … có 604, đạt 91,2 %»
            for ratio in ratios(share, near):
                miss = self._missed_ratio(ratio)
                if miss is not None:
                    yield miss

    def _missed_ratio(self, ratio: Ratio) -> Miss | None:
        share, part, whole = ratio.share, ratio.part, ratio.whole
        if ratio.off_by <= self._slack or is_of_others(ratio):
            return None
        if part.is_changed and part.is_total:
            return None  # «tổng cộng giảm 11 đầu mối»: of several numbers
        if share.is_earlier and not (part.is_earlier and whole.is_earlier):
            return None  # «năm 2022 tỷ lệ này mới đạt 38,20 %»: of counts of 2022
        if frozenset((share.fact, part.fact, whole.fact)) in self._judged:
            return None
        told = self._ratio_slip(ratio)
        if told is None:
            return None
        if not ratio.grows and self._is_of_another(share, (share, part, whole)):
            return None
        if not ratio.grows and self._is_right_here(share):
            return None
        score = min(told[0], whole.size + 1) + weight(RATIOS, ratio_form(ratio))
        return Miss(score, told[1], (share, part, whole), ratio.grows)

    def _is_right_here(self, share: Figure) -> bool:
        """«441 phiếu, có 406 ý kiến hài lòng; đạt 92,06 %»: whatever the two count."""
        near = Decimal("0.6").scaleb(-share.decimals)
        around = self.figures[max(0, share.at - _REACH) : share.at + _REACH]
        here = [
            one for one in around if one.sentence == share.sentence and one.is_count
        ]
        tops = [one.value for one in here]
        tops += [one.value + other.value for one, other in pairwise(here)]
        return any(
            abs(share.printed - 100 * Decimal(top) / other.value) <= near
            for top in tops
            for other in here
            if top < other.value
        )

    def _ratio_slip(self, ratio: Ratio) -> tuple[float, Figure] | None:
        share, part, whole = ratio.share, ratio.part, ratio.whole
        printed = share.printed
        if _may_slip(share, ratio.exact):
            exact = Decimal(repr(ratio.exact))
            if abs(printed - exact) > _ROUNDING and (exact <= 100 or printed > 100):
                bits = share_slip(printed, exact)
                if bits is not None:
                    return bits, share
        if ratio.grows or self.is_held(part):
            return None
        if not self.is_held(whole) or part.at == share.at - 1:
            rounded = Decimal("0.6").scaleb(-share.decimals)
            bits = count_slip(printed, part.printed, whole.printed, rounded)
            if bits is not None:
                return bits, part
        return None


def _nearest(named: Sequence[Sequence[Figure]]) -> list[Figure]:
    """Of a number printed more than once the one that stands with the others."""
    choices = [
        [min(found, key=lambda one: abs(one.at - first.at)) for found in named]
        for first in named[0]
    ]
    return min(choices, key=lambda of: sum(abs(one.at - of[0].at) for one in of))


def _is_told_twice(same: Sequence[Figure]) -> bool:
    """Say whether a sentence has a number twice: «201, gồm 50, 50 và 100»."""
    return len({one.sentence for one in same}) < len(same)


def _by_kind(figures: Sequence[Figure]) -> dict[str, list[tuple[int, Figure]]]:
    """Values that may count so; what has no kind may be of any but a share."""
    counts = [(one.value, one) for one in figures if one.kind != SHARE]
    kinds = {one.kind for _, one in counts} | {""}
    found = {kind: [x for x in counts if x[1].kind in (kind, "")] for kind in kinds}
    shares = [(one.value, one) for one in figures if one.kind == SHARE]
    return {**found, "": counts, SHARE: shares}


def _likeliest(misses: Iterable[Miss], enough: float) -> list[Miss]:
    """Of each figure the miss that weighs most, if it weighs enough."""
    found: list[Miss] = []
    accused: set[int] = set()
    for miss in sorted(misses, key=lambda one: -one.score):
        if miss.score < enough:
            break
        if miss.wrong.at not in accused:
            accused.update(one.at for one in miss.figures)
            found.append(miss)
    return found


def _slip(figure: Figure, meant: int) -> float | None:
    gap = figure.value - meant
    if gap not in _GAPS and len(str(figure.value)) == len(str(meant)):
        return None
    scale = SCALE * figure.scale
    return slip(Decimal(figure.value) / scale, Decimal(meant) / scale)


def _may_slip(share: Figure, exact: float) -> bool:
    """Say whether a slip can part a percentage from another, however it is rounded."""
    unit = 1  # of its last digit
    while unit < SCALE and not share.value % (10 * unit):
        unit *= 10
    gap = share.value // unit - round(exact * SCALE / unit)
    return not _GAPS.isdisjoint((gap - 1, gap, gap + 1))


@lru_cache(maxsize=4)
def web_of(report: Report) -> Web:
    """Work out the web of a report once for all rules that look at it."""
    return Web(report)
