"""Committees on the central system, as their page shows them."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse

from lienmach.base.filters import Choice, DayOfRows, Search
from lienmach.base.lists import Action, Column, Empty, List, View
from lienmach.base.parts import chip
from lienmach.calc.text import fold
from lienmach.org.models import UnitVersion
from lienmach.registers.actions.procedures import RIGHT
from lienmach.registers.lists.of_units import of_units
from lienmach.registers.models import UnitMark
from lienmach.registers.models.calendar import CURRENT


def on_system(
    *, levels: list[tuple[str, str]], units: Mapping[int, str], on: date
) -> List[UnitVersion]:
    """``units`` are the names of the units one sees, ``on`` is the day of the rows."""
    return List(
        name="on_system",
        file="don-vi-tren-he-thong",
        noun="đơn vị",
        sort="ten",
        link=lambda row: reverse("registers:unit_marks", args=[row.unit_id]),
        views=(
            View(slug="", label="Tất cả"),
            View(
                slug="chua",
                label="Chưa kết nối",
                where=Q(connected_on=None),
                is_counted=True,
            ),
            View(
                slug="khong",
                label="Chưa dùng hết",
                where=Q(used_on=None),
                is_counted=True,
            ),
            View(slug="dung", label="Đang dùng", where=Q(used_on__isnull=False)),
        ),
        columns=(
            Column(
                slug="ten",
                label="Đơn vị",
                value=lambda row: row.name,
                sort="name_key",
                place="line",
            ),
            Column(
                slug="ma", label="Mã", value=lambda row: row.unit.code, place="lead"
            ),
            Column(
                slug="cap",
                label="Cấp",
                value=lambda row: row.level.name,
                sort="level__rank",
                place="rest",
            ),
            Column(
                slug="kn",
                label="Kết nối từ ngày",
                value=lambda row: _of(row, "connected_on"),
                sort="connected_on",
                is_nullable=True,
                place="hide",
            ),
            Column(
                slug="vb",
                label="Văn bản",
                value=lambda row: _of(row, "connected_by") or "",
            ),
            Column(
                slug="dung",
                label="Dùng cho mọi hồ sơ từ ngày",
                value=lambda row: _of(row, "used_on"),
                sort="used_on",
                is_nullable=True,
                place="hide",
            ),
            Column(
                slug="tt",
                label="Tình trạng",
                value=lambda row: _state(row)[1],
                show=lambda row: chip(*_state(row)),
                place="end",
            ),
        ),
        filters=(
            Search(
                match=lambda text: (
                    Q(name_key__contains=fold(text)) | Q(unit__code__istartswith=text)
                ),
                hint="tên, mã đơn vị",
                is_quick=True,
            ),
            Choice(
                slug="cap",
                label="Cấp",
                options=levels,
                field="level__code",
                is_quick=True,
            ),
            of_units(units, on),
            DayOfRows(),
        ),
        actions=(
            Action(
                slug="ghi",
                label="Ghi kết nối, sử dụng",
                url_name="registers:on_system_mark",
                right=RIGHT,
            ),
        ),
        empty=Empty(
            title="Không có ủy ban nhân dân nào trong phạm vi của bạn",
            text="Trang này liệt kê các ủy ban nhân dân của ngày đang xem.",
        ),
    )


def unit_marks(
    kinds: Collection[UnitMark.Kind],
    *,
    units: Mapping[int, str],
    may_change: Collection[int],
) -> List[UnitMark]:
    """What was recorded of units; who may change a unit's is led to where it ends."""
    return List(
        name="unit_marks",
        file="moc-don-vi",
        noun="lần ghi",
        sort="-tu",
        link=lambda mark: _way(mark) if mark.unit_id in may_change else "",
        name_of=lambda mark: f"{mark.get_kind_display()}, {mark.unit.code}",
        views=(
            View(slug="", label="Đang ghi", where=CURRENT),
            View(slug="tat-ca", label="Cả những lần đã sửa"),
        ),
        columns=(
            Column(
                slug="viec",
                label="Việc",
                value=lambda mark: mark.get_kind_display(),
                place="line",
            ),
            Column(
                slug="dv",
                label="Đơn vị",
                value=lambda mark: units.get(mark.unit_id, mark.unit.code),
                place="rest",
            ),
            Column(
                slug="ma", label="Mã", value=lambda mark: mark.unit.code, place="lead"
            ),
            Column(
                slug="tu",
                label="Từ ngày",
                value=lambda mark: mark.valid_from,
                sort="valid_from",
                place="fact",
            ),
            Column(slug="den", label="Đến hết", value=lambda mark: mark.last_day),
            Column(
                slug="vb",
                label="Văn bản",
                value=lambda mark: mark.document,
                place="rest",
            ),
            Column(slug="ly", label="Lý do", value=lambda mark: mark.note),
            Column(
                slug="ghi",
                label="Ghi lúc",
                value=lambda mark: mark.made_at,
                sort="made_at",
            ),
            Column(
                slug="ai",
                label="Người ghi",
                value=lambda mark: mark.made_by.name if mark.made_by else "",
                only_export=True,
            ),
            Column(
                slug="tt",
                label="Tình trạng",
                value=lambda mark: _held(mark)[1],
                show=lambda mark: chip(*_held(mark)),
                place="end",
            ),
        ),
        filters=(
            Search(
                match=lambda text: (
                    Q(unit__code__istartswith=text) | Q(document__icontains=text)
                ),
                hint="mã đơn vị, văn bản",
                is_quick=True,
            ),
            Choice(
                slug="moc",
                label="Việc",
                options=[(kind.value, kind.label) for kind in kinds],
                field="kind",
                is_quick=True,
            ),
        ),
        empty=Empty(title="Chưa ghi gì"),
    )


def _way(mark: UnitMark) -> str:
    """Where what stands can be ended; what was put right leads nowhere."""
    if mark.replaced_at:
        return ""
    return reverse("registers:unit_mark_end", args=[mark.pk])


def _held(mark: UnitMark) -> tuple[str, str]:
    if mark.replaced_at:
        return "paused", "đã sửa lại"
    return ("paused", "đã kết thúc") if mark.valid_to else ("ontime", "đang giữ")


def _of(row: UnitVersion, name: str) -> Any:
    """What ``queries.marks.committees`` found beside the unit."""
    return getattr(row, name, None)


def _state(row: UnitVersion) -> tuple[str, str]:
    if _of(row, "used_on"):
        return "ontime", "đang dùng"
    if _of(row, "connected_on"):
        return "soon", "đã kết nối, chưa dùng hết"
    return "over", "chưa kết nối"
