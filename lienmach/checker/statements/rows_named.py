"""Rows of tables as sentences name them: «xã An Bình», «đất đai», «tháng 2».

A name is matched as a whole. One that stands in several tables is of all of them.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from lienmach.checker.meaning.likeness import same_period
from lienmach.checker.quantities.words.periods import spans
from lienmach.checker.quantities.words.vocabulary import (
    TIMELY,
    family_of,
    tags_of,
    words,
)
from lienmach.checker.report import Grid, GridRow, Report
from lienmach.checker.source import Paragraph
from lienmach.checker.statements.tellings import CORE
from lienmach.checker.tables.row_names import (
    CUT_SHORT,
    head_of,
    other_names,
    place_alone,
)
from lienmach.checker.tables.sums import is_countable
from lienmach.checker.text.other_times import AIMED, COMPARED, CUMULATIVE
from lienmach.checker.text.periods import Period

_ASIDE = words("province district commune present slip no_slip")
_SHORTEST, _LONGEST = 6, 60  # letters of a name
_MOST_ROWS, _MOST_NAMES, _SEVERAL = 120, 300, 2
_CODE = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*|[ivx]{1,4}|[a-zđ])[.)]\s+(?=[^\W\d_])")
_MONTHS = re.compile(r"(?:tháng|quý) (?:\d{1,2}|[ivx]{1,3})|năm (?:19|20)\d\d")
_HEADS = frozenset(("tháng", "quý", "ấp", "khóm", "thôn", "tổ", "quầy", "đội", "khối"))
_NO_DOSSIER = re.compile(
    r"phiếu|người|biên chế|văn bản|nhiệm vụ|đơn(?! vị)|điểm|đồng|thủ tục"
)
_OTHER = re.compile(r"khác|còn lại|^(?:các|những) ")
OTHER_TIME = re.compile(f"{COMPARED}|{CUMULATIVE}|{AIMED}|giai đoạn|nhiệm kỳ|dự kiến")
# «Sở Xây dựng» is no row «Xây dựng», nor is «đến tháng 2» the month alone.
_PART = re.compile(
    r"(?:sở|bộ|ban|phòng|chi cục|văn phòng|thanh tra|trừ|sau|đến|hết|từ|cuối|\d|-|–"
    r"|/|và|đầu|giữa|tháng|quý [ivx]{1,3}|(?:tháng|quý) \S+ (?:và|đến|-))\s?$"
)
_APART = re.compile(r"\d(?: (?:hồ sơ|hs|điểm|đơn|phiếu|người))?\)? và $")
# «xã An Lạc» is called «An Lạc» only where a word leads to it.
_LED = re.compile(r"(?:là|ở|tại|của|với|như|:|\() ?$")
_MORE = re.compile(r"\s?(?:/|-|–|và |, (?:tháng|quý) )\s?\S|\s?năm (?:19|20)\d\d")


class Named(NamedTuple):
    """A named row of a table."""

    grid: Grid
    at: int
    name: str
    is_bare: bool = False

    @property
    def row(self) -> GridRow:
        return self.grid.rows[self.at]

    @property
    def is_one(self) -> bool:
        """Say whether the row is one of its kind, and not «lĩnh vực khác»."""
        return _OTHER.search(self.name.lower()) is None


Names = Mapping[str, list[Named]]


@lru_cache(maxsize=4)  # two rules ask for the same
def named_rows(report: Report, *, any_time: bool = False) -> Names:
    """The rows of tables by name; one that stands twice in a table is nobody's.

    Tables of another time than the report's are left out but for ``any_time``.
    """
    found: dict[str, list[Named]] = {}
    twice: set[str] = set()
    head = text = ""
    for grid in report.grids:
        if len(grid.rows) > _MOST_ROWS:
            continue
        other = not any_time and _is_of_other_time(report, grid)
        months, several = _head(grid), len(grid.values) >= _SEVERAL
        if several:
            head, text = head_of(grid), text or _text(report)
        for index, row in enumerate(grid.rows):
            name = _name(row.label, months)
            if row.is_total or not name or len(name) > _LONGEST:
                continue
            names = {name: False}
            if several:
                label = row.label.strip(" .:-–+")
                plain = _name(row.label, "")
                others = other_names(plain, label, head, text)
                names |= {plain: False, **dict.fromkeys(others, False)}
                names.setdefault(place_alone(plain, label), True)
            for called in names:
                if len(called) < _SHORTEST or (other and not _MONTHS.fullmatch(called)):
                    continue
                rows = found.setdefault(called, [])
                if rows and rows[-1].grid is grid:
                    twice.add(called)
                rows.append(Named(grid, index, row.label, names[called]))
    named = {name: rows for name, rows in found.items() if name not in twice}
    return named if len(named) <= _MOST_NAMES else {}


def _text(report: Report) -> str:
    blocks = report.source.blocks
    return "\n".join(block.lower for block in blocks if isinstance(block, Paragraph))


def _head(grid: Grid) -> str:
    """«Tháng» over «1», «2», «3»: the word that makes them names."""
    title = grid.columns[0].title.lower().strip() if grid.columns else ""
    return title if title in _HEADS else ""


def _name(label: str, head: str) -> str:
    name = " ".join(label.lower().split()).strip(" .:-–+")
    if _CODE.match(name) and not CUT_SHORT.match(label.strip()):
        name = _CODE.sub("", name, count=1)
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


def told_rows(names: Names, texts: Iterable[str]) -> Names:
    """Those that texts may name: to make a pattern of hundreds takes many times as long
    as to search with it.
    """
    told = "\n".join(texts)
    return {name: rows for name, rows in names.items() if name in told}


def pattern_of(names: Iterable[str]) -> re.Pattern[str]:
    """Find any of the names, the longest first."""
    longest = sorted(names, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)")


def is_whole(text: str, found: re.Match[str], rows: Names) -> bool:
    """Say whether a name stands for itself: no part of a longer one."""
    before, name = text[: found.start()], found[0]
    if _MONTHS.fullmatch(name) and _MORE.match(text, found.end()):
        return False
    if rows[name][0].is_bare and not _LED.search(before):
        return False
    return _PART.search(before[-20:]) is None or _APART.search(before) is not None


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
    """The columns in which a row counts something, or says that there is nothing."""
    cells = named.row.cells
    return [
        n
        for n in named.grid.values
        if cells[n].counted is not None and is_countable(named.grid, n)
    ]


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
