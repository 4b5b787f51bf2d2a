"""Numbers of a lake for whoever has no database of ours beside it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyarrow.compute as pc

from lienmach.indicators import registry
from lienmach.indicators.queries.lake import files
from lienmach.indicators.queries.lake.engines import by_month, count, opened

Row = tuple[str, str, str, int]


def ask(where: str, engine: str, start: date | None, end: date | None) -> Iterator[Row]:
    """Measure, code of the unit, month and number, in that order, within some days.

    Of a stock it is what came in less what went out: the sum up to a month is how it
    stood at its end.
    """
    if "://" not in where:
        files.require(Path(where))
    measures = registry.known()
    with opened(where, engine) as lake:
        counted = count(lake, measures)
        if start:
            counted = counted.filter(pc.field("day") >= start)
        if end:
            counted = counted.filter(pc.field("day") <= end)
        for place, unit, month, value in by_month(counted):
            yield measures[place].name, unit, month, value
