"""One thing done to many dossiers, in the background: each for itself, with its answer.

A batch may be run twice, when a worker died: what has its answer is not done again, for
step and answer are written in one transaction.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from time import monotonic
from typing import IO, Any

from django.db import transaction

from lienmach.base import jobs
from lienmach.base.actor import Actor
from lienmach.base.files import let_go, store_file
from lienmach.base.jobs import Progress
from lienmach.base.parts import number as words
from lienmach.calc.local import day_of
from lienmach.calc.refusal import Refused
from lienmach.onestop.actions import hands, steps
from lienmach.onestop.actions.hands import Act, attempt
from lienmach.onestop.models import Batch, BatchItem
from lienmach.org.models import User
from lienmach.org.queries import actor_of

JOB = "onestop.batch"
AT_THE_PAGE = 50  # more than these is done in the background
MOST = 5000
SEEN = "numbers"
TOLD_EVERY = 0.5  # seconds between two words on how far it is
Verb = Batch.Verb
BACK = frozenset({Verb.ACCEPT, Verb.ASSIGN, Verb.MOVE})  # what can be taken back


@transaction.atomic
def begin(
    verb: Verb,
    seen: Mapping[int, int],
    said: dict[str, Any],
    *,
    actor: Actor,
    at: datetime,
) -> Batch:
    """Put one thing to be done to many dossiers into the queue.

    ``seen`` are their keys, each with the number of its case when it was chosen: what
    has changed by its turn is refused. To undo it is that of the step to be undone.
    """
    if len(seen) > MOST:
        raise Refused(f"Mỗi lần làm với nhiều nhất {words(MOST)} hồ sơ: hãy lọc bớt.")
    batch = Batch.objects.create(
        verb=verb,
        said={**said, SEEN: {str(pk): number for pk, number in seen.items()}},
        unit_id=actor.unit_id,
        made_by_id=actor.user_id,
        made_at=at,
    )
    BatchItem.objects.bulk_create(
        BatchItem(batch=batch, dossier_id=pk) for pk in sorted(seen)
    )
    batch.job = jobs.enqueue(JOB, {"batch": batch.pk}, by=actor.user_id, at=at)
    batch.save(update_fields=["job"])
    return batch


@transaction.atomic
def again(batch: Batch, *, actor: Actor, at: datetime) -> Batch:
    """Try once more what was refused or not begun, as a batch of its own.

    Whoever asks has read why, so that each is taken as it stands now.
    """
    batch = _own(batch, actor)
    left = batch.items.filter(number=None)
    seen = dict(left.values_list("dossier", "dossier__case__number"))
    if batch.verb == Verb.UNDO:
        seen = {pk: batch.said[SEEN][str(pk)] for pk in seen}
    if not seen or batch.is_running:
        raise Refused("Không còn hồ sơ nào để làm lại.")
    said = {**batch.said, "again": batch.pk}
    return begin(Verb(batch.verb), seen, said, actor=actor, at=at)


@transaction.atomic
def undo(batch: Batch, *, actor: Actor, at: datetime) -> Batch:
    """Take back all that was done, as far as nothing has followed.

    Tried too early, it may take back nothing: then it can be tried again.
    """
    batch = _own(batch, actor)
    backs = Batch.objects.filter(verb=Verb.UNDO, said__of=batch.pk)
    if backs.exclude(job=None).filter(job__finished_at=None).exists():
        raise Refused("Việc này đang được hoàn tác.")
    if batch.verb not in BACK or batch.undone_by_id or batch.is_running:
        raise Refused("Việc này không hoàn tác được nữa.")
    items = batch.items.exclude(number=None).order_by("pk")
    done = {one.dossier_id: one.number for one in items if one.number is not None}
    if not done:
        raise Refused("Chưa có hồ sơ nào xong để hoàn tác.")
    return begin(Verb.UNDO, done, {"of": batch.pk}, actor=actor, at=at)


@transaction.atomic
def stop(batch: Batch, *, actor: Actor) -> None:
    """Stop a batch: what is done stays done, the rest is not begun."""
    batch = _own(batch, actor)
    if not batch.is_running or not batch.job_id:
        raise Refused("Việc này đã chạy xong.")
    jobs.cancel(batch.job_id)


@transaction.atomic
def keep_file(batch: Batch, file: IO[bytes], *, name: str, at: datetime) -> None:
    """An export has been written; what an earlier run of it wrote is let go."""
    key = store_file(file)
    if batch.file_key and batch.file_key != key:
        let_go([batch.file_key], at=at)
    batch.file_key, batch.file_name = key, name
    batch.save(update_fields=["file_key", "file_name"])


@transaction.atomic
def forget_files(*, at: datetime) -> int:
    """Let the files of exports go whose days are over; say how many were."""
    over = Batch.objects.filter(made_at__lte=at - Batch.KEPT).exclude(file_key="")
    keys = dict(over.select_for_update().values_list("pk", "file_key"))
    Batch.objects.filter(pk__in=keys).update(file_key="")
    let_go(keys.values(), at=at)
    return len(keys)


def run(progress: Progress, batch: Batch, *, clock: Callable[[], datetime]) -> None:
    """Do to each what is still to be done; the actor has the rights of this moment."""
    actor = actor_for(batch, at=clock())
    waiting = batch.items.filter(number=None, reason="")
    ids = list(waiting.order_by("dossier").values_list("pk", "dossier"))
    total = batch.items.count()
    begun, told = total - len(ids), 0.0
    for done, (pk, dossier_id) in enumerate(ids):
        if monotonic() - told > TOLD_EVERY:
            progress.step(begun + done, total, f"Hồ sơ {begun + done + 1}/{total}")
            told = monotonic()
        _answered(batch, pk, dossier_id, _act(batch, actor, clock()))
    progress.step(total, total, "Xong")


def actor_for(batch: Batch, *, at: datetime) -> Actor:
    """Whoever asked, as they stand today where they worked."""
    user = User.objects.get(pk=batch.made_by_id)
    return actor_of(user, on=day_of(at), unit_id=batch.unit_id)


@transaction.atomic
def _answered(batch: Batch, item_id: int, dossier_id: int, act: Act) -> None:
    """Answer for one dossier; a batch is undone from the first that was taken back."""
    refused = answer(item_id, dossier_id, act)
    if batch.verb == Verb.UNDO and not refused:
        undone = Batch.objects.filter(pk=batch.said.get("of"), undone_by=None)
        undone.update(undone_by=batch)


@transaction.atomic
def answer(item_id: int, dossier_id: int, act: Act) -> str:
    """Do one thing to one dossier and write down what came of it; the reason, if no."""
    number, reason = attempt(dossier_id, act)
    BatchItem.objects.filter(pk=item_id).update(number=number, reason=reason[:500])
    return reason


def _act(batch: Batch, actor: Actor, at: datetime) -> Act:
    said, now = batch.said, partial(_seen, batch)
    match batch.verb:
        case Verb.ACCEPT:
            take = partial(steps.take, name="accept", actor=actor, at=at)
            return lambda pk: take(pk, number=now(pk))
        case Verb.ASSIGN | Verb.MOVE:
            give = partial(hands.assign, actor=actor, at=at, note=said.get("note", ""))
            who, unit = said.get("person"), said.get("unit")
            return lambda pk: give(pk, number=now(pk), to_person=who, to_unit=unit)
        case Verb.UNDO:
            done = said[SEEN]
            return lambda pk: steps.undo(pk, actor=actor, at=at, step=done[str(pk)])
    raise ValueError(batch.verb)


def _seen(batch: Batch, pk: int) -> int:
    """The number that a dossier had when it was chosen."""
    number: int = batch.said[SEEN][str(pk)]
    return number


def _own(batch: Batch, actor: Actor) -> Batch:
    return Batch.objects.select_for_update(of=("self",)).get(
        pk=batch.pk, made_by=actor.user_id
    )
