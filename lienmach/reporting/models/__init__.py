"""Reports, and the texts that somebody has had checked."""

from lienmach.reporting.models.checks import (
    RIGHT,
    Check,
    CheckedText,
    CheckFinding,
    Decision,
    FoundSeverity,
)
from lienmach.reporting.models.reports import (
    CellChange,
    CellState,
    DueRule,
    FrozenCell,
    Regime,
    Reminder,
    Report,
    Round,
    Sheet,
    SheetCell,
    Snapshot,
)
from lienmach.reporting.models.texts import House, Issue, Section, SectionText

__all__ = [
    "RIGHT",
    "CellChange",
    "CellState",
    "Check",
    "CheckFinding",
    "CheckedText",
    "Decision",
    "DueRule",
    "FoundSeverity",
    "FrozenCell",
    "House",
    "Issue",
    "Regime",
    "Reminder",
    "Report",
    "Round",
    "Section",
    "SectionText",
    "Sheet",
    "SheetCell",
    "Snapshot",
]
