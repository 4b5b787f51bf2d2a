from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from lienmach.base.actor import Actor
from lienmach.base.search import stored
from lienmach.calc.refusal import Refused
from lienmach.calc.text import fold
from lienmach.indicators.models.reported import ReportedValue

LARGEST = Decimal(10) ** 17


@dataclass(frozen=True, slots=True)
class Printed:
    """A report that prints figures: for which unit and days, and where it is read."""

    source: str
    unit_id: int
    period_start: date
    period_end: date
    label: str
    path: str


@dataclass(frozen=True, slots=True)
class Row:
    """A coded row of a form as printed; ``state`` is one of ``CellState``."""

    form: str
    code: str
    label: str
    measure: str
    raw: str
    state: str
    value: Decimal | None
    line: int


@transaction.atomic
def enter_reported(report: Printed, rows: Iterable[Row], *, actor: Actor) -> int:
    """Keep the figures of a report; what it had entered before is replaced.

    What stood in a series still does. Returns how many rows were kept. Raises
    ``Refused`` where the period runs backwards.
    """
    assert report.unit_id in actor.unit_ids
    if report.period_end < report.period_start:
        raise Refused("Kỳ báo cáo phải kết thúc sau khi bắt đầu: hãy xem lại hai ngày.")
    before = ReportedValue.objects.filter(source=report.source).exclude(row_form="")
    placed = {(one.form, one.code, one.label): one for one in before}
    withdraw_reported(report.source)
    made = [_value(report, row) for row in rows]
    for one in made:
        was = placed.pop((one.form, one.code, one.label), None)
        if was and one.state in ("value", "none"):
            one.row_form, one.row_code = was.row_form, was.row_code
    clear_places(made)
    ReportedValue.objects.bulk_create(made, batch_size=500)
    return len(made)


def withdraw_reported(source: str) -> None:
    """Take back the figures that a text has entered."""
    ReportedValue.objects.filter(source=source).delete()


def clear_places(values: Iterable[ReportedValue]) -> int:
    """Take out of series what other reports put where these will stand."""
    cleared = 0
    for one in values:
        if one.row_form:
            cleared += (
                ReportedValue.objects.filter(
                    unit=one.unit_id,
                    period_start=one.period_start,
                    period_end=one.period_end,
                    row_form=one.row_form,
                    row_code=one.row_code,
                )
                .exclude(pk=one.pk)
                .update(row_form="", row_code="")
            )
    return cleared


def _value(report: Printed, row: Row) -> ReportedValue:
    # A number too long for any count of people or money is kept as it was printed.
    is_number = row.value is not None and abs(row.value) < LARGEST
    return ReportedValue(
        unit_id=report.unit_id,
        period_start=report.period_start,
        period_end=report.period_end,
        source=report.source,
        source_label=report.label[:300],
        path=report.path,
        form=row.form[:60],
        form_key=fold(row.form)[:60],
        code=row.code[:30],
        label=row.label,
        measure=row.measure[:120],
        raw=row.raw[:200],
        state="text" if row.state == "value" and not is_number else row.state,
        value=row.value if is_number and row.state == "value" else None,
        line=row.line,
        tokens=stored(fold(f"{row.form} {row.code} {row.label}").split()),
    )
