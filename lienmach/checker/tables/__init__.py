"""Every table of a text, with its columns and rows understood."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lienmach.checker.report import Column, Grid, Use
from lienmach.checker.source import Paragraph, Source, Table, TableRow, in_one_line
from lienmach.checker.tables.columns import (
    columns_of,
    header_length,
    is_numbering,
)
from lienmach.checker.tables.headings import (
    Heading,
    heading_of,
    is_page_number,
    table_unit,
)
from lienmach.checker.tables.rows import rows_of
from lienmach.checker.text.other_times import COMPARED


@dataclass(slots=True)
class _Part:
    """A table as read so far; a page break may add to it."""

    heading: Heading | None
    title: str
    unit: str
    header: list[TableRow]
    body: list[TableRow]

    @property
    def width(self) -> int:
        return max((len(row.cells) for row in (*self.header, *self.body)), default=0)


def find(source: Source) -> tuple[Grid, ...]:
    """Read every table; one that a page break cuts in two is put together again."""
    return tuple(_grid(part) for part in _parts(source) if part.body)


def _parts(source: Source) -> list[_Part]:
    parts: list[_Part] = []
    heading: Heading | None = None
    caption, unit, is_apart = "", "", True
    for block in source.blocks:
        if isinstance(block, Paragraph):
            text = block.text.strip()
            if not text or is_page_number(text):
                continue
            is_apart = True
            if found := heading_of(text, block.line):
                heading, caption, unit = found, "", ""
            elif heading is not None:
                heading.take(text)
                heading = None if heading.is_lost else heading
            unit = table_unit(text) or unit
            caption = text
        else:
            for found, rows in _sections(block):
                if found:
                    heading, is_apart, caption, unit = found, True, "", ""
                if not rows:
                    continue
                before = parts[-1] if parts and not is_apart else None
                if before is None or not _continued(before, rows):
                    parts.append(_part(heading, caption, unit, rows))
                if heading:
                    heading.has_table = True
                is_apart, caption, unit = False, "", ""
    return parts


def _sections(table: Table) -> Iterator[tuple[Heading | None, list[TableRow]]]:
    """Cut a table where an annex heading or a line of title stands inside it."""
    heading: Heading | None = None
    rows: list[TableRow] = []
    for printed in table.rows:
        row = TableRow(tuple(map(in_one_line, printed.cells)), printed.line)
        filled = [text for text in row.cells if text]
        if not filled:
            continue
        found = heading_of(filled[0], row.line) if len(filled) == 1 else None
        if found:
            if heading or rows:
                yield heading, rows
            heading, rows = found, []
        elif heading and not rows and len(filled) == 1:
            heading.take(filled[0])
        else:
            rows.append(row)
    if heading or rows:
        yield heading, rows


def _part(
    heading: Heading | None, caption: str, unit: str, rows: list[TableRow]
) -> _Part:
    length = header_length(rows)
    if heading:
        return _Part(
            heading, heading.title, heading.unit or unit, rows[:length], rows[length:]
        )
    title = caption if len(caption) <= 200 else ""
    return _Part(None, title, unit, rows[:length], rows[length:])


def _continued(before: _Part, rows: list[TableRow]) -> bool:
    """Add the rows to the table before, if they go on with it."""
    length = header_length(rows)
    width = max(len(row.cells) for row in rows)
    is_bare = length == 0 or all(is_numbering(row.cells) for row in rows[:length])
    if width > before.width or not (is_bare or _same(before.header, rows[:length])):
        return False
    before.body += rows[length:]
    return True


def _same(header: Sequence[TableRow], other: Sequence[TableRow]) -> bool:
    return [_texts(row) for row in header] == [_texts(row) for row in other]


def _texts(row: TableRow) -> tuple[str, ...]:
    return tuple(map(str.lower, row.cells))


def _grid(part: _Part) -> Grid:
    repeated = {_texts(row) for row in part.header}
    firsts = {texts[:1] for texts in repeated}  # most rows are told by their first cell
    body = [
        row
        for row in part.body
        if ((row.cells[0].lower(),) not in firsts or _texts(row) not in repeated)
        and not is_numbering(row.cells)
    ]
    columns = columns_of(part.header, body)
    rows = rows_of(columns, body, part.unit)
    line = part.heading.line if part.heading else (part.header or part.body)[0].line
    number = part.heading.number if part.heading else None
    name = part.heading.name if part.heading else f"bảng ở dòng {line}"
    values = tuple(n for n, column in enumerate(columns) if column.use is Use.VALUE)
    main = min(values, key=lambda n: (*_rank(columns[n]), n), default=None)
    periods = main is not None and _are_of_periods(columns, values, main)
    return Grid(
        name, number, part.title, line, tuple(columns), rows, values, main, periods
    )


def _are_of_periods(
    columns: Sequence[Column], values: Sequence[int], main: int
) -> bool:
    """Say whether all figures but that of the main column are of earlier days."""
    year = _year(columns[main])
    return all(
        _EARLIER.search(columns[n].name.lower()) or 0 < _year(columns[n]) < year
        for n in values
        if n != main
    )


_EARLIER = re.compile(rf"{COMPARED}|so sánh|tăng|giảm|chênh|\+/-")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def _year(column: Column) -> int:
    found = _YEAR.findall(column.name)
    return int(found[-1]) if found else 0


_PREFERRED = ("kỳ này", "kỳ báo cáo", "trong kỳ", "số liệu", "kết quả", "thực hiện")


def _rank(column: Column) -> tuple[bool, int, int]:
    name = column.name.lower()
    earlier = bool(_EARLIER.search(name))
    for rank, words in enumerate(_PREFERRED):
        if words in name:
            return earlier, rank, -_year(column)
    return earlier, len(_PREFERRED), -_year(column)
