"""Figures over time: drawn on the board, told line by line on L02.

What a report said is another mark, leads to its line there, and stands only where a
period was not counted.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from lienmach.base import charts, parts
from lienmach.base.charts import Mark
from lienmach.calc.period import Window
from lienmach.indicators.models import ReportedValue
from lienmach.indicators.queries import board as queries
from lienmach.indicators.queries.board import Counted, Past, Step
from lienmach.indicators.queries.scope import Reach
from lienmach.indicators.queries.series import Point, Series, said, said_for
from lienmach.indicators.registry import Chart, Indicator
from lienmach.indicators.views.pieces import (
    NOTHING,
    UNCOUNTED,
    Drawn,
    amount,
    amount_or_nothing,
    indicator_of,
    moved,
    of_whole,
    short,
    tops,
)

TOLD = "từ báo cáo"


def trend_of(
    chart: Chart,
    steps: Sequence[Step],
    series: Sequence[dict[str, int]],
    past: Past,
    *,
    explained: Callable[[str, Window], str],
    step_word: str,
    end: date,
) -> Drawn:
    indicator = indicator_of(chart)
    counted = [queries.counted_at(indicator, one) for one in series]
    told = [
        said_for(past.reported.get(chart.slug, ()), step.window)
        if past.reach(step.window) is not Reach.WHOLE
        else None
        for step in steps
    ]
    marks = [
        _told_mark(step, value, indicator)
        if value
        else _counted_mark(chart, step, one, indicator, explained, past)
        for step, one, value in zip(steps, counted, told, strict=True)
    ]
    known = [mark for mark in marks if mark.value is not None]
    notes = []
    if any(mark.is_few for mark in known):
        notes.append(f"Điểm rỗng: ít hồ sơ (dưới {chart.fewest}).")
    if any(told):
        notes.append("Điểm hình thoi: số của báo cáo, khi phần mềm chưa đếm.")
    note = " ".join(notes)
    lines = [
        _told_cells(value, indicator)
        if value
        else _cells(one, indicator, past.reach(step.window))
        for step, one, value in zip(steps, counted, told, strict=True)
    ]
    lowest = min(known, key=lambda mark: mark.value or 0, default=None)
    desc = f"Thấp nhất {lowest.said}. {note}" if lowest else "Chưa có số."
    whole = " ".join(term.said for term in indicator.below)
    title = moved(chart.question, known)
    return Drawn(
        chart.slug,
        f"{chart.question} theo {step_word}",
        f"đến {parts.day(end)}",
        charts.trend(chart.slug, marks, title=title, desc=desc.strip(), volume=whole),
        [step_word.capitalize(), whole.capitalize(), *tops(indicator), "Tỷ lệ"],
        lines,
        marks,
        note,
    )


def _counted_mark(
    chart: Chart,
    step: Step,
    one: Counted,
    indicator: Indicator,
    explained: Callable[[str, Window], str],
    past: Past,
) -> Mark:
    is_counted = past.reach(step.window) is not Reach.NONE
    return Mark(
        short(step),
        one.value.value if is_counted else None,
        of_whole(one, indicator) if is_counted else UNCOUNTED,
        explained(chart.slug, step.window),
        one.below,
        one.below < chart.fewest,
    )


def _told_mark(step: Step, value: ReportedValue, indicator: Indicator) -> Mark:
    text = f"{_written(value, indicator)}, {TOLD} {value.source_label}"
    return Mark(short(step), value.value, text, value.url, is_told=True)


def _cells(one: Counted, indicator: Indicator, counted: Reach) -> list[str]:
    if counted is Reach.NONE:
        return ["", "", UNCOUNTED]
    share = amount_or_nothing(one.value.value, indicator)
    return [parts.number(one.below), parts.number(one.above), share]


def _told_cells(value: ReportedValue, indicator: Indicator) -> list[str]:
    return ["", "", f"{_written(value, indicator)} ({TOLD})"]


def _written(value: ReportedValue, indicator: Indicator) -> str:
    return amount_or_nothing(said(value).value, indicator)


@dataclass(frozen=True, slots=True)
class Line:
    """A period of a series: its figure, who says so, and what a report says else."""

    days: str
    value: str
    url: str
    is_counted: bool
    source: str = ""
    source_url: str = ""
    other: str = ""
    is_gap: bool = False


def lines_of(
    series: Series, indicator: Indicator, explained: Callable[[Window], str]
) -> list[Line]:
    """The periods of a series, the newest first; where some are missing, a line too."""
    lines = [(p.window.end, _line(p, indicator, explained)) for p in series.points]
    for gap in series.gaps:
        is_counted = series.begun is not None and series.begun <= gap.start
        lines.append((gap.end, Line(_days(gap), "", "", is_counted, is_gap=True)))
    lines.sort(key=lambda line: line[0], reverse=True)
    return [line for _, line in lines]


def _days(window: Window) -> str:
    return f"{parts.day(window.start)} – {parts.day(window.end)}"


def _line(
    point: Point, indicator: Indicator, explained: Callable[[Window], str]
) -> Line:
    number = point.value.value
    value = NOTHING if number is None else amount(number, indicator)
    days = _days(point.window)
    report = point.reported
    if report is None:
        return Line(days, value, explained(point.window), is_counted=True)
    return Line(
        days,
        value,
        explained(point.window) if point.is_counted else report.url,
        point.is_counted,
        f"{report.source_label}, dòng {report.line}",
        report.url,
        _written(report, indicator) if point.differs else "",
    )
