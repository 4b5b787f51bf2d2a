"""What has changed since the figures of a report were frozen: who came in afterwards,
and which numbers would be others today.

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
    draft_beside,
    drafts,
    frozen_cells,
)


@dataclass(frozen=True, slots=True)
class Differs:
    """A form with numbers that are others today; ``place`` is the row of the first."""

    sheet: Sheet
    count: int
    place: int


@dataclass(frozen=True, slots=True)
class Since:
    """``came_in`` units of ``asked`` are in the frozen figures; ``late`` are not."""

    at: datetime
    asked: int
    came_in: int
    late: list[str] = field(default_factory=list)
    late_reports: frozenset[int] = frozenset()
    differs: list[Differs] = field(default_factory=list)

    @property
    def numbers(self) -> int:
        return sum(one.count for one in self.differs)

    @property
    def has_news(self) -> bool:
        return bool(self.late or self.differs)


def since_frozen(report: Report, below: Below) -> Since | None:
    """Of a report whose figures are frozen; None of any other. Every form is counted
    again, as its own page does."""
    if report.snapshot is None:
        return None
    at = report.snapshot.made_at
    handed = [unit for unit in below.units if unit.is_handed_in]
    late = [unit for unit in handed if unit.finished_at and unit.finished_at > at]
    differs = []
    sheets = list(report.sheets.all())
    for sheet in sheets:
        sheet.report = report
    today = _as_of_now(report, sheets)
    for sheet in sheets:
        kept = frozen_cells(sheet, today[sheet.form])
        changed = [place for place, cell in enumerate(kept) if cell.now is not None]
        if changed:
            differs.append(Differs(sheet, len(changed), changed[0]))
    return Since(
        at,
        below.asked,
        len(handed) - len(late),
        [below.named(unit) for unit in late],
        frozenset(unit.report_id for unit in late),
        differs,
    )


def _as_of_now(report: Report, sheets: Sequence[Sheet]) -> Mapping[str, Draft | None]:
    """The forms as they stand now, read together; one whose file is gone is None."""
    try:
        return drafts(report, sheets)
    except Refused:
        return {sheet.form: draft_beside(sheet) for sheet in sheets}
