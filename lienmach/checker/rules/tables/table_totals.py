"""A total in a table against the cells it is the total of."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.phrasing import capital, row_name, spot_name
from lienmach.checker.report import Grid, Report
from lienmach.checker.rule import Rule, rule
from lienmach.checker.tables.sums import Checked, Spot, check
from lienmach.checker.text.numbers import figure

MOST_PARTS_SHOWN = 12
MOST_BROKEN = 60


@rule(
    "TAB001",
    Kind.TABLE_TOTAL_MISMATCH,
    Severity.ERROR,
    "Ô tổng trong bảng bằng tổng các ô thành phần.",
    passes=(
        "Phụ lục 1\nTT\tĐơn vị\tHồ sơ\n1\tXã An Bình\t12\n2\tXã Tân Lập\t30\n"
        "\tTổng cộng\t42\n",
        "Phụ lục 3\nSTT\tChỉ tiêu\tĐơn vị tính\tSố liệu\n"
        "1.4.\tTổng số TTHC\tThủ tục\t500\n"
        "1.4.2.\tSố TTHC cấp huyện\tThủ tục\t300\n"
        "1.4.3.\tSố TTHC cấp xã\tThủ tục\t120\n",
    ),
    fails=(
        "Phụ lục 1\nTT\tĐơn vị\tHồ sơ\n1\tXã An Bình\t12\n2\tXã Tân Lập\t30\n"
        "\tTổng cộng\t45\n",
        "Phụ lục 3\nSTT\tChỉ tiêu\tĐơn vị tính\tSố liệu\n"
        "1.\tTổng số VBQPPL đã ban hành\tVăn bản\t9\n"
        "1.1.\tSố VBQPPL do cấp huyện ban hành\tVăn bản\t1\n"
        "1.2.\tSố VBQPPL do cấp xã ban hành\tVăn bản\t7\n",
        "Biểu số 2\nTT\tLĩnh vực\tTổng số\tTrước hạn\tĐúng hạn\tQuá hạn\n"
        "\t\t(1)=(2)+(3)+(4)\t(2)\t(3)\t(4)\n1\tTư pháp\t50\t20\t25\t6\n",
    ),
)
def table_totals(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    for grid in report.grids:
        checked = check(grid)
        yield from _right(self, grid, checked)
        broken = [one for one in checked if one.is_broken]
        for group, spot in _by_cause(broken, [one for one in checked if one.holds]):
            if spot is None:
                yield from (_wrong(self, grid, one) for one in group)
            else:
                yield _one_cell(self, grid, group, spot)


def _right(self: Rule, grid: Grid, checked: Sequence[Checked]) -> Iterator[Verified]:
    by_row: dict[int, list[Checked]] = defaultdict(list)
    for one in checked:
        if one.holds and one.printed:
            by_row[one.sum.total[0]].append(one)
    for row, right in by_row.items():
        name = f"{capital(grid.name)}, {row_name(grid, row)}"
        more = f" và {len(right) - 1} tổng khác khớp" if len(right) > 1 else ""
        text = f"{name}: {_sum(grid, right[0])}{more}"
        yield self.verified(_lines(grid, right[0]), text)


def _sum(grid: Grid, one: Checked, *, equals: bool = True) -> str:
    cells = [grid.rows[row].cells[column] for row, column in one.parts]
    shown = [cell.raw if cell.value is not None else "0" for cell in cells]
    if len(shown) > MOST_PARTS_SHOWN:
        shown = [*shown[:2], "…", *shown[-2:]]
    text = f"{' + '.join(shown)} = {figure(one.computed)}"
    row, column = one.sum.total
    return text if equals else f"{text} ≠ {grid.rows[row].cells[column].raw}"


def _lines(grid: Grid, one: Checked) -> tuple[int, ...]:
    rows = dict.fromkeys([one.sum.total[0], *(row for row, _ in one.parts)])
    return tuple(grid.rows[row].line for row in rows)


def _wrong(self: Rule, grid: Grid, one: Checked) -> Finding:
    row, column = one.sum.total
    printed = grid.rows[row].cells[column].raw
    name = spot_name(grid, row, column)
    gap = abs(one.printed - one.computed)
    text = (
        f"{capital(grid.name)}, {name} ghi {printed}, nhưng cộng các thành phần được"
        f" {figure(one.computed)}. Chênh {figure(gap)}."
    )
    parts = (grid.rows[row].cells[column].raw for row, column in one.parts)
    return self.finding(
        tuple(dict.fromkeys((printed, *filter(None, parts)))),
        _lines(grid, one),
        text,
        _sum(grid, one, equals=False),
    )


def _one_cell(self: Rule, grid: Grid, group: list[Checked], spot: Spot) -> Finding:
    """Several sums fail and one changed cell would mend them all: it is that cell."""
    row, column = spot
    cell = grid.rows[row].cells[column]
    right = (cell.value or Decimal(0)) + _shift(group[0], spot)
    lines = tuple(dict.fromkeys(line for one in group for line in _lines(grid, one)))
    text = (
        f"{capital(grid.name)}, {spot_name(grid, row, column)} ghi {cell.raw}; theo các"
        f" tổng của hàng và của cột thì phải là {figure(right)}."
    )
    evidence = "; ".join(_sum(grid, one, equals=False) for one in group)
    return self.finding(
        (cell.raw,),
        (grid.rows[row].line, *(x for x in lines if x != grid.rows[row].line)),
        text,
        evidence,
        suggestion=figure(right),
    )


def _shift(one: Checked, spot: Spot) -> Decimal:
    """By how much ``spot`` would have to change for the sum to hold."""
    gap = one.computed - one.printed
    return gap if spot == one.sum.total else -gap


def _by_cause(
    broken: list[Checked], holding: list[Checked]
) -> Iterator[tuple[list[Checked], Spot | None]]:
    """Put broken sums together that one wrong cell explains."""
    sound = {spot for one in holding for spot in (one.sum.total, *one.parts)}
    left = list(broken)
    while left and len(left) <= MOST_BROKEN:
        by_spot: dict[tuple[Spot, Decimal], list[Checked]] = defaultdict(list)
        for one in left:
            for spot in {one.sum.total, *one.parts}:
                by_spot[spot, _shift(one, spot)].append(one)
        (spot, _), group = max(
            by_spot.items(), key=lambda item: (len(item[1]), item[0][0] not in sound)
        )
        if len(group) < 2:
            break
        yield group, spot
        left = [one for one in left if one not in group]
    yield left[:MOST_BROKEN], None
