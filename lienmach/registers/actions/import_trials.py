"""The procedures of a file are rehearsed before it is let in; nothing stays written.

A few are played while the page is made, many by a job.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from lienmach.base.actor import Actor
from lienmach.base.jobs import Progress, enqueue
from lienmach.calc.local import day_of
from lienmach.calc.refusal import Refused
from lienmach.org.models import User
from lienmach.org.queries import NoDesk, actor_of
from lienmach.registers.actions.procedure_imports import Line, Plan, plan
from lienmach.registers.actions.procedures import RIGHT, Decision, write_version
from lienmach.registers.models import ImportTrial
from lienmach.registers.registry import doubts_about

JOB = "registers.rehearse"
FEW = 2  # that are played while somebody waits
KEPT = timedelta(days=1)


def rehearse(line: Line, actor: Actor, *, at: datetime) -> list[str]:
    """Say what would go wrong with a procedure of a file; it is not kept."""
    if line.draft is None:
        return []
    trial = Decision("Diễn tập", day_of(at), "Diễn tập")
    try:
        with transaction.atomic():
            user = actor.user_id
            version = write_version(
                line.draft, on=line.on, decision=trial, user_id=user, at=at
            )
            told = doubts_about(version, actor, max(line.on, day_of(at)))
            transaction.set_rollback(True)
    except Refused as refused:
        return [str(refused)]
    return told


def rehearse_now(planned: Plan, actor: Actor, *, at: datetime) -> dict[str, list[str]]:
    """What would go wrong with each of a few procedures."""
    told = {line.code: rehearse(line, actor, at=at) for line in played(planned)}
    return {code: said for code, said in told.items() if said}


def played(planned: Plan) -> Sequence[Line]:
    return [*planned.new, *planned.changed]


@transaction.atomic
def begin(
    content: bytes, name: str, planned: Plan, *, on: date, actor: Actor, at: datetime
) -> ImportTrial:
    """Have the procedures of a file played in the background."""
    actor.require(RIGHT)
    ImportTrial.objects.filter(made_at__lt=at - KEPT).delete()
    made = ImportTrial.objects.create(
        name=name[:200],
        content=content,
        on=on,
        made_at=at,
        made_by_id=actor.user_id,
        unit_id=actor.unit_id,
    )
    made.job = enqueue(JOB, {"trial": made.pk}, by=actor.user_id, at=at)
    made.job.total = len(played(planned))
    made.job.save(update_fields=["total"])
    made.save(update_fields=["job"])
    return made


def run(progress: Progress, payload: dict[str, Any], *, at: datetime) -> None:
    """Play one after the other, with the rights that the actor has now."""
    trial = ImportTrial.objects.filter(pk=payload["trial"]).first()
    if trial is None:
        return
    person = User.objects.get(pk=trial.made_by_id)
    try:
        actor = actor_of(person, on=day_of(at), unit_id=trial.unit_id)
    except NoDesk:
        raise Refused("Người diễn tập không còn làm việc ở đơn vị nào.") from None
    lines = played(plan(bytes(trial.content), trial.name, on=trial.on))
    for index, line in enumerate(lines):
        progress.step(index, len(lines), f"Đang diễn tập {line.code}")
        if said := rehearse(line, actor, at=at):
            trial.told[line.code] = said
            trial.save(update_fields=["told"])
