"""Whether people are reminded by mail of reports that are due."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from lienmach.org.models import Unit

USUAL_DAYS, MOST_DAYS = 2, 20


class Mailing(models.Model):
    """What a unit has decided about reminders by mail, for itself and those below it.

    The nearest unit upwards that has decided wins; where nobody has, mails are sent,
    the first ``USUAL_DAYS`` before a report is due. Written by ``reporting.actions``.
    """

    unit = models.OneToOneField(Unit, models.PROTECT, related_name="+")
    is_on = models.BooleanField("nhắc bằng thư điện tử", default=True)
    days_before = models.PositiveSmallIntegerField(
        "nhắc trước (ngày làm việc)", default=USUAL_DAYS
    )
    changed_at = models.DateTimeField("sửa lúc")
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "nhắc hạn bằng thư"
        constraints = [
            models.CheckConstraint(
                name="reminded_within_a_month",
                condition=Q(days_before__gte=1, days_before__lte=MOST_DAYS),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.days_before if self.is_on else 'không'}"
