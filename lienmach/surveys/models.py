from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from lienmach.cases.models import Case


class Level(models.IntegerChoices):
    """How satisfied somebody is, from worst to best."""

    VERY_BAD = 1, "Rất không hài lòng"
    BAD = 2, "Không hài lòng"
    FAIR = 3, "Bình thường"
    GOOD = 4, "Hài lòng"
    VERY_GOOD = 5, "Rất hài lòng"


LOW = Level.FAIR  # up to here somebody is asked what was wrong


class Reason(models.TextChoices):
    LATE = "late", "Trả kết quả trễ"
    TRIPS = "trips", "Phải đi lại nhiều lần"
    MANNER = "manner", "Thái độ phục vụ"
    GUIDANCE = "guidance", "Hướng dẫn khó hiểu"
    WAIT = "wait", "Phải chờ lâu ở quầy"
    MONEY = "money", "Bị thu thêm khoản khác"


class Rating(models.Model):
    """What an applicant thinks of how one case was handled; said once, never changed.

    It hangs on the case, not on its kind: whatever an office does for somebody can be
    rated. Who said it is not kept.
    """

    case = models.OneToOneField(Case, models.PROTECT, related_name="rating")
    level = models.PositiveSmallIntegerField("mức", choices=Level.choices)
    reasons = ArrayField(
        models.CharField(max_length=10, choices=Reason.choices),
        verbose_name="điều chưa tốt",
        default=list,
    )
    text = models.TextField("kể thêm", blank=True)
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "đánh giá"
        constraints = [
            models.CheckConstraint(
                name="rating_has_one_of_five_levels",
                condition=Q(level__gte=1, level__lte=5),
            ),
            models.CheckConstraint(
                name="reasons_are_asked_of_the_low_levels",
                condition=Q(level__lte=3) | Q(reasons__len=0),
            ),
        ]
        indexes = [models.Index(name="rating_by_moment", fields=["-at", "-id"])]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.level}"
