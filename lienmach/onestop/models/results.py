"""What comes of a dossier: the result, and how it reached whom it is for."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from lienmach.onestop.models.dossiers import Attachment, Dossier, ReturnWay


class Result(models.Model):
    """The decision on a dossier: a signed paper, a signed file, or both."""

    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="result")
    number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    signed_on = models.DateField("ngày ký")
    signer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    signer_name = models.CharField("người ký", max_length=200)
    is_on_paper = models.BooleanField("bản giấy", default=True)
    file = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+")
    signature = models.CharField("chữ ký số", max_length=300, blank=True)
    has_bad_signature = models.BooleanField(
        "chữ ký số không dùng được", default=False, db_default=False
    )
    made_at = models.DateTimeField("ghi lúc")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = "kết quả"
        indexes = [
            # onestop.queries.stalls: what must be signed again
            models.Index(
                name="result_with_bad_signature",
                fields=["dossier"],
                condition=models.Q(has_bad_signature=True),
            ),
        ]

    def __str__(self) -> str:
        return self.number or str(self.dossier_id)


class Collection(models.Model):
    """The result was handed over: when, how, to whom.

    ``is_signed`` says that the recipient signed in the register; ``sent_to`` where a
    file went.
    """

    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="collection")
    at = models.DateTimeField("trả lúc")
    way = models.CharField("cách trả", max_length=10, choices=ReturnWay.choices)
    recipient = models.CharField("người nhận", max_length=200)
    recipient_id = models.CharField("số căn cước người nhận", max_length=13, blank=True)
    on_behalf = models.CharField("nhận thay theo", max_length=200, blank=True)
    postal_code = models.CharField("mã bưu gửi", max_length=40, blank=True)
    delivered_on = models.DateField("bưu chính phát ngày", null=True)
    is_signed = models.BooleanField("đã ký nhận vào sổ", default=False)
    sent_to = models.CharField("gửi bản điện tử tới", max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "lần trả kết quả"

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.recipient}"


class Posting(models.Model):
    """A result on its way by post. It is given back once it was delivered; a letter
    that comes back lies at the counter again.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="postings")
    code = models.CharField("mã bưu gửi", max_length=40)
    recipient = models.CharField("người nhận", max_length=200)
    address = models.CharField("địa chỉ", max_length=300)
    sent_at = models.DateTimeField("gửi lúc")
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    delivered_on = models.DateField("phát ngày", null=True)
    came_back_on = models.DateField("chuyển hoàn ngày", null=True)
    reason = models.CharField("vì sao chuyển hoàn", max_length=300, blank=True)
    ended_at = models.DateTimeField("ghi kết quả lúc", null=True)

    class Meta:
        verbose_name = "bưu gửi"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_posting_under_way_a_dossier",
                fields=["dossier"],
                condition=Q(ended_at=None),
            ),
            models.CheckConstraint(
                name="posting_was_delivered_or_came_back",
                condition=Q(ended_at=None, delivered_on=None, came_back_on=None)
                | Q(ended_at__isnull=False, delivered_on__isnull=False)
                & Q(came_back_on=None)
                | Q(ended_at__isnull=False, came_back_on__isnull=False)
                & Q(delivered_on=None)
                & ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="posting_ends_after_it_was_sent",
                condition=Q(ended_at=None) | Q(ended_at__gte=F("sent_at")),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Loss(models.Model):
    """Papers of a dossier were lost or damaged while the office had them.

    Who is responsible and how it was put right must be known when it is closed.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="losses")
    what = models.CharField("giấy tờ mất, hỏng", max_length=500)
    noticed_at = models.DateTimeField("phát hiện lúc")
    responsible = models.CharField(
        "đơn vị, người chịu trách nhiệm", max_length=200, blank=True
    )
    remedy = models.TextField("cách khắc phục, chi phí, xin lỗi", blank=True)
    closed_at = models.DateTimeField("khắc phục xong lúc", null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "giấy tờ mất, hỏng"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="loss_is_closed_when_put_right",
                condition=Q(closed_at=None)
                | Q(closed_at__gte=F("noticed_at"))
                & ~Q(responsible="")
                & ~Q(remedy=""),
            ),
        ]

    def __str__(self) -> str:
        return self.what
