"""Figures as they are kept: by unit and day, summed by month, and what is stale."""

from django.db import models
from django.db.models.functions import Now

from lienmach.org.models import Unit


class Cell(models.Model):
    """A number of a unit and a day, counted from the facts. Zero is not stored.

    Of a stock it is what came in on the day less what went out: it may be negative.
    """

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    day = models.DateField("ngày")
    measure = models.CharField("chỉ tiêu", max_length=40, db_collation="C")
    value = models.BigIntegerField("số")

    class Meta:
        verbose_name = "ô số liệu"
        constraints = [
            models.UniqueConstraint(
                name="one_cell_a_unit_day_measure",
                fields=["unit", "day", "measure"],
                include=["value"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.unit_id} {self.day}: {self.value}"


class _Sum(models.Model):
    """Cells of a unit and a month, added up; ``month`` is its first day."""

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    month = models.DateField("tháng")
    measure = models.CharField("chỉ tiêu", max_length=40, db_collation="C")
    value = models.BigIntegerField("số")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.measure} {self.unit_id} {self.month}: {self.value}"


class MonthSum(_Sum):
    """The cells of all of a month."""

    class Meta:
        verbose_name = "tổng tháng"
        constraints = [
            models.UniqueConstraint(
                name="one_sum_a_unit_month_measure",
                fields=["unit", "month", "measure"],
                include=["value"],
            ),
        ]


class HalfSum(_Sum):
    """The cells from the 15th to the end of a month.

    Reports are cut there: what comes before is the month without them.
    """

    class Meta:
        verbose_name = "tổng từ ngày 15"
        constraints = [
            models.UniqueConstraint(
                name="one_half_a_unit_month_measure",
                fields=["unit", "month", "measure"],
                include=["value"],
            ),
        ]


class PartSum(models.Model):
    """A unit's month divided by a dimension: by field, by channel."""

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    month = models.DateField("tháng")
    dimension = models.CharField("chia theo", max_length=20, db_collation="C")
    measure = models.CharField("chỉ tiêu", max_length=40, db_collation="C")
    key = models.CharField("phần", max_length=40, db_collation="C")
    value = models.BigIntegerField("số")

    class Meta:
        verbose_name = "tổng tháng theo phần"
        constraints = [
            models.UniqueConstraint(
                name="one_sum_a_part",
                fields=["unit", "month", "dimension", "measure", "key"],
                include=["value"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.key} {self.unit_id} {self.month}: {self.value}"


class Mark(models.Model):
    """Says that a unit-day must be counted again, and since when.

    Only added to, and on purpose not unique: no action waits for a recount or for
    another action that touches the same day.
    """

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    day = models.DateField("ngày")
    made_at = models.DateTimeField("ghi lúc", db_default=Now())

    class Meta:
        verbose_name = "dấu cần tính lại"
        indexes = [models.Index(name="mark_by_unit_day", fields=["unit", "day"])]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.day}"
