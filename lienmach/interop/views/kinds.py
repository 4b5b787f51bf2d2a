"""The kinds of values that operations read and write, as they stand in JSON."""

import re
from datetime import date, datetime
from typing import Annotated, Any

from django.utils.timezone import localtime
from ninja import Schema
from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer
from pydantic import WithJsonSchema as As

FIRST, LAST = date(1900, 1, 1), date(2999, 12, 31)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _day(said: Any) -> Any:
    """Read a day as it is written by programs; a number is none."""
    if isinstance(said, str) and not DAY.fullmatch(said):
        raise ValueError("Viết ngày như 2026-01-31.")
    return said


def _in_reach(day: date) -> date:
    if not FIRST <= day <= LAST:
        raise ValueError(f"Ngày từ {FIRST} đến {LAST}.")
    return day


Day = Annotated[date, BeforeValidator(_day), AfterValidator(_in_reach)]
Moment = Annotated[
    datetime,
    PlainSerializer(lambda at: localtime(at).isoformat(timespec="seconds")),
    As({"type": "string", "format": "date-time"}),
]
Code = Annotated[str, Field(min_length=1, max_length=60, description="Mã")]


class Named(Schema):
    """Something that has a code, and what it is called."""

    code: str
    name: str
