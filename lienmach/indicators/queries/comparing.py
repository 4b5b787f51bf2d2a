"""A figure before and after a day on which something changed (C13)."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Aggregate, DurationField, ExpressionWrapper, F, Q

from lienmach.calc.period import Window
from lienmach.indicators import registry
from lienmach.indicators.queries.explain import Explained, explain, facts_of
from lienmach.indicators.queries.scope import Scope
from lienmach.indicators.registry import Indicator
from lienmach.org.models import Succession, UnitVersion

FEWEST = 20  # below it a share says little
DAY = timedelta(days=1)
YEAR = timedelta(days=364)  # whole weeks: the same days of the week are compared


@dataclass(frozen=True, slots=True)
class Side:
    """The figure of one of the two windows.

    ``median`` is how many days what is counted has lasted, for half of it at most;
    None where nothing was counted, or where it is not known of the figure.
    """

    found: Explained
    median: Decimal | None

    @property
    def of(self) -> int:
        """How much there is that the figure speaks of."""
        return self.found.whole if self.found.indicator.is_share else self.found.counted

    @property
    def is_few(self) -> bool:
        return self.of < FEWEST


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two windows of the same length, one up to the eve of the day, one from it on.

    ``year_before`` are the same two windows a year earlier: what changes every year
    at this time is no effect of the change.
    """

    before: Side
    after: Side
    year_before: tuple[Explained, Explained]


@dataclass(frozen=True, slots=True)
class Change:
    """A day on which a unit became another, by which document."""

    day: date
    text: str


def windows(day: date, length: int, *, today: date) -> tuple[Window, Window]:
    """As many days before a day and from it on; no more than have passed since."""
    length = max(1, min(length, (today - day).days + 1))
    after = Window(day, day + (length - 1) * DAY)
    return Window(day - length * DAY, day - DAY), after


def compare(
    indicator: Indicator, scope: Scope, two: tuple[Window, Window]
) -> Comparison:
    """Count both sides. As many queries however much there is."""
    before, after = (
        Side(explain(indicator, scope, window), _median(indicator, scope, window))
        for window in two
    )
    earlier = [Window(w.start - YEAR, w.end - YEAR) for w in two]
    then, later = (explain(indicator, scope, window) for window in earlier)
    return Comparison(before, after, (then, later))


def changes_of(unit_id: int) -> list[Change]:
    """The days on which a unit was changed, merged or split; the newest first."""
    versions = UnitVersion.objects.filter(unit=unit_id).order_by("valid_from")
    found = {
        v.valid_from: Change(v.valid_from, f"{v.name}: {v.decision or 'thay đổi'}")
        for v in list(versions.select_related("decision"))[1:]
    }
    handed = Succession.objects.filter(Q(old=unit_id) | Q(new=unit_id))
    for one in handed.select_related("decision"):
        text = f"Sắp xếp đơn vị: {one.decision or 'kế thừa'}"
        found.setdefault(one.effective_on, Change(one.effective_on, text))
    return [found[day] for day in sorted(found, reverse=True)]


class _Median(Aggregate):
    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"


def _median(indicator: Indicator, scope: Scope, window: Window) -> Decimal | None:
    if not indicator.lasts_from:
        return None
    terms = indicator.below or indicator.above
    measures = [registry.get(term.measure) for term in terms]
    lasted = ExpressionWrapper(
        F(measures[0].at) - F(indicator.lasts_from), DurationField()
    )
    rows = facts_of(measures, scope, window).order_by()
    found = rows.aggregate(
        median=_Median(lasted, output_field=DurationField()),
    )["median"]
    if not isinstance(found, timedelta):
        return None
    return Decimal(found / DAY).quantize(Decimal("0.1"))
