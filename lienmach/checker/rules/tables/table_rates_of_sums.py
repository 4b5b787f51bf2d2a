"""A rate in a table that is of several columns together, as the other rows show."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.phrasing import capital, percent, spot_name
from lienmach.checker.report import Grid, GridRow, Report
from lienmach.checker.rule import Rule, rule
from lienmach.checker.tables.rates import HUNDRED, MOST_COLUMNS, is_near, rates
from lienmach.checker.tables.sums import is_countable
from lienmach.checker.text.folded import folded

_PARTS = 3  # columns, side by side, that a rate may be of together
_SHOW = 3  # rows that fit show what a rate is of; for each of them that does not
_HEAD = (
    "Bảng 1\nTT\tĐơn vị\tSố phiếu\tRất hài lòng\tHài lòng\tKhông hài lòng\tTỷ lệ hài"
    " lòng (%)\n1\tXã An Bình\t40\t10\t26\t4\t90\n2\tXã Tân Lập\t50\t21\t25\t4\t92\n"
    "3\tXã Phú Sơn\t60\t30\t21\t9\t85\n"
)


@rule(
    "TAB015",
    Kind.PERCENT_MISMATCH,
    Severity.ERROR,
    "Tỷ lệ tính trên nhiều cột cộng lại thống nhất ở mọi hàng của bảng.",
    passes=(f"{_HEAD}4\tXã Hòa Mỹ\t80\t40\t32\t8\t90\n",),
    fails=(f"{_HEAD}4\tXã Hòa Mỹ\t80\t40\t30\t10\t78,5\n",),
)
def table_rates_of_sums(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    for grid in report.grids:
        if len(grid.rows) <= _SHOW or len(grid.values) <= _PARTS:
            continue
        told = {rate.rate[1] for rate in rates(grid)}
        for column in grid.values:
            title = folded(grid.columns[column].name)
            named = "%" in title or "ty le" in title or "ti le" in title
            if named and column not in told:
                yield from _check(self, grid, column)


def _check(self: Rule, grid: Grid, column: int) -> Iterator[Finding]:
    counts = [n for n in grid.values if is_countable(grid, n)][:MOST_COLUMNS]
    best: tuple[int, list[GridRow], tuple[int, ...], int] | None = None
    for start, end in combinations(range(len(counts) + 1), 2):
        parts = tuple(counts[start:end])
        if not 1 < len(parts) <= _PARTS:
            continue
        for whole in counts:
            if whole in parts:
                continue
            fits, misses = _tally(grid, column, parts, whole)
            shown = fits >= _SHOW * max(1, len(misses))
            if shown and (best is None or fits > best[0]):
                best = fits, misses, parts, whole
    if best is None:
        return
    _, misses, parts, whole = best
    for row in misses:
        yield self.finding(*_said(grid, column, row, parts, whole))


def _tally(
    grid: Grid, column: int, parts: tuple[int, ...], whole: int
) -> tuple[int, list[GridRow]]:
    """How many rows fit, and those that do not; too many of these end the search."""
    fits, misses = 0, []
    for row in grid.rows:
        printed, base = row.cells[column], row.cells[whole].value
        tops = [row.cells[n].value for n in parts]
        if printed.value is None or not base or None in tops:
            continue
        if is_near(printed, _exact(row, parts, whole), Decimal(1)):
            fits += 1
        else:
            misses.append(row)
            if len(misses) * (_SHOW + 1) > len(grid.rows):
                return 0, misses
    return fits, misses


def _top(row: GridRow, parts: tuple[int, ...]) -> Decimal:
    return sum((row.cells[n].value or Decimal(0) for n in parts), Decimal(0))


def _exact(row: GridRow, parts: tuple[int, ...], whole: int) -> Decimal:
    return HUNDRED * _top(row, parts) / (row.cells[whole].value or Decimal(1))


def _said(
    grid: Grid, column: int, row: GridRow, parts: tuple[int, ...], whole: int
) -> tuple[tuple[str, ...], tuple[int, ...], str, str]:
    printed, base = row.cells[column], row.cells[whole]
    digits = max(printed.decimals, 1)
    shown = percent(_top(row, parts), base.value or Decimal(1), digits)
    raws = [row.cells[n].raw for n in parts]
    share = f"({' + '.join(raws)}) / {base.raw} = {shown}"
    place = spot_name(grid, grid.rows.index(row), column)
    return (
        tuple(dict.fromkeys((printed.raw, *raws, base.raw))),
        (row.line,),
        f"{capital(grid.name)}, {place} ghi {printed.raw}, nhưng {share}; các hàng khác"
        " đều tính như vậy.",
        f"{share} ≠ {printed.raw}",
    )
