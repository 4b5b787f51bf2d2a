"""What another agency is asked about a dossier, and what it answers."""

from datetime import datetime

from django.db import transaction

from lienmach.base.actor import Actor
from lienmach.calc.refusal import Refused
from lienmach.cases import actions as cases
from lienmach.onestop.flow import UNFINISHED
from lienmach.onestop.models import Consultation

LONGEST = 2000  # characters of an answer


@transaction.atomic
def consult(
    case_id: int,
    *,
    agency: str,
    question: str,
    due_at: datetime,
    actor: Actor,
    at: datetime,
    unit_id: int | None = None,
    number: int | None = None,
) -> Consultation:
    """Ask another agency for its opinion; the clock runs on meanwhile."""
    case = cases.locked(case_id, actor=actor, number=number)
    if case.state not in UNFINISHED:
        raise Refused(f"{case.code} đã có kết quả: không lấy ý kiến nữa.")
    if due_at <= at:
        raise Refused("Hạn trả lời phải ở sau lúc này.")
    cases.note_on(case, "consult", f"{agency}: {question}", actor=actor, at=at)
    return Consultation.objects.create(
        dossier=case.dossier,
        agency=agency,
        unit_id=unit_id,
        question=question,
        due_at=due_at,
        asked_at=at,
        asked_by_id=actor.user_id,
    )


@transaction.atomic
def answer(
    consultation: Consultation, text: str, *, actor: Actor, at: datetime
) -> Consultation:
    """Write down what the agency answered."""
    case = cases.locked(consultation.dossier_id, actor=actor)
    if consultation.answered_at:
        raise Refused("Ý kiến này đã có trả lời.")
    if not text.strip():
        raise Refused("Hãy ghi nội dung trả lời.")
    if len(text) > LONGEST:
        raise Refused(f"Trả lời dài quá {LONGEST} ký tự; đang có {len(text)}.")
    cases.note_on(case, "opinion", f"{consultation.agency}: {text}", actor=actor, at=at)
    consultation.answer, consultation.answered_at = text, at
    consultation.save(update_fields=["answer", "answered_at"])
    return consultation
