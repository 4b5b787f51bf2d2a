"""What a receiving point has: founding papers, people, equipment, open Saturdays."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from lienmach.org.models import Unit


class Facility(models.Model):
    """The receiving point of a unit, as it stands; each paper by number and day.

    ``*_wanted`` is what the standard asks that ``standard`` names; without it nothing
    is compared.
    """

    unit = models.OneToOneField(
        Unit, models.PROTECT, primary_key=True, related_name="facility"
    )
    founded_by = models.CharField("quyết định thành lập", max_length=120, blank=True)
    founded_on = models.DateField("ngày thành lập", null=True)
    rules_by = models.CharField("quy chế hoạt động", max_length=120, blank=True)
    rules_on = models.DateField("ngày ban hành quy chế", null=True)
    area = models.DecimalField(
        "diện tích, m²", max_digits=7, decimal_places=1, null=True
    )
    area_wanted = models.DecimalField(
        "diện tích theo chuẩn, m²", max_digits=7, decimal_places=1, null=True
    )
    seats = models.PositiveSmallIntegerField("ghế chờ", null=True)
    seats_wanted = models.PositiveSmallIntegerField("ghế chờ theo chuẩn", null=True)
    standard = models.CharField("chuẩn theo văn bản", max_length=200, blank=True)
    has_sign = models.BooleanField("biển hiệu đúng quy định", null=True)
    sign_checked_on = models.DateField("kiểm tra biển hiệu ngày", null=True)
    note = models.TextField("ghi chú", blank=True)
    changed_at = models.DateTimeField("sửa lúc")
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "điểm tiếp nhận"

    def __str__(self) -> str:
        return f"{self.unit_id}"


class Duty(models.Model):
    """Somebody is assigned to a point from a day on, by a paper."""

    class Contract(models.TextChoices):
        PERMANENT = "permanent", "Biên chế"
        CONTRACT = "contract", "Hợp đồng"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="duties")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="duties"
    )
    since = models.DateField("từ ngày")
    until = models.DateField("đến hết ngày", null=True)
    document = models.CharField("văn bản phân công", max_length=120, blank=True)
    contract = models.CharField("hình thức", max_length=10, choices=Contract.choices)
    is_full_time = models.BooleanField("chuyên trách", default=True)
    trained_on = models.DateField("tập huấn ngày", null=True)

    class Meta:
        verbose_name = "phân công"
        ordering = ["-since", "pk"]
        constraints = [
            models.CheckConstraint(
                name="duty_has_days", condition=Q(until=None) | Q(until__gte=F("since"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.since}"


class Equipment(models.Model):
    """A thing the point works with; its age is told from the year it was acquired."""

    class Kind(models.TextChoices):
        COMPUTER = "computer", "Máy tính"
        PRINTER = "printer", "Máy in"
        SCANNER = "scanner", "Máy quét tài liệu"
        READER = "reader", "Máy đọc mã vạch, căn cước"
        KIOSK = "kiosk", "Kiosk tra cứu, lấy số"
        BOARD = "board", "Bảng, màn hình gọi số"
        CAMERA = "camera", "Camera"
        OTHER = "other", "Thiết bị khác"

    class State(models.TextChoices):
        WORKING = "working", "Dùng tốt"
        FAILING = "failing", "Hay hỏng"
        BROKEN = "broken", "Hỏng"
        DISPOSED = "disposed", "Đã thanh lý"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="equipment")
    kind = models.CharField("loại", max_length=10, choices=Kind.choices)
    name = models.CharField("tên, số máy", max_length=120)
    year = models.PositiveSmallIntegerField("năm trang bị")
    state = models.CharField("tình trạng", max_length=10, choices=State.choices)

    class Meta:
        verbose_name = "thiết bị"
        ordering = ["kind", "name", "pk"]

    def __str__(self) -> str:
        return self.name


class Failure(models.Model):
    """A thing broke down; open until it was mended or replaced."""

    equipment = models.ForeignKey(
        Equipment, models.PROTECT, related_name="failures", verbose_name="thiết bị"
    )
    happened_on = models.DateField("hỏng ngày")
    what = models.CharField("hỏng gì", max_length=300)
    mended_on = models.DateField("sửa xong ngày", null=True)
    how = models.CharField("sửa thế nào", max_length=300, blank=True)

    class Meta:
        verbose_name = "lần hỏng"
        ordering = ["-happened_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="failure_is_mended_afterwards",
                condition=Q(mended_on=None) | Q(mended_on__gte=F("happened_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.what


class Session(models.Model):
    """A time outside the week's hours for which a point shall be open.

    ``was_open`` is None until the day has come and somebody has said so.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="sessions")
    day = models.DateField("ngày")
    begins = models.TimeField("từ")
    ends = models.TimeField("đến")
    document = models.CharField("theo văn bản", max_length=120, blank=True)
    was_open = models.BooleanField("đã mở cửa", null=True)
    note = models.CharField("ghi chú", max_length=300, blank=True)
    roster = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="SessionDuty", related_name="+"
    )

    class Meta:
        verbose_name = "buổi trực"
        ordering = ["-day", "begins"]
        constraints = [
            models.UniqueConstraint(
                name="one_session_at_a_time", fields=["unit", "day", "begins"]
            ),
            models.CheckConstraint(
                name="session_has_hours", condition=Q(ends__gt=F("begins"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day}"


class SessionDuty(models.Model):
    """Somebody was on the roster of a session, and came or not."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="duties")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    came = models.BooleanField("có mặt", null=True)

    class Meta:
        verbose_name = "người trực"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="person_once_on_a_roster", fields=["session", "person"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id}: {self.person_id}"
