"""Rates in a form, and the rows or columns that they are worked out from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from lienmach.checker.meaning.concepts import is_growth, is_rate, read_phrase
from lienmach.checker.report import Cell, Column, Grid, GridRow
from lienmach.checker.tables.formulas import read_formula
from lienmach.checker.tables.sums import is_countable
from lienmach.checker.text.folded import folded

HUNDRED = Decimal(100)
MOST_COLUMNS = 16


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate with its whole and its part, as spots (row, column) of a grid.

    ``is_certain`` says that the form leaves no doubt which row is which.
    """

    rate: tuple[int, int]
    part: tuple[int, int]
    whole: tuple[int, int]
    is_certain: bool


_EXCEEDED = ("ke hoach", "du toan", "chi tieu giao", "giao nam", "duoc giao", "cung ky")


def may_exceed(grid: Grid, rate: Rate) -> bool:
    """Say whether a rate is of a plan, of which more than all may be done."""
    row, column = rate.whole
    in_columns = row == rate.part[0]
    name = grid.columns[column].name if in_columns else grid.rows[row].label
    return any(words in folded(name) for words in _EXCEEDED)


_RATE_UNITS = ("%", "ty le", "ty le %", "phan tram")


def is_rate_row(row: GridRow) -> bool:
    return row.plain_unit in _RATE_UNITS or is_rate(row.label)


@lru_cache(maxsize=64)
def rates(grid: Grid) -> tuple[Rate, ...]:
    """Every rate of a table; remembered, since several rules ask."""
    return (*_row_rates(grid), *_column_rates(grid))


def _row_rates(grid: Grid) -> Iterator[Rate]:
    """The rates that stand in rows: over their rows, or after those they rest on."""
    families, columns = grid.families(), _columns(grid)
    for index, row in enumerate(grid.rows):
        if not is_rate_row(row) or is_growth(row.label):
            continue
        below = [n for n in families.get(index, ()) if not is_rate_row(grid.rows[n])]
        pair = _below(grid, below) if below else _before(grid, index, families)
        if pair:
            whole, part, is_certain = pair
            is_certain = is_certain or _holds_somewhere(grid, index, part, whole)
            is_certain = is_certain or _is_like_others(grid, index, below, families)
            for column in columns:
                yield Rate((index, column), (part, column), (whole, column), is_certain)


def _holds_somewhere(grid: Grid, rate: int, part: int, whole: int) -> bool:
    """Say whether one column of several is right of three rows: so they belong."""
    rows = grid.rows
    for column in grid.values if len(grid.values) > 1 else ():
        printed, top, base = (rows[n].cells[column].value for n in (rate, part, whole))
        if printed is None or top is None or not base or printed in (0, HUNDRED):
            continue
        if is_near(rows[rate].cells[column], HUNDRED * top / base):
            return True
    return False


def _is_like_others(
    grid: Grid, rate: int, below: Sequence[int], families: dict[int, list[int]]
) -> bool:
    """Say whether a rate over two rows stands as another does that is right."""
    main = grid.main
    if len(below) != 2 or main is None:
        return False
    for other, rows in families.items():
        if other == rate or len(rows) != 2 or not is_rate_row(grid.rows[other]):
            continue
        base, top = (grid.rows[n].cells[main].value for n in rows)
        printed = grid.rows[other].cells[main]
        if printed.value in (None, 0, HUNDRED) or not base or top is None:
            continue
        if is_near(printed, HUNDRED * top / base):
            return True
    return False


def _columns(grid: Grid) -> Sequence[int]:
    values = [n for n in grid.values if is_countable(grid, n) or len(grid.values) == 1]
    main = grid.main
    return values or ([] if main is None else [main])


def _below(grid: Grid, below: Sequence[int]) -> tuple[int, int, bool] | None:
    """Of the rows under a rate the first is the whole and the second the part."""
    if len(below) < 2:
        return None
    first, second = below[0], below[1]
    rows = grid.rows
    same = rows[first].plain_unit == rows[second].plain_unit
    if not same:
        return None
    if _names_whole(rows[second].label) and not _names_whole(rows[first].label):
        return second, first, True
    return first, second, _names_whole(rows[first].label)


_WHOLE = ("tong ", "ke hoach", "so luong", "chi tieu", "du toan")
_WHOLE_TOKENS = {"planned", "assigned", "to-handle", "eligible", "received", "found"}


def _names_whole(label: str) -> bool:
    if folded(label).startswith(_WHOLE):
        return True
    tokens = read_phrase(label).tokens
    return bool(tokens & _WHOLE_TOKENS) and "done" not in tokens


def _before(
    grid: Grid, index: int, families: dict[int, list[int]]
) -> tuple[int, int, bool] | None:
    """A rate beside two rows of one unit: «Tổng số …», «Số … đã …», «Tỷ lệ …».

    Both before it, the whole above both, or both behind it where it comes first. The
    words of the three must agree: part and rate say the same was done.
    """
    parent = grid.rows[index].parent
    members = families.get(parent, []) if parent is not None else None
    if members is None:
        members = [n for n, r in enumerate(grid.rows) if r.parent is None]
    place = members.index(index)
    if place >= 2:
        whole, part = members[place - 2], members[place - 1]
    elif place and parent is not None:
        whole, part = parent, members[0]
    elif parent is not None and len(members) > 2:
        whole, part = members[1], members[2]
    else:
        return None
    if is_rate_row(grid.rows[whole]) or is_rate_row(grid.rows[part]):
        return None
    if grid.rows[whole].plain_unit != grid.rows[part].plain_unit:
        return None
    rate = read_phrase(grid.rows[index].label).thing
    of_part = read_phrase(grid.rows[part].label).thing
    of_whole = read_phrase(grid.rows[whole].label).thing
    above = (
        frozenset() if parent is None else read_phrase(grid.rows[parent].label).thing
    )
    known = {token for token in rate if not token.startswith("=")}
    known -= above - of_part - of_whole
    if not known or not known <= of_part | of_whole or not known & (of_part - of_whole):
        return None
    return whole, part, grid.rows[whole].plain_label.startswith("tong ")


def _column_rates(grid: Grid) -> Iterator[Rate]:
    """The rates that stand in columns, by formula or as most rows have them."""
    counts = [n for n in grid.values if is_countable(grid, n)]
    for column in grid.values:
        if column in counts or not _is_rate_column(grid.columns[column]):
            continue
        pair = _by_formula(grid.columns, column) or _by_majority(grid, column, counts)
        if pair:
            whole, part, is_certain = pair
            for index in range(len(grid.rows)):
                yield Rate((index, column), (index, part), (index, whole), is_certain)
        else:
            yield from _of_total(grid, column, counts)


def _of_total(grid: Grid, column: int, counts: Sequence[int]) -> Iterator[Rate]:
    """«Chứng thực 2.140, 53,5 %»: what each row is of the row of totals."""
    totals = [n for n, row in enumerate(grid.rows) if row.is_total]
    if len(totals) != 1:
        return
    for part in counts[:MOST_COLUMNS]:
        base = grid.rows[totals[0]].cells[part].value
        if not base:
            continue
        fits = misses = 0
        for row in grid.rows:
            printed, top = row.cells[column].value, row.cells[part].value
            if row.is_total or printed is None or not top:
                continue
            near = is_near(row.cells[column], HUNDRED * top / base, Decimal(1))
            fits, misses = fits + near, misses + (not near)
        if fits >= 2 and fits > misses:
            for index, row in enumerate(grid.rows):
                if not row.is_total:
                    yield Rate((index, column), (index, part), (totals[0], part), True)
            return


def _is_rate_column(column: Column) -> bool:
    name = column.title or column.name
    title = folded(name)
    return ("ty le" in title or "ti le" in title or "%" in title) and not is_growth(
        column.name
    )


def _by_formula(columns: Sequence[Column], column: int) -> tuple[int, int, bool] | None:
    formula = read_formula(columns[column].formula)
    if formula is None or formula.kind != "/":
        return None
    by_number = {c.number: n for n, c in enumerate(columns) if c.number}
    part, whole = (by_number.get(term) for term in formula.terms)
    return None if part is None or whole is None else (whole, part, True)


def _by_majority(
    grid: Grid, column: int, counts: Sequence[int]
) -> tuple[int, int, bool] | None:
    """The two columns whose share most rows print; with one row, the only two."""
    best: tuple[int, int, int, int] | None = None
    for whole in counts[:MOST_COLUMNS]:
        for part in counts[:MOST_COLUMNS]:
            if part == whole:
                continue
            fits, misses = _fits(grid, column, part, whole)
            # on a tie the column nearest to the rate holds the part
            key = (fits, part, whole, misses)
            if fits and (best is None or key > best):
                best = key
    if best and best[0] >= 2 and best[0] > best[3]:
        return best[2], best[1], True
    before = [n for n in counts if n < column]
    if best is None and len(before) == 2 and len(counts) == 2:
        titles = [folded(grid.columns[n].title) for n in before]
        if titles[0].startswith(("tong", "so luong", "ke hoach", "duoc giao", "giao")):
            return before[0], before[1], len(grid.rows) == 1
    return None


def _fits(grid: Grid, column: int, part: int, whole: int) -> tuple[int, int]:
    fits = misses = 0
    for row in grid.rows:
        printed, top, base = (row.cells[n].value for n in (column, part, whole))
        if printed is None or top is None or not base:
            continue
        if is_near(row.cells[column], HUNDRED * top / base):
            fits += 1
        else:
            misses += 1
    return fits, misses


def off_by(cell: Cell, exact: Decimal) -> Decimal:
    """By how many units of its last digit a printed percentage is off."""
    if cell.value is None:
        return Decimal(0)
    return abs(cell.value - exact) * Decimal(1).scaleb(cell.decimals)


def is_near(cell: Cell, exact: Decimal, tolerance: Decimal = Decimal("0.5")) -> bool:
    return off_by(cell, exact) <= tolerance
