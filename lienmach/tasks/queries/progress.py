"""How far the tasks of documents are: what is due kept apart from the whole year."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from lienmach.tasks.models import Task
from lienmach.tasks.queries.tasks import (
    AWAITS,
    EXPECTED,
    UNSAID,
    done_by,
    due_by,
    overdue_on,
    stands_on,
)


@dataclass(frozen=True, slots=True)
class Progress:
    """Tasks at the end of a day; ``due`` are those whose day has come by then.

    ``unsaid`` of the expected are open ones of which no unit has said what it expects.
    """

    total: int = 0
    due: int = 0
    done: int = 0
    done_due: int = 0
    expected: int = 0
    unsaid: int = 0
    awaiting: int = 0
    overdue: int = 0

    @property
    def share(self) -> float | None:
        return self.done / self.total * 100 if self.total else None

    @property
    def share_due(self) -> float | None:
        return self.done_due / self.due * 100 if self.due else None

    @classmethod
    def of(cls, many: Iterable["Progress"]) -> "Progress":
        rows = list(many)
        names = cls.__slots__
        return cls(*(sum(getattr(row, name) for row in rows) for name in names))


def _counts(last: date) -> dict[str, Count]:
    stands = stands_on(last)
    due, done = stands & due_by(last), stands & done_by(last)
    wanted = {
        "total": stands,
        "due": due,
        "done": done,
        "done_due": due & done,
        "expected": stands & EXPECTED,
        "unsaid": stands & EXPECTED & UNSAID,
        "awaiting": stands & AWAITS,
        "overdue": stands & overdue_on(last),
    }
    return {name: Count("pk", filter=where) for name, where in wanted.items()}


def total(rows: QuerySet[Task], last: date) -> Progress:
    """How far some tasks are together. One query."""
    return Progress(**rows.order_by().aggregate(**_counts(last)))


def by(rows: QuerySet[Task], column: str, last: date) -> dict[str | int, Progress]:
    """How far some tasks are by a column: the mandate, the area, who leads. One query.

    Only what stands on the day is told of.
    """
    counts = _counts(last)
    counted = rows.filter(stands_on(last)).order_by().values(column).annotate(**counts)
    return {row.pop(column): Progress(**row) for row in counted}
