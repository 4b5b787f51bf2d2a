"""OpenDocument text (odt): paragraphs, tables, generated numbers, notes, text boxes.

Tracked deletions stand apart in the file and are left out; comments too. A table of
contents keeps its lines but gives no paragraphs.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element

from lienmach.checker.readers.elements import attribute, child, children, kind, whole
from lienmach.checker.readers.finishing import check_lines, finish
from lienmach.checker.readers.grid import Cell, Grid, lay_out, too_many_cells
from lienmach.checker.readers.joining import Line
from lienmach.checker.readers.letters import clean, raised, without_markup
from lienmach.checker.readers.limits import Limits, Unreadable
from lienmach.checker.readers.numerals import counted
from lienmach.checker.readers.package import Package
from lienmach.checker.source import Source, in_one_line

_LEFT_OUT = frozenset(
    {"table-of-content", "illustration-index", "table-index", "alphabetical-index"}
)
_IGNORED = frozenset(
    {"tracked-changes", "forms", "sequence-decls", "annotation", "annotation-end"}
    | {"note", "ruby-text", "script", "variable-decls", "user-field-decls"}
)
_ROW_GROUPS = frozenset({"table-header-rows", "table-rows", "table-row-group"})
_SPACES_AT_MOST = 200


@dataclass(slots=True)
class _Level:
    style: str = ""  # empty: shows no number
    prefix: str = ""
    suffix: str = ""
    shown: int = 1
    start: int = 1


@dataclass(slots=True)
class _Numbered:
    """A list style with the counts of its running list."""

    levels: dict[int, _Level] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)

    def next(self, at: int) -> str:
        level = self.levels.get(at, _Level())
        self.counts[at] = self.counts.get(at, level.start - 1) + 1
        for deeper in [deeper for deeper in self.counts if deeper > at]:
            del self.counts[deeper]
        if level.style == "•":
            return "-"
        if not level.style:
            return ""
        first = max(1, at - level.shown + 1)
        parts = [
            counted(self.counts.get(n, 1), self.levels.get(n, _Level("1")).style or "1")
            for n in range(first, at + 1)
        ]
        return (level.prefix + ".".join(parts) + level.suffix).strip()


def read(data: bytes, name: str, limits: Limits) -> Source:
    package = Package(data, name, limits)
    if b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise Unreadable(f"Tệp «{name}» có mật khẩu. Hãy bỏ mật khẩu rồi thử lại.")
    content = package.tree("content.xml")
    text = child(child(content, "body"), "text")
    if content is None or text is None:
        raise package.broken()
    reader = _Reader(name, limits)
    for root in (package.tree("styles.xml"), content):
        reader.learn(root)
    blocks = reader.blocks(text)
    for note in reader.notes:
        blocks += reader.blocks(note)
    items, lines = lay_out(blocks, limits, name, count=True)
    return finish(name, items, lines, limits)


class _Reader:
    """Walks a document once; the numbers of lists are counted on the way."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.name, self.limits = name, limits
        self.page = 1
        self.paragraphs = self.cells = 0
        self.lists: dict[str, dict[int, _Level]] = {}
        self.running: dict[str, _Numbered] = {}
        self.headings = _Numbered()
        self.turns: set[str] = set()  # paragraph styles that begin a page
        self.raised: set[str] = set()  # text styles of superscripts
        self.hidden: set[str] = set()
        self.listed: dict[str, str] = {}  # paragraph style → its list style
        self.notes: list[_Element] = []
        self.floats: list[Line | Grid] = []

    def learn(self, root: _Element | None) -> None:
        """Take over the styles of ``styles.xml`` or ``content.xml``."""
        for name in ("styles", "automatic-styles"):
            place = child(root, name)
            for element in () if place is None else place:
                self._learn_style(element)

    def _learn_style(self, element: _Element) -> None:
        name = attribute(element, "name") or ""
        match kind(element):
            case "list-style":
                self.lists[name] = _levels(element)
            case "outline-style":
                self.headings = _Numbered(_levels(element))
            case "style":
                text = child(element, "text-properties")
                if (
                    attribute(child(element, "paragraph-properties"), "break-before")
                    == "page"
                ):
                    self.turns.add(name)
                if (attribute(text, "text-position") or "").startswith("super"):
                    self.raised.add(name)
                if attribute(text, "display") == "none":
                    self.hidden.add(name)
                if listed := attribute(element, "list-style-name"):
                    self.listed[name] = listed

    def blocks(self, container: _Element) -> list[Line | Grid]:
        found: list[Line | Grid] = []
        for element in container:
            found += self._block(element)
        return found

    def _block(self, element: _Element) -> list[Line | Grid]:
        name = kind(element)
        match name:
            case "p" | "h":
                return self._paragraph(element)
            case "list":
                return self._list(element, "", 1)
            case "table":
                return [self._table(element)]
            case "soft-page-break":
                self.page += 1
            case "frame" | "custom-shape":
                self._float(element)
                floats, self.floats = self.floats, []
                return floats
        if name in _LEFT_OUT:
            found = self.blocks(element)
            for block in found:
                if isinstance(block, Line):
                    block.is_left_out = True
            return found
        if name in ("section", "index-body", "index-title", "note-body", "text-box"):
            return self.blocks(element)
        return []

    def _paragraph(self, element: _Element, number: str = "") -> list[Line | Grid]:
        self.paragraphs += 1
        check_lines(self.paragraphs, self.name, self.limits)
        style = attribute(element, "style-name") or ""
        self.page += style in self.turns
        level = 0
        if kind(element) == "h":
            level = max(1, min(whole(element, "outline-level", 1), 9))
            if attribute(element, "is-list-header") != "true":
                number = number or self.headings.next(level)
        lines, run, page = list[Line](), list[str](), self.page
        hidden = style in self.hidden
        for piece in [*([] if hidden else self._pieces(element)), "\n"]:
            if piece == "\n":
                text = in_one_line(without_markup(clean("".join(run))))
                if text:
                    lines.append(Line(text, 0, page, level, follows=bool(lines)))
                run = []
            else:
                run.append(piece)
        lines = lines or [Line("", 0, page)]
        lines[0].number = number
        floats, self.floats = self.floats, []
        return [*lines, *floats]

    def _pieces(self, element: _Element, is_raised: bool = False) -> Iterator[str]:
        """Yield the texts of a paragraph, «\\n» for a forced line end."""
        if element.text:
            yield _said(element.text, is_raised)
        for part in element:
            name = kind(part)
            style = attribute(part, "style-name") if name == "span" else None
            if name == "s":
                yield " " * min(whole(part, "c", 1), _SPACES_AT_MOST)
            elif name == "tab":
                yield " "
            elif name == "line-break":
                yield "\n"
            elif name == "soft-page-break":
                self.page += 1
            elif name == "note":
                self.notes += children(part, "note-body")
            elif name in ("frame", "custom-shape"):
                self._float(part)
            elif name not in _IGNORED and name and style not in self.hidden:
                yield from self._pieces(part, is_raised or style in self.raised)
            if part.tail:
                yield _said(part.tail, is_raised)

    def _float(self, element: _Element) -> None:
        """Read the text boxes of a frame: they follow the paragraph they hang on."""
        if kind(element) == "custom-shape":
            boxes = [element] if child(element, "p") is not None else []
        else:
            boxes = list(children(element, "text-box"))
        for box in boxes:
            floats, self.floats = self.floats, []
            floats += self.blocks(box)
            self.floats = floats

    def _list(self, element: _Element, style: str, level: int) -> list[Line | Grid]:
        """Read a list; a list that does not continue another starts to count again."""
        style = attribute(element, "style-name") or style
        goes_on = attribute(element, "continue-numbering") == "true" or (
            attribute(element, "continue-list") is not None
        )
        if style not in self.running or (level == 1 and not goes_on):
            self.running[style] = _Numbered(self.lists.get(style, {}))
        numbered = self.running[style]
        found: list[Line | Grid] = []
        for item in element:
            if kind(item) not in ("list-item", "list-header"):
                continue
            start = whole(item, "start-value", 0)
            if start:
                numbered.counts[level] = start - 1
            has_number = kind(item) == "list-item"
            for part in item:
                if kind(part) == "list":
                    found += self._list(part, style, level + 1)
                    has_number = False
                elif kind(part) in ("p", "h"):
                    number = numbered.next(level) if has_number else ""
                    found += self._paragraph(part, number)
                    has_number = False
                else:
                    found += self._block(part)
        return found

    def _table(self, element: _Element) -> Grid:
        grid = Grid(page=self.page)
        for row in _rows(element):
            cells = self._cells(row)
            is_empty = not any(cell.text for cell in cells)
            times = 1 if is_empty else whole(row, "number-rows-repeated", 1)
            for _ in range(max(1, times)):
                self._allow(len(cells))
                grid.rows.append(cells)
        return grid

    def _cells(self, row: _Element) -> list[Cell]:
        """Read a row; what is covered by a merged cell is there too, and empty."""
        cells: list[Cell] = []
        for part in row:
            if kind(part) not in ("table-cell", "covered-table-cell"):
                continue
            covered = kind(part) == "covered-table-cell"
            blocks = [] if covered else self.blocks(part)
            times = max(1, whole(part, "number-columns-repeated", 1))
            self._allow(times)
            cells += [Cell(blocks)] * times
        return cells

    def _allow(self, more: int) -> None:
        self.cells += more
        if self.cells > self.limits.cells:
            raise too_many_cells(self.name, self.limits)


def _rows(element: _Element) -> Iterator[_Element]:
    for part in element:
        if kind(part) == "table-row":
            yield part
        elif kind(part) in _ROW_GROUPS:
            yield from _rows(part)


def _levels(element: _Element) -> dict[int, _Level]:
    levels = {}
    for part in element:
        name = kind(part)
        bullet = name in ("list-level-style-bullet", "list-level-style-image")
        levels[whole(part, "level", 1)] = _Level(
            "•" if bullet else attribute(part, "num-format") or "",
            (attribute(part, "num-prefix") or "")[:20],
            (attribute(part, "num-suffix") or "")[:20],
            whole(part, "display-levels", 1),
            whole(part, "start-value", 1),
        )
    return levels


def _said(text: str, is_raised: bool) -> str:
    said = " ".join(text.replace("\n", " ").replace("\t", " ").split(" "))
    return raised(said) if is_raised and said.strip().isdecimal() else said
