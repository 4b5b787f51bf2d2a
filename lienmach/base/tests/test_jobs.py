from datetime import datetime, timedelta
from typing import Any

import pytest

from lienmach.base import jobs
from lienmach.base.models import Job
from lienmach.calc.refusal import Refused
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
seen: list[dict[str, Any]] = []


def _note(progress: jobs.Progress, payload: dict[str, Any]) -> None:
    progress.step(1, 2, "Đang ghi")
    seen.append(payload)


def _refuse(progress: jobs.Progress, payload: dict[str, Any]) -> None:
    raise Refused("Tệp trống.")


def _break(progress: jobs.Progress, payload: dict[str, Any]) -> None:
    raise ZeroDivisionError


for kind, run in {"note": _note, "refuse": _refuse, "break": _break}.items():
    jobs.register(f"test.{kind}", run)


@pytest.fixture(autouse=True)
def _nothing_seen() -> None:
    seen.clear()


def test_a_job_runs_once_and_says_how_far_it_came() -> None:
    job = jobs.enqueue("test.note", {"x": 1}, by=None, at=MONDAY)

    assert jobs.run_next(at=MONDAY)
    assert not jobs.run_next(at=MONDAY)

    job.refresh_from_db()
    assert seen == [{"x": 1}]
    assert (job.done, job.total, job.step, job.error) == (2, 2, "Đang ghi", "")
    assert job.finished_at


def test_a_job_whose_worker_died_is_taken_again_when_its_lease_has_run_out() -> None:
    job = jobs.enqueue("test.note", {}, by=None, at=MONDAY)
    Job.objects.filter(pk=job.pk).update(leased_until=MONDAY + jobs.LEASE, attempts=1)

    assert not jobs.run_next(at=MONDAY)
    assert jobs.run_next(at=MONDAY + jobs.LEASE + timedelta(seconds=1))
    assert seen == [{}]


def test_a_refusal_ends_the_job_with_its_sentence() -> None:
    job = jobs.enqueue("test.refuse", {}, by=None, at=MONDAY)

    jobs.run_next(at=MONDAY)

    job.refresh_from_db()
    assert job.error == "Tệp trống."
    assert job.finished_at


def test_a_fault_is_tried_three_times_and_then_said(
    caplog: pytest.LogCaptureFixture,
) -> None:
    job = jobs.enqueue("test.break", {}, by=None, at=MONDAY)

    at = MONDAY
    for _ in range(3):
        assert jobs.run_next(at=at)
        at += timedelta(hours=1)

    job.refresh_from_db()
    assert "sau 3 lần" in job.error
    assert not jobs.run_next(at=at)


def test_a_cancelled_job_never_begins() -> None:
    job = jobs.enqueue("test.note", {}, by=None, at=MONDAY)
    jobs.cancel(job.pk)

    jobs.run_next(at=MONDAY)

    assert seen == []


def test_a_chore_that_fails_keeps_no_other_from_being_done(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done: list[datetime] = []

    def wrong(at: datetime) -> bool:
        raise RuntimeError("broken")

    def right(at: datetime) -> bool:
        done.append(at)
        return True

    monkeypatch.setattr(jobs, "_chores", [wrong, right])

    assert jobs.do_chores(at=MONDAY)
    assert done == [MONDAY]
