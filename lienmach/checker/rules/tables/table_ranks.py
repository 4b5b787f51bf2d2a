"""A column of ranks against the marks they are given for."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.phrasing import capital, row_name
from lienmach.checker.report import Grid, Report, Use
from lienmach.checker.rule import Rule, rule
from lienmach.checker.source import has_any
from lienmach.checker.text.folded import folded

_HEADER = "Phụ lục 1\nTT\tĐơn vị\tTổng điểm\tXếp hạng\n"
_MOVES = (
    "Phụ lục 1\nHạng quý II\tĐơn vị\tĐiểm\tHạng quý I\tTăng (+), giảm (-)\n"
    "1\tXã An Bình\t92,1\t1\t0\n2\tXã Tân Lập\t{}\t4\t{}\n"
    "3\tXã Phú Sơn\t88,7\t2\t-1\n4\tXã Hòa Mỹ\t86\t3\t-1\n"
    "5\tXã Tân An\t77\t5\t0\n"
)
_RANK = ("xep hang", "thu hang", "hang", "xep thu", "vi thu", "thu tu", "xep loai thu")
_SCORE = ("tong diem", "diem", "chi so", "ket qua", "tong", "par", "ty le")
_PRINTED = re.compile(r"(?:thứ\s+|hạng\s+)?(\d{1,3})(?:\s*/\s*\d{1,3})?", re.IGNORECASE)

_OWN_MARK = re.compile(r"\btu (?:cham|danh gia)\b")
_USES = (Use.VALUE, Use.OTHER, Use.CODE)
_MOVED = re.compile(r"tang|giam|thay doi|bien dong|so voi|\+/-")
_TWO, _MOST_RIGHT = 2, 4  # columns of ranks; rows that hold for one that does not
_LONE = 3  # of so few marks, which is the wrong one cannot be told
_EARLIER = re.compile(r"(?:nam|ky|quy) (?:truoc|ngoai|\d)|cung ky")
Ranked = list[tuple[int, int, Decimal]]  # row, rank, score


@rule(
    "TAB011",
    Kind.RANK_MISMATCH,
    Severity.ERROR,
    "Thứ hạng trong bảng đúng theo thứ tự điểm.",
    passes=(
        f"{_HEADER}1\tAn Bình\t91,5\t1\n2\tTân Lập\t80\t3\n3\tPhú Sơn\t85\t2\n",
        f"{_HEADER}1\tAn Bình\t91,5\t1\n2\tTân Lập\t85\t2\n3\tPhú Sơn\t85\t2\n",
        _MOVES.format("90,3", "+2"),
    ),
    fails=(
        f"{_HEADER}1\tXã An Bình\t91,5\t1\n2\tXã Tân Lập\t80\t2\n3\tXã Phú Sơn\t85\t3\n"
        "4\tXã Hòa Mỹ\t70\t4\n",
        f"{_HEADER}1\tXã An Bình\t91,5\t1\n2\tXã Tân Lập\t58,6\t2\n"
        "3\tXã Phú Sơn\t84\t3\n4\tXã Hòa Mỹ\t80\t4\n5\tXã Tân An\t77\t5\n",
        _MOVES.format("80,3", "+2"),
        _MOVES.format("90,3", "+1"),
    ),
)
def table_ranks(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    for grid in report.grids:
        for column in rank_columns(grid):
            yield from _check(self, grid, column)
        if len(ranks := _titled(grid)) == _TWO:
            yield from _moves(self, grid, *ranks)


def rank_columns(grid: Grid) -> list[int]:
    """The columns of ranks that are given for the marks of the table."""
    ranks = _titled(grid)
    own = [n for n in ranks if not _EARLIER.search(folded(grid.columns[n].name))]
    in_order = [n for n in own if grid.columns[n].use is Use.CODE]
    return in_order or own or ranks  # «Hạng năm 2020»: by other marks


def _titled(grid: Grid) -> list[int]:
    return [
        column
        for column, title in enumerate(grid.columns)
        if title.use in _USES and _is_rank(title.title)
    ]


def step_columns(grid: Grid) -> list[int]:
    """The columns that say by how many ranks a unit rose or fell."""
    return [n for n in grid.values if _MOVED.match(folded(grid.columns[n].title))]


def _moves(self: Rule, grid: Grid, one: int, other: int) -> Iterator[Finding]:
    """«Hạng | … | Hạng kỳ trước | Tăng (+), giảm (-)»: as nearly all rows have it."""
    moved = step_columns(grid)
    if len(moved) != 1:
        return
    rows = list(
        enumerate(zip(*(_ranks_of(grid, n) for n in (one, other)), strict=True))
    )
    for sign in (1, -1):
        told = [
            (row, grid.rows[row].cells[moved[0]], sign * (first - second))
            for row, (first, second) in rows
            if first is not None and second is not None
        ]
        told = [
            x for x in told if x[1].value is not None and not grid.rows[x[0]].is_total
        ]
        wrong = [(row, cell, steps) for row, cell, steps in told if cell.value != steps]
        if not wrong or len(wrong) * _MOST_RIGHT > len(told):
            continue
        for row, cell, steps in wrong:
            ranks = [grid.rows[row].cells[n].raw for n in (one, other)]
            yield self.finding(
                (cell.raw, *ranks),
                (grid.rows[row].line,),
                f"{capital(grid.name)}, {row_name(grid, row)} ghi {cell.raw} bậc, nhưng"
                f" hai thứ hạng là {ranks[0]} và {ranks[1]}.",
                f"{ranks[0]}, {ranks[1]}: {steps:+d} ≠ {cell.raw}",
            )
        return


def _ranks_of(grid: Grid, column: int) -> list[int | None]:
    found = [_PRINTED.fullmatch(row.cells[column].raw) for row in grid.rows]
    return [int(one[1]) if one else None for one in found]


def _is_rank(title: str) -> bool:
    return folded(title).strip(" .:").split(" (")[0].startswith(_RANK)


def _check(self: Rule, grid: Grid, column: int) -> Iterator[Finding | Verified]:
    best: tuple[int, int, Ranked, list[int]] | None = None
    scores = [n for n in grid.values if n != column and _is_score(grid, n)]
    judged = [n for n in scores if not _is_own(grid, n)]
    for score in judged or scores:
        ranked = _ranked(grid, column, score)
        wrong = misplaced(ranked)
        key = (len(wrong), -score)
        if len(ranked) > 2 and (best is None or key < (best[0], best[1])):
            best = (*key, ranked, wrong)
    if best is None:
        return
    count, place, ranked, wrong = best
    lines = tuple(grid.rows[row].line for row, _, _ in ranked)
    if not wrong:
        yield self.verified(lines, f"{capital(grid.name)}: thứ hạng đúng theo điểm")
    elif count <= 2 or count * 2 <= len(ranked):
        yield _finding(self, grid, column, -place, wrong)
    elif (lone := _lone(ranked)) is not None:
        yield _finding(self, grid, column, -place, [lone])


def _is_score(grid: Grid, column: int) -> bool:
    title = folded(grid.columns[column].title)
    return has_any(title, _SCORE)


def _is_own(grid: Grid, column: int) -> bool:
    """Say whether these marks are what each gave itself: nobody is ranked by them."""
    return bool(_OWN_MARK.search(folded(grid.columns[column].name)))


def _ranked(grid: Grid, column: int, score: int) -> Ranked:
    found = []
    for index, row in enumerate(grid.rows):
        printed, mark = (
            _PRINTED.fullmatch(row.cells[column].raw),
            row.cells[score].value,
        )
        if printed and mark is not None and not row.is_total:
            found.append((index, int(printed[1]), mark))
    return found


def misplaced(ranked: Ranked) -> list[int]:
    """Return the rows whose rank does not follow from the marks, best mark first.

    Equal marks may share a rank, with or without a gap after it, or be told apart by
    what the table does not show.
    """
    order = sorted(ranked, key=lambda item: -item[2])
    firsts: dict[Decimal, int] = {}
    lasts: dict[Decimal, int] = {}
    for place, (_, _, mark) in enumerate(order, 1):
        firsts.setdefault(mark, place)
        lasts[mark] = place
    dense = {mark: place for place, mark in enumerate(firsts, 1)}
    return [
        row
        for row, rank, mark in order
        if not (firsts[mark] <= rank <= lasts[mark] or rank == dense[mark])
    ]


def _lone(ranked: Ranked) -> int | None:
    """Return the one row without which ranks follow marks: a mark printed wrongly."""
    if len(ranked) <= _LONE:
        return None
    found = [
        row
        for at, (row, _, _) in enumerate(ranked)
        if _is_in_order([*ranked[:at], *ranked[at + 1 :]])
    ]
    return found[0] if len(found) == 1 else None


def _is_in_order(ranked: Ranked) -> bool:
    """Say whether a better mark never has a worse rank."""
    order = sorted(ranked, key=lambda item: (-item[2], item[1]))
    return all(
        one[1] < other[1] or (one[1] == other[1] and one[2] == other[2])
        for one, other in pairwise(order)
    )


def _finding(
    self: Rule, grid: Grid, column: int, score: int, wrong: list[int]
) -> Finding:
    rows = [grid.rows[n] for n in wrong]
    named = "; ".join(
        f"{row_name(grid, n)} ({grid.rows[n].cells[score].raw} điểm) xếp"
        f" {grid.rows[n].cells[column].raw}"
        for n in wrong[:6]
    )
    anchors = [row.cells[column].raw for row in rows]
    return self.finding(
        tuple(dict.fromkeys([*anchors, *(row.cells[score].raw for row in rows)])),
        tuple(sorted(row.line for row in rows)),
        f"{capital(grid.name)}: thứ hạng không theo thứ tự điểm: {named}.",
    )
