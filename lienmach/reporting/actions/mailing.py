"""Reminders of reports by mail: before, on and after the day they are due.

Each person is told once of each occasion: what was said is known by its key. What
waits to be sent is called off when the report is handed in.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from lienmach.base import outbox
from lienmach.base.actor import Actor
from lienmach.base.jobs import Progress
from lienmach.calc.local import ZONE, day_of
from lienmach.calc.refusal import Refused
from lienmach.org.models import User
from lienmach.org.queries import names_on
from lienmach.reporting.flow import CONSOLIDATE, IN_HAND
from lienmach.reporting.models import Mailing, Report
from lienmach.reporting.models.mailing import MOST_DAYS
from lienmach.reporting.queries import mailing as queries
from lienmach.reporting.queries.mailing import Occasion

JOB = "reporting.mailing"
FROM_HOUR = 7  # nobody's telephone rings at night
SUBJECTS = {
    Occasion.BEFORE: "Sắp đến hạn nộp",
    Occasion.DAY: "Hôm nay là hạn nộp",
    Occasion.LATE: "Quá hạn nộp",
}
ASKED = "Nhắc nộp"  # somebody has pressed the button


@transaction.atomic
def decide(
    unit_id: int, *, is_on: bool, days_before: int, actor: Actor, at: datetime
) -> Mailing:
    """Say whether people are reminded by mail in a unit and below it, and how early."""
    actor.require(CONSOLIDATE, unit_id)
    if not 1 <= days_before <= MOST_DAYS:
        raise Refused(f"Nhắc trước từ 1 đến {MOST_DAYS} ngày làm việc.")
    said = {"is_on": is_on, "days_before": days_before}
    by = {"changed_at": at, "changed_by_id": actor.user_id}
    return Mailing.objects.update_or_create(unit_id=unit_id, defaults=said | by)[0]


@transaction.atomic
def forget(unit_id: int, *, actor: Actor) -> None:
    """Let what the unit above has decided hold again."""
    actor.require(CONSOLIDATE, unit_id)
    Mailing.objects.filter(unit=unit_id).delete()


def run(progress: Progress, payload: dict[str, Any]) -> None:
    """The recurring job."""
    remind(at=timezone.now())


def remind(*, at: datetime) -> int:
    """Write the reminders whose day it is; say how many are new.

    Without a server for mail none is written: later they would come too late.
    """
    if not settings.MAIL_IS_SET or at.astimezone(ZONE).hour < FROM_HOUR:
        return 0
    return sum(
        tell(
            due.report,
            due.people,
            subject=SUBJECTS[due.occasion],
            occasion=due.occasion.value,
            by=None,
            at=at,
        )
        for due in queries.due(at)
    )


@transaction.atomic
def tell(
    report: Report,
    people: Iterable[User],
    *,
    subject: str,
    occasion: str,
    by: int | None,
    at: datetime,
) -> int:
    """Write to each who has an address, unless they were told or it was handed in."""
    held = Report.objects.select_related("case").select_for_update(of=("self", "case"))
    if not settings.MAIL_IS_SET or held.get(pk=report.pk).case.state not in IN_HAND:
        return 0
    told = 0
    for person in people:
        if not person.email:
            continue
        new = outbox.New(
            key=f"{_key(report)}{occasion}:{person.pk}",
            channel="email",
            to=person.email,
            subject=f"{subject}: {report.round}",
            body="\n\n".join(_paragraphs(report, subject, person, at)),
            about=report.case.code,
            unit=report.unit_id,
        )
        told += outbox.say(new, by=by, at=at) is not None
    return told


def call_off(report: Report) -> None:
    """It was handed in: what waits to remind of it is not sent."""
    outbox.call_off(_key(report))


def _key(report: Report) -> str:
    return f"report:{report.pk}:"


def _paragraphs(
    report: Report, subject: str, person: User, at: datetime
) -> Iterator[str]:
    ids = {report.unit_id, report.round.owner_id}
    names = names_on(ids, day_of(at))
    window, sheets = report.round.window, list(report.sheets.all())
    done = sum(sheet.is_handed_in for sheet in sheets)
    promised_at = report.case.promised_at
    due = f" Hạn nộp: {day_of(promised_at):%d/%m/%Y}." if promised_at else ""
    yield f"Kính gửi {person.name},"
    yield (
        f"{subject}: {report.round} của {names.get(report.unit_id, '')}, "
        f"số liệu {window}.{due} Đã nộp {done}/{len(sheets)} biểu."
    )
    if address := settings.PUBLIC_ADDRESS:
        page = reverse("reporting:report", args=[report.pk])
        yield f"Mở báo cáo: {address}{page}"
    else:
        yield "Mở phần mềm, mục Báo cáo: báo cáo này đứng đầu danh sách chờ."
    yield (
        f"{names.get(report.round.owner_id, '')}\n"
        "Thư này gửi tự động, xin không trả lời; nộp rồi thì không nhận thư nhắc nữa."
    )
