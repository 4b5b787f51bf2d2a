"""Who leads tasks is reminded by mail: one digest a working day with what is due.

Told is what is due today or on the next working day, and what became overdue since the
working day before; so each task is told of three times, and no more. It goes to the
head of the unit that leads, or who stands in (``org.queries.caretakers``).
"""

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from lienmach.base import outbox
from lienmach.base.jobs import Progress
from lienmach.base.parts import number
from lienmach.calc.calendar import WorkCalendar
from lienmach.calc.local import ZONE, day_bounds, day_of
from lienmach.org.models import User
from lienmach.org.queries import caretakers
from lienmach.registers.queries.calendar import work_calendars
from lienmach.tasks.flow import WORK, State
from lienmach.tasks.models import Task

JOB = "tasks.reminders"
FROM_HOUR = 7
LONGEST_BREAK = 20  # days: no run of days off is longer
MOST_LISTED = 15


def run(progress: Progress, payload: dict[str, Any]) -> None:
    """The recurring job."""
    remind(at=timezone.now())


def remind(*, at: datetime) -> int:
    """Write today's digests; say how many are new. May be run as often as one likes."""
    if not settings.MAIL_IS_SET or at.astimezone(ZONE).hour < FROM_HOUR:
        return 0
    by_person: dict[User, list[Task]] = defaultdict(list)
    due = _due(at)
    known = caretakers(due.keys(), on=day_of(at), right=WORK)
    for unit, tasks in due.items():
        if person := known[unit].person:
            by_person[person] += tasks
    return sum(_say(person, tasks, at) for person, tasks in by_person.items())


def _due(at: datetime) -> dict[int, list[Task]]:
    """The open tasks to be told of today, by the unit that leads. Three queries."""
    today = day_of(at)
    reach = timedelta(days=LONGEST_BREAK)
    begin, end = day_bounds(today - reach)[0], day_bounds(today + reach)[1]
    near = Task.objects.filter(
        mandate__withdrawn_at=None,
        case__state=State.OPEN,
        case__promised_at__gte=begin,
        case__promised_at__lt=end,
    )
    rows = list(near.select_related("case", "mandate").order_by("case__promised_at"))
    owners = {one.case.received_unit_id for one in rows}
    calendars = work_calendars(owners, today, projected=True) if owners else {}
    found: dict[int, list[Task]] = defaultdict(list)
    for one in rows:
        calendar = calendars[one.case.received_unit_id]
        if one.case.promised_at and calendar.is_working(today):
            first = _working(calendar, today, -1)
            last = _working(calendar, today, 1)
            if first <= day_of(one.case.promised_at) <= last:
                found[one.case.unit_id].append(one)
    return found


def _working(calendar: WorkCalendar, day: date, step: int) -> date:
    """The working day before or after a day."""
    for n in range(1, LONGEST_BREAK):
        if calendar.is_working(day + timedelta(days=step * n)):
            return day + timedelta(days=step * n)
    return day


@transaction.atomic
def _say(person: User, tasks: list[Task], at: datetime) -> bool:
    more = len(tasks) - MOST_LISTED
    lines = [_line(one, at) for one in tasks[:MOST_LISTED]]
    if more > 0:
        lines.append(f"- và {number(more)} nhiệm vụ khác")
    page = f"{settings.PUBLIC_ADDRESS}{reverse('tasks:tasks')}"
    where = page if settings.PUBLIC_ADDRESS else "mục Nhiệm vụ của phần mềm."
    body = (
        "Những nhiệm vụ dưới đây do đơn vị chủ trì, đến hạn hoặc vừa quá hạn:",
        "\n".join(lines),
        f"Cập nhật, nộp kết quả: {where}",
    )
    new = outbox.New(
        key=f"tasks:{person.pk}:{day_of(at)}",
        channel="email",
        to=person.email,
        subject=f"{number(len(tasks))} nhiệm vụ đến hạn",
        body="\n\n".join(body),
        about="",
        unit=tasks[0].case.unit_id,
    )
    return outbox.say(new, by=None, at=at) is not None


def _line(task: Task, at: datetime) -> str:
    due = task.case.promised_at
    assert due
    said = "quá hạn từ" if due < at else "hạn"
    return f"- {task.text[:200]} ({task.mandate.number}), {said} {day_of(due):%d/%m/%Y}"
