"""The words of a report: how an office writes, the sections, what was signed."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from lienmach.base.actor import Actor
from lienmach.cases.models import seen_by
from lienmach.org.models import Unit
from lienmach.registers.models import TakenNumber
from lienmach.reporting.models.regimes import kept_by
from lienmach.reporting.models.reports import Report


class House(models.Model):
    """How a unit writes its reports: outline, heads and feet, its template for Word.

    The nearest unit upwards that has one wins, else what we bring. What is empty is
    taken from the unit itself. Written by ``reporting.actions`` alone.
    """

    unit = models.OneToOneField(Unit, models.PROTECT, related_name="+")
    outline = models.TextField("đề cương")
    superior = models.CharField("cơ quan chủ quản", max_length=150, blank=True)
    issuer = models.CharField("cơ quan ban hành", max_length=150, blank=True)
    symbol = models.CharField("ký hiệu", max_length=40, default="BC-UBND")
    place = models.CharField("địa danh", max_length=80, blank=True)
    recipients = models.TextField("nơi nhận", blank=True)
    authority = models.TextField("quyền hạn, chức vụ người ký", blank=True)
    signer = models.CharField("người ký", max_length=100, blank=True)
    template_key = models.CharField(max_length=64, blank=True)
    template_name = models.CharField("mẫu Word", max_length=200, blank=True)
    number = models.PositiveIntegerField("lần ghi", default=1)
    changed_at = models.DateTimeField("sửa lúc")
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "đề cương, thể thức"

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.symbol}"


class SectionQuerySet(models.QuerySet["Section"]):
    def visible_to(self, actor: Actor) -> Self:
        """The sections of reports one sees, and those given to a unit of the actor."""
        given = Q(unit__in=actor.unit_ids)
        seen = seen_by(actor, "report__case__") | kept_by(actor, "report__")
        return self.filter(given | seen)


class Section(models.Model):
    """A heading of a report with its text; figures in it are fields (``calc.fields``).

    ``place`` is its order, ``number`` counts what was written, so that two who write at
    once are noticed. Written by ``reporting.actions.texts`` alone.
    """

    class State(models.TextChoices):
        EMPTY = "empty", "Chưa viết"
        WRITING = "writing", "Đang viết"
        DONE = "done", "Đã xong"

    report = models.ForeignKey(Report, models.PROTECT, related_name="sections")
    place = models.PositiveSmallIntegerField("thứ tự")
    level = models.PositiveSmallIntegerField("cấp")
    code = models.CharField("số mục", max_length=10, blank=True)
    title = models.CharField("đề mục", max_length=200)
    hint = models.TextField("gợi ý", blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, verbose_name="đơn vị viết", related_name="+"
    )
    text = models.TextField("nội dung", blank=True)
    state = models.CharField(
        "trạng thái", max_length=10, choices=State.choices, default=State.EMPTY
    )
    number = models.PositiveIntegerField("lần ghi", default=0)
    changed_at = models.DateTimeField("viết lúc", null=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = SectionQuerySet.as_manager()

    class Meta:
        verbose_name = "mục thuyết minh"
        ordering = ["report", "place"]
        constraints = [
            models.UniqueConstraint(
                name="section_has_its_place", fields=["report", "place"]
            ),
            models.CheckConstraint(
                name="section_is_a_heading_of_three_depths",
                condition=Q(level__gte=1, level__lte=3),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}".strip()


class SectionText(models.Model):
    """What a section said after one writing. Never changed, never deleted."""

    section = models.ForeignKey(Section, models.PROTECT, related_name="texts")
    number = models.PositiveIntegerField("lần ghi")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "lần viết"
        ordering = ["section", "-number"]
        constraints = [
            models.UniqueConstraint(
                name="text_has_its_number", fields=["section", "number"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section_id}: {self.number}"


class Channel(models.TextChoices):
    """How a report was sent to its addressees."""

    NATIONAL = "national", "Hệ thống thông tin báo cáo quốc gia"
    AXIS = "axis", "Trục liên thông văn bản"
    MAIL = "mail", "Thư điện tử công vụ"
    PAPER = "paper", "Bản giấy"


class Issue(models.Model):
    """A report with its number and day: the file that is signed, and never changes.

    ``file_key`` is the file with its number, unsigned; ``signed_key`` the one that was
    signed of it, ``signatures`` what was found of its signatures then. ``signer`` is
    the name that stands on it. Revoked before it was sent it stays with its reason, its
    number is spent, and another may follow. ``channel``, ``receipt`` and ``sent_on``
    say how it went to its addressees; of what was sent before that was asked, nothing.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="issues")
    taken = models.OneToOneField(TakenNumber, models.PROTECT, related_name="+")
    file_key = models.CharField(max_length=64)
    word_key = models.CharField(max_length=64)
    made_at = models.DateTimeField("cấp số lúc")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    recipients = models.TextField("nơi nhận")
    signer = models.CharField("người ký", max_length=100, blank=True)
    signed_key = models.CharField(max_length=64, blank=True)
    signed_at = models.DateTimeField("ký lúc", null=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    signatures: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    sent_at = models.DateTimeField("gửi lúc", null=True)
    sent_on = models.DateField("ngày gửi", null=True)
    channel = models.CharField("cách gửi", max_length=10, choices=Channel, blank=True)
    receipt = models.CharField("số tiếp nhận", max_length=60, blank=True)
    revoked_at = models.DateTimeField("thu hồi lúc", null=True)
    reason = models.CharField("lý do thu hồi", max_length=300, blank=True)

    class Meta:
        verbose_name = "bản ký"
        ordering = ["report", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="a_report_has_one_issue_in_force",
                fields=["report"],
                condition=Q(revoked_at=None),
            ),
            models.CheckConstraint(
                name="a_signed_issue_has_its_file",
                condition=Q(signed_at=None, signed_key="")
                | (Q(signed_at__isnull=False) & ~Q(signed_key="")),
            ),
            models.CheckConstraint(
                name="what_was_sent_was_signed",
                condition=Q(sent_at=None) | Q(signed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="how_it_was_sent_is_told_of_what_was",
                condition=Q(channel="", receipt="", sent_on=None)
                | (~Q(channel="") & Q(sent_on__isnull=False, sent_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="a_revoked_issue_was_not_sent_and_says_why",
                condition=Q(revoked_at=None) | (Q(sent_at=None) & ~Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return self.taken.written
