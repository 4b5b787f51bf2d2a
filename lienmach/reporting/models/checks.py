"""The texts that somebody has had checked, and what was found."""

from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q

from lienmach.base.actor import Actor
from lienmach.base.models import Job
from lienmach.base.search import matching
from lienmach.calc.text import fold
from lienmach.org.models import Unit
from lienmach.reporting.models.regimes import kept_by

RIGHT = "reporting.check"  # to have a text checked and to decide on findings


class CheckQuerySet(models.QuerySet["Check"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(Q(unit__in=actor.unit_ids) | kept_by(actor, "report__"))

    def search(self, text: str) -> Self:
        return self.filter(matching("tokens", fold(text).split()))


class Check(models.Model):
    """One reading of one text, as it was uploaded: a later version is another check.

    ``finished_at`` is when the answer was there, ``error`` why there is none. What the
    text says of itself (title, number, date, period) is empty until then. Of a report
    of ours ``said_key`` tells whether it still says what was checked. Written by
    ``reporting.actions`` alone.
    """

    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="đơn vị báo cáo", related_name="+"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField("rà soát lúc")
    file_name = models.CharField("tệp", max_length=200)
    file_key = models.CharField(max_length=64)
    file_size = models.PositiveIntegerField("cỡ tệp")
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    previous = models.OneToOneField(
        "self", models.SET_NULL, null=True, related_name="next"
    )
    round = models.PositiveSmallIntegerField("lần", default=1)
    finished_at = models.DateTimeField("xong lúc", null=True)
    error = models.CharField("lỗi", max_length=300, blank=True)
    title = models.CharField("tên báo cáo", max_length=300, blank=True)
    number = models.CharField("số, ký hiệu", max_length=80, blank=True)
    dated_on = models.DateField("ngày báo cáo", null=True)
    period_start = models.DateField("từ ngày", null=True)
    period_end = models.DateField("đến ngày", null=True)
    errors = models.PositiveIntegerField("sai", default=0)
    warnings = models.PositiveIntegerField("nghi vấn", default=0)
    infos = models.PositiveIntegerField("gợi ý", default=0)
    open = models.PositiveIntegerField("chưa xử lý", default=0)
    entered_at = models.DateTimeField("vào sổ lúc", null=True)
    report = models.ForeignKey(
        "Report", models.SET_NULL, null=True, related_name="checks"
    )
    said_key = models.CharField(max_length=64, blank=True)
    tokens = SearchVectorField(editable=False)

    objects = CheckQuerySet.as_manager()

    class Meta:
        verbose_name = "lần rà soát"
        constraints = [
            models.CheckConstraint(
                name="a_failed_check_is_finished",
                condition=Q(error="") | Q(finished_at__isnull=False),
            ),
            models.CheckConstraint(
                name="open_findings_are_findings",
                condition=Q(open__lte=F("errors") + F("warnings") + F("infos")),
            ),
        ]
        indexes = [
            # reporting.queries.checks: newest first
            models.Index(name="check_by_unit", fields=["unit", "-made_at", "-id"]),
        ]

    def __str__(self) -> str:
        return self.title or self.file_name

    @property
    def is_done(self) -> bool:
        return self.finished_at is not None and not self.error

    @property
    def failure(self) -> str:
        """Why there will be no answer; empty while there may still be one."""
        return self.error or (self.job.error if self.job else "")

    @property
    def total(self) -> int:
        return self.errors + self.warnings + self.infos

    @property
    def later(self) -> "Check | None":
        """The check of the next version, if any; asks unless it was fetched."""
        return getattr(self, "next", None)

    @property
    def why_kept(self) -> str:
        """Why it cannot be removed; empty if it can. Needs what ``later`` needs."""
        if not self.finished_at and not self.failure:
            return "Văn bản này đang được rà soát: hãy dừng lại trước."
        if self.report_id:
            return "Lần rà soát này đi cùng báo cáo của kỳ nên được giữ."
        if self.later:
            return "Văn bản này đã có lần rà soát sau: hãy xóa lần mới nhất trước."
        if self.entered_at:
            return "Văn bản này đã vào sổ: hãy rút khỏi sổ trước."
        return ""

    @property
    def source(self) -> str:
        """The name under which other rooms know this text."""
        return f"check:{self.pk}"


class CheckedText(models.Model):
    """What was read of a check's file: the text for the page, and what was right.

    ``text`` is ``checker.stored``'s form of the source; ``outline`` lists the headings
    and annexes as ``[block, level, title, short]``; ``verified`` what was found right
    as ``[rule, lines, sentence]``; ``documents`` and ``rows`` what may be entered into
    the registers.
    """

    check_made = models.OneToOneField(
        Check, models.CASCADE, primary_key=True, related_name="read"
    )
    text = models.JSONField()
    outline: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    verified: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    documents: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    rows: "models.JSONField[Any, Any]" = models.JSONField(default=list)

    class Meta:
        verbose_name = "văn bản đã đọc"

    def __str__(self) -> str:
        return str(self.check_made)


class Decision(models.TextChoices):
    """What a person made of a finding."""

    CORRECT = "correct", "Sửa theo"
    KEEP = "keep", "Giữ nguyên"
    ASK = "ask", "Hỏi đơn vị"


class FoundSeverity(models.TextChoices):
    ERROR = "error", "Sai"
    WARNING = "warning", "Nghi vấn"
    INFO = "info", "Gợi ý"


class CheckFinding(models.Model):
    """A finding of a check, and what was decided about it.

    ``number`` counts them in the order in which they stand in the text. ``marks`` are
    ``[block, start, end, row, cell]``, see ``checker.marks``.
    """

    check_made = models.ForeignKey(Check, models.CASCADE, related_name="findings")
    number = models.PositiveSmallIntegerField("điểm")
    rule = models.CharField(max_length=20)
    kind = models.CharField(max_length=40)
    severity = models.CharField("mức", max_length=10, choices=FoundSeverity.choices)
    text = models.TextField("nội dung")
    evidence = models.TextField("phép tính", blank=True)
    suggestion = models.TextField("đề nghị", blank=True)
    anchors = ArrayField(models.TextField())
    lines = ArrayField(models.PositiveIntegerField())
    marks: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    decision = models.CharField(
        "xử lý", max_length=10, choices=Decision.choices, blank=True
    )
    reason = models.CharField("lý do", max_length=500, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField("xử lý lúc", null=True)

    class Meta:
        verbose_name = "điểm rà soát"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                name="finding_number_in_check", fields=["check_made", "number"]
            ),
            models.CheckConstraint(
                name="keeping_or_asking_gives_a_reason",
                condition=~Q(decision__in=["keep", "ask"]) | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"

    @property
    def correcting(self) -> str:
        """What correcting it is called: only a proposal can be followed."""
        return Decision.CORRECT.label if self.suggestion else "Sẽ sửa"

    @property
    def decided_as(self) -> str:
        is_corrected = self.decision == Decision.CORRECT
        return self.correcting if is_corrected else self.get_decision_display()
