"""What a cell of a table says: a number, nothing, «không phát sinh», «không thuộc»."""

import re
from functools import lru_cache

from lienmach.checker.report import Cell, CellState
from lienmach.checker.source import in_one_line
from lienmach.checker.text.folded import folded
from lienmach.checker.text.numbers import NUMBER, read_number

_SIGNED = re.compile(rf"([-–+\u2212])?\s?({NUMBER})\s*(%?)(?:\s+(\D{{1,40}}))?")
_NOTHING = {
    "-",
    "–",
    "—",
    "/",
    "//",
    "khong co",
    "khong",
    "kps",
    "k/p/s",
    "0 phat sinh",
}
_DOTS = re.compile(r"[.…\s_]*")
LONGEST = 60


@lru_cache(maxsize=4096)
def read_cell(text: str, unit: str = "") -> Cell:
    """Read a cell; ``unit`` is that of its row or column.

    Exactly three digits behind a comma count as thousands («30,162 triệu đồng») unless
    the cell is a percentage: typed the English way, they are rarely anything else.
    """
    raw = in_one_line(text)
    if _DOTS.fullmatch(raw):
        return Cell(raw, CellState.BLANK)
    if len(raw) <= LONGEST and (number := _number(raw, unit)):
        return number
    plain = folded(raw)
    if plain in _NOTHING or "khong phat sinh" in plain:
        return Cell(raw, CellState.NONE)
    if "tham quyen" in plain:
        return Cell(raw, CellState.NOT_OURS)
    return Cell(raw, CellState.TEXT)


def _number(raw: str, unit: str) -> Cell | None:
    found = _SIGNED.fullmatch(raw)
    if not found:
        return None
    sign, digits, percent, words = found.groups()
    if words and folded(words) != folded(unit):
        return None
    number = read_number(digits)
    if number is None:
        return None
    value, other = number.value, number.other
    is_percent = bool(percent) or unit.strip() == "%"
    if other is not None and "," in digits and "." not in digits:
        value, other = (value, None) if is_percent else (other, value)
    elif other is not None and "." in digits and not is_percent:
        other = None
    if sign and sign != "+":
        value, other = -value, None if other is None else -other
    return Cell(raw, CellState.VALUE, value, other, bool(percent))
