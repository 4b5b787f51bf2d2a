"""The sets of criteria that are written here, as their page shows them."""

from collections.abc import Mapping

from django.db.models import Q
from django.urls import reverse

from lienmach.base.filters import Search
from lienmach.base.lists import Column, Empty, List, View
from lienmach.base.parts import chip
from lienmach.reporting.models import CriteriaSet

State = CriteriaSet.State
CHIPS = {State.DRAFT: "soon", State.PUBLISHED: "ontime", State.CLOSED: "paused"}


def criteria_sets(names: Mapping[int, str], *, may_draft: bool) -> List[CriteriaSet]:
    """``names`` are those of the units that wrote them."""
    return List(
        name="criteria_sets",
        file="bo-tieu-chi",
        noun="bộ tiêu chí",
        sort="-sua",
        link=lambda found: reverse("reporting:criteria_set", args=[found.pk]),
        views=(
            View(slug="", label="Đang dùng, đang soạn", where=~Q(state=State.CLOSED)),
            View(slug="tat-ca", label="Tất cả"),
        ),
        columns=(
            Column(
                slug="ten", label="Bộ tiêu chí", value=lambda c: c.title, place="line"
            ),
            Column(slug="ma", label="Mã", value=lambda c: c.code, place="lead"),
            Column(
                slug="dv",
                label="Đơn vị soạn",
                value=lambda c: names.get(c.unit_id, c.unit.code),
                place="rest",
            ),
            Column(
                slug="vb",
                label="Văn bản ban hành",
                value=lambda c: c.decided_by,
                place="rest",
            ),
            Column(slug="ngay", label="Ngày văn bản", value=lambda c: c.decided_on),
            Column(
                slug="ly", label="Lý do", value=lambda c: c.closed_for, only_export=True
            ),
            Column(
                slug="sua",
                label="Sửa lần cuối",
                value=lambda c: c.changed_at,
                sort="changed_at",
            ),
            Column(
                slug="tt",
                label="Trạng thái",
                value=lambda c: c.get_state_display(),
                show=lambda c: chip(CHIPS[State(c.state)], c.get_state_display()),
                place="end",
            ),
        ),
        filters=(
            Search(
                match=lambda text: (
                    Q(title__icontains=text)
                    | Q(code__icontains=text)
                    | Q(decided_by__icontains=text)
                ),
                hint="tên, mã, số văn bản",
                is_quick=True,
            ),
        ),
        empty=Empty(
            title="Chưa soạn bộ tiêu chí nào ở đây",
            text="Soạn dự thảo từ một bộ có sẵn, sửa, rồi ban hành theo văn bản: khi "
            "ấy bộ mới chọn được lúc mở đợt chấm.",
            url=reverse("reporting:new_criteria_set") if may_draft else "",
            label="Soạn bộ tiêu chí",
        ),
    )
