"""The code of a dossier, by a pattern that an office may choose."""

import re
from datetime import date

from lienmach.calc.refusal import Refused

PATTERN = "{agency}-{day}-{number}"  # until an office has chosen its own
PARTS = ("{agency}", "{day}", "{number}")
LONGEST = 40  # of a code, in the database
_PART = re.compile(r"\{[^{}]*\}|[{}]")
_BETWEEN = re.compile(r"[A-Z0-9.\-]*")


def code_of(pattern: str, *, agency: str, day: date, number: int) -> str:
    """Fill in a pattern: the day as YYMMDD, the number with four digits at least."""
    return (
        pattern.replace("{agency}", agency)
        .replace("{day}", f"{day:%y%m%d}")
        .replace("{number}", f"{number:04}")
    )


def checked_pattern(text: str, *, longest_agency: int) -> str:
    """Return a pattern as it is kept; refuse one that could give a code twice.

    The three parts must be there once each, with something that is no digit between
    two of them; a code goes into addresses, so only letters, digits, dots and hyphens
    stand around them.
    """
    pattern = "".join(text.split())
    parts = _PART.findall(pattern)
    if unknown := [part for part in parts if part not in PARTS]:
        raise Refused(f"Không có phần {unknown[0]}: chỉ dùng được {', '.join(PARTS)}.")
    for part in PARTS:
        if parts.count(part) != 1:
            raise Refused(f"Mẫu mã phải có {part} đúng một lần.")
    between = _PART.split(pattern)
    if not all(map(_BETWEEN.fullmatch, between)):
        raise Refused(
            "Ngoài ba phần chỉ dùng chữ hoa không dấu, chữ số, dấu chấm và gạch nối."
        )
    if not all(set(text) & {".", "-"} for text in between[1:-1]):
        raise Refused("Giữa hai phần phải có dấu chấm hoặc gạch nối.")
    length = sum(map(len, between)) + longest_agency + 6 + 5
    if length > LONGEST:
        raise Refused(
            f"Mã sẽ dài đến {length} ký tự, quá {LONGEST}: hãy bớt ký tự trong mẫu."
        )
    return pattern
