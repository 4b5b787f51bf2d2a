"""Small pieces of a page that are made in Python: icons, chips, steps, written values.

Long lists are made of these: a filter for dates costs more than the rest of a row.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from html import escape
from importlib.resources import files
from io import BytesIO
from types import MappingProxyType
from zipfile import ZipFile

from django.utils.safestring import SafeString

from lienmach.calc.local import ZONE

NOTHING = "–"
# How a clock stands, with the icon that says it without colour.
CHIPS: Mapping[str, str] = MappingProxyType(
    {
        "early": "chevrons-up",
        "ontime": "check",
        "soon": "clock",
        "over": "octagon-alert",
        "late": "octagon-alert",
        "paused": "pause",
        "done": "square-check-big",
    }
)


@cache
def icon(name: str) -> SafeString:
    """Return a drawing of the set ``lucide``; words beside it say what it means."""
    with ZipFile(BytesIO(files("lucide").joinpath("lucide.zip").read_bytes())) as drawn:
        svg = drawn.read(f"{name}.svg").decode()
    inner = re.sub(r"\s+", " ", svg[svg.index(">") + 1 : svg.rindex("</svg>")]).strip()
    head = '<svg class="ic" viewBox="0 0 24 24" aria-hidden="true">'
    return SafeString(f"{head}{inner}</svg>")


def chip(status: str, text: str, at: datetime | None = None) -> SafeString:
    """Return a chip: words, icon, colour and border say the same four times."""
    said = time(text, at) if at else escape(text)
    drawn = icon(CHIPS[status])
    return SafeString(f'<span class="chip chip-{status}">{drawn}{said}</span>')


def time(text: str, at: datetime) -> SafeString:
    """Return words about a moment, with the moment for programs."""
    return SafeString(f'<time datetime="{at.isoformat()}">{escape(text)}</time>')


def steps(done: int, total: int, text: str) -> SafeString:
    """Return the thread of a list: step ``done`` of ``total``, drawn and in words."""
    return SafeString(
        f'<span class="steps">{_thread(done, total)}{escape(text)}'
        f' <span class="muted">{done}/{total}</span></span>'
    )


@lru_cache(maxsize=1000)
def _thread(done: int, total: int) -> SafeString:
    width = 40 / max(total - 1, 1)
    at = [4 + width * n for n in range(total)]
    on = ' class="on"'
    dots = "".join(
        f'<circle cx="{x:.1f}" cy="5" r="{3 if n == done else 1.75}"'
        f"{on if n <= done else ''}/>"
        for n, x in enumerate(at, start=1)
    )
    now = f"{at[min(max(done, 1), total) - 1]:.1f}"
    return SafeString(
        '<svg viewBox="0 0 48 10" aria-hidden="true">'
        f'<path class="to" d="M{now} 5H44"/><path class="on" d="M4 5H{now}"/>{dots}'
        "</svg>"
    )


def number(value: Decimal | float) -> str:
    """Write 1118 as «1.118» and 95.9 as «95,9»; never with a power of ten."""
    plain = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
    return plain.translate({ord(","): ".", ord("."): ","})


def day(value: date) -> str:
    return f"{value.day:02}/{value.month:02}/{value.year}"


def moment(value: datetime) -> str:
    """Write a moment as our clocks show it: «16:30 15/03/2023»."""
    local = value.astimezone(ZONE)
    return f"{local:%H:%M} {day(local)}"


def written(value: object) -> str | SafeString:
    """Write any value the way a cell shows it; what is safe already stays as it is."""
    match value:
        case None | "":
            return NOTHING
        case bool():
            return "Có" if value else "Không"
        case int() | float() | Decimal():
            return number(value)
        case datetime():
            return moment(value)
        case date():
            return day(value)
        case SafeString():
            return value
    return str(value)
