"""Markdown: headings, pipe tables and emphasis; everything else as plain text."""

import re
from collections.abc import Iterator, Sequence

from lienmach.checker.readers.finishing import finish
from lienmach.checker.readers.grid import too_many_cells
from lienmach.checker.readers.joining import Line
from lienmach.checker.readers.letters import without_markup
from lienmach.checker.readers.limits import Limits
from lienmach.checker.readers.plain import shown, split, table_or_lines, text_of
from lienmach.checker.source import Source, Table, TableRow

_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|$)")
_CLOSING = re.compile(r"[ \t]+#{1,6}[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(?:(=)=*|--+)[ \t]*")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})")
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_DELIMITERS = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?")
_QUOTE = re.compile(r" {0,3}(?:> ?)+")
_PIPE = re.compile(r"(?<!\\)\|")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_IMAGE = re.compile(r"!\[[^\[\]]{0,300}\]\([^()\s]{0,500}(?:\s[^()]{0,200})?\)")
_LINK = re.compile(r"\[([^\[\]]{1,500})\]\([^()\s]{0,500}(?:\s[^()]{0,200})?\)")
_STAR = re.compile(r"(?<![\w*(\\])\*(?=[^\s*])([^*\n]{1,400})(?<=[^\s\\])\*(?![\w*)])")
_LOW = re.compile(r"(?<![\w_\\])_(?=[^\s_])([^_\n]{1,400})(?<=[^\s\\])_(?![\w_])")


def read(data: bytes, name: str, limits: Limits) -> Source:
    text, remark = text_of(data, name, limits)
    raw = split(text)
    lines = [_plain(line) for line in raw]
    items = list(_items(raw, lines, name, limits))
    return finish(name, items, shown(lines), limits, remark)


def _plain(line: str) -> str:
    """Return a line without its inline markup; the marks of list items stay."""
    line = without_markup(line)
    if "](" in line:
        line = _LINK.sub(r"\1", _IMAGE.sub("", line))
    if "*" in line:
        line = _STAR.sub(r"\1", line)
    if "_" in line:
        line = _LOW.sub(r"\1", line)
    return line


def _items(
    raw: Sequence[str], lines: Sequence[str], name: str, limits: Limits
) -> Iterator[Line | Table]:
    """Yield headings and pipe tables, and what lies between as plain text is read."""
    at = cells = 0
    loose: list[str] = [""] * len(lines)
    found: dict[int, Line | Table] = {}
    while at < len(lines):
        table = _table(raw, lines, at)
        if table:
            cells += sum(len(row.cells) for row in table.rows)
            if cells > limits.cells:
                raise too_many_cells(name, limits)
            found[at] = table
            at = _after_table(raw, at)
            continue
        heading = _heading(raw, lines, at)
        if heading:
            found[at] = heading
            at += not _HEADING.match(raw[at])  # the line that underlines it
        elif not _RULE.fullmatch(raw[at]) and not _FENCE.match(raw[at]):
            loose[at] = _ESCAPE.sub(r"\1", _QUOTE.sub("", lines[at]))
        at += 1
    yield from _merged(found, table_or_lines(loose, name, limits))


def _merged(
    found: dict[int, Line | Table], loose: Iterator[Line | Table]
) -> Iterator[Line | Table]:
    """Yield both in the order of their lines; what was found replaces an empty line."""
    for item in loose:
        if isinstance(item, Line):
            yield found.get(item.line - 1, item)
        else:
            yield item


def _heading(raw: Sequence[str], lines: Sequence[str], at: int) -> Line | None:
    opening = _HEADING.match(raw[at])
    if opening:
        text = _CLOSING.sub("", lines[at][opening.end() :]).strip()
        return Line(_ESCAPE.sub(r"\1", text), at + 1, level=len(opening[1]))
    below = _UNDERLINE.fullmatch(raw[at + 1]) if at + 1 < len(raw) else None
    if (
        not below
        or not lines[at].strip()
        or "|" in raw[at]
        or _UNDERLINE.fullmatch(raw[at])
    ):
        return None
    text = _ESCAPE.sub(r"\1", lines[at]).strip()
    return Line(text, at + 1, level=1 if below[1] else 2)


def _is_delimiter(line: str) -> bool:
    return "-" in line and "|" in line and bool(_DELIMITERS.fullmatch(line.strip()))


def _is_row(raw: Sequence[str], at: int) -> bool:
    """Tell a row: pipes at both ends, or any in a table that has its delimiter row."""
    line = raw[at].strip()
    return len(line) > 1 and line[0] == "|" and line[-1] == "|"


def _after_table(raw: Sequence[str], at: int) -> int:
    delimited = at + 1 < len(raw) and _is_delimiter(raw[at + 1])
    while at < len(raw) and (_is_row(raw, at) or (delimited and "|" in raw[at])):
        at += 1
    return at


def _table(raw: Sequence[str], lines: Sequence[str], at: int) -> Table | None:
    delimited = at + 1 < len(raw) and "|" in raw[at] and _is_delimiter(raw[at + 1])
    if not delimited and not _is_row(raw, at):
        return None
    rows = [
        TableRow(cells, n + 1)
        for n in range(at, _after_table(raw, at))
        if not _is_delimiter(raw[n]) and any(cells := _cells(lines[n]))
    ]
    return Table(tuple(rows)) if rows else None


def _cells(line: str) -> tuple[str, ...]:
    line = line.strip().removeprefix("|")
    if line.endswith("|") and not line.endswith("\\|"):
        line = line[:-1]
    return tuple(_ESCAPE.sub(r"\1", cell).strip() for cell in _PIPE.split(line))
