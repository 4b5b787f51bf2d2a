"""A percentage with two counts that may give it, and the form of the three."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import inf
from typing import NamedTuple

from lienmach.checker.fits.figures import SCALE, SHARE, Figure, are_alike
from lienmach.checker.quantities.words.weights import agreed_totals
from lienmach.checker.report import Sense

_HUNDRED = 100 * SCALE
_REACH, _NEAR = 20, 10  # figures
_BESIDE = 2  # figures between a change and its percentage
_MOST = 28  # counts tried
_STEPS = (1, 3, 7, 15)
ROUNDED = 0.6  # units of the last digit


class Ratio(NamedTuple):
    """``share`` may be what ``part`` is of ``whole``, or by how much it is more.

    ``exact`` is the percentage that the counts give, ``off_by`` how many units of its
    last digit the one printed is away from it.
    """

    share: Figure
    part: Figure
    whole: Figure
    grows: bool
    exact: float
    off_by: float


def shares(figures: Sequence[Figure]) -> Iterator[tuple[Figure, list[Figure]]]:
    """Yield each percentage with the counts that it may be worked out from."""
    counts = [one for one in figures if one.is_count or _is_time(one)]
    tops = _tops(counts)
    for share in figures:
        if share.kind != SHARE or not share.is_exact or share.is_aim or share.row:
            continue
        if not share.value or share.value == _HUNDRED or share.sense is Sense.AVERAGE:
            continue
        near = [
            one
            for one in counts
            if abs(one.at - share.at) <= _REACH
            or one.at in tops
            or not one.words.isdisjoint(share.words)
        ]
        near.sort(key=lambda one: abs(one.at - share.at))
        yield share, near[:_MOST]


def ratios(
    share: Figure, near: Sequence[Figure], within: float = inf
) -> Iterator[Ratio]:
    """Yield each two of these counts of which one at least stands close by.

    ``within``: by how many units of its last digit the percentage may be off.
    """
    grows = _is_growth(share)
    printed, digits = share.value / SCALE, float(10**share.decimals)
    wholes = _by_kind(near)
    close = {kind: _close(share, alike) for kind, alike in wholes.items()}
    for part in near:
        value = part.value
        is_close = abs(part.at - share.at) <= _NEAR
        for whole in (wholes if is_close else close)[part.kind]:
            if whole is part:
                continue
            if 2 * value <= 3 * whole.value:
                exact = 100 * value / whole.value
                off_by = _gap(part, exact, printed) * digits
                if off_by <= within:
                    yield Ratio(share, part, whole, False, exact, off_by)
            if grows and value < 5 * whole.value:
                exact = 100 * abs(value - whole.value) / whole.value
                off_by = _gap(part, exact, printed) * digits
                if off_by <= within:
                    yield Ratio(share, part, whole, True, exact, off_by)


def _by_kind(counts: Sequence[Figure]) -> dict[str, list[Figure]]:
    """Of each kind among counts those that may count the same."""
    kinds = {one.kind: one for one in counts}
    return {
        kind: [other for other in counts if are_alike(one, other)]
        for kind, one in kinds.items()
    }


def _close(share: Figure, counts: Sequence[Figure]) -> list[Figure]:
    return [one for one in counts if abs(one.at - share.at) <= _NEAR]


def _gap(part: Figure, exact: float, printed: float) -> float:
    """«bằng 104 % kế hoạch, tăng 46 lượt»: what was added may be told apart."""
    gap = abs(exact - printed)
    if part.is_changed:
        return min(gap, abs(100 + exact - printed), abs(100 - exact - printed))
    return gap


def _is_time(one: Figure) -> bool:
    """«từ 15 ngày xuống 12 ngày (giảm 20%)»."""
    return one.kind == "time" and one.is_exact and one.value > 0


def _is_growth(share: Figure) -> bool:
    return share.is_changed or share.sense is Sense.CHANGE


def _tops(counts: Sequence[Figure]) -> set[int]:
    """The largest count of each kind in each section."""
    best: dict[tuple[int, str], Figure] = {}
    for one in counts:
        key = (one.section, one.kind)
        if key not in best or one.value > best[key].value:
            best[key] = one
    return {one.at for one in best.values()}


def form(ratio: Ratio) -> Iterator[str]:
    """Name what speaks for or against a percentage being of these counts."""
    share, part, whole = ratio.share, ratio.part, ratio.whole
    yield "growth" if ratio.grows else "share"
    yield f"part {bisect_left(_STEPS, abs(share.at - part.at))}"
    yield f"whole {bisect_left(_STEPS, abs(share.at - whole.at))}"
    yield from _of_growth(ratio) if ratio.grows else _of_share(ratio)


def _of_growth(ratio: Ratio) -> Iterator[str]:
    share, part, whole = ratio.share, ratio.part, ratio.whole
    if part.sentence == share.sentence:
        yield "growth: part here"
    if whole.sentence == share.sentence:
        yield "growth: whole here"
    if part.unit and part.unit == whole.unit:
        yield "growth: units"
    if part.words & whole.words:
        yield "growth: words"
    if part.is_base or whole.is_base:
        yield "growth: base"
    if share.words & part.words:
        yield "growth: words of part"
    if part.stages == whole.stages:
        yield "growth: stages"
    if part.row and part.row == whole.row:
        yield "growth: row"


def _of_share(ratio: Ratio) -> Iterator[str]:
    share, part, whole = ratio.share, ratio.part, ratio.whole
    if part.at == share.at - 1:
        yield "right before"
    if part.sentence == share.sentence:
        yield "part here"
    if whole.sentence == share.sentence:
        yield "whole here"
    if whole.is_whole and part.at == whole.at - 1:
        yield "fraction"
    if not part.kind or not whole.kind:
        yield "without unit"
    elif part.unit == whole.unit:
        yield "units"
    yield from _words(share, part, whole)
    if _is_growth(share):
        yield "share of change"
    if part.is_left or share.is_left:
        yield "left"
    if share.section != whole.section:
        yield "whole far"
    if share.section != part.section:
        yield "part far"
    if part.at < whole.at:
        yield "part first"
    if part.value > whole.value:
        yield "over"


def _words(share: Figure, part: Figure, whole: Figure) -> Iterator[str]:
    if share.words & part.words:
        yield "words of part"
    if share.words & whole.words:
        yield "words of whole"
    if share.stages & part.tags:
        yield "stages of part"
    elif share.stages and part.stages and part.sentence != share.sentence:
        yield "other stages"
    if share.stages & whole.tags:
        yield "stages of whole"
    if part.words & whole.words:
        yield "words of both"


def is_of_others(ratio: Ratio) -> bool:
    """«bằng 82,7 % so với cùng kỳ» is of a count of then, «tăng 4 %» of a change."""
    share, part, whole = ratio.share, ratio.part, ratio.whole
    if ratio.grows:
        return not (whole.is_base or part.is_base or part.is_change)
    if share.is_compared and not whole.is_base:
        return True
    if share.is_linked and part.at not in (share.at - 1, share.at - 1 - whole.is_whole):
        return True
    if whole.block > share.block and (share.is_linked or share.is_aside):
        return True  # «353 phiếu (71,5 %)»: of no number of a later paragraph
    if share.is_aside and not part.is_aside and part.at > share.at:
        return True  # «13 đảng viên (20,9 %), giảm 18»: in its bracket it is of 13
    if share.sense is not Sense.CHANGE:
        return False
    return not part.is_change or abs(part.at - share.at) > _BESIDE


def of_untold(figures: Sequence[Figure]) -> Iterator[int]:
    """Yield percentages right behind a count that agree on a total with three others.

    «68 phiếu, chiếm 72,34 %; 19 phiếu, chiếm 20,21 %; …»: of 94, whoever they are.
    """
    pairs = {
        share.at: (share.printed, part.printed)
        for part, share in pairwise(figures)
        if share.kind == SHARE and (share.is_linked or share.is_aside)
        if share.value and part.is_count
    }
    for at, pair in pairs.items():
        if next(agreed_totals(pair, pairs.values()), None):
            yield at
