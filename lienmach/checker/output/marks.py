"""Where in a text a finding stands: the letters to underline."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from lienmach.checker.source import Paragraph, Source, Table


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a paragraph, or of a cell when ``row`` and ``cell`` are given."""

    block: int
    start: int
    end: int
    row: int | None = None
    cell: int | None = None


class Places:
    """The blocks and rows of a source by line; made once for all findings of a text."""

    def __init__(self, source: Source) -> None:
        self._source = source
        starts: list[tuple[int, int, int | None]] = []
        for index, block in enumerate(source.blocks):
            if isinstance(block, Paragraph):
                starts.append((block.line, index, None))
            else:
                starts += [(row.line, index, n) for n, row in enumerate(block.rows)]
        starts.sort(key=lambda start: start[0])
        self._starts = starts
        self._lines = [line for line, _, _ in starts]

    def at(self, line: int) -> tuple[int, int | None] | None:
        """Return the block, and the row of a table, that a line belongs to."""
        found = bisect_right(self._lines, line) - 1
        if found < 0:
            return None
        _, block, row = self._starts[found]
        return block, row

    def marks(self, lines: tuple[int, ...], anchors: tuple[str, ...]) -> list[Mark]:
        """Return a mark for each anchor on each line; the whole line if none is there.

        An anchor stands for itself: «18» is not found in «1.118» nor in «18/KH-UBND».
        """
        marks: list[Mark] = []
        for line in dict.fromkeys(lines):
            place = self.at(line)
            if place:
                marks += self._on(*place, line, anchors)
        return marks

    def _on(
        self, block: int, row: int | None, line: int, anchors: tuple[str, ...]
    ) -> list[Mark]:
        found = self._source.blocks[block]
        if isinstance(found, Paragraph):
            start, end = _stretch(found, line)
            spots = _spots(found.text, anchors)
            near = [(a, b) for a, b in spots if start <= a < end] or spots
            return [Mark(block, a, b) for a, b in near or [(start, end)]]
        assert isinstance(found, Table)
        assert row is not None
        cells = found.rows[row].cells
        marks = [
            Mark(block, a, b, row, n)
            for n, cell in enumerate(cells)
            for a, b in _spots(cell, anchors)
        ]
        return marks or [
            Mark(block, 0, len(cell), row, n) for n, cell in enumerate(cells) if cell
        ]


def _stretch(paragraph: Paragraph, line: int) -> tuple[int, int]:
    """Return the part of a paragraph that was read from a line."""
    starts = [offset for offset, _ in paragraph.breaks]
    lines = [number for _, number in paragraph.breaks]
    index = max(bisect_right(lines, line) - 1, 0)
    end = starts[index + 1] if index + 1 < len(starts) else len(paragraph.text)
    return starts[index], end


def _spots(text: str, anchors: tuple[str, ...]) -> list[tuple[int, int]]:
    spots = {
        match.span()
        for anchor in anchors
        if anchor.strip()
        for match in re.finditer(_alone(anchor.strip()), text)
    }
    return sorted(spots)


def _alone(anchor: str) -> str:
    """Match an anchor that is not a piece of a longer number, symbol or word.

    A sign of percent behind it belongs to it.
    """
    before = r"(?<![\w/])(?<!\d[.,])" if anchor[0].isalnum() else ""
    after = r"(?![\w/])(?![.,]\d)" if anchor[-1].isalnum() else ""
    sign = r"(?: ?%)?" if anchor[-1].isdecimal() else ""
    return before + re.escape(anchor) + after + sign


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text, the notes it belongs to and those that end with it."""

    text: str
    numbers: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()


def segments(text: str, spans: Iterable[tuple[int, int, int]]) -> list[Segment]:
    """Cut a text at the ends of its marks, given as ``(start, end, number)``.

    The segments make up the whole text. Marks may overlap, lie in each other, or reach
    over the end of the text.
    """
    known = [(max(a, 0), min(b, len(text)), n) for a, b, n in spans]
    known = [span for span in known if span[0] < span[1]]
    cuts = sorted({0, len(text), *(x for a, b, _ in known for x in (a, b))})
    return [
        Segment(
            text[start:end],
            tuple(sorted({n for a, b, n in known if a <= start and end <= b})),
            tuple(sorted({n for _, b, n in known if b == end})),
        )
        for start, end in pairwise(cuts)
    ]
