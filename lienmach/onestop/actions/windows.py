"""Lines and windows of a receiving point are set up."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction

from lienmach.base.actor import Actor
from lienmach.calc.refusal import Refused
from lienmach.onestop.models import Line, Window

RIGHT = "onestop.windows"


@transaction.atomic
def save_line(
    known: Line | None,
    *,
    unit_id: int,
    letter: str,
    name: str,
    most: int | None,
    is_open: bool,
    actor: Actor,
) -> Line:
    """Set up a line of a receiving point, or change one."""
    line = known or Line(unit_id=unit_id)
    actor.require(RIGHT, line.unit_id)
    line.letter, line.name, line.most, line.is_open = letter, name, most, is_open
    try:
        with transaction.atomic():
            line.save()
    except IntegrityError:
        raise Refused(f"Đã có hàng chữ {letter}: hãy chọn chữ khác.") from None
    return line


@transaction.atomic
def save_window(
    known: Window | None,
    *,
    unit_id: int,
    number: int,
    name: str,
    lines: Sequence[Line],
    is_used: bool,
    actor: Actor,
) -> Window:
    """Set up a window; whoever sits at one that is taken out of use is freed."""
    window = known or Window(unit_id=unit_id)
    actor.require(RIGHT, window.unit_id)
    window.number, window.name, window.is_used = number, name, is_used
    if not is_used:
        window.officer = None
    try:
        with transaction.atomic():
            window.save()
    except IntegrityError:
        raise Refused(f"Đã có quầy số {number}: hãy chọn số khác.") from None
    window.lines.set(lines)
    return window
