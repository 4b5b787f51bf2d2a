"""How findings name a share, a row and a table."""

from decimal import Decimal

from lienmach.checker.report import Grid
from lienmach.checker.text.numbers import figure


def percent(part: Decimal, whole: Decimal, decimals: int = 1) -> str:
    """Write a share with as many decimals as the text printed."""
    return f"{figure(100 * part / whole, decimals)} %"


def row_name(grid: Grid, row: int) -> str:
    """Name a row: «dòng 3.1.1», or «dòng “Tổng cộng”» where it has no code."""
    found = grid.rows[row]
    if found.code:
        return f"dòng {found.code.rstrip('.)')}"
    label = found.label if len(found.label) <= 60 else found.label[:57] + "…"
    return f"dòng “{label}”"


def spot_name(grid: Grid, row: int, column: int) -> str:
    """Name a cell: by its row, and by its column where the table has several."""
    name = row_name(grid, row)
    if len(grid.values) < 2:
        return name
    title = grid.columns[column].name or f"thứ {column + 1}"
    return f"{name}, cột “{title}”"


def place_name(grid: Grid, row: int) -> str:
    """Name a row with its table: «Phụ lục 4 dòng 3.1.1»."""
    return f"{grid.name} {row_name(grid, row)}"


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]
