"""What ``bench_annexes`` measures: imported once Django has been set up."""

import os
from decimal import Decimal
from functools import partial

from django.db import connection, transaction

from lienmach.base.actor import Actor
from lienmach.calc.forms import RowKind
from lienmach.calc.period import Window
from lienmach.cases.models import Case
from lienmach.indicators.actions import rebuild
from lienmach.indicators.queries.forms import library
from lienmach.onestop.tests.figures_measured import (
    MOST,
    OF_REPORTS,
    fill,
    in_databases,
    processor_time,
    tell,
    timed,
)
from lienmach.org.models import Unit, UnitVersion
from lienmach.reporting.actions.reports import take_step
from lienmach.reporting.flow import BELOW, State
from lienmach.reporting.models import Report, Sheet, SheetCell
from lienmach.reporting.queries.sheets import draft, form_of
from lienmach.reporting.tests.make_round import officer, regime, report_of, round_of


def main() -> int:
    os.environ.setdefault("N", "100000")
    return in_databases(_measure)


def _measure(size: int) -> int:
    units = fill(size)
    rebuild()
    version = UnitVersion.objects.select_related("parent").get(unit=units[0])
    assert version.parent
    root = version.parent
    report = _round(root, units, OF_REPORTS)
    took: dict[str, float] = {}
    for sheet in report.sheets.order_by("form"):
        took[sheet.form], _ = timed(partial(_read, report.pk, sheet.form))
        name = f"annex_{sheet.form.replace('-', '_')}"
        tell(name, took[sheet.form], "ms", MOST, took[sheet.form] / MOST, size)
    dearest = max(took, key=lambda form: took[form])
    spent = processor_time(partial(_read, report.pk, dearest))
    tell("annex_dearest_processor", spent, "ms", MOST, spent / MOST, size)
    spent = processor_time(partial(_hand_in, *_last_of(report, units[-1])))
    tell("report_handed_in_processor", spent, "ms", MOST, spent / MOST, size)
    return 0


def _last_of(above: Report, unit_id: int) -> tuple[int, Actor]:
    """The report of the one unit that has not handed in, and who does."""
    found = report_of(above.round, unit_id)
    SheetCell.objects.filter(sheet__report=found).delete()
    found.sheets.update(state=Sheet.State.SUBMITTED)
    Case.objects.filter(pk=found.pk).update(state=State.DRAFTING)
    return found.pk, officer(above.unit)[1]


def _hand_in(pk: int, actor: Actor) -> None:
    """The step with all that follows from it, taken back afterwards."""
    with transaction.atomic():
        report = Report.objects.select_related("case", "round__regime").get(pk=pk)
        take_step(report, "submit", actor=actor, at=report.case.received_at)
        transaction.set_rollback(True)


def _read(pk: int, form: str) -> int:
    """One annex from the database to its last formula, as its page begins."""
    report = Report.objects.select_related("case", "round__regime").get(pk=pk)
    sheet = report.sheets.get(form=form)
    sheet.report = report
    return len(draft(sheet).shown())


def _round(root: Unit, units: list[int], window: Window) -> Report:
    """A round in which every unit has filled in every row and handed in."""
    user, actor = officer(root)
    below = list(Unit.objects.filter(pk__in=units))
    made = round_of(actor, below, window=window, of=regime(forms="cchc"))
    forms = library()
    sheets = Sheet.objects.filter(report__round=made)
    SheetCell.objects.bulk_create(
        SheetCell(
            sheet=sheet,
            code=row.code,
            state="value",
            value=Decimal(len(row.code)),
            number=1,
            at=made.opened_at,
            by=user,
        )
        for sheet in sheets.filter(report__case__kind=BELOW)
        for row in form_of(sheet, forms).rows
        if row.kind in (RowKind.COLLECTED, RowKind.MANUAL)
    )
    cases = Case.objects.filter(report__round=made, kind=BELOW)
    cases.update(state=State.SUBMITTED)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return report_of(made, root)
