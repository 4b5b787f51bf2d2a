"""Where the public finds an office, and whom it calls."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from lienmach.org.models.dated import Dated, DatedQuerySet, never_overlap
from lienmach.org.models.units import Unit


class Contact(Dated):
    """How a unit is reached from a day on; those below it have the same, or their own.

    ``hint`` helps to find the way, such as «tầng 1, cửa bên phải».
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="contacts")
    phone = models.CharField("số điện thoại", max_length=20)
    address = models.CharField("địa chỉ", max_length=300)
    hint = models.CharField("chỉ dẫn", max_length=200, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField("ghi lúc")

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "liên hệ"
        ordering = ["valid_from"]
        constraints = [
            never_overlap("contacts_never_overlap", "unit"),
            models.CheckConstraint(
                name="contact_has_days",
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.phone
