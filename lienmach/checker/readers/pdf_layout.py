"""Words on pages to lines, columns and tables, as a reader sees them.

Superscript digits are marked as such, columns are told by wide gaps, and each line
says whether it fills its page and whether it begins a paragraph.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median_low

from lienmach.checker.readers.grid import is_letterhead, only_lays_out
from lienmach.checker.readers.joining import PAGE_NUMBER, Line, glue
from lienmach.checker.readers.letters import clean, raised, without_markup
from lienmach.checker.readers.pdf_rules import Pairs, Rule, Ruled, tables
from lienmach.checker.source import Table, TableRow, in_one_line

# Left, low, right, high, text, and whether a space stands before it.
Word = tuple[float, float, float, float, str, bool]
Cells = dict[tuple[int, int], list[Word]]  # by row and column
_MOST_ROWS = 400


@dataclass(slots=True)
class Segment:
    """Words that stand together on a line; a wide gap separates it from others."""

    left: float
    right: float
    text: str


@dataclass(slots=True)
class Row:
    """A line as it is seen."""

    words: list[Word]
    segments: list[Segment] = field(default_factory=list)

    @property
    def left(self) -> float:
        return self.words[0][0]

    @property
    def right(self) -> float:
        return self.words[-1][2]

    @property
    def middle(self) -> float:
        return (self.words[0][1] + self.words[0][3]) / 2

    @property
    def height(self) -> float:
        return max(word[3] - word[1] for word in self.words)

    @property
    def text(self) -> str:
        return "\t".join(segment.text for segment in self.segments)


class Layout:
    """Takes page after page; ``items`` and ``lines`` grow."""

    def __init__(self) -> None:
        self.items: list[Line | Table] = []
        self.lines: list[str] = []
        self.cells = 0
        self._pairs = Pairs()
        self._known: dict[int, tuple[float, float]] = {}  # margins by width of page
        self._margins = (0.0, 1e6)
        self._last: tuple[Line, Row] | None = None  # the line before, for its width
        self._open: tuple[int, int] | None = None  # a table that may go on: item, page

    def add(
        self, words: Sequence[Word], rules: Sequence[Rule], page: int, wide: float
    ) -> None:
        """Lay out a page of this width: what stands higher comes first."""
        grids = tables(rules, self._pairs)
        held, free = _sorted_in(words, grids)
        rows = rows_of(free)
        self._measure([row for row in rows if len(row.segments) == 1], round(wide))
        self._margins = self._known.get(round(wide), (0.0, 1e6))
        waiting = [(grids[at], held[at]) for at in sorted(held)]
        run: list[Row] = []
        for row in rows:
            while waiting and waiting[0][0].top > row.middle:
                self._add_rows(run, page)
                run = []
                self._add_table(*waiting.pop(0), page)
            run.append(row)
        self._add_rows(run, page)
        for grid, cells in waiting:
            self._add_table(grid, cells, page)

    def _measure(self, rows: Sequence[Row], wide: int) -> None:
        """Find where text begins and ends on pages of this width."""
        if len(rows) < 4:
            return
        lefts = Counter(round(row.left) for row in rows)
        common = [left for left, times in lefts.items() if times > 1] or list(lefts)
        left, right = float(min(common)), max(row.right for row in rows)
        known = self._known.get(wide, (left, right))
        self._known[wide] = min(left, known[0]), max(right, known[1])

    def _add_table(self, grid: Ruled, cells: Cells, page: int) -> None:
        self._last = None
        texts = [
            [_cell_text(cells.get((row, column), ())) for column in range(grid.columns)]
            for row in range(grid.rows)
        ]
        if not only_lays_out(texts, grid.columns):
            self._add_cells(texts, page)
            return
        for at in sorted(cells, key=lambda at: (at[1], at[0])):
            for row in rows_of(cells[at]):
                self._add_line(row.text.replace("\t", " "), page)

    def _add_cells(self, texts: Sequence[Sequence[str]], page: int) -> None:
        rows: list[TableRow] = []
        for cells in texts:
            self.lines.append("\t".join(cells))
            self.cells += len(cells)
            if any(cells):
                rows.append(TableRow(tuple(cells), len(self.lines)))
        if not rows:
            return
        above = self._table_above(len(rows[0].cells), page)
        if above is None:
            self._open = len(self.items), page
            self.items.append(Table(tuple(rows), page))
        elif self._open:
            self._open = self._open[0], page
            self.items[self._open[0]] = _continued(above, rows)

    def _table_above(self, columns: int, page: int) -> Table | None:
        """Return the table that ended the page before, if this one may continue it."""
        if not self._open or self._open[1] != page - 1:
            return None
        above = self.items[self._open[0]]
        is_like = isinstance(above, Table) and len(above.rows[-1].cells) == columns
        return above if is_like and isinstance(above, Table) else None

    def _add_line(self, text: str, page: int) -> Line:
        self.lines.append(text)
        line = Line(in_one_line(text), len(self.lines), page)
        self.items.append(line)
        if not PAGE_NUMBER.fullmatch(line.text[:40]):
            self._open = None
        return line

    def _add_rows(self, rows: Sequence[Row], page: int) -> None:
        at = 0
        while at < len(rows):
            group = _side_by_side(rows, at)
            if len(group) > 1 or is_letterhead(row.text for row in group):
                self._add_columns(group, page)
            else:
                self._add_row(rows[at], rows[at - 1] if at else None, page)
            at += len(group)

    def _add_row(self, row: Row, above: Row | None, page: int) -> None:
        """Add a line of running text, and say of it and the last how they lie."""
        line = self._add_line(row.text.replace("\t", " "), page)
        left, right = self._margins
        far = above is not None and above.middle - row.middle > 2 * row.height
        line.starts = far or row.left > left + 0.6 * row.height
        if self._last:
            last, before = self._last
            word = row.words[0]
            needs = word[2] - word[0] + 0.2 * row.height
            last.is_full = before.right + needs > right - 2
        self._last = line, row

    def _add_columns(self, rows: Sequence[Row], page: int) -> None:
        """Add lines whose parts stand side by side: a letterhead or a table."""
        self._last = None
        edges = _columns(rows)
        texts = [_in_columns(row, edges) for row in rows]
        if is_letterhead(cell for cells in texts for cell in cells):
            first = len(self.lines)
            self.lines += [row.text for row in rows]
            self._open = None
            self.items += [
                Line(cells[column], first + at + 1, page)
                for column in range(len(edges))
                for at, cells in enumerate(texts)
                if cells[column]
            ]
        elif len(edges) > 2 and len(rows) > 2:
            self._add_cells(_unwrapped(texts), page)
        else:
            for row in rows:
                self._add_line(row.text.replace("\t", " "), page)


def _sorted_in(
    words: Iterable[Word], grids: Sequence[Ruled]
) -> tuple[dict[int, Cells], list[Word]]:
    """Tell the words in the cells of tables from those outside."""
    held: dict[int, Cells] = {}
    free: list[Word] = []
    for word in words:
        x, y = (word[0] + word[2]) / 2, (word[1] + word[3]) / 2
        places = ((at, grid.cell_at(x, y)) for at, grid in enumerate(grids))
        found = next(((at, cell) for at, cell in places if cell), None)
        if found and found[1]:
            held.setdefault(found[0], {}).setdefault(found[1], []).append(word)
        else:
            free.append(word)
    return held, free


def rows_of(words: Iterable[Word]) -> list[Row]:
    """Group words into lines from the top down, split at wide gaps."""
    rows: list[Row] = []
    for word in sorted(words, key=lambda word: -(word[1] + word[3])):
        middle, height = (word[1] + word[3]) / 2, word[3] - word[1]
        last = rows[-1] if rows else None
        if last and last.middle - middle < 0.5 * max(height, _height(last.words[0])):
            last.words.append(word)
        else:
            rows.append(Row([word]))
    for row in rows:
        row.words.sort()
        row.segments = _segments(row)
    return rows


def _height(word: Word) -> float:
    return word[3] - word[1]


def _segments(row: Row) -> list[Segment]:
    height = median_low(_height(word) for word in row.words)
    low = median_low(word[1] for word in row.words)
    gaps = [b[0] - a[2] for a, b in pairwise(row.words)]
    usual = median_low(gaps) if len(gaps) > 2 else height
    wide = min(1.8 * height, max(height, 3 * usual))
    found: list[Segment] = []
    last: Word | None = None
    for word in row.words:
        if last and word[4] == last[4] and abs(word[0] - last[0]) < 1:
            continue  # printed twice to look bold
        text = clean(word[4])
        is_small = _height(word) < 0.75 * height and word[1] > low + 0.1 * height
        if is_small and text.isdecimal() and len(text) < 4:
            text = raised(text)
        gap = word[0] - last[2] if last else 0.0
        if last is None or gap > wide:
            found.append(Segment(word[0], word[2], text))
        else:
            is_close = gap < 0.12 * height and not word[5]
            found[-1].text += text if is_close else f" {text}"
            found[-1].right = max(found[-1].right, word[2])
        last = word
    for segment in found:
        segment.text = clean(without_markup(segment.text)).strip()
    return found


def _side_by_side(rows: Sequence[Row], at: int) -> Sequence[Row]:
    """Return the lines from here on that leave a column free from top to bottom."""
    end = at
    while end < len(rows):
        row = rows[end]
        if end > at and rows[end - 1].middle - row.middle > 4 * row.height:
            break
        if end == at and len(row.segments) < 2:
            break
        known = len(_columns(rows[at:end])) if end > at else 0
        columns = len(_columns(rows[at : end + 1]))
        if end > at and (columns < 2 or (columns > known and len(row.segments) < 2)):
            break
        end += 1
        if end - at > _MOST_ROWS:
            break
    return rows[at : max(end, at + 1)]


def _columns(rows: Sequence[Row]) -> list[tuple[float, float]]:
    """Return the columns that all lines keep, by what no segment reaches over."""
    columns: list[tuple[float, float]] = []
    for left, right in sorted((s.left, s.right) for row in rows for s in row.segments):
        if columns and left < columns[-1][1] + 3:
            columns[-1] = columns[-1][0], max(columns[-1][1], right)
        else:
            columns.append((left, right))
    return columns


def _in_columns(row: Row, columns: Sequence[tuple[float, float]]) -> list[str]:
    cells = [""] * len(columns)
    for segment in row.segments:
        at = next(n for n, (_, right) in enumerate(columns) if segment.left <= right)
        cells[at] = f"{cells[at]} {segment.text}".strip()
    return cells


def _unwrapped(rows: Iterable[Sequence[str]]) -> list[list[str]]:
    """Put a line that only goes on with the cells above it into the row above."""
    made: list[list[str]] = []
    for cells in rows:
        filled = [at for at, cell in enumerate(cells) if cell]
        goes_on = made and not cells[0] and all(cells[at][0].islower() for at in filled)
        if goes_on and all(made[-1][at] for at in filled):
            for at in filled:
                made[-1][at] = _put_together(made[-1][at], cells[at])
        else:
            made.append(list(cells))
    return made


def _cell_text(words: Iterable[Word]) -> str:
    text = ""
    for row in rows_of(words):
        said = " ".join(segment.text for segment in row.segments)
        text = _put_together(text, said) if text else said
    return text


def _put_together(text: str, more: str) -> str:
    glued = glue(text[-120:], more[:120]) if text and more else None
    return f"{text} {more}".strip() if glued is None else f"{text}{glued}{more}"


def _continued(above: Table, rows: Sequence[TableRow]) -> Table:
    """Add the rows of the next page: without a repeated head, a cut row made whole."""
    head = [row.cells for row in above.rows[: len(rows)]]
    repeated = 0
    while repeated < len(rows) and rows[repeated].cells == head[repeated]:
        repeated += 1
    rest = list(rows[repeated:])
    kept = list(above.rows)
    if rest and not rest[0].cells[0] and _is_rest(kept[-1].cells, rest[0].cells):
        cells = map(_put_together, kept[-1].cells, rest.pop(0).cells)
        kept[-1] = TableRow(tuple(cells), kept[-1].line)
    return Table((*kept, *rest), above.page)


def _is_rest(above: Sequence[str], cells: Sequence[str]) -> bool:
    """Tell the rest of a row: every text in it goes on with a text above."""
    filled = [at for at, cell in enumerate(cells) if cell]
    return bool(filled) and all(above[at] and cells[at][0].islower() for at in filled)
