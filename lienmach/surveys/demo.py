"""The demo's ratings: made up, by chance but always the same."""

from datetime import datetime, timedelta
from random import Random

from lienmach.cases.models import Case
from lienmach.surveys.actions import OPEN_FOR, rate
from lienmach.surveys.models import LOW, Level, Reason

SHARE, MOST = 0.45, 400  # how many of those who could answer did; no more than so many
WEIGHTS = {
    Level.VERY_BAD: 1,
    Level.BAD: 2,
    Level.FAIR: 6,
    Level.GOOD: 48,
    Level.VERY_GOOD: 43,
}


def load(*, at: datetime) -> None:
    """Rate some of the cases that were closed of late."""
    chance = Random(766)  # noqa: S311 - synthetic data, not a secret
    cases = Case.objects.filter(
        closed_at__gt=at - OPEN_FOR,
        closed_at__lt=at,
        finished_at__isnull=False,
        parent=None,
        rating=None,
    )
    levels, weights = list(WEIGHTS), list(WEIGHTS.values())
    closed = cases.order_by("closed_at", "code").values_list("pk", "closed_at")
    for pk, closed_at in closed[:MOST]:
        if chance.random() > SHARE:
            continue
        assert closed_at
        [level] = chance.choices(levels, weights)
        reasons = [chance.choice(list(Reason))] if level <= LOW else []
        said_at = min(closed_at + timedelta(hours=chance.randint(1, 40)), at)
        rate(pk, level=level, reasons=reasons, at=said_at)
