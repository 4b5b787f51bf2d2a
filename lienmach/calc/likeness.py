"""Whether a row that a report printed is a row of a form, and how sure that is.

Offices print the annexes of one circular with other words and other full stops, and
renumber rows when a form changes. A code alone proves nothing: the same number may
stand before something else. What is not sure is left for a person to say.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lienmach.calc.text import fold, words

# Words that the rows of nearly every form begin or end with: they tell none apart.
COMMON = frozenset(
    ("tong", "so", "luong", "cua", "cac", "duoc", "da", "va", "theo", "tai", "trong")
)
ALIKE = 0.5  # of the words of both together: below it a code alone proves nothing


class Sureness(StrEnum):
    SAME = "same"  # code and words are those of our row
    RENAMED = "renamed"  # the code and most words
    MOVED = "moved"  # the words, under another code
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Known:
    """A row of ours."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Recognised:
    """The code of our row; empty where none is like it."""

    code: str
    sureness: Sureness


def bare(code: str) -> str:
    """A code without what printers add: «3.1.1.» and «3.1.1» are one here."""
    return fold(code).replace(" ", "").strip(".")


def recognise(code: str, label: str, rows: Sequence[Known]) -> Recognised:
    """Find the row of ours that a printed row is."""
    said = _told(label)
    for row in rows:
        if bare(row.code) == bare(code) != "":
            if fold(row.label) == fold(label) or likeness(said, _told(row.label)) == 1:
                return Recognised(row.code, Sureness.SAME)
            if likeness(said, _told(row.label)) >= ALIKE:
                return Recognised(row.code, Sureness.RENAMED)
    alike = [row for row in rows if said and said == _told(row.label)]
    if len(alike) == 1:
        return Recognised(alike[0].code, Sureness.MOVED)
    return Recognised("", Sureness.UNKNOWN)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """How many of the words of two labels are in both: from 0 to 1."""
    together = one | other
    return len(one & other) / len(together) if together else 0.0


def recognise_form(printed: str, forms: Iterable[tuple[str, str]]) -> str:
    """The code of the form that is printed as «Phụ lục 4»; empty where there is none.

    ``forms`` are codes with titles; of a title what stands before its colon counts.
    """
    said = words(printed)
    for code, title in forms:
        if said and said in (words(code), words(title), words(title.partition(":")[0])):
            return code
    return ""


def _told(label: str) -> frozenset[str]:
    return frozenset(words(label)) - COMMON
