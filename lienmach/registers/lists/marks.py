"""Committees on the central system, as their page shows them."""

from typing import Any

from django.db.models import Q
from django.urls import reverse

from lienmach.base.filters import Choice, Day, Search
from lienmach.base.lists import Action, Column, Empty, List, View
from lienmach.base.parts import chip
from lienmach.calc.text import fold
from lienmach.org.models import UnitVersion
from lienmach.registers.actions.procedures import RIGHT


def on_system(*, levels: list[tuple[str, str]]) -> List[UnitVersion]:
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
            # The rows are those of this day already: it only stands in the address.
            Day(slug="ngay", label="Ngày", match=lambda day: Q(), stays=True),
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


def _of(row: UnitVersion, name: str) -> Any:
    """What ``queries.marks.committees`` found beside the unit."""
    return getattr(row, name, None)


def _state(row: UnitVersion) -> tuple[str, str]:
    if _of(row, "used_on"):
        return "ontime", "đang dùng"
    if _of(row, "connected_on"):
        return "soon", "đã kết nối, chưa dùng hết"
    return "over", "chưa kết nối"
