"""The annexes of a report: what each table under «Phụ lục …» says, row by row."""

from collections.abc import Sequence

from lienmach.checker.report import Annex, AnnexRow, Cell, CellState, Grid, GridRow

_BLANK = Cell("", CellState.BLANK)


def of(grids: Sequence[Grid]) -> tuple[Annex, ...]:
    """Pick the tables that stand under an annex heading, and their coded rows."""
    return tuple(_annex(grid) for grid in grids if grid.number is not None)


def _annex(grid: Grid) -> Annex:
    main, values = grid.main, grid.values
    rows = tuple(_row(row, main, values) for row in grid.rows if row.code)
    columns = tuple(grid.columns[n].name for n in values)
    return Annex(grid.number or "", grid.title, grid.line, rows, columns)


def _row(row: GridRow, main: int | None, values: Sequence[int]) -> AnnexRow:
    cell = _BLANK if main is None else row.cells[main]
    figures = tuple(row.cells[n].raw for n in values)
    return AnnexRow(
        row.code,
        row.label,
        row.unit,
        cell.raw,
        cell.value,
        cell.state,
        row.note,
        row.line,
        figures,
    )
