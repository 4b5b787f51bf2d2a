"""What was brought to a counter and not taken in."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from lienmach.onestop.models.people import Party
from lienmach.onestop.models.prints import FormTemplate
from lienmach.onestop.models.slips import Form, serial_of
from lienmach.org.models import Unit
from lienmach.registers.models import ProcedureVersion


class Unaccepted(models.Model):
    """Somebody was told in writing what is missing, or why nothing is taken in.

    It is no dossier: no code, no clock, nothing to be late with. It is counted, for
    every one is a walk that somebody will have to make again. ``missing`` lists what is
    to be brought, all at once: name, reason, example. Names are those of the day, and
    ``template`` is the layout of the office in which it was given out.
    """

    form = models.CharField("mẫu", max_length=10, choices=Form.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("năm")
    number = models.PositiveIntegerField("số")
    circular = models.CharField("theo", max_length=30)
    template = models.ForeignKey(
        FormTemplate, models.PROTECT, null=True, related_name="+"
    )
    procedure = models.ForeignKey(
        ProcedureVersion, models.PROTECT, verbose_name="thủ tục", related_name="+"
    )
    owner = models.ForeignKey(Party, models.PROTECT, related_name="unaccepted")
    owner_name = models.CharField("chủ hồ sơ", max_length=200)
    submitter_name = models.CharField("người nộp thay", max_length=200, blank=True)
    address = models.CharField("địa chỉ", max_length=300, blank=True)
    phone = models.CharField("điện thoại", max_length=15, blank=True)
    content = models.CharField("nội dung yêu cầu", max_length=500, blank=True)
    missing = models.JSONField("giấy tờ cần bổ sung", default=list)
    reason = models.TextField("lý do")
    at = models.DateTimeField("lúc")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "hồ sơ chưa tiếp nhận"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="unaccepted_number_is_given_once",
                fields=["unit", "form", "year", "number"],
            ),
            models.CheckConstraint(
                name="unaccepted_is_guided_or_refused",
                condition=Q(form=Form.SUPPLEMENT) & ~Q(missing=[])
                | Q(form=Form.REFUSAL) & ~Q(reason=""),
            ),
        ]
        indexes = [models.Index(name="unaccepted_by_day", fields=["unit", "at"])]

    def __str__(self) -> str:
        return self.serial

    @property
    def serial(self) -> str:
        return serial_of(Form(self.form), self.number)

    @property
    def is_refusal(self) -> bool:
        return self.form == Form.REFUSAL
