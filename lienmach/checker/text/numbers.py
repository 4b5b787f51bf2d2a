"""Numbers as Vietnamese official texts print them."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

# It begins with a digit, and so does a search for it: that runs fast.
NUMBER = r"[0-9](?:\d{0,2}(?:\.\d{3})+(?:,\d+)?|\d*(?:[.,]\d+)?)"
_ONE = Decimal(1)
_WHOLE = re.compile(rf"({NUMBER})\s*(%?)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Number:
    """The number meant, and the other one it could mean («30,162» or «2.436»)."""

    raw: str
    value: Decimal
    other: Decimal | None = None
    is_percent: bool = False

    @property
    def decimals(self) -> int:
        return decimals(self.value)


def decimals(value: Decimal) -> int:
    """Return how many digits stand behind the decimal mark, as read."""
    if value.same_quantum(_ONE):
        return 0  # most numbers; to take one apart takes five times as long
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def last_place(value: Decimal) -> Decimal:
    """Return what one more in the last digit adds: 0,1 to «95,9» and 1 to «95»."""
    return _ONE.scaleb(-decimals(value))


@lru_cache(maxsize=8192)
def read_number(text: str) -> Number | None:
    """Read a text that is one number («1.118», «95,9 %», «09»), else return None.

    A dot before groups of three is a thousands mark, a comma a decimal one. Exactly
    three digits behind a comma, or one group behind a dot, may be meant otherwise:
    then ``other`` holds the second reading.
    """
    found = _WHOLE.fullmatch(text.strip())
    if not found or len(found[1]) > 30:
        return None
    raw, percent = found[1], bool(found[2])
    whole, comma, part = raw.partition(",")
    groups = whole.split(".")
    other = None
    if len(groups) > 1 and len(groups[-1]) == 3:
        value = Decimal("".join(groups) + (f".{part}" if comma else ""))
        if len(groups) == 2 and not comma:
            other = Decimal(".".join(groups))
    elif len(groups) > 1:
        value = Decimal(".".join(groups))
    else:
        value = Decimal(f"{whole}.{part}" if comma else whole)
        if comma and len(part) == 3 and whole != "0":
            other = Decimal(whole + part)
    return Number(raw, value, other, percent)


def is_rounded(printed: Decimal, exact: Decimal, most: Decimal = _ONE) -> bool:
    """Say whether a number is off by no more than so many of its last place."""
    return abs(printed - exact) <= most * last_place(printed)


def figure(value: Decimal, decimals: int | None = None) -> str:
    """Write a number as Vietnamese texts print it: «1.118», «95,9»."""
    if decimals is not None:
        value = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    elif value == value.to_integral_value() and abs(value) < 10**20:
        value = value.quantize(Decimal(1))
    return f"{value:,f}".translate(str.maketrans(",.", ".,"))
