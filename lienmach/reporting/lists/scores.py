"""The lists of cards and of improvement items, as their pages show them."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.safestring import SafeString

from lienmach.base import parts
from lienmach.base.filters import Choice, Days, Search
from lienmach.base.lists import Column, Empty, List, View
from lienmach.calc.local import day_of
from lienmach.reporting.flow import CardState, ToDo
from lienmach.reporting.lists.reports import due_chip
from lienmach.reporting.models import Improvement, Scorecard


def improvements(units: list[tuple[int, str]], now: datetime) -> List[Improvement]:
    """``units``: those an actor sees, by number."""
    names: Mapping[int, str] = dict(units)
    return List(
        name="improvements",
        noun="việc cải tiến",
        sort="han",
        link=lambda item: reverse("reporting:improvement", args=[item.case.code]),
        empty=Empty(
            title="Không có việc cải tiến nào ở đây",
            text="Đưa việc vào kế hoạch từ chỗ mất điểm của trang xếp hạng hoặc từ "
            "một tiêu chí của phiếu chấm.",
        ),
        columns=(
            Column(
                slug="viec", label="Việc", value=lambda item: item.text, place="line"
            ),
            Column(
                slug="tc",
                label="Tiêu chí",
                value=lambda item: f"{item.code} {item.label}".strip(),
                place="rest",
            ),
            Column(
                slug="kh",
                label="Kế hoạch",
                value=lambda item: item.plan or "chưa ghi văn bản kế hoạch",
                place="rest",
            ),
            Column(
                slug="mat", label="Điểm mất", value=lambda i: i.lost, is_number=True
            ),
            Column(
                slug="dv",
                label="Đơn vị",
                value=lambda item: names.get(item.unit_id, item.unit.code),
                place="rest",
            ),
            Column(
                slug="tt",
                label="Tình trạng",
                value=lambda item: item.state_name,
                place="lead",
            ),
            Column(
                slug="han",
                label="Hạn",
                value=lambda item: item.case.promised_at,
                show=lambda item: plan_chip(item, now),
                sort="case__promised_at",
                is_nullable=True,
                place="end",
            ),
        ),
        views=(
            View(
                slug="dang-lam",
                label="Đang làm",
                where=Q(case__state=ToDo.OPEN),
                is_counted=True,
            ),
            View(slug="tat-ca", label="Tất cả"),
            View(
                slug="qua-han",
                label="Quá hạn",
                where=Q(case__state=ToDo.OPEN, case__promised_at__lt=now),
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
            Search(
                match=lambda text: Q(plan__icontains=text) | Q(text__icontains=text),
                hint="việc, số kế hoạch",
                is_quick=True,
            ),
            Days(label="Hạn", field="case__promised_at", is_moment=True),
        ),
    )


def scorecards(
    units: list[tuple[int, str]], waiting: Q, now: datetime
) -> List[Scorecard]:
    """``units``: those an actor sees, by number; ``waiting`` what waits for one."""
    names: Mapping[int, str] = dict(units)
    return List(
        name="scorecards",
        noun="phiếu chấm",
        sort="-han",
        link=lambda card: (
            reverse("reporting:scorecard", args=[card.year, card.unit.code]) + card.turn
        ),
        empty=Empty(
            title="Không có phiếu chấm nào ở đây",
            text="Khi đơn vị thẩm định mở đợt chấm, phiếu của từng đơn vị hiện ở đây.",
        ),
        columns=(
            Column(
                slug="dv",
                label="Đơn vị",
                value=lambda card: names.get(card.unit_id, card.unit.code),
                place="line",
            ),
            Column(slug="nam", label="Năm", value=lambda c: str(c.year), place="rest"),
            Column(
                slug="tu-cham",
                label="Tự chấm",
                value=lambda card: None if card.is_scoring else card.own_points,
                is_number=True,
            ),
            Column(
                slug="tham-dinh",
                label="Thẩm định",
                value=lambda card: card.given_points,
                is_number=True,
                place="rest",
            ),
            Column(
                slug="toi-da",
                label="Tối đa",
                value=lambda card: card.most,
                is_number=True,
            ),
            Column(
                slug="tt",
                label="Bước",
                value=lambda card: card.state_name,
                place="lead",
            ),
            Column(
                slug="han",
                label="Hạn tự chấm",
                value=lambda card: card.case.promised_at,
                show=lambda card: due_chip(card, now),
                sort="case__promised_at",
                is_nullable=True,
                place="end",
            ),
        ),
        views=(
            View(slug="tat-ca", label="Tất cả"),
            View(slug="cho-toi", label="Chờ tôi", where=waiting, is_counted=True),
            View(
                slug="qua-han",
                label="Quá hạn tự chấm",
                where=Q(case__finished_at=None, case__promised_at__lt=now),
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
                options=[(state.value, state.label) for state in CardState],
                field="case__state",
                is_quick=True,
            ),
        ),
    )


def plan_chip(item: Improvement, now: datetime) -> SafeString | str:
    """How an item stands with its day."""
    due, done = item.case.promised_at, item.case.finished_at
    if item.case.state == ToDo.DROPPED or due is None:
        return parts.chip("paused", "Thôi làm")
    if done:
        if done <= due:
            return parts.chip("done", "Xong đúng hạn", done)
        return parts.chip("late", "Xong trễ", done)
    left = (day_of(due) - day_of(now)).days
    if now > due:
        return parts.chip("over", f"Quá hạn {-left} ngày" if left else "Quá hạn", due)
    said = f"Còn {left} ngày" if left else "Hạn hôm nay"
    return parts.chip("soon" if left <= 7 else "ontime", said, due)
