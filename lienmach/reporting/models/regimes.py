"""Rules that reports are due, and the offices that keep them for their units."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from lienmach.base.actor import Actor
from lienmach.calc.period import Cut, Kind
from lienmach.org.models import Level, Unit
from lienmach.org.models.dated import Dated, DatedQuerySet
from lienmach.reporting.flow import KEEP

CUTS = ((Cut.CALENDAR.value, "Theo lịch"), (Cut.REPORT.value, "Từ ngày 15 đến ngày 14"))
KINDS = (
    (Kind.WEEK.value, "Tuần"),
    (Kind.MONTH.value, "Tháng"),
    (Kind.QUARTER.value, "Quý"),
    (Kind.HALF.value, "6 tháng"),
    (Kind.NINE_MONTHS.value, "9 tháng"),
    (Kind.YEAR.value, "Năm"),
)


class Regime(Dated):
    """A rule that a report is due: how often, with which forms, from when to when.

    ``document`` is what asks for it, as people cite it. ``forms`` names the group of
    forms (``indicators``); ``cut`` says how a period is cut where a round names no days
    of its own. ``recipients`` and ``outline`` are its own, where its report goes to
    others and is written otherwise than the unit's usual one.
    """

    name = models.CharField("chế độ báo cáo", max_length=200)
    document = models.CharField("căn cứ", max_length=300, blank=True)
    kind = models.CharField("định kỳ", max_length=12, choices=KINDS)
    cut = models.CharField("chốt số liệu", max_length=10, choices=CUTS)
    forms = models.SlugField("nhóm biểu", max_length=30)
    recipients = models.TextField("nơi nhận", blank=True)
    outline = models.TextField("đề cương", blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "chế độ báo cáo"
        ordering = ["name", "kind", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                name="regime_is_kept_once", fields=["name", "kind", "valid_from"]
            ),
            models.CheckConstraint(
                name="regime_has_days",
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DueRule(models.Model):
    """How many days after the last day of a window a unit of a level hands in."""

    regime = models.ForeignKey(Regime, models.CASCADE, related_name="due_rules")
    level = models.ForeignKey(Level, models.PROTECT, related_name="+")
    days = models.SmallIntegerField("số ngày sau kỳ số liệu")

    class Meta:
        verbose_name = "hạn nộp"
        constraints = [
            models.UniqueConstraint(
                name="one_due_rule_a_level", fields=["regime", "level"]
            ),
            models.CheckConstraint(
                name="due_within_a_year", condition=Q(days__gte=-31, days__lte=366)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.regime_id}: {self.level_id} {self.days:+}"


class Keeper(models.Model):
    """The office that keeps the reports of a regime for a unit it is below.

    Where none is named whoever brings reports together for the unit keeps them.
    """

    regime = models.ForeignKey(Regime, models.CASCADE, related_name="keepers")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    office = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="cơ quan giữ", related_name="+"
    )

    class Meta:
        verbose_name = "cơ quan giữ chế độ báo cáo"
        constraints = [
            models.UniqueConstraint(
                name="one_keeper_a_unit", fields=["regime", "unit"]
            ),
            models.CheckConstraint(
                name="keeper_is_an_office_below", condition=~Q(office=F("unit"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.regime_id}: {self.office_id}"


def keepers(actor: Actor) -> QuerySet[Keeper]:
    """The keepers that an actor is: who may keep regimes in the office and works there,
    or in its unit itself. A role given above reaches every office; whoever holds it
    sits in one of them."""
    here = Q(office=actor.unit_id) | Q(unit=actor.unit_id)
    return Keeper.objects.filter(here, office__in=actor.units_with(KEEP))


def kept_by(actor: Actor, prefix: str = "") -> Q:
    """The reports of regimes that an office of the actor keeps: of its unit, and of
    those that report to it at any level.

    ``prefix`` is the way to the report, where the rows are those of another table.
    """
    if not actor.units_with(KEEP):
        return Q(pk__in=[])
    of_unit = Q()
    for way in ("unit", "above__unit", "round__owner"):
        of_unit |= Q(unit=OuterRef(f"{prefix}{way}"))
    mine = keepers(actor).filter(of_unit)
    return Q(Exists(mine.filter(regime=OuterRef(f"{prefix}round__regime"))))
