"""Fields in which the province has not announced new procedures yet, and who asked."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from lienmach.org.models import Unit
from lienmach.org.models.dated import DatedQuerySet, never_overlap
from lienmach.registers.models.calendar import CURRENT, Entered
from lienmach.registers.models.milestones import Mark
from lienmach.registers.models.procedures import ProcedureField


class AwaitedFieldQuerySet(DatedQuerySet["AwaitedField"]):
    def current(self) -> Self:
        """Those that have not been put right by another."""
        return self.filter(CURRENT)


class AwaitedField(Mark):
    """A field waits for the announcement of its procedures from a day on.

    ``document`` is what asks for new procedures. The wait ends on the day on which
    the decision that announces them was signed, or without one: then ``note`` says why.
    """

    field = models.ForeignKey(
        ProcedureField, models.PROTECT, related_name="+", verbose_name="lĩnh vực"
    )
    announced_by = models.CharField("quyết định công bố", max_length=80, blank=True)

    objects = AwaitedFieldQuerySet.as_manager()

    class Meta:
        verbose_name = "lĩnh vực chờ công bố"
        ordering = ["valid_from", "pk"]
        constraints = [
            never_overlap("a_field_waits_once_at_a_time", "field", condition=CURRENT),
            models.CheckConstraint(
                name="awaited_field_has_days",
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
            ),
            models.CheckConstraint(
                name="what_is_announced_waits_no_more",
                condition=Q(announced_by="") | Q(valid_to__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.field.name} từ {self.valid_from:%d/%m/%Y}"


class AnnouncementRequest(Entered):
    """A letter of a unit that asks for the announcement of a field.

    It belongs to the wait in which its day lies.
    """

    field = models.ForeignKey(ProcedureField, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    document = models.CharField("văn bản kiến nghị", max_length=120)
    sent_on = models.DateField("ngày văn bản")
    note = models.CharField("lý do", max_length=300, blank=True)

    class Meta:
        verbose_name = "văn bản kiến nghị công bố"
        ordering = ["sent_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="a_letter_asks_for_a_field_once",
                fields=["field", "unit", "document", "sent_on"],
                condition=CURRENT,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document} ngày {self.sent_on:%d/%m/%Y}"
