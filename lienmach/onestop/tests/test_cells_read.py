"""What a form reads grows with units and days, never with dossiers."""

from datetime import timedelta

import pytest

from lienmach.calc.period import Window
from lienmach.indicators.actions import rebuild
from lienmach.indicators.models import Cell, HalfSum, MonthSum, PartSum
from lienmach.indicators.queries.forms import figures, forms
from lienmach.indicators.queries.scope import As, scope_of
from lienmach.onestop.actions import steps
from lienmach.onestop.actions.steps import Signed
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.figures_measured import CELLS, rows_read
from lienmach.onestop.tests.make_dossier import Office
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
FACTS = ("cases_case", "cases_span", "cases_promise", "onestop_dossier")
LAST = MONDAY + timedelta(days=40)


def _live(office: Office) -> None:
    """Three dossiers: one open, one finished on its day, one late."""
    made.in_progress(office)
    for days in (1, 30):
        steps.record_result(
            made.in_progress(office).pk,
            Signed(MONDAY.date(), "Chủ tịch"),
            actor=office.processes,
            at=MONDAY + timedelta(days=days),
        )


@pytest.mark.parametrize("code", ["ho-so", "phu-luc-4", "phu-luc-8"])
def test_a_form_reads_as_many_cells_and_no_dossier_however_many_there_are(
    code: str,
) -> None:
    office = made.office()
    window = Window(MONDAY.date(), LAST.date())

    def read() -> str:
        scope = scope_of(office.committee.pk, As.THEN, today=LAST.date())
        return str([one.cell.value for one in figures(forms()[code], scope, window)])

    said, kept = [], []
    for lives in (1, 4):
        for _ in range(lives):
            _live(office)
        rebuild()
        said.append(read())
        tables = (Cell, MonthSum, HalfSum, PartSum)
        kept.append([table.objects.count() for table in tables])
        assert rows_read(read, CELLS) > 0
        assert rows_read(read, FACTS) == 0

    assert said[0] != said[1]
    assert kept[0] == kept[1]
