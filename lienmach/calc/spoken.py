"""Days and moments as a letter says them: with the day of the week, in our time."""

from datetime import date, datetime, time

from lienmach.calc.days import WEEKDAYS
from lienmach.calc.hours import Sessions
from lienmach.calc.local import ZONE


def weekday(day: date, *, begins: bool = False) -> str:
    """Return «thứ Tư», or «Thứ Tư» where a sentence begins with it."""
    name = WEEKDAYS[day.weekday()]
    return name if begins or name == WEEKDAYS[-1] else name[0].lower() + name[1:]


def spoken_day(day: date) -> str:
    """Return «thứ Tư, 15/3/2023»."""
    return f"{weekday(day)}, {day.day}/{day.month}/{day.year}"


def spoken_moment(at: datetime) -> str:
    """Return «16:30 thứ Tư, 15/3/2023»."""
    local = at.astimezone(ZONE)
    return f"{clock(local.time())} {spoken_day(local.date())}"


def clock(at: time) -> str:
    """Return «7:30»: no nought before the hour."""
    return f"{at.hour}:{at.minute:02}"


def spoken_week(week: list[tuple[date, Sessions]]) -> list[str]:
    """Say when a counter is open, days in a row that are alike together.

    «Thứ Hai đến thứ Sáu: 7:30–11:30, 13:00–17:00». Days off at the end are left out;
    one in the middle is said.
    """
    while week and not week[-1][1]:
        week = week[:-1]
    runs: list[tuple[date, date, Sessions]] = []
    for day, sessions in week:
        if runs and runs[-1][2] == sessions:
            runs[-1] = runs[-1][0], day, sessions
        else:
            runs.append((day, day, sessions))
    return [f"{_days(first, last)}: {_hours(open_)}" for first, last, open_ in runs]


def _days(first: date, last: date) -> str:
    start = weekday(first, begins=True)
    return start if first == last else f"{start} đến {weekday(last)}"


def _hours(sessions: Sessions) -> str:
    spans = (f"{clock(start)}–{clock(end)}" for start, end in sessions)
    return ", ".join(spans) or "nghỉ"
