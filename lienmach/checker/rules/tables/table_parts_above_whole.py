"""A part of something that is larger than the whole of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.phrasing import capital, row_name, spot_name
from lienmach.checker.meaning.concepts import is_rate, read_phrase
from lienmach.checker.report import Grid, Report
from lienmach.checker.rule import Rule, rule
from lienmach.checker.tables.rates import (
    HUNDRED,
    is_near,
    is_rate_row,
    may_exceed,
    rates,
)
from lienmach.checker.tables.sums import check, is_countable
from lienmach.checker.text.numbers import figure

_FORM = "Phụ lục 4\nSTT\tChỉ tiêu\tĐơn vị tính\tSố liệu\n"


@dataclass(frozen=True, slots=True)
class _Pair:
    part: tuple[int, int]
    whole: tuple[int, int]
    is_certain: bool


@rule(
    "TAB004",
    Kind.CHILD_GT_PARENT,
    Severity.ERROR,
    "Dòng là một phần của dòng khác không lớn hơn dòng ấy.",
    passes=(
        f"{_FORM}3.1.\tTỷ lệ hồ sơ giải quyết đúng hạn\t%\t95,9%\n"
        "3.1.1.\tTổng số hồ sơ đã giải quyết\tHồ sơ\t855\n"
        "3.1.2.\tSố hồ sơ giải quyết đúng hạn\tHồ sơ\t820\n",
        f"{_FORM}1.\tTổng số hồ sơ tiếp nhận trong kỳ\tHồ sơ\t80\n"
        "2.\tSố hồ sơ đã giải quyết\tHồ sơ\t85\n",
    ),
    fails=(
        f"{_FORM}3.1.\tTỷ lệ hồ sơ giải quyết đúng hạn\t%\t95,9%\n"
        "3.1.1.\tTổng số hồ sơ đã giải quyết\tHồ sơ\t855\n"
        "3.1.2.\tSố hồ sơ giải quyết đúng hạn\tHồ sơ\t920\n",
        f"{_FORM}1.4.\tTổng số TTHC\tThủ tục\t300\n"
        "1.4.2.\tSố TTHC cấp huyện\tThủ tục\t396\n",
        f"{_FORM}4.1\tTổng số nhiệm vụ được giao\tNhiệm vụ\t92\n"
        "4.2\tSố nhiệm vụ đã hoàn thành đúng hạn\tNhiệm vụ\t87\n"
        "4.3\tSố nhiệm vụ đã hoàn thành nhưng quá hạn\tNhiệm vụ\t8\n",
    ),
)
def table_parts_above_whole(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    for grid in report.grids:
        said = {one.sum.total for one in check(grid) if one.is_broken}
        yield from _above_together(self, grid, said)
        for pair in _pairs(grid):
            part, whole = grid.cell(pair.part), grid.cell(pair.whole)
            top, base = part.counted, whole.counted
            if top is None or base is None or top <= base or pair.whole in said:
                continue
            said.add(pair.whole)
            below = grid.rows[pair.part[0]], grid.rows[pair.whole[0]]
            yield self.finding(
                (part.raw, whole.raw),
                tuple(dict.fromkeys(row.line for row in below)),
                f"{capital(grid.name)}, {spot_name(grid, *pair.part)} ghi {part.raw},"
                f" lớn hơn {whole.raw} ở {_whole_name(grid, pair)} là số bao trùm nó.",
                f"{part.raw} > {whole.raw}",
                severity=Severity.ERROR if pair.is_certain else Severity.WARNING,
            )


_TIMELY = frozenset({"early", "on-time", "not-late", "late"})


def _above_together(
    self: Rule, grid: Grid, said: set[tuple[int, int]]
) -> Iterator[Finding]:
    """Tasks done in time and tasks done late are no more than there were."""
    parts: dict[int, list[int]] = {}
    for whole, part, is_certain in _rows(grid):
        if is_certain:
            parts.setdefault(whole, []).append(part)
    for whole, rows in parts.items():
        tokens = [read_phrase(grid.rows[n].label).tokens for n in rows]
        own = [one & _TIMELY for one in tokens]
        alike = len({one - _TIMELY for one in tokens}) == 1
        if len(rows) < 2 or not alike or sum(map(len, own)) != len(set().union(*own)):
            continue
        for column in (n for n in grid.values if is_countable(grid, n)):
            base = grid.cell((whole, column))
            cells = [grid.cell((n, column)) for n in rows]
            known = [one.counted for one in cells if one.counted is not None]
            largest = max(known, default=None)
            if base.counted is None or largest is None or largest > base.counted:
                continue  # one of them alone is told as such
            if sum(known) <= base.counted or (whole, column) in said:
                continue
            said.add((whole, column))
            added = " + ".join(one.raw for one in cells if one.counted is not None)
            yield self.finding(
                (base.raw, *(one.raw for one in cells if one.counted)),
                tuple(grid.rows[n].line for n in (whole, *rows)),
                f"{capital(grid.name)}, {row_name(grid, whole)} ghi {base.raw}, nhưng"
                f" các phần của nó là {added} = {figure(sum(known, Decimal(0)))}.",
                f"{added} = {figure(sum(known, Decimal(0)))} > {base.raw}",
            )


def _whole_name(grid: Grid, pair: _Pair) -> str:
    if pair.whole[0] == pair.part[0]:
        return f"cột “{grid.columns[pair.whole[1]].name}”"
    return row_name(grid, pair.whole[0])


def _pairs(grid: Grid) -> Iterator[_Pair]:
    for rate in rates(grid):
        printed = grid.cell(rate.rate)
        top, base = (grid.cell(s).counted for s in (rate.part, rate.whole))
        if printed.value and top and base and is_near(printed, HUNDRED * base / top):
            continue  # the rows stand the other way round
        if printed.value and top and base and is_near(printed, HUNDRED * top / base):
            continue  # more than planned, and said to be
        if rate.whole[0] == rate.part[0] and may_exceed(grid, rate):
            continue  # «Kế hoạch 2019, Thực hiện 2019»
        is_certain = rate.is_certain and not _may_carry_over(
            grid, rate.whole, rate.part
        )
        yield _Pair(rate.part, rate.whole, is_certain)
    columns = [n for n in grid.values if is_countable(grid, n)]
    for whole, part, is_certain in _rows(grid):
        for column in columns:
            yield _Pair((part, column), (whole, column), is_certain)


def _may_carry_over(grid: Grid, whole: tuple[int, int], part: tuple[int, int]) -> bool:
    """More may be settled than came in, where some are left from before."""
    before = read_phrase(grid.rows[whole[0]].label).tokens
    after = read_phrase(grid.rows[part[0]].label).tokens
    return "received" in before and "done" in after


def _rows(grid: Grid) -> Iterator[tuple[int, int, bool]]:
    """Rows that are part of another: those below it, and those listed after it."""
    families = grid.families()
    for parent, children in families.items():
        above = grid.rows[parent]
        if not is_rate_row(above) and above.unit:
            for child in children:
                if _counts_the_same(grid, parent, child):
                    yield parent, child, _extends(grid, parent, child)
    for members in families.values():
        yield from _listed(grid, members)
    yield from _listed(grid, [n for n, r in enumerate(grid.rows) if r.parent is None])


def _listed(grid: Grid, members: list[int]) -> Iterator[tuple[int, int, bool]]:
    """«Tổng số nhiệm vụ được giao», then «Số nhiệm vụ đã hoàn thành …»."""
    whole: int | None = None
    for index in members:
        row = grid.rows[index]
        if row.plain_label.startswith("tong so") and row.code and not row.is_total:
            whole = index
        elif whole is not None and _counts_the_same(grid, whole, index):
            if _extends(grid, whole, index):
                yield whole, index, True
        elif row.unit:
            whole = None


def _counts_the_same(grid: Grid, whole: int, part: int) -> bool:
    rows = grid.rows[whole], grid.rows[part]
    units = {row.plain_unit for row in rows}
    return len(units) == 1 and not any(is_rate(row.label) for row in rows)


_STOCK = {"pending", "in-time", "carried"}


def _extends(grid: Grid, whole: int, part: int) -> bool:
    """The part says all that the whole says, and more."""
    above = read_phrase(grid.rows[whole].label)
    below = read_phrase(grid.rows[part].label)
    need = above.tokens - {"assigned", "planned"}
    known = {token for token in need if not token.startswith("=")}
    if not known or above.has_caveat != below.has_caveat:
        return False
    return need < below.tokens and not below.tokens & _STOCK
