"""How the figures of several units become those of the unit above them."""

from collections.abc import Iterable
from decimal import Decimal

from lienmach.calc.forms import BLANK, NONE, NOT_OURS, State, Value


def together(parts: Iterable[Value]) -> Value:
    """Add up what units have handed in.

    A number counts, what did not happen adds nothing; only where nobody has a number
    do the other states speak: *none* as soon as one unit says so, *blank* while one has
    said nothing, and *not ours* if it is nobody's. A share is never added: it is worked
    out again from sums.
    """
    states: set[State] = set()
    total = Decimal(0)
    for part in parts:
        states.add(part.state)
        total += part.value or 0
    if State.VALUE in states:
        return Value.of(total)
    if State.NONE in states:
        return NONE
    if State.NOT_OURS in states and State.BLANK not in states:
        return NOT_OURS
    return BLANK
