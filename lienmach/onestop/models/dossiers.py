"""A dossier, its papers, and all that is asked, answered and noted about it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from lienmach.cases.models import Case
from lienmach.onestop.flow import NATIONAL, State
from lienmach.onestop.models.people import Party
from lienmach.org.models import Unit
from lienmach.registers.models import Component, Hop, ProcedureVersion


class Channel(models.TextChoices):
    COUNTER = "counter", "Tại quầy"
    ONLINE = "online", "Trực tuyến"
    POST = "post", "Bưu chính"
    MOBILE = "mobile", "Tại nhà, lưu động"


class ReturnWay(models.TextChoices):
    COUNTER = "counter", "Tại quầy"
    POST = "post", "Bưu chính"
    ELECTRONIC = "electronic", "Bản điện tử"


class NotifyWay(models.TextChoices):
    NONE = "none", "Không cần báo"
    PHONE = "phone", "Gọi điện"
    SMS = "sms", "Tin nhắn"
    EMAIL = "email", "Thư điện tử"


class Dossier(models.Model):
    """What a one-stop dossier has beyond a case.

    ``owner`` is whose matter it is, ``submitter`` who stood at the counter in their
    place. Names, telephone and address are kept as they were on the day. ``token``
    opens the public page of its state. ``position`` is the step of the inner process,
    from 1. A part of a chain is a dossier of its own below the root, with its ``hop``.
    """

    case = models.OneToOneField(
        Case, models.PROTECT, primary_key=True, related_name="dossier"
    )
    procedure = models.ForeignKey(
        ProcedureVersion,
        models.PROTECT,
        verbose_name="thủ tục",
        related_name="+",
        db_index=False,
    )
    hop = models.ForeignKey(
        Hop,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="chặng liên thông",
    )
    channel = models.CharField("cách nộp", max_length=10, choices=Channel.choices)
    owner = models.ForeignKey(
        Party,
        models.PROTECT,
        verbose_name="chủ hồ sơ",
        related_name="dossiers",
        db_index=False,
    )
    owner_name = models.CharField("chủ hồ sơ", max_length=200)
    owner_key = models.CharField(max_length=200, db_collation="C", editable=False)
    submitter = models.ForeignKey(
        Party,
        models.PROTECT,
        null=True,
        verbose_name="người nộp thay",
        related_name="submitted",
    )
    submitter_name = models.CharField("người nộp thay", max_length=200, blank=True)
    co_owners = models.ManyToManyField(
        Party, verbose_name="đồng chủ hồ sơ", related_name="shared", blank=True
    )
    address = models.CharField("địa chỉ", max_length=300, blank=True)
    phone = models.CharField("điện thoại", max_length=15, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    content = models.CharField("nội dung yêu cầu", max_length=500, blank=True)
    quantity = models.PositiveSmallIntegerField("số lượng", default=1)
    is_same_day = models.BooleanField("trả ngay trong ngày, không giấy hẹn")
    return_way = models.CharField(
        "nhận kết quả", max_length=10, choices=ReturnWay.choices
    )
    notify_way = models.CharField("báo tin", max_length=10, choices=NotifyWay.choices)
    position = models.PositiveSmallIntegerField("bước", default=1)
    paper_number = models.CharField("số giấy khi mất mạng", max_length=30, blank=True)
    token = models.CharField(max_length=32, unique=True, editable=False)

    class Meta:
        verbose_name = "hồ sơ"
        constraints = [
            models.CheckConstraint(
                name="dossier_has_a_quantity", condition=Q(quantity__gte=1)
            ),
        ]
        indexes = [
            models.Index(name="dossier_by_owner", fields=["owner", "case"]),
            models.Index(name="dossier_by_owner_name", fields=["owner_key", "case"]),
            models.Index(name="dossier_by_procedure", fields=["procedure", "case"]),
        ]

    def __str__(self) -> str:
        return self.case.code

    @property
    def title(self) -> str:
        """What is applied for: the procedure, or the part of a chain."""
        return self.hop.name if self.hop else self.procedure.name

    @property
    def national_state(self) -> str:
        """The state that is reported, by number and name; of mistakes there is none."""
        found = NATIONAL.get(State(self.case.state))
        return f"{found.value} – {found.label}" if found else ""

    def root(self) -> "Dossier":
        """The dossier that the applicant holds a slip for: of a part, the chain's."""
        if self.case.parent_id is None:
            return self
        rows = Dossier.objects.select_related("case", "procedure", "hop")
        return rows.get(pk=self.case.parent_id)


class Paper(models.Model):
    """A paper of a dossier: a component of the procedure, or one brought besides."""

    dossier = models.ForeignKey(
        Dossier, models.PROTECT, related_name="papers", db_index=False
    )
    number = models.PositiveSmallIntegerField("thứ tự")
    component = models.ForeignKey(
        Component, models.PROTECT, null=True, related_name="+"
    )
    name = models.CharField("tên giấy tờ", max_length=500)
    originals = models.PositiveSmallIntegerField("bản chính", default=0)
    copies = models.PositiveSmallIntegerField("bản sao", default=0)
    is_received = models.BooleanField("đã nhận", default=True)
    note = models.CharField("ghi chú", max_length=300, blank=True)

    class Meta:
        verbose_name = "giấy tờ"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                name="paper_has_its_place", fields=["dossier", "number"]
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Attachment(models.Model):
    """A stored file of a dossier; taken away means marked, never deleted."""

    class Purpose(models.TextChoices):
        PAPER = "paper", "Giấy tờ"
        DRAFT = "draft", "Dự thảo kết quả"
        RESULT = "result", "Kết quả"
        OTHER = "other", "Tài liệu khác"

    class Scan(models.TextChoices):
        NONE = "", "chưa quét vi-rút"
        CLEAN = "clean", "đã quét vi-rút"
        FAILED = "failed", "chưa quét được vi-rút"

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="attachments")
    paper = models.ForeignKey(
        Paper, models.PROTECT, null=True, related_name="attachments"
    )
    purpose = models.CharField("để làm gì", max_length=10, choices=Purpose.choices)
    paper_type = models.CharField("mã loại giấy tờ", max_length=40, blank=True)
    file_name = models.CharField("tên tệp", max_length=200)
    file_key = models.CharField(max_length=64)
    file_size = models.PositiveIntegerField("cỡ tệp, byte")
    file_type = models.CharField("loại tệp", max_length=80)
    pages = models.PositiveSmallIntegerField("số trang", default=1)
    signatures = models.PositiveSmallIntegerField("số chữ ký số", default=0)
    scan = models.CharField(
        "quét vi-rút", max_length=6, choices=Scan.choices, blank=True
    )
    made_at = models.DateTimeField("tải lên lúc")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    removed_at = models.DateTimeField("bỏ lúc", null=True)

    class Meta:
        verbose_name = "tệp"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.file_name


class Supplement(models.Model):
    """A request for everything that is missing, made at once.

    A second one for the same dossier names the leader who agreed.
    """

    dossier = models.ForeignKey(
        Dossier, models.PROTECT, related_name="supplements", db_index=False
    )
    number = models.PositiveSmallIntegerField("lần")
    asked_at = models.DateTimeField("yêu cầu lúc")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reason = models.TextField("lý do")
    answered_at = models.DateTimeField("bổ sung xong lúc", null=True)

    class Meta:
        verbose_name = "yêu cầu bổ sung"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                name="supplement_has_its_number", fields=["dossier", "number"]
            ),
            models.CheckConstraint(
                name="a_further_supplement_is_approved",
                condition=Q(number=1) | Q(approved_by__isnull=False),
            ),
            models.CheckConstraint(
                name="supplement_is_answered_afterwards",
                condition=Q(answered_at=None) | Q(answered_at__gte=F("asked_at")),
            ),
        ]
        indexes = [models.Index(name="supplement_by_day", fields=["asked_at"])]

    def __str__(self) -> str:
        return f"{self.dossier_id}: lần {self.number}"


class SupplementItem(models.Model):
    """One thing that is missing: what, why, and what a good one looks like."""

    supplement = models.ForeignKey(Supplement, models.PROTECT, related_name="items")
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="+")
    name = models.CharField("giấy tờ", max_length=500)
    reason = models.CharField("thiếu gì, sai gì", max_length=300)
    example = models.CharField("thế nào là đúng", max_length=300, blank=True)
    is_brought = models.BooleanField("đã bổ sung", default=False)

    class Meta:
        verbose_name = "giấy tờ cần bổ sung"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class Apology(models.Model):
    """A letter that says sorry for a delay and promises another day.

    Prepared by whoever handles the dossier, in force once somebody has signed it.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="apologies")
    reason = models.TextField("lý do chậm")
    old_promise = models.DateTimeField("đã hẹn")
    new_promise = models.DateTimeField("hẹn lại")
    prepared_at = models.DateTimeField("soạn lúc")
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    signed_at = models.DateTimeField("ký lúc", null=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    dropped_at = models.DateTimeField("bỏ lúc", null=True)

    class Meta:
        verbose_name = "thư xin lỗi"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="apology_promises_a_later_day",
                condition=Q(new_promise__gt=F("old_promise")),
            ),
            models.CheckConstraint(
                name="apology_is_signed_by_somebody",
                condition=Q(signed_at=None, signed_by=None)
                | Q(signed_at__isnull=False, signed_by__isnull=False),
            ),
        ]
        indexes = [models.Index(name="apology_by_day", fields=["signed_at"])]

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.new_promise}"


class Consultation(models.Model):
    """An opinion asked of another agency, with what, until when, and the answer."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="consultations")
    agency = models.CharField("cơ quan được hỏi", max_length=200)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    question = models.TextField("nội dung lấy ý kiến")
    due_at = models.DateTimeField("trả lời trước")
    asked_at = models.DateTimeField("hỏi lúc")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    answer = models.TextField("trả lời", blank=True)
    answered_at = models.DateTimeField("trả lời lúc", null=True)

    class Meta:
        verbose_name = "lấy ý kiến"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="consultation_is_answered_afterwards",
                condition=Q(answered_at=None) | Q(answered_at__gte=F("asked_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.agency}"
