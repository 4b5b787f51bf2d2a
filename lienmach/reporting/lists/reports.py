"""The list of reports, as the page shows it."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db.models import Q
from django.urls import reverse
from django.utils.safestring import SafeString

from lienmach.base import parts
from lienmach.base.filters import Choice, Days
from lienmach.base.lists import Column, Empty, List, View
from lienmach.calc.local import day_of
from lienmach.calc.written import written
from lienmach.reporting.flow import BELOW, OWN, State
from lienmach.reporting.models import Report, Scorecard

STATES = [(state.value, state.label) for state in State]


def reports(units: list[tuple[int, str]], waiting: Q, now: datetime) -> List[Report]:
    """``units``: those an actor sees, by number; ``waiting`` what waits for one."""
    names: Mapping[int, str] = dict(units)
    return List(
        name="reports",
        noun="báo cáo",
        sort="-han",
        link=lambda report: reverse("reporting:report", args=[report.pk]),
        empty=Empty(
            title="Không có báo cáo nào ở đây",
            text="Khi đơn vị tổng hợp mở kỳ, báo cáo phải nộp hiện ở đây.",
        ),
        columns=(
            Column(
                slug="ten",
                label="Báo cáo",
                value=lambda r: f"{r.round.period_name}: {r.round.regime}",
                place="text",
            ),
            Column(
                slug="dv",
                label="Đơn vị",
                value=lambda report: names.get(report.unit_id, report.unit.code),
                place="rest",
            ),
            Column(
                slug="so-lieu",
                label="Kỳ số liệu",
                only_export=True,
                value=lambda r: (
                    f"{parts.day(r.round.start)} – {parts.day(r.round.end)}"
                ),
            ),
            Column(
                slug="bieu",
                label="Biểu đã nộp",
                value=lambda report: f"{report.done}/{report.forms}",
                is_number=True,
            ),
            Column(
                slug="o",
                label="Đang ở",
                value=lambda report: _holder(report, names),
            ),
            Column(
                slug="tt",
                label="Bước",
                value=lambda report: report.state_name,
                place="lead",
            ),
            Column(
                slug="han",
                label="Hạn nộp",
                value=lambda report: report.case.promised_at,
                show=lambda report: due_chip(report, now),
                sort="case__promised_at",
                is_nullable=True,
                place="end",
            ),
        ),
        views=(
            View(slug="cho-toi", label="Chờ tôi", where=waiting, is_counted=True),
            View(slug="tat-ca", label="Tất cả"),
            View(
                slug="tre",
                label="Quá hạn",
                where=Q(
                    case__finished_at=None,
                    case__closed_at=None,
                    case__promised_at__lt=now,
                ),
            ),
        ),
        filters=(
            Choice(
                slug="dv",
                label="Đơn vị",
                options=[(str(pk), name) for pk, name in units],
                field="unit",
                is_quick=True,
            ),
            Choice(
                slug="tt",
                label="Bước",
                options=STATES,
                field="case__state",
                is_quick=True,
            ),
            Choice(
                slug="loai",
                label="Loại",
                options=[(BELOW, "Nộp lên"), (OWN, "Tổng hợp")],
                field="case__kind",
            ),
            Days(label="Hạn nộp", field="case__promised_at", is_moment=True),
        ),
    )


def _holder(report: Report, names: Mapping[int, str]) -> str:
    if report.case.closed_at:
        return ""
    return names.get(report.case.unit_id, report.case.unit.code)


def due_chip(report: Report | Scorecard, now: datetime) -> SafeString | str:
    """How what is due stands with its last day; chips say so in words and colour.

    What counts is when it was handed in; a return makes the clock run on. What was
    called off before it was handed in is not late.
    """
    due, done = report.case.promised_at, report.case.finished_at
    if due is None or (report.case.closed_at and not done):
        return parts.NOTHING
    if done:
        if done <= due:
            return parts.chip("done", "Nộp đúng hạn", done)
        return parts.chip("late", f"Nộp trễ {_days(due, done)}", done)
    if now > due:
        return parts.chip("over", f"Quá hạn {_days(due, now)}", due)
    left = (day_of(due) - day_of(now)).days
    said = f"Còn {left} ngày" if left else "Hạn hôm nay"
    return parts.chip("soon" if left <= 3 else "ontime", said, due)


def _days(due: datetime, then: datetime) -> str:
    days = (day_of(then) - day_of(due)).days
    return f"{written(Decimal(days))} ngày" if days else "trong ngày"
