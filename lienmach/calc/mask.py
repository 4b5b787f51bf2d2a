"""Personal data as lists show it: enough to tell apart, not enough to use."""

import re
from collections.abc import Iterable

DOT = "•"
HIDDEN = "(…)"
NUMBER = re.compile(r"(?<!\d)\d(?:[ .\-]?\d){8,}")


def masked_number(number: str, kept: int = 3) -> str:
    """Hide all but the last digits of a telephone or identity number."""
    if len(number) <= kept:
        return DOT * len(number)
    return DOT * (len(number) - kept) + number[-kept:]


def masked_email(address: str) -> str:
    """Hide the name in an address but its first letter; its length is hidden too."""
    name, at, host = address.partition("@")
    return f"{name[:1]}{DOT * 3}{at}{host}" if at else DOT * min(len(address), 3)


def without_persons(text: str, names: Iterable[str]) -> str:
    """Take known names and whatever looks like a telephone or identity number out.

    For what an officer typed freely and anybody may read: nine digits or more in a row,
    with blanks, dots or dashes between, are a number of somebody.
    """
    known = sorted({" ".join(name.split()) for name in names} - {""}, key=len)
    for name in reversed(known):
        words = r"\s+".join(map(re.escape, name.split()))
        text = re.sub(words, HIDDEN, text, flags=re.IGNORECASE)
    return NUMBER.sub(HIDDEN, text)
