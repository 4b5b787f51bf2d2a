"""What was integrated, listed and accepted anywhere: on a day, with its share."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from lienmach.org.models.dated import in_force
from lienmach.registers.models import (
    Milestone,
    OnlineLevel,
    Procedure,
    ProcedureVersion,
)
from lienmach.registers.queries.procedures import asks_a_fee

Kind = Milestone.Kind
# What a share is of: procedures in force that could have been marked so.
ONLINE = Q(
    online__in=[
        OnlineLevel.LEVEL_3,
        OnlineLevel.LEVEL_4,
        OnlineLevel.PARTIAL,
        OnlineLevel.FULL,
    ]
)
WITH_FEE = Q(asks_a_fee=True)


def holds(kind: str, on: date) -> Exists:
    """Whether a version's procedure has a milestone on a day."""
    rows = Milestone.objects.current().in_force(on)
    return Exists(rows.filter(kind=kind, procedure=OuterRef("procedure")))


def marked(kinds: Iterable[str], on: date) -> Q:
    """The versions of which one of some milestones is counted on a day."""
    found = Q()
    for kind in kinds:
        found |= Q(holds(kind, on)) & _base(kind, on)
    return found


def unmarked(kinds: Iterable[str], on: date) -> Q:
    """The versions that could have one of some milestones on a day and have not."""
    found = Q()
    for kind in kinds:
        found |= ~Q(holds(kind, on)) & _base(kind, on)
    return found


def _base(kind: str, on: date) -> Q:
    base = bases()[kind][1]
    return Q(asks_a_fee(on)) if base is WITH_FEE else base


def of_procedure(procedure: Procedure) -> QuerySet[Milestone]:
    """All milestones of a procedure, those that were put right too."""
    rows = procedure.milestones.select_related("made_by")
    return rows.order_by("kind", "-valid_from", "-made_at")


class Counted(NamedTuple):
    """How many procedures have a milestone, of how many it is asked of."""

    kind: str
    label: str
    marked: int
    whole: int
    base: str

    @property
    def share(self) -> float | None:
        return self.marked / self.whole * 100 if self.whole else None


def bases() -> dict[str, tuple[str, Q]]:
    """Of what each share is, in words and as a filter of the catalogue."""
    every, online = ("thủ tục đang áp dụng", Q()), ("thủ tục trực tuyến", ONLINE)
    fee = ("thủ tục có phí, lệ phí", WITH_FEE)
    return {
        Kind.PROPOSED: every,
        Kind.APPROVED: every,
        Kind.PUBLISHED: every,
        Kind.NATIONAL: online,
        Kind.PROVINCIAL: online,
        Kind.PAYMENT: fee,
        Kind.ANYWHERE: every,
        Kind.CENTRE: every,
        Kind.PROCESS: every,
    }


def counts(on: date) -> list[Counted]:
    """Count what is in force on a day, by milestone. One query.

    What is marked but is no part of its whole, such as a payment that is integrated
    where no fee is asked any more, does not count: no share goes over 100 %.
    """
    asked: dict[str, Count] = {}
    for kind, (_, base) in bases().items():
        asked[f"whole_{kind}"] = Count("pk", filter=base)
        asked[f"count_{kind}"] = Count("pk", filter=base & Q(**{f"is_{kind}": True}))
    found = (
        ProcedureVersion.objects.current()
        .filter(in_force(on))
        .annotate(
            asks_a_fee=asks_a_fee(on),
            **{f"is_{kind}": holds(kind, on) for kind in bases()},
        )
        .aggregate(**asked)
    )
    return [
        Counted(
            kind,
            str(Kind(kind).label),
            found[f"count_{kind}"],
            found[f"whole_{kind}"],
            said,
        )
        for kind, (said, _) in bases().items()
    ]
