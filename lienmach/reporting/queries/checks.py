"""What the pages of the checker show."""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Any

from django.db.models import QuerySet

from lienmach.base.actor import Actor
from lienmach.base.parts import day as _day
from lienmach.calc.local import ZONE
from lienmach.checker.output.marks import Places, Segment, segments
from lienmach.checker.source import Paragraph, Source, Table
from lienmach.checker.stored import load
from lienmach.org.queries import names_on, unit_tree
from lienmach.reporting.models import Check, CheckFinding, Decision, Report

MOST = 100  # notes that a page shows; a report has some thirty
AROUND = 160  # letters shown before and after a mark when a passage is quoted
FILTERS = {
    "": "Tất cả",
    "chua": "Chưa xử lý",
    "error": "Sai",
    "warning": "Nghi vấn",
    "info": "Gợi ý",
    "hoi": "Hỏi đơn vị",
}
_LINE = re.compile(r"\b([Dd])òng (\d{1,6})\b(?!\.\d)")
Spot = tuple[int, int | None, int | None]  # block, row, cell
Span = tuple[int, int, int]  # start, end, number of the finding


def checks(actor: Actor) -> QuerySet[Check]:
    """The checks an actor may see, newest first."""
    visible = Check.objects.visible_to(actor)
    related = visible.select_related("unit", "made_by", "job", "next")
    return related.order_by("-made_at", "-pk")


def units(known: Collection[int], *, on: date) -> list[tuple[int, str]]:
    """Units by number and name, each below its parent; ended ones come last."""
    nodes = unit_tree(on, units=known)
    named = [
        (node.version.unit_id, f"{'– ' * node.depth}{node.version.name}")
        for node in nodes
    ]
    ended = set(known) - {pk for pk, _ in named}
    last = sorted(names_on(ended, on).items(), key=lambda unit: unit[1])
    return [*named, *last]


def read_before(check: Check) -> Check | None:
    """The last check of the very same file for the same unit, if any."""
    same = Check.objects.filter(unit=check.unit_id, file_key=check.file_key)
    return same.exclude(pk=check.pk).order_by("-made_at", "-pk").first()


def report_read(check: Check, actor: Actor) -> Report | None:
    """The report whose text a check read, if the actor may see it."""
    if check.report_id is None:
        return None
    found = Report.objects.visible_to(actor).select_related("round__regime", "case")
    return found.filter(pk=check.report_id).first()


def one_check(actor: Actor) -> QuerySet[Check]:
    """A single check with all that its page names."""
    visible = Check.objects.visible_to(actor)
    return visible.select_related("unit", "made_by", "job", "previous", "next")


@dataclass(frozen=True, slots=True)
class Since:
    """What became of the findings of the version before: those that are gone, and by
    their numbers today those that stand still, are new, or were to be corrected."""

    gone: list[CheckFinding]
    same: list[int]
    new: list[int]
    promised: list[int]


def since(check: Check) -> Since | None:
    """What became of the findings of the version before, none of a first one.

    The same finding is the same rule about the same words.
    """
    if check.previous_id is None or not check.is_done:
        return None
    checks = [check.pk, check.previous_id]
    sides: dict[int, dict[tuple[str, ...], CheckFinding]] = {pk: {} for pk in checks}
    for one in CheckFinding.objects.filter(check_made__in=checks):
        sides[one.check_made_id].setdefault((one.rule, *one.anchors), one)
    now, before = sides[check.pk], sides[check.previous_id]
    return Since(
        gone=[one for key, one in before.items() if key not in now],
        same=[one.number for key, one in now.items() if key in before],
        new=[one.number for key, one in now.items() if key not in before],
        promised=[
            now[key].number
            for key, one in before.items()
            if key in now and one.decision == Decision.CORRECT
        ],
    )


def cited(check: Check) -> list[dict[str, str]]:
    """The citations of a checked text, their day written as people write it."""
    return [
        kept
        | {
            "day": _day(date.fromisoformat(kept["issued_on"]))
            if kept["issued_on"]
            else "–"
        }
        for kept in check.read.documents
    ]


def unit_name(check: Check) -> str:
    """What the unit of a check was called when it was made."""
    on = check.made_at.astimezone(ZONE).date()
    return names_on([check.unit_id], on).get(check.unit_id, check.unit.code)


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading in the outline, with the open findings that stand under it."""

    block: int
    level: int
    title: str
    open: int


@dataclass(frozen=True, slots=True)
class ShownText:
    """A paragraph or a cell, cut where marks begin and end."""

    segments: list[Segment]


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of a table; ``opened`` is the note whose evidence stands below it."""

    line: int
    cells: list[ShownText]
    opened: "Note | None" = None


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A block as the page shows it; ``page`` is set where a new page begins."""

    index: int
    lines: list[int]
    is_heading: bool
    text: ShownText | None
    rows: list[ShownRow]
    page: int | None
    number: str
    verified: list[str]
    opened: "Note | None" = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A quotation: where it stands, and its text around the marks."""

    place: str
    block: int
    row: int | None
    line: int
    text: ShownText


@dataclass(slots=True)
class Note:
    """A finding with where it stands, in words.

    ``said`` is its text in pieces: where it names a line of the text, that piece names
    the section instead, and the line is told with it.
    """

    finding: CheckFinding
    places: list[str]
    said: list[tuple[str, int | None]]
    passages: list[Passage] = field(default_factory=list)

    @property
    def where(self) -> str:
        return " và ".join(self.places[:2])

    @property
    def text(self) -> str:
        return "".join(words for words, _ in self.said)


class Review:
    """A checked text with its findings, ready to be shown; asks for nothing more."""

    def __init__(
        self,
        check: Check,
        findings: Iterable[CheckFinding],
        opened: int | None = None,
        only: str = "",
    ) -> None:
        self.check, self.only = check, only if only in FILTERS else ""
        self.findings = list(findings)
        self.source: Source = load(check.read.text)
        self._spans: dict[Spot, list[Span]] = defaultdict(list)
        for found in self.findings:
            for block, start, end, row, cell in found.marks:
                self._spans[block, row, cell].append((start, end, found.number))
        self.severity = {f.number: f.severity for f in self.findings}
        known = {f.number: f for f in self.findings}
        self.opened = known.get(opened) if opened else None

    @cached_property
    def notes(self) -> list[Note]:
        """The findings asked for, in the order of the text."""
        return [self._note(finding) for finding in self._asked]

    @cached_property
    def shown(self) -> list[Note]:
        """The opened finding, then those asked for that stand on its page."""
        start = self._page * MOST
        ordered = sorted(
            self._asked[start : start + MOST],
            key=lambda f: (f != self.opened, f.number),
        )
        return [self._note(finding) for finding in ordered]

    @property
    def pages(self) -> list[tuple[int, int, bool]]:
        """The first and last number of each page of notes, where there are several."""
        starts = range(0, len(self._asked), MOST)
        pages = [self._asked[start : start + MOST] for start in starts]
        return [
            (page[0].number, page[-1].number, n == self._page)
            for n, page in enumerate(pages)
            if len(pages) > 1
        ]

    @cached_property
    def _asked(self) -> list[CheckFinding]:
        return [f for f in self.findings if f == self.opened or self._is_asked_for(f)]

    @property
    def _page(self) -> int:
        return self._asked.index(self.opened) // MOST if self.opened else 0

    @property
    def filters(self) -> list[tuple[str, str, int, bool]]:
        """The ways to narrow the notes: its word, label, how many, whether chosen."""
        return [
            (slug, label, n, slug == self.only)
            for slug, label in FILTERS.items()
            if (n := sum(self._is_asked_for(f, slug) for f in self.findings))
            or not slug
        ]

    @property
    def only_said(self) -> str:
        """The chosen filter in words."""
        return FILTERS[self.only]

    def _is_asked_for(self, finding: CheckFinding, only: str | None = None) -> bool:
        match self.only if only is None else only:
            case "":
                return True
            case "chua":
                return not finding.decision
            case "hoi":
                return finding.decision == Decision.ASK
            case severity:
                return finding.severity == severity

    @cached_property
    def blocks(self) -> list[ShownBlock]:
        headings = {entry[0] for entry in self.check.read.outline}
        verified = self._verified()
        opened = self._opened()
        shown, page, named = [], None, set[int]()
        for index, block in enumerate(self.source.blocks):
            turned = block.page if block.page != page else None
            page = block.page
            here = opened if opened and opened.passages[0].block == index else None
            if isinstance(block, Paragraph):
                text, rows, number = self._text(index, block.text), [], block.number
                lines = [line for _, line in block.breaks if line not in named]
                named.update(lines)
            else:
                text, rows, number = None, self._rows(index, block, here), ""
                lines = [block.line]
            shown.append(
                ShownBlock(
                    index=index,
                    lines=lines,
                    is_heading=index in headings and text is not None,
                    text=text,
                    rows=rows,
                    page=turned,
                    number=number,
                    verified=verified.get(index, []),
                    opened=here if text else None,
                )
            )
        return shown

    @cached_property
    def outline(self) -> list[Entry]:
        open_under: Counter[int] = Counter()
        for finding in self.findings:
            if finding.decision:
                continue
            open_under.update({self._section(m[0]) for m in finding.marks})
        return [
            Entry(block, level, title, open_under[n])
            for n, (block, level, title, _) in enumerate(self.check.read.outline)
            if level <= 2
        ]

    @property
    def asked(self) -> int:
        """How many findings a unit is asked about."""
        return sum(self._is_asked_for(f, "hoi") for f in self.findings)

    @property
    def decided(self) -> int:
        return len(self.findings) - self.check.open

    @property
    def kept(self) -> str:
        """What every address of the page carries along: the chosen filter."""
        return f"loc={self.only}&" if self.only else ""

    @property
    def next(self) -> int | None:
        """The first undecided finding behind the opened one, or the first of all."""
        left = self._left()
        return next((n for n in left if n > self._here), left[0] if left else None)

    @property
    def before(self) -> int | None:
        """The last undecided finding before the opened one, or the last of all."""
        left = self._left()[::-1]
        return next((n for n in left if n < self._here), left[0] if left else None)

    def _left(self) -> list[int]:
        """The numbers still to be decided among those asked for."""
        asked = filter(self._is_asked_for, self.findings)
        return [finding.number for finding in asked if not finding.decision]

    @property
    def _here(self) -> int:
        return self.opened.number if self.opened else 0

    def _opened(self) -> Note | None:
        if self.opened is None or not self.opened.marks:
            return None
        note = self._note(self.opened)
        note.passages = list(self._passages(self.opened))
        return note

    def _text(self, block: int, text: str) -> ShownText:
        return ShownText(segments(text, self._spans.get((block, None, None), ())))

    def _rows(self, index: int, table: Table, opened: Note | None) -> list[ShownRow]:
        """The rows, filled up to one width; evidence stands below its first row."""
        width = max(len(row.cells) for row in table.rows)
        first = opened.passages[0].row if opened else None
        return [
            ShownRow(
                row.line,
                [
                    ShownText(segments(cell, self._spans.get((index, n, c), ())))
                    for c, cell in enumerate(
                        [*row.cells, *[""] * (width - len(row.cells))]
                    )
                ],
                opened if n == first else None,
            )
            for n, row in enumerate(table.rows)
        ]

    def _note(self, finding: CheckFinding) -> Note:
        titles = (self._place(m[0], is_short=True) for m in finding.marks)
        return Note(finding, list(dict.fromkeys(titles)), list(self._said(finding)))

    def _said(self, finding: CheckFinding) -> Iterable[tuple[str, int | None]]:
        """Cut the text of a finding where it names lines, which no page numbers."""
        end = 0
        for found in _LINE.finditer(finding.text):
            line = int(found[2])
            place = self._named(line) if line in finding.lines else ""
            if place:
                first = place[0].upper() if found[1] == "D" else place[0]
                yield finding.text[end : found.start()], None
                yield first + place[1:], line
                end = found.end()
        yield finding.text[end:], None

    def _named(self, line: int) -> str:
        """Say where a line stands as people do; empty if its section has no name."""
        place = self._lines.at(line)
        if place is None:
            return ""
        name = self._place(place[0], is_short=True)
        if self._section(place[0]) < 0:
            return "phần đầu"
        return f"mục {name}" if name and not name.startswith("Phụ lục") else name

    @cached_property
    def _lines(self) -> Places:
        return Places(self.source)

    def _section(self, block: int) -> int:
        """The index of the last heading at or before a block, -1 above the first."""
        return bisect_right(self._headings, block) - 1

    @cached_property
    def _headings(self) -> list[int]:
        return [entry[0] for entry in self.check.read.outline]

    def _place(self, block: int, *, is_short: bool = False) -> str:
        section = self._section(block)
        if section < 0:
            return "Phần đầu"
        title = str(self.check.read.outline[section][3 if is_short else 2])
        return title if len(title) <= 40 else f"{title[:38].rstrip()}…"

    def _passages(self, finding: CheckFinding) -> Iterable[Passage]:
        """Quote each paragraph or row that a finding is about, around its marks."""
        marks = sorted(finding.marks, key=lambda m: (m[0], m[3] or 0, m[1]))
        for (block, row), group in groupby(marks, key=lambda m: (m[0], m[3])):
            yield self._passage(block, row, [tuple(m) for m in group], finding.number)

    def _passage(
        self, block: int, row: int | None, marks: list[tuple[Any, ...]], number: int
    ) -> Passage:
        found = self.source.blocks[block]
        if isinstance(found, Paragraph):
            first, last = min(m[1] for m in marks), max(m[2] for m in marks)
            start, end = _whole_words(found.text, first - AROUND, last + AROUND)
            text = found.text[start:end]
            spans = [(m[1] - start, m[2] - start, number) for m in marks]
            cut = segments(text, spans)
            before = [Segment("…")] if start else []
            after = [Segment("…")] if end < len(found.text) else []
            line = found.line_at(first)
            quoted = ShownText(before + cut + after)
            return Passage(self._place(block), block, None, line, quoted)
        assert row is not None
        parts: list[Segment] = []
        for n, cell in enumerate(found.rows[row].cells):
            if cell:
                spans = [(m[1], m[2], number) for m in marks if m[4] == n]
                parts += [*segments(cell, spans), Segment(" · ")]
        line = found.rows[row].line
        return Passage(self._place(block), block, row, line, ShownText(parts[:-1]))

    def _verified(self) -> dict[int, list[str]]:
        """The calculations found right, at the block of their last line."""
        shown: dict[int, list[str]] = defaultdict(list)
        for _, lines, text in self.check.read.verified:
            if lines and (place := self._lines.at(max(lines))):
                shown[place[0]].append(text)
        return shown


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a stretch of a text to where words begin and end."""
    start, end = max(start, 0), min(end, len(text))
    while start and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end


def review(check: Check, *, opened: int | None = None, only: str = "") -> Review:
    """Bring a check's text and findings together: two queries, whatever its size."""
    findings = check.findings.select_related("decided_by")
    return Review(check, findings, opened, only)
