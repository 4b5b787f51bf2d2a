"""What a report states as a number, in its body and in its tables, in one form.

A statement has the tokens of what it counts (``concepts``), whose it is, and where it
stands.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from lienmach.checker.judging.phrasing import place_name, spot_name
from lienmach.checker.meaning.concepts import (
    ACTS,
    LEVELS,
    NOUNS,
    Phrase,
    is_rate,
    read_phrase,
    settled,
)
from lienmach.checker.report import Cell, Grid, Report
from lienmach.checker.tables.rates import is_rate_row
from lienmach.checker.tables.sums import is_countable
from lienmach.checker.text.numbers import figure

Tokens = frozenset[str]


class Statement(NamedTuple):
    """A figure and what it is of; ``row`` is set for one that stands in a table.

    ``context`` are tokens that what stands around it adds: the sum that it is a part
    of, the heading above it. They may be meant or not; those in ``must`` are.
    ``raws`` are the printed numbers it rests on, ``evidence`` the sum if they are
    several. ``is_doubtful``: it names another period, a plan or a special scope.
    """

    tokens: Tokens
    context: Tokens
    must: Tokens
    level: str | None
    value: Decimal
    raws: tuple[str, ...]
    lines: tuple[int, ...]
    place: str
    is_share: bool = False
    is_doubtful: bool = False
    evidence: str = ""
    decimals: int = 0
    row: tuple[Grid, int] | None = None
    section: int | None = None
    fact: int | None = None  # index in ``Report.facts``
    unit: str = ""

    @property
    def amount(self) -> Decimal:
        """The value; of money, in đồng."""
        return self.value * money(self.unit)

    @property
    def shown(self) -> str:
        """The figure as printed, or as added up, with a word for what it counts."""
        raw = self.raws[0] if len(self.raws) == 1 else figure(self.value)
        if self.is_share:
            return raw if "%" in raw else f"{raw} %"
        return f"{raw} {self.unit}".strip()


# What narrows a thing down: a part of a part counts less than the part.
KINDS = frozenset(
    {
        "civil", "public", "cadre", "contract", "online", "direct", "postal", "level-2",
        "level-3", "level-4", "level-3-4", "full", "partial", "early", "on-time",
        "not-late", "late", "carried", "new", "incoming", "outgoing", "eligible",
        "used", "integrated", "payment", "self-all", "self-running", "self-part",
        "state-paid",
        "male", "female", "linked", "one-level", "between", "given", "abolished",
    }
)  # fmt: skip
WHOSE = frozenset({"civil", "public", "cadre", "contract"})
_STAFF = WHOSE | {"service-unit", "given"}


_MONEY = {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}


def money(unit: str) -> int:
    """Return how many đồng a unit of money is, 1 for any other unit."""
    return _MONEY.get(unit.split(" ")[0].lower(), 1)


def in_tables(report: Report) -> list[Statement]:
    """What the forms state row by row, and the lists in their rows of totals."""
    return [
        statement
        for grid in report.grids
        for statement in (_form_rows(grid) if grid.is_of_periods else _total_row(grid))
    ]


def _form_rows(grid: Grid) -> Iterator[Statement]:
    column = grid.main
    assert column is not None
    phrases = [read_phrase(row.label) for row in grid.rows]
    for index, row in enumerate(grid.rows):
        cell = row.cells[column]
        if cell.value is None or not row.label or row.is_total:
            continue
        yield _row_statement(grid, index, cell, phrases)


def _row_statement(
    grid: Grid, index: int, cell: Cell, phrases: Sequence[Phrase]
) -> Statement:
    row, phrase = grid.rows[index], phrases[index]
    plain = set(phrase.plain)
    if not plain & NOUNS:
        plain |= read_phrase(row.unit).plain & NOUNS - {"agency"}
    context: set[str] = set()
    must: set[str] = set()
    level, has_caveat = phrase.level, phrase.has_caveat
    above = row.parent
    while above is not None:
        parent = grid.rows[above]
        if not is_rate_row(parent):
            context |= phrases[above].plain
            is_part = parent.plain_unit == row.plain_unit
            must |= _narrowing(phrases[above].plain, phrase.plain, is_part=is_part)
            if "pending" in phrases[above].plain and parent.unit:
                plain |= {"pending"}
        level = level or phrases[above].level
        has_caveat = has_caveat or phrases[above].has_caveat
        above = parent.parent
    return Statement(
        settled(frozenset(plain)) - LEVELS,
        frozenset(context) - LEVELS,
        frozenset(must - plain) - LEVELS,
        level,
        cell.value or Decimal(0),
        (cell.raw,),
        (row.line,),
        place_name(grid, index),
        is_share=row.plain_unit == "%" or is_rate(row.label) or cell.is_percent,
        is_doubtful=has_caveat,
        decimals=cell.decimals,
        row=(grid, index),
        unit=row.unit.lower() if len(row.unit) <= 20 and "=" not in row.unit else "",
    )


def _narrowing(above: Tokens, own: Tokens, *, is_part: bool) -> Tokens:
    """The tokens of a row above that a row does not go without.

    «Công chức» below «Biên chế được giao» is nothing by itself; a heading, which counts
    nothing or something else, matters only where it says whose posts are counted.
    """
    if not is_part:
        return above & _STAFF
    return above & KINDS if own & ACTS else above


def _total_row(grid: Grid) -> Iterator[Statement]:
    """The last row of totals of a list, each column a statement."""
    totals = [n for n, row in enumerate(grid.rows) if row.is_total]
    if len(totals) != 1:
        return
    title = read_phrase(grid.title)
    row = grid.rows[totals[0]]
    for column in grid.values:
        cell, path = row.cells[column], grid.columns[column].name
        if cell.value is None or not is_countable(grid, column):
            continue
        phrase = read_phrase(path)
        plain = set(phrase.plain)
        if not plain & NOUNS:
            plain |= title.plain & NOUNS
        yield Statement(
            settled(frozenset(plain)) - LEVELS,
            frozenset(),
            frozenset(),
            phrase.level or title.level,
            cell.value,
            (cell.raw,),
            (row.line,),
            f"{grid.name} {spot_name(grid, totals[0], column)}",
            is_doubtful=phrase.has_caveat,
            row=(grid, totals[0]),
        )
