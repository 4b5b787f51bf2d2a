"""Folded text, remembered: forms say the same few words over and over."""

from functools import lru_cache

from lienmach.calc.text import fold

LONGEST = 200
_remembered = lru_cache(maxsize=4096)(fold)


def folded(text: str) -> str:
    """Return ``calc.text.fold`` of a label, a header or a unit."""
    return _remembered(text) if len(text) <= LONGEST else fold(text)
