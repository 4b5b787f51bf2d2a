"""The same report says the same in every kind of file."""

import pytest

from lienmach.checker.readers import read
from lienmach.checker.source import Source, Table
from lienmach.checker.tests.formats import REPORT, WRITERS, Block

Said = list[str | list[tuple[str, ...]]]


def said(source: Source) -> Said:
    """Return the texts of a source: paragraphs, and tables as rows of cells."""
    return [
        [row.cells for row in block.rows] if isinstance(block, Table) else block.text
        for block in source.blocks
    ]


def meant(blocks: tuple[Block, ...]) -> Said:
    return [b if isinstance(b, str) else [tuple(row) for row in b] for b in blocks]


@pytest.mark.parametrize("kind", WRITERS)
def test_every_kind_of_file_says_the_same(kind: str) -> None:
    source = read(WRITERS[kind](REPORT), f"bao-cao.{kind}")

    assert said(source) == meant(REPORT)


@pytest.mark.parametrize("kind", WRITERS)
def test_a_line_number_leads_to_the_text(kind: str) -> None:
    source = read(WRITERS[kind](REPORT), f"bao-cao.{kind}")

    for paragraph in source.paragraphs():
        for offset, line in paragraph.breaks:
            word = paragraph.text[offset:].split()[0]
            assert word in source.lines[line - 1], (word, line)
    for table in source.tables():
        for row in table.rows:
            assert row.cells[1] in source.lines[row.line - 1]


@pytest.mark.parametrize("kind", ["docx", "odt", "xlsx", "pdf"])
def test_a_wrong_name_does_not_change_what_is_read(kind: str) -> None:
    source = read(WRITERS[kind](REPORT), "bao-cao.txt")

    assert said(source) == meant(REPORT)
    assert source.notes[0].startswith("Tệp «bao-cao.txt» thực ra là ")


def test_a_web_page_saved_as_doc_is_read_as_such() -> None:
    source = read(WRITERS["html"](REPORT), "bao-cao.doc")

    assert said(source) == meant(REPORT)


@pytest.mark.parametrize("kind", ["docx", "odt", "xlsx", "txt"])
def test_paragraphs_and_rows_are_counted_alike(kind: str) -> None:
    """A row of a table is one line, so a docx counts as its text with tabs does."""
    source = read(WRITERS[kind](REPORT), f"bao-cao.{kind}")

    lines = [block.line for block in source.blocks]
    assert lines == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 16]
