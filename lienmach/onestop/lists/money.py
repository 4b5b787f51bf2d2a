"""The book of money taken: what each receipt was for, line by line."""

from collections.abc import Mapping

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from lienmach.base.filters import Choice, Days, Search
from lienmach.base.lists import Column, Empty, List, View
from lienmach.onestop.models import Receipt, ReceiptLine
from lienmach.org.actions import audit
from lienmach.org.models import Verb


def takings(
    agencies: Mapping[int, str], counters: Mapping[int, str]
) -> List[ReceiptLine]:
    return List(
        name="takings",
        noun="khoản thu",
        sort="-so",
        file="so-thu",
        on_export=_note_export,
        link=lambda line: reverse("onestop:receipt", args=[line.receipt_id]),
        name_of=lambda line: str(line.receipt),
        empty=Empty(
            title="Chưa thu khoản nào",
            text="Mỗi biên lai thu phí, lệ phí ở quầy sẽ có trong sổ này.",
        ),
        views=(
            View(slug="con", label="Có hiệu lực", where=Q(receipt__cancelled_at=None)),
            View(
                slug="huy",
                label="Đã hủy",
                where=Q(receipt__cancelled_at__isnull=False),
            ),
            View(slug="tat-ca", label="Tất cả"),
        ),
        columns=(
            Column(
                slug="so",
                label="Biên lai",
                value=lambda line: str(line.receipt),
                sort="pk",
                place="lead",
            ),
            Column(slug="ngay", label="Ngày quỹ", value=lambda line: line.receipt.day),
            Column(
                slug="luc", label="Thu lúc", value=lambda line: line.receipt.paid_at
            ),
            Column(
                slug="hs",
                label="Hồ sơ",
                value=lambda line: line.receipt.dossier.case.code,
            ),
            Column(
                slug="nguoi",
                label="Người nộp tiền",
                value=lambda line: line.receipt.payer,
                place="rest",
            ),
            Column(
                slug="khoan",
                label="Khoản thu",
                value=lambda line: line.name,
                place="line",
            ),
            Column(
                slug="tien",
                label="Số tiền, đồng",
                value=lambda line: line.amount,
                is_number=True,
                place="end",
            ),
            Column(
                slug="cho",
                label="Thu cho",
                value=lambda line: agencies.get(line.agency_id, ""),
            ),
            Column(
                slug="hinh-thuc",
                label="Hình thức",
                value=lambda line: line.receipt.get_method_display(),
            ),
            Column(
                slug="ma",
                label="Mã giao dịch",
                value=lambda line: line.receipt.reference,
                only_export=True,
            ),
            Column(
                slug="quay",
                label="Quầy thu",
                value=lambda line: counters.get(line.receipt.unit_id, ""),
                only_export=True,
            ),
            Column(
                slug="ai",
                label="Người thu",
                value=lambda line: line.receipt.by.name,
                only_export=True,
            ),
            Column(
                slug="huy-ngay",
                label="Hủy trong ngày quỹ",
                value=lambda line: line.receipt.cancelled_day,
                only_export=True,
            ),
            Column(
                slug="huy-vi",
                label="Lý do hủy",
                value=lambda line: line.receipt.cancel_reason,
                only_export=True,
            ),
        ),
        filters=(
            Search(
                match=lambda words: (
                    Q(receipt__dossier__owner_key__contains=words)
                    | Q(receipt__dossier__case__code__icontains=words)
                ),
                is_quick=True,
                hint="mã hồ sơ, chủ hồ sơ",
            ),
            Days(label="Ngày quỹ", field="receipt__day", is_quick=True),
            Choice(
                slug="hinh-thuc",
                label="Hình thức",
                options=[(str(v), str(text)) for v, text in Receipt.Method.choices],
                field="receipt__method",
                is_quick=True,
            ),
            Choice(
                slug="cho",
                label="Thu cho",
                options=[(str(pk), name) for pk, name in agencies.items()],
                field="agency",
            ),
            Choice(
                slug="quay",
                label="Quầy thu",
                options=[(str(pk), name) for pk, name in counters.items()],
                field="receipt__unit",
            ),
        ),
    )


def _note_export(request: HttpRequest, kind: str) -> None:
    actor = request.actor  # type: ignore[attr-defined]  # see base.http.Request
    audit.write(
        Verb.EXPORTED,
        request.path,
        actor=actor,
        at=timezone.now(),
        unit_id=actor.unit_id,
        after={"tệp": kind, "bộ lọc": request.GET.urlencode()[:300]},
    )
