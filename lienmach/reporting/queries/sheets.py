"""The cells of a report: what was entered, counted, brought together and worked out."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from lienmach.calc.collecting import together
from lienmach.calc.findings import Filled, Finding, Weight, bare, findings
from lienmach.calc.forms import (
    BLANK,
    NOT_OURS,
    Form,
    Row,
    RowKind,
    State,
    Value,
    WrongForm,
    work_out,
)
from lienmach.calc.refusal import Refused
from lienmach.indicators.queries.forms import Library, counted, kept_of, library
from lienmach.indicators.queries.scope import As, scope_of
from lienmach.org.models import UnitVersion
from lienmach.reporting.models import (
    CellChange,
    FrozenCell,
    Report,
    Sheet,
    SheetCell,
)
from lienmach.reporting.queries.collected import Below, Part, below_of


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell as pages show it and texts quote it.

    ``value`` is the frozen one once the report is locked; ``now`` is then what it would
    be today, where that differs. ``counted`` is what the product itself counts.
    ``parts`` are the units that a figure was brought together from.
    """

    row: Row
    value: Value
    source: str
    is_open: bool = False
    entered: SheetCell | None = None
    counted: Value | None = None
    before: Value | None = None
    now: Value | None = None
    note: str = ""
    parts: tuple[Part, ...] = ()


@dataclass
class Draft:
    """A form of a report as it stands now, with all that its cells come from.

    ``entered`` may be changed and the cells asked for again: no query is made then.
    """

    report: Report
    sheet: Sheet
    form: Form
    counted: Mapping[str, Value]
    entered: dict[str, SheetCell]
    before: Mapping[str, Value]
    below: Below
    level: str
    since: datetime | None = None

    def cells(self) -> dict[str, Value]:
        return work_out(self.form, self.read)

    def read(self, row: Row) -> Value:
        """The cell of a row that is no formula."""
        known = self.counted[row.code]
        if known == NOT_OURS:
            return NOT_OURS
        entered = self.entered.get(row.code)
        own = entered.says if entered else BLANK
        if row.kind is RowKind.MEASURE:
            return known if own.state is State.BLANK else own
        parts = [part.value for part in self.parts(row)]
        if not parts:
            return own
        return together([own, *parts] if self.is_open(row) else parts)

    def parts(self, row: Row) -> list[Part]:
        if row.kind is not RowKind.COLLECTED:
            return []
        return self.below.cells.get(self.form.code, {}).get(row.code, [])

    def is_open(self, row: Row) -> bool:
        """Whether a person may write into a row of this unit.

        A figure of another level of government is brought together, not entered, once a
        unit below has brought it; what was entered before then counts no more.
        """
        if row.kind in (RowKind.SECTION, RowKind.FORMULA):
            return False
        if self.counted[row.code] == NOT_OURS:
            return False
        is_theirs = bool(row.level) and row.level != self.level
        return not (is_theirs and self.parts(row))

    def findings(self) -> list[Finding]:
        """What is wrong, doubtful or worth a word, the gravest first."""
        cells = self.cells()
        overridden = {
            code: self.counted[code]
            for code in self.entered
            if self._is_overridden(code)
        }
        texts = {code for code, cell in self.entered.items() if cell.note}
        reasons = {code for code, cell in self.entered.items() if cell.reason}
        filled = Filled(
            self.form,
            cells,
            self.before,
            overridden,
            frozenset(texts | reasons),
            frozenset(reasons),
        )
        return [*findings(filled), *self._told_by_those_below()]

    def _is_overridden(self, code: str) -> bool:
        known = self.counted.get(code)
        if known is None or self._row(code).kind is not RowKind.MEASURE:
            return False
        return self.entered[code].says.state is not State.BLANK

    def _told_by_those_below(self) -> Iterable[Finding]:
        """That a unit below wrote another number than the product counts for it."""
        for code, parts in self.below.overridden.get(self.form.code, {}).items():
            names = ", ".join(part.name for part in parts[:3])
            more = " …" if len(parts) > 3 else ""
            text = f"Có đơn vị ghi khác số hệ thống đếm, kèm lý do: {names}{more}."
            yield Finding(Weight.HINT, code, text)

    @cached_property
    def rows(self) -> dict[str, Row]:
        return {row.code: row for row in self.form.rows}

    def _row(self, code: str) -> Row:
        return self.rows[code]

    def to_fill(self, cells: Mapping[str, Value]) -> tuple[list[str], int]:
        """The rows that are still blank, and how many there are to fill in all."""
        rows = [
            row
            for row in self.form.rows
            if row.is_entered and self.counted[row.code] != NOT_OURS
        ]
        blank = [r.code for r in rows if cells[r.code].state is State.BLANK]
        return blank, len(rows)

    def tally(self) -> Sheet:
        """Its sheet with how far it is, not stored."""
        blank, total = self.to_fill(self.cells())
        found = [finding.weight for finding in self.findings()]
        sheet = self.sheet
        sheet.cells_to_fill, sheet.filled = total, total - len(blank)
        sheet.errors = found.count(Weight.ERROR)
        sheet.doubts = found.count(Weight.DOUBT)
        return sheet

    def shown(self) -> list[ShownCell]:
        cells = self.cells()
        return [self._shown(row, cells[row.code]) for row in self.form.rows]

    def _shown(self, row: Row, value: Value) -> ShownCell:
        entered = self.entered.get(row.code)
        is_measure = row.kind is RowKind.MEASURE
        note = (entered.note or entered.reason) if entered else ""
        return ShownCell(
            row,
            value,
            self._source(row, value, entered),
            is_open=self.is_open(row),
            entered=entered,
            counted=self.counted[row.code] if is_measure else None,
            before=self.before.get(row.code),
            note=note,
            parts=tuple(self.parts(row)),
        )

    def _source(self, row: Row, value: Value, entered: SheetCell | None) -> str:
        if row.kind is RowKind.SECTION:
            return ""
        if row.kind is RowKind.FORMULA:
            return formula_said(row)
        if value == NOT_OURS and self.counted[row.code] == NOT_OURS:
            return "theo cấp"
        has_own = entered is not None and entered.says.state is not State.BLANK
        if row.kind is RowKind.MEASURE:
            return "Sửa tay" if has_own else "Hệ thống đếm"
        if row.kind is RowKind.COLLECTED and self.below.asked:
            units = f"{self.below.handed_in}/{self.below.asked} đơn vị"
            return f"{units} + tự nhập" if has_own else units
        return "Tự nhập" if entered and has_own else "trống"


def formula_said(row: Row) -> str:
    """What a formula does, in the words of the form: «3.1.2 : 3.1.1»."""

    def terms(of: Sequence[object]) -> str:
        words = ""
        for term in of:
            name, sign = bare(term.name), term.sign  # type: ignore[attr-defined]  # a Term
            words += name if not words and sign > 0 else f" {'+–'[sign < 0]} {name}"
        return words.strip()

    above = terms(row.above)
    if not row.below:
        return above
    below = terms(row.below)
    if len(row.below) > 1:
        below = f"({below})"
    return f"({above}) : {below}" if len(row.above) > 1 else f"{above} : {below}"


Answers = Mapping[tuple[str, str, int], str]  # by form, row and number


def coded_answers() -> Answers:
    """What coded answers mean. A frozen cell keeps the number alone, and of a form that
    is gone it is printed as it is."""
    return {
        (form.code, row.code, choice.code): choice.words
        for form in library().forms.values()
        for row in form.rows
        for choice in row.choices
    }


def form_of(sheet: Sheet, known: Library | None = None) -> Form:
    try:
        found = (known or library()).get(sheet.form)
    except WrongForm as wrong:
        raise Refused(
            f"Biểu «{sheet.title}» không đọc được, số đã nhập vẫn còn: hãy báo người "
            f"quản trị sửa tệp. {wrong}"
        ) from wrong
    if found is None:
        raise Refused(
            f"Biểu «{sheet.title}» không còn trong các biểu mẫu của đơn vị: "
            "hãy khôi phục tệp biểu, số đã nhập vẫn còn."
        )
    return found


def draft(sheet: Sheet) -> Draft:
    """One form of a report as it stands now."""
    return drafts(sheet.report, [sheet])[sheet.form]


def drafts(report: Report, sheets: Iterable[Sheet] | None = None) -> dict[str, Draft]:
    """The forms of a report as they stand now, by code; of some sheets, or of all."""
    chosen = list(report.sheets.all() if sheets is None else sheets)
    known = library()
    window = report.round.window
    scope = scope_of(report.unit_id, As.THEN, today=window.end)
    entered: dict[int, dict[str, SheetCell]] = {sheet.pk: {} for sheet in chosen}
    for cell in SheetCell.objects.filter(sheet__in=entered).select_related("by"):
        entered[cell.sheet_id][cell.code] = cell
    before = cells_before(report, [sheet.form for sheet in chosen])
    forms_read = {sheet.form: form_of(sheet, known) for sheet in chosen}
    kept = kept_of(forms_read.values(), report.unit_id, window)
    forms_read = {code: form.counting(kept) for code, form in forms_read.items()}
    below = below_of(report, forms_read.values())
    level = level_of(report.unit_id, window.end)
    found = {}
    for sheet in chosen:
        form = forms_read[sheet.form]
        cells, since = counted(form, scope, window)
        found[sheet.form] = Draft(
            report,
            sheet,
            form,
            cells,
            entered[sheet.pk],
            before.get(sheet.form, {}),
            below,
            level,
            since,
        )
    return found


def sheets_of(report: Report) -> list[Sheet]:
    """The forms of a report; those that wait to be counted are counted here, not
    stored. Frozen ones stand as they were handed in, whatever has come in since."""
    found = list(report.sheets.all())
    if report.is_locked:
        return found
    if stale := [sheet for sheet in found if sheet.is_stale]:
        for draft in drafts(report, stale).values():
            draft.tally()
    return found


def level_of(unit_id: int, day: date) -> str:
    """The level of government of a unit on a day; of one that had ended, its last."""
    versions = UnitVersion.objects.filter(unit=unit_id, valid_from__lte=day)
    found = versions.order_by("-valid_from").values_list("level__code", flat=True)
    return found.first() or ""


def cells_before(report: Report, forms: Collection[str]) -> dict[str, dict[str, Value]]:
    """What forms said in the report of the period before, if it was frozen. Two
    queries."""
    earlier = (
        Report.objects.filter(
            unit=report.unit_id,
            round__regime=report.round.regime_id,
            round__owner=report.round.owner_id,
            round__end__lt=report.round.start,
            snapshot__isnull=False,
            taken_back_at=None,
        )
        .order_by("-round__end")
        .values_list("snapshot", flat=True)
        .first()
    )
    found: dict[str, dict[str, Value]] = {}
    if earlier:
        frozen = FrozenCell.objects.filter(snapshot=earlier, form__in=forms)
        for cell in frozen:
            found.setdefault(cell.form, {})[cell.code] = cell.says
    return found


def cells(report: Report) -> dict[str, list[ShownCell]]:
    """The cells of a report, by form: frozen once it is locked, else as of now."""
    if report.is_locked:
        return _frozen(report)
    return {code: draft.shown() for code, draft in drafts(report).items()}


def cell(report: Report, form: str, code: str) -> ShownCell | None:
    """One cell of a report; None where there is no such form or row."""
    if report.is_locked:
        kept = FrozenCell.objects.filter(
            snapshot=report.snapshot_id, form=form, code=code
        ).first()
        sheet = report.sheets.filter(form=form).first()
        if kept is None or sheet is None:
            return _shown_frozen(kept) if kept else None
        sheet.report = report
        now = draft_beside(sheet)
        shown = now.shown() if now else []
        return _beside(kept, next((c for c in shown if c.row.code == code), None))
    sheet = report.sheets.filter(form=form).first()
    if sheet is None:
        return None
    sheet.report = report
    return next((c for c in draft(sheet).shown() if c.row.code == code), None)


def frozen_cells(sheet: Sheet, now: Draft | None) -> list[ShownCell]:
    """The cells of a frozen form, with what they would be now where that differs.

    ``now`` is the form as it stands now; from it come what the product counts and what
    the units below gave, so that a frozen figure still leads to what is behind it.
    """
    kept = FrozenCell.objects.filter(snapshot=sheet.report.snapshot_id, form=sheet.form)
    if now is None:
        return [_shown_frozen(one) for one in kept]
    today = {cell.row.code: cell for cell in now.shown()}
    return [_beside(one, today.get(one.code)) for one in kept]


def draft_beside(sheet: Sheet) -> Draft | None:
    """A frozen form as it stands now; None where its file is gone."""
    try:
        return draft(sheet)
    except Refused:  # what is frozen needs no file
        return None


def _beside(kept: FrozenCell, now: ShownCell | None) -> ShownCell:
    """A frozen cell with what is known of its row now, if it is still the same row."""
    if now is None:
        return _shown_frozen(kept)
    shown = _shown_frozen(kept, now.value, now.before)
    if now.row.kind.value != kept.kind:
        return shown
    row = replace(now.row, label=kept.label, unit=kept.measure)
    return replace(
        shown, row=row, entered=now.entered, counted=now.counted, parts=now.parts
    )


def _frozen(report: Report) -> dict[str, list[ShownCell]]:
    found: dict[str, list[ShownCell]] = {}
    for kept in FrozenCell.objects.filter(snapshot=report.snapshot_id):
        found.setdefault(kept.form, []).append(_shown_frozen(kept))
    return found


def _shown_frozen(
    kept: FrozenCell, now: Value | None = None, before: Value | None = None
) -> ShownCell:
    row = Row(
        code=kept.code,
        label=kept.label,
        unit=kept.measure,
        kind=RowKind(kept.kind),
        source="",
        level="",
        digits=1,
        line=0,
    )
    value = kept.says
    is_same = now is None or (now.state, now.value) == (value.state, value.value)
    return ShownCell(
        row,
        value,
        kept.source,
        before=before,
        now=None if is_same else now,
        note=kept.note,
    )


def history(sheet: Sheet, code: str) -> list[CellChange]:
    """The last twelve things written into a cell, the newest first."""
    changes = CellChange.objects.filter(sheet=sheet, code=code).select_related("by")
    return list(changes.order_by("-number")[:12])
