"""Local rules of reception and return, as their page shows them."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Q
from django.urls import reverse

from lienmach.base.filters import Choice, DayOfRows, Search
from lienmach.base.lists import Column, Empty, List, View
from lienmach.base.parts import chip
from lienmach.calc.text import fold
from lienmach.registers.models import RegulationText
from lienmach.registers.queries import regulations as queries


def regulations(
    *, on: date, units: Mapping[int, str], may_add: bool
) -> List[RegulationText]:
    """``units`` are the names of the units whose regulations are seen."""
    lasts = Q(valid_to=None) | Q(valid_to__gt=on)
    return List(
        name="regulations",
        file="quy-dinh-mot-cua",
        noun="quy định",
        sort="-tu",
        link=lambda text: reverse("registers:regulation", args=[text.pk]),
        name_of=lambda text: text.regulation.name,
        views=(
            View(slug="", label="Đang áp dụng", where=lasts & Q(valid_from__lte=on)),
            View(
                slug="xem-lai",
                label="Phải xem lại",
                where=queries.MUST_LOOK,
                is_counted=True,
            ),
            View(slug="het", label="Hết hiệu lực", where=Q(valid_to__lte=on)),
            View(slug="tat-ca", label="Tất cả"),
        ),
        columns=(
            Column(
                slug="ten",
                label="Quy định",
                value=lambda text: text.regulation.name,
                sort="regulation__name_key",
                place="line",
            ),
            Column(
                slug="dv",
                label="Đơn vị",
                value=lambda text: units.get(text.regulation.unit_id, ""),
                place="rest",
            ),
            Column(slug="so", label="Văn bản", value=lambda t: t.number, place="lead"),
            Column(
                slug="ky",
                label="Ngày ký",
                value=lambda text: text.signed_on,
                sort="signed_on",
                only_export=True,
            ),
            Column(
                slug="td",
                label="Thay đổi",
                value=lambda text: text.get_kind_display(),
                place="rest",
            ),
            Column(
                slug="tu",
                label="Áp dụng từ",
                value=lambda text: text.valid_from,
                sort="valid_from",
                place="fact",
            ),
            Column(
                slug="den",
                label="Đến hết",
                value=lambda text: text.last_day,
                only_export=True,
            ),
            Column(
                slug="tt",
                label="Tình trạng",
                value=lambda text: state(text, on)[1],
                show=lambda text: chip(*state(text, on)),
                place="end",
            ),
        ),
        filters=(
            Search(
                match=lambda text: (
                    Q(regulation__name_key__contains=fold(text))
                    | Q(number__icontains=text)
                ),
                hint="tên, số văn bản",
                is_quick=True,
            ),
            Choice(
                slug="dv",
                label="Đơn vị",
                options=[(str(pk), name) for pk, name in units.items()],
                field="regulation__unit",
            ),
            DayOfRows(),
        ),
        empty=Empty(
            title="Chưa ghi quy định nào",
            text="Ghi quy định tiếp nhận, giải quyết, trả kết quả của địa phương; rồi "
            "các quyết định sửa đổi, thay thế.",
            url=reverse("registers:regulation_new") if may_add else "",
            label="Ghi quy định",
        ),
    )


def state(text: RegulationText, on: date) -> tuple[str, str]:
    """A chip: how a text stands on a day."""
    if text.replaced_at:
        return "paused", "đã sửa lại"
    if text.valid_from > on:
        return "soon", "sắp áp dụng"
    if text.is_over(on):
        return "paused", "hết hiệu lực"
    if getattr(text, "rests_on_ended", False):
        return "over", "phải xem lại"
    return "ontime", "đang áp dụng"
