"""Periodic reports and their figures, and the documents that texts cite."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Schema
from pydantic import Field

from lienmach.calc.forms import Value
from lienmach.indicators.queries.forms import Figure, said
from lienmach.interop.views.access import READERS, Request
from lienmach.interop.views.api import READ, api
from lienmach.interop.views.asking import Asked, Page, page
from lienmach.interop.views.figures import FigureRow
from lienmach.interop.views.kinds import Code, Day, Moment, Named
from lienmach.org.queries import names_on
from lienmach.registers import queries as registers
from lienmach.registers.lists import documents as documents_list
from lienmach.registers.models import OfficialDocument
from lienmach.reporting.lists import reports as reports_list
from lienmach.reporting.models import Report
from lienmach.reporting.queries import reports as queries
from lienmach.reporting.queries import rounds


class ReportsAsked(Asked):
    xem: str = Field("", max_length=20, description="cho-toi (khi trống), tat-ca, tre")
    dv: str = Field("", max_length=300, description="Số của đơn vị («unit_id»)")
    tt: str = Field("", max_length=300, description="Bước («state»)")
    loai: str = Field("", max_length=60, description="Loại («kind»)")
    tu: Day | None = Field(None, description="Hạn nộp từ ngày")
    den: Day | None = Field(None, description="Hạn nộp đến hết ngày")


class ReportItem(Schema):
    code: str
    kind: str
    regime: str = Field(description="Chế độ báo cáo")
    period: str = Field(description="Kỳ, bằng lời")
    start: date = Field(description="Số liệu từ ngày")
    end: date
    unit: Named
    unit_id: int
    state: str
    state_label: str
    due_at: Moment | None
    handed_in_at: Moment | None
    forms: int = Field(description="Số biểu")
    forms_handed_in: int


class SheetItem(Schema):
    form: str
    title: str
    state: str
    rows: list[FigureRow]


class ReportPage(ReportItem):
    is_frozen: bool = Field(description="Số đã chốt; chưa chốt thì là số lúc này")
    sheets: list[SheetItem]


class DocumentsAsked(Asked):
    q: str = Field("", max_length=200, description="Số, ký hiệu, cơ quan, trích yếu")
    loai: str = Field("", max_length=300, description="Loại, như Quyết định")
    nam: str = Field(
        "", max_length=200, description="Năm; nhiều thì cách bằng dấu phẩy"
    )
    cq: str = Field("", max_length=200, description="Cơ quan ban hành")
    bc: str = Field("", max_length=200, description="Được viện dẫn ở báo cáo tên này")
    tu: Day | None = Field(None, description="Ban hành từ ngày")
    den: Day | None = Field(None, description="Ban hành đến hết ngày")


class DocumentItem(Schema):
    number: str
    type: str
    issuer: str
    issued_on: date | None
    year: int | None
    subject: str
    cited: int = Field(description="Được viện dẫn mấy lần trong văn bản xem được")


@api.get(
    "reports",
    response={200: Page[ReportItem], **READ},
    auth=READERS,
    operation_id="reports",
    summary="Báo cáo của các kỳ",
    tags=["Báo cáo"],
)
def reports(request: Request, asked: Query[ReportsAsked]) -> dict[str, Any]:
    """Báo cáo mà người gọi xem được; bộ lọc như ở trang /cb/bao-cao/."""
    actor = request.actor
    units = rounds.unit_names(actor)
    declared = reports_list.reports(units, queries.waiting(actor), timezone.now())
    names = {pk: name.strip() for pk, name in units}

    def tell(rows: list[Report]) -> list[dict[str, Any]]:
        return [_report(row, names.get(row.unit_id, "")) for row in rows]

    return page(request, declared, queries.reports(actor), tell)


@api.get(
    "reports/{code}",
    response={200: ReportPage, **READ},
    auth=READERS,
    operation_id="report",
    summary="Một báo cáo với số liệu các biểu",
    tags=["Báo cáo"],
)
def report(request: Request, code: Code) -> dict[str, Any]:
    """Số đã chốt nếu báo cáo đã chốt, không thì số lúc này."""
    rows = queries.reports(request.actor)
    found = get_object_or_404(rows, case__code=code)
    cells = queries.cells(found)
    names = names_on([found.unit_id], found.round.end)
    sheets = [
        {
            "form": sheet.form,
            "title": sheet.title,
            "state": sheet.state,
            "rows": [
                {**said(Figure(cell.row, _bare(cell.value))), "form": sheet.form}
                for cell in cells.get(sheet.form, [])
            ],
        }
        for sheet in found.sheets.all()
    ]
    return _report(found, names.get(found.unit_id, "")) | {
        "is_frozen": found.is_locked,
        "sheets": sheets,
    }


@api.get(
    "documents",
    response={200: Page[DocumentItem], **READ},
    auth=READERS,
    operation_id="documents",
    summary="Sổ văn bản được viện dẫn",
    tags=["Báo cáo"],
)
def documents(request: Request, asked: Query[DocumentsAsked]) -> dict[str, Any]:
    """Văn bản mà báo cáo của các đơn vị người gọi xem được viện dẫn tới."""
    declared = documents_list.documents(until=timezone.localdate().year)
    rows = registers.documents(request.actor)
    return page(request, declared, rows, lambda found: [*map(_document, found)])


def _report(report: Report, name: str) -> dict[str, Any]:
    """A report that was fetched by ``queries.reports``."""
    case, of = report.case, report.round
    forms: int = getattr(report, "forms", 0)
    done: int = getattr(report, "done", 0)
    return {
        "code": case.code,
        "kind": case.kind,
        "regime": str(of.regime),
        "period": of.period_name,
        "start": of.start,
        "end": of.end,
        "unit": {"code": report.unit.code, "name": name or report.unit.code},
        "unit_id": report.unit_id,
        "state": case.state,
        "state_label": report.state_name,
        "due_at": case.promised_at,
        "handed_in_at": case.finished_at,
        "forms": forms,
        "forms_handed_in": done,
    }


def _bare(value: Value) -> Value:
    """A cell without the zeros that the table keeps behind its numbers."""
    number, above, below = (
        one.normalize() if one is not None else None
        for one in (value.value, value.above, value.below)
    )
    return replace(value, value=number, above=above, below=below)


def _document(document: OfficialDocument) -> dict[str, Any]:
    cited: int = getattr(document, "cited", 0)
    return {
        "number": document.number,
        "type": document.type,
        "issuer": document.issuer,
        "issued_on": document.issued_on,
        "year": document.year,
        "subject": document.subject,
        "cited": cited,
    }
