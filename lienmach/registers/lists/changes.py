"""The change log of the catalogue."""

from datetime import date

from django.db.models import Q
from django.urls import reverse

from lienmach.base.filters import Choice, Days, Search
from lienmach.base.lists import Action, Column, Empty, List, View
from lienmach.base.parts import chip, number
from lienmach.registers.actions.procedures import RIGHT
from lienmach.registers.models import ProcedureChange
from lienmach.registers.queries import procedures as queries


def changes(*, on: date) -> List[ProcedureChange]:
    """``on`` is the day up to which a process that did not follow has waited."""
    return List(
        name="procedure_changes",
        file="thay-doi-thu-tuc",
        noun="thay đổi",
        sort="-hl",
        link=lambda change: reverse(
            "registers:procedure", args=[change.procedure.code]
        ),
        views=(
            View(slug="", label="Tất cả"),
            View(
                slug="cho",
                label="Quy trình chưa cập nhật",
                where=queries.AWAITS,
                is_counted=True,
            ),
            View(slug="xong", label="Đã cập nhật", where=queries.IS_FOLLOWED),
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
                show=_kind,
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
                only_export=True,
            ),
            Column(
                slug="qt",
                label="Quy trình nội bộ",
                value=lambda change: _process(change, on)[1],
                show=lambda change: _shown(change, on),
                place="fact",
            ),
            Column(
                slug="vbqt",
                label="Văn bản về quy trình",
                value=lambda change: getattr(change, "followed_by", "") or "",
                only_export=True,
            ),
            Column(
                slug="ngay",
                label="Số ngày từ ngày ký đến khi cập nhật",
                value=lambda change: _days(change, on),
                is_number=True,
                only_export=True,
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
            Days(label="Ngày ký", field="decided_on", slug="ktu", until="kden"),
        ),
        empty=Empty(
            title="Chưa có thay đổi nào",
            text="Mỗi phiên bản mới, mỗi lần bãi bỏ được ghi ở đây theo quyết định.",
        ),
        actions=(
            Action(
                slug="qt",
                label="Ghi quy trình đã cập nhật",
                url_name="registers:processes_mark",
                right=RIGHT,
                refuses=lambda change: "" if _asks(change) else "không phải cập nhật",
                fits=lambda: queries.AWAITS,
            ),
        ),
    )


def _decision(change: ProcedureChange) -> str:
    return f"{change.decision} ngày {change.decided_on:%d/%m/%Y}, {change.decided_by}"


def _kind(change: ProcedureChange) -> str:
    by = f" bằng {change.successor.code}" if change.successor else ""
    return change.get_kind_display() + by


def _asks(change: ProcedureChange) -> bool:
    """Whether the inner process has still to follow this change."""
    is_change = change.kind in (ProcedureChange.Kind.NEW, ProcedureChange.Kind.AMENDED)
    is_held = bool(getattr(change, "is_held", False))
    return is_change and is_held and getattr(change, "followed_on", None) is None


def _days(change: ProcedureChange, on: date) -> int | None:
    """From the signing to the process that followed; to today where none has yet."""
    followed: date | None = getattr(change, "followed_on", None)
    if followed is None and not _asks(change):
        return None
    return max(((followed or on) - change.decided_on).days, 0)


def _process(change: ProcedureChange, on: date) -> tuple[str, str]:
    """A chip: how the inner process stands to a change; no words where it need not."""
    days = _days(change, on)
    if days is None:
        return "paused", ""
    if _asks(change):
        return "soon", f"chưa, đã {number(days)} ngày"
    return "ontime", f"cập nhật sau {number(days)} ngày"


def _shown(change: ProcedureChange, on: date) -> object:
    status, words = _process(change, on)
    return chip(status, words) if words else ""
