"""The change log of the catalogue."""

from django.db.models import Q
from django.urls import reverse

from lienmach.base.filters import Choice, Days, Search
from lienmach.base.lists import Column, Empty, List
from lienmach.registers.models import ProcedureChange


def changes() -> List[ProcedureChange]:
    return List(
        name="procedure_changes",
        file="thay-doi-thu-tuc",
        noun="thay đổi",
        sort="-hl",
        link=lambda change: reverse(
            "registers:procedure", args=[change.procedure.code]
        ),
        columns=(
            Column(
                slug="ma",
                label="Mã thủ tục",
                value=lambda change: change.procedure.code,
                sort="procedure__code",
                place="lead",
            ),
            Column(
                slug="td",
                label="Thay đổi",
                value=lambda change: change.get_kind_display(),
                place="rest",
            ),
            Column(
                slug="hl",
                label="Có hiệu lực từ",
                value=lambda change: change.effective_on,
                sort="effective_on",
                place="end",
            ),
            Column(
                slug="ten",
                label="Tên phiên bản",
                value=lambda change: change.version.name if change.version else "",
                place="line",
            ),
            Column(slug="qd", label="Quyết định", value=_decision, place="rest"),
            Column(
                slug="thay",
                label="Được thay bằng",
                value=lambda change: change.successor.code if change.successor else "",
            ),
        ),
        filters=(
            Search(
                match=lambda words: (
                    Q(procedure__code__istartswith=words) | Q(decision__icontains=words)
                ),
                hint="mã thủ tục, số quyết định",
                is_quick=True,
            ),
            Choice(
                slug="td",
                label="Thay đổi",
                options=[(k.value, k.label) for k in ProcedureChange.Kind],
                field="kind",
                is_quick=True,
            ),
            Days(label="Có hiệu lực", field="effective_on"),
        ),
        empty=Empty(
            title="Chưa có thay đổi nào",
            text="Mỗi phiên bản mới, mỗi lần bãi bỏ được ghi ở đây theo quyết định.",
        ),
    )


def _decision(change: ProcedureChange) -> str:
    return f"{change.decision} ngày {change.decided_on:%d/%m/%Y}, {change.decided_by}"
