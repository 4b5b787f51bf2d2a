"""Local rules of reception and return: a regulation of a unit and its texts in time."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from lienmach.org.models import Unit
from lienmach.org.models.dated import Dated, DatedQuerySet, never_overlap
from lienmach.registers.models.calendar import CURRENT, Entered

SOURCE = "registers.regulation:"


class Regulation(models.Model):
    """What a unit laid down for its one-stop shops; all else is in its texts."""

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="đơn vị"
    )
    name = models.CharField("quy định", max_length=300)
    name_key = models.CharField(max_length=300, db_collation="C", editable=False)

    class Meta:
        verbose_name = "quy định tiếp nhận, trả kết quả"
        ordering = ["name_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="a_unit_names_a_regulation_once", fields=["unit", "name_key"]
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RegulationTextQuerySet(DatedQuerySet["RegulationText"]):
    def current(self) -> Self:
        """Those that have not been put right by another."""
        return self.filter(CURRENT)


class RegulationText(Dated, Entered):
    """What a regulation says from a day on, by the decision that made it so.

    The texts of one regulation lie end to end. ``basis`` are the documents that it
    rests on, a line each as they are cited; ``looked_at`` when somebody last found
    that it may stay though one of them has ended.
    """

    class Kind(models.TextChoices):
        ISSUED = "issued", "Ban hành"
        AMENDED = "amended", "Sửa đổi, bổ sung"
        REPLACED = "replaced", "Thay thế"

    regulation = models.ForeignKey(Regulation, models.PROTECT, related_name="texts")
    kind = models.CharField("thay đổi", max_length=10, choices=Kind.choices)
    number = models.CharField("số, ký hiệu", max_length=80)
    signed_on = models.DateField("ngày ký")
    issuer = models.CharField("cơ quan ban hành", max_length=200)
    summary = models.CharField("nội dung chính", max_length=1000, blank=True)
    basis = ArrayField(
        models.CharField(max_length=300), verbose_name="căn cứ", default=list
    )
    file_name = models.CharField("tệp", max_length=120, blank=True)
    file_key = models.CharField(max_length=64, blank=True, editable=False)
    file_type = models.CharField(max_length=40, blank=True, editable=False)
    ended_by = models.CharField("văn bản bãi bỏ", max_length=120, blank=True)
    note = models.CharField("lý do", max_length=300, blank=True)
    looked_at = models.DateTimeField("xem lại lúc", null=True)
    looked_by = models.ForeignKey(
        "org.User", models.PROTECT, null=True, related_name="+"
    )
    looked_why = models.CharField("kết luận xem lại", max_length=300, blank=True)

    objects = RegulationTextQuerySet.as_manager()

    class Meta:
        verbose_name = "bản quy định"
        ordering = ["valid_from", "pk"]
        constraints = [
            never_overlap(
                "regulation_texts_never_overlap", "regulation", condition=CURRENT
            ),
            models.CheckConstraint(
                name="regulation_text_has_days",
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} ngày {self.signed_on:%d/%m/%Y}"

    @property
    def source(self) -> str:
        """What the register of documents calls it where it says who cites what."""
        return f"{SOURCE}{self.pk}"
