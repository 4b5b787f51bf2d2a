"""Invisible marks around printed tokens, so that their lines are known after layout.

A mark is ``OPEN fault MIDDLE role token CLOSE``; a trap is ``TRAP name CLOSE``. The
signs are private-use characters, so no text of the genre holds them.
"""

import re
from dataclasses import dataclass

OPEN, MIDDLE, CLOSE, TRAP = "\ue000", "\ue001", "\ue002", "\ue003"
CHANGED, ANCHOR = "!", "="
_MARK = re.compile(f"{OPEN}([^{MIDDLE}]*){MIDDLE}([!=])([^{CLOSE}]*){CLOSE}")
_TRAP = re.compile(f"{TRAP}([^{CLOSE}]*){CLOSE}")


@dataclass(frozen=True, slots=True)
class Seen:
    """A marked token found again in the finished text."""

    fault: str
    changed: bool
    token: str
    line: int


def mark(token: str, fault: str, *, changed: bool) -> str:
    return f"{OPEN}{fault}{MIDDLE}{CHANGED if changed else ANCHOR}{token}{CLOSE}"


def trap(name: str) -> str:
    return f"{TRAP}{name}{CLOSE}"


def bare(text: str) -> str:
    """The text without its marks."""
    return _TRAP.sub("", _MARK.sub(r"\3", text))


def seen(text: str) -> tuple[list[Seen], list[tuple[str, int]]]:
    """Marked tokens and traps with their line numbers, from 1."""
    tokens: list[Seen] = []
    for found in _MARK.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        token = found[3].replace("\n", "")
        tokens.append(Seen(found[1], found[2] == CHANGED, token, line))
    traps = [
        (found[1], text.count("\n", 0, found.start()) + 1)
        for found in _TRAP.finditer(text)
    ]
    return tokens, traps
