"""Finds lists of several levels whose items are all there is of the line above them.

«Chi thường xuyên: 412,640 tỷ đồng: - Chi trợ giá: 2,315 … - Chi hành chính: 410,325 …
+ Chi kinh tế: 38,170 …»: a line is followed by deeper ones until one of its own kind
comes, whatever marks them, or nothing does. The first counts of a level that stand
below one line are held against that of the line, or against those before it; they must
lack it by a slip of the pen that tells much, for such a list may leave some out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from math import log2

from lienmach.checker.quantities.words.outline import Outline
from lienmach.checker.quantities.words.reader import Reader
from lienmach.checker.quantities.words.weights import sum_slip
from lienmach.checker.report import Relation, Tie

_LEAST, _MOST = 3, 24  # items
_BEFORE = 4  # numbers that a list without a line above it may be of
_TOLD = 5.0  # bits
_ITEM, _BARE = re.compile(r"[^\d:]{3,60}: \d"), "bare"
_LONG = 200  # letters of a paragraph that is no item


@dataclass(slots=True)
class _Level:
    """Items of one kind, and the numbers that may be their total."""

    style: str
    wholes: list[int]
    items: list[int] = field(default_factory=list)


class Nested(Reader):
    def __init__(self, outline: Outline) -> None:
        super().__init__(outline)
        self._firsts: dict[int, int] = {}
        seconds = {*outline.seconds.values()}
        for index in range(len(self._mentions)):
            if index not in seconds:
                self._firsts.setdefault(outline.blocks[index], index)

    def relations(self) -> Iterator[Relation]:
        levels: list[_Level] = []
        told: list[int] = []
        above: int | None = None
        chapter = 0
        for block, text in self._outline.texts.items():
            first = self._firsts.get(block)
            if first is not None and chapter != self._outline.chapters[first]:
                yield from self._ended(levels, 0)
                chapter, above = self._outline.chapters[first], None
            style = self._outline.styles[block]
            if not style and levels and _ITEM.match(text):
                style = _BARE
            if not style or len(text) > _LONG:
                yield from self._ended(levels, 0)
                above = first
                told = [] if above is None else [above]
                continue
            at = next((n for n, one in enumerate(levels) if one.style == style), None)
            if at is None:
                wholes = told[-_BEFORE:] if above is None else [above]
                levels.append(_Level(style, wholes))
            else:
                yield from self._ended(levels, at + 1)
            above = first
            if first is not None:
                levels[-1].items.append(first)
                told.append(first)
        yield from self._ended(levels, 0)

    def _ended(self, levels: list[_Level], left: int) -> Iterator[Relation]:
        while len(levels) > left:
            yield from self._closed(levels.pop())

    def _closed(self, level: _Level) -> Iterator[Relation]:
        items = level.items
        if not _LEAST <= len(items) <= _MOST:
            return
        wholes = [i for i in level.wholes if self._unit(i) == self._unit(items[0])]
        units = {self._unit(i) for i in items}
        if len(units) > 1 or "" in units or not all(map(self._outline.is_count, items)):
            return
        values = [self._value(i) for i in items]
        added = sum(values, Decimal(0))
        if any(self._value(i) == added for i in wholes):
            return
        for whole in wholes:
            bits = sum_slip(self._value(whole), values)
            if bits is not None and bits - log2(len(wholes)) >= _TOLD:
                yield Relation(
                    Tie.PARTS, whole, tuple(items), is_guess=True, is_weighed=True
                )
                return
