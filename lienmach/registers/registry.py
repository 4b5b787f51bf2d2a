"""Who wants to know when the calendar says something else than before.

A room above registers a listener in its ``wiring``: deadlines lean on the calendar, and
this room does not know whose.
"""

from collections.abc import Callable
from datetime import datetime

Listener = Callable[[int | None, datetime], None]
_listeners: list[Listener] = []


def on_calendar(listener: Listener) -> None:
    """Call ``listener(user_id, at)`` in every transaction that changes the calendar."""
    if listener not in _listeners:
        _listeners.append(listener)


def calendar_changed(user_id: int | None, at: datetime) -> None:
    for listener in _listeners:
        listener(user_id, at)
