"""Documents that give work, the tasks they give, and what is shown for them."""

from datetime import date
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from lienmach.base.actor import Actor
from lienmach.calc.local import day_of
from lienmach.cases.models import Case, seen_by
from lienmach.org.models import Unit
from lienmach.tasks.flow import State

MOST_TASKS = 300  # of one document: a longer one is a slip of the hand
MOST_PROOFS = 30  # of one task


class MandateQuerySet(models.QuerySet["Mandate"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those of the actor's units, and those that give them something to do."""
        tasks = Task.objects.visible_to(actor).filter(mandate=OuterRef("pk"))
        return self.filter(Q(unit__in=actor.unit_ids) | Exists(tasks))


class Mandate(models.Model):
    """A document that gives work: the plan of a year, a project, a directive.

    ``unit`` looks after it: gives the tasks, accepts what came of them. What changes
    it later, and other decisions that belong to it, are ``papers``.
    """

    class Kind(models.TextChoices):
        REFORM = "reform", "Kế hoạch cải cách hành chính"
        CONTROL = "control", "Kế hoạch kiểm soát thủ tục hành chính"
        TELLING = "telling", "Kế hoạch tuyên truyền"
        INSPECTION = "inspect", "Kế hoạch kiểm tra"
        DIGITAL = "digital", "Kế hoạch công nghệ thông tin, chuyển đổi số"
        ISO = "iso", "Kế hoạch ISO"
        LEGAL = "legal", "Kế hoạch văn bản pháp luật"
        OTHER = "other", "Kế hoạch chuyên đề khác"
        PROJECT = "project", "Đề án, dự án"
        DIRECTIVE = "directive", "Chỉ thị, ý kiến chỉ đạo"

    class Source(models.TextChoices):
        OWN = "own", "Của đơn vị"
        ABOVE = "above", "Cấp trên giao"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField("loại", max_length=10, choices=Kind.choices)
    source = models.CharField(
        "nguồn", max_length=5, choices=Source.choices, default=Source.OWN
    )
    year = models.PositiveSmallIntegerField("năm")
    title = models.CharField("tên", max_length=300)
    title_key = models.CharField(max_length=400, editable=False)
    number = models.CharField("số, ký hiệu", max_length=80)
    issued_on = models.DateField("ngày ban hành")
    issuer = models.CharField("cơ quan ban hành", max_length=200)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField("ghi lúc")
    withdrawn_at = models.DateTimeField("rút lúc", null=True)
    withdrawn_why = models.CharField("vì sao rút", max_length=300, blank=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = "văn bản giao việc"
        ordering = ["-year", "kind", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="a_mandate_is_entered_once",
                fields=["unit", "number", "issued_on", "issuer"],
                condition=Q(withdrawn_at=None),
            ),
        ]
        indexes = [models.Index(name="mandate_by_year", fields=["unit", "year"])]

    def __str__(self) -> str:
        return self.title

    @property
    def is_directive(self) -> bool:
        return self.kind == self.Kind.DIRECTIVE

    @property
    def said(self) -> str:
        """The document as people cite it."""
        return f"{self.number} ngày {self.issued_on:%d/%m/%Y} của {self.issuer}"


class MandatePaper(models.Model):
    """Another document that belongs to a mandate: what changes it, a decision of it."""

    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="papers")
    number = models.CharField("số, ký hiệu", max_length=80)
    issued_on = models.DateField("ngày ban hành")
    issuer = models.CharField("cơ quan ban hành", max_length=200)
    subject = models.CharField("về việc", max_length=300)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField("ghi lúc")
    withdrawn_at = models.DateTimeField("rút lúc", null=True)
    withdrawn_why = models.CharField("vì sao rút", max_length=300, blank=True)

    class Meta:
        verbose_name = "văn bản kèm theo"
        ordering = ["issued_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="a_paper_of_a_mandate_stands_once",
                fields=["mandate", "number", "issued_on", "issuer"],
                condition=Q(withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} ngày {self.issued_on:%d/%m/%Y} của {self.issuer}"


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those an actor's unit gave, leads or works on with others."""
        helps = Q(helpers__overlap=sorted(actor.unit_ids))
        return self.filter(seen_by(actor, "case__") | helps)


class Task(models.Model):
    """One thing to be done by a day, one to one with its case.

    The case was received by the unit whose mandate it is, which answers for it too, and
    lies with the unit that leads. ``first_due_on`` is the day it was first given,
    ``due_on`` the one in force; late it is after what the case promises, the next
    working day where that is a day off. Counted it is from ``given_on`` on, the day of
    the document that gave it, however late somebody wrote it down. What a unit expects
    is a day; where it has said none, the day in force stands for it.
    """

    class Area(models.TextChoices):
        """The six fields of reform, and what steers them."""

        STEERING = "chi-dao", "Chỉ đạo, điều hành"
        INSTITUTIONS = "the-che", "Cải cách thể chế"
        PROCEDURES = "thu-tuc", "Cải cách thủ tục hành chính"
        ORGANISATION = "bo-may", "Cải cách tổ chức bộ máy"
        SERVICE = "cong-vu", "Cải cách chế độ công vụ"
        FINANCE = "tai-chinh", "Cải cách tài chính công"
        DIGITAL = "chinh-quyen-so", "Xây dựng chính quyền số"

    class Quality(models.TextChoices):
        GOOD = "good", "Tốt"
        FAIR = "fair", "Đạt yêu cầu"
        POOR = "poor", "Còn thiếu sót"

    case = models.OneToOneField(
        Case, models.PROTECT, primary_key=True, related_name="task"
    )
    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="tasks")
    mark = models.CharField("số thứ tự", max_length=12, blank=True)
    area = models.CharField("lĩnh vực", max_length=15, choices=Area.choices, blank=True)
    text = models.TextField("nội dung", max_length=1000)
    text_key = models.CharField(max_length=1000, editable=False)
    product = models.CharField("sản phẩm", max_length=500, blank=True)
    helpers = ArrayField(
        models.BigIntegerField(), verbose_name="đơn vị phối hợp", default=list
    )
    others = models.CharField("nơi khác cùng phối hợp", max_length=300, blank=True)
    given_on = models.DateField("giao ngày")
    first_due_on = models.DateField("hạn khi giao")
    due_on = models.DateField("hạn")
    expected_on = models.DateField("dự kiến xong", null=True)
    progress = models.CharField("tiến độ", max_length=1000, blank=True)
    progress_at = models.DateTimeField("tiến độ ghi lúc", null=True)
    dropped_by = models.CharField("văn bản cho thôi", max_length=200, blank=True)
    quality = models.CharField(
        "chất lượng", max_length=5, choices=Quality.choices, blank=True
    )

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = "nhiệm vụ"
        indexes = [GinIndex(name="task_by_helpers", fields=["helpers"])]
        constraints = [
            models.CheckConstraint(
                name="task_is_due_after_it_was_given",
                condition=Q(first_due_on__gte=F("given_on")),
            ),
            models.CheckConstraint(
                name="task_is_put_off_only",
                condition=Q(due_on__gte=F("first_due_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def state_name(self) -> str:
        return State(self.case.state).label

    @property
    def counts_until(self) -> date | None:
        """The working day on which it has to be done, where the one given is none."""
        last = self.case.promised_at and day_of(self.case.promised_at)
        return last if last and last != self.due_on else None

    @property
    def is_open(self) -> bool:
        return self.case.state == State.OPEN


class Extension(models.Model):
    """A later day for a task: asked for by who leads it, or set by who gave it.

    The answer is given once; a day that was granted is what the case promises.
    """

    task = models.ForeignKey(Task, models.PROTECT, related_name="extensions")
    before = models.DateField("hạn trước")
    until = models.DateField("hạn mới")
    reason = models.CharField("lý do", max_length=500)
    document = models.CharField("văn bản", max_length=200, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField("đề nghị lúc")
    is_granted = models.BooleanField("đồng ý", null=True)
    answer = models.CharField("trả lời", max_length=500, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField("trả lời lúc", null=True)

    class Meta:
        verbose_name = "gia hạn"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_open_request_a_task",
                fields=["task"],
                condition=Q(answered_at=None),
            ),
            models.CheckConstraint(
                name="an_extension_is_later", condition=Q(until__gt=F("before"))
            ),
            models.CheckConstraint(
                name="an_extension_is_answered_whole",
                condition=Q(answered_at=None, is_granted=None)
                | Q(answered_at__isnull=False, is_granted__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task_id}: {self.until}"


class Proof(models.Model):
    """What shows that a task goes on or is done: a file, or a document named."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="proofs")
    title = models.CharField("tên", max_length=300)
    file_key = models.CharField(max_length=64, blank=True)
    file_name = models.CharField("tệp", max_length=200, blank=True)
    size = models.PositiveIntegerField("cỡ", default=0)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField("lúc")
    withdrawn_at = models.DateTimeField("rút lúc", null=True)

    class Meta:
        verbose_name = "bằng chứng"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title
