"""The parts of a report before they are laid out as a file."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Heading:
    code: str
    title: str
    level: int


@dataclass(slots=True)
class Paragraph:
    text: str


@dataclass(slots=True)
class Title:
    """Centred lines: the name of the report or of an annex."""

    lines: list[str]


@dataclass(slots=True)
class Table:
    """Rows of printed cells; the first ``head`` rows are headings."""

    rows: list[list[str]]
    head: int = 1
    numbers: list[int] = field(default_factory=list)


Block = Heading | Paragraph | Title | Table
