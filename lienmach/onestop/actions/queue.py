"""Numbers are taken, called, called again, passed over; none is given twice."""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from lienmach.base.actor import Actor
from lienmach.calc.local import day_of
from lienmach.calc.refusal import Refused
from lienmach.onestop.actions.numbers import next_number
from lienmach.onestop.flow import RECEIVE
from lienmach.onestop.models import Line, Ticket, Window
from lienmach.onestop.queries import queue as queries

State, Source = Ticket.State, Ticket.Source
LATER = timedelta(minutes=10)
LARGEST_BLOCK = 100
LONGEST_NUMBER = 9


class Doubtful(Refused):
    """Nothing was called: it may be done, once it was said that it is meant."""


@transaction.atomic
def take(
    line: Line,
    *,
    source: str,
    at: datetime,
    is_priority: bool = False,
    held: Collection[str] = (),
) -> Ticket:
    """Take the next number of a line.

    ``held`` are the tokens that the same telephone has taken: a number of this line
    that still waits among them is given again instead.
    """
    day = day_of(at)
    mine = Ticket.objects.filter(line=line, day=day, token__in=held)
    if known := mine.filter(queries.NOT_ENDED).first():
        return known
    if closed := queries.opening_words(line.unit_id, at=at):
        raise Refused(closed)
    if not line.is_open:
        raise Refused(f"Hàng «{line.name}» đang tạm dừng phát số: hãy hỏi tại quầy.")
    return _given(line, source, at, is_priority=is_priority)


@transaction.atomic
def take_block(line: Line, size: int, *, actor: Actor, at: datetime) -> list[Ticket]:
    """Set numbers aside on paper for when the network is down; they wait for nobody."""
    actor.require(RECEIVE, line.unit_id)
    if not 1 <= size <= LARGEST_BLOCK:
        raise Refused(f"Mỗi khối từ 1 đến {LARGEST_BLOCK} số.")
    return [_given(line, Source.PAPER, at, state=State.BLOCK) for _ in range(size)]


@transaction.atomic
def sit(window: Window, *, actor: Actor) -> Window:
    """Sit down at a window; the one left behind is free, as is whoever sat here."""
    actor.require(RECEIVE, window.unit_id)
    held = Window.objects.select_for_update().get(pk=window.pk)
    if not held.is_used:
        raise Refused(f"{held} không còn dùng.")
    Window.objects.filter(officer=actor.user_id).update(officer=None)
    held.officer_id = actor.user_id
    held.save(update_fields=["officer"])
    return held


@transaction.atomic
def leave(*, actor: Actor) -> None:
    """Leave one's window; nobody may still be served there."""
    window = _mine(actor)
    if window.tickets.filter(state=State.CALLED).exists():
        raise Refused("Hãy kết thúc lượt đang phục vụ trước khi rời quầy.")
    Window.objects.filter(pk=window.pk).update(officer=None)


@transaction.atomic
def call_next(*, actor: Actor, at: datetime) -> Ticket | None:
    """End the present turn and call the next number of the window's lines.

    Two windows that call at once get two numbers: what one has taken hold of, the
    other passes over.
    """
    window = _mine(actor)
    _end(window, State.DONE, at)
    lines = [line.pk for line in window.lines.all()]
    ticket = (
        queries.waiting(lines, day_of(at))
        .select_for_update(skip_locked=True, of=("self",))
        .first()
    )
    return _called(ticket, window, at) if ticket else None


@transaction.atomic
def call(code: str, *, actor: Actor, at: datetime, is_meant: bool = False) -> Ticket:
    """Call a number by hand: one from the paper block, or somebody who came back.

    A number of a line that the window does not call, or one called while another is
    being served, is ``Doubtful`` unless it is meant.
    """
    window = _mine(actor)
    letter, number = code[:1].upper(), code[1:]
    rows = Ticket.objects.select_for_update(of=("self",)).select_related("line")
    ticket = (
        rows.filter(
            line__unit=window.unit_id,
            line__letter=letter,
            day=day_of(at),
            number=int(number),
        ).first()
        if number.isdecimal() and len(number) <= LONGEST_NUMBER
        else None
    )
    if ticket is None:
        raise Refused(f"Hôm nay không có số «{code[:10]}». Viết như B017.")
    if ticket.state == State.CALLED:
        raise Refused(f"Số {ticket.code} đang được phục vụ ở {ticket.window}.")
    if ticket.state == State.DONE:
        raise Refused(f"Số {ticket.code} đã xong.")
    if not is_meant and (doubts := _doubts(ticket, window)):
        raise Doubtful(" ".join(doubts))
    _end(window, State.DONE, at)
    return _called(ticket, window, at)


def _doubts(ticket: Ticket, window: Window) -> list[str]:
    """What speaks against calling a number by hand at a window."""
    doubts = []
    if not window.lines.filter(pk=ticket.line_id).exists():
        doubts.append(f"{window} không gọi hàng «{ticket.line}».")
    if present := queries.being_served(window, ticket.day):
        doubts.append(f"Lượt {present.code} đang phục vụ ở đây sẽ tính là xong.")
    return doubts


@transaction.atomic
def recall(*, actor: Actor, at: datetime) -> Ticket:
    """Call the present number once more."""
    ticket = _present(_mine(actor), at)
    ticket.calls += 1
    ticket.called_at = at
    ticket.save(update_fields=["calls", "called_at"])
    return ticket


@transaction.atomic
def absent(*, actor: Actor, at: datetime) -> Ticket:
    """Nobody came: the number is passed over, and may be called again by hand."""
    window = _mine(actor)
    ticket = _present(window, at)
    _end(window, State.ABSENT, at)
    return ticket


@transaction.atomic
def finish(*, actor: Actor, at: datetime) -> Ticket:
    window = _mine(actor)
    ticket = _present(window, at)
    _end(window, State.DONE, at)
    return ticket


@transaction.atomic
def come_later(token: str, *, at: datetime) -> Ticket:
    """Ten minutes more, once: the number stands behind whoever comes meanwhile."""
    ticket = _of(token)
    if ticket.state != State.WAITING:
        raise Refused("Số này không còn chờ.")
    if ticket.is_late:
        raise Refused("Mỗi số chỉ xin đến muộn một lần.")
    ticket.is_late = True
    ticket.order_at = max(at, ticket.order_at) + LATER
    ticket.save(update_fields=["is_late", "order_at"])
    return ticket


@transaction.atomic
def give_up(token: str, *, at: datetime) -> Ticket:
    ticket = _of(token)
    if ticket.state == State.WAITING:
        ticket.state, ticket.ended_at = State.GIVEN_UP, at
        ticket.save(update_fields=["state", "ended_at"])
    return ticket


def _of(token: str) -> Ticket:
    rows = Ticket.objects.select_for_update(of=("self",)).select_related("line")
    return rows.get(token=token)


def _given(
    line: Line,
    source: str,
    at: datetime,
    *,
    state: str = State.WAITING,
    is_priority: bool = False,
) -> Ticket:
    day = day_of(at)
    number = next_number(f"ticket-{line.letter}", line.unit_id, f"{day:%y%m%d}")
    if line.most is not None and number > line.most:
        raise Refused(
            f"Hàng «{line.name}» đã hết số hôm nay. Mời ông/bà đến vào ngày mai, "
            "hoặc nộp trực tuyến."
        )
    return Ticket.objects.create(
        line=line,
        day=day,
        number=number,
        token=secrets.token_urlsafe(9),
        state=state,
        source=source,
        is_priority=is_priority,
        taken_at=at,
        order_at=at,
    )


def _mine(actor: Actor) -> Window:
    """The window of the actor, held until the transaction ends."""
    window = Window.objects.select_for_update().filter(officer=actor.user_id).first()
    if window is None:
        raise Refused("Hãy chọn quầy đang ngồi trước khi gọi số.")
    actor.require(RECEIVE, window.unit_id)
    return window


def _present(window: Window, at: datetime) -> Ticket:
    ticket = queries.being_served(window, day_of(at))
    if ticket is None:
        raise Refused("Quầy này chưa gọi số nào.")
    return ticket


def _called(ticket: Ticket, window: Window, at: datetime) -> Ticket:
    ticket.state, ticket.window, ticket.called_at = State.CALLED, window, at
    ticket.first_called_at = ticket.first_called_at or at
    ticket.calls += 1
    ticket.ended_at = None
    ticket.save(
        update_fields=[
            "state",
            "window",
            "called_at",
            "first_called_at",
            "calls",
            "ended_at",
        ]
    )
    return ticket


def _end(window: Window, state: str, at: datetime) -> None:
    """End whatever turn is still open here, also one forgotten on another day."""
    window.tickets.filter(state=State.CALLED).update(state=state, ended_at=at)
