"""A made-up report, and what a careful reader must say of it."""

from dataclasses import dataclass, field
from datetime import date

Pair = tuple[str, date | None]


@dataclass(frozen=True, slots=True)
class Fault:
    """A planted mistake.

    ``changed`` are the printed tokens that are wrong, ``anchors`` all tokens that a
    reader compares (``changed`` among them), ``lines`` where they stand in ``text``.
    ``severities`` holds every gravity that a fair reader could give; the first is ours.
    """

    kind: str
    variant: str
    severities: tuple[str, ...]
    anchors: tuple[str, ...]
    changed: tuple[str, ...]
    lines: tuple[int, ...]
    host: str

    @property
    def severity(self) -> str:
        return self.severities[0]

    @property
    def certain(self) -> bool:
        """Wrong on any reading: it counts for the recall of errors."""
        return self.severities == ("error",)


@dataclass(frozen=True, slots=True)
class Trap:
    """A right but tempting passage: its name and the line it stands on."""

    name: str
    line: int


@dataclass(frozen=True, slots=True)
class Sample:
    """A report: ``text`` is its plain text, ``data`` the file in ``format``.

    Lines are those of ``text``, and of ``data`` too where ``format`` is txt or md.
    ``loose`` are numbers printed so badly that a citation of them may or may not count.
    """

    name: str
    text: str
    format: str
    data: bytes
    faults: list[Fault]
    citations: list[Pair]
    traps: list[Trap]
    loose: list[str] = field(default_factory=list)
    outline: str = ""
    hosts: list[str] = field(default_factory=list)

    @property
    def file_name(self) -> str:
        return f"{self.name}.{self.format}"

    @property
    def has_lines(self) -> bool:
        return self.format in ("txt", "md")
