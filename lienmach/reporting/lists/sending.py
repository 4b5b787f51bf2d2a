"""The reports that were sent, as the page shows them."""

from collections.abc import Mapping

from django.urls import reverse

from lienmach.base.filters import Choice, Days
from lienmach.base.lists import Column, Empty, List
from lienmach.base.parts import day
from lienmach.reporting.models import Channel, Issue


def sent(units: list[tuple[int, str]]) -> List[Issue]:
    """``units``: those an actor sees, by number."""
    names: Mapping[int, str] = dict(units)
    return List(
        name="sent_reports",
        noun="báo cáo đã gửi",
        sort="-ngay",
        file="bao-cao-da-gui",
        link=lambda issue: reverse("reporting:signing", args=[issue.report_id]),
        empty=Empty(
            title="Chưa có báo cáo nào ghi cách gửi",
            text="Cách gửi, số tiếp nhận, ngày gửi ghi ở trang «Ký, gửi» của báo cáo.",
        ),
        columns=(
            Column(
                slug="ten",
                label="Báo cáo",
                value=_name,
                place="text",
            ),
            Column(
                slug="dv",
                label="Đơn vị",
                value=lambda i: names.get(i.report.unit_id, i.report.unit.code),
                place="rest",
            ),
            Column(
                slug="so",
                label="Số",
                value=lambda issue: issue.taken.written,
                place="fact",
            ),
            Column(
                slug="kenh",
                label="Gửi qua",
                value=lambda issue: issue.get_channel_display(),
                place="rest",
            ),
            Column(
                slug="tiep-nhan",
                label="Số tiếp nhận",
                value=lambda issue: issue.receipt,
                place="fact",
            ),
            Column(
                slug="ngay",
                label="Ngày gửi",
                value=lambda issue: issue.sent_on,
                show=lambda issue: day(issue.sent_on) if issue.sent_on else "",
                sort="sent_on",
                is_nullable=True,
                place="end",
            ),
        ),
        filters=(
            Choice(
                slug="kenh",
                label="Gửi qua",
                options=list(Channel.choices),
                field="channel",
                is_quick=True,
            ),
            Choice(
                slug="dv",
                label="Đơn vị",
                options=[(str(pk), name) for pk, name in units],
                field="report__unit",
                is_quick=True,
            ),
            Days(label="Ngày gửi", field="sent_on"),
        ),
    )


def _name(issue: Issue) -> str:
    made = issue.report.round
    return f"{made.period_name}: {made.regime}"
