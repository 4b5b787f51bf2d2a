"""Rows of tables as sentences name them: «xã An Bình», «đất đai», «tháng 2».

A name is matched as a whole. One that stands in several tables is of all of them.
"""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from lienmach.checker.likeness import same_period
from lienmach.checker.other_times import AIMED, COMPARED, CUMULATIVE
from lienmach.checker.quantities.words.periods import spans
from lienmach.checker.quantities.words.vocabulary import (
    TIMELY,
    family_of,
    tags_of,
    words,
)
from lienmach.checker.report import Grid, GridRow, Period, Report
from lienmach.checker.sums import is_countable
from lienmach.checker.tellings import CORE

_ASIDE = words("province district commune present slip no_slip")
_SHORTEST, _LONGEST = 6, 60  # letters of a name
_MOST_ROWS, _MOST_NAMES = 120, 300
_CODE = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*|[ivx]{1,4}|[a-zđ])[.)]\s+(?=[^\W\d_])")
_MONTHS = re.compile(r"(?:tháng|quý) (?:\d{1,2}|[ivx]{1,3})")
_HEADS = frozenset(("tháng", "quý", "ấp", "khóm", "thôn", "tổ", "quầy", "đội", "khối"))
_NO_DOSSIER = re.compile(
    r"phiếu|người|biên chế|văn bản|nhiệm vụ|đơn(?! vị)|điểm|đồng|thủ tục"
)
_OTHER = re.compile(r"khác|còn lại|^(?:các|những) ")
OTHER_TIME = re.compile(f"{COMPARED}|{CUMULATIVE}|{AIMED}|giai đoạn|nhiệm kỳ|dự kiến")
# «Sở Xây dựng» is no row «Xây dựng», nor is «đến tháng 2» the month alone.
_PART = re.compile(
    r"(?:sở|bộ|ban|phòng|chi cục|văn phòng|thanh tra|trừ|sau|đến|hết|từ|cuối|\d|và|-|–"
    r"|/|(?:tháng|quý) \S+ (?:và|đến|-))\s?$"
)
_MORE = re.compile(r"\s?(?:/|-|–|và |, (?:tháng|quý) )\s?\S|\s?năm (?:19|20)\d\d")


class Named(NamedTuple):
    """A named row of a table."""

    grid: Grid
    at: int
    name: str

    @property
    def row(self) -> GridRow:
        return self.grid.rows[self.at]

    @property
    def is_one(self) -> bool:
        """Say whether the row is one of its kind, and not «lĩnh vực khác»."""
        return _OTHER.search(self.name.lower()) is None


Names = Mapping[str, list[Named]]


def named_rows(report: Report, *, any_time: bool = False) -> dict[str, list[Named]]:
    """The rows of tables by name; one that stands twice in a table is nobody's.

    Tables of another time than the report's are left out but for ``any_time``.
    """
    found: dict[str, list[Named]] = {}
    twice: set[str] = set()
    for grid in report.grids:
        if len(grid.rows) > _MOST_ROWS:
            continue
        other = not any_time and _is_of_other_time(report, grid)
        head = _head(grid)
        for index, row in enumerate(grid.rows):
            name = _name(row.label, head)
            if row.is_total or not _SHORTEST <= len(name) <= _LONGEST:
                continue
            if other and not _MONTHS.fullmatch(name):
                continue
            rows = found.setdefault(name, [])
            if rows and rows[-1].grid is grid:
                twice.add(name)
            rows.append(Named(grid, index, row.label))
    named = {name: rows for name, rows in found.items() if name not in twice}
    return named if len(named) <= _MOST_NAMES else {}


def _head(grid: Grid) -> str:
    """«Tháng» over «1», «2», «3»: the word that makes them names."""
    title = grid.columns[0].title.lower().strip() if grid.columns else ""
    return title if title in _HEADS else ""


def _name(label: str, head: str) -> str:
    name = " ".join(label.lower().split()).strip(" .:-–+")
    name = _CODE.sub("", name, count=1) if _CODE.match(name) else name
    return f"{head} {name}" if head and not name.startswith(head) else name


def _is_of_other_time(report: Report, grid: Grid) -> bool:
    """Say whether the title of a table names other days than the report's."""
    own = report.identity.period
    year = own.end.year if own else None
    for span in spans(grid.title, grid.title.lower(), year):
        if span.start and span.end:
            period = Period(span.start, span.end, span.raw, grid.line)
            return same_period(period, None, report.identity) is False
    return False


def pattern_of(names: Iterable[str]) -> re.Pattern[str]:
    """Find any of the names, the longest first."""
    longest = sorted(names, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)")


def is_whole(text: str, found: re.Match[str]) -> bool:
    """Say whether a name stands for itself: no part of a longer one."""
    before, name = text[: found.start()], found[0]
    if _MONTHS.fullmatch(name) and _MORE.match(text, found.end()):
        return False
    return _PART.search(before[-20:]) is None


def is_month(name: str) -> bool:
    return _MONTHS.fullmatch(name) is not None


def core_of(tags: frozenset[str]) -> frozenset[str]:
    """What is new was received, and what was early or late is finished."""
    found = (tags & CORE) - _ASIDE
    if "new" in found:
        found -= {"received"}
    return found - {"finished"} if found & TIMELY else found


def columns_of(named: Named, core: frozenset[str]) -> list[int]:
    """The columns of a row that count just this."""
    grid = named.grid
    alike = [n for n in counts_of(named) if core_of(tags_at(grid, n)) == core]
    if len(alike) > 1:  # «Hồ sơ tiếp nhận – Tổng số», «… – Mới»
        alike = [n for n in alike if "tổng" in grid.columns[n].title.lower()]
    return alike


def counts_of(named: Named) -> list[int]:
    """The columns in which a row counts something."""
    cells = named.row.cells
    values = named.grid.values
    return [n for n in values if cells[n].value and is_countable(named.grid, n)]


def tags_at(grid: Grid, column: int) -> frozenset[str]:
    return tags_of(grid.columns[column].name.lower())


def is_counted_by(named: Named, column: int, unit: str) -> bool:
    """Say whether a cell counts what a number of the text counts."""
    grid = named.grid
    own = named.row.unit.lower()
    title = f"{grid.columns[column].name} {grid.title} {own}".lower()
    if unit.lower() in title:
        return True
    return family_of(unit) == "dossier" and not _NO_DOSSIER.search(title)
