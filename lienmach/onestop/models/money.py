"""Fees: what is asked, what was paid for it, and the day's till."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from lienmach.onestop.models.dossiers import Dossier
from lienmach.org.models import Unit


class Receipt(models.Model):
    """Money was taken for a dossier. Numbers run through the year of a counter.

    One that was written by mistake is cancelled with a reason; its number stays spent.
    ``day`` is that of the till it belongs to: what is taken after a till was closed
    belongs to the next. ``cancelled_day`` is that of the till it was paid back from.
    """

    class Method(models.TextChoices):
        CASH = "cash", "Tiền mặt"
        TRANSFER = "transfer", "Chuyển khoản"
        ONLINE = "online", "Thanh toán trực tuyến"

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="receipts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField("năm")
    number = models.PositiveIntegerField("số biên lai")
    amount = models.PositiveBigIntegerField("số tiền, đồng")
    method = models.CharField("hình thức", max_length=10, choices=Method.choices)
    reference = models.CharField("mã giao dịch", max_length=60, blank=True)
    payer = models.CharField("người nộp tiền", max_length=200)
    paid_at = models.DateTimeField("thu lúc")
    day = models.DateField("ngày quỹ")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField("hủy lúc", null=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    cancelled_day = models.DateField("hủy trong ngày quỹ", null=True)
    cancel_reason = models.CharField("lý do hủy", max_length=300, blank=True)

    class Meta:
        verbose_name = "biên lai"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="receipt_number_is_given_once", fields=["unit", "year", "number"]
            ),
            models.CheckConstraint(
                name="receipt_is_for_money", condition=Q(amount__gt=0)
            ),
            models.CheckConstraint(
                name="receipt_is_cancelled_with_a_reason",
                condition=Q(
                    cancelled_at=None,
                    cancelled_by=None,
                    cancelled_day=None,
                    cancel_reason="",
                )
                | Q(cancelled_at__isnull=False, cancelled_by__isnull=False)
                & Q(cancelled_day__gte=F("day"))
                & ~Q(cancel_reason=""),
            ),
        ]
        indexes = [
            models.Index(name="receipt_by_day", fields=["unit", "day"]),
            models.Index(name="receipt_by_moment", fields=["paid_at"]),
            models.Index(
                name="receipt_by_cancelled_day",
                fields=["unit", "cancelled_day"],
                condition=Q(cancelled_day__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number:06}/{self.year}"


class ReceiptLine(models.Model):
    """What a receipt is for, as it was printed. A trigger sees that the lines of a
    receipt make up its amount, and that neither is changed afterwards.

    ``unit`` is that of the receipt: for whom a counter ever took money is then found by
    the index, however much it took.
    """

    receipt = models.ForeignKey(
        Receipt, models.PROTECT, related_name="lines", db_index=False
    )
    number = models.PositiveSmallIntegerField("thứ tự")
    name = models.CharField("khoản thu", max_length=500)
    document = models.CharField("văn bản", max_length=200, blank=True)
    amount = models.PositiveBigIntegerField("số tiền, đồng")
    agency = models.ForeignKey(
        Unit,
        models.PROTECT,
        related_name="+",
        verbose_name="thu cho",
        db_index=False,
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        verbose_name = "dòng biên lai"
        ordering = ["number"]
        indexes = [models.Index(name="line_by_unit", fields=["unit", "agency"])]
        constraints = [
            models.UniqueConstraint(
                name="receipt_line_has_its_place", fields=["receipt", "number"]
            ),
            models.CheckConstraint(
                name="receipt_line_is_for_money", condition=Q(amount__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Charge(models.Model):
    """A fee of a dossier: asked, waived with a reason, or paid by a receipt.

    ``is_added`` where the counter wrote it down, such as for delivery by post; the
    others come from the procedure.
    """

    dossier = models.ForeignKey(
        Dossier, models.PROTECT, related_name="charges", db_index=False
    )
    number = models.PositiveSmallIntegerField("thứ tự")
    name = models.CharField("khoản thu", max_length=500)
    amount = models.PositiveBigIntegerField("số tiền, đồng")
    document = models.CharField("văn bản", max_length=200, blank=True)
    waived = models.CharField("được miễn vì", max_length=300, blank=True)
    agency = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", verbose_name="thu cho"
    )
    receipt = models.ForeignKey(
        Receipt, models.PROTECT, null=True, related_name="charges"
    )
    is_added = models.BooleanField("thêm ở quầy", default=False)

    class Meta:
        verbose_name = "khoản thu"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                name="charge_has_its_place", fields=["dossier", "number"]
            ),
            models.CheckConstraint(
                name="what_is_waived_is_not_paid",
                condition=Q(waived="") | Q(receipt=None),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Closing(models.Model):
    """The till of a counter on a day: what the receipts say and what was counted.

    What was expected is less than nothing when more was paid back than taken.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    day = models.DateField("ngày")
    expected = models.BigIntegerField("tiền mặt theo biên lai, đồng")
    counted = models.PositiveBigIntegerField("tiền mặt đếm được, đồng")
    total = models.BigIntegerField("tổng các hình thức, đồng")
    note = models.CharField("giải thích chênh lệch", max_length=300, blank=True)
    at = models.DateTimeField("chốt lúc")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "chốt quỹ ngày"
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(
                name="a_day_is_closed_once", fields=["unit", "day"]
            ),
            models.CheckConstraint(
                name="a_difference_is_explained",
                condition=Q(expected=F("counted")) | ~Q(note=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.day}"
