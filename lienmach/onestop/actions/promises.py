"""A new promise because the calendar has changed: with a new slip, never silently."""

from datetime import datetime

from django.db import transaction

from lienmach.base.actor import Actor
from lienmach.calc.refusal import Refused
from lienmach.cases import actions as cases
from lienmach.cases.models import Promise
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
