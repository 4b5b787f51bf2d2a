"""Personal data as lists show it: enough to tell apart, not enough to use."""

import re
from collections.abc import Iterable

DOT = "•"
HIDDEN = "(…)"
ADDRESSED = r"\b(?:ông|bà|anh|chị|em|cô|chú|bác)\s+"
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
    with blanks, dots or dashes between, are a number of somebody. A name is also known
    by its last two words, and by a part of it after «ông», «bà» and the like; in small
    letters a single word stays, for it is one of the language («bà liên hệ»).
    """
    known = sorted({" ".join(name.split()) for name in names} - {""}, key=len)
    for name in reversed(known):
        words = r"\s+".join(map(re.escape, name.split()))
        text = re.sub(words, HIDDEN, text, flags=re.IGNORECASE)
    for name in reversed(known):
        text = _without_parts(text, name.split())
    return NUMBER.sub(HIDDEN, text)


def _without_parts(text: str, words: list[str]) -> str:
    part = "(?:" + "|".join(re.escape(one) for one in words) + ")"
    run = rf"({ADDRESSED})({part}(?:\s+{part})*)\b"
    text = re.sub(run, _unless_common, text, flags=re.IGNORECASE)
    if len(words) < 2:
        return text
    last = rf"\b({re.escape(words[-2])}\s+{re.escape(words[-1])})\b"
    return re.sub(last, _if_capital, text, flags=re.IGNORECASE)


def _unless_common(found: re.Match[str]) -> str:
    is_name = len(found[2].split()) > 1 or _is_capital(found[2])
    return f"{found[1]}{HIDDEN}" if is_name else found[0]


def _if_capital(found: re.Match[str]) -> str:
    return HIDDEN if _is_capital(found[1]) else found[0]


def _is_capital(words: str) -> bool:
    return all(word[:1].isupper() for word in words.split())
