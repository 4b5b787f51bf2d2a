"""The rank of a named unit in the text is that of its row in the ranking."""

import re
from collections.abc import Iterator

from lienmach.checker.claims import anchors_of
from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.phrasing import spot_name
from lienmach.checker.quantities.vocabulary import family_of
from lienmach.checker.report import Bound, Fact, Grid, Report, Sense
from lienmach.checker.rule import Rule, rule
from lienmach.checker.rules.cells_against_body import named_rows
from lienmach.checker.rules.table_ranks import rank_columns, step_columns

_TABLE = (
    "\nPhụ lục 1\nHạng quý II\tĐơn vị\tĐiểm\tHạng quý I\tTăng (+), giảm (-)\n"
    "1\tHuyện An Bình\t92,1\t1\t0\n2\tHuyện Tân Lập\t90,3\t4\t+2\n"
    "3\tHuyện Phú Sơn\t88,7\t2\t-1\n4\tHuyện Hòa Mỹ\t86\t3\t-1\n"
)
_FORMER = re.compile(
    r"(?:năm|quý|kỳ|tháng) (?:trước|ngoái)|cùng kỳ|(?<!\w)từ (?:hạng|thứ|vị trí)"
    r"|năm \d{4}|phấn đấu|mục tiêu"
)
_BEFORE = 160  # letters of a clause


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
    ),
    fails=(
        f"Huyện Tân Lập tăng 03 bậc so với quý I, xếp thứ 2/4.{_TABLE}",
        f"Huyện An Bình xếp thứ 1/4; huyện Phú Sơn giảm 01 bậc, xếp thứ 4/4.{_TABLE}",
    ),
)
def ranks_against_table(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    told = [fact for fact in report.facts if _is_rank(fact) or _is_step(fact)]
    rows = named_rows(report) if told else {}
    rows = {name: row for name, row in rows.items() if rank_columns(row.grid)}
    if not rows:
        return
    pattern = re.compile(
        r"(?<!\w)(?:"
        + "|".join(map(re.escape, sorted(rows, key=len, reverse=True)))
        + r")(?!\w)"
    )
    for fact in told:
        clause = re.split(r"[.;:]\s", report.before(fact.place, _BEFORE))[-1]
        named = list(pattern.finditer(clause))
        if len(named) == 1 and not _FORMER.search(clause, named[0].end()):
            row = rows[named[0][0]]
            said = _judge(self, fact, row.grid, row.index)
            if said:
                yield said


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
