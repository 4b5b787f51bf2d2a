"""Codes of rows that are used twice."""

from collections.abc import Iterator

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.phrasing import capital
from lienmach.checker.report import Grid, Report
from lienmach.checker.rule import Rule, rule
from lienmach.checker.tables.rows import key_of

_FORM = "Phụ lục 3\nSTT\tChỉ tiêu\tĐơn vị tính\tSố liệu\n"


@rule(
    "TAB006",
    Kind.DUPLICATE_CODE,
    Severity.INFO,
    "Mỗi số thứ tự trong một bảng chỉ dùng cho một dòng.",
    passes=(
        f"{_FORM}1.1.\tSố văn bản cấp huyện\tVăn bản\t1\n"
        "1.2.\tSố văn bản cấp xã\tVăn bản\t9\n",
        f"{_FORM}1.1.\tSố văn bản\tVăn bản\t1\n1.4.\tSố cuộc họp\tCuộc\t9\n",
        "Phụ lục 1\nTT\tĐơn vị\tHồ sơ\nI\tPhòng\t\n1\tTư pháp\t2\n2\tY tế\t3\n"
        "II\tXã\t\n1\tAn Bình\t2\n2\tTân Lập\t4\n",
    ),
    fails=(
        f"{_FORM}1.1.\tSố văn bản cấp huyện\tVăn bản\t1\n"
        "1.1.\tSố văn bản cấp xã\tVăn bản\t9\n",
    ),
)
def table_codes_used_twice(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    for grid in report.grids:
        yield from _twice(self, grid)


def _twice(self: Rule, grid: Grid) -> Iterator[Finding]:
    """Say which codes come twice; a list that starts again at 1 is another list."""
    seen: dict[tuple[int | None, tuple[str, ...]], int] = {}
    last: dict[int | None, int] = {}
    for index, row in enumerate(grid.rows):
        if not row.code:
            if not row.is_total:
                seen, last = {}, {}  # a heading without a number opens a new list
            continue
        key = key_of(row.code)
        number = int(key[-1]) if key[-1].isdecimal() else 0
        if len(key) == 1 and number == 1 and last.get(row.parent, 0) > 1:
            seen = {place: n for place, n in seen.items() if place[0] != row.parent}
        last[row.parent] = number
        before = seen.setdefault((row.parent, key), index)
        if before == index:
            continue
        first = grid.rows[before]
        yield self.finding(
            (row.code,) if row.code == first.code else (first.code, row.code),
            (first.line, row.line),
            f"{capital(grid.name)} dùng số thứ tự {row.code.rstrip('.')} cho hai dòng:"
            f" “{_short(first.label)}” và “{_short(row.label)}”.",
        )


def _short(label: str) -> str:
    return label if len(label) <= 60 else label[:57] + "…"
