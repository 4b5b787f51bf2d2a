"""Measure deadlines: ``python -m lienmach.calc.tests.bench_deadline``.

Prints a JSON object a line; ``against`` is counting day by day, in the same run.
"""

import gc
import json
import random
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from time import process_time

from lienmach.calc.bulk import Facts, due_many, moved
from lienmach.calc.calendar import WorkCalendar
from lienmach.calc.country import country
from lienmach.calc.days import DayKind, SpecialDay
from lienmach.calc.deadline import Clock, Limit, due_at
from lienmach.calc.local import ZONE
from lienmach.calc.pauses import Pause
from lienmach.calc.tests.oracle import Office, country_office

CASES = 200_000
NAIVE = 4_000


def main() -> None:
    calendar, office = country(), country_office()
    for clock in Clock:
        facts = _facts(CASES, [clock])
        naive = _rate(partial(_walk, facts[:NAIVE], office), NAIVE)
        rate = _rate(partial(due_many, facts, calendar), CASES)
        _tell(f"due_many_{clock}", rate, "1/s", naive, rate / naive, CASES)
    facts = _facts(CASES // 4, list(Clock))
    naive = 1e6 / _rate(lambda: _walk(facts[:NAIVE], office), NAIVE)
    one = 1e6 / _rate(lambda: [due_at(*f[:2], calendar) for f in facts], len(facts))
    _tell("due_at", one, "µs", naive, one / naive, len(facts))
    waiting = [f._replace(pauses=_pause(f.received_at)) for f in facts]
    one = 1e6 / _rate(
        lambda: [due_at(f[0], f[1], calendar, f[2]) for f in waiting], len(facts)
    )
    _tell("due_at_with_a_pause", one, "µs", naive, one / naive, len(facts))
    open_cases = _facts(1_000_000, list(Clock), start=date(2026, 7, 1), days=90)
    swapped = _with_a_swap(calendar)
    begun = process_time()
    count = sum(1 for _ in moved(open_cases, calendar, swapped))
    took = process_time() - begun
    naive = (
        2 * len(open_cases) / _rate(lambda: _walk(open_cases[:NAIVE], office), NAIVE)
    )
    _tell("moved_by_a_swap", took, "s", naive, took / naive, len(open_cases))
    _tell("moved_by_a_swap_found", count, "cases", len(open_cases), 1, len(open_cases))


def _facts(
    count: int, clocks: list[Clock], start: date = date(2015, 1, 1), days: int = 4200
) -> list[Facts]:
    """Return receipts as a database gives them, in UTC, under limits of all sizes."""
    dice = random.Random(count)
    limits = [Limit(amount, clock) for amount in range(1, 31) for clock in clocks]
    midnight = datetime(start.year, start.month, start.day, tzinfo=ZONE).astimezone(UTC)
    minutes = [dice.randrange(days * 24 * 60) for _ in range(count)]
    return [
        Facts(midnight + timedelta(minutes=m), dice.choice(limits)) for m in minutes
    ]


def _pause(received_at: datetime) -> tuple[Pause, ...]:
    start = received_at + timedelta(hours=20)
    return (Pause(start, start + timedelta(days=3)),)


def _with_a_swap(calendar: WorkCalendar) -> WorkCalendar:
    off = SpecialDay(date(2026, 8, 14), DayKind.SWAPPED_OFF)
    work = SpecialDay(date(2026, 8, 15), DayKind.MAKE_UP)
    return WorkCalendar(calendar.years, (*calendar.special, off, work))


def _walk(facts: list[Facts], office: Office) -> None:
    for at, limit, _ in facts:
        office.due(at.astimezone(ZONE), limit.amount, limit.clock)


def _rate(run: Callable[[], object], count: int) -> float:
    """Return how many a second one core does, of three runs the best."""
    best = float("inf")
    gc.disable()
    for _ in range(3):
        begun = process_time()
        run()
        best = min(best, process_time() - begun)
    gc.enable()
    return count / best


def _tell(
    name: str, value: float, unit: str, against: float, ratio: float, count: int
) -> None:
    figures = {"value": value, "against": against, "ratio": ratio}
    figures = {key: float(f"{number:.4g}") for key, number in figures.items()}
    line = {"name": name, "unit": unit, **figures, "n": count}
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
