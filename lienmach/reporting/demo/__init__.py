"""What the demo shows of reports: texts that were checked, rounds, scorecards."""

from datetime import datetime

from lienmach.reporting.demo import checked, rounds, scores


def load(*, at: datetime) -> None:
    checked.load(at=at)
    rounds.load(at=at)
    scores.load(at=at)
