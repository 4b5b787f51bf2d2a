"""Reports: which an actor sees, how far they are, what blocks the next step.

``cells`` and ``cell`` are what other parts read of a report's figures: the frozen ones
once it is locked, else those of now.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from lienmach.base.actor import Actor
from lienmach.calc.flow import Step
from lienmach.calc.local import day_bounds, day_of
from lienmach.cases import registry
from lienmach.cases.models import CaseEvent
from lienmach.indicators.registry import Chosen, Pressing
from lienmach.org.models import UnitVersion, User
from lienmach.org.queries import holders, names_on
from lienmach.reporting.flow import (
    APPROVE,
    BELOW,
    CONSOLIDATE,
    ENTER,
    IN_HAND,
    KEEP,
    KEPT,
    OWN,
    RELEASE,
    SIGN,
    WITHDRAW,
    State,
)
from lienmach.reporting.models import (
    CellChange,
    Reminder,
    Report,
    Sheet,
)
from lienmach.reporting.queries import texts
from lienmach.reporting.queries.collected import Asked, Below
from lienmach.reporting.queries.keeping import keeper_of, kept, who_keeps
from lienmach.reporting.queries.people import who_fills_in
from lienmach.reporting.queries.sheets import cell, cells, sheets_of

__all__ = [
    "all_waiting",
    "blockers",
    "cell",
    "cells",
    "last_by_other",
    "last_return",
    "matrix",
    "one",
    "pending",
    "reminders",
    "reports",
    "steps",
    "to_remind",
    "trail",
    "waiting",
]
AT_WORK = timedelta(minutes=15)  # who wrote so lately is still at it
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
        *("case__unit", "round__regime", "round__owner", "unit", "snapshot__made_by"),
        *("above__unit", "above__case"),
    )


def waiting(actor: Actor) -> Q:
    """The reports that wait for an actor: to be filled in where one works, to be
    brought together, to be looked at, approved, signed or sent.

    What the units below still have to fill in waits for them, not for whoever will
    bring it together and could fill it in too; and what was handed in to a unit that
    was asked itself waits for that unit, not for the one above both. What an office
    keeps for its unit waits for that office.
    """
    above, below = (actor.units_with(right) for right in (CONSOLIDATE, ENTER))
    approves, signs = actor.units_with(APPROVE), actor.units_with(SIGN)
    of_unit, own = Q(case__kind=BELOW), Q(case__kind=OWN)
    drafting = Q(case__state=State.DRAFTING)
    submitted = Q(case__state=State.SUBMITTED)
    in_hand = Q(case__state__in=[State.DRAFTING, State.ISSUED])
    where = Q(pk__in=[])  # every page asks this: what is not held adds nothing to it
    if below:
        here = Q(unit__in={actor.unit_id} & below)
        theirs = Q(unit__in=below) & ~Q(above__unit__in=above)
        where |= in_hand & of_unit & (here | theirs)
    to_bring = (drafting | Q(case__state=State.SIGNED)) & own
    if above:
        where |= to_bring & _highest(actor, above) & ~kept("unit")
        theirs = _highest(actor, above, "above__unit") & ~kept("above__unit")
        where |= submitted & of_unit & theirs
    if actor.units_with(KEEP):
        where |= (to_bring | (in_hand & of_unit)) & kept("unit", actor)
        where |= submitted & of_unit & kept("above__unit", actor)
    if approves:
        where |= submitted & own & _highest(actor, approves)
        presented = Q(case__state=State.PRESENTED)
        where |= presented & _nearest(actor, approves)
    if signs:
        where |= Q(case__state=State.APPROVED) & own & _highest(actor, signs)
        where |= Q(case__state=State.AGREED) & _nearest(actor, signs)
    return where


def _highest(actor: Actor, units: Collection[int], of: str = "unit") -> Q:
    """Of reports that bring figures together: where one works, and at the top of what
    one may do; those of an office below wait for the people of that office."""
    under = UnitVersion.objects.filter(parent__in=units).values("unit")
    return Q((f"{of}__in", {actor.unit_id} & set(units))) | (
        Q((f"{of}__in", units)) & ~Q((f"{of}__in", under))
    )


def _nearest(actor: Actor, units: Collection[int]) -> Q:
    """Of reports that a unit below approves and signs itself: where one works, and
    where nobody stands between."""
    return Q(unit__in={actor.unit_id} & set(units)) | (
        Q(unit__in=units) & ~Q(above__unit__in=units)
    )


def pending(actor: Actor) -> QuerySet[Report]:
    """The reports that wait for an actor, the first due first."""
    told = Reminder.objects.filter(report=OuterRef("pk")).order_by("-at")
    found = reports(actor).filter(waiting(actor))
    found = found.annotate(reminded_at=Subquery(told.values("at")[:1]))
    return found.order_by(F("case__promised_at").asc(nulls_last=True), "pk")


def all_waiting(actor: Actor) -> QuerySet[Report]:
    """The reports that wait for an actor, to be counted."""
    return Report.objects.visible_to(actor).filter(waiting(actor))


def pressing(actor: Actor, chosen: Chosen, now: datetime) -> list[Pressing]:
    """Reports that wait for the actor's decision, for the board; of every unit."""
    if not (actor.units_with(APPROVE) or actor.units_with(SIGN)):
        return []
    note = "của mọi đơn vị" if chosen.code else ""
    url = f"{reverse('reporting:reports')}?xem=cho-toi"
    count = all_waiting(actor).count()
    return [Pressing("Báo cáo chờ duyệt, ký", count, note, url)]


def blockers(report: Report, sheets: Sequence[Sheet] | None = None) -> list[str]:
    """Why a report cannot be handed in, a sentence each; none if it can.

    ``sheets`` are its forms, for whoever has them at hand.
    """
    every = sheets_of(report) if sheets is None else sheets
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


def steps(
    report: Report, actor: Actor, sheets: Sequence[Sheet] | None = None
) -> list[Way]:
    """The steps that lead on from here and that the actor has the right to."""
    flow = registry.get(report.case.kind).flow
    found = []
    for step in flow.open_steps(report.case.state):
        if _is_offered(step, report) and actor.may(step.right, report.case.unit_id):
            is_blocked = step.name in ("present", "agree")
            is_blocked |= step.name == "submit" and not report.is_locked
            is_blocked |= step.name == "approve" and report.is_own
            why = tuple(blockers(report, sheets)) if is_blocked else ()
            found.append(Way(step, why))
    return found


def _is_offered(step: Step, report: Report) -> bool:
    """Figures alone are handed in at once, words are presented and signed first; what
    takes a report back stands by itself."""
    if step.name in (WITHDRAW, RELEASE):
        return False
    if report.is_own or report.case.state != State.DRAFTING:
        return True
    return step.name == ("present" if report.is_written else "submit")


def awaited(report: Report, *, on: date) -> list[str]:
    """Who may take the next step of a report, for whom may not; three at the most."""
    flow = registry.get(report.case.kind).flow
    following = [
        step
        for step in flow.open_steps(report.case.state)
        if _is_offered(step, report) and not step.needs_note
    ]
    if not following:
        return []
    right, place = following[0].right, report.case.unit_id
    office = keeper_of(report.round.regime_id, place) if right in KEPT else None
    if office:
        people = who_keeps(office, place, on=on)
    else:
        people = [person for person, _ in holders(right, place, on=on)]
    return [str(person) for person in people[:3]]


def trail(report: Report) -> list[CaseEvent]:
    """What happened to a report, the last first."""
    events = report.case.events.select_related("actor", "unit")
    return list(events.order_by("-number"))


def last_return(report: Report) -> CaseEvent | None:
    """When, by whom and why a report last came back."""
    events = report.case.events.select_related("actor")
    back = ("return", "reopen", "send_back")
    return events.filter(step__in=back).order_by("number").last()


@dataclass(frozen=True, slots=True)
class Around:
    """Where one who brings figures together goes on from the report of one unit: the
    report it is part of, and the next that waits to be looked at."""

    own: int
    following: int | None
    name: str


def around(report: Report, actor: Actor) -> Around | None:
    """Of a report of a unit below, for who brings it together. Three queries."""
    above = report.above
    if above is None or not actor.may(CONSOLIDATE, above.unit_id):
        return None
    submitted = Report.objects.filter(
        above=above, case__state=State.SUBMITTED, taken_back_at=None
    )
    waiting = submitted.exclude(pk=report.pk).order_by("unit__code")
    after = waiting.filter(unit__code__gt=report.unit.code)
    found = after.first() or waiting.first()
    if found is None:
        return Around(above.pk, None, "")
    names = names_on([found.unit_id], report.round.end)
    return Around(above.pk, found.pk, names.get(found.unit_id, ""))


@dataclass(frozen=True, slots=True)
class Line:
    """A unit of the matrix: its report, its forms by code, when it was reminded."""

    report: Report
    asked: Asked
    sheets: dict[str, Sheet]
    reminded_at: datetime | None


def matrix(
    above: Report, below: Below, opened: Collection[int] = ()
) -> tuple[list[tuple[str, str]], list[Line]]:
    """The forms of a round, and a line for each unit that hands in to a report, and for
    those that hand in to one of ``opened``. Three queries."""
    shown = {above.pk, *opened}
    places = {
        unit.report_id: (at, unit)
        for at, unit in enumerate(below.units)
        if unit.above_id in shown
    }
    found = list(
        Report.objects.filter(pk__in=places)
        .select_related("case", "unit")
        .prefetch_related("sheets", "reminders")
    )
    forms: dict[str, str] = {}
    lines = []
    for report in sorted(found, key=lambda one: places[one.pk][0]):
        sheets = {sheet.form: sheet for sheet in report.sheets.all()}
        forms |= {code: sheet.short for code, sheet in sheets.items()}
        reminded = [one.at for one in report.reminders.all()]
        last = max(reminded, default=None)
        lines.append(Line(report, places[report.pk][1], sheets, last))
    return sorted(forms.items()), lines


@dataclass(frozen=True, slots=True)
class ToRemind:
    """A report that was not handed in; who would be told, and who else could fill it
    in: those of the unit above, who are not told."""

    report: Report
    people: list[User]
    others: list[User]


def to_remind(above: Report, *, at: datetime) -> list[ToRemind]:
    """The reports not handed in to one, with the people who would be told.

    Those reminded on the same day are left out. Four queries.
    """
    start, end = day_bounds(day_of(at))
    told = Reminder.objects.filter(report__above=above, at__gte=start, at__lt=end)
    waiting = (
        Report.objects.filter(above=above, case__state__in=IN_HAND)
        .exclude(pk__in=told.values("report"))
        .select_related("case", "round__regime", "unit")
        .order_by("unit__code")
    )
    found = list(waiting)
    people = who_fills_in(found, above.unit_id, day_of(at))
    hands = [people[report.unit_id] for report in found]
    return [
        ToRemind(report, of.own, of.others)
        for report, of in zip(found, hands, strict=True)
    ]


def reminders(above: Report) -> list[Reminder]:
    """The last reminders of those who hand in to a report, newest first."""
    found = Reminder.objects.filter(report__above=above)
    return list(found.select_related("by", "report__unit").order_by("-at", "pk")[:20])


def last_by_other(sheet: Sheet, actor: Actor, at: datetime) -> CellChange | None:
    """What somebody else wrote into a form a short while ago, if anybody did."""
    lately = CellChange.objects.filter(sheet=sheet, at__gt=at - AT_WORK)
    others = lately.exclude(by=actor.user_id).select_related("by")
    return others.order_by("-at").first()
