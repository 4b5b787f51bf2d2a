"""A figure whose comma may be a decimal mark or one of thousands: «30,162»."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.phrasing import capital, percent, row_name
from lienmach.checker.report import Cell, Grid, Report
from lienmach.checker.rule import Rule, rule
from lienmach.checker.tables.rates import HUNDRED, is_near, rates
from lienmach.checker.text.numbers import figure

_FORM = "Phụ lục 7\nSTT\tChỉ tiêu\tĐơn vị tính\tSố liệu\n"


@dataclass(frozen=True, slots=True)
class _Doubtful:
    row: int
    cell: Cell


@rule(
    "TAB008",
    Kind.UNIT_MISMATCH,
    Severity.WARNING,
    "Số tiền không viết theo cách hiểu được hai nghĩa (dấu phẩy trước đúng ba chữ số).",
    passes=(
        f"{_FORM}1.1.\tKế hoạch vốn được giao\tTriệu đồng\t30.162\n",
        f"{_FORM}1.1.\tKế hoạch vốn được giao\tTriệu đồng\t30,16\n",
    ),
    fails=(
        f"{_FORM}1.\tTỷ lệ thực hiện Kế hoạch\t%\t17,11%\n"
        "1.1.\tKế hoạch được giao\tTriệu đồng\t30,162\n"
        "1.2.\tĐã thực hiện\tTriệu đồng\t5,161\n",
    ),
)
def table_thousands(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    for grid in report.grids:
        column = grid.main
        if column is None:
            continue
        groups: dict[int | None, list[_Doubtful]] = {}
        for index, row in enumerate(grid.rows):
            cell = row.cells[column]
            if cell.other is not None and "," in cell.raw and not cell.is_percent:
                groups.setdefault(row.parent, []).append(_Doubtful(index, cell))
        for doubtful in groups.values():
            yield _finding(self, grid, doubtful)


def _finding(self: Rule, grid: Grid, doubtful: list[_Doubtful]) -> Finding:
    first = doubtful[0]
    unit = grid.rows[first.row].unit
    named = ", ".join(row_name(grid, one.row) for one in doubtful)
    readings = f"{_shown(first.cell.value)} hay {_shown(first.cell.other, 3)}"
    text = (
        f"{capital(grid.name)}, {named}: {first.cell.raw} {unit.lower()} là {readings}?"
        " Dấu phẩy trong văn bản tiếng Việt là dấu thập phân, dấu chấm mới ngăn hàng"
        " nghìn."
    )
    evidence = _agreeing_rate(grid, doubtful)
    if evidence:
        text += (
            " Tỷ lệ ghi trong bảng khớp với cả hai cách đọc nên không phân định được."
        )
    return self.finding(
        tuple(dict.fromkeys(one.cell.raw for one in doubtful)),
        tuple(grid.rows[one.row].line for one in doubtful),
        text,
        evidence,
    )


def _shown(value: Decimal | None, decimals: int | None = None) -> str:
    return "" if value is None else figure(value, decimals)


def _agreeing_rate(grid: Grid, doubtful: list[_Doubtful]) -> str:
    """A rate of two such figures is the same whichever way both are read."""
    rows = {one.row for one in doubtful}
    for rate in rates(grid):
        if not {rate.part[0], rate.whole[0]} <= rows:
            continue
        printed = grid.rows[rate.rate[0]].cells[rate.rate[1]]
        part = grid.rows[rate.part[0]].cells[rate.part[1]]
        whole = grid.rows[rate.whole[0]].cells[rate.whole[1]]
        if part.value is None or not whole.value:
            continue
        if is_near(printed, HUNDRED * part.value / whole.value):
            shown = percent(part.value, whole.value, printed.decimals)
            return f"{part.raw} / {whole.raw} = {shown}"
    return ""
