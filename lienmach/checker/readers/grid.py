"""Tables as files hold them (cells with spans and blocks) to tables of plain rows.

docx, odt and html build trees of ``Line`` and ``Grid``; here they are laid out in one
sequence, and lines are counted where the file itself has none.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lienmach.checker.readers.joining import Line
from lienmach.checker.readers.limits import Limits, Unreadable, grouped
from lienmach.checker.source import Table, TableRow

if TYPE_CHECKING:  # a plain text is read without it
    from lxml.etree import _Element


@dataclass(slots=True)
class Cell:
    blocks: list["Line | Grid"] = field(default_factory=list)
    columns: int = 1
    rows: int = 1
    covered: bool = False  # by a merged cell above or to the left
    origin: "_Element | None" = None

    @property
    def text(self) -> str:
        """All text of the cell in one run, that of tables inside it too."""
        return " ".join(_texts(self.blocks))


@dataclass(slots=True)
class Grid:
    rows: list[list[Cell]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)  # of the rows, once they have any
    page: int | None = None


_LETTERHEAD = re.compile(
    r"cộng\s+hòa\s+xã\s+hội|cộng\s+hoà\s+xã\s+hội|độc\s+lập\s*[-–]\s*tự\s+do"
    r"|(?:^|\n)\s*số\s*:|nơi\s+nhận\s*:"
    r"|(?:^|\n)\s*(?:tm|kt|tl|tuq|q)\s?\.\s?(?:ủy|uỷ|chủ|giám|bộ|trưởng|chánh|phó|ban)"
    r"|(?:^|\n)\s*(?:phó\s+)?(?:chủ\s+tịch|giám\s+đốc|chánh\s+văn\s+phòng|trưởng\s+phòng)\s*(?:\n|$)",
    re.I,
)


def _texts(blocks: Iterable[Line | Grid]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Line):
            if block.text:
                number = f"{block.number} " if block.number else ""
                yield number + block.text
        else:
            for row in block.rows:
                for cell in row:
                    yield from _texts(cell.blocks)


def only_lays_out(rows: Sequence[Sequence[str]], width: int) -> bool:
    """Tell a frame, a letterhead or a block of signatures from a table.

    ``rows`` are the texts of the cells; lines inside a cell end with a line feed.
    """
    if width <= 1:
        return True
    if len(rows) > 5 or width > 3:
        return False
    return is_letterhead(cell for row in rows for cell in row)


def is_letterhead(texts: Iterable[str]) -> bool:
    """Tell the words with which every letterhead or block of signatures is made."""
    return any(_LETTERHEAD.search(text[:2000]) for text in texts)


def lay_out(
    blocks: Iterable[Line | Grid], limits: Limits, name: str, *, count: bool
) -> tuple[list[Line | Table], list[str]]:
    """Return paragraphs and tables in one sequence, and the text line by line.

    With ``count``, lines are numbered here: each paragraph is one (an empty one too)
    and each row of a table one. A table that only lays out is no table: its
    paragraphs follow each other, column after column in each row.
    """
    layout = _Layout(limits, name, count)
    layout.add(blocks)
    return layout.items, layout.texts


class _Layout:
    def __init__(self, limits: Limits, name: str, count: bool) -> None:
        self.limits, self.name, self.count = limits, name, count
        self.items: list[Line | Table] = []
        self.texts: list[str] = []
        self.cells = 0

    def add(self, blocks: Iterable[Line | Grid]) -> None:
        for block in blocks:
            if isinstance(block, Line):
                if self.count:
                    block.line = self._count(block)
                if not block.is_left_out:
                    self.items.append(block)
            elif self._is_frame(block):
                for row in block.rows:
                    for cell in row:
                        self.add(cell.blocks)
            else:
                self._add_table(block)

    def _count(self, line: Line) -> int:
        text = f"{line.number} {line.text}" if line.number else line.text
        if not line.follows:
            return self._line(text)
        self.texts[-1] = f"{self.texts[-1]} {text}"
        return len(self.texts)

    def _line(self, text: str) -> int:
        self.texts.append(text)
        return len(self.texts)

    def _is_frame(self, grid: Grid) -> bool:
        nested = any(
            isinstance(block, Grid)
            for row in grid.rows
            for cell in row
            for block in cell.blocks
        )
        widths = [sum(cell.columns for cell in row) for row in grid.rows]
        self._allow(sum(widths))
        width = max(widths, default=0)
        if nested or width <= 1:
            return True
        if len(grid.rows) > 5:
            return False
        texts = [["\n".join(_texts(cell.blocks)) for cell in row] for row in grid.rows]
        filled = sum(
            any(row[at].strip() for row in texts if at < len(row))
            for at in range(width)
        )
        return only_lays_out(texts, filled)

    def _add_table(self, grid: Grid) -> None:
        rows = []
        for at, cells in enumerate(_spread(grid.rows, self._allow)):
            text = "\t".join(cells)
            if self.count:
                grid.lines.append(self._line(text))
            line = grid.lines[at]
            if text.strip():
                rows.append(TableRow(cells, line))
        if rows:
            self.items.append(Table(tuple(rows), grid.page))

    def _allow(self, more: int) -> None:
        self.cells += more
        if self.cells > self.limits.cells:
            raise too_many_cells(self.name, self.limits)


def too_many_cells(name: str, limits: Limits) -> Unreadable:
    return Unreadable(
        f"Tệp «{name}» có bảng quá lớn: hơn {grouped(limits.cells)} ô "
        "(giới hạn của bộ kiểm tra)."
    )


def _spread(
    rows: Sequence[Sequence[Cell]], allow: Callable[[int], None]
) -> Iterator[tuple[str, ...]]:
    """Yield each row with merged cells empty after their first place."""
    hanging: dict[int, int] = {}  # column → rows that a cell above still covers
    for row in rows:
        cells: list[str] = []
        for cell in row:
            _cover(cells, hanging, allow)
            for column in range(len(cells), len(cells) + cell.columns):
                hanging[column] = cell.rows - 1
            cells.append("" if cell.covered else cell.text)
            cells += [""] * (cell.columns - 1)
        _cover(cells, hanging, allow)
        yield tuple(cells)


def _cover(
    cells: list[str], hanging: dict[int, int], allow: Callable[[int], None]
) -> None:
    """Add the empty cells that merged ones above reach down to here."""
    while hanging.get(len(cells)):
        allow(1)
        hanging[len(cells)] -= 1
        cells.append("")
