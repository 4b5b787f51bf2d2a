"""What people write into the forms of a report. Nobody else writes cells."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from lienmach.base.actor import Actor
from lienmach.calc.entries import Style, Typed, read_entry
from lienmach.calc.findings import Weight, bare
from lienmach.calc.forms import BLANK, Row, RowKind, Value
from lienmach.calc.refusal import Refused
from lienmach.reporting.flow import ENTER
from lienmach.reporting.models import (
    CellChange,
    CellState,
    Report,
    Sheet,
    SheetCell,
)
from lienmach.reporting.queries import sheets as queries
from lienmach.reporting.queries.sheets import Draft

log = logging.getLogger(__name__)
LONGEST_NOTE = 500
TEXT, NOTE = "text", "note"  # the parts of an entry
UNREADABLE = "Ở đây có ký tự không lưu được: hãy gõ lại."
NAMED = 5  # rows that a refusal names before it says «…»


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody writes into a row; None leaves that part as it is.

    ``seen`` is the number of the cell that the page showed, 0 for an empty one; without
    it nothing is compared. ``note`` of a row that the product counts is the reason why
    another number stands there, and ``shown`` the count that the page had: sent back as
    it was, it is nobody's number.
    """

    code: str
    text: str | None = None
    seen: int | None = None
    note: str | None = None
    style: Style | None = None
    shown: str | None = None


class Outcome(StrEnum):
    SAVED = "saved"
    SAME = "same"
    WRONG = "wrong"  # not a figure
    ASKED = "asked"  # could be two numbers
    STALE = "stale"  # somebody else has written meanwhile
    CLOSED = "closed"  # nothing is entered in this row


@dataclass(frozen=True, slots=True)
class Written:
    """What became of an entry; ``cell`` is what stands there now.

    ``parts`` says what of an entry that was not taken is at issue: the text, the note
    or both. The entry of one that is stale holds only what its writer had changed.
    """

    entry: Entry
    outcome: Outcome
    text: str = ""
    typed: Typed | None = None
    cell: SheetCell | None = None
    parts: tuple[str, ...] = (TEXT,)


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of all entries, and the form as it stands afterwards."""

    draft: Draft
    written: tuple[Written, ...]

    def count(self, outcome: Outcome) -> int:
        return sum(one.outcome is outcome for one in self.written)


@transaction.atomic
def write(
    sheet: Sheet, entries: Sequence[Entry], *, actor: Actor, at: datetime
) -> Saved:
    """Write entries into a form: each that can be is, whatever becomes of the others.

    Raises ``Refused`` when the form as a whole takes nothing.
    """
    sheet = locked(sheet, actor)
    if not sheet.report.is_open:
        raise Refused(
            f"Báo cáo đang ở bước «{sheet.report.state_name}»: không sửa số liệu được."
        )
    if sheet.is_handed_in:
        raise Refused("Biểu này đã nộp. Bấm «Mở lại biểu» rồi sửa.")
    draft = queries.draft(sheet)
    work = _Writing(draft, actor, at)
    written = tuple(work.take(entry) for entry in entries)
    work.store()
    count(draft, actor=actor if work.changes else None, at=at)
    return Saved(draft, written)


@transaction.atomic
def fill_blanks(sheet: Sheet, *, actor: Actor, at: datetime) -> Saved:
    """Say of every cell that is still blank that nothing happened."""
    blank, _ = (draft := queries.draft(sheet)).to_fill(draft.cells())
    entries = [Entry(code, "-") for code in blank if draft.is_open(draft.rows[code])]
    return write(sheet, entries, actor=actor, at=at)


@transaction.atomic
def hand_in(sheet: Sheet, *, actor: Actor, at: datetime) -> Sheet:
    """Say that a form is complete. Refused while cells are blank or errors stand."""
    sheet = locked(sheet, actor)
    if not sheet.report.is_open:
        raise Refused(f"Báo cáo đang ở bước «{sheet.report.state_name}».")
    draft = queries.draft(sheet)
    if why := blocked(draft):
        raise Refused(f"Chưa nộp được: {why}")
    sheet.state = Sheet.State.SUBMITTED
    sheet.save(update_fields=["state"])
    count(draft, actor=None, at=at)
    return sheet


@transaction.atomic
def take_back(sheet: Sheet, *, actor: Actor) -> Sheet:
    """Open a form again that was handed in, while its report has not been."""
    sheet = locked(sheet, actor)
    if not sheet.report.is_open:
        raise Refused(
            "Báo cáo đã nộp: hãy đề nghị đơn vị tổng hợp trả lại, rồi mở biểu."
        )
    if sheet.is_handed_in:
        sheet.state = Sheet.State.ENTERING
        sheet.save(update_fields=["state"])
    return sheet


def blocked(draft: Draft) -> str:
    """Why a form cannot be handed in, as the end of a sentence; empty if it can."""
    wrong = [f.code for f in draft.findings() if f.weight is Weight.ERROR]
    if wrong:
        return f"lỗi ở dòng {_named(wrong)}."
    blank, _ = draft.to_fill(draft.cells())
    if blank:
        return (
            f"còn {len(blank)} ô trống, dòng {_named(blank)}. "
            "Nếu không có, bấm «Không phát sinh»."
        )
    return ""


def count(draft: Draft, *, actor: Actor | None, at: datetime) -> None:
    """Store how far a form is; with an actor also who wrote into it last, and when."""
    sheet = draft.tally()
    sheet.is_stale = False
    if actor:
        sheet.changed_at, sheet.changed_by_id = at, actor.user_id
    sheet.save(
        update_fields=[
            *("cells_to_fill", "filled", "errors", "doubts", "is_stale"),
            *("changed_at", "changed_by"),
        ]
    )


def to_be_counted(report: Report) -> None:
    """Mark the forms of a report: what came from below changes how far they are.

    Every row is written, those that are marked already too: who counts one waits for
    whoever is handing in, and counts with what that one brings.
    """
    report.sheets.update(is_stale=True)


@transaction.atomic
def count_stale(*, at: datetime) -> bool:
    """Count the forms of one report that are marked; say if there were any.

    The mark goes first and the count follows in a later statement, so that a unit that
    hands in meanwhile leaves a new one.
    """
    rows = Sheet.objects.select_for_update(of=("self",), skip_locked=True)
    first = rows.filter(is_stale=True).order_by("pk").first()
    if first is None:
        return False
    held = list(
        Sheet.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(report=first.report_id, is_stale=True)
        .order_by("pk")
    )
    Sheet.objects.filter(pk__in=[sheet.pk for sheet in held]).update(is_stale=False)
    report = Report.objects.select_related("case", "round__regime").get(
        pk=first.report_id
    )
    try:
        for draft in queries.drafts(report, held).values():
            count(draft, actor=None, at=at)
    except Refused:  # a form that cannot be read: whoever opens it is told
        log.info("report %s: its forms cannot be counted", report.pk)
    return True


def locked(sheet: Sheet, actor: Actor) -> Sheet:
    """Take hold of a form that an actor may write into, until the transaction ends."""
    held = (
        Sheet.objects.select_for_update(of=("self",))
        .select_related("report__case", "report__round__regime")
        .get(pk=sheet.pk)
    )
    actor.require(ENTER, held.report.unit_id)
    return held


class _Writing:
    """The entries of one sending, one after the other, stored together at the end."""

    def __init__(self, draft: Draft, actor: Actor, at: datetime) -> None:
        self.draft, self.actor, self.at = draft, actor, at
        self.new: list[SheetCell] = []
        self.old: list[SheetCell] = []
        self.changes: list[CellChange] = []
        self.touched: set[str] = set()

    def take(self, entry: Entry) -> Written:
        row = self.draft.rows.get(entry.code)
        if row is None:
            return Written(entry, Outcome.CLOSED, "Biểu không có dòng này.")
        if not self.draft.is_open(row):
            return Written(entry, Outcome.CLOSED, _why_closed(row))
        cell = self.draft.entered.get(entry.code)
        for part, said in ((TEXT, entry.text), (NOTE, entry.note)):
            if said and "\0" in said:  # the database takes none
                return Written(entry, Outcome.WRONG, UNREADABLE, None, cell, (part,))
        says, typed = self._says(entry, row, cell)
        if typed and (typed.error or typed.is_ambiguous):
            outcome = Outcome.ASKED if typed.is_ambiguous else Outcome.WRONG
            return Written(entry, outcome, typed.error, typed, cell)
        note, reason = self._texts(entry, row, cell, says)
        if cell and (cell.says, cell.note, cell.reason) == (says, note, reason):
            return Written(entry, Outcome.SAME, cell=cell)
        if cell is None and says == BLANK and not note and not reason:
            return Written(entry, Outcome.SAME)
        number = cell.number if cell else 0
        if entry.seen is not None and entry.seen != number:
            return self._merge(entry, row, cell, says, typed)
        return Written(entry, Outcome.SAVED, cell=self._put(row, says, note, reason))

    def store(self) -> None:
        SheetCell.objects.bulk_create(self.new, batch_size=1000)
        SheetCell.objects.bulk_update(
            self.old,
            ["state", "value", "note", "reason", "number", "by", "at"],
            batch_size=1000,
        )
        CellChange.objects.bulk_create(self.changes, batch_size=1000)

    def _merge(
        self,
        entry: Entry,
        row: Row,
        cell: SheetCell | None,
        says: Value,
        typed: Typed | None,
    ) -> Written:
        """Write an entry beside what came after the page was shown.

        What the page showed and nobody touched is nobody's word. Only where both have
        changed the same part one of them has to choose; nothing is overwritten.
        """
        was = CellChange.objects.filter(
            sheet=self.draft.sheet, code=entry.code, number=entry.seen or 0
        ).first()
        old = was.says if was else BLANK
        now = cell.says if cell else BLANK
        if says == old:
            entry = replace(entry, text=None)
        if entry.note is not None and _note_in(entry) == words_of(was):
            entry = replace(entry, note=None)
        parts = []
        if entry.text is not None and now not in (old, says):
            parts.append(TEXT)
        if entry.note is not None and _note_in(entry) != words_of(cell):
            is_reason = row.kind is RowKind.MEASURE and now not in (old, says)
            if is_reason or words_of(cell) != words_of(was):
                parts.append(NOTE)
        if parts:
            who = _told(cell, is_note=parts == [NOTE])
            return Written(entry, Outcome.STALE, who, typed, cell, tuple(parts))
        if entry.text is None:
            says = now
        note, reason = self._texts(entry, row, cell, says)
        if cell and (cell.says, cell.note, cell.reason) == (says, note, reason):
            return Written(entry, Outcome.SAME, cell=cell)
        return Written(entry, Outcome.SAVED, cell=self._put(row, says, note, reason))

    def _says(
        self, entry: Entry, row: Row, cell: SheetCell | None
    ) -> tuple[Value, Typed | None]:
        if entry.text is None:
            return (cell.says if cell else BLANK), None
        if entry.shown is not None and entry.text.strip() == entry.shown.strip():
            return BLANK, None
        typed = read_entry(entry.text, row, entry.style)
        says = typed.value or BLANK
        known = self.draft.counted[row.code]
        if row.kind is RowKind.MEASURE and says == known:
            says = BLANK  # what the product counts needs no word of a person
        return says, typed

    def _texts(
        self, entry: Entry, row: Row, cell: SheetCell | None, says: Value
    ) -> tuple[str, str]:
        note, reason = (cell.note, cell.reason) if cell else ("", "")
        said = None if entry.note is None else _note_in(entry)
        if row.kind is not RowKind.MEASURE:
            return (note if said is None else said), ""
        if says == BLANK:
            return (note if said is None else said), ""
        return note, (reason if said is None else said)

    def _put(self, row: Row, says: Value, note: str, reason: str) -> SheetCell:
        cell = self.draft.entered.get(row.code)
        was = cell.says if cell else BLANK
        if cell is None:
            cell = SheetCell(sheet=self.draft.sheet, code=row.code, number=0)
            self.draft.entered[row.code] = cell
            self.new.append(cell)
        elif row.code not in self.touched:
            self.old.append(cell)
        self.touched.add(row.code)
        cell.state, cell.value = CellState(says.state.value), says.value
        cell.note, cell.reason = note, reason
        cell.number += 1
        cell.by_id, cell.at = self.actor.user_id, self.at
        self.changes.append(
            CellChange(
                sheet=self.draft.sheet,
                code=row.code,
                number=cell.number,
                state_before=was.state.value,
                value_before=was.value,
                state=cell.state,
                value=cell.value,
                note=note,
                reason=reason,
                by_id=self.actor.user_id,
                at=self.at,
            )
        )
        return cell


def _why_closed(row: Row) -> str:
    if row.kind is RowKind.SECTION:
        return "Dòng này là đề mục, không có số."
    if row.kind is RowKind.FORMULA:
        return "Dòng này tự tính, không nhập."
    if row.kind is RowKind.COLLECTED:
        return "Dòng này cộng từ các đơn vị cấp dưới, không nhập."
    return "Dòng này không thuộc thẩm quyền của đơn vị, không nhập."


def _note_in(entry: Entry) -> str:
    return (entry.note or "").strip()[:LONGEST_NOTE]


def words_of(cell: SheetCell | CellChange | None) -> str:
    """What a page shows as the note of a cell."""
    return (cell.note or cell.reason) if cell else ""


def _told(cell: SheetCell | None, *, is_note: bool) -> str:
    what = "ghi chú của ô này" if is_note else "ô này"
    if cell is None:
        return f"Người khác vừa xóa {what}."
    return f"{cell.by} vừa ghi {what}."


def _named(codes: Iterable[str]) -> str:
    names = list(dict.fromkeys(bare(code) for code in codes))
    more = " …" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more
