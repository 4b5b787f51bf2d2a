"""Dossiers: whose one may see, and one of them with all that is about it."""

from datetime import date, datetime, timedelta

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from lienmach.base.actor import Actor
from lienmach.calc.local import day_of
from lienmach.calc.standing import Told, tell
from lienmach.cases.models import Case, Wait, seen_by
from lienmach.cases.queries import clockwork
from lienmach.onestop.flow import State
from lienmach.onestop.models import Dossier, Party, Route
from lienmach.registers.models import Fee, ProcedureVersion
from lienmach.registers.queries.calendar import work_calendar
from lienmach.registers.queries.procedures import fees_of

KIND = "dossier"
AGAIN = timedelta(hours=12)  # the same request again so soon may be a mistake


def visible(actor: Actor) -> QuerySet[Dossier]:
    """The dossiers an actor may see: every screen and export starts here."""
    return with_rows(Dossier.objects.filter(seen_by(actor, "case__")))


def with_rows(rows: QuerySet[Dossier]) -> QuerySet[Dossier]:
    """With what a row of a list shows, ``paused_at`` among it. One query."""
    waits = Wait.objects.filter(case=OuterRef("pk"), ended_at=None)
    return rows.select_related(
        "case", "case__person", "procedure__procedure", "procedure__field", "hop"
    ).annotate(paused_at=Subquery(waits.values("started_at")[:1]))


def told(dossier: Dossier, *, now: datetime) -> Told:
    """How the clock of a dossier stands; it was fetched by ``with_rows``."""
    paused_at: datetime | None = getattr(dossier, "paused_at", None)
    case = dossier.case
    day = day_of(case.received_at)
    calendar = work_calendar(case.received_unit_id, day, projected=True)
    return tell(clockwork(case, paused_at), calendar, now=now)


def same_again(
    owner: Party | int, procedure_id: int, *, at: datetime
) -> QuerySet[Dossier]:
    """Dossiers of the same person and procedure, received a short while ago."""
    return (
        Dossier.objects.filter(
            owner=owner,
            procedure__procedure=procedure_id,
            case__received_at__gte=at - AGAIN,
            case__parent=None,
        )
        .exclude(case__state=State.CANCELLED)
        .select_related("case")
        .order_by("-case__received_at")
    )


def version_on(code: str, day: date) -> ProcedureVersion | None:
    """The version of a procedure by which a dossier of a day is handled."""
    return (
        ProcedureVersion.objects.current()
        .in_force(day)
        .filter(procedure__code=code)
        .select_related("procedure", "field")
        .first()
    )


def route(counter_id: int, version: ProcedureVersion) -> Route | None:
    """Where the dossiers of a procedure go from a counter: the nearest that is set."""
    routes = Route.objects.filter(counter=counter_id)
    return _nearest(routes, version.procedure_id, version.field_id).first()


def _nearest(
    routes: QuerySet[Route], procedure: int | OuterRef, field: int | OuterRef
) -> QuerySet[Route]:
    """The routes that fit a procedure: its own, that of its field, that of all."""
    fitting = Q(procedure=procedure) | Q(field=field) | Q(procedure=None, field=None)
    return routes.filter(fitting).order_by(
        F("procedure").asc(nulls_last=True), F("field").asc(nulls_last=True)
    )


def fees_on(version: ProcedureVersion, day: date) -> list[Fee]:
    """The fees of a version whose documents hold on a day."""
    return [
        fee
        for fee in fees_of(version.pk)
        if (fee.valid_from is None or fee.valid_from <= day)
        and (fee.last_day is None or day <= fee.last_day)
    ]


def on_paper(number: str, counter_id: int, since: datetime) -> str | None:
    """The code of the dossier entered from a number of the paper block, if one was."""
    return (
        Case.objects.filter(
            received_unit=counter_id,
            received_at__gte=since,
            dossier__paper_number=number,
        )
        .exclude(state=State.CANCELLED)
        .values_list("code", flat=True)
        .first()
    )
