"""Lines of progress as pages show them: numbers that lead to lists, and a bar."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from lienmach.base.parts import number
from lienmach.tasks.lists import AREAS, NO_AREA
from lienmach.tasks.models import Mandate, Task
from lienmach.tasks.queries import progress
from lienmach.tasks.queries.addresses import lists
from lienmach.tasks.queries.progress import Progress

MARK = 0.8  # the width of the line that says what should be done by now


@dataclass(frozen=True, slots=True)
class Line:
    """A document, a field or a unit: each number with its list, and how far it is.

    ``done_width`` and ``due_at`` are parts of a bar of a hundred.
    """

    label: str
    told: Progress
    numbers: Mapping[str, tuple[int, str]]
    mandate: Mandate | None = None

    @property
    def done_width(self) -> str:
        return f"{self.told.share or 0:.1f}"

    @property
    def due_at(self) -> str:
        share = self.told.due / self.told.total * 100 if self.told.total else 0
        return f"{min(share, 100 - MARK):.1f}"

    @property
    def said(self) -> str:
        """What the bar says, for who cannot see it."""
        told = self.told
        return f"Xong {told.done}, đến hạn {told.due}, tổng {told.total}"


def lines_of(
    rows: Iterable[tuple[str, str | int, Mandate | None, Mapping[str, object]]],
    told: Mapping[str | int, Progress],
    on: date,
) -> list[Line]:
    """``rows`` are labels with the key in ``told`` and what narrows their lists."""
    found = ((row, told.get(row[1], Progress())) for row in rows)
    return [
        Line(label, one, lists(one, on, **chosen), mandate)
        for (label, _, mandate, chosen), one in found
    ]


def area_lines(
    rows: QuerySet[Task], chosen: Mapping[str, object], on: date
) -> list[Line]:
    """How far the fields of reform are in some tasks, which ``chosen`` lists. One
    query; fields without a task are left out."""
    told = progress.by(rows, "area", on)
    slugs = {slug: "" if slug == NO_AREA else slug for slug, _ in AREAS}
    return lines_of(
        [
            (words, slugs[slug], None, {**chosen, "lv": slug})
            for slug, words in AREAS
            if slugs[slug] in told
        ],
        told,
        on,
    )


def last_day(mandate: Mandate, today: date) -> date:
    """The day on which a document is looked at: of a year that is over its last one.

    A project runs on after its first year.
    """
    if mandate.kind == Mandate.Kind.PROJECT:
        return today
    return min(today, date(mandate.year, 12, 31))


def percent(share: float | None) -> str:
    """A share as it is written: «42,4 %»; of nothing there is none."""
    return "không phát sinh" if share is None else f"{number(round(share, 1))} %"
