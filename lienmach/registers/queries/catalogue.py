"""The catalogue of procedures in numbers, as reports ask for them."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from django.db.models import Count, Q
from django.urls import reverse

from lienmach.registers.models import OnlineLevel, ProcedureChange, ProcedureVersion
from lienmach.registers.queries.procedures import asks_a_fee, is_interlinked

Kind = ProcedureChange.Kind


class Counted(NamedTuple):
    """What is counted, and the filter of the list that shows exactly these."""

    label: str
    where: Q
    shown: str = ""


def _level(code: str, label: str) -> Counted:
    return Counted(label, Q(levels__contains=[code]), f"cap={code}")


def _online(level: OnlineLevel, label: str) -> Counted:
    return Counted(label, Q(online=level), f"tt={level}")


# What is in force on the last day.
HELD: Mapping[str, Counted] = MappingProxyType(
    {
        "procedures": Counted("Thủ tục đang áp dụng", Q()),
        "procedures_province": _level("province", "Thủ tục cấp tỉnh"),
        "procedures_district": _level("district", "Thủ tục cấp huyện"),
        "procedures_commune": _level("commune", "Thủ tục cấp xã"),
        "procedures_online_3": _online(OnlineLevel.LEVEL_3, "Thủ tục mức độ 3"),
        "procedures_online_4": _online(OnlineLevel.LEVEL_4, "Thủ tục mức độ 4"),
        "procedures_online_partial": _online(
            OnlineLevel.PARTIAL, "Dịch vụ công trực tuyến một phần"
        ),
        "procedures_online_full": _online(
            OnlineLevel.FULL, "Dịch vụ công trực tuyến toàn trình"
        ),
        "procedures_interlinked": Counted(
            "Thủ tục liên thông", Q(is_interlinked=True), "lt=co"
        ),
        "procedures_with_fee": Counted(
            "Thủ tục có thu phí, lệ phí", Q(asks_a_fee=True), "phi=co"
        ),
    }
)
# What decisions have done from the first day to the last, by day of effect.
CHANGED: Mapping[str, Counted] = MappingProxyType(
    {
        "procedures_new": Counted(
            "Thủ tục công bố mới", Q(kind=Kind.NEW), f"td={Kind.NEW}"
        ),
        "procedures_amended": Counted(
            "Thủ tục được sửa đổi, bổ sung", Q(kind=Kind.AMENDED), f"td={Kind.AMENDED}"
        ),
        "procedures_ended": Counted(
            "Thủ tục bãi bỏ, thay thế",
            Q(kind__in=[Kind.ABOLISHED, Kind.REPLACED]),
            f"td={Kind.REPLACED}&td={Kind.ABOLISHED}",
        ),
    }
)
LABELS = {name: one.label for name, one in (*HELD.items(), *CHANGED.items())}


def numbers(first: date, last: date) -> dict[str, int]:
    """Count the catalogue on ``last``, and what changed from ``first`` on.

    Two queries. What several decisions have changed counts once for each of them.
    """
    held = (
        ProcedureVersion.objects.current()
        .in_force(last)
        .annotate(asks_a_fee=asks_a_fee(last), is_interlinked=is_interlinked())
        .aggregate(
            **{name: Count("pk", filter=one.where) for name, one in HELD.items()}
        )
    )
    changed = ProcedureChange.objects.filter(
        effective_on__gte=first, effective_on__lte=last
    ).aggregate(
        **{name: Count("pk", filter=one.where) for name, one in CHANGED.items()}
    )
    return held | changed


def listed(
    name: str, first: date, last: date, unit_id: int = 0, level: str = ""
) -> str:
    """The address of the list of what a number counts, whoever's report it is in."""
    if name in CHANGED:
        way = reverse("registers:procedure_changes")
        return f"{way}?{CHANGED[name].shown}&tu={first}&den={last}"
    way, shown = reverse("registers:procedures"), HELD[name].shown
    return f"{way}?ngay={last}" + (f"&{shown}" if shown else "")
