"""Ratings: every answer for those who may read them, numbers for everybody."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, Q, QuerySet

from lienmach.base.actor import Actor
from lienmach.base.parts import number
from lienmach.cases.models import Case
from lienmach.org.queries import names_on
from lienmach.surveys.models import Level, Rating

RIGHT = "surveys.read"
FEWEST = 5  # below so many an average tells what one person said


def visible(actor: Actor) -> QuerySet[Rating]:
    """The ratings of cases that an actor sees."""
    seen = Case.objects.visible_to(actor)
    return Rating.objects.filter(case__in=seen).select_related("case")


@dataclass(frozen=True, slots=True)
class Total:
    """The ratings of what one unit decided; an average is never told alone."""

    unit: str
    counts: tuple[int, ...]

    @property
    def count(self) -> int:
        return sum(self.counts)

    @property
    def is_few(self) -> bool:
        return self.count < FEWEST

    @property
    def average(self) -> str:
        points = sum(level * n for level, n in enumerate(self.counts, 1))
        mean = Decimal(points) / self.count
        return number(mean.quantize(Decimal("0.1"), ROUND_HALF_UP))

    @property
    def levels(self) -> list[tuple[str, int, str]]:
        """Each level with how many chose it and their share."""
        return [
            (level.label, n, f"{round(100 * n / self.count)} %")
            for level, n in zip(Level, self.counts, strict=True)
        ]


def totals(rows: QuerySet[Rating], *, on: date) -> list[Total]:
    """How the units did by which cases were decided, the most rated first."""
    of_levels = [Count("pk", filter=Q(level=level)) for level in Level]
    named = {
        f"n{level}": counted for level, counted in zip(Level, of_levels, strict=True)
    }
    by_unit = rows.order_by().values_list("case__decides_unit").annotate(**named)
    found: dict[int, tuple[int, ...]] = {unit: tuple(n) for unit, *n in by_unit}
    names = names_on(found, on)
    made = [Total(names.get(unit, ""), counts) for unit, counts in found.items()]
    return sorted(made, key=lambda total: -total.count)
