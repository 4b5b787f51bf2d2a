"""Who should move what stands still is told by e-mail: a digest, once a working day.

Told is what was found or taken up a step since the working day before, to whoever has
its turn on the ladder: who holds the dossier, then the head of the unit it lies with.
Nobody's name is in it, only codes and what is applied for.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from lienmach.base import outbox
from lienmach.base.parts import number
from lienmach.calc.calendar import WorkCalendar
from lienmach.calc.local import ZONE, day_of
from lienmach.cases.models import Incident
from lienmach.onestop.actions.messages import CHANNELS
from lienmach.onestop.models import NotifyWay
from lienmach.org.models import Post, User
from lienmach.registers.queries.calendar import Calendars

MOST_LISTED = 10
LONGEST_BREAK = 20  # days: no run of days off is longer


def remind(*, at: datetime) -> int:
    """Write the digests that are due; say how many. May be run as often as one likes.

    Nothing is written before the office opens, nor where the settings name no server
    for e-mail.
    """
    if not settings.MAIL_IS_SET:
        return 0
    written = 0
    for person, incidents in _by_owner(at).items():
        with transaction.atomic():
            written += _say(person, incidents, at)
    return written


def _by_owner(at: datetime) -> dict[User, list[Incident]]:
    day, calendars = day_of(at), Calendars(projected=True)
    open_ones = Incident.objects.filter(closed_at=None, reminded_at__lte=at)
    recent = open_ones.filter(reminded_at__gte=at - timedelta(days=LONGEST_BREAK))
    found = [
        incident
        for incident in recent.select_related("person").order_by("-stage", "opened_at")
        if (since := _since(calendars.of(incident.unit_id, day), at))
        and incident.reminded_at >= since
    ]
    heads = _heads({incident.unit_id for incident in found}, day)
    owned: dict[User, list[Incident]] = {}
    for incident in found:
        holder = incident.person if incident.stage == 1 else None
        owner = holder or heads.get(incident.unit_id)
        if owner and owner.is_active and owner.email:
            owned.setdefault(owner, []).append(incident)
    return owned


def _since(calendar: WorkCalendar, at: datetime) -> datetime | None:
    """When the working day before began; None while the office is not open yet."""
    day = day_of(at)
    if not calendar.is_working(day) or at < _opening(calendar, day):
        return None
    for _ in range(LONGEST_BREAK):
        day -= timedelta(days=1)
        if calendar.is_working(day):
            return _opening(calendar, day)
    return at - timedelta(days=LONGEST_BREAK)


def _opening(calendar: WorkCalendar, day: date) -> datetime:
    return datetime.combine(day, calendar.sessions(day)[0][0], ZONE)


def _heads(units: Iterable[int], on: date) -> dict[int, User]:
    posts = Post.objects.in_force(on).filter(unit__in=units, is_head=True)
    return {post.unit_id: post.person for post in posts.select_related("person")}


def _say(person: User, incidents: list[Incident], at: datetime) -> bool:
    count, more = number(len(incidents)), len(incidents) - MOST_LISTED
    lines = [f"- {incident.text}" for incident in incidents[:MOST_LISTED]]
    if more > 0:
        lines.append(f"- và {number(more)} việc khác")
    page = f"{settings.PUBLIC_ADDRESS}{reverse('onestop:incidents')}"
    where = page if settings.PUBLIC_ADDRESS else "mục Sự cố của phần mềm."
    body = [
        "Những việc dưới đây đứng yên và đang đến lượt người nhận thư này xử lý:",
        "\n".join(lines),
        f"Xem, xử lý hoặc ghi đã làm gì: {where}",
    ]
    new = outbox.New(
        key=f"stalls:{person.pk}:{day_of(at)}",
        channel=CHANNELS[NotifyWay.EMAIL],
        to=person.email,
        subject=f"{count} việc với hồ sơ đang đứng yên",
        body="\n\n".join(body),
        about="",
        unit=incidents[0].unit_id,
    )
    return outbox.say(new, by=None, at=at) is not None
