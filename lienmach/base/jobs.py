"""Work in the background: a queue in the database, with leases.

A room registers what a kind of job does; an action enqueues it in its own transaction,
so the job exists if and only if the change does. ``manage.py work`` runs them.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from lienmach.base.models import Job
from lienmach.calc.refusal import Refused

LEASE = timedelta(minutes=2)
ATTEMPTS = 3
RECURRING = 7_230_011  # the number of our advisory lock: any that is ours alone
log = logging.getLogger(__name__)


class Cancelled(Exception):
    """Somebody has cancelled the job that asks for its next step."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How a running job says how far it is, and learns that it is not wanted."""

    job_id: int

    def step(self, done: int, total: int, text: str) -> None:
        """Show progress and keep the lease; raise ``Cancelled`` if it was cancelled."""
        until = timezone.now() + LEASE
        wanted = Job.objects.filter(pk=self.job_id, is_cancelled=False)
        changed = wanted.update(
            done=done, total=total, step=text[:200], leased_until=until
        )
        if not changed:
            raise Cancelled


Run = Callable[[Progress, dict[str, Any]], None]
_kinds: dict[str, Run] = {}
Chore = Callable[[datetime], bool]
_chores: list[Chore] = []


def register(kind: str, run: Run) -> None:
    """Say what a kind of job does. It may be run twice: a lease can run out."""
    if _kinds.setdefault(kind, run) is not run:
        raise ValueError(f"Job kind {kind!r} is registered twice")


def chore(run: Chore) -> None:
    """Have something done whenever no job waits; it says whether there was any."""
    _chores.append(run)


def do_chores(*, at: datetime) -> bool:
    """Do what there is to do besides jobs; a chore that fails does not stop others."""
    done = False
    for run in _chores:
        try:
            done |= run(at)
        except Exception:
            # A fault of ours: it is tried again in the next round, the worker lives on.
            log.exception("chore %s", run.__qualname__)
    return done


def enqueue(
    kind: str,
    payload: dict[str, Any],
    *,
    by: int | None,
    at: datetime,
    after: datetime | None = None,
) -> Job:
    """Put a job in the queue as part of the caller's transaction.

    It is run at once, or not before ``after``.
    """
    assert kind in _kinds, kind
    return Job.objects.create(
        kind=kind, payload=payload, made_by_id=by, made_at=at, run_after=after or at
    )


_recurring: dict[str, timedelta] = {}


def recur(kind: str, every: timedelta) -> None:
    """Let a kind of job be run again and again, this long after it was last made."""
    assert kind in _kinds, kind
    _recurring[kind] = every


def enqueue_recurring(*, at: datetime) -> int:
    """Put the recurring jobs whose time has come in the queue; say how many."""
    made = 0
    for kind, every in _recurring.items():
        with transaction.atomic():
            _one_at_a_time()
            is_recent = Q(made_at__gt=at - every) | Q(finished_at=None)
            if not Job.objects.filter(is_recent, kind=kind).exists():
                enqueue(kind, {}, by=None, at=at)
                made += 1
    return made


def _one_at_a_time() -> None:
    """Let two workers that look at the same moment make one job between them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [RECURRING])


def cancel(job_id: int) -> None:
    """Ask a job to stop; one that has not begun never will."""
    Job.objects.filter(pk=job_id, finished_at=None).update(is_cancelled=True)


def run_next(*, at: datetime) -> bool:
    """Take the next job and run it to its end; return False if there is none."""
    job = _take(at)
    if job is None:
        return False
    error = ""
    try:
        if not job.is_cancelled:
            _kinds[job.kind](Progress(job.pk), job.payload)
    except Cancelled:
        pass
    except Refused as refused:
        error = str(refused)
    except Exception:
        # A fault of ours: the job is tried again later, and the worker lives on.
        log.exception("job %s %s", job.kind, job.pk)
        if job.attempts < ATTEMPTS:
            _put_back(job, at)
            return True
        error = f"Chưa làm được sau {ATTEMPTS} lần; lỗi ở phía chúng tôi."
    _finish(job, error)
    return True


@transaction.atomic
def _take(at: datetime) -> Job | None:
    free = Q(leased_until=None) | Q(leased_until__lt=at)
    job = (
        Job.objects.select_for_update(skip_locked=True)
        .filter(free, finished_at=None, run_after__lte=at)
        .order_by("run_after", "id")
        .first()
    )
    if job is None:
        return None
    job.leased_until = at + LEASE
    job.attempts += 1
    job.save(update_fields=["leased_until", "attempts"])
    return job


def _put_back(job: Job, at: datetime) -> None:
    later = at + timedelta(seconds=10 * 2**job.attempts)
    Job.objects.filter(pk=job.pk).update(leased_until=None, run_after=later)


def _finish(job: Job, error: str) -> None:
    Job.objects.filter(pk=job.pk).update(
        finished_at=timezone.now(),
        leased_until=None,
        error=error[:300],
        done=F("total"),
    )
