"""Numbers of a plain list that leave one out."""

from collections.abc import Iterator
from itertools import pairwise

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.phrasing import capital
from lienmach.checker.report import Grid, Report, Use
from lienmach.checker.rule import Rule, rule
from lienmach.checker.tables.rows import key_of

_FORM = "Phụ lục 3\nSTT\tChỉ tiêu\tĐơn vị tính\tSố liệu\n"
_LIST = "Phụ lục 1\nTT\tĐơn vị\tHồ sơ\n1\tAn Bình\t2\n2\tTân Lập\t4\n"


@rule(
    "TAB012",
    Kind.HEADING_JUMP,
    Severity.INFO,
    "Số thứ tự của một danh sách không nhảy cách.",
    passes=(
        f"{_LIST}3\tPhú Sơn\t1\n",
        f"{_FORM}1.1.\tSố văn bản\tVăn bản\t1\n1.4.\tSố cuộc họp\tCuộc\t9\n",
    ),
    fails=(f"{_LIST}4\tPhú Sơn\t1\n",),
)
def table_codes_jump(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    for grid in report.grids:
        yield from _jumps(self, grid)


def _jumps(self: Rule, grid: Grid) -> Iterator[Finding]:
    """Say where a plain list leaves a number out.

    Forms with units keep the codes of the national form, whatever rows they leave out.
    """
    if any(column.use is Use.UNIT for column in grid.columns):
        return
    plain = [row for row in grid.rows if row.code]
    for before, row in pairwise(plain):
        ends = key_of(before.code), key_of(row.code)
        if before.parent != row.parent or any(len(k) > 1 for k in ends):
            continue
        if not all(key[0].isdecimal() for key in ends):
            continue
        gap = int(ends[1][0]) - int(ends[0][0])
        if 2 <= gap <= 5:
            yield self.finding(
                (before.code, row.code),
                (before.line, row.line),
                f"{capital(grid.name)}: sau số thứ tự {before.code.rstrip('.')} là"
                f" {row.code.rstrip('.')}, thiếu số ở giữa.",
            )
