"""A mean told in the text against the column of a table that it is the mean of."""

import re
from collections.abc import Iterator
from decimal import Decimal

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.calculations import anchors_of
from lienmach.checker.judging.percentages import decimals_of
from lienmach.checker.quantities.words.vocabulary import any_word
from lienmach.checker.report import Bound, Fact, Grid, GridRow, Report, Sense
from lienmach.checker.rule import Rule, rule
from lienmach.checker.source import has_any
from lienmach.checker.text.folded import folded
from lienmach.checker.text.numbers import figure, last_place
from lienmach.checker.text.other_times import AIMED, COMPARED

_FEWEST, _MOST = 3, 40  # rows
_NEAR, _AHEAD, _BEHIND = 30, 80, 60  # letters
_YEAR = re.compile(r"20\d\d")
_OF_ALL = ("chung", "binh quan", "trung binh")
_TABLE = ("bảng", "biểu", "phụ lục")
_MEAN = re.compile(r"(?:bình quân|trung bình)(?: chung| là| đạt|:)* $")
_OF_OTHERS = re.compile(any_word(f"{COMPARED}|{AIMED}|toàn|theo"))
_PLAIN_MEAN = re.compile(r" ?%?,? (?:chính )?là (?:điểm )?trung bình cộng của")
_TITLES = {"điểm": ("diem",), "%": ("%", "chi so", "ty le", "ti le")}
_HEAD = "Bảng 2. Điểm các đơn vị\nTT\tĐơn vị\tĐiểm\n"
_ROWS = "1\tXã An Bình\t80\n2\tXã Tân Lập\t91\n3\tXã Phú Sơn\t87\n"
_TEXT = "Chấm điểm 03 xã (Bảng 2). Bình quân {} điểm.\n\n"


@rule(
    "AVG004",
    Kind.AVERAGE_MISMATCH,
    Severity.ERROR,
    "Điểm bình quân nêu trong lời văn bằng trung bình cộng của cột điểm trong bảng.",
    passes=(
        f"{_TEXT.format('86')}{_HEAD}{_ROWS}",
        f"Chấm điểm 03 xã (Bảng 2). Năm trước bình quân 88,5 điểm.\n\n{_HEAD}{_ROWS}",
        f"Chấm điểm 05 xã. Bình quân 88,5 điểm.\n\n{_HEAD}{_ROWS}",
    ),
    fails=(f"{_TEXT.format('88,5')}{_HEAD}{_ROWS}",),
)
def mean_of_table(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    for fact in report.facts if report.grids else ():
        if fact.bound is not Bound.EXACT or fact.whole is not None:
            continue
        if not _is_mean(report, fact):
            continue
        counts = _counts(report, fact)
        told = [
            (grid, column)
            for grid in report.grids
            for column in _columns(report, fact, grid)
            if len(_values(grid, column)) in counts
        ]
        if len(told) == 1 and (said := _judge(self, fact, *told[0])):
            yield said


def _is_mean(report: Report, fact: Fact) -> bool:
    """«Bình quân 88,5 điểm», «91,7 %, là trung bình cộng của …»; beside a table."""
    if fact.unit.lower() not in _TITLES:
        return False
    plain = _PLAIN_MEAN.match(report.behind(fact.place, _BEHIND))
    scored = fact.unit != "%" and _MEAN.search(report.before(fact.place, _NEAR))
    ahead = report.before(fact.place, _AHEAD).rpartition(". ")[2]
    if _OF_OTHERS.search(ahead):
        return False  # «Năm trước bình quân 82,5 điểm», «Toàn tỉnh bình quân …»
    if not plain and not scored:
        return False  # a mean of rates is weighted by what they are rates of
    return has_any(report.paragraph(fact.place).lower, _TABLE)


def _counts(report: Report, mean: Fact) -> set[int]:
    """How many things its paragraph tells of: «điểm của 05 đơn vị»."""
    return {
        int(fact.quantity)
        for fact in report.facts
        if fact.place.block == mean.place.block
        and fact.sense is Sense.COUNT
        and fact.bound is Bound.EXACT
        and _FEWEST <= fact.quantity <= _MOST
    }


def _columns(report: Report, mean: Fact, grid: Grid) -> Iterator[int]:
    """The columns of such figures; of another year than is told before it, none."""
    ahead = report.before(mean.place, _AHEAD)
    for column in grid.values:
        title = grid.columns[column].title
        year = _YEAR.search(title)
        named = has_any(folded(title), _TITLES[mean.unit.lower()])
        if named and (year is None or year[0] in ahead):
            yield column


def _values(grid: Grid, column: int) -> list[Decimal]:
    """The figures of a column; none where a row has none."""
    values = [row.cells[column].value for row in _rows(grid)]
    known = [value for value in values if value is not None]
    return known if len(known) == len(values) else []


def _rows(grid: Grid) -> list[GridRow]:
    """The rows that a mean is of: not those that have it, or a total."""
    return [
        row
        for row in grid.rows
        if not row.is_total
        and row.parent is None
        and not has_any(row.plain_label, _OF_ALL)
    ]


def _judge(
    self: Rule, fact: Fact, grid: Grid, column: int
) -> Finding | Verified | None:
    values = _values(grid, column)
    exact = sum(values, Decimal(0)) / len(values)
    if not min(values) <= fact.quantity <= max(values):
        return None
    shown = figure(exact, max(decimals_of(fact), 1))
    lines = (fact.line, *(row.line for row in _rows(grid)))
    mean = f"{figure(sum(values, Decimal(0)))}/{len(values)} = {shown}"
    if abs(fact.quantity - exact) < last_place(fact.quantity):
        return self.verified(lines, mean)
    return self.finding(
        anchors_of([fact]),
        lines,
        f"Ghi bình quân {fact.raw} {fact.unit}, nhưng trung bình cộng của cột"
        f" «{grid.columns[column].title}» ở {grid.name} là {shown}.",
        f"{mean} ≠ {fact.raw}",
        suggestion=shown,
    )
