"""Which documents the list of tasks looks at, and which it offers to narrow it by.

Looked at are those that were chosen, or those of the years chosen, or what is worked
on now: this year's, and projects of any. However many there are, few are read.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, When

from lienmach.base.actor import Actor
from lienmach.tasks.models import Mandate
from lienmach.tasks.queries.tasks import IN_PLAN, mandates, tasks

Kind = Mandate.Kind
MOST_OFFERED = 50  # to choose from; others are found by their words
YEARS_BACK = 9


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address names by its number: it is offered, however old it is."""

    mandates: frozenset[int] = frozenset()
    years: frozenset[int] = frozenset()
    leads: frozenset[int] = frozenset()
    owners: frozenset[int] = frozenset()


def offered(actor: Actor, asked: Asked, today: date) -> list[Mandate]:
    """The documents that one may choose from, those chosen already first. One query."""
    chosen = Q(pk__in=asked.mandates)
    rows = mandates(actor).filter(chosen | _of_years(asked.years, today))
    first = _rank([chosen])
    return list(rows.order_by(first, "-issued_on", "-pk")[:MOST_OFFERED])


def years_offered(years: Collection[int], today: date) -> list[int]:
    """The years that one may choose from, the latest first."""
    near = range(today.year - YEARS_BACK, today.year + 2)
    return sorted({*near, *years}, reverse=True)


def looked_at(actor: Actor, asked: Asked, today: date) -> QuerySet[Mandate]:
    """The documents that are looked at: those with tasks, then by their kind."""
    if asked.mandates:
        rows = mandates(actor).filter(pk__in=asked.mandates)
    else:
        rows = mandates(actor).filter(_of_years(asked.years, today))
    full = tasks(actor).filter(IN_PLAN, mandate=OuterRef("pk"))
    by_kind = _rank([Q(kind=kind) for kind in Kind])
    return rows.order_by(_rank([Q(Exists(full))]), by_kind, "-pk")


def _of_years(years: Collection[int], today: date) -> Q:
    return Q(year__in=years) if years else Q(year=today.year) | Q(kind=Kind.PROJECT)


def _rank(conditions: Collection[Q]) -> Case:
    """Sort by it what fits the first of some conditions before the others."""
    places = [When(one, then=n) for n, one in enumerate(conditions)]
    return Case(*places, default=len(places), output_field=IntegerField())
