"""A range of a spreadsheet is written into a form, or asked about first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from lienmach.base.actor import Actor
from lienmach.calc.entries import (
    Style,
    figures_of,
    read_entry,
    read_range,
    style_of,
)
from lienmach.calc.findings import bare
from lienmach.calc.forms import Row
from lienmach.calc.refusal import Refused
from lienmach.calc.written import written
from lienmach.reporting.actions.sheets import Entry, Outcome, Saved, write
from lienmach.reporting.models import Sheet
from lienmach.reporting.queries import sheets as queries
from lienmach.reporting.queries.sheets import Draft

OPEN, EVERY = "o", "dong"  # the ways a column can run down a form


@dataclass(frozen=True, slots=True)
class Placed:
    """A pasted text and the row it would go into; ``readings`` if it could be two."""

    text: str
    code: str
    label: str
    readings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pasted:
    """What became of a paste: saved, or with what has to be asked before.

    ``ways`` are the lines as each way would place them, where the two differ;
    ``doubtful`` are numbers that could be two.
    """

    saved: Saved | None = None
    ways: dict[str, list[Placed]] | None = None
    doubtful: tuple[Placed, ...] = ()


@transaction.atomic
def paste(
    sheet: Sheet,
    text: str,
    *,
    start: str,
    way: str = "",
    style: Style | None = None,
    actor: Actor,
    at: datetime,
) -> Pasted:
    """Write a range into a form from the row ``start`` down.

    Where the range brings the codes of its rows, these say where its figures go. What
    lies beyond the form refuses it all: then the wrong range was copied, and half of it
    would be worse than nothing.
    """
    rows = read_range(text)
    draft = queries.draft(sheet)
    style = style or style_of(cell for row in rows for cell in row)
    by_code = figures_of(rows, draft.form.rows)
    if by_code:
        entries = [
            Entry(code, said, style=style)
            for code, said in by_code.items()
            if draft.is_open(draft.rows[code])
        ]
        ways = {}
    else:
        column = [row[0] for row in rows]
        ways = _ways(draft, column, start)
        entries = [
            Entry(code, said, style=style)
            for code, said in _chosen(ways, way, draft)
            if said.strip() or draft.is_open(draft.rows[code])
        ]
    doubtful = _doubtful(draft, entries)
    differs = len(ways) > 1 and not way
    if differs or doubtful:
        shown = {
            name: [_placed(draft, code, said) for code, said in lines]
            for name, lines in ways.items()
        }
        return Pasted(ways=shown if differs else None, doubtful=doubtful)
    saved = write(sheet, entries, actor=actor, at=at)
    return Pasted(_without_what_was_shown(saved))


def _ways(
    draft: Draft, column: Sequence[str], start: str
) -> dict[str, list[tuple[str, str]]]:
    """Where the lines of a column would go: into open rows, or row by row.

    One way alone where both say the same, or where only one of them can be meant: a
    number in the line of a heading shows that headings were not copied.
    """
    codes = [row.code for row in draft.form.rows]
    if start not in codes:
        raise Refused("Hãy chọn dòng đầu tiên của vùng dán.")
    after = codes[codes.index(start) :]
    is_open = {code: draft.is_open(draft.rows[code]) for code in after}
    open_codes = [code for code in after if is_open[code]]
    every = list(zip(after, column, strict=False))
    into_open = list(zip(open_codes, column, strict=False))
    fits_every = len(column) <= len(after) and not any(
        said.strip() and draft.rows[code].kind == "section" for code, said in every
    )
    fits_open = len(column) <= len(open_codes)
    if not fits_every and not fits_open:
        count = written(Decimal(len(column)))
        raise Refused(
            f"Vùng dán có {count} dòng, từ dòng {bare(start)} biểu chỉ "
            f"còn {len(open_codes)} ô nhập. Hãy chép lại đúng vùng."
        )
    if fits_every and fits_open:
        only_open = [pair for pair in every if is_open[pair[0]]]
        if only_open == into_open:
            return {OPEN: into_open}
        if _has_gaps(every, is_open):
            return {EVERY: every}
        return {OPEN: into_open, EVERY: every}
    return {OPEN: into_open} if fits_open else {EVERY: every}


def _has_gaps(every: Sequence[tuple[str, str]], is_open: dict[str, bool]) -> bool:
    """Whether exactly the lines of headings and closed rows are empty in a column."""
    closed = [said.strip() for code, said in every if not is_open[code]]
    filled = [said.strip() for code, said in every if is_open[code]]
    return bool(closed) and not any(closed) and all(filled)


def _chosen(
    ways: dict[str, list[tuple[str, str]]], way: str, draft: Draft
) -> list[tuple[str, str]]:
    if way and way not in ways:
        only = next(iter(ways))
        return [pair for pair in ways[only] if draft.is_open(draft.rows[pair[0]])]
    lines = ways[way or next(iter(ways))]
    return [pair for pair in lines if draft.is_open(draft.rows[pair[0]])]


def _doubtful(draft: Draft, entries: Sequence[Entry]) -> tuple[Placed, ...]:
    found = []
    for entry in entries:
        row = draft.rows[entry.code]
        typed = read_entry(entry.text or "", row, entry.style)
        if typed.is_ambiguous:
            readings = tuple(written(number) for number in typed.readings)
            found.append(_placed(draft, entry.code, entry.text or "", readings))
    return tuple(found)


def _placed(
    draft: Draft, code: str, text: str, readings: tuple[str, ...] = ()
) -> Placed:
    row: Row = draft.rows[code]
    label = f"{bare(code)} {row.label}"
    if not draft.is_open(row):
        label += " (không nhập)"
    return Placed(text, code, label, readings)


def _without_what_was_shown(saved: Saved) -> Saved:
    """Of rows that take nothing only those are told in which something was lost."""
    kept = tuple(
        one
        for one in saved.written
        if one.outcome is not Outcome.CLOSED or (one.entry.text or "").strip()
    )
    return Saved(saved.draft, kept)
