"""Columns and last rows that all but one of their figures work out of the others.

«Chuyển kỳ trước, nhận mới, đã trả, còn lại»: what most rows show to hold, no row breaks
but by a slip. A last row without a name of totals is one if another column adds up.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.doubts import is_near
from lienmach.checker.judging.phrasing import capital, spot_name
from lienmach.checker.report import Grid, Report
from lienmach.checker.rule import Rule, rule
from lienmach.checker.tables.sums import is_countable
from lienmach.checker.text.numbers import figure

_LEAST_ROWS, _MOST_ROWS, _MOST_COLUMNS = 3, 80, 6
_TELLING = Decimal(100)  # a smaller sum may come out by chance
_STOCK = "Bảng 1\nĐơn vị\tKỳ trước\tNhận mới\tĐã trả\tTồn\n"


@rule(
    "TAB014",
    Kind.TABLE_TOTAL_MISMATCH,
    Severity.ERROR,
    "Cột tính được từ các cột khác ở mọi dòng còn lại thì dòng này cũng vậy.",
    passes=(
        f"{_STOCK}Phòng Nội vụ\t21\t164\t158\t27\nPhòng Tư pháp\t9\t72\t70\t11\n"
        "Phòng Y tế\t14\t53\t49\t18\nVăn phòng\t2\t38\t37\t3\n",
        "Bảng 1\nKỳ\tNhận\tTrả\nQuý I\t201\t148\nQuý II\t214\t166\nQuý III\t268\t231\n"
        "Quý IV\t290\t240\n",
    ),
    fails=(
        f"{_STOCK}Phòng Nội vụ\t21\t164\t158\t27\nPhòng Tư pháp\t9\t72\t70\t14\n"
        "Phòng Y tế\t14\t53\t49\t18\nVăn phòng\t2\t38\t37\t3\n",
        "Bảng 1\nKỳ\tNhận\tTrả\nQuý I\t201\t148\nQuý II\t214\t166\nQuý III\t268\t231\n"
        "9 tháng\t693\t545\n",
    ),
)
def table_balances(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    for grid in report.grids:
        columns = [n for n in grid.values if is_countable(grid, n)][:_MOST_COLUMNS]
        if _LEAST_ROWS < len(grid.rows) <= _MOST_ROWS and len(columns) > 1:
            yield from _unnamed_total(self, grid, columns)
            yield from _balances(self, grid, columns)


def _unnamed_total(
    self: Rule, grid: Grid, columns: Sequence[int]
) -> Iterator[Finding | Verified]:
    """«Quý I, quý II, quý III, 9 tháng»: right in one column, meant in all."""
    *rows, last = grid.rows
    if any(row.is_total or row.parent is not None for row in grid.rows) or last.code:
        return
    broken, telling = [], 0
    for column in columns:
        printed = last.cells[column].value
        parts = [row.cells[column].value for row in rows]
        added = sum((part for part in parts if part is not None), Decimal(0))
        if printed is None or None in parts:
            return
        if printed == added:
            telling += added >= _TELLING
        else:
            broken.append((column, added))
    if not telling or len(broken) != 1:
        return
    column, added = broken[0]
    cell = last.cells[column]
    if cell.value is not None and is_near(cell.value, added):
        raws = tuple(dict.fromkeys(row.cells[column].raw for row in rows))
        sums = f"{' + '.join(row.cells[column].raw for row in rows)} = {figure(added)}"
        yield self.finding(
            (cell.raw, *raws),
            tuple(row.line for row in (last, *rows)),
            f"{capital(grid.name)}, {spot_name(grid, len(rows), column)} ghi"
            f" {cell.raw}, nhưng cộng các dòng trên được {figure(added)}.",
            f"{sums} ≠ {cell.raw}",
        )


def _balances(
    self: Rule, grid: Grid, columns: Sequence[int]
) -> Iterator[Finding | Verified]:
    told: set[int] = set()
    for result in columns:
        for came in combinations([n for n in columns if n != result], 2):
            gone = [n for n in columns if n not in (result, *came) and n < result]
            for went in gone:
                if went < max(came):
                    continue
                row = _broken(grid, result, came, went)
                if row is not None and row not in told:
                    told.add(row)
                    yield _finding(self, grid, row, result, came, went)


def _broken(grid: Grid, result: int, came: Sequence[int], went: int) -> int | None:
    """The one row that breaks what all others hold, none where it is no rule."""
    missed: list[int] = []
    held = 0
    for index, row in enumerate(grid.rows):
        one, other, gone, left = (
            row.cells[n].value for n in (came[0], came[1], went, result)
        )
        if one is None or other is None or gone is None or left is None:
            return None
        if one + other - gone != left:
            missed.append(index)
        elif one and other and gone and left:
            held += 1
        if len(missed) > 1:
            return None
    return missed[0] if missed and held >= _LEAST_ROWS else None


def _finding(
    self: Rule, grid: Grid, index: int, result: int, came: Sequence[int], went: int
) -> Finding:
    row = grid.rows[index]
    one, other, gone, left = (row.cells[n] for n in (came[0], came[1], went, result))
    known = [cell.value or Decimal(0) for cell in (one, other, gone)]
    right = known[0] + known[1] - known[2]
    sums = f"{one.raw} + {other.raw} - {gone.raw} = {figure(right)}"
    return self.finding(
        tuple(dict.fromkeys((left.raw, one.raw, other.raw, gone.raw))),
        (row.line,),
        f"{capital(grid.name)}, {spot_name(grid, index, result)} ghi {left.raw}, nhưng"
        f" {sums}, như các dòng khác đều tính.",
        f"{sums} ≠ {left.raw}",
        suggestion=figure(right),
    )
