"""The parts of a chain: who does what, by when, and how far it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from lienmach.calc.deadline import Limit, due_at
from lienmach.calc.local import day_of
from lienmach.calc.procedures import limit_words
from lienmach.onestop.models import Dossier, Route
from lienmach.onestop.queries.dossiers import with_rows
from lienmach.registers.models import Hop, ProcedureVersion
from lienmach.registers.queries.calendar import work_calendar


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a chain: planned, or begun and then with its dossier.

    ``due_at`` of a planned part is reckoned from the due moment of the one before it.
    """

    hop: Hop
    due_at: datetime | None
    dossier: Dossier | None = None

    @property
    def name(self) -> str:
        return self.hop.name

    @property
    def agency(self) -> str:
        return self.hop.agency

    @property
    def limit_words(self) -> str:
        return limit_words(self.hop.value().limit)


def hops_of(version: ProcedureVersion) -> list[Hop]:
    return list(version.hops.all())


def parts(root: Dossier) -> list[Part]:
    """All parts of a chain in their order; empty for what is no chain."""
    hops = hops_of(root.procedure)
    if not hops or root.case.parent_id:
        return []
    begun = {child.hop_id: child for child in children(root)}
    case = root.case
    calendar = work_calendar(
        case.received_unit_id, day_of(case.received_at), projected=True
    )
    told, since = [], case.received_at
    for hop in hops:
        child = begun.get(hop.pk)
        if child:
            due = child.case.promised_at
            since = child.case.finished_at or due or since
        else:
            due = due_at(since, limit_of(hop), calendar)
            since = due or since
        told.append(Part(hop, due, child))
    return told


def children(root: Dossier) -> list[Dossier]:
    rows = with_rows(Dossier.objects.filter(case__parent=root.pk))
    return list(rows.order_by("hop__number"))


def next_hop(root: Dossier) -> Hop | None:
    """The first part that has not begun."""
    begun = {child.hop_id for child in children(root)}
    return next((hop for hop in hops_of(root.procedure) if hop.pk not in begun), None)


def route_of_hop(counter_id: int, hop: Hop) -> Route | None:
    """Where a part goes: as its own procedure would, where the catalogue knows it."""
    routes = Route.objects.filter(counter=counter_id)
    if hop.code:
        own = routes.filter(procedure__code=hop.code).first()
        if own:
            return own
        version = (
            ProcedureVersion.objects.current()
            .filter(procedure__code=hop.code)
            .order_by("-valid_from")
            .first()
        )
        of_field = version and routes.filter(field=version.field_id).first()
        if of_field:
            return of_field
    return routes.filter(procedure=None, field=None).first()


def limit_of(hop: Hop) -> Limit:
    limit = hop.value().limit
    assert limit is not None
    return limit


def unfinished(parts_of_chain: Iterable[Part]) -> list[Part]:
    return [
        p for p in parts_of_chain if not p.dossier or not p.dossier.case.finished_at
    ]
