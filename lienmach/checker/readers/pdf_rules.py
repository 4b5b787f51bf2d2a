"""Tables that a page draws with rules: where their columns, rows and cells are."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Rule = tuple[float, float, float, float]
Rule3 = tuple[float, float, float]  # where it lies, where it starts and ends
_NEAR = 3.0  # points between two rules that are one, or that meet
_MOST_PAIRS = 3_000_000
_MOST_CELLS = 20_000


@dataclass(frozen=True, slots=True)
class Ruled:
    """A table on a page: borders from left to right and from the top down.

    ``roots`` gives for each row and column the cell that it is merged into.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    roots: dict[tuple[int, int], tuple[int, int]]

    @property
    def columns(self) -> int:
        return len(self.xs) - 1

    @property
    def rows(self) -> int:
        return len(self.ys) - 1

    @property
    def top(self) -> float:
        return self.ys[0]

    def cell_at(self, x: float, y: float) -> tuple[int, int] | None:
        """Return row and column of the cell at a point, None outside the table."""
        column = bisect_right(self.xs, x) - 1
        row = bisect_right(self.ys, -y, key=lambda border: -border) - 1
        return self.roots.get((row, column))


class Pairs:
    """How many pairs of rules may still be compared, in the whole document."""

    def __init__(self) -> None:
        self.left = _MOST_PAIRS


def tables(rules: Iterable[Rule], pairs: Pairs) -> list[Ruled]:
    """Return the tables on a page: two columns and rows at least, or three columns."""
    level, upright = [], []
    for left, low, right, high in rules:
        if right - left > high - low:
            level.append(((low + high) / 2, left, right))
        else:
            upright.append(((left + right) / 2, low, high))
    level, upright = _merged(level), _merged(upright)
    pairs.left -= len(level) * len(upright)
    if pairs.left < 0:
        return []
    found = []
    for horizontal, vertical in _connected(level, upright):
        table = _table(horizontal, vertical)
        if table:
            found.append(table)
    return sorted(found, key=lambda table: -table.top)


def _merged(rules: list[Rule3]) -> list[Rule3]:
    """Put rules together that lie on one line and touch each other."""
    by_line: list[list[Rule3]] = []
    for rule in sorted(rules):
        if by_line and rule[0] - by_line[-1][-1][0] < _NEAR:
            by_line[-1].append(rule)
        else:
            by_line.append([rule])
    merged: list[Rule3] = []
    for group in by_line:
        at, runs = group[0][0], list[Rule3]()
        for _, start, end in sorted(group, key=lambda rule: rule[1]):
            if runs and start - runs[-1][2] < _NEAR:
                runs[-1] = (at, runs[-1][1], max(end, runs[-1][2]))
            else:
                runs.append((at, start, end))
        merged += runs
    return merged


def _connected(
    level: Sequence[Rule3], upright: Sequence[Rule3]
) -> list[tuple[list[Rule3], list[Rule3]]]:
    """Group the rules that meet each other, directly or through others."""
    leaders = list(range(len(level) + len(upright)))

    def leader(of: int) -> int:
        while leaders[of] != of:
            leaders[of] = leaders[leaders[of]]
            of = leaders[of]
        return of

    for i, (y, left, right) in enumerate(level):
        for j, (x, low, high) in enumerate(upright, len(level)):
            if left - _NEAR < x < right + _NEAR and low - _NEAR < y < high + _NEAR:
                leaders[leader(i)] = leader(j)
    groups: dict[int, tuple[list[Rule3], list[Rule3]]] = {}
    for at, rule in enumerate([*level, *upright]):
        group = groups.setdefault(leader(at), ([], []))
        group[at >= len(level)].append(rule)
    return list(groups.values())


def _table(level: Sequence[Rule3], upright: Sequence[Rule3]) -> Ruled | None:
    xs = sorted({x for x, _, _ in upright})
    ys = sorted({y for y, _, _ in level}, reverse=True)
    columns, rows = len(xs) - 1, len(ys) - 1
    if columns < 2 or rows < 1 or columns + rows < 4 or columns * rows > _MOST_CELLS:
        return None
    walls = {
        (row, xs.index(x))
        for x, low, high in upright
        for row in range(rows)
        if low - _NEAR < (ys[row] + ys[row + 1]) / 2 < high + _NEAR
    }
    floors = {
        (ys.index(y), column)
        for y, left, right in level
        for column in range(columns)
        if left - _NEAR < (xs[column] + xs[column + 1]) / 2 < right + _NEAR
    }
    roots: dict[tuple[int, int], tuple[int, int]] = {}
    for row in range(rows):
        for column in range(columns):
            root = (row, column)
            if column and (row, column) not in walls:
                root = roots[row, column - 1]
            elif row and (row, column) not in floors:
                root = roots[row - 1, column]
            roots[row, column] = root
    return Ruled(tuple(xs), tuple(ys), roots)
