"""Notices of financial obligation: what the tax office asks of an applicant."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from lienmach.onestop.models.dossiers import Dossier


class TaxNotice(models.Model):
    """A notice of financial obligation of a dossier: came, given, paid or cancelled.

    The money is paid to the treasury, not at the counter: what is kept is what proves
    it. Who pays late stays until it is paid; a notice is never deleted.
    """

    class Way(models.TextChoices):
        COUNTER = "counter", "Trao tại quầy"
        POST = "post", "Gửi bưu chính"
        ELECTRONIC = "electronic", "Gửi bản điện tử"

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="notices")
    number = models.CharField("số thông báo", max_length=80)
    issued_on = models.DateField("ngày thông báo")
    issuer = models.CharField("cơ quan thuế", max_length=200)
    amount = models.PositiveBigIntegerField("số tiền, đồng")
    came_on = models.DateField("nhận được ngày")
    pay_by = models.DateField("hạn nộp")
    made_at = models.DateTimeField("ghi lúc")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    way = models.CharField("cách trao", max_length=10, choices=Way.choices, blank=True)
    given_on = models.DateField("trao ngày", null=True)
    given_how = models.CharField("người nhận, mã bưu gửi, nơi gửi", max_length=200)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    paid_on = models.DateField("nộp tiền ngày", null=True)
    receipt = models.CharField("số chứng từ nộp tiền", max_length=80, blank=True)
    paid_at = models.DateTimeField("ghi đã nộp lúc", null=True)
    paid_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    cancelled_at = models.DateTimeField("hủy lúc", null=True)
    cancel_reason = models.CharField("lý do hủy", max_length=300, blank=True)

    class Meta:
        verbose_name = "thông báo nghĩa vụ tài chính"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="a_notice_stands_once_in_a_dossier",
                fields=["dossier", "number"],
                condition=Q(cancelled_at=None),
            ),
            models.CheckConstraint(
                name="notice_is_for_money", condition=Q(amount__gt=0)
            ),
            models.CheckConstraint(
                name="notice_days_follow_each_other",
                condition=Q(came_on__gte=F("issued_on"), pay_by__gte=F("issued_on")),
            ),
            models.CheckConstraint(
                name="notice_is_given_after_it_came",
                condition=Q(given_on=None, way="", given_how="")
                | Q(given_on__gte=F("came_on")) & ~Q(way=""),
            ),
            models.CheckConstraint(
                name="notice_is_paid_with_a_receipt",
                condition=Q(paid_on=None, paid_at=None, receipt="")
                | Q(paid_on__gte=F("issued_on"), paid_at__isnull=False)
                & ~Q(receipt=""),
            ),
            models.CheckConstraint(
                name="notice_is_cancelled_with_a_reason",
                condition=Q(cancelled_at=None, cancel_reason="")
                | Q(cancelled_at__isnull=False, paid_on=None) & ~Q(cancel_reason=""),
            ),
        ]
        indexes = [
            # onestop.queries.notices: what waits, the nearest last day first
            models.Index(
                name="notice_open_by_day",
                fields=["pay_by", "id"],
                condition=Q(paid_on=None, cancelled_at=None),
            ),
            models.Index(
                name="notice_ungiven_by_day",
                fields=["pay_by", "id"],
                condition=Q(given_on=None, cancelled_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"Thông báo {self.number} ngày {self.issued_on:%d/%m/%Y}"

    @property
    def is_ungiven(self) -> bool:
        """Paid or not: who paid at once is given the paper all the same."""
        return self.given_on is None and self.cancelled_at is None

    @property
    def is_open(self) -> bool:
        return self.paid_on is None and self.cancelled_at is None
