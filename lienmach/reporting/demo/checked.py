"""The demo's reports: made up, with faults put in by hand.

One is of the town of *history*, its figures in the shape of a real first quarter; one
of the ward of *today*. Who finds all that is wrong in them has seen what the checker
does.
"""

from datetime import datetime
from pathlib import Path

from lienmach.base import jobs
from lienmach.calc.local import day_of
from lienmach.org.demo import HISTORY, TODAY, account, unit
from lienmach.org.queries import actor_of
from lienmach.reporting.actions import checks as actions

SAMPLES = Path(__file__).parents[1] / "samples"
TEXTS = (
    (HISTORY, "quy-1-2023.txt", "Báo cáo CCHC quý I năm 2023.txt"),
    (TODAY, "9-thang-2026.txt", "Báo cáo CCHC 9 tháng năm 2026.txt"),
)


def load(*, at: datetime) -> None:
    """Have both reports checked, as the officer of home affairs would."""
    officer = account("noivu")
    for code, sample, file_name in TEXTS:
        where = unit(code)
        actions.submit(
            file_name=file_name,
            content=(SAMPLES / sample).read_bytes(),
            unit_id=where.pk,
            actor=actor_of(officer, on=day_of(at), unit_id=where.pk),
            at=at,
        )
    while jobs.run_next(at=at):
        pass
