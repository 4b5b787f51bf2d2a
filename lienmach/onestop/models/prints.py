"""How the legal forms look in an office: its letterhead, and templates of its own."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from lienmach.org.models import Unit


class Letterhead(models.Model):
    """What stands at the head and foot of every form that a unit gives out.

    What is empty is told from the name of the unit and of the one above it.
    """

    unit = models.OneToOneField(
        Unit, models.PROTECT, primary_key=True, related_name="letterhead"
    )
    above = models.CharField("cơ quan cấp trên", max_length=200, blank=True)
    name = models.CharField("tên trên giấy tờ", max_length=200, blank=True)
    place = models.CharField("địa danh ghi trước ngày", max_length=80, blank=True)
    address = models.CharField("nơi trả kết quả", max_length=300, blank=True)
    hotline = models.CharField("số điện thoại để hỏi", max_length=40, blank=True)
    signer_title = models.CharField("chức danh người ký", max_length=80, blank=True)
    changed_at = models.DateTimeField("sửa lúc")
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = "đầu giấy"

    def __str__(self) -> str:
        return self.name or str(self.unit_id)


class FormTemplate(models.Model):
    """A layout of a form that an office uses in place of the one shipped.

    It is never changed: a later one, or none, takes its place. ``body`` is HTML of a
    few elements with ``{names}`` that the form fills in (``queries.templates``).
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    circular = models.CharField("theo", max_length=30)
    form = models.CharField("mẫu", max_length=10)
    number = models.PositiveSmallIntegerField("phiên bản")
    body = models.TextField("nội dung mẫu")
    note = models.CharField("vì sao thay", max_length=300)
    made_at = models.DateTimeField("tải lên lúc")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField("thôi dùng lúc", null=True)

    class Meta:
        verbose_name = "mẫu in riêng"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                name="template_has_its_number",
                fields=["unit", "circular", "form", "number"],
            ),
            models.UniqueConstraint(
                name="one_template_in_use",
                fields=["unit", "circular", "form"],
                condition=Q(ended_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.circular} {self.number}"
