"""Excel (xlsx): rows to tables, rows with one filled cell to paragraphs.

Cells are read as they are printed, with their formats. Hidden sheets, rows and columns
are left out. Rows keep their number; those of a further sheet are counted on.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml.etree import _Element

from lienmach.checker.readers.elements import attribute, child, children, kind, whole
from lienmach.checker.readers.finishing import finish
from lienmach.checker.readers.grid import only_lays_out, too_many_cells
from lienmach.checker.readers.joining import Line
from lienmach.checker.readers.letters import clean, raised, without_markup
from lienmach.checker.readers.limits import Limits
from lienmach.checker.readers.package import Package
from lienmach.checker.readers.sheet_formats import Format, built_in, parse
from lienmach.checker.source import Source, Table, TableRow, in_one_line

_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_DEFAULT_NAME = re.compile(r"(?:sheet|trang tính|trang_tính)\s?\d*", re.I)
_TITLE = re.compile(r"(?:phụ lục|biểu|bảng|mẫu)\b", re.I)
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384


@dataclass(slots=True)
class _Row:
    """A row with something in it: its line and the filled cells by column."""

    line: int
    cells: dict[int, str] = field(default_factory=dict)


def read(data: bytes, name: str, limits: Limits) -> Source:
    package = Package(data, name, limits)
    book = _Book(package, name, limits)
    items: list[Line | Table] = []
    lines: list[str] = []
    for page, (title, part) in enumerate(book.sheets(), 1):
        rows = list(book.rows(part, len(lines)))
        if rows and not _DEFAULT_NAME.fullmatch(title):
            items.append(Line(title, rows[0].line, page, level=1))
        items += _blocks(rows, page)
        lines += _texts(rows, len(lines), limits, name)
    return finish(name, items, lines, limits)


class _Book:
    """A workbook: its sheets, the strings they share and the formats of cells."""

    def __init__(self, package: Package, name: str, limits: Limits) -> None:
        self.package, self.name, self.limits = package, name, limits
        self.cells = 0
        workbook = package.tree("xl/workbook.xml")
        if workbook is None:
            raise package.broken()
        self.workbook = workbook
        properties = child(workbook, "workbookPr")
        self.from_1904 = attribute(properties, "date1904") in ("1", "true")
        self.strings = [
            _string(item) for item in package.each("xl/sharedStrings.xml", "si")
        ]
        self.formats = _formats(package.tree("xl/styles.xml"))

    def sheets(self) -> Iterator[tuple[str, str]]:
        """Yield the title and the part of each sheet that is not hidden."""
        relations = self.package.tree("xl/_rels/workbook.xml.rels")
        targets = {
            attribute(relation, "Id"): attribute(relation, "Target") or ""
            for relation in children(relations, "Relationship")
        }
        for sheet in children(child(self.workbook, "sheets"), "sheet"):
            target = targets.get(attribute(sheet, "id"), "")
            if attribute(sheet, "state") in (None, "visible") and target:
                path = target.lstrip("/")
                part = path if path.startswith("xl/") else f"xl/{path}"
                yield clean(attribute(sheet, "name") or "").strip(), part

    def rows(self, part: str, before: int) -> Iterator[_Row]:
        """Yield the rows with text; ``before`` lines were counted in other sheets."""
        hidden: set[int] = set()
        number = 0
        for element in self.package.each(part, "col", "row"):
            if kind(element) == "col":
                hidden.update(_hidden(element))
                continue
            number = max(number + 1, whole(element, "r", 0))
            if not 0 < number <= _LAST_ROW:
                raise self.package.broken()
            self.cells += len(element) + 1
            if self.cells > self.limits.cells:
                raise too_many_cells(self.name, self.limits)
            row = _Row(before + number)
            if attribute(element, "hidden") in ("1", "true"):
                continue
            column = -1
            for cell in children(element, "c"):
                found = _REFERENCE.fullmatch(attribute(cell, "r") or "")
                column = _column(found[1]) if found else column + 1
                text = self._text(cell)
                if text and column not in hidden and column < _LAST_COLUMN:
                    row.cells[column] = text
            if row.cells:
                yield row

    def _text(self, cell: _Element) -> str:
        of_type = attribute(cell, "t") or "n"
        if of_type == "inlineStr":
            return _cleaned(_string(child(cell, "is")))
        stored = child(cell, "v")
        raw = (stored.text or "") if stored is not None else ""
        if of_type == "s":
            at = int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 9 else -1
            return _cleaned(self.strings[at]) if 0 <= at < len(self.strings) else ""
        if of_type == "b":
            return "TRUE" if raw == "1" else "FALSE"
        if of_type != "n" or not raw or len(raw) > 40:
            return _cleaned(raw)
        style = whole(cell, "s", 0)
        shown = self.formats[style] if style < len(self.formats) else Format()
        return shown.shown(raw, from_1904=self.from_1904)


def _string(element: _Element | None) -> str:
    """Return a string with its runs; phonetic hints are left out."""
    parts = []
    for part in element if element is not None else ():
        if kind(part) == "t":
            parts.append(part.text or "")
        elif kind(part) == "r":
            text = "".join(t.text or "" for t in children(part, "t"))
            place = attribute(child(child(part, "rPr"), "vertAlign"), "val")
            is_raised = place == "superscript" and text.strip().isdecimal()
            parts.append(raised(text) if is_raised else text)
    return "".join(parts)


def _hidden(column: _Element) -> range:
    if attribute(column, "hidden") not in ("1", "true"):
        return range(0)
    first, last = whole(column, "min", 1), whole(column, "max", 0)
    return range(first - 1, min(last, _LAST_COLUMN))


def _cleaned(text: str) -> str:
    return in_one_line(without_markup(clean(text)))


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _formats(styles: _Element | None) -> list[Format]:
    codes = {
        whole(element, "numFmtId", -1): parse(attribute(element, "formatCode") or "")
        for element in children(child(styles, "numFmts"), "numFmt")
    }
    numbers = [
        whole(element, "numFmtId", 0)
        for element in children(child(styles, "cellXfs"), "xf")
    ]
    return [codes[n] if n in codes else built_in(n) for n in numbers]


def _texts(rows: Sequence[_Row], before: int, limits: Limits, name: str) -> list[str]:
    """Return the text of each row of a sheet, empty for the empty ones."""
    height = rows[-1].line - before if rows else 0
    if height > limits.cells:
        raise too_many_cells(name, limits)
    texts = [""] * max(0, height)
    for row in rows:
        if 0 <= row.line - before - 1 < len(texts):
            texts[row.line - before - 1] = "\t".join(row.cells.values())
    return texts


def _blocks(rows: Sequence[_Row], page: int) -> Iterator[Line | Table]:
    """Yield paragraphs and tables: a table goes on over one empty row, not over two."""
    run: list[_Row] = []
    for at, row in enumerate(rows):
        following = rows[at + 1] if at + 1 < len(rows) else None
        if run and row.line > run[-1].line + 2:
            yield from _table(run, page)
            run = []
        if len(row.cells) > 1 or (run and _is_section(row, run[-1], following)):
            run.append(row)
            continue
        yield from _table(run, page)
        run = []
        yield Line(next(iter(row.cells.values())), row.line, page)
    yield from _table(run, page)


def _is_section(row: _Row, above: _Row, below: _Row | None) -> bool:
    """Tell a row of a table with one filled cell: rows stand directly around it, or
    what it holds stands under a further column."""
    ((column, text),) = row.cells.items()
    if above.line != row.line - 1 or _TITLE.match(text):
        return False
    if column > min(above.cells):
        return True
    return below is not None and len(below.cells) > 1 and below.line == row.line + 1


def _table(run: Sequence[_Row], page: int) -> Iterator[Line | Table]:
    if not run:
        return
    columns = sorted({column for row in run for column in row.cells})
    first, last = columns[0], columns[-1]
    wide = last - first < 4 * len(columns)
    shown = range(first, last + 1) if wide else columns
    texts = [[row.cells.get(column, "") for column in shown] for row in run]
    if only_lays_out(texts, len(columns)):
        for column in range(len(shown)):
            for cells, row in zip(texts, run, strict=True):
                if cells[column]:
                    yield Line(cells[column], row.line, page)
    else:
        made = (TableRow(tuple(c), row.line) for c, row in zip(texts, run, strict=True))
        yield Table(tuple(made), page)
