"""What the demo shows of reports: texts that were checked, and rounds under way."""

from datetime import datetime

from lienmach.reporting.demo import checked, rounds


def load(*, at: datetime) -> None:
    checked.load(at=at)
    rounds.load(at=at)
