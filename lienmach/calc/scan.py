"""What a scanner sends, or somebody types in its place: a card, a slip, a number.

Of an identity card only the twelve digits are trusted: its names pass through the
keyboard, where Vietnamese input methods rewrite them.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

LONGEST = 600
_TOKEN = re.compile(r"/q/([A-Za-z0-9_-]{8,64})(?:[/?#]|$)")
_PREFIX = re.compile(r"^\][A-Za-z]\d")  # how some scanners say which code they read
_SPACED = re.compile(r"[\s.]")
_CODE = re.compile(r"[A-Z][A-Z0-9.]*-\d{6}-\d{4,6}")


class Kind(StrEnum):
    IDENTITY = "identity"
    TAX = "tax"
    PHONE = "phone"
    CODE = "code"
    SLIP = "slip"
    WORDS = "words"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Scan:
    kind: Kind
    value: str


def read_scan(text: str) -> Scan:
    """Say what was scanned or typed; what is no number or code of ours is words."""
    cleaned = "".join(c if c.isprintable() else " " for c in text[:LONGEST])
    cleaned = _PREFIX.sub("", " ".join(cleaned.split()))
    if not cleaned:
        return Scan(Kind.NOTHING, "")
    if found := _TOKEN.search(cleaned):
        return Scan(Kind.SLIP, found[1])
    first = cleaned.partition("|")[0].strip()
    digits = _SPACED.sub("", first)
    if digits.isascii() and digits.isdecimal():
        return _number(digits, cleaned)
    if _CODE.fullmatch(cleaned.upper()):
        return Scan(Kind.CODE, cleaned.upper())
    return Scan(Kind.WORDS, first)


def _number(digits: str, text: str) -> Scan:
    """Twelve digits are a card; ten are a telephone if they begin like one."""
    if len(digits) == 12:
        return Scan(Kind.IDENTITY, digits)
    if len(digits) == 10 and digits.startswith("0") and "-" not in text:
        return Scan(Kind.PHONE, digits)
    if len(digits) in (10, 13):
        return Scan(Kind.TAX, digits)
    return Scan(Kind.WORDS, digits)
