"""The ward's queue: its lines and windows, a week of numbers, some who wait now."""

import random
import secrets
from datetime import date, datetime, time, timedelta

from lienmach.calc.local import ZONE, day_of
from lienmach.onestop.models import Counter, Line, Ticket, Window
from lienmach.org.demo import TODAY, account, unit
from lienmach.registers.queries.calendar import work_calendar

SEED = 7
LINES = (
    ("A", "Hộ tịch, chứng thực"),
    ("B", "Đất đai, xây dựng"),
    ("C", "Kinh doanh, việc khác"),
    ("D", "Bảo trợ xã hội, người có công"),
)
# Window, its name, the lines that it calls.
WINDOWS = (
    (1, "Hộ tịch, chứng thực", "A"),
    (2, "Đất đai, xây dựng", "B"),
    (3, "Tổng hợp", "ACD"),
    (4, "Chính sách xã hội", "D"),
)
State, Source = Ticket.State, Ticket.Source


def load(*, at: datetime) -> None:
    counter = unit(f"{TODAY}.04")
    lines = {
        letter: Line.objects.create(unit=counter, letter=letter, name=name)
        for letter, name in LINES
    }
    windows = []
    for number, name, letters in WINDOWS:
        window = Window.objects.create(unit=counter, number=number, name=name)
        window.lines.set([lines[letter] for letter in letters])
        windows.append(window)
    Window.objects.filter(pk=windows[0].pk).update(officer=account("quay"))
    draw, today = random.Random(SEED), day_of(at)  # noqa: S311 - made up, not secret
    calendar = work_calendar(counter, today)
    for back in range(7, 0, -1):
        day = today - timedelta(days=back)
        if calendar.is_working(day):
            for line in lines.values():
                _served(draw, line, windows, day)
    if calendar.is_working(today):
        for line in lines.values():
            _waiting(draw, line, at)


def _served(draw: random.Random, line: Line, windows: list[Window], day: date) -> None:
    """A day that is over: most were served, some had gone."""
    fitting = [window for window in windows if line in window.lines.all()]
    clock = datetime.combine(day, time(7, 40), ZONE)
    rows = []
    for number in range(1, draw.randint(8, 24)):
        taken = clock - timedelta(minutes=draw.randint(2, 25))
        took = timedelta(minutes=draw.randint(3, 11))
        is_absent = draw.random() < 0.05
        rows.append(
            Ticket(
                line=line,
                day=day,
                number=number,
                token=secrets.token_urlsafe(9),
                state=State.ABSENT if is_absent else State.DONE,
                source=draw.choice([Source.KIOSK, Source.KIOSK, Source.WEB]),
                is_priority=draw.random() < 0.1,
                taken_at=taken,
                order_at=taken,
                window=draw.choice(fitting),
                calls=1,
                called_at=clock,
                first_called_at=clock,
                ended_at=clock + took,
            )
        )
        clock += took + timedelta(minutes=draw.randint(0, 9))
    Ticket.objects.bulk_create(rows)


def _waiting(draw: random.Random, line: Line, at: datetime) -> None:
    """Some who took a number a little while ago."""
    count = draw.randint(1, 5)
    for number in range(1, count + 1):
        taken = at - timedelta(minutes=4 * (count - number) + draw.randint(0, 3))
        Ticket.objects.create(
            line=line,
            day=day_of(at),
            number=number,
            token=secrets.token_urlsafe(9),
            state=State.WAITING,
            source=Source.KIOSK,
            is_priority=draw.random() < 0.2,
            taken_at=taken,
            order_at=taken,
        )
    Counter.objects.create(
        series=f"ticket-{line.letter}",
        unit=line.unit,
        period=f"{day_of(at):%y%m%d}",
        last=count,
    )
