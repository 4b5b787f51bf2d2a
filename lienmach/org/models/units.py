"""Offices, what they were called and belonged to, and what became of them."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from lienmach.calc.text import fold
from lienmach.org.models.dated import Dated, DatedQuerySet, never_overlap


class Level(Dated):
    """A level of government, as long as the law knows it."""

    code = models.SlugField("mã", max_length=20, unique=True)
    name = models.CharField("cấp", max_length=50)
    rank = models.PositiveSmallIntegerField("thứ bậc")

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "cấp chính quyền"
        ordering = ["rank"]

    def __str__(self) -> str:
        return self.name


class UnitKind(models.Model):
    """What sort of office a unit is: a committee, a division, a centre, a team."""

    code = models.SlugField("mã", max_length=30, unique=True)
    name = models.CharField("loại đơn vị", max_length=100)
    rank = models.PositiveSmallIntegerField("thứ tự")

    class Meta:
        verbose_name = "loại đơn vị"
        ordering = ["rank"]

    def __str__(self) -> str:
        return self.name


class Decision(models.Model):
    """The document by which a unit was founded, changed or ended."""

    number = models.CharField("số, ký hiệu", max_length=60)
    signed_on = models.DateField("ngày ban hành")
    issuer = models.CharField("cơ quan ban hành", max_length=200)
    note = models.CharField("trích yếu", max_length=500, blank=True)

    class Meta:
        verbose_name = "văn bản quyết định"
        constraints = [
            models.UniqueConstraint(
                name="decision_is_kept_once", fields=["number", "signed_on", "issuer"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} ngày {self.signed_on:%d/%m/%Y}, {self.issuer}"


class Unit(models.Model):
    """An office; its name and parent on a given day are in its versions.

    A unit that ended never begins again: what comes after it is its successor.
    """

    code = models.CharField("mã đơn vị", max_length=35, unique=True)

    class Meta:
        verbose_name = "đơn vị"

    def __str__(self) -> str:
        return self.code


class UnitVersion(Dated):
    """What a unit is, is called and belongs to, from a day on and until another.

    ``name_key`` is the folded name: units are sorted and searched by it.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="versions")
    parent = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="trực thuộc",
    )
    kind = models.ForeignKey(UnitKind, models.PROTECT, verbose_name="loại đơn vị")
    level = models.ForeignKey(Level, models.PROTECT, verbose_name="cấp chính quyền")
    name = models.CharField("tên đơn vị", max_length=200)
    short_name = models.CharField("tên gọi tắt", max_length=80)
    name_key = models.CharField(max_length=200, db_collation="C", editable=False)
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, verbose_name="văn bản"
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "phiên bản đơn vị"
        ordering = ["valid_from"]
        constraints = [
            never_overlap("unit_versions_never_overlap", "unit"),
            models.CheckConstraint(
                name="unit_version_has_days",
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
            ),
            models.CheckConstraint(
                name="unit_is_not_its_own_parent", condition=~Q(parent=F("unit"))
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_key = fold(self.name)
        super().save(*args, **kwargs)


class Succession(models.Model):
    """``new`` takes over from ``old`` on a day; many may follow many.

    Also written when a part of a unit leaves it and ``old`` goes on: then «as now» the
    old unit is still itself.
    """

    old = models.ForeignKey(
        Unit, models.PROTECT, related_name="successions", verbose_name="đơn vị trước"
    )
    new = models.ForeignKey(
        Unit, models.PROTECT, related_name="inheritances", verbose_name="đơn vị sau"
    )
    effective_on = models.DateField("có hiệu lực từ")
    decision = models.ForeignKey(Decision, models.PROTECT, verbose_name="văn bản")

    class Meta:
        verbose_name = "kế thừa"
        ordering = ["effective_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="succession_is_written_once", fields=["old", "new"]
            ),
            models.CheckConstraint(
                name="unit_does_not_succeed_itself", condition=~Q(old=F("new"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_id} → {self.new_id}"
