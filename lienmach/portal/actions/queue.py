"""Numbers of the queue, taken by the public."""

from collections.abc import Collection
from datetime import datetime

from lienmach.calc.refusal import Refused
from lienmach.onestop.actions import queue
from lienmach.onestop.models import Ticket
from lienmach.onestop.queries.queue import lines_of

come_later, give_up = queue.come_later, queue.give_up


def take(
    unit_id: int,
    letter: str,
    *,
    held: Collection[str],
    is_priority: bool,
    source: str,
    at: datetime,
) -> Ticket:
    """Take a number of the line with a letter; what no line has is refused."""
    line = lines_of(unit_id).filter(letter=letter[:1]).first()
    if line is None:
        raise Refused("Hãy chọn việc cần làm để lấy số.")
    return queue.take(line, source=source, at=at, is_priority=is_priority, held=held)
