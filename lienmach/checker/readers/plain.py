"""Plain text: a line is a paragraph, a line with tabs the row of a table."""

from collections.abc import Iterator
from itertools import groupby
from unicodedata import normalize

from lienmach.checker.source import Block, Paragraph, Source, Table, TableRow


def read(data: bytes, name: str) -> Source:
    text = normalize("NFC", data.decode("utf-8-sig", "replace"))
    lines = tuple(text.replace("\xa0", " ").splitlines())
    return Source(name, tuple(_blocks(lines)), lines)


def _blocks(lines: tuple[str, ...]) -> Iterator[Block]:
    numbered = [(n, line) for n, line in enumerate(lines, 1) if line.strip()]
    for is_table, group in groupby(numbered, lambda item: "\t" in item[1]):
        if is_table:
            yield Table(tuple(TableRow(_cells(line), n) for n, line in group))
        else:
            for n, line in group:
                yield Paragraph(line.strip(), ((0, n),))


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.split("\t"))
