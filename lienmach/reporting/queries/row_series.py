"""The past of a row that people enter: what approved reports and old ones said of it.

A measure is counted for any days; what people enter is known for the periods of reports
alone. So its series has those periods, and what stands before and after a day are whole
periods on either side.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from statistics import median

from django.db.models import F
from django.urls import reverse

from lienmach.base.actor import Actor
from lienmach.calc.forms import State, Value
from lienmach.calc.period import Window
from lienmach.indicators.models import ReportedValue
from lienmach.indicators.queries.series import is_same_period, plain, said
from lienmach.reporting.models import FrozenCell

MOST = 40  # periods told
SIDE = 4  # periods looked at on each side of a day


@dataclass(frozen=True, slots=True)
class RowPoint:
    """What a row said of a period, who says so and where that is read.

    ``other`` is what an old report, entered later, says otherwise of the same days.
    """

    window: Window
    value: Value
    source: str
    url: str
    is_reported: bool
    other: Value | None = None
    other_url: str = ""

    @property
    def number(self) -> Decimal | None:
        return self.value.value if self.value.state is State.VALUE else None


@dataclass(frozen=True, slots=True)
class RowSeries:
    """The points of a row, the oldest first. ``alike`` are those that are as long as
    most are: a half-year is never drawn beside quarters."""

    points: tuple[RowPoint, ...] = ()

    @property
    def alike(self) -> tuple[RowPoint, ...]:
        lengths = sorted(len(point.window) for point in self.points)
        if not lengths:
            return ()
        usual = lengths[len(lengths) // 2]
        return tuple(
            point
            for point in self.points
            if 2 * usual <= 3 * len(point.window) and 2 * len(point.window) <= 3 * usual
        )


@dataclass(frozen=True, slots=True)
class Sides:
    """Whole periods before a day and from it on, as many on either side; ``across`` is
    the one in which the day lies."""

    before: tuple[RowPoint, ...]
    after: tuple[RowPoint, ...]
    across: RowPoint | None

    def middles(self) -> tuple[Decimal, Decimal]:
        """The median of either side: a share has one too, where a mean would lie."""
        one, other = (
            plain(Decimal(median(p.number for p in side if p.number is not None)))
            for side in (self.before, self.after)
        )
        return one, other


def row_series(actor: Actor, unit_id: int, form: str, code: str) -> RowSeries:
    """What is known of a row for a unit. Two queries.

    A frozen report counts before an old one for the same days, the last frozen first.
    """
    found: dict[tuple[date, date], RowPoint] = {}
    for point, _ in sorted(
        _frozen(actor, unit_id, form, code), key=lambda one: one[1], reverse=True
    ):
        found.setdefault((point.window.start, point.window.end), point)
    for point in _reported(actor, unit_id, form, code):
        days = (point.window.start, point.window.end)
        known = found.get(days) or _same(found.values(), point.window)
        if known is None:
            found[days] = point
        elif not known.is_reported and known.value.value != point.value.value:
            place = (known.window.start, known.window.end)
            found[place] = RowPoint(
                known.window,
                known.value,
                known.source,
                known.url,
                is_reported=False,
                other=point.value,
                other_url=point.url,
            )
    points = sorted(found.values(), key=lambda p: (p.window.end, p.window.start))
    return RowSeries(tuple(points[-MOST:]))


def _same(points: Iterable[RowPoint], window: Window) -> RowPoint | None:
    """The point of the same period, be it cut otherwise."""
    return next((p for p in points if is_same_period(p.window, window)), None)


def sides_of(series: RowSeries, day: date) -> Sides:
    """The periods on either side of a day that have a number."""
    known = [point for point in series.alike if point.number is not None]
    before = [point for point in known if point.window.end < day]
    after = [point for point in known if point.window.start >= day]
    count = min(len(before), len(after), SIDE)
    across = next(
        (p for p in series.alike if p.window.start < day <= p.window.end), None
    )
    return Sides(tuple(before[len(before) - count :]), tuple(after[:count]), across)


def _frozen(
    actor: Actor, unit_id: int, form: str, code: str
) -> list[tuple[RowPoint, datetime]]:
    cells = (
        FrozenCell.objects.filter(
            form=form,
            code=code,
            snapshot__report__unit=unit_id,
            snapshot__report__snapshot=F("snapshot"),
            snapshot__report__taken_back_at=None,
            snapshot__report__unit__in=actor.unit_ids,
        )
        .exclude(state__in=[State.BLANK.value, State.NOT_OURS.value])
        .select_related("snapshot__report__round__regime")
    )
    found = []
    for cell in cells:
        report = cell.snapshot.report
        slug = cell.form.removeprefix("phu-luc-")
        point = RowPoint(
            report.round.window,
            cell.says,
            str(report.round),
            reverse("reporting:annex", args=[report.pk, slug]) + f"#d{cell.order - 1}",
            is_reported=False,
        )
        found.append((point, cell.snapshot.made_at))
    return found


def _reported(actor: Actor, unit_id: int, form: str, code: str) -> list[RowPoint]:
    values = ReportedValue.objects.visible_to(actor).filter(
        unit=unit_id, row_form=form, row_code=code
    )
    return [
        RowPoint(
            Window(value.period_start, value.period_end),
            said(value),
            f"{value.source_label}, dòng {value.line}",
            value.url,
            is_reported=True,
        )
        for value in values.order_by("period_end", "pk")
    ]
