"""What holds from a day on, and until before another."""

from datetime import date, timedelta
from typing import Self, TypeVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import (
    BigIntegerRangeField,
    DateRangeField,
    RangeOperators,
)
from django.db import models
from django.db.models import F, Func, Q, Value

Row = TypeVar("Row", bound=models.Model)


class DatedQuerySet(models.QuerySet[Row]):
    def in_force(self, day: date) -> Self:
        return self.filter(in_force(day))


def in_force(day: date, prefix: str = "") -> Q:
    """The rows that hold on a day; ``prefix`` leads to them («versions__»)."""
    begun = Q(**{f"{prefix}valid_from__lte": day})
    ends_later = Q(**{f"{prefix}valid_to__gt": day})
    return begun & (ends_later | Q(**{f"{prefix}valid_to": None}))


class Dated(models.Model):
    """``valid_to`` is the first day on which it holds no more; None is no end."""

    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày", null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def last_day(self) -> date | None:
        """The last day on which it holds, as people write it."""
        return self.valid_to - timedelta(days=1) if self.valid_to else None

    def is_over(self, day: date) -> bool:
        return self.valid_to is not None and self.valid_to <= day

    def is_in_force(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


def never_overlap(
    name: str, *fields: str, condition: Q | None = None
) -> ExclusionConstraint:
    """Let no day belong to two rows with the same ``fields``, by core PostgreSQL alone.

    A range of one number stands for «the same»: equality in GiST needs an extension.
    """
    same: list[tuple[Func, str]] = [
        (
            Func(
                F(field),
                F(field),
                Value("[]"),
                function="int8range",
                output_field=BigIntegerRangeField(),
            ),
            RangeOperators.OVERLAPS,
        )
        for field in fields
    ]
    days = Func(
        F("valid_from"),
        F("valid_to"),
        function="daterange",
        output_field=DateRangeField(),
    )
    return ExclusionConstraint(
        name=name,
        expressions=[*same, (days, RangeOperators.OVERLAPS)],
        condition=condition,
    )
