"""What a version of a procedure is made of: papers, fees, steps, a chain."""

from django.db import models
from django.db.models import F, Q

from lienmach.calc import procedures as calc
from lienmach.calc.deadline import Clock, Limit
from lienmach.calc.procedures import limit_words
from lienmach.org.models import UnitKind
from lienmach.registers.models.procedures import ClockKind, ProcedureVersion


class Part(models.Model):
    """A line of a version; ``number`` is its place, from 1."""

    number = models.PositiveSmallIntegerField("thứ tự")
    name = models.CharField("tên", max_length=500)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


def _once(name: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(name=name, fields=["version", "number"])


class Component(Part):
    version = models.ForeignKey(
        ProcedureVersion, models.CASCADE, related_name="components"
    )
    originals = models.PositiveSmallIntegerField("bản chính", default=0)
    copies = models.PositiveSmallIntegerField("bản sao", default=0)
    note = models.CharField("ghi chú", max_length=500, blank=True)

    class Meta:
        verbose_name = "thành phần hồ sơ"
        ordering = ["number"]
        constraints = [_once("component_has_its_place")]

    def value(self) -> calc.Component:
        return calc.Component(self.name, self.originals, self.copies, self.note)


class Fee(Part):
    """``last_day`` is the last on which it is asked; None for no limit either way."""

    version = models.ForeignKey(ProcedureVersion, models.CASCADE, related_name="fees")
    amount = models.PositiveBigIntegerField("mức thu, đồng")
    waiver = models.CharField("miễn, giảm", max_length=500, blank=True)
    document = models.CharField("văn bản", max_length=200, blank=True)
    valid_from = models.DateField("từ ngày", null=True)
    last_day = models.DateField("đến hết ngày", null=True)

    class Meta:
        verbose_name = "phí, lệ phí"
        ordering = ["number"]
        constraints = [
            _once("fee_has_its_place"),
            models.CheckConstraint(
                name="fee_has_days",
                condition=Q(last_day__gte=F("valid_from"))
                | Q(valid_from=None)
                | Q(last_day=None),
            ),
        ]

    def value(self) -> calc.Fee:
        return calc.Fee(
            self.name,
            self.amount,
            self.waiver,
            self.document,
            self.valid_from,
            self.last_day,
        )


class Step(Part):
    """A step inside the office. The shares of a version add up to 100 %.

    A trigger refuses anything else at the end of the transaction (migration 0002).
    """

    version = models.ForeignKey(ProcedureVersion, models.CASCADE, related_name="steps")
    unit_kind = models.ForeignKey(UnitKind, models.PROTECT, related_name="+")
    share = models.DecimalField("tỷ lệ thời gian", max_digits=5, decimal_places=2)

    class Meta:
        verbose_name = "bước xử lý"
        ordering = ["number"]
        constraints = [
            _once("step_has_its_place"),
            models.CheckConstraint(
                name="step_has_a_share", condition=Q(share__gt=0, share__lte=100)
            ),
        ]

    def value(self) -> calc.Step:
        return calc.Step(self.name, self.unit_kind.code, self.share.normalize())


class Hop(Part):
    """A procedure of a chain; ``code`` names it in the catalogue, where it is there."""

    version = models.ForeignKey(ProcedureVersion, models.CASCADE, related_name="hops")
    agency = models.CharField("cơ quan", max_length=200, blank=True)
    limit_amount = models.PositiveIntegerField("thời hạn")
    clock = models.CharField("tính theo", max_length=15, choices=ClockKind.choices)
    code = models.CharField("mã thủ tục", max_length=40, blank=True)

    class Meta:
        verbose_name = "chặng liên thông"
        ordering = ["number"]
        constraints = [_once("hop_has_its_place")]

    def value(self) -> calc.Hop:
        limit = Limit(self.limit_amount, Clock(self.clock))
        return calc.Hop(self.name, self.agency, limit, self.code)

    @property
    def limit_words(self) -> str:
        return limit_words(self.value().limit)
