"""Sets of criteria that a unit writes: drafted, published by a document, closed."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from lienmach.base.actor import Actor
from lienmach.org.models import Unit


class CriteriaSetQuerySet(models.QuerySet["CriteriaSet"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those of units an actor sees; what is published everybody may read."""
        own = Q(unit__in=actor.unit_ids)
        return self.filter(own | Q(state=CriteriaSet.State.PUBLISHED))


class CriteriaSet(models.Model):
    """A set of criteria as text (``calc.criteria``), and how far it has come.

    Only a draft is written; what is published is offered when a scoring is opened,
    which keeps the text for itself. ``number`` counts the writings. Written by
    ``reporting.actions.criteria_sets`` alone.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Dự thảo"
        PUBLISHED = "published", "Đã ban hành"
        CLOSED = "closed", "Không dùng nữa"

    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="đơn vị soạn", related_name="+"
    )
    code = models.SlugField("mã", max_length=50)
    title = models.CharField("tên bộ tiêu chí", max_length=200)
    text = models.TextField("nội dung")
    state = models.CharField(
        "trạng thái", max_length=10, choices=State.choices, default=State.DRAFT
    )
    decided_by = models.CharField("văn bản ban hành", max_length=200, blank=True)
    decided_on = models.DateField("ngày văn bản", null=True)
    closed_for = models.CharField("lý do thôi dùng", max_length=300, blank=True)
    number = models.PositiveIntegerField("lần ghi", default=1)
    changed_at = models.DateTimeField("sửa lúc")
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )

    objects = CriteriaSetQuerySet.as_manager()

    class Meta:
        verbose_name = "bộ tiêu chí"
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="a_code_of_criteria_is_used_once",
                fields=["code"],
                condition=~Q(state="closed"),
            ),
            models.CheckConstraint(
                name="criteria_are_published_by_a_document",
                condition=~Q(state="published")
                | (~Q(decided_by="") & Q(decided_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="criteria_are_closed_with_a_reason",
                condition=~Q(state="closed") | ~Q(closed_for=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title
