"""What the first page shows of today."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from lienmach.calc.local import day_of
from lienmach.onestop.models import Line
from lienmach.onestop.queries.queue import Standing, standing
from lienmach.org.models import Unit
from lienmach.org.queries import below, names_on
from lienmach.org.queries.contacts import public_unit

MOST = 3


@dataclass(frozen=True, slots=True)
class Queue:
    """A point where numbers are taken, and its lines as they stand."""

    code: str
    name: str
    lines: tuple[Standing, ...]

    @property
    def waiting(self) -> int:
        return sum(line.waiting for line in self.lines)


def queues(at: datetime) -> list[Queue]:
    """The points of the public office that give numbers, at most three."""
    unit = public_unit()
    return list(_queues(unit, at)) if unit else []


def _queues(unit: Unit, at: datetime) -> Iterator[Queue]:
    day = day_of(at)
    lines = Line.objects.filter(unit__in=below(unit.pk, day), is_open=True)
    points = dict(lines.order_by("unit").values_list("unit", "unit__code").distinct())
    names = names_on(points, day)
    for pk, code in list(points.items())[:MOST]:
        yield Queue(code, names.get(pk, ""), standing(pk, at=at))
