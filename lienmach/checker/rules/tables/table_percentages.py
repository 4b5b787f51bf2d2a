"""A rate in a form or a table against the figures it is worked out from."""

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.phrasing import capital, percent, place_name, spot_name
from lienmach.checker.report import Grid, Report
from lienmach.checker.rule import Rule, rule
from lienmach.checker.tables.rates import (
    HUNDRED,
    Rate,
    is_near,
    may_exceed,
    off_by,
    rates,
)

MOST_BASES = 150


@rule(
    "TAB002",
    Kind.PERCENT_MISMATCH,
    Severity.ERROR,
    "Tỷ lệ trong bảng khớp với tử số và mẫu số ghi trong bảng.",
    passes=(
        "Phụ lục 4\nSTT\tChỉ tiêu\tĐơn vị tính\tSố liệu\n"
        "3.1.\tTỷ lệ hồ sơ giải quyết đúng hạn\t%\t95,9%\n"
        "3.1.1.\tTổng số hồ sơ đã giải quyết\tHồ sơ\t855\n"
        "3.1.2.\tSố hồ sơ giải quyết đúng hạn\tHồ sơ\t820\n",
        "Bảng 1\nTT\tĐơn vị\tTổng số\tĐã xong\tTỷ lệ (%)\n"
        "1\tXã An Bình\t12\t9\t75\n2\tXã Tân Lập\t30\t20\t66,7\n",
    ),
    fails=(
        "Phụ lục 4\nSTT\tChỉ tiêu\tĐơn vị tính\tSố liệu\n"
        "3.1.\tTỷ lệ hồ sơ giải quyết đúng hạn\t%\t97,9%\n"
        "3.1.1.\tTổng số hồ sơ đã giải quyết\tHồ sơ\t855\n"
        "3.1.2.\tSố hồ sơ giải quyết đúng hạn\tHồ sơ\t820\n",
        "Bảng 1\nTT\tĐơn vị\tTổng số\tĐã xong\tTỷ lệ (%)\n"
        "1\tXã An Bình\t12\t9\t75\n2\tXã Tân Lập\t30\t20\t66,7\n"
        "3\tXã Phú Sơn\t40\t30\t85\n",
        "Phụ lục 8\nSTT\tChỉ tiêu\tĐơn vị tính\tSố liệu\n"
        "6.3.\tTỷ lệ TTHC đã tích hợp\t%\t42,3%\n"
        "6.3.1.\tTổng số TTHC đang cung cấp\tThủ tục\t329\n"
        "6.3.2.\tSố TTHC đã tích hợp\tThủ tục\t139\n",
    ),
)
def table_percentages(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    for grid in report.grids:
        for rate in rates(grid):
            yield from _check(self, report, grid, rate)


def _check(
    self: Rule, report: Report, grid: Grid, rate: Rate
) -> Iterator[Finding | Verified]:
    printed = grid.cell(rate.rate)
    part, whole = grid.cell(rate.part), grid.cell(rate.whole)
    top, base = part.counted, whole.counted
    if printed.value is None or top is None or not base:
        return
    if top > base and not may_exceed(grid, rate):
        return  # a part above its whole: another rule speaks
    exact = HUNDRED * top / base
    lines = tuple(
        dict.fromkeys(
            grid.rows[spot[0]].line for spot in (rate.rate, rate.part, rate.whole)
        )
    )
    shown = percent(top, base, max(printed.decimals, 1))
    share = f"{part.raw} / {whole.raw} = {shown}"
    off = off_by(printed, exact)
    name = f"{capital(grid.name)}, {spot_name(grid, *rate.rate)}"
    if off <= report.tolerance:
        yield self.verified(lines, f"{name}: {share}")
        return
    anchors = tuple(dict.fromkeys((printed.raw, part.raw, whole.raw)))
    said = f"{name} ghi {_with_percent(printed.raw)}"
    if off <= max(Decimal(1), report.tolerance):
        yield self.finding(
            anchors,
            lines,
            f"{said}, tính ra {shown}: làm tròn chưa đúng.",
            share,
            severity=Severity.INFO,
            suggestion=shown,
        )
        return
    if other := _third_base(report, grid, rate, top):
        row, there = other
        text = (
            f"{said}, nhưng {share}. Con số này chỉ khớp nếu lấy mẫu số là"
            f" {there.rows[row].cells[_main(there)].raw} ở {place_name(there, row)}:"
            " cần ghi rõ mẫu số."
        )
        lines = (*lines, there.rows[row].line)
        yield self.finding(anchors, lines, text, share, severity=Severity.WARNING)
        return
    yield self.finding(
        anchors,
        lines,
        f"{said}, nhưng {share}.",
        f"{share} ≠ {_with_percent(printed.raw)}",
        severity=Severity.ERROR if rate.is_certain else Severity.WARNING,
        suggestion=shown if rate.is_certain else "",
    )


def _with_percent(raw: str) -> str:
    return raw if "%" in raw else f"{raw} %"


def _main(grid: Grid) -> int:
    return grid.main or 0


def _third_base(
    report: Report, grid: Grid, rate: Rate, top: Decimal
) -> tuple[int, Grid] | None:
    """Find a figure of the same unit elsewhere that explains the printed rate."""
    printed = grid.cell(rate.rate)
    unit = grid.rows[rate.part[0]].plain_unit
    own = {(id(grid), rate.whole[0]), (id(grid), rate.part[0])}
    for index, there, base in _bases(report).get(unit, ()):
        if base > top and (id(there), index) not in own:
            exact = HUNDRED * top / base
            if is_near(printed, exact, report.tolerance):
                return index, there
    return None


@lru_cache(maxsize=4)
def _bases(report: Report) -> dict[str, list[tuple[int, Grid, Decimal]]]:
    """The figures of the forms by unit, as many of each as a report may have."""
    found: dict[str, list[tuple[int, Grid, Decimal]]] = {}
    for grid in report.grids:
        column = grid.main
        if column is None:
            continue
        for index, row in enumerate(grid.rows):
            base = row.cells[column].value
            same = found.setdefault(row.plain_unit, [])
            if base and row.unit and len(same) < MOST_BASES:
                same.append((index, grid, base))
    return found
