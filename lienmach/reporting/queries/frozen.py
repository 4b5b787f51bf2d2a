"""What approved reports and cards handed in say of a figure, and which figures the rows
of forms are."""

from collections.abc import Collection, Iterable, Mapping

from django.db.models import Prefetch
from django.urls import reverse

from lienmach.base.actor import Actor
from lienmach.calc.findings import bare
from lienmach.calc.forms import Row, RowKind, Value, share
from lienmach.indicators.queries.forms import library
from lienmach.indicators.registry import Asked, Frozen, Indicator, Of
from lienmach.reporting.flow import CardState
from lienmach.reporting.models import (
    FrozenCell,
    Report,
    Score,
    Scorecard,
    Sheet,
    Stage,
)
from lienmach.reporting.queries.scores import tree_of


def measures_of(row: Row) -> set[str]:
    """The measures that a row adds up; none where it takes any away."""
    if any(term.sign < 0 for term in row.above):
        return set()
    return {term.name for term in row.above}


def sides_of(row: Row, rows: Mapping[str, Row]) -> tuple[set[str], set[str], str]:
    """The measures above and below the line of a share, and their level.

    Empty where the share is not of one counted row over another of its level.
    """
    nothing: tuple[set[str], set[str], str] = (set(), set(), "")
    if len(row.above) != 1 or len(row.below) != 1:
        return nothing
    above, below = (rows[terms[0].name] for terms in (row.above, row.below))
    for one in (above, below):
        if one.kind is not RowKind.MEASURE or one.is_before:
            return nothing
    if above.level != below.level:
        return nothing
    return measures_of(above), measures_of(below), above.level


def frozen(actor: Actor, asked: Asked) -> list[Frozen]:
    """The rows of approved reports that are this very figure. At most four queries."""
    window = asked.window
    reports = (
        Report.objects.visible_to(actor)
        .filter(
            unit=asked.unit_id,
            snapshot__isnull=False,
            taken_back_at=None,
            round__start=window.start,
            round__end=window.end,
        )
        .select_related("round__regime", "snapshot")
        .prefetch_related(
            "sheets",
            Prefetch(
                "snapshot__cells",
                FrozenCell.objects.filter(kind__in=[RowKind.MEASURE, RowKind.FORMULA]),
            ),
        )
    )
    found: list[Frozen] = []
    for report in reports:
        found += _of_report(report, asked)
    return found


def frozen_scores(actor: Actor, asked: Asked) -> list[Frozen]:
    """The criteria of cards handed in that are this very figure. One query."""
    if asked.level:
        return []
    window = asked.window
    scores = Score.objects.filter(
        card__in=Scorecard.objects.visible_to(actor),
        card__unit=asked.unit_id,
        card__round__start=window.start,
        card__round__end=window.end,
        stage=Stage.OWN,
        is_counted=True,
        card__is_cancelled=False,
    ).exclude(card__case__state=CardState.SCORING)
    found = []
    for score in scores.select_related("card__round", "card__unit"):
        leaf = tree_of(score.card.round).leaf(score.code)
        if leaf and leaf.figure == asked.indicator.slug:
            address = [score.card.year, score.card.unit.code]
            found.append(
                Frozen(
                    Of.VALUE,
                    leaf.label,
                    _said(score),
                    str(score.card.round),
                    f"tiêu chí {score.code}",
                    score.at,
                    f"{reverse('reporting:scorecard', args=address)}#d-{score.code}",
                )
            )
    return found


def _said(score: Score) -> Value:
    """A share as L02 shows it: with one digit."""
    if score.below is not None and score.above is not None:
        return share(score.above, score.below, 1, percent=True)
    return Value.of(score.answer or 0)


def _of_report(report: Report, asked: Asked) -> Iterable[Frozen]:
    snapshot = report.snapshot
    assert snapshot
    forms = library().forms
    for sheet in report.sheets.all():
        cells = [cell for cell in snapshot.cells.all() if cell.form == sheet.form]
        if not cells or sheet.form not in forms:
            continue
        rows = {row.code: row for row in forms[sheet.form].rows}
        places = {row.code: at for at, row in enumerate(forms[sheet.form].rows)}
        for cell in cells:
            row = rows.get(cell.code)
            of = _meant(row, rows, asked) if row else None
            if of:
                yield Frozen(
                    of,
                    cell.label,
                    cell.says,
                    str(report.round),
                    f"{_name(sheet)}, dòng {bare(cell.code)}",
                    snapshot.made_at,
                    _address(report, sheet, places[cell.code]),
                )


def _meant(row: Row, rows: Mapping[str, Row], asked: Asked) -> Of | None:
    """Which number of an indicator a row is, if it is any."""
    above, below = _terms(asked.indicator)
    if row.kind is RowKind.FORMULA:
        sides = sides_of(row, rows)
        is_it = bool(below) and sides == (above, below, asked.level)
        return Of.VALUE if is_it else None
    if row.kind is not RowKind.MEASURE or row.is_before or row.level != asked.level:
        return None
    measures = measures_of(row)
    if measures == above:
        return Of.ABOVE if below else Of.VALUE
    return Of.BELOW if measures and measures == below else None


def _terms(indicator: Indicator) -> tuple[Collection[str], Collection[str]]:
    return (
        {term.measure for term in indicator.above},
        {term.measure for term in indicator.below},
    )


def _name(sheet: Sheet) -> str:
    return sheet.title.partition(":")[0]


def _address(report: Report, sheet: Sheet, place: int) -> str:
    return reverse("reporting:annex", args=[report.pk, sheet.slug]) + f"#d{place}"
