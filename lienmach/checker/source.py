"""A document as it was read: paragraphs and tables in order, every line numbered.

Whatever the file was (txt, docx, pdf …), this is all that the rest of the checker sees.
Text is NFC, without markup remnants, with plain spaces.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple


def small(text: str) -> str:
    """Return a text in small letters, of the same length."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(
        low if len(low := letter.lower()) == 1 else letter for letter in text
    )


def in_one_line(text: str) -> str:
    """Return a text with single spaces between its words, and no other white space."""
    if "  " not in text and text.isprintable():
        return text.strip()  # most texts: this takes a third of the time
    return " ".join(text.split())


def has_any(text: str, words: Iterable[str]) -> bool:
    """Say whether one of some words stands in a text, be it within another."""
    return any(map(text.__contains__, words))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of text that belongs together, though it may have spanned several lines.

    ``breaks`` maps offsets of ``text`` to line numbers (from 1), ascending; the first
    is ``(0, line)``. ``level`` is the depth of a heading marked as such by the file
    (1 is the highest), 0 where the file says nothing. ``number`` is a list number that
    the file itself generates (docx, odt) and that is not part of ``text``. ``lower``
    is the text in small letters, each where it stands in ``text``.
    """

    text: str
    breaks: tuple[tuple[int, int], ...]
    level: int = 0
    number: str = ""
    page: int | None = None
    lower: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lower", small(self.text))

    @property
    def line(self) -> int:
        return self.breaks[0][1]

    def line_at(self, offset: int) -> int:
        """Return the line on which the letter at ``offset`` was read."""
        return self.breaks[bisect_right(self.breaks, (offset, 10**9)) - 1][1]


class TableRow(NamedTuple):
    """The cells of one row as text; merged cells are empty after their first."""

    cells: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Table:
    rows: tuple[TableRow, ...]
    page: int | None = None

    @property
    def line(self) -> int:
        return self.rows[0].line


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Source:
    """A whole document; ``lines`` is its text as the line numbers count it.

    ``notes`` are sentences for the user about the reading itself: a name that says
    another kind, a page without text.
    """

    name: str
    blocks: tuple[Block, ...]
    lines: tuple[str, ...] = field(repr=False, default=())
    notes: tuple[str, ...] = ()

    def with_notes(self, *notes: str) -> "Source":
        return replace(self, notes=notes + self.notes)

    def paragraphs(self) -> Iterator[Paragraph]:
        return (block for block in self.blocks if isinstance(block, Paragraph))

    def tables(self) -> Iterator[Table]:
        return (block for block in self.blocks if isinstance(block, Table))
