"""The list of notices of financial obligation."""

from datetime import date

from django.db.models import Q
from django.urls import reverse

from lienmach.base.filters import Days, Search
from lienmach.base.lists import Column, Empty, List, View
from lienmach.base.parts import chip
from lienmach.calc.text import fold
from lienmach.onestop.models import TaxNotice
from lienmach.onestop.queries import notices as queries


def notices(*, on: date) -> List[TaxNotice]:
    return List(
        name="tax_notices",
        file="thong-bao-nghia-vu-tai-chinh",
        noun="thông báo",
        sort="han",
        link=lambda one: (
            reverse("onestop:dossier", args=[one.dossier.case.code]) + "#thong-bao"
        ),
        views=(
            View(slug="", label="Chờ nộp", where=queries.WAITS, is_counted=True),
            View(
                slug="qua-han",
                label="Quá hạn nộp",
                where=queries.is_overdue(on),
                is_counted=True,
            ),
            View(
                slug="chua-trao",
                label="Chưa trao người nộp",
                where=queries.UNGIVEN,
                is_counted=True,
            ),
            View(slug="da-nop", label="Đã nộp", where=Q(paid_on__isnull=False)),
            View(slug="tat-ca", label="Tất cả"),
        ),
        columns=(
            Column(
                slug="ma",
                label="Hồ sơ",
                value=lambda one: one.dossier.case.code,
                place="lead",
            ),
            Column(
                slug="chu",
                label="Chủ hồ sơ",
                value=lambda one: one.dossier.owner_name,
                place="line",
            ),
            Column(
                slug="so", label="Thông báo", value=lambda one: one.number, place="rest"
            ),
            Column(
                slug="ngay",
                label="Ngày thông báo",
                value=lambda one: one.issued_on,
                sort="issued_on",
                only_export=True,
            ),
            Column(
                slug="cq",
                label="Cơ quan thuế",
                value=lambda one: one.issuer,
                only_export=True,
            ),
            Column(
                slug="tien",
                label="Số tiền, đồng",
                value=lambda one: one.amount,
                sort="amount",
                is_number=True,
                place="fact",
            ),
            Column(
                slug="nhan",
                label="Nhận được ngày",
                value=lambda one: one.came_on,
                only_export=True,
            ),
            Column(
                slug="trao",
                label="Trao",
                value=lambda one: given(one),
                show=lambda one: given(one).partition(":")[0],
                place="rest",
            ),
            Column(
                slug="han",
                label="Hạn nộp",
                value=lambda one: one.pay_by,
                sort="pay_by",
                place="fact",
            ),
            Column(
                slug="nop",
                label="Nộp ngày",
                value=lambda one: one.paid_on,
                sort="paid_on",
                is_nullable=True,
                only_export=True,
            ),
            Column(
                slug="ct",
                label="Chứng từ",
                value=lambda one: one.receipt,
                only_export=True,
            ),
            Column(
                slug="tt",
                label="Tình trạng",
                value=lambda one: state(one, on)[1],
                show=lambda one: chip(*state(one, on)),
                place="end",
            ),
        ),
        filters=(
            Search(
                match=lambda text: (
                    Q(number__icontains=text)
                    | Q(dossier__case__code__istartswith=text)
                    | Q(dossier__owner__name_key__contains=fold(text))
                ),
                hint="mã hồ sơ, số thông báo, họ tên",
                is_quick=True,
            ),
            Days(label="Hạn nộp", field="pay_by"),
            Days(label="Nộp tiền", field="paid_on", slug="ntu", until="nden"),
        ),
        empty=Empty(
            title="Chưa có thông báo nghĩa vụ tài chính nào",
            text="Khi cơ quan thuế gửi thông báo, mở hồ sơ và chọn «Nhận thông báo "
            "nghĩa vụ tài chính».",
        ),
    )


def given(one: TaxNotice) -> str:
    if not one.given_on:
        return "chưa trao" if one.is_ungiven else ""
    return f"{one.get_way_display()} {one.given_on:%d/%m/%Y}: {one.given_how}"


def state(one: TaxNotice, on: date) -> tuple[str, str]:
    """A chip: how a notice stands on a day."""
    if one.cancelled_at:
        return "paused", "đã hủy"
    if one.paid_on:
        is_late = one.paid_on > one.pay_by
        return ("late", "nộp trễ") if is_late else ("ontime", "đã nộp")
    if one.pay_by < on:
        return "over", f"quá hạn {(on - one.pay_by).days} ngày"
    return "soon", "chờ nộp"
