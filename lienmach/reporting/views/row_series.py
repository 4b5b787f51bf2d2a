"""The past of a row that people enter: drawn, told, and before and after a day."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from lienmach.base import parts
from lienmach.base.bumps import rising
from lienmach.base.charts import Mark
from lienmach.base.forms import DayField
from lienmach.base.http import Request
from lienmach.calc.forms import Row
from lienmach.calc.period import Window
from lienmach.calc.written import written
from lienmach.indicators.queries.forms import library
from lienmach.org.models import Unit
from lienmach.org.queries import names_on
from lienmach.reporting.flow import SEE
from lienmach.reporting.queries.row_series import (
    RowPoint,
    RowSeries,
    Sides,
    row_series,
    sides_of,
)
from lienmach.reporting.views.grid import say

DRAWN = 8  # more names than these under a line would touch


@dataclass(frozen=True, slots=True)
class Line:
    """A period of the table; ``other`` is what an old report says of the same days."""

    days: str
    said: str
    point: RowPoint
    other: str
    is_alike: bool


@require_safe
def of_row(request: Request) -> HttpResponse:
    """«Qua các kỳ» of one row of a form and one unit: ``bieu``, ``dong``, ``dv``, and
    ``ngay`` for before and after."""
    request.actor.require(SEE)
    form = library().get(request.GET.get("bieu", ""))
    code = request.GET.get("dong", "")
    row = next((one for one in form.rows if one.code == code), None) if form else None
    if form is None or row is None:
        raise Http404
    units = Unit.objects.filter(pk__in=request.actor.unit_ids)
    unit = get_object_or_404(units, code=request.GET.get("dv", ""))
    found = row_series(request.actor, unit.pk, form.code, row.code)
    day, problem = _day(request.GET.get("ngay", ""))
    last = found.points[-1].window.end if found.points else date.max
    context: dict[str, Any] = {
        "form": form,
        "row": row,
        "unit": unit,
        "unit_name": names_on([unit.pk], last).get(unit.pk, unit.code),
        "svg": _drawn(found, row),
        "finding": _finding(found, row),
        "lines": _lines(found),
        "has_others": len(found.alike) < len(found.points),
        "has_told": any(point.is_reported for point in found.points),
        "day": day,
        "asked": parts.day(day) if day else request.GET.get("ngay", ""),
        "problem": problem,
        "sides": _sides(sides_of(found, day), row, day) if day else None,
    }
    status = 422 if problem else 200
    return render(request, "reporting/row_series.html", context, status=status)


def _day(said: str) -> tuple[date | None, str]:
    """Read a day as people write it or as an address has it."""
    if not said.strip():
        return None, ""
    try:
        return DayField().clean(said), ""
    except ValidationError as error:
        return None, " ".join(error.messages)


def _lines(found: RowSeries) -> list[Line]:
    alike = set(map(id, found.alike))
    return [
        Line(
            _days(point.window),
            say(point.value) or "trống",
            point,
            say(point.other) if point.other else "",
            id(point) in alike,
        )
        for point in reversed(found.points)
    ]


def _drawn(found: RowSeries, row: Row) -> SafeString | None:
    """The line of the periods that are as long as each other; none of one alone."""
    points = found.alike[-DRAWN:]
    if sum(point.number is not None for point in points) < 2:
        return None
    marks = [
        Mark(
            _short(point.window),
            point.number,
            say(point.value),
            point.url,
            is_told=point.is_reported,
        )
        for point in points
    ]
    desc = f"Đơn vị tính: {row.unit or 'không ghi'}. Mỗi điểm một kỳ báo cáo."
    return rising("qua-cac-ky", marks, title=_finding(found, row), desc=desc)


def _finding(found: RowSeries, row: Row) -> str:
    """«Từ 31 đến 33, hai kỳ gần nhất» in one line; empty with fewer than two."""
    known = [point for point in found.alike if point.number is not None]
    if len(known) < 2:
        return ""
    one, other = known[-2], known[-1]
    assert one.number is not None
    assert other.number is not None
    return (
        f"Kỳ gần nhất {say(other.value)}, kỳ trước đó {say(one.value)}: "
        f"{_change(other.number - one.number, row)}"
    )


def _sides(sides: Sides, row: Row, day: date) -> dict[str, Any]:
    """What stands before and after a day; without a period on a side, why not."""
    across = _days(sides.across.window) if sides.across else ""
    if not sides.before:
        return {"none": True, "across": across}
    one, other = sides.middles()
    last, first = sides.before[-1], sides.after[0]
    assert last.number is not None
    assert first.number is not None
    count = len(sides.before)
    rows = [
        (
            "Kỳ gần ngày ấy nhất",
            [
                (say(point.value), _days(point.window), point.url)
                for point in (last, first)
            ],
            _change(first.number - last.number, row),
        )
    ]
    if count > 1:
        rows.append(
            (
                f"Trung vị của {count} kỳ",
                [(written(one), "", ""), (written(other), "", "")],
                _change(other - one, row),
            )
        )
    return {"rows": rows, "count": count, "across": across, "day": parts.day(day)}


def _change(by: Decimal, row: Row) -> str:
    if not by:
        return "không đổi"
    unit = " điểm %" if row.is_percent else ""
    return f"{'tăng' if by > 0 else 'giảm'} {written(abs(by))}{unit}"


def _days(window: Window) -> str:
    return f"{parts.day(window.start)} – {parts.day(window.end)}"


def _short(window: Window) -> str:
    return f"{window.end.month}/{window.end.year}"
