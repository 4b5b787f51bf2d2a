"""What has changed since the figures of a report were frozen: who came in afterwards,
and, for whoever asks, which numbers would be others today.

A signed report is never rewritten; its page must not look more complete than it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from lienmach.calc.refusal import Refused
from lienmach.reporting.models import Report, Sheet
from lienmach.reporting.queries.collected import Below
from lienmach.reporting.queries.sheets import (
    Draft,
    ShownCell,
    draft_beside,
    drafts,
    frozen_cells,
)


@dataclass(frozen=True, slots=True)
class Since:
    """``came_in`` units of ``asked`` are in the frozen figures; ``late`` are not."""

    at: datetime
    asked: int
    came_in: int
    late: list[str] = field(default_factory=list)
    late_reports: frozenset[int] = frozenset()


def since_frozen(report: Report, below: Below) -> Since | None:
    """Of a report whose figures are frozen; None of any other. Nothing is counted."""
    if report.snapshot is None:
        return None
    at = report.snapshot.made_at
    handed = [unit for unit in below.units if unit.is_handed_in]
    late = [unit for unit in handed if unit.finished_at and unit.finished_at > at]
    return Since(
        at,
        below.asked,
        len(handed) - len(late),
        [below.named(unit) for unit in late],
        frozenset(unit.report_id for unit in late),
    )


@dataclass(frozen=True, slots=True)
class Compared:
    """A frozen form beside what it would be now: ``others`` are its rows with another
    number, by their place. One whose file is gone is not ``is_read``."""

    sheet: Sheet
    others: list[tuple[int, ShownCell]]
    is_read: bool = True


def compared(report: Report) -> list[Compared]:
    """Every form of a frozen report, counted again as its own page does."""
    sheets = list(report.sheets.all())
    for sheet in sheets:
        sheet.report = report
    today = _as_of_now(report, sheets)
    found = []
    for sheet in sheets:
        now = today[sheet.form]
        kept = enumerate(frozen_cells(sheet, now) if now else ())
        others = [(place, cell) for place, cell in kept if cell.now is not None]
        found.append(Compared(sheet, others, now is not None))
    return found


def _as_of_now(report: Report, sheets: Sequence[Sheet]) -> Mapping[str, Draft | None]:
    """The forms as they stand now, read together; one whose file is gone is None."""
    try:
        return drafts(report, sheets)
    except Refused:
        return {sheet.form: draft_beside(sheet) for sheet in sheets}
