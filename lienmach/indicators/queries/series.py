"""Series of figures: what past reports have said beside what is counted.

A reported figure stands for a period that was not counted, or only in part. As soon as
all days of a period are counted the count is the figure, and what the report said is
told beside it; one period never has both.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from lienmach.calc.forms import NONE, Form, Row, RowKind, Value
from lienmach.calc.forms import Term as RowTerm
from lienmach.calc.period import Kind, Period, Window
from lienmach.indicators.models import ReportedValue
from lienmach.indicators.queries.explain import value_of
from lienmach.indicators.queries.forms import library
from lienmach.indicators.queries.past import Place, rounded
from lienmach.indicators.queries.scope import Scope, counting_begun
from lienmach.indicators.queries.totals import in_each
from lienmach.indicators.registry import Indicator, Term
from lienmach.org.models import UnitVersion

MOST_POINTS = 12  # reported ones in a series; the newest
MOST_STEPS = 120  # counted ones beside them
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Point:
    """A figure of a period: counted, or where that was not done yet as reported.

    ``reported`` is what a report says for the same days, and where.
    """

    window: Window
    value: Value
    is_counted: bool
    reported: ReportedValue | None = None

    @property
    def differs(self) -> bool:
        """Whether report and count are two numbers."""
        if not (self.is_counted and self.reported):
            return False
        said = self.reported.value
        counted = self.value.value
        return said != (None if counted is None else rounded(counted, said))


@dataclass(frozen=True, slots=True)
class Series:
    """The points of an indicator and a unit, the oldest first.

    ``levels`` are levels of government for which reports have figures of their own;
    ``gaps`` the days between points of which there is no figure at all.
    """

    points: tuple[Point, ...] = ()
    levels: tuple[str, ...] = ()
    begun: date | None = None
    gaps: tuple[Window, ...] = ()


def rows_of(indicator: Indicator, known: Iterable[Form]) -> dict[Place, str]:
    """The rows of forms that say what an indicator does, with their level."""
    above, below = _named(indicator.above), _named(indicator.below)
    found: dict[Place, str] = {}
    for form in known:
        rows = {row.code: row for row in form.rows}
        for row in form.rows:
            if row.kind is RowKind.MEASURE and not row.is_before and not below:
                names = {(term.name, term.sign) for term in row.above}
                if names in (above, {(indicator.also_counted, 1)}):
                    found[form.code, row.code] = row.level
            elif row.kind is RowKind.FORMULA and below and row.is_percent:
                sides = [_side(rows, side) for side in (row.above, row.below)]
                if [side[0] for side in sides] == [above, below]:
                    found[form.code, row.code] = sides[0][1]
    return found


def _named(terms: Iterable[Term]) -> set[tuple[str, int]]:
    return {(term.measure, term.sign) for term in terms}


def _side(
    rows: Mapping[str, Row], terms: Sequence[RowTerm]
) -> tuple[set[tuple[str, int]], str]:
    """What one side of a formula counts, and of which level; nothing if not counted."""
    named = [(rows.get(term.name), term.sign) for term in terms]
    of = [(row, sign) for row, sign in named if row and row.kind is RowKind.MEASURE]
    levels = {row.level for row, _ in of}
    if len(of) != len(terms) or len(levels) != 1 or any(r.is_before for r, _ in of):
        return set(), ""
    return {(t.name, t.sign * sign) for r, sign in of for t in r.above}, levels.pop()


def reported_points(
    indicator: Indicator, unit_id: int, level: str
) -> tuple[list[ReportedValue], tuple[str, ...]]:
    """What reports say of an indicator for a unit, and for which other levels.

    One query. Of two rows that say the same the one of the first form counts.
    """
    places = rows_of(indicator, library().forms.values())
    if not places:
        return [], ()
    found = ReportedValue.objects.filter(
        unit=unit_id, row_form__in={form for form, _ in places}
    ).order_by("-period_end", "period_start", "row_form", "row_code")
    points: dict[tuple[date, date], ReportedValue] = {}
    levels: list[str] = []
    for value in found:
        of = places.get((value.row_form, value.row_code))
        if of is None:
            continue
        if of != level:
            levels.append(of)
            continue
        points.setdefault((value.period_start, value.period_end), value)
    return list(points.values())[:MOST_POINTS], tuple(dict.fromkeys(levels))


def series(
    indicator: Indicator,
    unit_id: int,
    level: str,
    scope: Scope,
    *,
    upto: date,
    today: date,
) -> Series:
    """The past of a figure; empty where no report was put into it.

    Periods that no report speaks of are those before ``upto``, none of them after the
    unit's end.

    As many queries however many points.
    """
    reported, levels = reported_points(indicator, unit_id, level)
    if not reported:
        return Series(levels=levels)
    begun = counting_begun(scope)
    windows = [Window(v.period_start, v.period_end) for v in reported]
    ended = _ended(unit_id)
    kind = _kind(windows)
    steps = [
        one
        for one in _steps(windows, kind, begun, upto)
        if scope.over(one) and (ended is None or one.start <= ended)
    ]
    counted = in_each(_measures(indicator), scope, [*windows, *steps])
    points = [
        _point(indicator, window, value, numbers, begun, today)
        for window, value, numbers in zip(windows, reported, counted, strict=False)
    ]
    points += [
        Point(window, _value(indicator, numbers), is_counted=True)
        for window, numbers in zip(steps, counted[len(windows) :], strict=True)
    ]
    points.sort(key=lambda p: (p.window.end, p.window.start))
    last = upto if ended is None else min(upto, ended)
    gaps = _gaps([p.window for p in points], kind, last)
    return Series(tuple(points), levels, begun, gaps)


def _ended(unit_id: int) -> date | None:
    """The last day of a unit that is no more."""
    newest = UnitVersion.objects.filter(unit=unit_id).order_by("-valid_from").first()
    return newest.last_day if newest else None


def _gaps(windows: Sequence[Window], kind: Kind, last: date) -> tuple[Window, ...]:
    """The days between windows of which none is, where a whole period has room."""
    found: list[Window] = []
    free = windows[0].end + DAY
    for window in windows:
        found += _room(free, window.start - DAY, kind)
        free = max(free, window.end + DAY)
    return (*found, *_room(free, last, kind))


def _room(first: date, last: date, kind: Kind) -> list[Window]:
    """What lies between two days, if it is about as long as a period."""
    days = (last - first).days + 1
    if days <= 0 or days * 3 < 2 * len(Period.of(kind, first).window()):
        return []
    return [Window(first, last)]


def _point(
    indicator: Indicator,
    window: Window,
    value: ReportedValue,
    numbers: Mapping[str, int],
    begun: date | None,
    today: date,
) -> Point:
    if begun and begun <= window.start and window.end <= today:
        return Point(
            window, _value(indicator, numbers), is_counted=True, reported=value
        )
    return Point(window, said(value), is_counted=False, reported=value)


def said(value: ReportedValue) -> Value:
    """A printed figure as a cell."""
    return NONE if value.value is None else Value.of(plain(value.value))


def plain(number: Decimal) -> Decimal:
    """A number without the noughts that the column of the table adds."""
    whole = number.to_integral_value()
    return whole if whole == number else number.normalize()


def _measures(indicator: Indicator) -> list[str]:
    return [term.measure for term in (*indicator.above, *indicator.below)]


def _value(indicator: Indicator, numbers: Mapping[str, int]) -> Value:
    above = sum(t.sign * numbers[t.measure] for t in indicator.above)
    below = sum(t.sign * numbers[t.measure] for t in indicator.below)
    return value_of(indicator, above, below)


def _kind(reported: Sequence[Window]) -> Kind:
    """The kind of period that is about as long as those of the reports."""
    length = sorted(len(window) for window in reported)[len(reported) // 2]
    return next(
        kind
        for kind, most in (
            (Kind.WEEK, 10),
            (Kind.MONTH, 45),
            (Kind.QUARTER, 130),
            (Kind.YEAR, 10**6),
        )
        if length <= most
    )


def _steps(
    reported: Sequence[Window], kind: Kind, begun: date | None, upto: date
) -> list[Window]:
    """Whole periods that were counted, one after the other up to now.

    They begin with the reports: what was counted long before is not told with them.
    """
    if begun is None:
        return []
    begun = max(begun, min(window.start for window in reported))
    found: list[Window] = []
    period = Period.of(kind, upto)
    if period.window().end > upto:
        period = period.previous
    while len(found) < MOST_STEPS:
        window = period.window()
        if window.start < begun:
            break
        if not any(is_same_period(window, one) for one in reported):
            found.insert(0, window)
        period = period.previous
    return found


def is_same_period(one: Window, other: Window) -> bool:
    """Whether two windows are one period, cut otherwise: a quarter from the 15th."""
    first, last = max(one.start, other.start), min(one.end, other.end)
    shared = (last - first).days + 1
    return shared * 3 >= 2 * max(len(one), len(other))


def said_for(points: Iterable[ReportedValue], window: Window) -> ReportedValue | None:
    """What a report says for a period, if one does."""
    for value in points:
        if is_same_period(Window(value.period_start, value.period_end), window):
            return value
    return None
