"""Word (docx): paragraphs, tables, generated numbers, footnotes and text boxes.

Tracked deletions and hidden text are left out, insertions kept. Headers and footers
are left out: they repeat on each page. A table of contents keeps its lines but gives
no paragraphs: it would repeat every heading.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element

from lienmach.checker.readers.elements import attribute, child, kind, whole
from lienmach.checker.readers.finishing import check_lines, finish
from lienmach.checker.readers.grid import Cell, Grid, lay_out
from lienmach.checker.readers.joining import Line
from lienmach.checker.readers.letters import clean, raised, without_markup
from lienmach.checker.readers.limits import Limits
from lienmach.checker.readers.package import Package
from lienmach.checker.readers.word_numbering import Numbering, Styles
from lienmach.checker.source import Source, in_one_line

_TRANSPARENT = frozenset({"ins", "moveTo", "customXml", "smartTag", "sdtContent"})
_INLINE = _TRANSPARENT | {"hyperlink", "fldSimple", "dir", "bdo", "oMath", "oMathPara"}
_NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}
_OFF = ("0", "false", "off", "none")


@dataclass(slots=True)
class Origins:
    """The elements of paragraphs by their line, of cells by line and column."""

    lines: dict[int, _Element] = field(default_factory=dict)
    cells: dict[tuple[int, int], _Element] = field(default_factory=dict)


def read(data: bytes, name: str, limits: Limits) -> Source:
    package = Package(data, name, limits)
    blocks = _blocks(package, package.tree("word/document.xml"))
    items, lines = lay_out(blocks, limits, name, count=True)
    return finish(name, items, lines, limits)


def origins(package: Package, document: _Element) -> Origins:
    """Return where in the tree of a document each of its lines was read."""
    blocks = _blocks(package, document)
    lay_out(blocks, package.limits, package.name, count=True)
    found = Origins()
    _trace(blocks, found)
    return found


def _blocks(package: Package, document: _Element | None) -> list[Line | Grid]:
    body = child(document, "body")
    if body is None:
        raise package.broken()
    reader = _Reader(package, package.name, package.limits)
    return reader.blocks(body) + reader.notes()


def _trace(blocks: Iterable[Line | Grid], found: Origins) -> None:
    for block in blocks:
        if isinstance(block, Line):
            if block.origin is not None:
                found.lines.setdefault(block.line, block.origin)
            continue
        for at, row in enumerate(block.rows):
            column = 0
            for cell in row:
                if not block.lines:  # a frame: its paragraphs have lines of their own
                    _trace(cell.blocks, found)
                elif cell.origin is not None:
                    found.cells[block.lines[at], column] = cell.origin
                column += cell.columns


class _Reader:
    """Walks a document once; the numbers of lists are counted on the way."""

    def __init__(self, package: Package, name: str, limits: Limits) -> None:
        self.package, self.name, self.limits = package, name, limits
        self.paragraphs = 0
        self.styles = Styles(package.tree("word/styles.xml"))
        self.numbering = Numbering(package.tree("word/numbering.xml"))
        self.page = 1
        self.has_turned = False  # by a break, so that Word's own mark of it is none
        self.carried: list[str] = []  # a paragraph whose mark was deleted
        self.called: list[tuple[str, str]] = []  # notes, as they are referred to
        self.floats: list[Line | Grid] = []

    def blocks(self, container: _Element) -> list[Line | Grid]:
        found: list[Line | Grid] = []
        for element in container:
            match kind(element):
                case "p":
                    found += self._paragraph(element)
                case "tbl":
                    found.append(self._table(element))
                case "sdt":
                    content = child(element, "sdtContent")
                    if content is not None:
                        found += self._contained(element, content)
                case name if name in _TRANSPARENT:
                    found += self.blocks(element)
        if self.carried:
            found += self._made(self.carried)
            self.carried = []
        return found

    def _contained(self, holder: _Element, content: _Element) -> list[Line | Grid]:
        found = self.blocks(content)
        part = child(child(child(holder, "sdtPr"), "docPartObj"), "docPartGallery")
        if attribute(part, "val") == "Table of Contents":
            for block in found:
                if isinstance(block, Line):
                    block.is_left_out = True
        return found

    def _paragraph(self, element: _Element) -> list[Line | Grid]:
        self.paragraphs += 1
        check_lines(self.paragraphs, self.name, self.limits)
        properties = child(element, "pPr")
        style = self.styles.of(attribute(child(properties, "pStyle"), "val") or "")
        if child(properties, "pageBreakBefore") is not None:
            self.page += 1
            self.has_turned = True
        pieces = self.carried + list(self._pieces(element))
        number = self._number(properties, style.num_id, style.level)
        mark = child(properties, "rPr")
        if child(mark, "del") is not None or child(mark, "moveFrom") is not None:
            self.carried = pieces
            return []
        self.carried = []
        level = whole(child(properties, "outlineLvl"), "val", style.outline - 1) + 1
        lines = self._made(pieces)
        lines[0].number = number
        for line in lines:
            line.level = level if 0 < level < 10 else 0
            line.is_left_out = style.name.startswith("toc ")
            line.origin = element
        floats, self.floats = self.floats, []
        return [*lines, *floats]

    def _made(self, pieces: Iterable[str]) -> list[Line]:
        """Make the lines of a paragraph: one, and more where ends are forced."""
        lines, run, page = list[Line](), list[str](), self.page
        for piece in [*pieces, "\n"]:
            if piece == "\n":
                text = in_one_line(without_markup(clean("".join(run))))
                if text:
                    lines.append(Line(text, 0, page, follows=bool(lines)))
                run = []
            elif piece == "\f":
                self.page += 1
            else:
                page = page if run else self.page
                run.append(piece)
        return lines or [Line("", 0, page)]

    def _number(
        self, properties: _Element | None, num_id: str, level: int | None
    ) -> str:
        own = child(properties, "numPr")
        said = attribute(child(own, "numId"), "val")
        if said is not None:
            num_id = said
        at = whole(child(own, "ilvl"), "val", level or 0)
        return self.numbering.next(num_id, at) if num_id not in ("", "0") else ""

    def _pieces(self, element: _Element) -> Iterator[str]:
        """Yield the texts of a paragraph, «\\n» for a line end, «\\f» for a page."""
        for part in element:
            name = kind(part)
            if name == "r":
                yield from self._run(part)
            elif name in _INLINE:
                yield from self._pieces(part)
            elif name == "sdt":
                content = child(part, "sdtContent")
                if content is not None:
                    yield from self._pieces(content)
            elif name == "AlternateContent":
                yield from self._alternative(part)

    def _alternative(self, element: _Element) -> Iterator[str]:
        chosen = child(element, "Choice")
        chosen = chosen if chosen is not None else child(element, "Fallback")
        if chosen is not None:
            self._float(chosen)
        yield from ()

    def _float(self, element: _Element) -> None:
        """Read the text boxes in a drawing: they follow the paragraph they hang on."""
        for part in element.iter():
            if kind(part) == "txbxContent" and not _is_inside(part, element):
                carried, self.carried = self.carried, []
                floats, self.floats = self.floats, []
                floats += self.blocks(part)
                self.floats, self.carried = floats, carried

    def _run(self, element: _Element) -> Iterator[str]:
        properties = child(element, "rPr")
        if is_on(properties, "vanish") or is_on(properties, "webHidden"):
            return
        is_raised = attribute(child(properties, "vertAlign"), "val") == "superscript"
        for part in element:
            name = kind(part)
            if name == "t":
                text = part.text or ""
                yield raised(text) if is_raised and text.strip().isdecimal() else text
                self.has_turned = self.has_turned and not text
            elif name == "AlternateContent":
                yield from self._alternative(part)
            elif name in ("drawing", "pict", "object"):
                self._float(part)
            elif name in _NOTES:
                self.called.append((_NOTES[name], attribute(part, "id") or ""))
            else:
                yield self._mark(part, name)

    def _mark(self, element: _Element, name: str) -> str:
        """Return what a mark inside a run stands for."""
        match name:
            case "br" | "cr":
                if attribute(element, "type") != "page":
                    return "\n"
                self.has_turned = True
                return "\f"
            case "lastRenderedPageBreak":
                turned, self.has_turned = self.has_turned, False
                return "" if turned else "\f"
            case "tab" | "ptab":
                return " "
            case "noBreakHyphen":
                return "-"
        return ""

    def _table(self, element: _Element) -> Grid:
        grid = Grid(page=self.page)
        for row in _rows(element):
            properties = child(row, "trPr")
            if child(properties, "del") is not None:
                continue
            before = whole(child(properties, "gridBefore"), "val", 0)
            cells = [Cell(columns=before)] if before else []
            cells += [self._cell(cell) for cell in _cells(row)]
            grid.rows.append(cells)
        return grid

    def _cell(self, element: _Element) -> Cell:
        properties = child(element, "tcPr")
        merged = child(properties, "vMerge")
        covered = merged is not None and attribute(merged, "val") != "restart"
        aside = attribute(child(properties, "hMerge"), "val") == "continue"
        columns = max(1, whole(child(properties, "gridSpan"), "val", 1))
        blocks = self.blocks(element)
        return Cell(blocks, columns, covered=covered or aside, origin=element)

    def notes(self) -> list[Line | Grid]:
        """Return the footnotes and endnotes that were referred to, in that order."""
        found: list[Line | Grid] = []
        notes: dict[tuple[str, str], _Element] = {}
        for place in {place for place, _ in self.called}:
            root = self.package.tree(f"word/{place}.xml")
            for note in () if root is None else root:
                notes[place, attribute(note, "id") or ""] = note
        for key in self.called:
            if key in notes:
                found += self.blocks(notes.pop(key))
        return found


def is_on(properties: _Element | None, name: str) -> bool:
    """Tell whether a property of a run is set, and not set off."""
    found = child(properties, name)
    return found is not None and attribute(found, "val") not in _OFF


def _is_inside(part: _Element, top: _Element) -> bool:
    """Tell a text box inside another, which is read with that, or a second reading."""
    above = part.getparent()
    while above is not None and above is not top:
        if kind(above) in ("txbxContent", "Fallback"):
            return True
        above = above.getparent()
    return False


def _rows(element: _Element) -> Iterator[_Element]:
    for part in element:
        if kind(part) == "tr":
            yield part
        elif kind(part) in _TRANSPARENT or kind(part) == "sdt":
            yield from _rows(part)


def _cells(row: _Element) -> Iterator[_Element]:
    for part in row:
        if kind(part) == "tc":
            if child(child(part, "tcPr"), "cellDel") is None:
                yield part
        elif kind(part) in _TRANSPARENT or kind(part) == "sdt":
            yield from _cells(part)
