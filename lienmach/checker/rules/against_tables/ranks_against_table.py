"""The rank of a named unit in the text is that of its row in the ranking."""

import re
from collections.abc import Iterator

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.calculations import anchors_of
from lienmach.checker.judging.phrasing import spot_name
from lienmach.checker.quantities.words.vocabulary import family_of
from lienmach.checker.report import Bound, Fact, Grid, Report, Sense
from lienmach.checker.rule import Rule, rule
from lienmach.checker.rules.tables.table_ranks import rank_columns, step_columns
from lienmach.checker.source import Paragraph
from lienmach.checker.statements.rows_named import (
    Named,
    named_rows,
    pattern_of,
    told_rows,
)
from lienmach.checker.text.other_times import EARLIER

_TABLE = (
    "\nPhụ lục 1\nHạng quý II\tĐơn vị\tĐiểm\tHạng quý I\tTăng (+), giảm (-)\n"
    "1\tHuyện An Bình\t92,1\t1\t0\n2\tHuyện Tân Lập\t90,3\t4\t+2\n"
    "3\tHuyện Phú Sơn\t88,7\t2\t-1\n4\tHuyện Hòa Mỹ\t86\t3\t-1\n"
)
_FORMER = re.compile(
    rf"{EARLIER}|(?<!\w)từ (?:hạng|thứ|vị trí)"
    r"|năm \d{4}|phấn đấu|mục tiêu"
)
_BEFORE = 160  # letters of a clause
_WORDS = {
    word: place
    for place, words in enumerate(
        ("nhất", "hai|nhì", "ba", "tư|bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"),
        1,
    )
    for word in words.split("|")
}
_PLACED = re.compile(
    r"(?:xếp|đứng) (?:hạng |vị trí )?thứ |(?:dẫn|đứng) đầu|cuối bảng|đứng cuối"
)
_FIRST = re.compile(
    r"(?:(?:dẫn|đứng) đầu|đứng cuối|cuối bảng)(?: bảng)?(?: xếp hạng)?(?: vẫn)?"
    r" (?:là|thuộc về) $"
)
_PLACE = re.compile(
    r" (?:đã |vẫn |tiếp tục )?(?:xếp|đứng) (?:hạng |vị trí )?thứ"
    rf" (?:({'|'.join(_WORDS)})|(\d{{1,2}}))(?![\w/])(?!,\d)"
    r"(?! (?:về|trong|khối|cụm|toàn quốc|cả nước|lĩnh vực|nhóm))"
)
_YEAR = re.compile(r"(?:19|20)\d\d")


@rule(
    "RNK003",
    Kind.RANK_MISMATCH,
    Severity.ERROR,
    "Thứ hạng, số bậc tăng giảm mà lời văn nêu về một đơn vị là của đơn vị đó trong"
    " bảng.",
    passes=(
        f"Huyện Tân Lập tăng 02 bậc so với quý I, xếp thứ 2/4.{_TABLE}",
        f"Huyện Tân Lập quý trước xếp thứ 4/4.{_TABLE}",
        f"Huyện Tân Lập xếp thứ 5/20 toàn quốc.{_TABLE}",
        f"Dẫn đầu là huyện An Bình; huyện Tân Lập xếp thứ hai.{_TABLE}",
        f"Huyện Phú Sơn xếp thứ hai về tuyên truyền.{_TABLE}",
        f"Dẫn đầu khối huyện là huyện Tân Lập.{_TABLE}",
    ),
    fails=(
        f"Huyện Tân Lập tăng 03 bậc so với quý I, xếp thứ 2/4.{_TABLE}",
        f"Dẫn đầu là huyện An Bình; huyện Phú Sơn xếp thứ hai.{_TABLE}",
        f"Đứng đầu bảng là huyện Tân Lập.{_TABLE}",
        f"Huyện An Bình xếp thứ 1/4; huyện Phú Sơn giảm 01 bậc, xếp thứ 4/4.{_TABLE}",
    ),
)
def ranks_against_table(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    rankings = {grid for grid in report.grids if rank_columns(grid)}
    if not rankings:
        return
    told = [fact for fact in report.facts if _is_rank(fact) or _is_step(fact)]
    placed = [
        block
        for block in report.source.blocks
        if isinstance(block, Paragraph) and _PLACED.search(block.lower)
    ]
    texts = [report.before(fact.place, _BEFORE) for fact in told]
    texts += [block.lower for block in placed]
    named = told_rows(named_rows(report, any_time=True), texts) if texts else {}
    ranked = {
        name: [row for row in rows if row.grid in rankings]
        for name, rows in named.items()
    }
    rows = {name: found[0] for name, found in ranked.items() if len(found) == 1}
    if not rows:
        return
    pattern = pattern_of(rows)
    for fact in told:
        clause = re.split(r"[.;:]\s", report.before(fact.place, _BEFORE))[-1]
        at = list(pattern.finditer(clause))
        if len(at) == 1 and not _FORMER.search(clause, at[0].end()):
            row = rows[at[0][0]]
            said = _judge(self, fact, row.grid, row.at)
            if said:
                yield said
    for block in placed:
        yield from _in_words(self, report, block, rows, pattern)


def _in_words(
    self: Rule,
    report: Report,
    block: Paragraph,
    rows: dict[str, Named],
    pattern: re.Pattern[str],
) -> Iterator[Finding]:
    """«Dẫn đầu là xã An Bình; xã Tân Lập xếp thứ ba»: ranks without their total."""
    lower = block.lower
    for name in pattern.finditer(lower):
        row = rows[name[0]]
        start = max(lower.rfind(mark, 0, name.start()) for mark in ".;:") + 1
        ahead = lower[start : name.start()]
        first = _FIRST.search(ahead)
        behind = _PLACE.match(lower, name.end())
        if not (first or behind) or _FORMER.search(ahead.replace("năm", "", 1)):
            continue
        if not _is_of_time(report, row.grid, lower):
            continue
        said = (first or behind or name)[0].strip()
        place = _place(row.grid, first[0] if first else "", behind)
        yield from _against(self, block.line_at(name.start()), row, said, place)


def _is_of_time(report: Report, grid: Grid, lower: str) -> bool:
    """Say whether the year in the title of a ranking is told, or the report's own."""
    years = _YEAR.findall(grid.title)
    own = report.identity.period
    known = not years or any(year in lower for year in years)
    return known or (own is not None and str(own.end.year) in years)


def _place(grid: Grid, first: str, behind: re.Match[str] | None) -> int:
    if first:
        last = sum(not row.is_total for row in grid.rows)
        return last if "cuối" in first else 1
    assert behind is not None
    return int(behind[2]) if behind[2] else _WORDS[behind[1]]


def _against(
    self: Rule, line: int, row: Named, said: str, place: int
) -> Iterator[Finding]:
    grid, columns = row.grid, rank_columns(row.grid)
    own = row.row
    raw = own.cells[columns[0]].raw.strip()
    printed = re.fullmatch(r"(\d{1,3})(?:/\d{1,3})?", raw)
    if len(columns) != 1 or not printed or int(printed[1]) == place:
        return
    yield self.finding(
        (said.split(" ")[-1] if "thứ " in said else row.name, printed[1]),
        (line, own.line),
        f"Lời văn viết «{said}» về «{row.name}»; {grid.name}"
        f" {spot_name(grid, row.at, columns[0])} ghi {raw}.",
        f"{said} ≠ {raw}",
    )


def _is_rank(fact: Fact) -> bool:
    exact = fact.sense is Sense.RANK and fact.bound is Bound.EXACT
    return exact and fact.whole is not None


def _is_step(fact: Fact) -> bool:
    moved = fact.sense is Sense.CHANGE and fact.bound is Bound.EXACT
    return moved and family_of(fact.unit.lower()) == "step"


def _judge(self: Rule, fact: Fact, grid: Grid, row: int) -> Finding | Verified | None:
    columns = rank_columns(grid) if _is_rank(fact) else step_columns(grid)
    ranked = sum(not one.is_total for one in grid.rows)
    if len(columns) != 1 or (_is_rank(fact) and fact.whole != ranked):
        return None
    cell = grid.rows[row].cells[columns[0]]
    printed = re.fullmatch(r"([-–+]?)\s?(\d{1,3})(?:/\d{1,3})?", cell.raw.strip())
    if printed is None:
        return None
    value = -int(printed[2]) if printed[1] in ("-", "–") else int(printed[2])
    lines = (fact.line, grid.rows[row].line)
    spot = spot_name(grid, row, columns[0])
    if value == fact.quantity:
        return self.verified(lines, f"Lời văn và {spot} cùng ghi {fact.raw}")
    return self.finding(
        tuple(dict.fromkeys((*anchors_of((fact,)), cell.raw))),
        lines,
        f"Lời văn ghi {fact.raw} {fact.unit}".rstrip()
        + f" của «{grid.rows[row].label}»; {grid.name} {spot} ghi {cell.raw}.",
        f"{fact.raw} ≠ {cell.raw}",
    )
