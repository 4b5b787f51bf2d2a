"""What the demo shows of reports: texts, figures of former years, rounds under way."""

from datetime import datetime

from lienmach.reporting.demo import checked, past, rounds


def load(*, at: datetime) -> None:
    checked.load(at=at)
    past.load(at=at)
    rounds.load(at=at)
