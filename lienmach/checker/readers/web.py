"""HTML: a scanner of our own, which takes linear time and knows every line number.

Nothing is repaired that a browser would not show: blocks end paragraphs, cells and
rows end where the next begins, unknown tags are passed over.
"""

import re
from dataclasses import dataclass, field
from html import unescape

from lienmach.checker.readers.finishing import check_length, check_lines, finish
from lienmach.checker.readers.grid import Cell, Grid, lay_out, too_many_cells
from lienmach.checker.readers.joining import Line
from lienmach.checker.readers.letters import clean, decode, is_binary, raised
from lienmach.checker.readers.limits import Limits, Unreadable
from lienmach.checker.readers.numerals import numeral
from lienmach.checker.source import Source, in_one_line

_NAME = re.compile(r"(/?)([a-zA-Z][a-zA-Z0-9:-]{0,40})")
_SPAN = re.compile(r"\b(row|col)span\s*=\s*[\"']?\s*(\d{1,4})", re.I)
_START = re.compile(r"\bstart\s*=\s*[\"']?\s*(\d{1,4})", re.I)
_TYPE = re.compile(r"\btype\s*=\s*[\"']?\s*([1aAiI])\b")
_HIDDEN = re.compile(r"\shidden\b|display\s*:\s*none", re.I)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*(?:windows-|x-cp|cp)1258\b", re.I)
_GAP = re.compile(r"[ \t\f]+")
_WHOLLY_SKIPPED = frozenset(
    {"script", "style", "title", "template", "svg", "math", "textarea"}
)
_SKIPPED = frozenset({"nav", "button", "select", "del", "noscript"})
_VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "col", "area", "wbr"})
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "caption", "center", "dd"}
    | {"details", "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure"}
    | {"footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr"}
    | {"html", "legend", "li", "main", "ol", "p", "pre", "section", "summary", "ul"}
)
_DEEPEST = 40  # of tables in tables; what is deeper is read as text of the last


def read(data: bytes, name: str, limits: Limits) -> Source:
    if _CHARSET.search(data[:2048]):
        text, remark = data.decode("cp1258", "replace"), ""
    else:
        text, remark = decode(data, name)
    if is_binary(text):
        raise Unreadable(f"Tệp «{name}» là tệp nhị phân, không phải văn bản.")
    check_length(len(text), name, limits)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    page = _Page(name, limits)
    _scan(text, page)
    page.end()
    items, _ = lay_out(page.root, limits, name, count=False)
    return finish(name, items, page.shown(text.count("\n") + 1), limits, remark)


def _scan(text: str, page: "_Page") -> None:
    """Hand tags and texts to the page, in one pass over the text."""
    at, quotes = 0, {'"': True, "'": True, ">": True}
    while (opens := text.find("<", at)) >= 0:
        page.text(text[at:opens])
        at = opens
        if text.startswith("<!--", at):
            ends = text.find("-->", at + 4)
            at = _passed(text, page, at, ends + 3 if ends >= 0 else len(text))
            continue
        tag = _NAME.match(text, at + 1)
        if not tag:
            is_other = quotes[">"] and text.startswith(("<!", "<?"), at)
            ends = text.find(">", at) if is_other else -1
            quotes[">"] = quotes[">"] and (ends >= 0 or not is_other)
            if not quotes[">"]:
                break  # nothing that opens here ever closes: all the rest is text
            if ends < 0:
                page.text("<")
                at += 1
            else:
                at = _passed(text, page, at, ends + 1)
            continue
        ends = _end_of_tag(text, tag.end(), quotes)
        name, attributes = tag[2].lower(), text[tag.end() : ends - 1]
        if tag[1]:
            page.close(name)
        else:
            page.open(name, attributes)
        at = _passed(text, page, at, ends)
        if not tag[1] and name in _WHOLLY_SKIPPED and not attributes.endswith("/"):
            found = re.compile(rf"</{name}\b", re.I).search(text, at)
            at = _passed(text, page, at, found.start() if found else len(text))
    page.text(text[at:])


def _passed(text: str, page: "_Page", at: int, ends: int) -> int:
    page.line += text.count("\n", at, ends)
    return ends


def _end_of_tag(text: str, at: int, quotes: dict[str, bool]) -> int:
    """Return the offset behind the tag; ``quotes`` remembers which never close."""
    while at < len(text):
        found = _TAG_PART.search(text, at)
        if not found:
            return len(text)
        mark = found[0][-1]
        if mark == ">":
            return found.end()
        closes = text.find(mark, found.end()) if quotes[mark] else -1
        quotes[mark] = closes >= 0
        at = closes + 1 if closes >= 0 else found.end()
    return len(text)


_TAG_PART = re.compile(r">|=\s{0,20}[\"']")


@dataclass(slots=True)
class _List:
    """An ``ol`` or ``ul`` that is open; bullets are «-»."""

    style: str = ""
    count: int = 0

    def next(self) -> str:
        self.count += 1
        return numeral(self.count, self.style) if self.style else "-"


@dataclass(slots=True)
class _Page:
    """What was read so far: blocks, the run of text at hand and the open tables."""

    name: str
    limits: Limits
    line: int = 1
    cells: int = 0
    written: int = 0
    root: list[Line | Grid] = field(default_factory=list)
    run: list[tuple[str, int]] = field(default_factory=list)
    tables: list[tuple[Grid, list[Line | Grid]]] = field(default_factory=list)
    blocks: list[Line | Grid] = field(default_factory=list)
    lists: list[_List] = field(default_factory=list)
    texts: dict[int, list[str]] = field(default_factory=dict)
    level: int = 0
    number: str = ""
    skipped: str = ""  # the element that is passed over, and how often it is open
    depth: int = 0
    is_raised: bool = False
    is_verbatim: bool = False

    def __post_init__(self) -> None:
        self.blocks = self.root

    def text(self, raw: str) -> None:
        parts = raw.split("\n")
        for at, part in enumerate(parts):
            if at:
                self.line += 1
                if self.is_verbatim:
                    self.flush()
                elif self.run:
                    self.run.append((" ", self.line))
            if part and not self.skipped:
                said = clean(unescape(part) if "&" in part else part)
                said = raised(said) if self.is_raised and said.isdecimal() else said
                self.run.append((_GAP.sub(" ", said), self.line))

    def open(self, name: str, attributes: str) -> None:
        if self.skipped:
            self.depth += name == self.skipped
            return
        hidden = name in _SKIPPED or (attributes and _HIDDEN.search(attributes))
        if hidden and name not in _VOID:
            self.skipped, self.depth = name, 1
            return
        if name == "br":
            self.flush()
        elif name == "sup":
            self.is_raised = True
        elif name in ("table", "tr", "td", "th"):
            self.flush()
            self._open_table(name, attributes)
        elif name in _BLOCKS:
            self._open_block(name, attributes)

    def _open_block(self, name: str, attributes: str) -> None:
        self.flush()
        self.level = int(name[1]) if name in _HEADINGS else 0
        self.is_verbatim = name == "pre"
        if name in ("ol", "ul"):
            start, style = _START.search(attributes), _TYPE.search(attributes)
            count = int(start[1]) - 1 if start else 0
            listed = (
                _List(style[1] if style else "1", count) if name == "ol" else _List()
            )
            self.lists.append(listed)
        elif name == "li":
            self.number = self.lists[-1].next() if self.lists else "-"

    def _open_table(self, name: str, attributes: str) -> None:
        if name == "table":
            if len(self.tables) < _DEEPEST:
                self.tables.append((Grid(), self.blocks))
            return
        if not self.tables:
            return
        grid, around = self.tables[-1]
        if name == "tr" or not grid.rows:
            if not grid.rows:
                around.append(grid)
            grid.rows.append([])
            grid.lines.append(self.line)
            self.blocks = around
        if name != "tr":
            if not grid.rows[-1]:
                grid.lines[-1] = self.line
            spans = {side.lower(): int(n) for side, n in _SPAN.findall(attributes)}
            self.cells += 1
            if self.cells > self.limits.cells:
                raise too_many_cells(self.name, self.limits)
            cell = Cell([], max(1, spans.get("col", 1)), max(1, spans.get("row", 1)))
            grid.rows[-1].append(cell)
            self.blocks = cell.blocks

    def close(self, name: str) -> None:
        if self.skipped:
            self.depth -= name == self.skipped
            if not self.depth:
                self.skipped = ""
            return
        if name == "sup":
            self.is_raised = False
        elif name == "table":
            self.flush()
            if self.tables:
                self.blocks = self.tables.pop()[1]
        elif name in ("td", "th", "tr") and self.tables:
            self.flush()
            self.blocks = self.tables[-1][1]
        elif name in _BLOCKS:
            self.flush()
            self.level, self.is_verbatim = 0, False
            if name in ("ol", "ul") and self.lists:
                self.lists.pop()

    def flush(self) -> None:
        """End the run of text: it becomes a line, with the places where it wraps."""
        out, length, breaks = list[str](), 0, list[tuple[int, int]]()
        for part, line in self.run:
            text = part.lstrip() if not out or out[-1].endswith(" ") else part
            if not text:
                continue
            if text != " " and (not breaks or breaks[-1][1] != line):
                breaks.append((length + len(text) - len(text.lstrip()), line))
                self.texts.setdefault(line, [])
            if text != " ":
                self.texts[line].append(text)
            out.append(text)
            length += len(text)
        self.run = []
        text = "".join(out).rstrip()
        if text:
            self.written += 1
            check_lines(self.written, self.name, self.limits)
            first, *rest = breaks
            made = Line(text, first[1], None, self.level, self.number)
            made.breaks = tuple(rest)
            self.blocks.append(made)
            self.texts[breaks[-1][1]].append(" ")
            self.number = ""

    def end(self) -> None:
        self.flush()

    def shown(self, lines: int) -> list[str]:
        """Return the text that stands on each line of the file."""
        return [
            in_one_line("".join(self.texts.get(n, ()))) for n in range(1, lines + 1)
        ]


_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
