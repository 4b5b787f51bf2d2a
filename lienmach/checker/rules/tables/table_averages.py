"""A row or column of means against the figures it is the mean of."""

from collections.abc import Iterator
from decimal import Decimal

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.phrasing import capital, spot_name
from lienmach.checker.report import Cell, Grid, Report
from lienmach.checker.rule import Rule, rule
from lienmach.checker.tables.rates import is_near, off_by
from lienmach.checker.text.folded import folded
from lienmach.checker.text.numbers import figure

_HEADER = "Phụ lục 1\nTT\tĐơn vị\tĐiểm\n1\tXã An Bình\t80\n2\tXã Tân Lập\t91\n"
_WORDS = (
    "trung binh",
    "binh quan",
    "diem trung binh",
    "diem tb",
    "diem binh quan",
    "tb",
)


@rule(
    "TAB010",
    Kind.AVERAGE_MISMATCH,
    Severity.ERROR,
    "Số trung bình trong bảng bằng trung bình cộng của các số được tính.",
    passes=(
        f"{_HEADER}\tTrung bình\t85,5\n",
        "Bảng 1\nTT\tĐơn vị\tQuý I\tQuý II\tTrung bình\n1\tXã An Bình\t80\t90\t85\n"
        "2\tXã Tân Lập\t70\t75\t72,5\n",
    ),
    fails=(
        f"{_HEADER}\tTrung bình\t88,5\n",
        "Bảng 1\nTT\tĐơn vị\tQuý I\tQuý II\tTrung bình\n1\tXã An Bình\t80\t90\t85\n"
        "2\tXã Tân Lập\t70\t75\t72,5\n3\tXã Phú Sơn\t60\t70\t75\n",
    ),
)
def table_averages(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    for grid in report.grids:
        yield from _in_rows(self, report, grid)
        yield from _in_columns(self, report, grid)


def _is_mean(text: str) -> bool:
    return folded(text).strip(" :.").split(" (")[0] in _WORDS


def _in_rows(self: Rule, report: Report, grid: Grid) -> Iterator[Finding | Verified]:
    means = [n for n, row in enumerate(grid.rows) if _is_mean(row.label)]
    if len(means) != 1:
        return
    above = [
        n
        for n, row in enumerate(grid.rows)
        if n != means[0] and not row.is_total and (row.parent is None)
    ]
    for column in grid.values:
        title = folded(grid.columns[column].title)
        if "%" in title or title.startswith(("ty le", "ti le")):
            continue  # the mean of rates is weighted by what they are rates of
        if any(grid.rows[n].cells[column].is_percent for n in above):
            continue
        cells = [grid.rows[n].cells[column] for n in above]
        yield from _check(self, report, grid, (means[0], column), cells, above)


def _in_columns(self: Rule, report: Report, grid: Grid) -> Iterator[Finding | Verified]:
    for column in grid.values:
        if not _is_mean(grid.columns[column].title):
            continue
        head = grid.columns[column].path[:-1]
        parts = [
            n
            for n in grid.values
            if n != column and n < column and grid.columns[n].path[:-1] == head
        ]
        said = [
            list(
                _check(
                    self,
                    report,
                    grid,
                    (index, column),
                    [row.cells[n] for n in parts],
                    [index],
                )
            )
            for index, row in enumerate(grid.rows)
        ]
        spoken = [one for row in said for one in row]
        right = sum(isinstance(one, Verified) for one in spoken)
        if right * 2 > len(spoken):  # most rows are means of these columns
            yield from spoken


def _check(
    self: Rule,
    report: Report,
    grid: Grid,
    spot: tuple[int, int],
    cells: list[Cell],
    rows: list[int],
) -> Iterator[Finding | Verified]:
    printed = grid.rows[spot[0]].cells[spot[1]]
    known = [cell.value for cell in cells if cell.value is not None]
    if printed.value is None or len(known) < 2 or len(known) < len(cells):
        return
    exact = sum(known, Decimal(0)) / len(known)
    lines = tuple(
        dict.fromkeys([grid.rows[spot[0]].line, *(grid.rows[n].line for n in rows)])
    )
    name = f"{capital(grid.name)}, {spot_name(grid, *spot)}"
    shown = figure(exact, max(printed.decimals, 1))
    share = f"{figure(sum(known, Decimal(0)))} / {len(known)} = {shown}"
    if is_near(printed, exact, report.tolerance):
        yield self.verified(lines, f"{name}: {share}")
        return
    is_rounding = off_by(printed, exact) <= 1
    yield self.finding(
        tuple(dict.fromkeys((printed.raw, *(cell.raw for cell in cells[:12])))),
        lines,
        f"{name} ghi {printed.raw}, tính ra {shown}.",
        f"{share} ≠ {printed.raw}",
        severity=Severity.INFO if is_rounding else Severity.ERROR,
        suggestion=shown,
    )
