"""Formulas that a form prints: «(3)=(4)+(5)», «5 = 4/3», «Tổng (1.1 + 1.2)»."""

import re
from dataclasses import dataclass

_CODE = r"\(?\s*(\d{1,3}(?:\.\d{1,3}){0,4}|[IVX]{1,5}|[A-H])\s*\)?"
_SUM = re.compile(rf"{_CODE}(?:\s*\+\s*{_CODE})+")
_ONE = re.compile(_CODE)
_RATIO = re.compile(
    rf"\(?\s*{_CODE}\s*[/:]\s*{_CODE}\s*\)?\s*(?:[x*\u00d7]\s*100\s*%?)?\s*%?"
)
_DIFFERENCE = re.compile(rf"{_CODE}\s*[-–\u2212]\s*{_CODE}")
_IN_LABEL = re.compile(
    r"\(\s*(?:[\w.]{1,10}\s*)?=?\s*([\w.]{1,10}(?:\s*\+\s*[\w.]{1,10}){1,20})\s*\)"
)


@dataclass(frozen=True, slots=True)
class Formula:
    """``kind`` is «+», «/» or «-»; ``terms`` are codes of rows or columns."""

    kind: str
    terms: tuple[str, ...]


def read_formula(text: str) -> Formula | None:
    """Read the right side of a formula, None where it is none of the three."""
    text = text.strip()
    if len(text) > 80:
        return None
    if _SUM.fullmatch(text):
        return Formula("+", tuple(found[1] for found in _ONE.finditer(text)))
    if found := _RATIO.fullmatch(text):
        return Formula("/", (found[1], found[2]))
    if found := _DIFFERENCE.fullmatch(text):
        return Formula("-", (found[1], found[2]))
    return None


def formula_in(label: str) -> Formula | None:
    """Return the sum that a label prints in brackets: «Tổng cộng (I+II)»."""
    if "+" not in label:
        return None
    found = _IN_LABEL.search(label[:300])
    return read_formula(found[1]) if found else None
