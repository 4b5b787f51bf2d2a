"""The dossiers of the demo's two offices: all of them made up, by chance and seed."""

from datetime import datetime

from lienmach.onestop.demo import town, ward


def load(*, at: datetime) -> None:
    town.load()
    ward.load(at=at)
