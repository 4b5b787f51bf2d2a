"""Columns of months make the quarter, columns of quarters the year."""

import re
from collections.abc import Iterator
from decimal import Decimal

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.phrasing import capital, row_name
from lienmach.checker.report import Grid, GridRow, Report
from lienmach.checker.rule import Rule, rule
from lienmach.checker.tables.rates import is_rate_row
from lienmach.checker.text.folded import folded
from lienmach.checker.text.numbers import figure
from lienmach.checker.text.slips import is_sum_but_for_a_key

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_NAMED = re.compile(
    r"(?:(?:so lieu|ket qua) )?(?:(thang) (\d{1,2})|(quy) (iv|i{1,3})"
    r"|(\d) thang(?: dau nam)?|(ca nam|nam))(?:(?:/| nam )?(20\d\d))?(?: \(.*\))?"
)
_STOCK = re.compile(r"\b(?:ton|con|chuyen|hien co|luy ke|ty le|binh quan|xep|diem)\b")
_LEAST = 2  # columns that make another up
_LARGE = 100
_TABLE = "Phụ lục 1\nTT\tNội dung\tTháng 1\tTháng 2\tTháng 3\tQuý I\n"


@rule(
    "TAB013",
    Kind.TABLE_TOTAL_MISMATCH,
    Severity.ERROR,
    "Cột quý bằng tổng các cột tháng, cột năm bằng tổng các cột quý.",
    passes=(
        f"{_TABLE}1\tHồ sơ tiếp nhận\t366\t382\t412\t1.160\n",
        f"{_TABLE}1\tHồ sơ tồn cuối kỳ\t36\t32\t41\t41\n",
        f"{_TABLE}1\tSố đơn vị\t12\t12\t12\t12\n",
    ),
    fails=(
        f"{_TABLE}1\tHồ sơ tiếp nhận\t366\t328\t412\t1.160\n",
        f"{_TABLE}1\tHồ sơ tiếp nhận\t366\t382\t412\t1.160\n"
        "2\tHồ sơ trả\t10\t11\t12\t43\n",
    ),
)
def table_periods(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    for grid in report.grids:
        for whole, parts in _groups(grid):
            yield from _check(self, grid, whole, parts)


def _groups(grid: Grid) -> Iterator[tuple[int, list[int]]]:
    """Yield each column of a period with the columns that make it up, side by side."""
    months = {n: found for n in grid.values if (found := _months(grid, n))}
    for whole, span in months.items():
        inner = sorted(
            (n for n, other in months.items() if other < span),
            key=lambda n: (-len(months[n]), min(months[n])),
        )
        parts: list[int] = []
        covered: frozenset[int] = frozenset()
        for column in inner:
            if not months[column] & covered:
                parts.append(column)
                covered |= months[column]
        if covered == span and len(parts) >= _LEAST:
            yield whole, sorted(parts)


def _months(grid: Grid, column: int) -> frozenset[int]:
    found = _NAMED.fullmatch(folded(grid.columns[column].title).strip(" .:"))
    if not found:
        return frozenset()
    if found[2]:
        month = int(found[2])
        return frozenset({month}) if 1 <= month <= 12 else frozenset()
    if found[4]:
        last = _ROMAN[found[4]] * 3
        return frozenset(range(last - 2, last + 1))
    return frozenset(range(1, int(found[5]) + 1 if found[5] else 13))


def _check(
    self: Rule, grid: Grid, whole: int, parts: list[int]
) -> Iterator[Finding | Verified]:
    rows = [
        (n, row)
        for n, row in enumerate(grid.rows)
        if not is_rate_row(row) and not _STOCK.search(row.plain_label)
    ]
    right = sum(_added(row, parts) == row.cells[whole].value for _, row in rows)
    for index, row in rows:
        added, printed = _added(row, parts), row.cells[whole].value
        if added is None or printed is None:
            continue
        shown = " + ".join(row.cells[n].raw for n in parts)
        name = f"{capital(grid.name)}, {row_name(grid, index)}"
        if added == printed:
            yield self.verified(
                (row.line,), f"{name}: {shown} = {row.cells[whole].raw}"
            )
            continue
        values = [row.cells[n].value or Decimal(0) for n in parts]
        if not is_sum_but_for_a_key(printed, values):
            continue
        if not right and printed < _LARGE:
            continue
        yield self.finding(
            (row.cells[whole].raw, *(row.cells[n].raw for n in parts)),
            (row.line,),
            f"{name}: cột “{grid.columns[whole].title}” ghi {row.cells[whole].raw},"
            f" cộng các kỳ được {figure(added)}.",
            f"{shown} = {figure(added)} ≠ {row.cells[whole].raw}",
        )


def _added(row: GridRow, parts: list[int]) -> Decimal | None:
    values = [row.cells[n].value for n in parts]
    if any(value is None for value in values) or any(
        row.cells[n].is_percent for n in parts
    ):
        return None
    return sum((value for value in values if value is not None), Decimal(0))
