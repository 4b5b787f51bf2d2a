"""What came of things done to many dossiers."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from lienmach.base.actor import Actor
from lienmach.onestop.models import Batch, BatchItem

MOST_SHOWN, MOST_LISTED = 200, 20


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
    return rows.order_by("-pk")


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
