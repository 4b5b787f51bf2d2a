"""What was done with a procedure from a day on, beside what its versions say."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from lienmach.org.models.dated import Dated, DatedQuerySet
from lienmach.registers.models.calendar import CURRENT, Entered
from lienmach.registers.models.procedures import Procedure


class Mark(Dated, Entered):
    """Something that holds from a day on, by a document.

    Written once: a row that was put right or has come to an end stays, marked as
    replaced.
    """

    document = models.CharField("văn bản", max_length=120, blank=True)
    note = models.CharField("lý do", max_length=300, blank=True)

    class Meta:
        abstract = True


class MilestoneQuerySet(DatedQuerySet["Milestone"]):
    def current(self) -> Self:
        """Those that have not been put right by another."""
        return self.filter(CURRENT)


class Milestone(Mark):
    """One thing that holds for a procedure from a day on, by a document.

    How far a version goes online is in the version itself; here is how it came into the
    list of online services, where it was integrated, that it is received at the centre,
    and by which document its inner process was approved.
    """

    class Kind(models.TextChoices):
        PROPOSED = "proposed", "Đề xuất cung cấp trực tuyến"
        APPROVED = "approved", "Danh mục trực tuyến được phê duyệt"
        PUBLISHED = "published", "Danh mục trực tuyến đã công bố"
        NATIONAL = "national", "Tích hợp Cổng Dịch vụ công quốc gia"
        PROVINCIAL = "provincial", "Tích hợp Cổng Dịch vụ công của tỉnh"
        PAYMENT = "payment", "Tích hợp thanh toán trực tuyến"
        ANYWHERE = "anywhere", "Tiếp nhận không phụ thuộc địa giới"
        CENTRE = "centre", "Tiếp nhận, trả kết quả tại trung tâm, bộ phận một cửa"
        PROCESS = "process", "Quy trình nội bộ được phê duyệt, cập nhật"

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="milestones")
    kind = models.CharField("mốc", max_length=10, choices=Kind.choices)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        verbose_name = "mốc của thủ tục"
        ordering = ["kind", "valid_from", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="a_milestone_stands_once",
                fields=["procedure", "kind"],
                condition=CURRENT & Q(valid_to=None),
            ),
            models.CheckConstraint(
                name="milestone_has_days",
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
            ),
        ]
        indexes = [
            # registers.queries.milestones: what holds of a kind on a day
            models.Index(
                name="milestone_by_kind",
                fields=["kind", "procedure"],
                condition=CURRENT,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} từ {self.valid_from:%d/%m/%Y}"
