"""What stands still, as its owners see it."""

from datetime import date

from django.db.models import Q
from django.urls import reverse

from lienmach.base.actor import Actor
from lienmach.base.filters import Choice, Days, Search, Values
from lienmach.base.lists import Column, Empty, List, View
from lienmach.base.parts import chip
from lienmach.base.search import matching
from lienmach.calc.text import words
from lienmach.cases.models import Incident
from lienmach.onestop.queries.work import unit_choices, within

STAGES = {1: "Người đang giữ", 2: "Người đứng đầu đơn vị", 3: "Nơi giải quyết"}


def incidents(actor: Actor, *, on: date) -> List[Incident]:
    """The list as one actor sees it on a day. One query, for the units to choose."""
    units = unit_choices(actor, on=on)

    def of_units(slugs: Values) -> Q:
        found = [within(slug, units, actor, on=on) for slug in slugs]
        return Q(unit__in=frozenset[int]().union(*found))

    return List(
        name="incidents",
        file="su-co",
        noun="sự cố",
        sort="-tu",
        link=lambda incident: reverse("onestop:incident", args=[incident.pk]),
        views=(
            View(slug="", label="Đang mở", where=Q(closed_at=None), is_counted=True),
            View(slug="xong", label="Đã xong", where=Q(closed_at__isnull=False)),
            View(slug="tat-ca", label="Tất cả"),
        ),
        columns=(
            Column(
                slug="loai",
                label="Loại",
                value=lambda incident: incident.get_kind_display(),
                place="lead",
            ),
            Column(
                slug="viec",
                label="Sự việc",
                value=lambda incident: incident.text,
                place="text",
            ),
            Column(
                slug="muc",
                label="Đã nhắc đến",
                value=lambda incident: STAGES[incident.stage],
                show=_stage,
                place="rest",
            ),
            Column(
                slug="ai",
                label="Người đang giữ",
                value=lambda incident: incident.person.name if incident.person else "",
                place="rest",
            ),
            Column(
                slug="tu",
                label="Phát hiện lúc",
                value=lambda incident: incident.opened_at,
                sort="opened_at",
                place="end",
            ),
            Column(
                slug="xong",
                label="Đã làm gì",
                value=lambda incident: incident.resolution,
                only_export=True,
            ),
        ),
        filters=(
            Search(
                match=lambda text: Q(matching("case__tokens", words(text))),
                hint="mã hồ sơ, 4 số cuối, chủ hồ sơ",
                is_quick=True,
            ),
            Choice(
                slug="loai",
                label="Loại",
                options=[(kind.value, kind.label) for kind in Incident.Kind],
                field="kind",
                is_quick=True,
            ),
            Choice(
                slug="thuoc",
                label="Đơn vị, kể cả trực thuộc",
                options=[(slug, name) for slug, name, _ in units],
                match=of_units,
            ),
            Days(label="Phát hiện", field="opened_at"),
        ),
        empty=Empty(
            title="Không có việc nào đứng yên",
            text="Hồ sơ không có bước mới, bàn giao chưa nhận, tệp hỏng, ý kiến trễ "
            "sẽ tự hiện ở đây, mỗi nửa giờ một lần.",
        ),
    )


def _stage(incident: Incident) -> object:
    words = STAGES[incident.stage]
    if incident.closed_at or incident.stage == 1:
        return words
    return chip("soon" if incident.stage == 2 else "over", words)
