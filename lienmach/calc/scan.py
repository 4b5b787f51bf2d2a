"""What somebody typed or scanned at a counter, and what it may be.

Of the square on an identity card only the number is trusted: scanners that type it out
lose accents or change letters on the way, so the rest is to be looked at first.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from lienmach.calc.text import fold

LONGEST = 600  # of what a scanner may send
_PREFIX = re.compile(r"^\][A-Za-z]\d")  # how some scanners say which code they read
_TOKEN = re.compile(r"/q/([A-Za-z0-9_\-]{8,64})(?:[/?#\s]|$)")
_CODE = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9]+(?:[.\-][A-Za-z0-9]+)+")
_GROUPED = re.compile(r"\+?[\d\s.\-()]+", re.ASCII)
_MOBILE = re.compile(r"0[35789]\d{8}")
_LANDLINE = re.compile(r"02\d{8,9}")
_GARBLED = re.compile(r"[?\ufffd_^~`\\]|[a-z][A-Z]|\d")
_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


class Kind(StrEnum):
    NOTHING = "nothing"
    CITIZEN = "citizen"
    ORGANISATION = "organisation"
    PHONE = "phone"
    TEN_DIGITS = "ten_digits"  # a telephone or the tax number of an organisation
    CODE = "code"
    TOKEN = "token"  # noqa: S105 - a kind of scan, no secret
    LAST_FOUR = "last_four"
    NAME = "name"
    WRONG_NUMBER = "wrong_number"


@dataclass(frozen=True, slots=True)
class Suggested:
    """What a card says of its holder besides the number; to be confirmed by eye."""

    name: str = ""
    born_on: date | None = None
    address: str = ""
    is_garbled: bool = False


@dataclass(frozen=True, slots=True)
class Scanned:
    """``text`` is the number, code, token or name by itself."""

    kind: Kind
    text: str = ""
    suggested: Suggested = field(default=Suggested())


def read(typed: str) -> Scanned:
    """Say what was typed or scanned; never raises."""
    text = _clean(typed)
    if not text:
        return Scanned(Kind.NOTHING)
    if "|" in text:
        return _card(text)
    if found := _TOKEN.search(text):
        return Scanned(Kind.TOKEN, found[1])
    if _GROUPED.fullmatch(text):
        return _number(text)
    if _CODE.fullmatch(text):
        return Scanned(Kind.CODE, text.upper())
    return Scanned(Kind.NAME, text)


def is_tax_number(digits: str) -> bool:
    """Say whether the tenth digit of a tax number is what the nine before it ask."""
    if len(digits) != 10:
        return False
    total = sum(
        int(digit) * weight for digit, weight in zip(digits[:9], _WEIGHTS, strict=True)
    )
    return 10 - total % 11 == int(digits[9])


def _clean(typed: str) -> str:
    shown = (c if c.isprintable() or c.isspace() else "" for c in typed[:LONGEST])
    return _PREFIX.sub("", " ".join("".join(shown).split()))


def _number(text: str) -> Scanned:
    digits = re.sub(r"\D", "", text)
    if text.lstrip().startswith("+84"):
        digits = f"0{digits[2:]}"
    length = len(digits)
    if length == 12:
        return Scanned(Kind.CITIZEN, digits)
    if length == 13:
        return Scanned(Kind.ORGANISATION, digits)
    if length == 10 and _MOBILE.fullmatch(digits):
        kind = Kind.TEN_DIGITS if is_tax_number(digits) else Kind.PHONE
        return Scanned(kind, digits)
    if length == 10 and is_tax_number(digits):
        return Scanned(Kind.ORGANISATION, digits)
    if _LANDLINE.fullmatch(digits):
        return Scanned(Kind.PHONE, digits)
    if length == 10:
        return Scanned(Kind.TEN_DIGITS, digits)
    if length == 4:
        return Scanned(Kind.LAST_FOUR, digits)
    return Scanned(Kind.WRONG_NUMBER, digits)


def _card(text: str) -> Scanned:
    """The square on a card: number, old number, name, born, sex, address, issued."""
    parts = [part.strip() for part in text.split("|")]
    number = next((p for p in parts if re.fullmatch(r"[0-9]{12}", p)), "")
    if not number:
        return Scanned(Kind.WRONG_NUMBER, re.sub(r"[^0-9]", "", parts[0]))
    rest = parts[parts.index(number) + 1 :]
    if len(rest) < 5:
        return Scanned(Kind.CITIZEN, number)
    _, name, born, _, address, *_ = rest
    suggested = Suggested(
        name, _day(born), address, bool(_GARBLED.search(name) or not fold(name))
    )
    return Scanned(Kind.CITIZEN, number, suggested)


def _day(text: str) -> date | None:
    digits = re.sub(r"\D", "", text)
    try:
        return date(int(digits[4:8]), int(digits[2:4]), int(digits[:2]))
    except ValueError:
        return None
