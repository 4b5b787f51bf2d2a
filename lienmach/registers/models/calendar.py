"""Which days are off or worked, and when offices work, as dated decisions.

Nothing here is changed or deleted: a correction is a new row, and the one it takes the
place of is marked ``replaced_at`` and stays.
"""

from datetime import time

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from lienmach.calc.days import Certainty, DayKind, SpecialDay
from lienmach.calc.hours import SaturdayMode, Season, Sessions
from lienmach.org.models import Unit
from lienmach.org.models.dated import Dated, DatedQuerySet, never_overlap

CURRENT = Q(replaced_at=None)


class Entered(models.Model):
    """Who wrote a row and when; nobody, where the product itself brought it."""

    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField("ghi lúc")
    replaced_at = models.DateTimeField("được thay lúc", null=True)

    class Meta:
        abstract = True


class CalendarYear(models.Model):
    """A year whose days off are held; a deadline may lean on announced ones only."""

    class Status(models.TextChoices):
        ANNOUNCED = "announced", "Đã công bố"
        PROJECTED = "projected", "Dự kiến"
        PARTIAL = "partial", "Chưa đủ"

    year = models.PositiveSmallIntegerField("năm", primary_key=True)
    status = models.CharField("tình trạng", max_length=10, choices=Status.choices)
    note = models.TextField("ghi chú", blank=True)

    class Meta:
        verbose_name = "năm của lịch"
        ordering = ["year"]

    def __str__(self) -> str:
        return f"Năm {self.year}"


class CalendarDay(Entered):
    """What a day is by a decision: of the country, or of a unit and those below it.

    ``ordinary`` takes an earlier decision back: the day is what its weekday says.
    """

    class Kind(models.TextChoices):
        HOLIDAY = DayKind.HOLIDAY, "Nghỉ lễ, nghỉ theo quyết định"
        SUBSTITUTE = DayKind.SUBSTITUTE, "Nghỉ bù"
        SWAPPED_OFF = DayKind.SWAPPED_OFF, "Nghỉ hoán đổi"
        MAKE_UP = DayKind.MAKE_UP, "Làm bù"
        ORDINARY = "ordinary", "Ngày thường (bỏ quyết định trước)"

    class Sureness(models.TextChoices):
        SURE = Certainty.SURE, "Đã đối chiếu văn bản"
        LIKELY = Certainty.LIKELY, "Chưa đối chiếu văn bản"
        PROJECTED = Certainty.PROJECTED, "Dự kiến, chưa công bố"

    year = models.ForeignKey(CalendarYear, models.PROTECT, related_name="days")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    day = models.DateField("ngày")
    kind = models.CharField("là ngày", max_length=12, choices=Kind.choices)
    name = models.CharField("tên ngày nghỉ", max_length=120, blank=True)
    document = models.CharField("văn bản quyết định", max_length=200, blank=True)
    certainty = models.CharField(
        "độ chắc chắn", max_length=10, choices=Sureness.choices
    )
    partner = models.DateField("ngày đi đôi", null=True)
    source = models.CharField("nguồn", max_length=200, blank=True)

    class Meta:
        verbose_name = "ngày đặc biệt"
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(
                name="a_day_is_decided_once",
                fields=["unit", "day"],
                condition=CURRENT,
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="a_day_is_in_its_year", condition=Q(day__year=F("year_id"))
            ),
            models.CheckConstraint(
                name="a_day_is_not_its_own_partner",
                condition=Q(partner=None) | ~Q(partner=F("day")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}: {self.get_kind_display()}"

    @property
    def is_ordinary(self) -> bool:
        return self.kind == self.Kind.ORDINARY

    def special(self) -> SpecialDay:
        """The day as deadlines are counted with it; never asked of an ordinary one."""
        return SpecialDay(
            self.day,
            DayKind(self.kind),
            self.name,
            self.document,
            Certainty(self.certainty),
            self.partner,
            self.source,
        )


class HoursFor(models.TextChoices):
    """What hours are for: deadlines count working time, a counter opens to receive."""

    WORK = "work", "Giờ làm việc"
    RECEPTION = "reception", "Giờ tiếp nhận"
    SATURDAY = "saturday", "Sáng thứ Bảy"


class Hours(Dated, Entered):
    """The sessions of a unit and those below it, from a day on.

    A row without sessions says that the unit follows the one above it again. With a
    season it holds for that part of each year, ``season_from`` to ``season_to`` as
    month and day (415 is 15 April), both included; 0 is the whole year. ``mode`` is for
    Saturday mornings alone.
    """

    class Mode(models.TextChoices):
        RECEPTION = SaturdayMode.RECEPTION, "Chỉ tiếp nhận, trả kết quả; không tính hạn"
        HALF = SaturdayMode.HALF, "Tính nửa ngày làm việc"
        WHOLE = SaturdayMode.WHOLE, "Tính một ngày làm việc"
        CLOSED = "closed", "Không làm sáng thứ Bảy"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    purpose = models.CharField("loại giờ", max_length=10, choices=HoursFor.choices)
    mode = models.CharField(
        "tính thế nào", max_length=10, choices=Mode.choices, blank=True
    )
    clocks = ArrayField(models.TimeField(), verbose_name="các buổi", default=list)
    season_from = models.PositiveSmallIntegerField(default=0)
    season_to = models.PositiveSmallIntegerField(default=0)
    document = models.CharField("văn bản quyết định", max_length=200, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "giờ làm việc"
        ordering = ["unit", "season_from", "valid_from"]
        constraints = [
            *(
                never_overlap(
                    f"{purpose.value}_hours_never_overlap",
                    "unit",
                    "season_from",
                    condition=CURRENT & Q(purpose=purpose.value),
                )
                for purpose in HoursFor
            ),
            models.CheckConstraint(
                name="hours_have_days",
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
            ),
            models.CheckConstraint(
                name="hours_are_sessions_with_two_ends",
                condition=Q(clocks__len__in=[0, 2, 4, 6]),
            ),
            models.CheckConstraint(
                name="a_season_has_two_ends",
                condition=Q(season_from=0, season_to=0)
                | Q(season_from__range=(101, 1231), season_to__range=(101, 1231)),
            ),
            models.CheckConstraint(
                name="saturdays_alone_have_a_mode",
                condition=(Q(purpose="saturday", season_from=0) | Q(mode=""))
                & (~Q(purpose="saturday") | ~Q(mode="") | Q(clocks__len=0)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} từ {self.valid_from:%d/%m/%Y}"

    @property
    def sessions(self) -> Sessions:
        clocks: list[time] = self.clocks
        return tuple(zip(clocks[::2], clocks[1::2], strict=True))

    @property
    def season(self) -> Season | None:
        if not self.season_from:
            return None
        start, end = divmod(self.season_from, 100), divmod(self.season_to, 100)
        return Season((start[0], start[1]), (end[0], end[1]))

    @property
    def is_inherited(self) -> bool:
        """Whether the unit follows the one above it."""
        return not self.clocks and not self.mode
