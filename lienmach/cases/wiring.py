"""What this room makes known to Django, to the jobs and to the calendar."""

from datetime import datetime
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.utils import timezone

from lienmach.base import jobs
from lienmach.base.jobs import Progress
from lienmach.cases import queries, registry
from lienmach.cases.actions.reckoning import work_out_all
from lienmach.cases.actions.touching import rewrite_spans
from lienmach.indicators.registry import Derived, derive
from lienmach.registers.registry import on_calendar

CALENDAR_JOB = "cases.calendar"


def _work_out_all(progress: Progress, payload: dict[str, Any]) -> None:
    work_out_all(at=timezone.now(), progress=progress)


def _calendar_changed(user_id: int | None, at: datetime) -> None:
    jobs.enqueue(CALENDAR_JOB, {}, by=user_id, at=at)


jobs.register(CALENDAR_JOB, _work_out_all)
on_calendar(_calendar_changed)
derive(Derived("spans", rewrite_spans, queries.wrong_spans))


@register("cases")
def check_flows(**kwargs: Any) -> list[CheckMessage]:
    """Every state of a flow can be reached from its start, and has its words."""
    return [
        Error(f"Kind {kind.code!r}: {what} {sorted(states)}", id="cases.E001")
        for kind in registry.known()
        for what, states in (
            ("no step reaches", kind.flow.dead_states()),
            ("no words for", kind.flow.unlabelled()),
        )
        if states
    ]
