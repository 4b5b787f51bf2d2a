"""The websites of units, and how well each is kept up to date."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from lienmach.base.actor import Actor
from lienmach.org.models import Unit
from lienmach.org.models.dated import DatedQuerySet
from lienmach.registers.models.calendar import CURRENT
from lienmach.registers.models.milestones import Mark


class WebsiteQuerySet(DatedQuerySet["Website"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(unit__in=actor.unit_ids)

    def current(self) -> Self:
        """Those that have not been put right by another."""
        return self.filter(CURRENT)


class Website(Mark):
    """A website of a unit as somebody found it kept, from a day on.

    What is found later is a row of its own, from its own day on; ``document`` is what
    it was looked at by.
    """

    class Upkeep(models.TextChoices):
        GOOD = "good", "Cập nhật thường xuyên"
        POOR = "poor", "Cập nhật chưa tốt"
        PAUSED = "paused", "Tạm dừng hoạt động"

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="đơn vị"
    )
    address = models.CharField("địa chỉ", max_length=200)
    upkeep = models.CharField("tình trạng", max_length=10, choices=Upkeep.choices)

    objects = WebsiteQuerySet.as_manager()

    class Meta:
        verbose_name = "trang thông tin điện tử"
        ordering = ["unit", "address", "valid_from", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="a_website_stands_once",
                fields=["unit", "address"],
                condition=CURRENT & Q(valid_to=None),
            ),
            models.CheckConstraint(
                name="website_has_days",
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.address
