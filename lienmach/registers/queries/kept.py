"""Numbers of registers that reports count once an office says that it keeps them."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from django.urls import reverse

from lienmach.calc.forms import NONE, Value, share
from lienmach.registers.models import Milestone, Review, UnitMark
from lienmach.registers.queries import marks, milestones
from lienmach.registers.queries.reviews import APPROVED

Kind = UnitMark.Kind
APPROVALS, SHARE = "reviews_approved", "units_connected_share"
LABELS: Mapping[str, str] = MappingProxyType(
    {
        APPROVALS: "Phương án đơn giản hóa được phê duyệt",
        "procedures_anywhere": "Thủ tục tiếp nhận không phụ thuộc địa giới",
        "procedures_national": "Thủ tục tích hợp Cổng Dịch vụ công quốc gia",
        "procedures_payment": "Thủ tục thanh toán được trực tuyến",
        SHARE: "Tỷ lệ đơn vị kết nối hệ thống một cửa tập trung",
    }
)
REGISTERS: Mapping[str, str] = MappingProxyType(
    {
        APPROVALS: Kind.REVIEWS,
        "procedures_anywhere": Kind.ANYWHERE,
        "procedures_national": Kind.NATIONAL,
        "procedures_payment": Kind.PAYMENT,
        SHARE: Kind.SYSTEM,
    }
)
MILESTONES = {
    "procedures_anywhere": Milestone.Kind.ANYWHERE,
    "procedures_national": Milestone.Kind.NATIONAL,
    "procedures_payment": Milestone.Kind.PAYMENT,
}


def numbers(
    names: Collection[str], units: Collection[int], level: str, first: date, last: date
) -> dict[str, Value]:
    """What the registers have of some units; of the catalogue, which has none, all.

    What happened is counted from ``first`` to ``last``, what holds on ``last``.
    """
    found: dict[str, Value] = {}
    if APPROVALS in names:
        rows = Review.objects.current().filter(APPROVED, unit__in=units)
        between = rows.filter(approved_on__gte=first, approved_on__lte=last)
        found[APPROVALS] = Value.of(between.count())
    if SHARE in names:
        rows_of_level = marks.committees(on=last).filter(unit__in=units)
        if level:
            rows_of_level = rows_of_level.filter(level__code=level)
        told = marks.connected(rows_of_level, on=last)
        found[SHARE] = _share(told)
    if MILESTONES.keys() & names:
        marked = {one.kind: one.marked for one in milestones.counts(last)}
        for name in MILESTONES.keys() & names:
            found[name] = Value.of(marked[MILESTONES[name]])
    return found


def _share(told: list[marks.Connected]) -> Value:
    whole, there = sum(one.whole for one in told), sum(one.connected for one in told)
    found = share(Decimal(there), Decimal(whole), 1, percent=True)
    return Value.of(found.value) if found.value is not None else NONE


def listed(name: str, first: date, last: date, unit_id: int, level: str) -> str:
    """The address of the entries behind a number of a unit and those below it.

    Of a share that is the list of the whole: who is in it stands beside each.
    """
    if name == APPROVALS:
        way = reverse("registers:reviews")
        return f"{way}?xem=duyet&ptu={first}&pden={last}&pv={unit_id}"
    if name == SHARE:
        of_level = f"&cap={level}" if level else ""
        return f"{reverse('registers:on_system')}?ngay={last}&pv={unit_id}{of_level}"
    way = reverse("registers:procedures")
    return f"{way}?moc={MILESTONES[name].value}&ngay={last}"
