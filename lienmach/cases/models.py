"""Work with a deadline: one table for all kinds, its trail, waits and promises."""

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Case as Choose
from django.db.models import F, Func, Q, When
from django.db.models.functions import Coalesce

from lienmach.base.actor import Actor
from lienmach.calc.deadline import Clock, Limit
from lienmach.calc.flow import Effect
from lienmach.calc.pauses import Pause, PauseKind
from lienmach.org.models import Unit

# Where the kinds of work begin in the order of urgency; seconds since 1970 lie below.
STANDING_STILL, FINISHED, CLOSED = 10**10, 2 * 10**10, 4 * 10**10


def _seconds(of: str | Coalesce) -> Func:
    """The seconds since 1970; said so that the server takes it for unchanging."""
    return Func(
        of,
        template="EXTRACT(EPOCH FROM %(expressions)s - TIMESTAMPTZ '1970-01-01Z')",
        output_field=models.BigIntegerField(),
    )


def seen_by(actor: Actor, prefix: str = "") -> Q:
    """The cases that a unit of the actor took, holds or answers for.

    ``prefix`` is the way to the case, where the rows are those of another table.
    """
    return Q(**{f"{prefix}units__overlap": sorted(actor.unit_ids)})


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(seen_by(actor))

    def open(self) -> Self:
        return self.filter(closed_at=None)

    def running(self) -> Self:
        """The cases whose clock runs: not finished, not waiting for somebody."""
        return self.filter(finished_at=None).exclude(due_at=None)


class Case(models.Model):
    """A dossier, a task, a complaint, an inspection: anything that is due.

    What only one kind has is in that kind's own table, one to one with this.
    ``promised_at`` is what the slip in the applicant's hand says; None where there is
    no slip. ``due_at`` is worked out from facts, and None while the clock stands still
    or where the law sets no limit; from ``soon_at`` on it is near. ``finished_at`` ends
    the clock, ``closed_at`` the case. ``number`` counts the events, so that a page that
    is out of date is noticed. All are written by ``cases.actions`` alone.

    Two columns are made by the database, so that a list opens at once however many
    cases there are: ``urgency`` sorts work (what runs by its promise, then what stands
    still, what is finished, and what is closed, the last first), ``units`` are the
    three together.
    """

    kind = models.CharField("loại", max_length=20)
    code = models.CharField("mã số", max_length=40, unique=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="children", verbose_name="thuộc"
    )
    received_unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        verbose_name="nơi tiếp nhận",
        related_name="+",
        db_index=False,
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="nơi đang giữ", related_name="+"
    )
    decides_unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        verbose_name="nơi giải quyết",
        related_name="+",
        db_index=False,
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        verbose_name="người xử lý",
        related_name="+",
    )
    state = models.CharField("trạng thái", max_length=30)
    limit_amount = models.PositiveIntegerField("thời hạn", null=True)
    limit_clock = models.CharField("tính theo", max_length=15, blank=True)
    limit_cutoff = models.TimeField("nhận sau giờ này tính ngày sau", null=True)
    received_at = models.DateTimeField("tiếp nhận lúc")
    promised_at = models.DateTimeField("hẹn trả lúc", null=True)
    due_at = models.DateTimeField("hạn giải quyết", null=True)
    soon_at = models.DateTimeField("sắp đến hạn từ lúc", null=True)
    finished_at = models.DateTimeField("có kết quả lúc", null=True)
    closed_at = models.DateTimeField("xong lúc", null=True)
    number = models.PositiveIntegerField("số bước đã ghi", default=0)
    urgency = models.GeneratedField(
        expression=Choose(
            When(
                Q(closed_at=None, finished_at=None, due_at__isnull=False),
                then=_seconds(Coalesce("promised_at", "due_at")),
            ),
            When(
                Q(closed_at=None, finished_at=None),
                then=STANDING_STILL + _seconds("received_at"),
            ),
            When(Q(closed_at=None), then=FINISHED + _seconds("finished_at")),
            default=CLOSED - _seconds("closed_at"),
        ),
        output_field=models.BigIntegerField(),
        db_persist=True,
    )
    units = models.GeneratedField(
        expression=Func(
            "received_unit",
            "unit",
            "decides_unit",
            template="ARRAY[%(expressions)s]",
            output_field=ArrayField(models.BigIntegerField()),
        ),
        output_field=ArrayField(models.BigIntegerField()),
        db_persist=True,
    )
    tokens = SearchVectorField(editable=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = "việc"
        constraints = [
            models.CheckConstraint(
                name="case_finished_after_received",
                condition=Q(finished_at=None) | Q(finished_at__gte=F("received_at")),
            ),
            models.CheckConstraint(
                name="case_closed_after_finished",
                condition=Q(closed_at=None)
                | Q(finished_at=None)
                | Q(closed_at__gte=F("finished_at")),
            ),
            models.CheckConstraint(
                name="case_limit_has_a_clock",
                condition=Q(limit_amount=None, limit_clock="", limit_cutoff=None)
                | Q(limit_amount__isnull=False) & ~Q(limit_clock=""),
            ),
            models.CheckConstraint(
                name="case_is_not_its_own_parent", condition=~Q(parent=F("id"))
            ),
        ]
        indexes = [
            # onestop.queries.work: the list of work, and the work of one person
            models.Index(name="case_by_urgency", fields=["urgency", "id"]),
            models.Index(
                name="case_open_of_person",
                fields=["person", "urgency", "id"],
                condition=Q(closed_at=None),
            ),
            # seen_by: what an actor may see; together with what words lead to, so that
            # of a word that fits everywhere only what is seen is noted and read
            GinIndex(name="case_by_words", fields=["tokens", "units"]),
            # and what is open of it
            GinIndex(
                name="case_open_by_units", fields=["units"], condition=Q(closed_at=None)
            ),
            models.Index(
                name="case_by_receipt", fields=["received_unit", "received_at"]
            ),
            models.Index(name="case_by_finish", fields=["decides_unit", "finished_at"]),
            # indicators: what a unit answers for, and what a counter gave back
            models.Index(
                name="case_by_decider", fields=["decides_unit", "received_at"]
            ),
            models.Index(name="case_by_close", fields=["received_unit", "closed_at"]),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def limit(self) -> Limit | None:
        if self.limit_amount is None:
            return None
        return Limit(self.limit_amount, Clock(self.limit_clock), self.limit_cutoff)


class CaseEvent(models.Model):
    """One step of one case. Never changed, never deleted: a trigger refuses both.

    ``at`` is when it happened, ``made_at`` when it was written down. Nobody acts where
    the product itself did. An event that undoes another names it.

    The trail is read by its case alone, and units and people that acted are never
    deleted: an index on them would be written with every step and read by nobody.
    """

    case = models.ForeignKey(
        Case, models.PROTECT, related_name="events", db_index=False
    )
    number = models.PositiveIntegerField("thứ tự")
    step = models.CharField("bước", max_length=30)
    source = models.CharField("trạng thái trước", max_length=30, blank=True)
    state = models.CharField("trạng thái sau", max_length=30)
    effect = models.CharField(
        "đồng hồ", max_length=10, choices=[(e.value, e.value) for e in Effect]
    )
    at = models.DateTimeField("lúc")
    made_at = models.DateTimeField("ghi lúc")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    unit_before = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", db_index=False
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    person_before = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    note = models.TextField("ghi chú", blank=True)
    undoes = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="undone_by"
    )

    class Meta:
        verbose_name = "bước xử lý"
        ordering = ["case", "number"]
        constraints = [
            models.UniqueConstraint(
                name="event_has_its_number", fields=["case", "number"]
            ),
            models.CheckConstraint(
                name="event_is_written_afterwards", condition=Q(made_at__gte=F("at"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.step}"


class Wait(models.Model):
    """A time in which the clock of a case stands still, and for what."""

    class Kind(models.TextChoices):
        SUPPLEMENT = "supplement", "Chờ bổ sung"
        FINANCE = "finance", "Chờ nghĩa vụ tài chính"
        AGENCY = "agency", "Chờ cơ quan khác"

    case = models.ForeignKey(Case, models.PROTECT, related_name="waits")
    kind = models.CharField("chờ", max_length=10, choices=Kind.choices)
    started_at = models.DateTimeField("từ lúc")
    ended_at = models.DateTimeField("đến lúc", null=True)
    reason = models.TextField("lý do", blank=True)

    class Meta:
        verbose_name = "tạm dừng"
        ordering = ["started_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="wait_ends_after_it_began",
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")),
            ),
            models.UniqueConstraint(
                name="one_open_wait_a_case",
                fields=["case"],
                condition=Q(ended_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.get_kind_display()}"

    def pause(self) -> Pause:
        is_supplement = self.kind == self.Kind.SUPPLEMENT
        kind = PauseKind.SUPPLEMENT if is_supplement else PauseKind.WAIT
        return Pause(self.started_at, self.ended_at, kind)


class Promise(models.Model):
    """A moment that was promised in writing; the last one is the promise in force.

    One that was written by mistake is withdrawn, never deleted.
    """

    class Cause(models.TextChoices):
        FIRST = "first", "Tiếp nhận"
        SUPPLEMENT = "supplement", "Sau khi bổ sung, tạm dừng"
        RESCHEDULE = "reschedule", "Xin lỗi, hẹn lại"
        CALENDAR = "calendar", "Lịch làm việc thay đổi"
        CORRECTION = "correction", "Sửa giấy hẹn"
        EXTENSION = "extension", "Gia hạn"

    case = models.ForeignKey(Case, models.PROTECT, related_name="promises")
    cause = models.CharField("vì", max_length=10, choices=Cause.choices)
    promised_at = models.DateTimeField("hẹn trả lúc")
    made_at = models.DateTimeField("ghi lúc")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reason = models.TextField("lý do", blank=True)
    withdrawn_at = models.DateTimeField("rút lại lúc", null=True)

    class Meta:
        verbose_name = "lần hẹn"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.promised_at}"


class Incident(models.Model):
    """Something stands still that should move; somebody owns it until it is over.

    ``key`` says what it is about: there is one open incident for each. ``stage`` counts
    how far it was taken up: 1 who holds the case, 2 the head of that unit, 3 whoever
    answers for it. ``public_text`` is what the applicant may read of it.
    """

    class Kind(models.TextChoices):
        SILENT = "silent", "Hồ sơ không có bước xử lý mới"
        HAND_OVER = "hand_over", "Bàn giao chưa được xác nhận"
        SIGNATURE = "signature", "Chữ ký không hợp lệ"
        FILE = "file", "Tệp không mở được"
        MESSAGE = "message", "Tin nhắn không gửi được"
        OPINION = "opinion", "Cơ quan được hỏi chưa trả lời"
        APOLOGY = "apology", "Đến hẹn mà chưa có thư xin lỗi"
        CHAIN = "chain", "Liên thông không có chặng nào chạy"
        CALENDAR = "calendar", "Hạn mới sau ngày hẹn vì lịch thay đổi"

    key = models.CharField(max_length=80)
    kind = models.CharField("loại", max_length=10, choices=Kind.choices)
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, related_name="incidents", verbose_name="việc"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="đơn vị phải xử lý"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    text = models.CharField("sự việc", max_length=300)
    public_text = models.CharField("nói với người dân", max_length=300, blank=True)
    stage = models.PositiveSmallIntegerField("đã nhắc", default=1)
    opened_at = models.DateTimeField("phát hiện lúc")
    reminded_at = models.DateTimeField("nhắc lần cuối")
    closed_at = models.DateTimeField("xong lúc", null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    resolution = models.CharField("đã làm gì", max_length=300, blank=True)
    quiet_until = models.DateTimeField("không nhắc lại trước", null=True)

    class Meta:
        verbose_name = "sự cố"
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_open_incident_a_key",
                fields=["key"],
                condition=Q(closed_at=None),
            ),
        ]
        indexes = [
            models.Index(
                name="incident_open_by_unit",
                fields=["unit", "opened_at"],
                condition=Q(closed_at=None),
            ),
            models.Index(name="incident_by_key", fields=["key", "closed_at"]),
        ]

    def __str__(self) -> str:
        return self.text


class Span(models.Model):
    """Days at whose end a case was overdue, or its clock stood still.

    From ``begins_on`` up to but not on ``ends_on``; None while it lasts. What a case is
    promised for the future begins there: then it will be overdue unless it is finished.
    Stored to be counted by, written by ``cases.actions`` from promises and waits alone;
    ``unit`` is the one that answers for the case.
    """

    class Kind(models.TextChoices):
        OVERDUE = "overdue", "Quá hạn"
        PAUSED = "paused", "Tạm dừng"

    # Not checked by the database: it would take hold of cases while a step holds one.
    case = models.ForeignKey(
        Case, models.PROTECT, related_name="spans", db_constraint=False
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    kind = models.CharField("là", max_length=10, choices=Kind.choices)
    begins_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến trước ngày", null=True)

    class Meta:
        verbose_name = "khoảng ngày"
        constraints = [
            models.CheckConstraint(
                name="span_ends_after_it_began",
                condition=Q(ends_on=None) | Q(ends_on__gt=F("begins_on")),
            ),
        ]
        indexes = [
            models.Index(name="span_by_begin", fields=["unit", "begins_on"]),
            models.Index(name="span_by_end", fields=["unit", "ends_on"]),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.kind} {self.begins_on}"
