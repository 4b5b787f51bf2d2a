"""The yearly review of procedures: planned, proposed, approved."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from lienmach.base.actor import Actor
from lienmach.org.models import Unit
from lienmach.registers.models.calendar import CURRENT, Entered
from lienmach.registers.models.procedures import Procedure


class ReviewQuerySet(models.QuerySet["Review"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(unit__in=actor.unit_ids)

    def current(self) -> Self:
        """Those that no later entry has taken the place of."""
        return self.filter(CURRENT)


class Review(Entered):
    """How the review of a procedure stands in the plan of a unit for a year.

    Each thing that is recorded is a new row that takes the place of the one before:
    the rows of one procedure are its trail, and ``note`` says why one was put right.
    """

    class Proposal(models.TextChoices):
        KEEP = "keep", "Giữ nguyên"
        SIMPLIFY = "simplify", "Đơn giản hóa"
        ABOLISH = "abolish", "Bãi bỏ"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("năm")
    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="reviews")
    plan = models.CharField("kế hoạch", max_length=80)
    planned_on = models.DateField("ngày kế hoạch")
    reviewed_on = models.DateField("rà soát ngày", null=True)
    proposal = models.CharField(
        "kiến nghị", max_length=10, choices=Proposal.choices, blank=True
    )
    finding = models.CharField("nội dung kiến nghị", max_length=1000, blank=True)
    approved_by = models.CharField("văn bản phê duyệt", max_length=80, blank=True)
    approved_on = models.DateField("phê duyệt ngày", null=True)
    is_dropped = models.BooleanField("đưa ra khỏi kế hoạch", default=False)
    note = models.CharField("lý do", max_length=300, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = "rà soát thủ tục"
        ordering = ["-year", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="a_procedure_is_once_in_a_plan",
                fields=["unit", "year", "procedure"],
                condition=CURRENT,
            ),
            models.CheckConstraint(
                name="a_review_proposes_something",
                condition=Q(reviewed_on=None, proposal="", finding="")
                | Q(reviewed_on__isnull=False) & ~Q(proposal="") & ~Q(finding=""),
            ),
            models.CheckConstraint(
                name="what_is_approved_was_reviewed",
                condition=Q(approved_on=None, approved_by="")
                | Q(approved_on__gte=F("reviewed_on"))
                & Q(proposal__in=["simplify", "abolish"])
                & ~Q(approved_by=""),
            ),
        ]
        indexes = [
            # registers.queries.reviews: the list opens by the latest plan
            models.Index(
                name="review_by_plan", fields=["planned_on", "id"], condition=CURRENT
            ),
        ]

    def __str__(self) -> str:
        return f"{self.procedure.code}, {self.year}"
