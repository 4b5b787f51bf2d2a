"""What comes of a dossier: the result, and how it reached whom it is for."""

from django.conf import settings
from django.db import models

from lienmach.onestop.models.dossiers import Attachment, Dossier, ReturnWay


class Result(models.Model):
    """The decision on a dossier: a signed paper, a signed file, or both."""

    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="result")
    number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    signed_on = models.DateField("ngày ký")
    signer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    signer_name = models.CharField("người ký", max_length=200)
    is_on_paper = models.BooleanField("bản giấy", default=True)
    file = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+")
    signature = models.CharField("chữ ký số", max_length=300, blank=True)
    made_at = models.DateTimeField("ghi lúc")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = "kết quả"

    def __str__(self) -> str:
        return self.number or str(self.dossier_id)


class Collection(models.Model):
    """The result was handed over: when, how, to whom."""

    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="collection")
    at = models.DateTimeField("trả lúc")
    way = models.CharField("cách trả", max_length=10, choices=ReturnWay.choices)
    recipient = models.CharField("người nhận", max_length=200)
    recipient_id = models.CharField("số căn cước người nhận", max_length=13, blank=True)
    on_behalf = models.CharField("nhận thay theo", max_length=200, blank=True)
    postal_code = models.CharField("mã bưu gửi", max_length=40, blank=True)
    delivered_at = models.DateTimeField("bưu chính phát lúc", null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "lần trả kết quả"

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.recipient}"


class Loss(models.Model):
    """Papers of a dossier were lost or damaged while the office had them."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="losses")
    what = models.CharField("giấy tờ mất, hỏng", max_length=500)
    noticed_at = models.DateTimeField("phát hiện lúc")
    responsible = models.CharField("đơn vị, người chịu trách nhiệm", max_length=200)
    remedy = models.TextField("cách khắc phục, chi phí, xin lỗi")
    closed_at = models.DateTimeField("khắc phục xong lúc", null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "giấy tờ mất, hỏng"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.what
