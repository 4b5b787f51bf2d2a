"""A checked text as a Word document, each note a comment at its place.

The text is set anew from what was read; nothing of it is changed.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

import docx
from docx.document import Document
from docx.shared import Pt
from docx.text.paragraph import Paragraph as DocxParagraph
from docx.text.run import Run

from lienmach.checker.output.marks import Mark, segments
from lienmach.checker.source import Paragraph, Source, Table

Spans = list[tuple[int, int, int]]
DEEPEST = 4  # level of heading that Word's own styles are used for


@dataclass(frozen=True, slots=True)
class Note:
    """A comment: what it says, and the stretches of text that it is about."""

    number: int
    text: str
    marks: Sequence[Mark]


def commented(source: Source, notes: Iterable[Note], *, author: str) -> bytes:
    """Return the document as bytes of a ``.docx`` file.

    A note without a place is put at the first paragraph, so that none is lost.
    """
    made = docx.Document()
    made.styles["Normal"].font.name = "Times New Roman"
    made.styles["Normal"].font.size = Pt(13)
    kept = list(notes)
    writer = _Writer(made, kept)
    for index, block in enumerate(source.blocks):
        writer.write(index, block)
    writer.attach(kept, author)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


class _Writer:
    """Writes the blocks and remembers which runs each note belongs to."""

    def __init__(self, made: Document, notes: list[Note]) -> None:
        self._made = made
        self._runs: dict[int, list[Run]] = defaultdict(list)
        self._spans: dict[tuple[int, int | None, int | None], Spans] = defaultdict(list)
        for note in notes:
            for m in note.marks:
                where = (m.block, m.row, m.cell)
                self._spans[where].append((m.start, m.end, note.number))

    def write(self, index: int, block: Paragraph | Table) -> None:
        if isinstance(block, Paragraph):
            style = f"Heading {min(block.level, DEEPEST)}" if block.level else None
            paragraph = self._made.add_paragraph(style=style)
            if block.number:
                paragraph.add_run(f"{plain(block.number)} ")
            self._fill(paragraph, block.text, (index, None, None))
            return
        width = max(len(row.cells) for row in block.rows)
        table = self._made.add_table(len(block.rows), max(width, 1), "Table Grid")
        # Asking a table for each cell walks it each time: its rows are asked once.
        for n, (row, made) in enumerate(zip(block.rows, table.rows, strict=True)):
            cells = made.cells
            for c, text in enumerate(row.cells):
                self._fill(cells[c].paragraphs[0], text, (index, n, c))

    def attach(self, notes: list[Note], author: str) -> None:
        first = [run for p in self._made.paragraphs for run in p.runs][:1]
        for note in notes:
            runs = (
                self._runs[note.number]
                or first
                or [self._made.add_paragraph("").add_run("")]
            )
            initials = "".join(word[0] for word in author.split())[:3].upper()
            # Word cannot span a comment over two tables: the others point to the first.
            first_place, *others = _apart(runs)
            self._made.add_comment(first_place, plain(note.text), author, initials)
            for place in others:
                text = f"Xem điểm {note.number}."
                self._made.add_comment(place, text, author, initials)

    def _fill(
        self,
        paragraph: DocxParagraph,
        text: str,
        where: tuple[int, int | None, int | None],
    ) -> None:
        for segment in segments(text, self._spans.get(where, ())):
            run = paragraph.add_run(plain(segment.text))
            for number in segment.numbers:
                self._runs[number].append(run)


def _apart(runs: list[Run]) -> list[list[Run]]:
    """Group the runs of a note by the paragraph that they stand in."""
    groups: dict[int, list[Run]] = {}
    for run in runs:
        groups.setdefault(id(run._r.getparent()), []).append(run)
    return list(groups.values())


def plain(text: str) -> str:
    """Leave out what XML cannot hold."""
    return _NOT_XML.sub("", text)


_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
