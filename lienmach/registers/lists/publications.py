"""What hangs at one place, as its page shows it: first what must be done there."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse

from lienmach.base.filters import Choice, DayOfRows, Search
from lienmach.base.lists import Action, Column, Empty, List, View
from lienmach.base.parts import chip
from lienmach.base.search import matching
from lienmach.registers.models import ProcedureField, ProcedureVersion
from lienmach.registers.queries.publications import Spot, states

OLD_CHECKS = (30, 90, 180)  # days; how often to look is for the office to say
Version = ProcedureVersion


def publications(
    spot: Spot, *, on: date, fields: list[ProcedureField], may_record: bool
) -> List[Version]:
    """``on`` is the day that is looked at; the rows must be those of that day."""
    said = states(spot, on)
    record = reverse("registers:publication_record", args=[spot.key]) + f"?ngay={on}"
    return List(
        name="publications",
        file="cong-khai-thu-tuc",
        noun="thủ tục",
        sort="ten",
        link=lambda row: reverse("registers:procedure", args=[row.procedure.code]),
        views=(
            View(slug="", label="Việc phải làm", where=said.to_do, is_counted=True),
            View(slug="thay", label="Phải thay", where=said.outdated, is_counted=True),
            View(slug="thieu", label="Còn thiếu", where=said.missing, is_counted=True),
            View(slug="go", label="Phải gỡ", where=said.surplus, is_counted=True),
            View(slug="hong", label="Rách, hỏng", where=said.worn, is_counted=True),
            View(slug="dung", label="Đúng bản đang áp dụng", where=said.up),
            View(slug="tat-ca", label="Tất cả"),
        ),
        columns=_columns(spot, on),
        filters=(
            Search(
                match=lambda text: Q(matching("tokens", text.split())),
                hint="tên, chữ đầu, mã thủ tục",
                is_quick=True,
            ),
            Choice(
                slug="lv",
                label="Lĩnh vực",
                options=[(str(field.pk), field.name) for field in fields],
                field="field",
                is_quick=True,
            ),
            Choice(
                slug="kt",
                label="Kiểm tra",
                options=[(str(n), f"Quá {n} ngày chưa kiểm tra") for n in OLD_CHECKS],
                match=lambda values: _not_seen(values, on),
            ),
            DayOfRows(),
        ),
        actions=(
            Action(
                slug="ghi",
                label="Ghi công khai, kiểm tra, gỡ",
                url_name="registers:publication_record",
                url_args=(spot.key,),
            ),
        )
        if may_record
        else (),
        empty=Empty(
            title="Không còn việc phải làm ở đây",
            text="Mọi thủ tục phải công khai đã có đúng bản đang áp dụng.",
            url=record if may_record else "",
            label="Ghi công khai",
        ),
    )


def _not_seen(values: tuple[str, ...], on: date) -> Q:
    day = on - timedelta(days=min(int(value) for value in values))
    seen = Q(up_checked__gt=day) | Q(up_posted__gt=day)
    return Q(up_version__isnull=False) & ~(seen & Q(up_posted__isnull=False))


def _columns(spot: Spot, on: date) -> tuple[Column[Version], ...]:
    return (
        Column(
            slug="ten",
            label="Thủ tục",
            value=lambda row: row.name,
            sort="name_key",
            place="line",
        ),
        Column(
            slug="ma",
            label="Mã",
            value=lambda row: row.procedure.code,
            sort="procedure__code",
            place="lead",
        ),
        Column(
            slug="lv",
            label="Lĩnh vực",
            value=lambda row: row.field.name,
            sort="field__name_key",
            place="rest",
        ),
        Column(
            slug="tt",
            label="Tình trạng",
            value=lambda row: _state(row, spot, on)[1],
            show=lambda row: chip(*_state(row, spot, on)),
            place="end",
        ),
        Column(
            slug="ban",
            label="Bản đang áp dụng từ",
            value=lambda row: row.valid_from if row.is_in_force(on) else None,
            only_export=True,
        ),
        Column(
            slug="qd",
            label="Theo quyết định",
            value=lambda row: _of(row, "by") or "",
            place="fact",
        ),
        Column(
            slug="treo",
            label="Bản đang có ở đây áp dụng từ",
            value=lambda row: _of(row, "up_from"),
            only_export=True,
        ),
        Column(
            slug="ck",
            label="Công khai ngày",
            value=lambda row: _of(row, "up_posted"),
            sort="up_posted",
            is_nullable=True,
            place="hide",
        ),
        Column(
            slug="kt",
            label="Kiểm tra ngày",
            value=lambda row: _of(row, "up_checked"),
            sort="up_checked",
            is_nullable=True,
            place="hide",
        ),
        Column(
            slug="vt",
            label="Địa chỉ, vị trí",
            value=lambda row: _of(row, "up_address") or "",
            only_export=True,
        ),
        Column(
            slug="gc",
            label="Ghi chú",
            value=lambda row: _of(row, "up_note") or "",
            only_export=True,
        ),
    )


def _of(row: Version, name: str) -> Any:
    """What ``queries.publications.at`` found of the place beside the version."""
    return getattr(row, name, None)


def _state(row: Version, spot: Spot, on: date) -> tuple[str, str]:
    """A chip: how a row stands. The words of ``queries.publications.states``."""
    hangs = _of(row, "up_version")
    is_ours = not spot.level or spot.level in row.levels
    if not (row.is_in_force(on) and is_ours):
        return "over", "phải gỡ"
    if hangs is None:
        return "soon", "còn thiếu"
    if hangs != row.pk:
        return "over", "phải thay"
    if _of(row, "up_good") is False:
        return "soon", "rách, hỏng"
    return "ontime", "đúng bản"
