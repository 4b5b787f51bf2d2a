"""The websites of units, as their page shows them."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Q
from django.urls import reverse

from lienmach.base.filters import Choice, Search
from lienmach.base.lists import Column, Empty, List, View
from lienmach.base.parts import chip
from lienmach.registers.lists.of_units import of_units
from lienmach.registers.models import Website
from lienmach.registers.models.calendar import CURRENT
from lienmach.registers.queries.websites import Upkeep, stands

CHIPS = {Upkeep.GOOD: "ontime", Upkeep.POOR: "soon", Upkeep.PAUSED: "over"}


def websites(
    *,
    units: Mapping[int, str],
    there: Collection[int],
    may_change: Collection[int],
    on: date,
) -> List[Website]:
    """``units`` are the names of those one sees, ``there`` those that there are on the
    day; who may change a unit's opens it."""
    now = stands(there, on)
    return List(
        name="websites",
        file="trang-thong-tin-dien-tu",
        noun="trang",
        sort="dv",
        link=lambda site: _way(site) if site.unit_id in may_change else "",
        name_of=lambda site: site.address,
        views=(
            View(slug="", label="Đang có", where=now),
            View(
                slug="chua-tot",
                label="Chưa tốt, tạm dừng",
                where=now & ~Q(upkeep=Upkeep.GOOD),
                is_counted=True,
            ),
            View(slug="qua", label="Cả trước đây", where=CURRENT),
            View(slug="tat-ca", label="Cả những lần đã sửa"),
        ),
        columns=(
            Column(
                slug="trang",
                label="Trang",
                value=lambda site: site.address,
                sort="address",
                place="line",
            ),
            Column(
                slug="dv",
                label="Đơn vị",
                value=lambda site: units.get(site.unit_id, site.unit.code),
                sort="unit__code",
                place="rest",
            ),
            Column(
                slug="ma",
                label="Mã",
                value=lambda site: site.unit.code,
                only_export=True,
            ),
            Column(
                slug="tu",
                label="Từ ngày",
                value=lambda site: site.valid_from,
                sort="valid_from",
                place="fact",
            ),
            Column(slug="den", label="Đến hết", value=lambda site: site.last_day),
            Column(
                slug="vb",
                label="Văn bản",
                value=lambda site: site.document,
                place="rest",
            ),
            Column(slug="ly", label="Lý do", value=lambda site: site.note),
            Column(
                slug="ai",
                label="Người ghi",
                value=lambda site: site.made_by.name if site.made_by else "",
                only_export=True,
            ),
            Column(
                slug="tt",
                label="Tình trạng",
                value=lambda site: site.get_upkeep_display(),
                show=lambda site: chip(*_state(site, there)),
                place="end",
            ),
        ),
        filters=(
            Search(
                match=lambda text: (
                    Q(address__icontains=text)
                    | Q(unit__code__istartswith=text)
                    | Q(document__icontains=text)
                ),
                hint="địa chỉ, mã đơn vị",
                is_quick=True,
            ),
            Choice(
                slug="tt",
                label="Tình trạng",
                options=list(Upkeep.choices),
                field="upkeep",
                is_quick=True,
            ),
            of_units(units, on),
        ),
        empty=Empty(
            title="Chưa ghi trang nào",
            text="Ghi trang của từng đơn vị, từ ngày nào, cập nhật ra sao: báo cáo lấy "
            "danh mục từ đây.",
            url=reverse("registers:website_new") if may_change else "",
            label="Ghi trang",
        ),
    )


def _way(site: Website) -> str:
    return "" if site.replaced_at else reverse("registers:website", args=[site.pk])


def _state(site: Website, there: Collection[int]) -> tuple[str, str]:
    if site.replaced_at:
        return "paused", "đã sửa lại"
    if site.valid_to:
        return "paused", f"đến hết {site.last_day:%d/%m/%Y}"
    if site.unit_id not in there:
        return "paused", "đơn vị đã kết thúc"
    return CHIPS[Upkeep(site.upkeep)], Upkeep(site.upkeep).label.lower()
