"""One thing done to many dossiers in the background, with what came of each."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from lienmach.base.models import Job
from lienmach.onestop.models.dossiers import Dossier
from lienmach.org.models import Unit


class Batch(models.Model):
    """What somebody asked for, from where they worked; rights are those of the moment.

    ``said`` is what the form of the verb was told, and of which list they were chosen
    (``query``, ``whole``). An export has no items but a file, for ``KEPT``; then only
    its name is left.
    """

    KEPT = timedelta(days=7)

    class Verb(models.TextChoices):
        ACCEPT = "accept", "Nhận xử lý"
        ASSIGN = "assign", "Phân công"
        MOVE = "move", "Chuyển đơn vị"
        UNDO = "undo", "Hoàn tác"
        EXPORT = "export", "Xuất danh sách"

    verb = models.CharField("việc", max_length=10, choices=Verb.choices)
    said = models.JSONField(default=dict)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField("bắt đầu lúc")
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    undone_by = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="undoes"
    )
    file_key = models.CharField(max_length=64, blank=True)
    file_name = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name = "việc với nhiều hồ sơ"
        indexes = [
            models.Index(name="batch_by_maker", fields=["made_by", "-id"]),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.pk}"

    @property
    def is_running(self) -> bool:
        return self.job is not None and self.job.finished_at is None

    @property
    def kept_until(self) -> datetime:
        """How long an exported file may be fetched."""
        return self.made_at + self.KEPT


class BatchItem(models.Model):
    """A dossier of a batch: waiting, done (by the step of ``number``) or refused."""

    batch = models.ForeignKey(
        Batch, models.CASCADE, related_name="items", db_index=False
    )
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField("bước đã ghi", null=True)
    reason = models.CharField("vì sao chưa làm", max_length=500, blank=True)

    class Meta:
        verbose_name = "hồ sơ của một việc"
        constraints = [
            models.UniqueConstraint(
                name="a_dossier_once_in_a_batch", fields=["batch", "dossier"]
            ),
            models.CheckConstraint(
                name="batch_item_is_done_or_refused",
                condition=Q(number=None) | Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.dossier_id}"
