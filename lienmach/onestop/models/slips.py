"""The legal forms that an office gives out, as they were given out."""

from collections.abc import Mapping

from django.conf import settings
from django.db import models

from lienmach.onestop.models.dossiers import Dossier
from lienmach.onestop.models.prints import FormTemplate


class Form(models.TextChoices):
    """The forms of the one-stop circulars; their numbers differ between them."""

    RECEIPT = "receipt", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"
    SUPPLEMENT = "supplement", "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"
    REFUSAL = "refusal", "Phiếu từ chối tiếp nhận giải quyết hồ sơ"
    APOLOGY = "apology", "Văn bản xin lỗi và hẹn lại ngày trả kết quả"
    STOP = "stop", "Thông báo dừng giải quyết hồ sơ"
    CONTROL = "control", "Phiếu kiểm soát quá trình giải quyết hồ sơ"


AFTER_NUMBER: Mapping[str, str] = {
    Form.RECEIPT: "/TNHS",
    Form.SUPPLEMENT: "/HDHS",
    Form.REFUSAL: "/TCHS",
}


def serial_of(form: str, number: int) -> str:
    """A number as its form prints it; it is the same with a dossier and without."""
    return f"{number:04}{AFTER_NUMBER.get(form, '')}"


class Slip(models.Model):
    """A form that was issued for a dossier; ``said`` is all that stood on it.

    It is never changed: a corrected one takes its place, and the old one's ``token``
    then leads to the new. ``circular`` says by which law its form is, ``template`` in
    whose layout it was given out; None is the one shipped.
    """

    dossier = models.ForeignKey(
        Dossier, models.PROTECT, related_name="slips", db_index=False
    )
    form = models.CharField("mẫu", max_length=10, choices=Form.choices)
    number = models.PositiveSmallIntegerField("lần phát hành")
    circular = models.CharField("theo", max_length=30)
    template = models.ForeignKey(
        FormTemplate, models.PROTECT, null=True, related_name="slips"
    )
    serial = models.CharField("số", max_length=40, blank=True)
    token = models.CharField(max_length=32, unique=True)
    said = models.JSONField("nội dung")
    promised_at = models.DateTimeField("hẹn trả lúc", null=True)
    made_at = models.DateTimeField("phát hành lúc")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reason = models.CharField("lý do phát hành lại", max_length=300, blank=True)
    replaced_by = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="replaces"
    )

    class Meta:
        verbose_name = "giấy đã phát hành"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="slip_has_its_number", fields=["dossier", "form", "number"]
            ),
        ]

    def __str__(self) -> str:
        return self.get_form_display()


class Printing(models.Model):
    """A slip came out of the printer; from the second time on somebody said why."""

    slip = models.ForeignKey(
        Slip, models.PROTECT, related_name="printings", db_index=False
    )
    number = models.PositiveSmallIntegerField("lần in")
    at = models.DateTimeField("in lúc")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reason = models.CharField("lý do in lại", max_length=300, blank=True)

    class Meta:
        verbose_name = "lần in"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                name="printing_has_its_number", fields=["slip", "number"]
            ),
            models.CheckConstraint(
                name="printing_again_has_a_reason",
                condition=models.Q(number=1) | ~models.Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slip_id}: {self.number}"
