"""A percentage of the running text that a row and the total of a table give."""

import re
from collections.abc import Iterator
from decimal import Decimal

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.calculations import amount
from lienmach.checker.judging.doubts import is_near
from lienmach.checker.judging.percentages import decimals_of, off_by
from lienmach.checker.judging.phrasing import capital, percent, spot_name
from lienmach.checker.quantities.words.vocabulary import any_word
from lienmach.checker.report import GROWTH, Bound, Fact, Grid, Report, Sense, Tie
from lienmach.checker.rule import Rule, rule
from lienmach.checker.text.numbers import figure

_HUNDRED = Decimal(100)
_LABEL = 6  # letters of a label that a sentence names without mistake
_ROWS = 3  # with the total
_REACH = 200  # letters before a percentage in which its row may be named
_TOLD = (Tie.SHARE, Tie.RATE, *GROWTH)
_OF_ALL = re.compile(any_word("toàn|tổng|cả|chung|chiếm"))
_MOVES = re.compile(any_word("tăng|giảm|hơn|kém|so với") + r"(?! cường)")
_TABLE = (
    "Lĩnh vực\tTiếp nhận\tĐã giải quyết\nĐất đai nhà ở\t412\t400\nHộ tịch, chứng thực"
    "\t231\t230\nBảo trợ xã hội\t41\t40\nCộng\t684\t670\n"
)


@rule(
    "PCT007",
    Kind.PERCENT_MISMATCH,
    Severity.ERROR,
    "Tỷ lệ của một dòng trong bảng nêu ở lời văn khớp với dòng đó và dòng tổng.",
    passes=(
        f"{_TABLE}Lĩnh vực đất đai nhà ở chiếm 60,2% tổng số hồ sơ tiếp nhận.",
        f"{_TABLE}Lĩnh vực đất đai nhà ở chiếm 62,0% số hồ sơ trực tuyến.",
        f"{_TABLE}Lĩnh vực đất đai nhà ở tăng 62,0% tổng số hồ sơ tiếp nhận.",
    ),
    fails=(
        f"{_TABLE}Lĩnh vực đất đai nhà ở chiếm 62,0% tổng số hồ sơ tiếp nhận.",
        f"{_TABLE}Lĩnh vực đất đai nhà ở có 412 hồ sơ, bằng 66,2% toàn xã.",
    ),
)
def share_of_table(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    grids = [grid for grid in report.grids if _total(grid) is not None]
    if not grids:
        return
    told = {
        relation.result
        for relation in report.relations
        if relation.tie in _TOLD and relation.is_sure
    }
    for index, fact in enumerate(report.facts):
        exact = fact.bound is Bound.EXACT and fact.whole is None
        share = fact.sense is Sense.SHARE and 0 < fact.quantity < _HUNDRED
        if not (exact and share) or index in told:
            continue
        for grid in grids:
            said = _judge(self, report, fact, grid)
            if said:
                yield said
                break


def _total(grid: Grid) -> int | None:
    totals = [n for n, row in enumerate(grid.rows) if row.is_total]
    return totals[0] if len(totals) == 1 and len(grid.rows) >= _ROWS else None


def _sentence(report: Report, fact: Fact) -> tuple[str, str]:
    """The words of its sentence before a percentage, and those behind."""
    ahead = re.split(r"[.;] ", report.before(fact.place, _REACH))[-1]
    behind = report.paragraph(fact.place).lower[fact.place.end :]
    return ahead, re.split(r"[.;,]", behind, maxsplit=1)[0]


def _judge(
    self: Rule, report: Report, share: Fact, grid: Grid
) -> Finding | Verified | None:
    ahead, behind = _sentence(report, share)
    row, total = _named(grid, ahead), _total(grid)
    if row is None or total is None or _MOVES.search(ahead):
        return None
    if not _OF_ALL.search(f"{ahead} {behind}"):
        return None
    columns = {n: _share(grid, row, total, n) for n in grid.values}
    for column, exact in columns.items():
        if exact is not None and off_by(share, exact) <= 1:
            part, whole = grid.rows[row].cells[column], grid.rows[total].cells[column]
            lines = (share.line, grid.rows[row].line, grid.rows[total].line)
            return self.verified(lines, f"{part.raw}/{whole.raw} = {share.raw} %")
    meant = [n for n, exact in columns.items() if exact is not None]
    meant = [n for n in meant if _is_meant(report, share, grid, row, n)]
    if len(meant) != 1:
        return None
    return _finding(self, share, grid, (row, total, meant[0]))


def _named(grid: Grid, ahead: str) -> int | None:
    """The one row whose label the words before a percentage name."""
    found = [
        index
        for index, row in enumerate(grid.rows)
        if not row.is_total and len(row.label) >= _LABEL and " " in row.label
        if re.search(rf"(?<!\w){re.escape(row.label.lower())}(?!\w)", ahead)
    ]
    return found[0] if len(found) == 1 else None


def _share(grid: Grid, row: int, total: int, column: int) -> Decimal | None:
    part, whole = grid.rows[row].cells[column], grid.rows[total].cells[column]
    if part.is_percent or part.value is None or not whole.value:
        return None
    return _HUNDRED * part.value / whole.value if part.value < whole.value else None


def _is_meant(report: Report, share: Fact, grid: Grid, row: int, column: int) -> bool:
    """Say whether the sentence prints the cell, or names the column."""
    cell = grid.rows[row].cells[column].value
    printed = any(
        fact.sentence == share.sentence and amount(fact) == cell
        for fact in report.facts
        if fact.sense is Sense.COUNT
    )
    title = grid.columns[column].title.lower().strip()
    said = " ".join(_sentence(report, share))
    return printed or (len(title) >= _LABEL and title in said)


def _finding(
    self: Rule, share: Fact, grid: Grid, spot: tuple[int, int, int]
) -> Finding | None:
    row, total, column = spot
    part, whole = (grid.rows[n].cells[column] for n in (row, total))
    assert part.value is not None
    assert whole.value is not None
    exact = _HUNDRED * part.value / whole.value
    if not is_near(share.quantity, round(exact, 2)):
        return None
    shown = percent(part.value, whole.value, max(decimals_of(share), 1))
    return self.finding(
        (share.raw, part.raw, whole.raw),
        (share.line, grid.rows[row].line, grid.rows[total].line),
        f"Lời văn ghi {share.raw} %, nhưng theo {capital(grid.name)},"
        f" {spot_name(grid, row, column)} là {part.raw}, trên tổng"
        f" {figure(whole.value)} là {shown}.",
        f"{part.raw}/{whole.raw} = {shown} ≠ {share.raw} %",
        suggestion=shown,
    )
