"""Notices of financial obligation: those that wait, and those past their last day."""

from datetime import date

from django.db.models import Count, Q, QuerySet, Sum

from lienmach.base.actor import Actor
from lienmach.onestop.models import Dossier, TaxNotice
from lienmach.onestop.queries.dossiers import visible

WAITS = Q(paid_on=None, cancelled_at=None, dossier__case__finished_at=None)
# Paid or not, as ``TaxNotice.is_ungiven`` says.
UNGIVEN = Q(given_on=None, cancelled_at=None)


def is_overdue(on: date) -> Q:
    """What was not paid by its last day."""
    return WAITS & Q(pay_by__lt=on)


def notices(actor: Actor) -> QuerySet[TaxNotice]:
    """The notices of the dossiers that an actor may see."""
    return TaxNotice.objects.filter(
        dossier__in=visible(actor).order_by().values("pk")
    ).select_related("dossier__case", "dossier__owner")


def waiting(actor: Actor, *, on: date) -> dict[str, int]:
    """How many wait, for how much money, and how many are past their last day."""
    rows = TaxNotice.objects.filter(
        WAITS, dossier__in=visible(actor).order_by().values("pk")
    )
    told = rows.aggregate(
        many=Count("pk"),
        amount=Sum("amount", default=0),
        overdue=Count("pk", filter=Q(pay_by__lt=on)),
    )
    return dict(told)


def of_dossier(dossier: Dossier) -> QuerySet[TaxNotice]:
    rows = TaxNotice.objects.filter(dossier=dossier)
    return rows.select_related("made_by", "given_by", "paid_by")
