"""A later day for a task: asked for and answered, or given at once by a document."""

from datetime import date, datetime

from django.db import transaction

from lienmach.base.actor import Actor
from lienmach.calc.local import day_of
from lienmach.calc.refusal import Refused
from lienmach.cases import actions as cases
from lienmach.cases.models import Case, Promise
from lienmach.tasks.actions.held import (
    WrongDay,
    end_of,
    held_for,
    refuse_too_far,
    words_of,
)
from lienmach.tasks.flow import EXTEND, GIVE, WORK, State
from lienmach.tasks.models import Extension, Task


@transaction.atomic
def ask_for_time(
    task: Task,
    until: date,
    *,
    reason: str,
    actor: Actor,
    at: datetime,
    number: int | None = None,
) -> Extension:
    """Ask for a later day; the one in force holds until that is granted."""
    held = held_for(task, WORK, actor, number)
    asked = _extension(task, held, until, reason, "", actor, at)
    said = f"Đề nghị lùi hạn đến {until:%d/%m/%Y}: {asked.reason}"
    cases.note_on(held, EXTEND, said, actor=actor, at=at)
    return asked


@transaction.atomic
def answer(
    asked: Extension,
    *,
    is_granted: bool,
    text: str,
    document: str = "",
    actor: Actor,
    at: datetime,
    number: int | None = None,
) -> Extension:
    """Grant the day that was asked for, or refuse it with why."""
    held = held_for(asked.task, GIVE, actor, number)
    asked = Extension.objects.select_for_update().get(pk=asked.pk)
    if asked.answered_at:
        raise Refused("Đề nghị này đã được trả lời.")
    if held.state != State.OPEN:
        raise Refused("Chỉ lùi hạn của nhiệm vụ đang thực hiện.")
    said = text.strip() if is_granted else words_of(text, "Hãy ghi lý do không đồng ý.")
    if not is_granted:
        cases.note_on(held, EXTEND, f"Không đồng ý lùi hạn: {said}", actor=actor, at=at)
    else:
        asked.document = words_of(document, "Hãy ghi văn bản cho lùi hạn.")[:200]
        _grant(asked, held, actor, at)
    asked.is_granted, asked.answer = is_granted, said[:500]
    asked.answered_by_id, asked.answered_at = actor.user_id, at
    asked.save()
    return asked


@transaction.atomic
def give_time(
    task: Task,
    until: date,
    *,
    reason: str,
    document: str,
    actor: Actor,
    at: datetime,
    number: int | None = None,
) -> Extension:
    """Set a later day without being asked, by a document."""
    held = held_for(task, GIVE, actor, number)
    if Extension.objects.filter(task=task, answered_at=None).exists():
        raise Refused("Đơn vị đang đề nghị lùi hạn: hãy trả lời đề nghị ấy.")
    said = words_of(document, "Hãy ghi văn bản cho lùi hạn.")
    made = _extension(task, held, until, reason, said[:200], actor, at)
    made.is_granted, made.answered_by_id, made.answered_at = True, actor.user_id, at
    made.save()
    _grant(made, held, actor, at)
    return made


def _extension(
    task: Task,
    held: Case,
    until: date,
    reason: str,
    document: str,
    actor: Actor,
    at: datetime,
) -> Extension:
    if held.state != State.OPEN or held.promised_at is None:
        raise Refused("Chỉ lùi hạn của nhiệm vụ đang thực hiện.")
    task.refresh_from_db(fields=["due_on"])
    before = task.due_on
    if until <= before:
        raise WrongDay(f"Hạn mới phải sau hạn đang có, {before:%d/%m/%Y}.", "due_on")
    if until < day_of(at):
        raise WrongDay("Hạn mới đã qua.", "due_on")
    refuse_too_far(until, task.mandate)
    if Extension.objects.filter(task=task, answered_at=None).exists():
        raise Refused("Đã có một đề nghị lùi hạn đang chờ trả lời.")
    return Extension.objects.create(
        task=task,
        before=before,
        until=until,
        reason=words_of(reason, "Hãy ghi lý do lùi hạn.")[:500],
        document=document,
        asked_by_id=actor.user_id,
        asked_at=at,
    )


def _grant(asked: Extension, held: Case, actor: Actor, at: datetime) -> None:
    """Promise the later day; the first day and each one between stay on record."""
    said = (
        f"Lùi hạn từ {asked.before:%d/%m/%Y} đến {asked.until:%d/%m/%Y}, theo "
        f"{asked.document}: {asked.reason}"
    )
    asked.task.due_on = asked.until
    asked.task.save(update_fields=["due_on"])
    cases.promise_again(
        held,
        end_of(asked.task.mandate, asked.until),
        Promise.Cause.EXTENSION,
        actor=actor,
        at=at,
        reason=said,
    )
    cases.note_on(held, EXTEND, said, actor=actor, at=at)
