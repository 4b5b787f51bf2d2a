"""Reports, and the texts that somebody has had checked."""

from lienmach.reporting.models.checks import (
    RIGHT,
    Check,
    CheckedText,
    CheckFinding,
    Decision,
    FoundSeverity,
)

__all__ = [
    "RIGHT",
    "Check",
    "CheckFinding",
    "CheckedText",
    "Decision",
    "FoundSeverity",
]
