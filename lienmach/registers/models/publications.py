"""Where a version of a procedure is posted for everybody to read."""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, When

from lienmach.org.models import Unit
from lienmach.registers.models.calendar import CURRENT, Entered
from lienmach.registers.models.procedures import ProcedureVersion


class Place(models.TextChoices):
    """Where a procedure must be posted for everybody to read."""

    PORTAL = "portal", "Cơ sở dữ liệu quốc gia về thủ tục hành chính"
    WEBSITE = "website", "Trang thông tin điện tử"
    COUNTER = "counter", "Niêm yết tại nơi tiếp nhận"


class PublicationQuerySet(models.QuerySet["Publication"]):
    def current(self) -> Self:
        """Those that no later entry has taken the place of."""
        return self.filter(CURRENT)

    def up(self) -> Self:
        """What is there now, as far as anybody has said."""
        return self.current().filter(taken_down_on=None)

    def up_on(self, day: date) -> Self:
        """What was there at the end of a day."""
        stays = Q(taken_down_on=None) | Q(taken_down_on__gt=day)
        return self.current().filter(stays, posted_on__lte=day)

    def seen_by(self, day: date) -> models.QuerySet[Any]:
        """With ``day_checked``, ``day_good`` and ``day_note``: as known until a day.

        What was found later stands in a later row; the one before it holds of the day.
        """
        before = (
            self.model._default_manager.filter(
                Q(checked_on=None) | Q(checked_on__lte=day),
                withdrawn_why="",
                version=OuterRef("version"),
                place=OuterRef("place"),
                posted_on=OuterRef("posted_on"),
                pk__lt=OuterRef("pk"),
            )
            .filter(Q(unit=OuterRef("unit")) | Q(unit=None))
            .order_by("-pk")
        )
        return self.annotate(
            **{
                name: Case(
                    When(checked_on__gt=day, then=Subquery(before.values(column)[:1])),
                    default=F(column),
                )
                for name, column in (
                    ("day_checked", "checked_on"),
                    ("day_good", "is_good"),
                    ("day_note", "note"),
                )
            }
        )


class Publication(Entered):
    """A version was posted somewhere on a day, and was seen there on another.

    At a counter ``unit`` is the receiving point; it is empty in what was entered before
    points were told apart. A version that is posted later hides the one before it.
    Each thing that is recorded is a new row that takes the place of the one before.
    """

    version = models.ForeignKey(
        ProcedureVersion, models.PROTECT, related_name="publications"
    )
    place = models.CharField("nơi công khai", max_length=10, choices=Place.choices)
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="điểm tiếp nhận",
    )
    address = models.CharField("địa chỉ, vị trí", max_length=300, blank=True)
    posted_on = models.DateField("công khai ngày")
    checked_on = models.DateField("kiểm tra lần cuối", null=True)
    is_good = models.BooleanField("còn tốt khi kiểm tra", null=True)
    taken_down_on = models.DateField("gỡ ngày", null=True)
    note = models.CharField("lý do, ghi chú", max_length=300, blank=True)
    # Who took the entry back at ``replaced_at``, and why; without a reason nobody did.
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    withdrawn_why = models.CharField("lý do rút lại", max_length=300, blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = "nơi công khai"
        ordering = ["place", "unit", "-posted_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="a_version_is_posted_once_in_a_place",
                fields=["version", "place", "unit"],
                condition=CURRENT & Q(taken_down_on=None),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="a_posting_is_checked_afterwards",
                condition=Q(checked_on=None) | Q(checked_on__gte=F("posted_on")),
            ),
            models.CheckConstraint(
                name="a_posting_is_taken_down_afterwards",
                condition=Q(taken_down_on=None) | Q(taken_down_on__gte=F("posted_on")),
            ),
            models.CheckConstraint(
                name="what_was_taken_down_is_seen_no_more",
                condition=Q(taken_down_on=None)
                | Q(checked_on=None)
                | Q(taken_down_on__gte=F("checked_on")),
            ),
            models.CheckConstraint(
                name="how_a_posting_looks_was_checked",
                condition=Q(is_good=None) | Q(checked_on__isnull=False),
            ),
            models.CheckConstraint(
                name="only_a_counter_is_of_a_unit",
                condition=Q(unit=None) | Q(place="counter"),
            ),
            models.CheckConstraint(
                name="a_posting_that_is_withdrawn_counts_no_more",
                condition=Q(withdrawn_why="") | Q(replaced_at__isnull=False),
            ),
        ]
        indexes = [
            # registers.queries.publications: what hangs at a point
            models.Index(
                name="publication_by_place",
                fields=["place", "unit", "version"],
                condition=CURRENT,
            ),
        ]

    def __str__(self) -> str:
        return self.get_place_display()
