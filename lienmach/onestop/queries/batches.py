"""What came of things done to many dossiers."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.db.models.fields.json import KT

from lienmach.base.actor import Actor
from lienmach.onestop.models import Batch, BatchItem
from lienmach.onestop.queries.places import short_names
from lienmach.org.models import User

MOST_SHOWN, MOST_LISTED = 200, 20
SAID = ("person", "unit", "note", "query", "whole", "of", "again")


@dataclass(frozen=True, slots=True)
class Counted:
    total: int
    done: int
    refused: int

    @property
    def waiting(self) -> int:
        return self.total - self.done - self.refused


def batches(actor: Actor) -> QuerySet[Batch]:
    """What an actor has asked for, the latest first."""
    rows = Batch.objects.filter(made_by=actor.user_id).select_related("job")
    rows = rows.defer("said")  # of many dossiers it is long
    rows = rows.annotate(**{f"said_{key}": KT(f"said__{key}") for key in SAID})
    return rows.order_by("-pk")


@dataclass(frozen=True, slots=True)
class Aim:
    """What a batch was to do: to whom, who asked for it and from where, of which list.

    ``query`` is the address of the list, None where that is not known; ``is_whole``
    says that all of it was meant. ``of`` is the batch it takes back or tries again.
    """

    target: str
    note: str
    by: str
    unit: str
    query: str | None
    is_whole: bool
    of: Batch | None


def aims(batches: Collection[Batch], *, on: date) -> dict[int, Aim]:
    """What batches were to do, by their keys. Three queries."""
    people = User.objects.in_bulk(
        {one.made_by_id for one in batches} | _numbers(batches, "person")
    )
    units = short_names(
        {one.unit_id for one in batches} | _numbers(batches, "unit"), on
    )
    others = Batch.objects.defer("said").in_bulk(
        _numbers(batches, "of") | _numbers(batches, "again")
    )

    def aim(one: Batch) -> Aim:
        person, unit, back, again = (
            _number(one, key) for key in ("person", "unit", "of", "again")
        )
        target = str(people.get(person or 0, "")) or units.get(unit or 0, "")
        return Aim(
            target=target,
            note=_said(one, "note"),
            by=str(people[one.made_by_id]),
            unit=units.get(one.unit_id, ""),
            query=getattr(one, "said_query", None),
            is_whole=_said(one, "whole") == "true",
            of=others.get(again or back or 0),
        )

    return {one.pk: aim(one) for one in batches}


def _said(batch: Batch, key: str) -> str:
    return getattr(batch, f"said_{key}") or ""


def _number(batch: Batch, key: str) -> int | None:
    said = _said(batch, key)
    return int(said) if said.isdecimal() else None


def _numbers(batches: Collection[Batch], key: str) -> set[int]:
    found = (_number(one, key) for one in batches)
    return {number for number in found if number is not None}


def counted(batches: Collection[Batch]) -> dict[int, Counted]:
    """How far batches are, by their keys. One query."""
    rows = (
        BatchItem.objects.filter(batch__in=[one.pk for one in batches])
        .order_by()
        .values_list("batch")
        .annotate(
            total=Count("pk"),
            done=Count("pk", filter=Q(number__isnull=False)),
            refused=Count("pk", filter=~Q(reason="")),
        )
    )
    found = {pk: Counted(*numbers) for pk, *numbers in rows}
    return {one.pk: found.get(one.pk, Counted(0, 0, 0)) for one in batches}


def left(batch: Batch) -> QuerySet[BatchItem]:
    """What was refused, and what was not begun because somebody stopped it."""
    rows = batch.items.filter(number=None).select_related("dossier__case")
    return rows.select_related("dossier__procedure", "dossier__hop").order_by("pk")
