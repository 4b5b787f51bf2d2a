"""Reports: which an actor sees, how far they are, what blocks the next step.

``cells`` and ``cell`` are what other parts read of a report's figures: the frozen ones
once it is locked, else those of now.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Max, Q, QuerySet

from lienmach.base.actor import Actor
from lienmach.calc.flow import Step
from lienmach.calc.local import day_bounds, day_of
from lienmach.cases import registry
from lienmach.cases.models import Case, CaseEvent
from lienmach.org.queries import holders, names_on
from lienmach.reporting.flow import BELOW, ENTER, State
from lienmach.reporting.models import Reminder, Report, Round, Sheet
from lienmach.reporting.queries import texts
from lienmach.reporting.queries.sheets import cell, cells

__all__ = [
    "blockers",
    "cell",
    "cells",
    "matrix",
    "one",
    "pending",
    "reports",
    "steps",
    "to_remind",
    "trail",
    "waiting_count",
]
MOST_REMINDED = 20  # people of one unit: more is nobody's task
HANDED = (Sheet.State.SUBMITTED, Sheet.State.APPROVED)


def reports(actor: Actor) -> QuerySet[Report]:
    """The reports an actor sees, with how many forms they have and have handed in."""
    handed = Count("sheets", filter=Q(sheets__state__in=HANDED))
    return (
        Report.objects.visible_to(actor)
        .select_related("case__unit", "round__regime", "unit", "round__owner")
        .annotate(
            forms=Count("sheets"),
            done=handed,
            changed_at=Max("sheets__changed_at"),
        )
    )


def one(actor: Actor) -> QuerySet[Report]:
    return Report.objects.visible_to(actor).select_related(
        "case__unit", "round__regime", "round__owner", "unit", "snapshot__made_by"
    )


def pending(actor: Actor) -> QuerySet[Report]:
    """The open reports that wait for a unit of the actor, the first due first."""
    mine = actor.units_with(ENTER)
    return (
        reports(actor)
        .filter(case__closed_at=None, case__unit__in=mine)
        .exclude(case__state=State.APPROVED, case__kind=BELOW)
        .order_by(F("case__promised_at").asc(nulls_last=True), "pk")
    )


def waiting_count(actor: Actor) -> int:
    """How many reports wait for the unit where the actor works now."""
    waiting = Case.objects.filter(
        report__isnull=False, closed_at=None, unit=actor.unit_id
    )
    return waiting.filter(state=State.DRAFTING).count()


def blockers(report: Report) -> list[str]:
    """Why a report cannot be handed in, a sentence each; none if it can."""
    every = list(report.sheets.all())
    waiting = [sheet for sheet in every if not sheet.is_handed_in]
    wrong = [sheet for sheet in every if sheet.errors]
    said = []
    if waiting:
        names = ", ".join(sheet.short for sheet in waiting)
        said.append(f"{len(waiting)} biểu chưa nộp ({names}).")
    if wrong:
        names = ", ".join(f"{sheet.short}: {sheet.errors}" for sheet in wrong)
        said.append(f"Có lỗi chặn ({names}).")
    return said + texts.blockers(report)


@dataclass(frozen=True, slots=True)
class Way:
    """A step that an actor may take of a report, or sees and may not take yet."""

    step: Step
    why_not: tuple[str, ...] = ()


def steps(report: Report, actor: Actor) -> list[Way]:
    """The steps that lead on from here and that the actor has the right to."""
    flow = registry.get(report.case.kind).flow
    found = []
    for step in flow.open_steps(report.case.state):
        if actor.may(step.right, report.case.unit_id):
            is_blocked = step.name == "submit"
            why = tuple(blockers(report)) if is_blocked else ()
            found.append(Way(step, why))
    return found


def trail(report: Report) -> list[CaseEvent]:
    """What happened to a report, the last first."""
    events = report.case.events.select_related("actor", "unit")
    return list(events.order_by("-number"))


@dataclass(frozen=True, slots=True)
class Line:
    """A unit of the matrix: its report, its forms by code, when it was reminded."""

    report: Report
    name: str
    sheets: dict[str, Sheet]
    reminded_at: datetime | None


def matrix(round_: Round) -> tuple[list[tuple[str, str]], list[Line]]:
    """The forms of a round, and a line for each unit below. Four queries."""
    found = list(
        Report.objects.filter(round=round_, case__kind=BELOW)
        .select_related("case", "unit")
        .prefetch_related("sheets", "reminders")
    )
    names = names_on([report.unit_id for report in found], round_.end)
    forms: dict[str, str] = {}
    lines = []
    for report in found:
        sheets = {sheet.form: sheet for sheet in report.sheets.all()}
        forms |= {code: sheet.short for code, sheet in sheets.items()}
        name = names.get(report.unit_id, report.unit.code)
        reminded = [one.at for one in report.reminders.all()]
        lines.append(Line(report, name, sheets, max(reminded, default=None)))
    lines.sort(key=lambda line: line.report.unit.code)
    return sorted(forms.items()), lines


def to_remind(round_: Round, *, at: datetime) -> list[tuple[Report, list[str]]]:
    """The reports that have not been handed in, with the people who would be told.

    Those reminded on the same day are left out.
    """
    start, end = day_bounds(day_of(at))
    told = Reminder.objects.filter(report__round=round_, at__gte=start, at__lt=end)
    waiting = (
        Report.objects.filter(
            round=round_, case__kind=BELOW, case__state=State.DRAFTING
        )
        .exclude(pk__in=told.values("report"))
        .select_related("case", "round__regime", "unit")
        .order_by("unit__code")
    )
    return [(report, _people(report, at)) for report in waiting]


def _people(report: Report, at: datetime) -> list[str]:
    found = holders(ENTER, report.unit_id, on=day_of(at))[:MOST_REMINDED]
    return [person.name for person, _ in found]
