"""Numbers over time and crossed with parts are those that are told one by one."""

import itertools
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lienmach.calc.period import Kind, Period, Window
from lienmach.indicators.actions import cells, rebuild
from lienmach.indicators.queries.board import steps_of
from lienmach.indicators.queries.scope import As, scope_of
from lienmach.indicators.queries.totals import crossed, parts, series, totals
from lienmach.onestop.actions import steps
from lienmach.onestop.actions.steps import Signed
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from lienmach.org.models import UnitVersion
from tests import make
from tests.make import MONDAY

DAY = timedelta(days=1)
NAMES = ["dossiers_received", "dossiers_late", "dossiers_overdue", "dossiers_open"]
QUARTER = Window(date(2026, 1, 1), date(2026, 3, 31))
TODAY = date(2026, 6, 1)
db = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    office = made.office()
    for n, days in enumerate((1, 8, 20, 41, 70)):
        dossier = made.in_progress(office, on=MONDAY + n * 3 * DAY)
        steps.record_result(
            dossier.pk,
            Signed((MONDAY + n * 3 * DAY).date(), "Chủ tịch"),
            actor=office.processes,
            at=MONDAY + (n * 3 + days) * DAY,
        )
    made.in_progress(office)
    return office


@db
@pytest.mark.parametrize("is_counted", [False, True])
@pytest.mark.parametrize("kind", [Kind.WEEK, Kind.MONTH])
def test_a_series_is_the_totals_of_its_windows(
    kind: Kind, is_counted: bool, office: Office
) -> None:
    if is_counted:
        rebuild()
        made.in_progress(office, on=MONDAY + DAY)  # and something is marked since
    scope = scope_of(office.committee.pk, As.THEN, today=TODAY)
    windows = _cut(kind)

    found = series(NAMES, scope, windows)

    assert found == [
        {name: totals([name], scope, window).of(name) for name in NAMES}
        for window in windows
    ]
    assert sum(one["dossiers_received"] for one in found) == 6 + is_counted


@db
def test_a_unit_that_moved_away_counts_until_then(office: Office) -> None:
    elsewhere = make.unit()
    old = UnitVersion.objects.get(unit=office.division)
    moved = date(2026, 2, 1)
    UnitVersion.objects.filter(pk=old.pk).update(valid_to=moved)
    UnitVersion.objects.create(
        unit=office.division,
        parent=elsewhere,
        kind=old.kind,
        level=old.level,
        name=old.name,
        short_name=old.short_name,
        valid_from=moved,
    )
    scope = scope_of(office.committee.pk, As.THEN, today=TODAY)
    windows = _cut(Kind.MONTH)

    found = series(NAMES, scope, windows)

    assert found == [
        {name: totals([name], scope, window).of(name) for name in NAMES}
        for window in windows
    ]
    assert found[0]["dossiers_open"] > 0
    assert found[2]["dossiers_open"] == 0


@db
@pytest.mark.parametrize("is_counted", [False, True])
def test_crossed_numbers_add_up_to_parts(is_counted: bool, office: Office) -> None:
    if is_counted:
        rebuild()
    scope = scope_of(office.committee.pk, As.THEN, today=TODAY)

    found = crossed(NAMES, "field", scope, QUARTER)

    whole = parts(NAMES, "field", scope, QUARTER)
    assert whole
    for (name, key), number in whole.items():
        of_units = [n for (m, _, k), n in found.items() if (m, k) == (name, key)]
        assert sum(of_units) == number
    units = {unit for _, unit, _ in found}
    assert units == {office.counter.pk, office.division.pk}


@db
def test_a_series_costs_as_many_queries_however_many_windows(office: Office) -> None:
    scope = scope_of(office.committee.pk, As.THEN, today=TODAY)
    counts = []
    for windows in (_cut(Kind.WEEK)[:2], _cut(Kind.WEEK)):
        with CaptureQueriesContext(connection) as asked:
            series(NAMES, scope, windows)
        counts.append(len(asked))

    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("window", "kind", "many"),
    [
        (Period.parse("2026-Q1").window(), Kind.WEEK, 14),
        (Period.parse("2026-M03").window(), Kind.WEEK, 12),
        (Window(date(2026, 3, 31), date(2026, 3, 31)), Kind.WEEK, 12),
        (Period.parse("2025").window(), Kind.MONTH, 12),
        (Window(date(2023, 1, 1), date(2025, 12, 31)), Kind.QUARTER, 12),
        (Window(date(1946, 1, 1), date(2025, 12, 31)), Kind.YEAR, 14),
        (Window(date(1946, 1, 1), date(1946, 1, 3)), Kind.WEEK, 1),
    ],
)
def test_a_trend_ends_with_its_window_and_has_neither_few_nor_many_steps(
    window: Window, kind: Kind, many: int
) -> None:
    found = steps_of(window)

    assert {step.period.kind for step in found} == {kind}
    assert len(found) == many
    assert found[-1].window.end == window.end
    for one, following in itertools.pairwise(found):
        assert one.window.end + DAY == following.window.start


@db
def test_new_measures_are_counted_when_nothing_else_is_to_be_done(
    office: Office,
) -> None:
    assert cells.is_outdated()

    assert cells.recount_when_idle(MONDAY)

    assert not cells.is_outdated()
    assert not cells.recount_when_idle(MONDAY)


def _cut(kind: Kind) -> list[Window]:
    found, period = [], Period.of(kind, QUARTER.start)
    while period.window().start <= QUARTER.end:
        found.append(period.window())
        period = period.next
    return found
