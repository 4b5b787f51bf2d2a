"""Reports that were sent to their addressees, and by what."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from lienmach.base.actor import Actor
from lienmach.calc.forms import NONE, Value, share
from lienmach.registers.models import UnitMark
from lienmach.reporting.models import Channel, Issue, Report

SHARE = "reports_national_share"
LABELS: Mapping[str, str] = MappingProxyType(
    {SHARE: "Tỷ lệ báo cáo định kỳ gửi qua Hệ thống thông tin báo cáo quốc gia"}
)
REGISTERS: Mapping[str, str] = MappingProxyType({SHARE: UnitMark.Kind.SENDINGS})
# What is handed in to a unit above goes within the product: no system carries it.
SENT = Q(report__above=None, revoked_at=None, sent_on__isnull=False)
BY_NATIONAL = Q(channel=Channel.NATIONAL)


def sent(actor: Actor) -> QuerySet[Issue]:
    """The reports that an actor sees and of which it is told how they were sent."""
    seen = Report.objects.visible_to(actor).values("pk")
    found = Issue.objects.filter(SENT, report__in=seen)
    return found.select_related(
        "report__case", "report__round__regime", "report__unit", "taken__book"
    )


def national_share(rows: QuerySet[Issue]) -> tuple[int, int, Value]:
    """How many of some sent reports went by the national system, of how many."""
    told = rows.order_by().aggregate(
        there=Count("pk", filter=BY_NATIONAL), all=Count("pk")
    )
    there, every = told["there"], told["all"]
    return there, every, share(Decimal(there), Decimal(every), 1, percent=True)


def numbers(
    names: Collection[str], units: Collection[int], level: str, first: date, last: date
) -> dict[str, Value]:
    """The share of what some units sent from a first day to a last one."""
    assert set(names) <= {SHARE}
    rows = Issue.objects.filter(SENT, report__unit__in=units)
    rows = rows.filter(sent_on__gte=first, sent_on__lte=last)
    _, _, found = national_share(rows)
    return {SHARE: NONE if found.value is None else Value.of(found.value)}


def listed(name: str, first: date, last: date, unit_id: int, level: str) -> str:
    """The address of the reports behind the share; the list is of the actor's units."""
    return f"{reverse('reporting:sent')}?tu={first}&den={last}"
