"""When something would be due: the question of the test panels."""

from dataclasses import dataclass
from datetime import datetime

from lienmach.calc.calendar import WorkCalendar
from lienmach.calc.days import SpecialDay
from lienmach.calc.deadline import Limit, due_at
from lienmach.calc.explain import CountedDay, explain, unsure
from lienmach.calc.local import day_of
from lienmach.calc.procedures import limit_words
from lienmach.calc.refusal import Refused
from lienmach.calc.rules import RuleSet, hand_over_by, rules_on
from lienmach.registers.queries.calendar import work_calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What a receipt at a moment would lead to; ``refused`` is why that is unknown."""

    received_at: datetime
    limit: str
    due: datetime | None = None
    days: tuple[CountedDay, ...] = ()
    doubts: tuple[SpecialDay, ...] = ()
    rules: RuleSet | None = None
    hand_over_by: datetime | None = None
    refused: str = ""


def try_out(unit_id: int, received_at: datetime, limit: Limit) -> Trial:
    """Count from a receipt at a unit, and tell how it was counted."""
    return _tried(work_calendar(unit_id, day_of(received_at)), received_at, limit)


def _tried(calendar: WorkCalendar, received_at: datetime, limit: Limit) -> Trial:
    said = limit_words(limit)
    try:
        due = due_at(received_at, limit, calendar)
        days = explain(received_at, limit, calendar)
        rules = rules_on(day_of(received_at))
        hand_over = hand_over_by(received_at, rules, calendar)
    except Refused as refused:
        return Trial(received_at=received_at, limit=said, refused=str(refused))
    return Trial(
        received_at=received_at,
        limit=said,
        due=due,
        days=days,
        doubts=unsure(days),
        rules=rules,
        hand_over_by=hand_over,
    )
