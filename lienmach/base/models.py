from django.conf import settings
from django.db import models
from django.db.models import Q


class Answer(models.Model):
    """The answer to a form that was sent with a key, kept for a day (``base.once``)."""

    key = models.UUIDField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    status = models.SmallIntegerField()
    headers = models.JSONField()
    body = models.BinaryField()

    class Meta:
        verbose_name = "câu trả lời"

    def __str__(self) -> str:
        return str(self.key)


class SavedView(models.Model):
    """A list as someone likes to see it: filters and order under a name.

    ``unit`` is the number of the unit that shares it, or None for its owner alone;
    which units there are is not known here.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views"
    )
    unit = models.BigIntegerField("đơn vị dùng chung", null=True, blank=True)
    list_name = models.CharField("danh sách", max_length=50)
    name = models.CharField("tên khung nhìn", max_length=60)
    query = models.CharField("bộ lọc", max_length=1000, blank=True)
    made_at = models.DateTimeField("lưu lúc", auto_now_add=True)

    class Meta:
        verbose_name = "khung nhìn"
        constraints = [
            models.UniqueConstraint(
                name="saved_view_name_once_for_its_owner",
                fields=["owner", "list_name", "name"],
            ),
        ]
        indexes = [
            models.Index(name="saved_view_of_unit", fields=["list_name", "unit"]),
        ]

    def __str__(self) -> str:
        return self.name


class Job(models.Model):
    """Work that goes on after the page has answered; taken by one worker at a time.

    A worker takes it for as long as ``leased_until``: if the worker dies, the time runs
    out and another takes it again, so what a job does must bear being done twice.
    Written by ``base.jobs`` alone.
    """

    kind = models.CharField("loại", max_length=40)
    payload = models.JSONField("cho việc gì", default=dict)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField("giao lúc")
    run_after = models.DateTimeField("chạy từ lúc")
    leased_until = models.DateTimeField("giữ đến lúc", null=True)
    attempts = models.PositiveSmallIntegerField("số lần chạy", default=0)
    done = models.PositiveIntegerField("đã xong", default=0)
    total = models.PositiveIntegerField("tổng số", default=0)
    step = models.CharField("đang làm", max_length=200, blank=True)
    is_cancelled = models.BooleanField("đã hủy", default=False)
    finished_at = models.DateTimeField("xong lúc", null=True)
    error = models.CharField("lỗi", max_length=300, blank=True)

    class Meta:
        verbose_name = "việc chạy nền"
        constraints = [
            models.CheckConstraint(
                name="job_done_up_to_total", condition=Q(done__lte=models.F("total"))
            ),
        ]
        indexes = [
            # base.jobs.take: the next one to run
            models.Index(
                name="job_waiting",
                fields=["run_after", "id"],
                condition=Q(finished_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Message(models.Model):
    """Something to say to somebody outside, once for each ``key``.

    ``about`` is the code of what it is about and ``unit`` the number of the unit that
    says it; what they are is not known here. Written by ``base.outbox`` alone.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Chờ gửi"
        SENT = "sent", "Đã gửi"
        FAILED = "failed", "Không gửi được"
        UNSET = "unset", "Chưa cấu hình"
        CALLED_OFF = "called_off", "Đã thôi, không gửi"

    key = models.CharField(max_length=120, unique=True)
    channel = models.CharField("kênh", max_length=20)
    to = models.CharField("gửi đến", max_length=254)
    subject = models.CharField("tiêu đề", max_length=200)
    body = models.TextField("nội dung")
    about = models.CharField("về", max_length=60, db_index=True)
    unit = models.BigIntegerField("đơn vị")
    state = models.CharField(
        "tình trạng", max_length=10, choices=State.choices, default=State.WAITING
    )
    attempts = models.PositiveSmallIntegerField("số lần thử", default=0)
    error = models.CharField("vì sao chưa được", max_length=300, blank=True)
    made_at = models.DateTimeField("soạn lúc")
    next_at = models.DateTimeField("gửi từ lúc", null=True)
    sent_at = models.DateTimeField("gửi lúc", null=True)

    class Meta:
        verbose_name = "tin nhắn"
        constraints = [
            models.CheckConstraint(
                name="message_sent_has_its_moment",
                condition=Q(state="sent", sent_at__isnull=False)
                | ~Q(state="sent") & Q(sent_at=None),
            ),
        ]
        indexes = [
            models.Index(name="message_by_moment", fields=["-made_at", "-id"]),
            # base.outbox.failed_messages
            models.Index(
                name="message_failed", fields=["made_at"], condition=Q(state="failed")
            ),
        ]

    def __str__(self) -> str:
        return self.subject
