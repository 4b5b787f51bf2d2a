"""The queue of the day: lines by field, windows that call, numbers that wait."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from lienmach.org.models import Unit


class Line(models.Model):
    """People who wait for the same thing; numbers run within it: «B017».

    ``most`` numbers are given a day at most; without it as many as come.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="queue_lines")
    letter = models.CharField("chữ", max_length=1)
    name = models.CharField("chờ làm việc gì", max_length=100)
    most = models.PositiveSmallIntegerField("nhiều nhất một ngày", null=True)
    is_open = models.BooleanField("đang phát số", default=True)

    class Meta:
        verbose_name = "hàng chờ"
        ordering = ["letter"]
        constraints = [
            models.UniqueConstraint(
                name="letter_once_at_a_point", fields=["unit", "letter"]
            ),
            models.CheckConstraint(
                name="line_has_a_letter", condition=Q(letter__regex="^[A-Z]$")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter} – {self.name}"


class Window(models.Model):
    """A place at the counter; ``officer`` is who sits there now."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="windows")
    number = models.PositiveSmallIntegerField("quầy số")
    name = models.CharField("tên quầy", max_length=100, blank=True)
    lines = models.ManyToManyField(
        Line, verbose_name="gọi hàng", related_name="windows"
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    is_used = models.BooleanField("đang dùng", default=True)

    class Meta:
        verbose_name = "quầy"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                name="window_number_once_at_a_point", fields=["unit", "number"]
            ),
            models.UniqueConstraint(
                name="an_officer_sits_at_one_window",
                fields=["officer"],
                condition=Q(officer__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Quầy {self.number}"


class Ticket(models.Model):
    """A number of a line on a day. It lasts minutes, and holds no name.

    ``order_at`` is the place in the line: later than ``taken_at`` for whoever asked to
    come later or came back after being called. Numbers of a block on paper wait for
    nobody until they are called by hand.
    """

    class State(models.TextChoices):
        BLOCK = "block", "Trong khối số giấy"
        WAITING = "waiting", "Đang chờ"
        CALLED = "called", "Đang phục vụ"
        DONE = "done", "Xong"
        ABSENT = "absent", "Vắng mặt"
        GIVEN_UP = "given_up", "Đã hủy"

    class Source(models.TextChoices):
        WEB = "web", "Điện thoại"
        KIOSK = "kiosk", "Máy lấy số"
        COUNTER = "counter", "Tại quầy"
        PAPER = "paper", "Khối số giấy"

    line = models.ForeignKey(Line, models.PROTECT, related_name="tickets")
    day = models.DateField("ngày")
    number = models.PositiveSmallIntegerField("số")
    token = models.CharField(max_length=32, unique=True)
    state = models.CharField("trạng thái", max_length=10, choices=State.choices)
    source = models.CharField("lấy ở đâu", max_length=10, choices=Source.choices)
    is_priority = models.BooleanField("ưu tiên", default=False)
    is_late = models.BooleanField("đã xin đến muộn", default=False)
    taken_at = models.DateTimeField("lấy lúc")
    order_at = models.DateTimeField("xếp theo lúc")
    window = models.ForeignKey(
        Window, models.PROTECT, null=True, related_name="tickets"
    )
    calls = models.PositiveSmallIntegerField("số lần gọi", default=0)
    called_at = models.DateTimeField("gọi lúc", null=True)
    first_called_at = models.DateTimeField("gọi lần đầu lúc", null=True)
    ended_at = models.DateTimeField("xong lúc", null=True)

    class Meta:
        verbose_name = "lượt"
        ordering = ["day", "line", "number"]
        constraints = [
            models.UniqueConstraint(
                name="ticket_number_once_a_day", fields=["line", "day", "number"]
            ),
            models.UniqueConstraint(
                name="a_window_serves_one",
                fields=["window"],
                condition=Q(state="called"),
            ),
            models.CheckConstraint(
                name="who_is_called_has_a_window",
                condition=~Q(state="called")
                | Q(window__isnull=False, called_at__isnull=False),
            ),
        ]
        indexes = [
            # onestop.queries.queue: who waits
            models.Index(
                name="ticket_waiting",
                fields=["line", "day", "order_at"],
                condition=Q(state="waiting"),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        return f"{self.line.letter}{self.number:03}"
