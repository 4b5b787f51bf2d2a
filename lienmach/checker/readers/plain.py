"""Plain text: lines to paragraphs, lines with tabs or strokes to tables."""

import re
from collections.abc import Iterator, Sequence

from lienmach.checker.readers import pipes, spaced
from lienmach.checker.readers.columns import in_columns, side_by_side
from lienmach.checker.readers.finishing import check_length, check_lines, finish
from lienmach.checker.readers.grid import only_lays_out, too_many_cells
from lienmach.checker.readers.joining import Line, mark_full
from lienmach.checker.readers.letters import clean, decode, is_binary, without_markup
from lienmach.checker.readers.limits import Limits, Unreadable
from lienmach.checker.source import Source, Table, TableRow, in_one_line

_CODE = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*|[IVXLC]{1,6}|[A-Za-zĐđ])?[.)]?|[-–+*•]")


def read(data: bytes, name: str, limits: Limits) -> Source:
    text, remark = text_of(data, name, limits)
    lines = tuple(without_markup(line) for line in split(text))
    items = list(table_or_lines(_with_tabs(lines), name, limits))
    return finish(name, items, shown(lines), limits, remark)


def _with_tabs(lines: Sequence[str]) -> tuple[str, ...]:
    return spaced.with_tabs(pipes.with_tabs(lines))


def text_of(data: bytes, name: str, limits: Limits) -> tuple[str, str]:
    """Decode and clean a text file; Unreadable if it holds no text."""
    text, remark = decode(data, name)
    if is_binary(text):
        raise Unreadable(f"Tệp «{name}» là tệp nhị phân, không phải văn bản.")
    check_length(len(text), name, limits)
    check_lines(max(text.count("\n"), text.count("\r")), name, limits)
    return clean(text), remark


def split(text: str) -> list[str]:
    """Split a text at line ends as editors count lines: form feeds are none."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines[:-1] if len(lines) > 1 and not lines[-1] else lines


def shown(lines: Sequence[str]) -> tuple[str, ...]:
    """Return the lines as they are quoted: without form feeds and spaces at the end."""
    return tuple(line.replace("\f", "").rstrip() for line in lines)


def table_or_lines(
    lines: Sequence[str], name: str, limits: Limits
) -> Iterator[Line | Table]:
    """Yield tables where lines have tabs, and the other lines one by one."""
    pages = _pages(lines)
    items: list[Line | Table] = []
    indents: list[int] = []
    at = cells = 0
    while at < len(lines):
        region = _region(lines, at) if _is_row(lines[at]) else side_by_side(lines, at)
        found: list[Line] | Table | None = None
        if len(region) > 1 and not _is_row(lines[at]):
            found = in_columns(lines, region, pages[at])
        elif len(region) > 1:
            found = _table(lines, region, pages[at])
        if isinstance(found, Table):
            cells += sum(len(row.cells) for row in found.rows)
            if cells > limits.cells:
                raise too_many_cells(name, limits)
            items.append(found)
        else:
            items += found or [line_of(lines[n], n + 1, pages[n]) for n in region]
        at = region[-1] + 1
    loose = [item for item in items if isinstance(item, Line)]
    for item in loose:
        raw = lines[item.line - 1].expandtabs(4)
        indents.append(len(raw) - len(raw.lstrip()))
    mark_full(loose, indents)
    return iter(items)


def line_of(text: str, line: int, page: int | None) -> Line:
    return Line(in_one_line(text), line, page)


def _pages(lines: Sequence[str]) -> list[int | None]:
    """Return the page of each line, None throughout where the file has no pages."""
    if not any("\f" in line for line in lines):
        return [None] * len(lines)
    pages, page = list[int | None](), 1
    for line in lines:
        opens = line.lstrip(" ").startswith("\f")
        pages.append(page + opens)
        page += line.count("\f")
    return pages


def _is_row(text: str) -> bool:
    return "\t" in text.strip()


def _width(text: str) -> int:
    return text.count("\t") + 1


def _region(lines: Sequence[str], at: int) -> list[int]:
    """Return the lines of a table that begins here: its rows and what wraps in it."""
    region, width, first = [at], _width(lines[at]), at
    while True:
        at = region[-1] + 1
        blanks = 0
        while at < len(lines) and not lines[at].strip():
            if lines[at].count("\t") == width - 1 > 0:
                break
            at, blanks = at + 1, blanks + 1
        if at == len(lines) or blanks > 3:
            return region
        text = lines[at]
        if _is_row(text) or (_width(text) == width > 1):
            if blanks and (_width(text) != width or _same_head(lines[first], text)):
                return region
            width = max(width, _width(text))
        elif not _wraps(text, lines[region[-1]], lines[at + 1 : at + 2], width):
            return region
        region.append(at)


def _same_head(first: str, text: str) -> bool:
    head = text.split("\t", 1)[0].strip().lower()
    return (
        head in ("stt", "tt", "số tt")
        and head == first.split("\t", 1)[0].strip().lower()
    )


def _wraps(text: str, row: str, following: Sequence[str], width: int) -> bool:
    """Tell whether a line without tabs continues the last cell of a row."""
    begins = text.strip()[0]
    if not (begins.islower() or begins == "(") or _CODE.fullmatch(
        text.split(None, 1)[0]
    ):
        return False
    in_middle = bool(following) and _is_row(following[0])
    return in_middle or (_is_row(row) and _width(row) < width)


def _table(
    lines: Sequence[str], region: Sequence[int], page: int | None
) -> Table | list[Line]:
    """Make the rows of a region: a table, or paragraphs if they only look like one."""
    rows = _rows(lines, region)
    width = max(len(cells) for cells, _ in rows)
    texts = [[*cells, *[""] * (width - len(cells))] for cells, _ in rows]
    is_list = width == 2 and all(row[0] and _CODE.fullmatch(row[0]) for row in texts)
    if is_list or len(rows) == 1:
        return [Line(" ".join(filter(None, cells)), line, page) for cells, line in rows]
    filled = sum(any(column) for column in zip(*texts, strict=True))
    if only_lays_out(texts, filled):
        return [
            Line(cells[column], line, page)
            for column in range(width)
            for cells, (_, line) in zip(texts, rows, strict=True)
            if cells[column]
        ]
    made = (TableRow(tuple(cells), line) for cells, line in rows if any(cells))
    return Table(tuple(made), page)


def _rows(lines: Sequence[str], region: Sequence[int]) -> list[tuple[list[str], int]]:
    """Split rows into cells, putting wrapped ones together."""
    widths = [_width(lines[n]) for n in region if "\t" in lines[n]]
    width = max(set(widths), key=lambda w: (widths.count(w), w))
    rows: list[tuple[list[str], int]] = []
    for n in region:
        cells = list(map(in_one_line, lines[n].split("\t")))
        last = rows[-1][0] if rows else []
        if last and ("\t" not in lines[n] or _completes(last, cells, width)):
            at = max((i for i, cell in enumerate(last) if cell), default=0)
            at = len(last) - 1 if len(cells) > 1 else at
            last[at] = f"{last[at]} {cells[0]}".strip()
            last += cells[1:]
        else:
            rows.append((cells, n + 1))
    return rows


def _completes(row: Sequence[str], cells: Sequence[str], width: int) -> bool:
    """Tell whether a line holds the rest of a row that was cut inside a cell."""
    if len(row) >= width or len(row) + len(cells) - 1 != width or not cells[0]:
        return False
    begins_low = cells[0][0].islower() or cells[0][0] == "("
    coded = bool(row[0]) and bool(_CODE.fullmatch(row[0]))
    return not _CODE.fullmatch(cells[0]) and (begins_low or coded)
