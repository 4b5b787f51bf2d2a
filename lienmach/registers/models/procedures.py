"""Procedures, and what each of them was from which day on."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from lienmach.calc.deadline import Clock, Limit
from lienmach.calc.procedures import limit_words
from lienmach.org.models.dated import Dated, DatedQuerySet, never_overlap
from lienmach.registers.models.calendar import CURRENT, Entered


class ClockKind(models.TextChoices):
    WORKING_DAYS = Clock.WORKING_DAYS, "ngày làm việc"
    CALENDAR_DAYS = Clock.CALENDAR_DAYS, "ngày (kể cả ngày nghỉ)"
    WORKING_HOURS = Clock.WORKING_HOURS, "giờ làm việc"


class Channel(models.TextChoices):
    COUNTER = "counter", "Trực tiếp"
    ONLINE = "online", "Trực tuyến"
    POST = "post", "Bưu chính"


class OnlineLevel(models.TextChoices):
    """How far a procedure goes online, in the words of the law of its day."""

    LEVEL_1 = "1", "Mức độ 1"
    LEVEL_2 = "2", "Mức độ 2"
    LEVEL_3 = "3", "Mức độ 3"
    LEVEL_4 = "4", "Mức độ 4"
    INFORMATION = "information", "Cung cấp thông tin"
    PARTIAL = "partial", "Một phần"
    FULL = "full", "Toàn trình"


class ProcedureField(models.Model):
    """A field of the catalogue, such as «Hộ tịch»."""

    name = models.CharField("lĩnh vực", max_length=120)
    name_key = models.CharField(
        max_length=120, unique=True, db_collation="C", editable=False
    )

    class Meta:
        verbose_name = "lĩnh vực"
        ordering = ["name_key"]

    def __str__(self) -> str:
        return self.name


class Procedure(models.Model):
    """What can be applied for; all that may change about it is in its versions."""

    code = models.CharField("mã thủ tục", max_length=40, unique=True)

    class Meta:
        verbose_name = "thủ tục hành chính"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class ProcedureVersionQuerySet(DatedQuerySet["ProcedureVersion"]):
    def current(self) -> Self:
        """Those that have not been put right by another of the same days."""
        return self.filter(CURRENT)

    def shown_on(self, day: models.Expression | object) -> Self:
        """One version of each procedure: of that day, else the last, else the first."""
        others = ProcedureVersion.objects.current().filter(
            procedure=OuterRef("procedure")
        )
        later = others.filter(valid_from__gt=OuterRef("valid_from"))
        begun = Q(valid_from__lte=day) & ~Exists(later.filter(valid_from__lte=day))
        earlier = others.filter(valid_from__lt=OuterRef("valid_from"))
        first = Q(valid_from__gt=day) & ~Exists(earlier)
        return self.current().filter(begun | first)


class ProcedureVersion(Dated, Entered):
    """What a procedure is from a day on. Written once; put right by another row.

    Without ``limit_amount`` the law sets no limit. ``levels`` are codes of ``Level``.
    """

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="versions")
    name = models.CharField("tên thủ tục", max_length=500)
    everyday_name = models.CharField("tên thường gọi", max_length=200, blank=True)
    name_key = models.CharField(max_length=500, db_collation="C", editable=False)
    field = models.ForeignKey(
        ProcedureField, models.PROTECT, related_name="+", verbose_name="lĩnh vực"
    )
    levels = ArrayField(models.CharField(max_length=20), verbose_name="cấp giải quyết")
    owner = models.CharField("cơ quan thực hiện", max_length=200, blank=True)
    is_vertical = models.BooleanField("của cơ quan ngành dọc", default=False)
    legal_basis = ArrayField(
        models.CharField(max_length=500), verbose_name="căn cứ pháp lý", default=list
    )
    limit_amount = models.PositiveIntegerField("thời hạn", null=True)
    clock = models.CharField(
        "tính theo", max_length=15, choices=ClockKind.choices, blank=True
    )
    cutoff = models.TimeField("nhận sau giờ này tính ngày sau", null=True)
    limit_note = models.CharField("ghi chú thời hạn", max_length=500, blank=True)
    result = models.CharField("kết quả", max_length=500, blank=True)
    forms = ArrayField(
        models.CharField(max_length=300), verbose_name="mẫu đơn, tờ khai", default=list
    )
    channels = ArrayField(
        models.CharField(max_length=10, choices=Channel.choices),
        verbose_name="cách nộp",
        default=list,
    )
    online = models.CharField(
        "dịch vụ công trực tuyến",
        max_length=12,
        choices=OnlineLevel.choices,
        blank=True,
    )
    received_where = models.CharField("nơi tiếp nhận", max_length=300, blank=True)
    tokens = SearchVectorField(editable=False)

    objects = ProcedureVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "phiên bản thủ tục"
        ordering = ["valid_from", "pk"]
        constraints = [
            never_overlap(
                "procedure_versions_never_overlap", "procedure", condition=CURRENT
            ),
            models.CheckConstraint(
                name="procedure_version_has_days",
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
            ),
            models.CheckConstraint(
                name="procedure_version_has_a_level", condition=~Q(levels__len=0)
            ),
            models.CheckConstraint(
                name="a_limit_has_a_clock",
                condition=Q(limit_amount=None, clock="", cutoff=None)
                | Q(limit_amount__isnull=False) & ~Q(clock=""),
            ),
        ]
        indexes = [
            GinIndex(name="procedure_tokens", fields=["tokens"]),
            # registers.queries.procedures: the list opens by name
            models.Index(name="procedure_by_name", fields=["name_key", "id"]),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def limit(self) -> Limit | None:
        if self.limit_amount is None:
            return None
        return Limit(self.limit_amount, Clock(self.clock), self.cutoff)

    @property
    def limit_words(self) -> str:
        return limit_words(self.limit)

    @property
    def channel_words(self) -> list[str]:
        return [str(Channel(channel).label) for channel in self.channels]


class ProcedureChange(models.Model):
    """A line of the change log: what a decision did to a procedure, and from when."""

    class Kind(models.TextChoices):
        NEW = "new", "Mới ban hành"
        AMENDED = "amended", "Sửa đổi, bổ sung"
        REPLACED = "replaced", "Được thay thế"
        ABOLISHED = "abolished", "Bị bãi bỏ"

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="changes")
    version = models.ForeignKey(
        ProcedureVersion, models.PROTECT, null=True, related_name="changes"
    )
    successor = models.ForeignKey(
        Procedure, models.PROTECT, null=True, related_name="replaces"
    )
    kind = models.CharField("thay đổi", max_length=10, choices=Kind.choices)
    effective_on = models.DateField("có hiệu lực từ")
    decision = models.CharField("quyết định", max_length=80)
    decided_on = models.DateField("ngày ký")
    decided_by = models.CharField("cơ quan ban hành", max_length=200)
    note = models.CharField("ghi chú", max_length=500, blank=True)
    made_by = models.ForeignKey("org.User", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField("ghi lúc")

    class Meta:
        verbose_name = "thay đổi thủ tục"
        ordering = ["-effective_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="what_replaces_a_procedure_is_named",
                condition=Q(kind="replaced", successor__isnull=False)
                | ~Q(kind="replaced") & Q(successor=None),
            ),
            models.CheckConstraint(
                name="a_procedure_does_not_replace_itself",
                condition=~Q(successor=F("procedure")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} theo {self.decision}"
