"""What holds for a unit from a day on, by a document."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from lienmach.base.actor import Actor
from lienmach.org.models import Unit
from lienmach.org.models.dated import DatedQuerySet
from lienmach.registers.models.calendar import CURRENT
from lienmach.registers.models.milestones import Mark


class UnitMarkQuerySet(DatedQuerySet["UnitMark"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(unit__in=actor.unit_ids)

    def current(self) -> Self:
        """Those that have not been put right by another."""
        return self.filter(CURRENT)


class UnitMark(Mark):
    """One thing that a unit has or does from a day on.

    Either it is on the central system of the province, or it says that it keeps one of
    our registers fully: from then on reports count what people entered before.
    """

    class Kind(models.TextChoices):
        CONNECTED = "connected", "Kết nối hệ thống một cửa tập trung"
        USED = "used", "Tiếp nhận, giải quyết mọi hồ sơ trên hệ thống"
        REVIEWS = "reviews", "Rà soát, đơn giản hóa thủ tục"
        ANYWHERE = "anywhere", "Thủ tục tiếp nhận không phụ thuộc địa giới"
        NATIONAL = "national", "Thủ tục tích hợp Cổng Dịch vụ công quốc gia"
        PAYMENT = "payment", "Thủ tục tích hợp thanh toán trực tuyến"
        SYSTEM = "system", "Đơn vị kết nối hệ thống một cửa tập trung"
        PLANS = "plans", "Nhiệm vụ các kế hoạch năm"
        DIRECTIVES = "directives", "Nhiệm vụ cấp trên giao"
        SENDINGS = "sendings", "Báo cáo định kỳ đã gửi"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField("mốc", max_length=10, choices=Kind.choices)

    objects = UnitMarkQuerySet.as_manager()

    class Meta:
        verbose_name = "mốc của đơn vị"
        ordering = ["kind", "valid_from", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="a_unit_mark_stands_once",
                fields=["unit", "kind"],
                condition=CURRENT & Q(valid_to=None),
            ),
            models.CheckConstraint(
                name="unit_mark_has_days",
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} từ {self.valid_from:%d/%m/%Y}"
