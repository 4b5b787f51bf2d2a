"""Cells of a spreadsheet as they are printed: 0.959 in the format «0.0%» is «95,9%»."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

_BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    **dict.fromkeys(range(14, 18), "dd/mm/yyyy"),
    **dict.fromkeys(range(18, 22), "hh:mm"),
    22: "dd/mm/yyyy hh:mm",
    **dict.fromkeys((37, 38, 41, 42), "#,##0"),
    **dict.fromkeys((39, 40, 43, 44), "#,##0.00"),
    45: "hh:mm",
    46: "hh:mm",
    47: "hh:mm",
}
_QUIET = re.compile(r"\[[^\]]{0,40}\]|_.|\*.")
_LITERAL = re.compile(r'"([^"]{0,60})"|\\(.)')
_NUMBER = re.compile(r"[#0?][#0?,]*(?:\.([#0?]*))?")
_NO_DIGITS = ("E+", "E-", "/")


@dataclass(frozen=True, slots=True)
class Format:
    """How a number is shown; ``decimals`` None means: as it is."""

    decimals: int | None = None
    is_percent: bool = False
    is_grouped: bool = False
    digits: int = 1
    before: str = ""
    after: str = ""
    date: str = ""  # which of the letters y m d h stand in a format of a date

    def shown(self, raw: str, *, from_1904: bool = False) -> str:
        """Return the text that is printed for a stored number."""
        try:
            value = Decimal(raw)
        except InvalidOperation:
            return raw
        if not value.is_finite() or not -20 < value.adjusted() < 20:
            return raw
        if self.date:
            return _date(value, self.date, from_1904=from_1904) or raw
        if self.decimals is None:
            plain = f"{float(value):.11g}"
            return plain if "e" in plain else plain.replace(".", ",")
        value = value * 100 if self.is_percent else value
        step = Decimal(1).scaleb(-self.decimals)
        rounded = value.quantize(step, ROUND_HALF_UP) + 0
        mark = "," if self.is_grouped else ""
        whole, _, part = f"{abs(rounded):{mark}.{self.decimals}f}".partition(".")
        whole = whole.replace(",", ".").rjust(self.digits, "0")
        sign = "-" if rounded < 0 else ""
        percent = "%" if self.is_percent else ""
        shown = f"{sign}{whole},{part}" if part else f"{sign}{whole}"
        return f"{self.before}{shown}{percent}{self.after}".strip()


def built_in(number: int) -> Format:
    return parse(_BUILT_IN.get(number, ""))


def parse(code: str) -> Format:
    """Read a format code; one that is not understood shows numbers as they are."""
    section = _QUIET.sub("", code[:255].split(";", 1)[0])
    bare = _LITERAL.sub("", section)
    letters = {letter for letter in "ymdh" if letter in bare.lower()}
    if letters and not _NUMBER.search(bare):
        return Format(date="".join(sorted(letters)))
    found = _NUMBER.search(section)
    if not found or any(mark in bare for mark in _NO_DIGITS):
        return Format()
    before = _LITERAL.sub(r"\1\2", section[: found.start()])
    after = _LITERAL.sub(r"\1\2", section[found.end() :])
    whole = found[0].split(".", 1)[0]
    return Format(
        decimals=min(len(found[1] or ""), 10),
        is_percent="%" in after,
        is_grouped="," in whole,
        digits=max(1, min(whole.count("0"), 10)),
        before=before,
        after=after.replace("%", ""),
    )


def _date(value: Decimal, letters: str, *, from_1904: bool) -> str:
    if not 0 <= value < 2_958_466:  # the year 10000
        return ""
    start = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 – a cell has no zone
    minutes = int((value * 1440).quantize(Decimal(1), ROUND_HALF_UP))
    moment = start + timedelta(minutes=minutes)
    parts = []
    if "h" in letters:
        parts.append(f"{moment:%H:%M}")
    if "d" in letters:
        parts.append(
            f"{moment:%d/%m/}{moment.year}" if "y" in letters else f"{moment:%d/%m}"
        )
    elif "y" in letters:
        parts.append(
            f"{moment:%m/}{moment.year}" if "m" in letters else f"{moment.year}"
        )
    return " ".join(parts)
