"""Papers that were lost or damaged while the office had them."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lienmach.base.actor import Actor
from lienmach.calc.refusal import Refused
from lienmach.cases import actions as cases
from lienmach.cases.models import Case
from lienmach.onestop.flow import LEAD, PROCESS, RECEIVE
from lienmach.onestop.models import Loss


@transaction.atomic
def record_loss(
    case_id: int,
    *,
    what: str,
    noticed_at: datetime,
    responsible: str = "",
    actor: Actor,
    at: datetime,
) -> Loss:
    """Write down what is missing, at once; who is responsible may turn out later.

    Decree 61/2018, art. 21: the agency finds who is, pays and apologises.
    """
    case = cases.locked(case_id, actor=actor)
    _require(case, actor)
    what = " ".join(what.split())
    if not what:
        raise Refused("Hãy ghi giấy tờ nào bị mất, hỏng.")
    if noticed_at > at:
        raise Refused("Ngày phát hiện không thể sau hôm nay.")
    cases.note_on(case, "loss", what, actor=actor, at=at)
    return Loss.objects.create(
        dossier=case.dossier,
        what=what,
        noticed_at=noticed_at,
        responsible=responsible.strip(),
        by_id=actor.user_id,
    )


@transaction.atomic
def close_loss(
    loss_id: int, *, responsible: str, remedy: str, actor: Actor, at: datetime
) -> Loss:
    """It was put right: by whom it had happened, what was done, paid and apologised."""
    loss = Loss.objects.filter(pk=loss_id).first()
    if loss is None:
        raise Refused("Không thấy việc mất, hỏng giấy tờ này.")
    case = cases.locked(loss.dossier_id, actor=actor)
    _require(case, actor)
    loss = Loss.objects.select_for_update().get(pk=loss_id)
    if loss.closed_at:
        raise Refused("Việc này đã khắc phục xong.")
    if not responsible.strip():
        raise Refused("Hãy ghi đơn vị hoặc người chịu trách nhiệm.")
    if not remedy.strip():
        raise Refused("Hãy ghi đã khắc phục thế nào: làm lại, chi phí, lời xin lỗi.")
    said = f"{loss.what}: {remedy.strip()}"
    cases.note_on(case, "loss_closed", said, actor=actor, at=at)
    loss.responsible, loss.remedy = responsible.strip(), remedy.strip()
    loss.closed_at = at
    loss.save(update_fields=["responsible", "remedy", "closed_at"])
    return loss


def may_record(case: Case, actor: Actor) -> bool:
    """Whoever received it, holds it, or leads where it is."""
    return actor.may(RECEIVE, case.received_unit_id) or any(
        actor.may(right, case.unit_id) for right in (PROCESS, LEAD)
    )


def _require(case: Case, actor: Actor) -> None:
    if not may_record(case, actor):
        raise PermissionDenied("losses")
