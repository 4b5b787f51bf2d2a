"""The grid of an annex made ready for its page: every word, nothing left to ask."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.safestring import SafeString

from lienmach.base import parts
from lienmach.calc.findings import Finding, Weight, bare
from lienmach.calc.forms import NOT_OURS, Row, RowKind, State, Value
from lienmach.calc.written import written
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
from lienmach.reporting.views.links import Link, Links

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
    def first_blank(self) -> int | None:
        """Where whoever fills it in has to go on."""
        blank = (
            line.at for line in self.lines if line.is_open and line.state == "blank"
        )
        return next(blank, None)

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
    links = Links(draft)
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
    links = Links(now) if now else None
    for at, cell in enumerate(queries.frozen_cells(sheet, now)):
        line = _line(at, cell, {}, links)
        line.now = _answer(cell.row, cell.now) or "trống" if cell.now else ""
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
    links: "Links | None",
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
    said = _answer(row, value)
    if value == NOT_OURS and links:
        said = links.authority(row)
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
        _before(row, cell.before),
        _source(cell),
        cell.note,
        cell.entered.number if cell.entered else 0,
        is_open and cell.is_open,
        has_pages.url(row) if has_pages else "",
        has_pages.counted(row) if has_pages else "",
        has_pages.parts(row) if has_pages else [],
        issue=issue,
    )


def _answer(row: Row, value: Value) -> str:
    """A cell in words and numbers; of a coded answer, what it means."""
    words = {one.code: one.words for one in row.choices}
    answer = words.get(int(value.value)) if words and value.value is not None else None
    return f"{say(value)} · {answer}" if answer else say(value)


def _before(row: Row, value: Value | None) -> str:
    """What stands in the narrow column of the period before."""
    if value is None or value.state in (State.BLANK, State.NOT_OURS):
        return parts.NOTHING
    return _answer(row, value)


def _source(cell: ShownCell) -> str:
    own = cell.entered
    who = f"{own.by.name.rpartition(' ')[2]}, {parts.moment(own.at)}" if own else ""
    if cell.counted is not None and cell.source == BY_HAND:
        return f"Sửa tay{f' ({who})' if who else ''}; hệ thống đếm"
    return who if who and cell.source == "Tự nhập" else cell.source


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


def icons() -> list[tuple[str, SafeString]]:
    """The icons of cells, for the script to take from the page."""
    return [(name, parts.icon(name)) for name in ICONS]
