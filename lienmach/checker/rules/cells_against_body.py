"""What a sentence says of one row of a table is what its cell says."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from lienmach.checker.claims import amount, anchors_of
from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.likeness import family, same_period
from lienmach.checker.matching import near
from lienmach.checker.phrasing import spot_name
from lienmach.checker.quantities.periods import spans
from lienmach.checker.quantities.vocabulary import TIMELY, tags_of, words
from lienmach.checker.report import Bound, Fact, Grid, Period, Report, Sense
from lienmach.checker.rule import Rule, rule
from lienmach.checker.slips import is_swap
from lienmach.checker.sums import is_countable
from lienmach.checker.tellings import CORE

_TABLE = (
    "\nPhụ lục 1\nTT\tĐơn vị\tTiếp nhận\tĐã giải quyết\n1\tXã An Bình\t601\t570\n"
    "2\tXã Tân Lập\t287\t270\n3\tXã Phú Sơn\t199\t190\n"
)
_LEVELS = words("province district commune present")
_ELSEWHERE = words("expected before cumulative partly")
_AHEAD, _SHORTEST = 120, 6  # letters before a number, and of a name
_MOST_ROWS, _MOST_NAMES = 120, 300
_FEW = 100  # smaller numbers without a word for the column are near by chance
_OTHER_TIME = re.compile(
    r"cùng kỳ|(?:quý|năm|kỳ|tháng) trước|lũy kế|luỹ kế|so với|từ đầu năm|giai đoạn"
    r"|nhiệm kỳ|mục tiêu|chỉ tiêu|kế hoạch|phấn đấu|dự kiến"
)


@dataclass(frozen=True, slots=True)
class _Row:
    """A named row of a table."""

    grid: Grid
    index: int
    name: str


@rule(
    "ANX006",
    Kind.NARRATIVE_ANNEX_MISMATCH,
    Severity.ERROR,
    "Số lời văn nêu về một đơn vị, lĩnh vực trùng với ô của đơn vị, lĩnh vực đó trong"
    " bảng.",
    passes=(
        f"Xã An Bình tiếp nhận 601 hồ sơ.\n{_TABLE}",
        f"Xã An Bình quý trước tiếp nhận 610 hồ sơ.\n{_TABLE}",
        f"Xã An Bình có 12 hồ sơ chậm.\n{_TABLE}",
        f"Xã An Bình tiếp nhận trực tuyến 510 hồ sơ.\n{_TABLE}",
    ),
    fails=(
        f"Xã An Bình tiếp nhận 610 hồ sơ.\n{_TABLE}",
        f"Nhiều nhất là xã An Bình, với 610 hồ sơ tiếp nhận.\n{_TABLE}",
    ),
)
def cells_against_body(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    ahead = [report.before(f.place, _AHEAD) for f in report.facts if _may_name(f)]
    told = "\n".join(ahead)
    rows = {name: row for name, row in named_rows(report).items() if name in told}
    if not rows:
        return
    pattern = re.compile(
        r"(?<!\w)(?:" + "|".join(map(re.escape, sorted(rows, key=len, reverse=True)))
        + r")(?!\w)"
    )  # fmt: skip
    tied = {i for r in report.relations for i in (r.result, *r.terms, *r.wholes)}
    for index, fact in enumerate(report.facts):
        row = _row_of(report, fact, rows, pattern)
        if row is not None:
            said = _judge(self, fact, row, is_tied=index in tied)
            if said:
                yield said


def named_rows(report: Report) -> dict[str, _Row]:
    """The rows of tables by name; a name that stands twice is nobody's."""
    found: dict[str, _Row | None] = {}
    for grid in report.grids:
        if len(grid.rows) > _MOST_ROWS or _is_of_other_time(report, grid):
            continue
        for index, row in enumerate(grid.rows):
            label = row.label.lower().strip(" .:-–")
            if row.is_total or len(label) < _SHORTEST or len(label) > 60:
                continue
            found[label] = None if label in found else _Row(grid, index, row.label)
    named = {label: row for label, row in found.items() if row is not None}
    return named if len(named) <= _MOST_NAMES else {}


def _is_of_other_time(report: Report, grid: Grid) -> bool:
    """Say whether the title of a table names other days than the report's."""
    own = report.identity.period
    year = own.end.year if own else None
    for span in spans(grid.title, grid.title.lower(), year):
        if span.start and span.end:
            period = Period(span.start, span.end, span.raw, grid.line)
            return same_period(period, None, report.identity) is False
    return False


def _may_name(fact: Fact) -> bool:
    """Say whether a number counts what a cell may count."""
    if fact.sense is not Sense.COUNT or fact.bound is not Bound.EXACT:
        return False
    return fact.whole is None and not fact.tags & _ELSEWHERE and bool(fact.unit)


def _row_of(
    report: Report, fact: Fact, rows: dict[str, _Row], pattern: re.Pattern[str]
) -> _Row | None:
    """The one row that the clause of a number names."""
    if not _may_name(fact):
        return None
    before = re.split(r"[.;:]\s", report.before(fact.place, _AHEAD))[-1]
    if _OTHER_TIME.search(before) or re.search(r"\d", _without_row(before, pattern)):
        return None
    named = {found[0] for found in pattern.finditer(before)}
    if len(named) != 1:
        return None
    if same_period(fact.period, None, report.identity) is False:
        return None
    return rows[named.pop()]


def _without_row(text: str, pattern: re.Pattern[str]) -> str:
    return pattern.sub(" ", text)


def _judge(
    self: Rule, fact: Fact, row: _Row, *, is_tied: bool
) -> Finding | Verified | None:
    grid = row.grid
    cells = grid.rows[row.index].cells
    counts = [n for n in grid.values if cells[n].value and is_countable(grid, n)]
    core = _plain(fact.tags)
    alike = [n for n in counts if _core(grid, n) == core] if core else []
    if len(alike) > 1:  # «Hồ sơ tiếp nhận – Tổng số», «… – Mới»
        alike = [n for n in alike if "tổng" in grid.columns[n].title.lower()]
    value = amount(fact)
    for column in counts:
        if cells[column].value == value:
            return self.verified(
                (fact.line, grid.rows[row.index].line),
                f"Lời văn và {spot_name(grid, row.index, column)} cùng ghi {fact.raw}",
            )
    if len(alike) == 1 and _counts_that(grid, row, alike[0], fact):
        found = cells[alike[0]].value or Decimal(0)
        severity = self.severity if near(found, value) else Severity.WARNING
        return _finding(self, fact, row, alike[0], severity)
    if core or value < _FEW or is_tied:
        return None
    slips = [n for n in counts if is_swap(cells[n].value or Decimal(0), value)]
    if len(slips) == 1 and _counts_that(grid, row, slips[0], fact):
        return _finding(self, fact, row, slips[0], self.severity)
    return None


def _core(grid: Grid, column: int) -> frozenset[str]:
    return _plain(tags_of(grid.columns[column].name.lower()))


def _plain(tags: frozenset[str]) -> frozenset[str]:
    """What is new was received, and what was early or late is finished."""
    found = (tags & CORE) - _LEVELS
    if "new" in found:
        found -= {"received"}
    return found - {"finished"} if found & TIMELY else found


def _counts_that(grid: Grid, row: _Row, column: int, fact: Fact) -> bool:
    """Say whether a cell counts what a number of the text counts."""
    unit = grid.rows[row.index].unit.lower()
    title = f"{grid.columns[column].name} {grid.title} {unit}".lower()
    noun = fact.unit.lower()
    if noun in title:
        return True
    return family(fact) == "dossier" and not re.search(
        r"phiếu|người|biên chế|văn bản|nhiệm vụ|đơn(?! vị)|điểm|đồng|thủ tục", title
    )


def _finding(
    self: Rule, fact: Fact, row: _Row, column: int, severity: Severity
) -> Finding:
    grid = row.grid
    cell = grid.rows[row.index].cells[column]
    return self.finding(
        tuple(dict.fromkeys((*anchors_of((fact,)), cell.raw))),
        (fact.line, grid.rows[row.index].line),
        f"Lời văn ghi {fact.raw} {fact.unit} của «{row.name}»; {grid.name}"
        f" {spot_name(grid, row.index, column)} ghi {cell.raw}.",
        f"{fact.raw} ≠ {cell.raw}",
        severity=severity,
    )
