"""How much is read at most, and the one way in which a reader says no."""

from dataclasses import dataclass


class Unreadable(Exception):
    """A file cannot be read; the text is shown to the user as it stands."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that one file may hold: generous for a report, small for a bomb.

    ``megabytes`` is the size of the file, ``unpacked_megabytes`` that of the parts of
    a docx, odt or xlsx that are read. ``characters`` counts the text, ``lines`` those
    of a text or the paragraphs, ``cells`` those of all tables. ``seconds`` is the
    patience with a PDF, which another process reads.
    """

    megabytes: int = 20
    unpacked_megabytes: int = 64
    characters: int = 2_000_000
    lines: int = 50_000
    cells: int = 300_000
    pages: int = 500
    seconds: float = 4.0


DEFAULT = Limits()


def grouped(number: int) -> str:
    """Write a whole number as Vietnamese texts do: «2.000.000»."""
    return f"{number:,}".replace(",", ".")
