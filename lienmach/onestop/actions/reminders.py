"""Who should move what stands still is told by e-mail: a digest, once a working day.

Told is what was found or taken up a step since the working day before, to whoever has
its turn on the ladder: who holds the dossier, then whoever looks after the unit it
lies with: its head, and where none can be told ``org.queries.caretakers`` says who.
Nobody's name is in it, only codes and what is applied for.
"""

from dataclasses import dataclass, field
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
from lienmach.onestop.flow import LEAD
from lienmach.onestop.models import NotifyWay
from lienmach.org.models import User
from lienmach.org.queries import Caretaker, caretakers
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
    for person, turn in _by_owner(at).items():
        with transaction.atomic():
            written += _say(person, turn, at)
    return written


@dataclass
class _Turn:
    """What one person is told, and for which units they stand in as what."""

    incidents: list[Incident] = field(default_factory=list)
    instead: dict[int, Caretaker] = field(default_factory=dict)


def _by_owner(at: datetime) -> dict[User, _Turn]:
    day, calendars = day_of(at), Calendars(projected=True)
    open_ones = Incident.objects.filter(closed_at=None, reminded_at__lte=at)
    recent = open_ones.filter(reminded_at__gte=at - timedelta(days=LONGEST_BREAK))
    found = [
        incident
        for incident in recent.select_related("person").order_by("-stage", "opened_at")
        if (since := _since(calendars.of(incident.unit_id, day), at))
        and incident.reminded_at >= since
    ]
    units = {one.unit_id for one in found if _holder(one) is None}
    known = caretakers(units, on=day, right=LEAD)
    owned: dict[User, _Turn] = {}
    for incident in found:
        after = known.get(incident.unit_id)
        holder = _holder(incident)
        owner = holder or (after.person if after else None)
        if owner is None:
            continue
        turn = owned.setdefault(owner, _Turn())
        turn.incidents.append(incident)
        if after and after.role and not holder:
            turn.instead[incident.unit_id] = after
    return owned


def _holder(incident: Incident) -> User | None:
    """Who holds what stands still, while it is their turn and they can be told."""
    person = incident.person if incident.stage == 1 else None
    return person if person and person.is_active and person.email else None


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


def _say(person: User, turn: _Turn, at: datetime) -> bool:
    incidents = turn.incidents
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
        *(
            f"{one.unit}: {one.why}, nên thư này gửi {one.role}."
            for one in turn.instead.values()
        ),
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
