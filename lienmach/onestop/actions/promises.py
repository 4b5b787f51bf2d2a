"""A new promise because the calendar has changed: with a new slip, never silently."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from lienmach.base.actor import Actor
from lienmach.calc.refusal import Refused
from lienmach.cases import actions as cases
from lienmach.cases.models import Promise
from lienmach.cases.registry import Rescheduled
from lienmach.onestop.actions import messages, slips
from lienmach.onestop.actions.messages import Occasion
from lienmach.onestop.flow import RECEIVE
from lienmach.onestop.models import Dossier, Form, Slip

WHY = "Lịch làm việc thay đổi"


@transaction.atomic
def renew(case_id: int, *, actor: Actor, at: datetime) -> Slip:
    """Promise the moment that the present calendar gives, on a slip that says so.

    Refused where the slip in the applicant's hand says no earlier: it then still holds.
    """
    case = cases.locked(case_id, actor=actor)
    actor.require(RECEIVE, case.received_unit_id)
    if case.due_at is None or case.promised_at is None:
        raise Refused(f"{case.code} không có hạn đang chạy để hẹn lại.")
    if case.due_at <= case.promised_at:
        raise Refused("Giấy hẹn đang có vẫn đúng: không cần phát giấy mới.")
    cause = Promise.Cause.CALENDAR
    cases.promise_again(case, case.due_at, cause, actor=actor, at=at, reason=WHY)
    dossier = Dossier.objects.select_related("procedure", "hop").get(pk=case.pk)
    dossier.case = case
    slip = slips.issue(dossier, Form.RECEIPT, actor=actor, at=at, reason=WHY)
    messages.tell(dossier, Occasion.PROMISED, actor=actor, at=at, why=WHY)
    return slip


def rescheduled(moved: Sequence[Rescheduled], at: datetime) -> None:
    """Tell those who were promised less than a changed calendar now allows."""
    later = Dossier.objects.filter(
        pk__in=[one.case_id for one in moved],
        case__parent=None,
        case__due_at__gt=F("case__promised_at"),
    ).select_related("case", "procedure", "hop")
    for dossier in later:
        messages.tell(dossier, Occasion.LATER, actor=None, at=at)
