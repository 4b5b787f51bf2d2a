"""Who hands in when: the reports of a year that units were asked for, unit by unit."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, ExtractYear

from lienmach.base.actor import Actor
from lienmach.calc.forms import Value, share
from lienmach.org.models import Unit
from lienmach.reporting.flow import BELOW
from lienmach.reporting.models import Report

IN_TIME = Q(case__finished_at__lte=F("case__promised_at"))
LATE = Q(case__finished_at__gt=F("case__promised_at"))
RETURNED = Q(case__events__step="return")


def years(actor: Actor) -> list[int]:
    """The years in which reports that an actor sees were due, the last first."""
    found = _asked(actor).values_list(ExtractYear("case__promised_at"), flat=True)
    return sorted(set(found.distinct()), reverse=True)


def discipline(actor: Actor, year: int, now: datetime) -> QuerySet[Unit]:
    """The units that were asked for reports due in a year, with how many they handed in
    when: ``asked``, ``in_time``, ``late``, ``missing`` (due and not handed in),
    ``returned`` (how often one came back). What is not due yet is none of these."""
    due = _asked(actor).filter(case__promised_at__year=year)
    missing = Q(case__finished_at=None, case__promised_at__lt=now)
    return Unit.objects.filter(pk__in=due.values("unit")).annotate(
        asked=_count(due, Q()),
        in_time=_count(due, IN_TIME),
        late=_count(due, LATE),
        missing=_count(due, missing),
        returned=_count(due, RETURNED),
    )


@dataclass(frozen=True, slots=True)
class Summed:
    """All units of a year together."""

    units: int
    asked: int
    in_time: int
    late: int
    missing: int

    @property
    def in_time_share(self) -> Value:
        """Of what was due by now; nothing where nothing was."""
        due = self.in_time + self.late + self.missing
        return share(Decimal(self.in_time), Decimal(due), 1, percent=True)


def summed(actor: Actor, year: int, now: datetime) -> Summed:
    """What ``discipline`` tells of each unit, of all together. One query."""
    due = _asked(actor).filter(case__promised_at__year=year)
    missing = Q(case__finished_at=None, case__promised_at__lt=now)
    return Summed(
        **due.aggregate(
            units=Count("unit", distinct=True),
            asked=Count("case"),
            in_time=Count("case", filter=IN_TIME),
            late=Count("case", filter=LATE),
            missing=Count("case", filter=missing),
        )
    )


def _asked(actor: Actor) -> QuerySet[Report]:
    seen = Report.objects.visible_to(actor).asked()
    return seen.filter(case__kind=BELOW, case__promised_at__isnull=False)


def _count(reports: QuerySet[Report], where: Q) -> Coalesce:
    of_unit = reports.filter(where, unit=OuterRef("pk")).order_by().values("unit")
    counted = of_unit.annotate(count=Count("case")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
