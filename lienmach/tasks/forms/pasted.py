"""Tasks out of a table that somebody pastes or brings: read, never written here.

A first line with names of columns says where what stands; without one the columns
come in the order of ``ORDER``, and a single column is what is to be done.
"""

import calendar
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError

from lienmach.base.forms import DayField
from lienmach.calc.text import fold
from lienmach.tasks.actions.tasks import NewTask
from lienmach.tasks.models import Task

ORDER = ("mark", "text", "product", "lead", "helpers", "due")
# The words by which a column is known, the longest first.
HEADS = (
    ("linh vuc", "area"),
    ("phoi hop", "helpers"),
    ("chu tri", "lead"),
    ("don vi thuc hien", "lead"),
    ("san pham", "product"),
    ("ket qua", "product"),
    ("thoi han", "due"),
    ("thoi gian", "due"),
    ("hoan thanh", "due"),
    ("noi dung", "text"),
    ("nhiem vu", "text"),
    ("cong viec", "text"),
    ("stt", "mark"),
    ("han", "due"),
    ("tt", "mark"),
)
BULLET = re.compile(r"^\s*(?:[-+•*–]|\(?[0-9]{1,2}(?:\.[0-9]{1,2})*[.)])\s+")
QUARTER = re.compile(r"(?:het )?quy (iv|iii|ii|i|[1-4])(?:[/\s-]+(?:nam )?(\d{4}))?")
MONTH = re.compile(r"(?:het )?(?:trong )?thang (\d{1,2})(?:[/\s-]+(?:nam )?(\d{4}))?")
DAY_ONLY = re.compile(r"(\d{1,2})[/.-](\d{1,2})")
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


@dataclass(frozen=True, slots=True)
class Usual:
    """What holds for a line that does not say otherwise."""

    year: int
    given_on: date
    lead: int | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it was read; ``new`` is the task, where nothing is wrong with it."""

    number: int
    said: Mapping[str, str]
    problems: tuple[str, ...]
    new: NewTask | None = None


def lines(
    rows: Sequence[tuple[int, list[str]]], units: Mapping[int, str], usual: Usual
) -> list[Line]:
    """Read the rows of a table; ``units`` may lead or help, by number and name."""
    columns, body = _columns(rows)
    known = {pk: fold(name) for pk, name in units.items()}
    return [_line(n, _said(cells, columns), known, usual) for n, cells in body]


def _columns(
    rows: Sequence[tuple[int, list[str]]],
) -> tuple[list[str], Sequence[tuple[int, list[str]]]]:
    head = [_head(cell) for cell in rows[0][1]] if rows else []
    if "text" in head and sum(bool(one) for one in head) >= 2:
        return _once(head), rows[1:]
    if max((len(cells) for _, cells in rows), default=0) <= 1:
        return ["text"], rows
    return list(ORDER), rows


def _head(cell: str) -> str:
    words = fold(cell)
    found = (name for said, name in HEADS if re.search(rf"\b{said}\b", words))
    return next(found, "") if len(words) <= 40 else ""


def _once(head: list[str]) -> list[str]:
    """A column that is named twice is read where it stands first."""
    return [one if one not in head[:n] else "" for n, one in enumerate(head)]


def _said(cells: list[str], columns: Sequence[str]) -> dict[str, str]:
    """What stands in the columns; the lines of a cell count where units are named."""
    return {
        name: cell.strip() if name == "helpers" else " ".join(cell.split())
        for name, cell in zip(columns, cells, strict=False)
        if name
    }


def _line(
    number: int, said: dict[str, str], units: Mapping[int, str], usual: Usual
) -> Line:
    problems = []
    text = BULLET.sub("", said.get("text", "")).strip()
    if not text:
        problems.append("chưa có nội dung")
    if len(text) > 1000:
        problems.append("nội dung dài quá 1.000 ký tự")
    lead = _unit(said.get("lead", ""), units) or (
        None if said.get("lead") else usual.lead
    )
    if lead is None:
        problems.append(
            f"không rõ đơn vị «{said['lead']}»"
            if said.get("lead")
            else "chưa có đơn vị chủ trì"
        )
    due = _due(said.get("due", ""), usual) or (
        None if said.get("due") else usual.due_on
    )
    if due is None:
        problems.append(
            f"không rõ hạn «{said['due']}»" if said.get("due") else "chưa có hạn"
        )
    elif due < usual.given_on:
        problems.append(f"hạn {due:%d/%m/%Y} trước ngày giao")
    helpers, others = _helpers(said.get("helpers", ""), units)
    outside = ", ".join(others)
    for words, most, what in (
        (said.get("mark", ""), 12, "số thứ tự"),
        (said.get("product", ""), 500, "sản phẩm"),
        (outside, 300, "nơi khác cùng phối hợp"),
    ):
        if len(words) > most:
            problems.append(f"{what} dài quá {most} ký tự")
    area = _area(said.get("area", ""))
    if area is None:
        problems.append(f"không rõ lĩnh vực «{said['area']}»")
    if problems or lead is None or due is None or area is None:
        return Line(number, said | {"text": text}, tuple(problems))
    new = NewTask(
        unit_id=lead,
        text=text,
        due_on=due,
        given_on=usual.given_on,
        mark=said.get("mark", ""),
        area=area,
        product=said.get("product", ""),
        helpers=tuple(helpers),
        others=outside,
    )
    return Line(number, said | {"text": text}, (), new)


def _unit(text: str, units: Mapping[int, str]) -> int | None:
    """The one unit that a text means: by its name, or by a part that only one has."""
    words = fold(text).strip(" .;,")
    if not words:
        return None
    same = [pk for pk, name in units.items() if name == words]
    near = [pk for pk, name in units.items() if words in name]
    for found in (same, near):
        if len(found) == 1:
            return found[0]
    return None


def _helpers(text: str, units: Mapping[int, str]) -> tuple[list[int], list[str]]:
    """Units that help, and what is said of others."""
    found, others = [], []
    for part in filter(None, (" ".join(p.split()) for p in re.split(r"[;,\n]", text))):
        unit = _unit(part, units)
        if unit is None:
            others.append(part)
        else:
            found.append(unit)
    return found, others


def _due(text: str, usual: Usual) -> date | None:
    """A day, or the last one of a month or a quarter, of the plan's year if unsaid."""
    words = fold(text).strip(" .;")
    if not words:
        return None
    try:
        return DayField(required=False).to_python(words)
    except ValidationError:
        pass
    if said := DAY_ONLY.fullmatch(words):
        return _date(usual.year, int(said[2]), int(said[1]))
    if said := QUARTER.fullmatch(words):
        quarter = ROMAN.get(said[1]) or int(said[1])
        return _end(int(said[2] or usual.year), quarter * 3)
    if said := MONTH.fullmatch(words):
        return _end(int(said[2] or usual.year), int(said[1]))
    if re.fullmatch(rf"(?:ca |trong |het )?nam(?: {usual.year})?", words):
        return date(usual.year, 12, 31)
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _end(year: int, month: int) -> date | None:
    if not (1 <= month <= 12 and 2000 <= year <= 2100):
        return None
    return date(year, month, calendar.monthrange(year, month)[1])


def _area(text: str) -> str | None:
    """The one field that a text means: by its name, or by a part that only one has."""
    words = fold(text).strip(" .;,")
    if not words or words == "khong xep":
        return ""
    fitting = [area.value for area in Task.Area if words in fold(area.label)]
    return fitting[0] if len(fitting) == 1 else None
