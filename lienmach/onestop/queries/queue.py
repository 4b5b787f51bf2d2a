"""Who waits, for how long, and who is being served."""

from collections import Counter as Tally
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from statistics import median

from django.db.models import F, Q, QuerySet

from lienmach.calc.local import ZONE, day_of
from lienmach.onestop.models import Line, Ticket, Window
from lienmach.org.models import Unit
from lienmach.registers.queries.calendar import reception_hours

State = Ticket.State
USUAL = timedelta(minutes=6)  # until enough people have been served to know better
SAMPLE, ENOUGH = 50, 5
# How people are taken in turn: those with priority first, then by place in the line.
TURN = (F("is_priority").desc(), "order_at", "pk")


@dataclass(frozen=True, slots=True)
class Standing:
    """A line as it stands: how many wait, how many windows call, how long it takes."""

    line: Line
    waiting: int
    windows: int
    minutes: int
    next_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a number stands: people ahead in its own line, and about how long."""

    ticket: Ticket
    ahead: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Block:
    """Numbers set aside on paper in one go."""

    tickets: tuple[Ticket, ...]

    @property
    def first(self) -> Ticket:
        return self.tickets[0]

    @property
    def last(self) -> Ticket:
        return self.tickets[-1]

    @property
    def called(self) -> int:
        return sum(one.state != State.BLOCK for one in self.tickets)


@dataclass(frozen=True, slots=True)
class Board:
    """What hangs on the wall."""

    now: tuple[Ticket, ...]
    before: tuple[Ticket, ...]
    lines: tuple[Standing, ...]
    at: datetime


def point_of(code: str) -> Unit | None:
    """The receiving point that an address names, if it has lines."""
    return Unit.objects.filter(code=code, queue_lines__isnull=False).distinct().first()


def code_of(unit_id: int) -> str:
    """The code of a point, as it stands in its public addresses."""
    return Unit.objects.values_list("code", flat=True).get(pk=unit_id)


def lines_of(unit_id: int) -> QuerySet[Line]:
    return Line.objects.filter(unit=unit_id)


def waiting(line_ids: Sequence[int], day: date) -> QuerySet[Ticket]:
    rows = Ticket.objects.filter(line__in=line_ids, day=day, state=State.WAITING)
    return rows.select_related("line").order_by(*TURN)


def blocks_of(unit_id: int, day: date) -> tuple[Block, ...]:
    """The blocks on paper that a point took on a day, the last first. One query."""
    rows = _on_paper(unit_id, day).order_by("-taken_at", "line__letter", "number")
    runs = groupby(rows, key=lambda ticket: (ticket.taken_at, ticket.line_id))
    return tuple(Block(tuple(tickets)) for _, tickets in runs)


def block_of(first: Ticket) -> Block:
    """The block that a number was taken with."""
    rows = _on_paper(first.line.unit_id, first.day)
    mine = rows.filter(line=first.line_id, taken_at=first.taken_at)
    return Block(tuple(mine.order_by("number")))


def _on_paper(unit_id: int, day: date) -> QuerySet[Ticket]:
    rows = Ticket.objects.filter(
        line__unit=unit_id, day=day, source=Ticket.Source.PAPER
    )
    return rows.select_related("line")


def standing(unit_id: int, *, at: datetime) -> tuple[Standing, ...]:
    """Every open line of a point. Four queries, however many lines."""
    lines = list(lines_of(unit_id).filter(is_open=True))
    rows = list(waiting([line.pk for line in lines], day_of(at)))
    windows = Tally(
        Window.objects.filter(unit=unit_id, is_used=True, officer__isnull=False)
        .exclude(lines=None)
        .values_list("lines", flat=True)
    )
    took = _took(unit_id, day_of(at))
    told = []
    for line in lines:
        own = [ticket for ticket in rows if ticket.line_id == line.pk]
        told.append(
            Standing(
                line,
                len(own),
                windows[line.pk],
                _minutes(len(own), windows[line.pk], took.get(line.pk, USUAL)),
                tuple(ticket.code for ticket in own[:3]),
            )
        )
    return tuple(told)


def place_of(ticket: Ticket, *, at: datetime) -> Place:
    """How many people of the same line are called before a number."""
    rows = waiting([ticket.line_id], ticket.day).values_list("pk", flat=True)
    order = list(rows)
    ahead = order.index(ticket.pk) if ticket.pk in order else 0
    windows = Window.objects.filter(
        lines=ticket.line, is_used=True, officer__isnull=False
    ).count()
    took = _took(ticket.line.unit_id, ticket.day).get(ticket.line_id, USUAL)
    return Place(ticket, ahead, _minutes(ahead, windows, took))


def board(unit_id: int, *, at: datetime) -> Board:
    """Who is called now, the last four before them, and who comes next."""
    called = (
        Ticket.objects.filter(
            line__unit=unit_id, day=day_of(at), first_called_at__isnull=False
        )
        .exclude(window=None)
        .select_related("line", "window")
        .order_by("-called_at")
    )
    now = tuple(called.filter(state=State.CALLED))
    before = tuple(called.exclude(state=State.CALLED)[:4])
    return Board(now, before, standing(unit_id, at=at), at)


def served_by(officer_id: int) -> Window | None:
    """The window at which somebody sits."""
    return (
        Window.objects.filter(officer=officer_id, is_used=True)
        .prefetch_related("lines")
        .first()
    )


def being_served(window: Window, day: date) -> Ticket | None:
    return (
        window.tickets.filter(state=State.CALLED, day=day)
        .select_related("line")
        .first()
    )


def opening_words(unit_id: int, *, at: datetime) -> str:
    """Why no number is given now; empty while the counter is open."""
    sessions = reception_hours(unit_id, day_of(at))
    if not sessions:
        return "Hôm nay quầy không tiếp nhận."
    clock = at.astimezone(ZONE).time()
    if clock > sessions[-1][1]:
        return "Quầy đã hết giờ tiếp nhận hôm nay."
    if clock < sessions[0][0]:
        return f"Quầy bắt đầu phát số từ {sessions[0][0]:%H:%M}."
    return ""


def _took(unit_id: int, day: date) -> dict[int, timedelta]:
    """How long a number of each line has usually taken, from the last ones served."""
    served = (
        Ticket.objects.filter(
            line__unit=unit_id,
            state=State.DONE,
            day__gte=day - timedelta(days=7),
            called_at__isnull=False,
            ended_at__isnull=False,
        )
        .order_by("-ended_at")
        .values_list("line", "called_at", "ended_at")[: SAMPLE * 4]
    )
    spans: dict[int, list[float]] = {}
    for line, called_at, ended_at in served:
        assert called_at
        assert ended_at
        spans.setdefault(line, []).append((ended_at - called_at).total_seconds())
    return {
        line: timedelta(seconds=median(seconds[:SAMPLE]))
        for line, seconds in spans.items()
        if len(seconds) >= ENOUGH
    }


def _minutes(ahead: int, windows: int, took: timedelta) -> int:
    """About how many minutes ``ahead`` people take, in steps of five."""
    minutes = ahead * took.total_seconds() / 60 / max(windows, 1)
    return 0 if not ahead else max(5, round(minutes / 5) * 5)


NOT_ENDED = Q(state__in=[State.WAITING, State.CALLED])
