"""What an applicant sends over the web in answer to a request for papers."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from lienmach.onestop.models.dossiers import Attachment, Supplement, SupplementItem


class Sending(models.Model):
    """One answer to a request: prepared by the applicant, sent, then looked at.

    Files of a draft are no part of the dossier; they become so when it is sent. What an
    officer finds still wanting is said with each reply; the next sending answers it. A
    draft that is not sent is forgotten at ``kept_until``.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Đang chuẩn bị"
        SENT = "sent", "Đã gửi, chờ kiểm tra"
        ACCEPTED = "accepted", "Đã đủ"
        WANTING = "wanting", "Còn thiếu"

    supplement = models.ForeignKey(
        Supplement, models.PROTECT, related_name="sendings", verbose_name="yêu cầu"
    )
    state = models.CharField(
        "tình trạng", max_length=10, choices=State.choices, default=State.DRAFT
    )
    changed_at = models.DateTimeField("soạn lần cuối lúc")
    sent_at = models.DateTimeField("gửi lúc", null=True)
    judged_at = models.DateTimeField("kiểm tra lúc", null=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = "lần gửi bổ sung"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_sending_under_way_a_request",
                fields=["supplement"],
                condition=Q(state__in=["draft", "sent"]),
            ),
            models.CheckConstraint(
                name="sending_has_the_moments_of_its_state",
                condition=Q(state="draft", sent_at=None, judged_at=None)
                | Q(state="sent", sent_at__isnull=False, judged_at=None)
                | Q(
                    state__in=["accepted", "wanting"],
                    sent_at__isnull=False,
                    judged_at__gte=F("sent_at"),
                ),
            ),
        ]
        indexes = [
            # lists.work: what was sent and waits to be looked at
            models.Index(
                name="sending_waiting", fields=["supplement"], condition=Q(state="sent")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supplement_id}: {self.state}"

    @property
    def kept_until(self) -> datetime:
        return self.changed_at + timedelta(days=settings.DRAFT_DAYS)


class Reply(models.Model):
    """What a sending says to one thing that was asked for.

    ``is_lacking``: there is none, for the reason in ``text``. ``problem`` is what the
    officer found still wanting; empty where the reply will do, or was not looked at.
    """

    sending = models.ForeignKey(Sending, models.CASCADE, related_name="replies")
    item = models.ForeignKey(SupplementItem, models.PROTECT, related_name="replies")
    text = models.CharField("trả lời", max_length=1000, blank=True)
    is_lacking = models.BooleanField("không có giấy tờ này", default=False)
    problem = models.CharField("còn thiếu gì", max_length=300, blank=True)

    class Meta:
        verbose_name = "trả lời"
        ordering = ["item"]
        constraints = [
            models.UniqueConstraint(
                name="one_reply_to_an_item", fields=["sending", "item"]
            ),
        ]

    def __str__(self) -> str:
        return self.text or str(self.item_id)

    @property
    def was_taken(self) -> bool:
        """Whether an officer has found it good: from then on it stays as it is."""
        if self.sending.state == Sending.State.WANTING:
            return not self.problem
        return self.sending.state == Sending.State.ACCEPTED


class SentFile(models.Model):
    """A file of a reply, stored when uploaded; a file of the dossier once sent."""

    reply = models.ForeignKey(Reply, models.CASCADE, related_name="files")
    attachment = models.OneToOneField(Attachment, models.PROTECT, null=True)
    file_name = models.CharField("tên tệp", max_length=200)
    file_key = models.CharField(max_length=64)
    file_size = models.PositiveIntegerField("cỡ tệp, byte")
    file_type = models.CharField("loại tệp", max_length=80)
    pages = models.PositiveSmallIntegerField("số trang", default=1)
    signatures = models.PositiveSmallIntegerField("số chữ ký số", default=0)
    scan = models.CharField(max_length=6, blank=True)

    class Meta:
        verbose_name = "tệp đã gửi"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.file_name
