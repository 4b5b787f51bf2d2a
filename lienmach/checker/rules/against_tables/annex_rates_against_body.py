"""A rate of an annex, with its part and whole, as the running text tells the three."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.calculations import amount, anchors_of, claims, lines_of
from lienmach.checker.judging.percentages import off_by
from lienmach.checker.judging.phrasing import place_name
from lienmach.checker.report import Cell, Fact, Grid, Report, Tie
from lienmach.checker.rule import Rule, rule
from lienmach.checker.tables.rates import HUNDRED, rates
from lienmach.checker.tables.rates import off_by as cell_off_by

_ANNEX = (
    "\nPhụ lục 2\nSTT\tChỉ tiêu\tĐơn vị tính\tSố liệu\n"
    "2.\tTỷ lệ hoàn thành kế hoạch\t%\t{}\n"
    "2.1\tSố nhiệm vụ đề ra trong kế hoạch\tNhiệm vụ\t33\n"
    "2.2\tSố nhiệm vụ đã hoàn thành\tNhiệm vụ\t{}\n"
)
_FEW = 10  # smaller wholes are alike by chance


@dataclass(frozen=True, slots=True)
class _Told:
    """A share of the running text that is right of its part and its whole."""

    share: Fact
    part: Decimal
    whole: Decimal
    facts: tuple[Fact, ...]


@rule(
    "ANX005",
    Kind.NARRATIVE_ANNEX_MISMATCH,
    Severity.ERROR,
    "Tỷ lệ, tử số và mẫu số ở phụ lục là ba con số mà thân báo cáo nêu.",
    passes=(
        f"Hoàn thành 14/33 nhiệm vụ, đạt 42,4%.\n{_ANNEX.format('42,4', 14)}",
        f"Hoàn thành 14/28 nhiệm vụ, đạt 50%.\n{_ANNEX.format('42,4', 14)}",
    ),
    fails=(
        f"Hoàn thành 14/33 nhiệm vụ, đạt 42,4%.\n{_ANNEX.format('44,2', 14)}",
        f"Hoàn thành 14/33 nhiệm vụ, đạt 42,4%.\n{_ANNEX.format('42,4', 17)}",
    ),
)
def annex_rates_against_body(
    self: Rule, report: Report
) -> Iterator[Finding | Verified]:
    told = list(_told(report))
    for grid in report.grids if told else ():
        for rate in rates(grid):
            cells = [grid.cell(spot) for spot in (rate.rate, rate.part, rate.whole)]
            printed, part, whole = cells
            top, base = part.counted, whole.counted
            if printed.value is None or top is None or not base:
                continue
            for one in told:
                odd = _odd_one(one, printed, top, base)
                if odd is not None:
                    row = (rate.rate, rate.part, rate.whole)[odd][0]
                    yield _finding(self, grid, row, cells[odd], one, odd)
                    break


def _odd_one(one: _Told, printed: Cell, top: Decimal, base: Decimal) -> int | None:
    """Which of rate (0), part (1) and whole (2) is another while the others agree."""
    same_part, same_whole = top == one.part, base == one.whole
    is_share = cell_off_by(printed, HUNDRED * one.part / one.whole) <= 1
    if same_part and same_whole:
        return None if is_share else 0
    if not is_share or one.share.quantity == HUNDRED or one.part == one.whole / 2:
        return None
    if same_whole:
        return 1
    return 2 if same_part else None


def _told(report: Report) -> Iterator[_Told]:
    for claim in claims(report, Tie.SHARE):
        (part,) = claim.terms
        whole = part.whole
        facts: tuple[Fact, ...] = (claim.result, part)
        if whole is None and claim.wholes:
            whole = amount(claim.wholes[0])
            facts = (*facts, claim.wholes[0])
        top = part.quantity if part.whole is not None else amount(part)
        if not whole or whole < _FEW or "cumulative" in part.tags:
            continue
        if off_by(claim.result, HUNDRED * top / whole) <= report.tolerance:
            yield _Told(claim.result, top, whole, facts)


def _finding(
    self: Rule, grid: Grid, row: int, cell: Cell, one: _Told, odd: int
) -> Finding:
    body = (one.share, one.facts[1], one.facts[-1])[odd]
    said = body.raw
    there = f"{cell.raw} %" if odd == 0 and "%" not in cell.raw else cell.raw
    shown = f"{said} %" if odd == 0 else said
    return self.finding(
        tuple(dict.fromkeys((cell.raw, *anchors_of((body,))))),
        (*lines_of((body,)), grid.rows[row].line),
        f"Thân báo cáo ghi {shown}, {place_name(grid, row)} ghi {there}.",
        f"{shown} ≠ {there}",
    )
