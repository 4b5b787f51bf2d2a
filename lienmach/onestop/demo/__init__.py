"""The dossiers of the demo's two offices: all of them made up, by chance and seed."""

from datetime import datetime

from lienmach.indicators.actions import rebuild
from lienmach.onestop.demo import (
    chains,
    drafts,
    facilities,
    notices,
    offices,
    queue,
    tills,
    town,
    ward,
)


def load(*, at: datetime) -> None:
    offices.letterheads(at=at)
    town.load()
    ward.load(at=at)
    chains.load(at=at)
    drafts.load(at=at)
    rebuild()
    queue.load(at=at)
    facilities.load(at=at)
    tills.load(at=at)
    notices.load(at=at)
