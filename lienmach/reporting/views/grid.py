"""The grid of an annex made ready for its page: every word, nothing left to ask."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString

from lienmach.base import parts
from lienmach.calc.findings import Finding, Weight, bare, written
from lienmach.calc.forms import NOT_OURS, Row, RowKind, State, Value
from lienmach.calc.period import Window
from lienmach.indicators import registry
from lienmach.indicators.queries.explain import address_of
from lienmach.org.models import Level
from lienmach.reporting.actions.sheets import (
    NOTE,
    TEXT,
    Outcome,
    Written,
    blocked,
    words_of,
)
from lienmach.reporting.models import Report, Sheet
from lienmach.reporting.queries import sheets as queries
from lienmach.reporting.queries.sheets import Draft, ShownCell

NONE_SAID = "không phát sinh"
BY_HAND = "Sửa tay"
OF_WEIGHT = {
    Weight.ERROR: ("bad", "octagon-alert", "Lỗi chặn"),
    Weight.DOUBT: ("warn", "triangle-alert", "Cảnh báo"),
    Weight.HINT: ("tip", "lightbulb", "Gợi ý"),
}
ICONS = (
    *("check", "pencil", "wifi-off", "triangle-alert", "octagon-alert"),
    *("sigma", "lock", "database", "minus"),
)


@dataclass(frozen=True, slots=True)
class Issue:
    """A line of «Cần xem lại»; ``at`` is the line of the grid it leads to."""

    css: str
    icon: str
    label: str
    code: str
    text: str
    at: int


@dataclass(frozen=True, slots=True)
class Link:
    """A part of a number with the page of exactly that part."""

    label: str
    url: str


@dataclass
class Line:
    """A row of the grid. ``typed`` is what stands in its box, ``said`` what a closed
    cell says; ``trouble`` is why what was typed has not been taken."""

    at: int
    row: Row
    shown: ShownCell
    typed: str
    said: str
    css: str
    icon: str
    before: str
    source: str
    note: str
    number: int
    is_open: bool
    url: str = ""
    counted_url: str = ""
    links: list[Link] = field(default_factory=list)
    now: str = ""
    trouble: str = ""
    theirs: str = ""
    issue: Issue | None = None

    @property
    def code(self) -> str:
        return self.row.code

    @property
    def name(self) -> str:
        return bare(self.row.code)

    @property
    def state(self) -> str:
        return self.shown.value.state.value

    @property
    def is_section(self) -> bool:
        return self.row.kind is RowKind.SECTION

    @property
    def is_deep(self) -> bool:
        return self.name.count(".") >= 2

    @property
    def is_brought(self) -> bool:
        """Whether it is a sum in which the box holds only the unit's own part."""
        return self.is_open and bool(self.shown.parts)

    @property
    def counted(self) -> str:
        """What the product counts, in a row that it counts."""
        return say(self.shown.counted) if self.shown.counted else ""

    @property
    def is_counted(self) -> bool:
        return self.shown.counted is not None and self.shown.counted != NOT_OURS

    @property
    def says_counted(self) -> bool:
        """Whether what is counted is said beside: the cell may hold another number."""
        return self.is_counted and (self.is_open or self.shown.source == BY_HAND)

    @property
    def options(self) -> list[tuple[str, str, bool]]:
        """What a coded answer is chosen from."""
        offered = [("", "trống")]
        offered += [
            (str(one.code), f"{one.code} · {one.words}") for one in self.row.choices
        ]
        offered.append((NONE_SAID, NONE_SAID))
        return [(value, words, value == self.typed) for value, words in offered]

    def told(self) -> dict[str, Any]:
        """What the script of the page puts into its place after a change."""
        return {
            "at": self.at,
            "code": self.code,
            "typed": self.typed,
            "sum": self.said if self.is_brought else "",
            "said": self.said,
            "css": self.css,
            "icon": self.icon,
            "state": self.state,
            "source": self.source,
            "note": self.note,
            "number": self.number,
            "counted": self.counted,
            "issue": f"l{self.issue.at}" if self.issue else "",
            "bad": bool(self.issue and self.issue.css == "bad"),
        }


@dataclass
class Grid:
    """A form as its page shows it."""

    report: Report
    sheet: Sheet
    lines: list[Line]
    issues: list[Issue] = field(default_factory=list)
    filled: int = 0
    total: int = 0
    why_not: str = ""
    is_open: bool = False
    since: str = ""

    @cached_property
    def meter(self) -> str:
        """«32/41 ô · 2 lỗi chặn»."""
        said = [f"{self.filled}/{self.total} ô"]
        for css, words in (("bad", "lỗi chặn"), ("warn", "cảnh báo")):
            if count := sum(one.css == css for one in self.issues):
                said.append(f"{count} {words}")
        if self.sheet.changed_at:
            said.append(f"lưu lúc {parts.moment(self.sheet.changed_at)}")
        return " · ".join(said)

    @property
    def rows_to_fill(self) -> list[tuple[str, str]]:
        return [
            (line.code, f"{line.name} {line.row.label}"[:120])
            for line in self.lines
            if line.is_open
        ]


def grid_of(draft: Draft, *, is_open: bool, written: Iterable[Written] = ()) -> Grid:
    """The grid of a form that is not frozen; ``written`` is what was just tried."""
    report, sheet = draft.report, draft.sheet
    cells = draft.cells()
    blank, total = draft.to_fill(cells)
    found = draft.findings()
    shown = draft.shown()
    places = {cell.row.code: at for at, cell in enumerate(shown)}
    issues = [_issue(one, places[one.code]) for one in found if one.code in places]
    first: dict[str, Issue] = {}
    for one, issue in zip(
        (one for one in found if one.code in places), issues, strict=True
    ):
        first.setdefault(one.code, issue)
    links = _Links(draft)
    lines = [
        _line(at, cell, first, links, is_open=is_open) for at, cell in enumerate(shown)
    ]
    by_code = {line.code: line for line in lines}
    for tried in written:
        if tried.entry.code in by_code:
            _try(by_code[tried.entry.code], tried)
    return Grid(
        report,
        sheet,
        lines,
        issues,
        total - len(blank),
        total,
        blocked(draft),
        is_open,
        parts.moment(draft.since) if draft.since else "",
    )


def frozen_grid(sheet: Sheet) -> Grid:
    """The grid of a form that is frozen: nothing is open, what differs now is said."""
    lines = []
    now = queries.draft_beside(sheet)
    links = _Links(now) if now else None
    for at, cell in enumerate(queries.frozen_cells(sheet, now)):
        line = _line(at, cell, {}, links)
        line.now = say(cell.now) or "trống" if cell.now else ""
        lines.append(line)
    return Grid(sheet.report, sheet, lines, [], sheet.filled, sheet.cells_to_fill)


def say(value: Value | None) -> str:
    """A cell in words and numbers; nothing for a blank one."""
    if value is None or value.state is State.BLANK:
        return ""
    if value.state is State.NONE:
        return NONE_SAID
    if value.state is State.NOT_OURS:
        return "không thuộc thẩm quyền"
    return written(value.value)


def _line(
    at: int,
    cell: ShownCell,
    issues: Mapping[str, Issue],
    links: "_Links | None",
    *,
    is_open: bool = False,
) -> Line:
    row, value = cell.row, cell.value
    issue = issues.get(row.code)
    css, icon = _look(cell, issue)
    if cell.note:
        css = f"{css} noted".strip()
    own = cell.entered.says if cell.entered else None
    is_brought = bool(cell.parts)
    typed = say(own) if is_brought else say(value)
    said = say(value)
    if value == NOT_OURS and links:
        said = links.authority(row)
    if row.choices and value.value is not None:
        said = next(
            (
                f"{one.code} · {one.words}"
                for one in row.choices
                if one.code == value.value
            ),
            said,
        )
    has_pages = links if value.state is not State.NOT_OURS else None
    if has_pages and cell.row.code not in has_pages.places:
        has_pages = None
    return Line(
        at,
        row,
        cell,
        typed,
        said,
        css,
        icon,
        _before(cell.before),
        _source(cell),
        cell.note,
        cell.entered.number if cell.entered else 0,
        is_open and cell.is_open,
        has_pages.url(row) if has_pages else "",
        has_pages.counted(row) if has_pages else "",
        has_pages.parts(row) if has_pages else [],
        issue=issue,
    )


def _before(value: Value | None) -> str:
    """What stands in the narrow column of the period before."""
    if value is None or value.state in (State.BLANK, State.NOT_OURS):
        return parts.NOTHING
    return say(value)


def _source(cell: ShownCell) -> str:
    if cell.counted is not None and cell.source == BY_HAND:
        return "Sửa tay; hệ thống đếm"
    if cell.entered and cell.source == "Tự nhập":
        name = cell.entered.by.name.rpartition(" ")[2]
        return f"{name}, {parts.moment(cell.entered.at)}"
    return cell.source


def _look(cell: ShownCell, issue: Issue | None) -> tuple[str, str]:
    """The class of a cell and its icon: the state is said by both, and in words."""
    if issue and issue.css == "bad":
        return "st-bad", "octagon-alert"
    state, kind = cell.value.state, cell.row.kind
    if state is State.NOT_OURS:
        return "st-na", ""
    if issue and issue.css == "warn":
        return "st-warn", "triangle-alert"
    if state is State.NONE:
        return "st-none", "minus"
    if kind is RowKind.FORMULA:
        return "st-calc", "sigma"
    if kind is RowKind.MEASURE:
        return "st-lock", "database"
    if cell.parts and not cell.is_open:
        return "st-lock", "lock"
    if state is State.BLANK:
        return "", ""
    return "st-saved", "check"


def _issue(finding: Finding, at: int) -> Issue:
    css, icon, label = OF_WEIGHT[finding.weight]
    return Issue(css, icon, label, bare(finding.code), finding.text, at)


def _try(line: Line, one: Written) -> None:
    """Leave in a box what was typed and not taken, and say why."""
    if one.outcome in (Outcome.SAVED, Outcome.SAME):
        return
    if one.entry.text is not None:
        line.typed = one.entry.text
    if one.entry.note is not None:
        line.note = one.entry.note
    line.trouble = trouble(one)
    line.css, line.icon = "st-bad", "octagon-alert"
    if one.outcome is Outcome.STALE:
        line.theirs = theirs(one)


def trouble(one: Written) -> str:
    """Why an entry was not taken, in a sentence."""
    if one.outcome is Outcome.ASKED and one.typed:
        split, grouped = (written(number) for number in one.typed.readings)
        return f"«{one.entry.text}» là {split} hay {grouped}? Gõ lại cho rõ."
    if one.outcome is Outcome.STALE:
        said = [one.text]
        if TEXT in one.parts:
            said.append(f"Số của họ: {theirs(one)}.")
        if NOTE in one.parts:
            said.append(f"Ghi chú của họ: {words_of(one.cell) or 'trống'}.")
        what = "số" if TEXT in one.parts else "ghi chú"
        return f"{' '.join(said)} Lưu lần nữa để giữ {what} của bạn."
    return one.text


def theirs(one: Written) -> str:
    """The number that stands in the cell of an entry."""
    return (say(one.cell.says) or "trống") if one.cell else "trống"


class _Links:
    """Where the numbers of a form lead: to how they were counted, or to the entries.

    A row that is of one level of government leads to pages of that level alone.
    """

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        window = draft.report.round.window
        eve = window.start - timedelta(days=1)
        self.days = {False: window, True: Window(eve, eve)}
        self.levels = dict(Level.objects.values_list("code", "name"))
        self.places = {row.code: at for at, row in enumerate(draft.form.rows)}

    def authority(self, row: Row) -> str:
        level = self.levels.get(row.level, "")
        return f"thẩm quyền {level.lower()}" if level else "không thuộc thẩm quyền"

    def url(self, row: Row) -> str:
        """The page of exactly what a row shows; nothing where no one page has it."""
        if self.is_overridden(row):
            return ""
        return self.counted(row)

    def counted(self, row: Row) -> str:
        """The page of exactly what the product counts for a row."""
        if row.kind is RowKind.FORMULA:
            return self._of_share(row)
        if row.kind is not RowKind.MEASURE or not row.above:
            return ""
        if slug := _of_sum(_names(row)):
            return self._explained(slug, row)
        if len(row.above) == 1 and row.above[0].sign > 0:
            return self._entries(row.above[0].name, row)
        return ""

    def parts(self, row: Row) -> list[Link]:
        """What a row without a page of its own is made of, each with its page."""
        if row.kind is RowKind.MEASURE and not self.counted(row):
            found = [
                Link(sign_of(t.sign) + _label(t.name), self._entries(t.name, row))
                for t in row.above
            ]
            return [one for one in found if one.url]
        if row.kind is RowKind.FORMULA and not self.url(row):
            terms = (*row.above, *row.below)
            rows = [self.draft.rows[t.name] for t in terms if t.name in self.places]
            return [
                Link(bare(r.code), self.url(r) or f"#d{self.places[r.code]}")
                for r in rows
            ]
        return []

    def is_overridden(self, row: Row) -> bool:
        """Whether a person wrote another number than the one that is counted, into
        the row or into one that its formula is worked out from."""
        if row.kind is RowKind.FORMULA:
            terms = (*row.above, *row.below)
            rows = (self.draft.rows.get(term.name) for term in terms)
            return any(self.is_overridden(one) for one in rows if one)
        entered = self.draft.entered.get(row.code)
        is_blank = entered is None or entered.says.state is State.BLANK
        return row.kind is RowKind.MEASURE and not is_blank

    def _of_share(self, row: Row) -> str:
        sides, levels = [], set()
        for terms in (row.above, row.below):
            if len(terms) != 1:
                return ""
            of = self.draft.rows[terms[0].name]
            if of.kind is not RowKind.MEASURE or of.is_before:
                return ""
            sides.append(_names(of))
            levels.add(of.level)
        if len(levels) != 1:
            return ""
        for one in registry.indicators().values():
            above = {term.measure for term in one.above}
            if above == sides[0] and {t.measure for t in one.below} == sides[1]:
                return self._explained(one.slug, of)
        return ""

    def _explained(self, slug: str, row: Row) -> str:
        window = self.days[row.is_before]
        pairs = {
            "tu": window.start.isoformat(),
            "den": window.end.isoformat(),
            "dv": self.draft.report.unit.code,
        }
        if row.level:
            pairs["cap"] = row.level
        return f"{reverse('indicators:explain', args=[slug])}?{urlencode(pairs)}"

    def _entries(self, name: str, row: Row) -> str:
        """The list of what one number counts; nothing where there is none."""
        window = self.days[row.is_before]
        for standing in registry.standings():
            if name in standing.labels:
                return standing.url(name, window.start, window.end)
        for one in registry.indicators().values():
            if name in one.measures():
                code = address_of(self.draft.report.unit.code, row.level)
                days = f"{window.start}_{window.end}"
                place = [one.slug, name.replace("_", "-"), code, days]
                return reverse("indicators:cases", args=place)
        return ""


def sign_of(sign: int) -> str:
    """The sign before a part that is taken away."""
    return "trừ " if sign < 0 else ""


def _of_sum(names: set[str]) -> str:
    """The indicator that has a sum of measures on its page, best as all that it is."""
    if not names:
        return ""
    for one in registry.indicators().values():
        if {term.measure for term in one.above} == names and not one.below:
            return one.slug
    for one in registry.indicators().values():
        sides = ({t.measure for t in one.above}, {t.measure for t in one.below})
        if names in sides:
            return one.slug
    return ""


def _names(row: Row) -> set[str]:
    """The measures that a row adds up; none where it takes any away."""
    if any(term.sign < 0 for term in row.above):
        return set()
    return {term.name for term in row.above}


def _label(name: str) -> str:
    """What a number that can be counted is called."""
    for standing in registry.standings():
        if name in standing.labels:
            return standing.labels[name]
    return registry.get(name).label


def icons() -> list[tuple[str, SafeString]]:
    """The icons of cells, for the script to take from the page."""
    return [(name, parts.icon(name)) for name in ICONS]
