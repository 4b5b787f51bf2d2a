"""Nothing stalls silently: what stands still is looked for and written down."""

from datetime import datetime, timedelta

from lienmach.base.actor import Actor
from lienmach.cases import actions as cases
from lienmach.cases.models import Incident
from lienmach.onestop.queries.stalls import SORTS

QUIET = timedelta(days=2)


def look(*, at: datetime) -> tuple[int, int]:
    """Look for all that stands still; say how many incidents began and how many ended.

    Each sort is a transaction of its own. May be run as often as one likes.
    """
    opened = closed = 0
    for kind, find in SORTS.items():
        new, gone = cases.sync(kind, find(at), at=at)
        opened, closed = opened + new, closed + gone
    return opened, closed


def settle(
    incident_id: int, *, actor: Actor, at: datetime, resolution: str
) -> Incident:
    """Say what was done about an incident; for two days it does not come back."""
    return cases.settle(
        incident_id, actor=actor, at=at, resolution=resolution, quiet=at + QUIET
    )
