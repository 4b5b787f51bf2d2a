"""Points: what an answer to a criterion is worth, how points add up, who ranks where.

Points are never below zero nor above the most of their criterion; they are kept to two
digits, halves rounded up. What nobody has answered has no points, which is not zero.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Generic, TypeVar

from lienmach.calc.criteria import Criterion, IfNone, Kind, Tree
from lienmach.calc.forms import State, Value

ZERO, HUNDRED = Decimal(0), Decimal(100)
CENT = Decimal("0.01")
MOST_TIMES = Decimal(100_000)  # of something that points are taken away for
Key = TypeVar("Key")


def points_of(row: Criterion, answer: Decimal | None) -> Decimal | None:
    """Return what an answer is worth; None where there is none.

    An answer is 1 or 0 of a yes or no, the points that were chosen of a band for
    people, else the number that the criterion asks for: a share of a hundred, a count.
    """
    if answer is None or not row.is_leaf:
        return None
    worth = _worth(row, answer)
    return min(max(worth, ZERO), row.points).quantize(CENT, ROUND_HALF_UP)


def _worth(row: Criterion, answer: Decimal) -> Decimal:
    if row.kind is Kind.YES_NO:
        return row.points if answer else ZERO
    if row.kind is Kind.DEDUCTION:
        return row.points - row.each * answer
    if row.kind is Kind.BAND:
        if row.is_chosen:
            return answer
        held = [band.points for band in row.bands if band.holds(answer)]
        return max(held, default=ZERO)
    if answer < row.least:
        return ZERO
    return row.points * answer / HUNDRED


def answer_of(row: Criterion, figure: Value) -> Decimal | None:
    """The answer that a figure of the product gives, where it gives one.

    Over nothing it is what the criterion says of that, or left to people.
    """
    if figure.state is State.VALUE:
        return figure.value
    if figure.state is not State.NONE or row.if_none is IfNone.ASK:
        return None
    return best(row) if row.if_none is IfNone.FULL else worst(row)


def best(row: Criterion) -> Decimal:
    """An answer that is worth all points."""
    if row.kind is Kind.BAND and not row.is_chosen:
        top = max(row.bands, key=lambda band: band.points)
        return top.limit if top.limit is not None else ZERO
    if row.kind is Kind.BAND:
        return row.points
    if row.kind is Kind.DEDUCTION:
        return ZERO
    return Decimal(1) if row.kind is Kind.YES_NO else HUNDRED


def worst(row: Criterion) -> Decimal:
    """An answer that is worth as little as any."""
    if row.kind is Kind.BAND and not row.is_chosen:
        low = min(row.bands, key=lambda band: points_of(row, band.limit) or ZERO)
        return low.limit if low.limit is not None else ZERO
    if row.kind is Kind.BAND:
        return min(band.points for band in row.bands)
    return MOST_TIMES if row.kind is Kind.DEDUCTION else ZERO


def mistake(row: Criterion, answer: Decimal) -> str:
    """Why an answer cannot be one of this criterion; empty where it can."""
    if row.kind is Kind.YES_NO:
        return "" if answer in (0, 1) else "Chọn có hoặc không."
    if row.is_chosen:
        allowed = {band.points for band in row.bands}
        return "" if answer in allowed else "Chọn một mức của thang điểm."
    if answer < 0:
        return "Số này không thể âm."
    if row.is_percent and answer > HUNDRED:
        return "Tỷ lệ không quá 100 %."
    if answer > MOST_TIMES:
        return f"Số này quá lớn: nhiều nhất {MOST_TIMES:,}.".replace(",", ".")
    if row.kind is Kind.DEDUCTION and answer != int(answer):
        return "Số lần phải là số nguyên."
    return ""


def added(tree: Tree, points: Mapping[str, Decimal | None]) -> dict[str, Decimal]:
    """The points of every row: of a group the sum of what is below it is answered."""
    return {
        row.code: sum(
            (points.get(leaf.code) or ZERO for leaf in tree.leaves_of(row.code)), ZERO
        )
        for row in tree.rows
    }


def most(tree: Tree, *, with_survey: bool) -> Decimal:
    """What a card can reach; without a survey its points are in no sum."""
    return sum(
        (
            leaf.points
            for leaf in tree.leaves
            if with_survey or leaf.kind is not Kind.SURVEY
        ),
        ZERO,
    )


@dataclass(frozen=True, slots=True)
class Loss:
    """A criterion that cost points; ``points`` is None where it was not answered."""

    row: Criterion
    points: Decimal | None

    @property
    def lost(self) -> Decimal:
        return self.row.points - (self.points or ZERO)


def losses(
    tree: Tree, points: Mapping[str, Decimal | None], *, with_survey: bool = True
) -> list[Loss]:
    """The criteria that lost points, the most first; equal ones in their order."""
    found = [
        Loss(leaf, points.get(leaf.code))
        for leaf in tree.leaves
        if with_survey or leaf.kind is not Kind.SURVEY
    ]
    return sorted((one for one in found if one.lost > 0), key=lambda one: -one.lost)


@dataclass(frozen=True, slots=True)
class Ranked(Generic[Key]):
    """Where somebody ranks; ``is_shared`` where others have as much."""

    key: Key
    points: Decimal
    rank: int
    is_shared: bool


def ranked(scores: Sequence[tuple[Key, Decimal]]) -> list[Ranked[Key]]:
    """Rank by points, the most first. Equal points share the better rank, and the next
    one counts all before it: 1, 2, 2, 4. Those who share stay in the order given.
    """
    every = [points for _, points in scores]
    ordered = sorted(scores, key=lambda one: -one[1])
    return [
        Ranked(
            key,
            points,
            1 + sum(other > points for other in every),
            every.count(points) > 1,
        )
        for key, points in ordered
    ]


def missing(
    tree: Tree, answered: Mapping[str, Decimal | None], *, with_survey: bool = False
) -> list[Criterion]:
    """The leaves without points; those of a survey only where it is asked for."""
    return [
        leaf
        for leaf in tree.leaves
        if answered.get(leaf.code) is None
        and (with_survey or leaf.kind is not Kind.SURVEY)
    ]


def unproven(
    tree: Tree,
    points: Mapping[str, Decimal | None],
    proven: Iterable[str],
    counted: Iterable[str] = (),
) -> list[Criterion]:
    """The leaves that claim points, ask for evidence and have none.

    What the product counted itself needs none.
    """
    enough = {*proven, *counted}
    return [
        leaf
        for leaf in tree.leaves
        if leaf.evidence
        and leaf.code not in enough
        and (points.get(leaf.code) or 0) > 0
    ]
