"""A column of differences against the two columns it compares."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.phrasing import capital, spot_name
from lienmach.checker.report import Cell, Column, Grid, GridRow, Report
from lienmach.checker.rule import Rule, rule
from lienmach.checker.tables.formulas import read_formula
from lienmach.checker.tables.rates import HUNDRED, MOST_COLUMNS, is_near
from lienmach.checker.tables.sums import is_countable
from lienmach.checker.text.folded import folded
from lienmach.checker.text.numbers import figure

_HEADER = "Phụ lục 1\nTT\tĐơn vị\tKỳ trước\tKỳ này\tTăng, giảm\n"


@rule(
    "TAB009",
    Kind.DIFFERENCE_MISMATCH,
    Severity.ERROR,
    "Cột tăng, giảm bằng hiệu của hai cột được so sánh.",
    passes=(
        f"{_HEADER}1\tXã An Bình\t120\t150\t30\n2\tXã Tân Lập\t80\t75\t-5\n",
        "Phụ lục 1\nTT\tĐơn vị\tNăm 2022\tNăm 2023\tTăng, giảm (%)\n"
        "1\tXã An Bình\t120\t150\t25\n2\tXã Tân Lập\t80\t76\t-5\n",
    ),
    fails=(
        "Phụ lục 1\nTT\tĐơn vị\tKỳ trước\tKỳ này\tTăng (+), giảm (-)\n"
        "1\tXã An Bình\t120\t150\t30\n2\tXã Tân Lập\t80\t75\t5\n"
        "3\tXã Phú Sơn\t60\t90\t30\n",
        f"{_HEADER}1\tXã An Bình\t120\t150\t30\n2\tXã Tân Lập\t80\t75\t-5\n"
        "3\tXã Phú Sơn\t60\t90\t35\n",
        f"{_HEADER}1\tXã An Bình\t120\t150\t35\n",
    ),
)
def table_differences(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    for grid in report.grids:
        for column in grid.values:
            if not _compares(grid.columns[column]):
                continue
            pair = _pair(grid, column)
            if pair is None:
                continue
            for index, row in enumerate(grid.rows):
                yield from _check(self, grid, index, row, column, pair)


def _compares(column: Column) -> bool:
    title = folded(column.title)
    words = ("tang", "giam", "chenh", "so sanh", "bien dong", "+/-", "con lai")
    return title.startswith(words) or (
        bool(column.formula) and "-" in column.formula.replace("–", "-")
    )


def _check(
    self: Rule,
    grid: Grid,
    index: int,
    row: GridRow,
    column: int,
    pair: tuple[int, int],
) -> Iterator[Finding | Verified]:
    before, after = (row.cells[n] for n in pair)
    printed = row.cells[column]
    if printed.value is None or before.value is None or after.value is None:
        return
    name = f"{capital(grid.name)}, {spot_name(grid, index, column)}"
    gap = after.value - before.value
    sides = f"{after.raw} – {before.raw} = {figure(gap)}"
    if _fits(grid, column, printed, before.value, after.value):
        yield self.verified((row.line,), f"{name}: {sides}")
        return
    yield self.finding(
        (printed.raw, after.raw, before.raw),
        (row.line,),
        f"{name} ghi {printed.raw}, nhưng {sides}.",
        f"{sides} ≠ {printed.raw}",
    )


def _fits(
    grid: Grid, index: int, printed: Cell, before: Decimal, after: Decimal
) -> bool:
    """The sign may be left to the header («Giảm»); a change may be told in per cent."""
    column = grid.columns[index]
    if printed.value is None:
        return False
    gap = after - before
    if printed.value == gap:
        return True
    if 0 < printed.value == -gap and not _has_signs(grid, index):
        return True
    if before and (
        "%" in column.name or printed.is_percent or "ty le" in folded(column.name)
    ):
        growth = HUNDRED * gap / before
        return any(
            is_near(printed, exact, Decimal(1))
            for exact in (growth, -growth, growth + 100)
        )
    return False


_SIGNS = re.compile(r"\(\+\).*\([-–]\)")


@lru_cache(maxsize=64)
def _has_signs(grid: Grid, column: int) -> bool:
    """Say whether a column prints falls with a sign: «Tăng (+), giảm (-)»."""
    if _SIGNS.search(grid.columns[column].name):
        return True
    values = [row.cells[column].value for row in grid.rows]
    return sum(value is not None and value < 0 for value in values) > 1


def _pair(grid: Grid, column: int) -> tuple[int, int] | None:
    """The columns compared: as the formula says, or as most rows have it."""
    by_number = {c.number: n for n, c in enumerate(grid.columns) if c.number}
    formula = read_formula(grid.columns[column].formula)
    if formula and formula.kind == "-":
        after, before = (by_number.get(term) for term in formula.terms)
        if after is not None and before is not None:
            return before, after
    others = [n for n in grid.values if n != column and _is_comparable(grid, n)]
    others = others[:MOST_COLUMNS]
    best: tuple[int, int, int, int] | None = None
    for before in others:
        for after in others:
            if before == after:
                continue
            fits, misses = _tally(grid, column, before, after)
            key = (fits, -misses, after, before)
            if fits and (best is None or key > best):
                best = key
    if best and best[0] >= 2 and best[0] > -best[1]:
        return best[3], best[2]
    return _named(grid, others)


def _is_comparable(grid: Grid, column: int) -> bool:
    title = folded(grid.columns[column].title)
    return is_countable(grid, column) or title.startswith(("nam ", "ky truoc", "diem"))


def _tally(grid: Grid, column: int, before: int, after: int) -> tuple[int, int]:
    fits = misses = 0
    for row in grid.rows:
        first, second = row.cells[before].value, row.cells[after].value
        if row.cells[column].value is None or first is None or second is None:
            continue
        if _fits(grid, column, row.cells[column], first, second):
            fits += 1
        else:
            misses += 1
    return fits, misses


def _named(grid: Grid, others: Sequence[int]) -> tuple[int, int] | None:
    """The two columns named «kỳ trước» and «kỳ này», where there are no others."""
    titles = {n: folded(grid.columns[n].name) for n in others}
    before = [n for n in others if "ky truoc" in titles[n] or "nam truoc" in titles[n]
              or "cung ky" in titles[n]]  # fmt: skip
    after = [n for n in others if "ky nay" in titles[n] or "nam nay" in titles[n]
             or "ky bao cao" in titles[n]]  # fmt: skip
    if len(before) == len(after) == 1 and before != after:
        return before[0], after[0]
    return None
