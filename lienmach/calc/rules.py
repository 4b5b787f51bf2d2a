"""What a law says of the clock of a dossier: sets of parameters, each with its dates.

Two laws can be in force for two dossiers side by side: a dossier follows the set of the
day on which it was received. Sets whose text was not compared with the law say so.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from lienmach.calc.calendar import WorkCalendar
from lienmach.calc.days import named
from lienmach.calc.deadline import Clock, Limit, Readings, reckon
from lienmach.calc.local import ZONE, day_of
from lienmach.calc.refusal import Refused
from lienmach.calc.tables import DAY, Beyond, minute_of, minute_of_day, moment_of

FILE = Path(__file__).with_name("rules.json")


class Supplement(StrEnum):
    """What a supplement does to the clock once the file is complete."""

    RESTART = "restart"
    SUBTRACT = "subtract"


@dataclass(frozen=True, slots=True)
class RuleSet:
    document: str
    is_confirmed: bool
    valid_from: date = date.min
    valid_to: date = date.max
    supplement: Supplement = Supplement.RESTART
    hand_over_cutoff: time = time(15)
    ask_within_days: int = 3
    apology_days_before: int = 1
    reschedules: int = 1
    note: str = ""

    def holds(self, day: date) -> bool:
        return self.valid_from <= day <= self.valid_to

    def due(self, found: Readings) -> datetime | None:
        """Choose the reading of supplements that this law follows."""
        if self.supplement is Supplement.RESTART:
            return found.restarted
        return found.subtracted


@cache
def rule_sets() -> tuple[RuleSet, ...]:
    """Return the sets shipped for the whole country, oldest first."""
    return tuple(map(read_rules, json.loads(FILE.read_text("utf-8"))["rule_sets"]))


def read_rules(entry: Mapping[str, Any]) -> RuleSet:
    """Read a set as the shipped file writes it."""
    known = dict(entry)
    known["hand_over_cutoff"] = time.fromisoformat(entry["hand_over_cutoff"])
    known["supplement"] = Supplement(entry["supplement"])
    for end in ("valid_from", "valid_to"):
        if end in entry:
            known[end] = date.fromisoformat(entry[end])
    return RuleSet(**known)


def rules_on(day: date, sets: Iterable[RuleSet] | None = None) -> RuleSet:
    """Return the rules in force for a dossier received on ``day``."""
    found = [each for each in (sets or rule_sets()) if each.holds(day)]
    if not found:
        raise Refused(f"Chưa có quy định về thời hạn cho {named(day)}.")
    return found[-1]


def hand_over_by(
    received_at: datetime, rules: RuleSet, calendar: WorkCalendar
) -> datetime:
    """Return until when a paper file must be with those who decide it.

    On its day of receipt, or after the hour of the rule first thing next working day.
    This says nothing of when the case is due.
    """
    day, clock = divmod(minute_of(received_at), DAY)
    is_late = clock > minute_of_day(rules.hand_over_cutoff)
    if calendar.is_working(date.fromordinal(day)) and not is_late:
        return moment_of(_within(calendar, day, 0))
    following = _within(calendar, day + 1, 0) // DAY
    return moment_of(following * DAY + calendar.tables.shift(following).opening)


def ask_by(received_at: datetime, rules: RuleSet, calendar: WorkCalendar) -> datetime:
    """Return until when a file found wanting must be sent back with what it lacks."""
    day = day_of(received_at).toordinal()
    return moment_of(_within(calendar, day, rules.ask_within_days))


def apology_by(due: datetime, rules: RuleSet, calendar: WorkCalendar) -> datetime:
    """Return until when an agency that will be late must apologise in writing."""
    day = day_of(due).toordinal()
    calendar.require(day_of(due))
    try:
        for _ in range(rules.apology_days_before):
            day = calendar.tables.last_day(day)
    except Beyond:
        raise calendar.unknown(calendar.years[0] - 1) from None
    return moment_of(calendar.tables.closing(day))


def reschedule(
    due: datetime,
    new: datetime,
    *,
    at: datetime,
    done: int,
    rules: RuleSet,
    calendar: WorkCalendar,
) -> datetime:
    """Return the new moment to promise, brought inside office hours.

    Refuses more reschedules than the law allows (``done`` counts those before), a
    moment that is no later than the one before, and one that has passed.
    """
    if done >= rules.reschedules:
        times = "một lần" if rules.reschedules == 1 else f"{rules.reschedules} lần"
        raise Refused(f"Chỉ được hẹn lại {times} theo {rules.document}.")
    settled = settle(new, calendar)
    if settled <= due:
        raise Refused("Hạn mới phải sau hạn đang hẹn.")
    if settled <= at:
        raise Refused("Hạn mới phải ở sau lúc này.")
    return settled


def settle(at: datetime, calendar: WorkCalendar) -> datetime:
    """Bring a chosen moment inside office hours.

    A day off becomes the end of the next working day; before opening, the opening; a
    break or the evening, the end of the session before it.
    """
    calendar.require(day_of(at))
    day, clock = divmod(minute_of(at), DAY)
    if not calendar.is_working(date.fromordinal(day)):
        return moment_of(_within(calendar, day, 0))
    sessions = calendar.sessions(date.fromordinal(day))
    start = max((s for s in sessions if minute_of_day(s[0]) <= clock), default=None)
    if start is None:
        return datetime.combine(day_of(at), sessions[0][0], ZONE)
    return moment_of(day * DAY + min(clock, minute_of_day(start[1])))


def _within(calendar: WorkCalendar, day: int, amount: int) -> int:
    """Return the closing of the ``amount``-th working day after ``day``.

    For none it is the day itself, or the next working day if that one is off.
    """
    limit = Limit(amount, Clock.WORKING_DAYS)
    return reckon(day * DAY, limit, calendar).due
