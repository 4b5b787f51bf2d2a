"""What only programs ask: rows of other rooms with the codes that stand for them."""

from collections.abc import Iterable
from datetime import date

from django.db.models import F, QuerySet

from lienmach.base.actor import Actor
from lienmach.onestop.models import Dossier
from lienmach.onestop.queries import work
from lienmach.org.models import Unit, UnitVersion


def units(actor: Actor, *, on: date) -> QuerySet[UnitVersion]:
    """The units of a day, as far as an actor sees them."""
    seen = UnitVersion.objects.in_force(on).filter(unit__in=actor.unit_ids)
    return seen.select_related("unit", "kind", "level", "parent")


def dossiers(actor: Actor) -> QuerySet[Dossier]:
    """The dossiers of the list of work, with the code of the procedure."""
    code = F("procedure__procedure__code")
    return work.rows(actor).annotate(procedure_code=code)


def codes_of(units: Iterable[int]) -> dict[int, str]:
    """The codes of units by their keys. One query."""
    found = Unit.objects.filter(pk__in=set(units))
    return dict(found.values_list("pk", "code"))
