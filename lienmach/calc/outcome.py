"""The words for how a finished case kept its promise."""

from datetime import datetime
from enum import StrEnum

from lienmach.calc.local import day_of


class Outcome(StrEnum):
    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"


def outcome(
    finished_at: datetime,
    promised_at: datetime | None,
    received_at: datetime,
    *,
    has_limit: bool = True,
) -> Outcome:
    """Early is a matter of days, late a matter of minutes.

    Where nothing was promised, on time is on the day of receipt; where the law sets no
    limit either, nothing is late.
    """
    if promised_at is None and not has_limit:
        return Outcome.ON_TIME
    if promised_at is None:
        is_same_day = day_of(finished_at) == day_of(received_at)
        return Outcome.ON_TIME if is_same_day else Outcome.LATE
    if finished_at > promised_at:
        return Outcome.LATE
    if day_of(finished_at) < day_of(promised_at):
        return Outcome.EARLY
    return Outcome.ON_TIME
