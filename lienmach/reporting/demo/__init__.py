"""What the demo shows of reports: texts, past figures, rounds under way, scorecards."""

from datetime import datetime

from lienmach.reporting.demo import checked, control, levels, past, rounds, scores


def load(*, at: datetime) -> None:
    checked.load(at=at)
    past.load(at=at)
    rounds.load(at=at)
    levels.load(at=at)
    control.load(at=at)
    scores.load(at=at)
