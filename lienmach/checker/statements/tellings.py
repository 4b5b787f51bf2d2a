"""Figures of the running text and of the forms, as they may be told again elsewhere."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from lienmach.checker.judging.calculations import amount
from lienmach.checker.judging.phrasing import place_name
from lienmach.checker.meaning.likeness import family, scopes, words_of
from lienmach.checker.quantities.words.vocabulary import (
    DIMENSIONS,
    FAMILIES,
    WORD,
    family_in,
    family_of,
    tags_of,
    words,
)
from lienmach.checker.report import Bound, CellState, Fact, Grid, Report, Sense

STATES = words("open finished")
TIMES = words("late within early on_time early+on_time")
_FEWEST = 5
_FILLING = words("số tổng cộng các được")
CORE = frozenset().union(*DIMENSIONS) | words("received carried new")
_ELSEWHERE = words("expected before cumulative partly plan")
_NOT_COUNTED = words("time step point money measure")
_SAID = re.compile(r" (?:cao hơn|thấp hơn|nhiều hơn|ít hơn|tăng|giảm|so với|gấp|đạt) ")


class Told(NamedTuple):
    """A figure of the text or of a form; ``fact`` is None for a cell."""

    value: Decimal
    raw: str
    line: int
    kind: str
    digits: str
    fact: Fact | None = None
    scope: str | None = None
    cell: tuple[Grid, int] | None = None
    above: frozenset[str] = frozenset()  # tags of the total that it is a part of
    is_count: bool = True  # no percentage, rank or sum of money

    @property
    def core(self) -> frozenset[str]:
        """What it says of the stage, the channel, the level."""
        tags = self.fact.tags if self.fact else tags_of(self._label.lower())
        if tags & TIMES and not tags & STATES:
            tags |= self.above & STATES  # late: settled late, or still lying there
        return tags & CORE

    @property
    def words(self) -> frozenset[str]:
        """The words that set it apart."""
        if self.fact:
            return _own_words(self.fact)
        unit = self.cell[0].rows[self.cell[1]].unit if self.cell else ""
        return words_of(self._label) - words_of(unit)

    @property
    def said(self) -> frozenset[str]:
        """All its words but those that fill."""
        text = f"{self.fact.subject} {self.fact.unit}" if self.fact else self._label
        return frozenset(WORD.findall(text.lower())) - _FILLING

    @property
    def place(self) -> str:
        return place_name(*self.cell) if self.cell else f"dòng {self.line}"

    @property
    def _label(self) -> str:
        return self.cell[0].rows[self.cell[1]].label if self.cell else ""


def tellings(report: Report) -> Iterator[Told]:
    """Yield what is told exactly, and of the report's own time."""
    where = scopes(report)
    for index, fact in enumerate(report.facts):
        if fact.bound is not Bound.EXACT or fact.tags & _ELSEWHERE:
            continue
        kind = _kind(fact)
        if kind and (amount(fact) >= _FEWEST or fact.sense is Sense.RANK):
            value = amount(fact)
            yield Told(
                value,
                fact.raw,
                fact.line,
                kind,
                _digits(value),
                fact,
                where[index],
                above=_tags_above(report, fact),
                is_count=fact.sense is Sense.COUNT and family(fact) not in _NOT_COUNTED,
            )
    for grid in report.grids:
        column = grid.main
        if column is None or not grid.is_of_periods:
            continue
        for at, row in enumerate(grid.rows):
            cell = row.cells[column]
            kind = family_of(row.unit) if row.unit else ""
            if cell.state is CellState.VALUE and cell.value and kind in FAMILIES:
                digits = _digits(cell.value)
                yield Told(
                    cell.value, cell.raw, row.line, kind, digits, cell=(grid, at)
                )


def _kind(fact: Fact) -> str:
    """What may be told again; nothing where a figure is not of its own."""
    if fact.sense is Sense.SHARE:
        return "%"
    if fact.sense is Sense.RANK:
        return f"/{fact.whole}" if fact.whole else ""
    if fact.sense is not Sense.COUNT:
        return ""
    kind = family(fact) or family_in(fact.subject.lower())
    return "" if kind in _NOT_COUNTED - {"money"} else kind


def _tags_above(report: Report, fact: Fact) -> frozenset[str]:
    return report.facts[fact.parent].tags if fact.parent is not None else frozenset()


def _own_words(fact: Fact) -> frozenset[str]:
    """The words that name what is counted, without what is said of the number."""
    told = _SAID.split(fact.subject.split(", ")[0].lower())[0]
    own = words_of(told) - words_of(fact.scope or "") - words_of(fact.unit)
    return own - words_of(fact.period.raw) if fact.period else own


def _digits(value: Decimal) -> str:
    """The digits of a whole number; of another none, it is compared with nothing."""
    return str(int(value)) if value == int(value) else ""
