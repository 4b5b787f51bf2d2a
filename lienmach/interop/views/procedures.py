"""The catalogue of procedures, open to everybody like its pages."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Query, Schema
from pydantic import Field

from lienmach.base.lists import List
from lienmach.calc.procedure_cells import SINCE, to_cells, to_json
from lienmach.interop.views.api import OPEN, api
from lienmach.interop.views.asking import Asked, Page, page
from lienmach.interop.views.kinds import Code, Day
from lienmach.registers.lists.procedures import procedures as procedures_list
from lienmach.registers.models import ProcedureVersion
from lienmach.registers.queries import procedures as queries

# What the office itself still has to do about a procedure is not for everybody.
PUBLIC = {"q", "lv", "cap", "tt", "nganh", "phi", "lt", "ngay"}


class DayAsked(Schema):
    ngay: Day | None = Field(None, description="Danh mục ngày nào; bỏ trống: hôm nay")


class ProceduresAsked(Asked, DayAsked):
    xem: str = Field(
        "", max_length=20, description="sap, het hoặc tat-ca; trống: đang áp dụng"
    )
    q: str = Field("", max_length=200, description="Tên, chữ đầu hoặc mã")
    lv: str = Field("", max_length=200, description="Số của lĩnh vực («field_id»)")
    cap: str = Field("", max_length=200, description="Mã cấp chính quyền")
    tt: str = Field("", max_length=200, description="Mức trực tuyến; khong: chưa có")
    nganh: str = Field(
        "", max_length=20, description="doc: ngành dọc; ngang: địa phương"
    )
    phi: str = Field("", max_length=20, description="co hoặc khong")
    lt: str = Field("", max_length=20, description="Liên thông: co hoặc khong")


class Component(Schema):
    name: str
    originals: int = 0
    copies: int = 0
    note: str = ""


class Fee(Schema):
    name: str
    amount: int = Field(description="Đồng")
    waiver: str = Field("", description="Ai được miễn, giảm")
    document: str = ""
    valid_from: str = Field("", description="Viết như 01/01/2021")
    last_day: str = Field("", description="Viết như 31/12/2025")


class Step(Schema):
    name: str
    unit_kind: str = ""
    share: str = Field("", description="Phần trăm thời hạn, như 12,5")


class Hop(Schema):
    name: str
    agency: str = ""
    limit: str = ""
    code: str = ""


class Procedure(Schema):
    """The same as the file that the catalogue is exported to, and read from again."""

    code: str
    name: str
    everyday_name: str
    field: str
    field_id: int
    levels: list[str]
    owner: str
    is_vertical: bool
    limit: str
    limit_note: str
    channels: list[str]
    online: str
    received_where: str
    result: str
    legal_basis: list[str]
    forms: list[str]
    components: list[Component]
    fees: list[Fee]
    steps: list[Step]
    hops: list[Hop]
    valid_from: date
    valid_to: date | None = Field(description="Ngày đầu tiên không còn áp dụng")


@api.get(
    "procedures",
    response={200: Page[Procedure], **OPEN},
    auth=None,
    operation_id="procedures",
    summary="Danh mục thủ tục trong một ngày",
    tags=["Thủ tục"],
)
def procedures(request: HttpRequest, asked: Query[ProceduresAsked]) -> dict[str, Any]:
    """Không cần mã truy cập. Thủ tục đang áp dụng trong ngày, kèm mọi nội dung."""
    on = asked.ngay or timezone.localdate()
    rows = queries.with_parts(queries.procedures(on=on))
    return page(request, _declared(on), rows, _told)


@api.get(
    "procedures/{code}",
    response={200: Procedure, **OPEN},
    auth=None,
    operation_id="procedure",
    summary="Một thủ tục trong một ngày",
    tags=["Thủ tục"],
)
def procedure(
    request: HttpRequest, code: Code, asked: Query[DayAsked]
) -> dict[str, Any]:
    """Không cần mã truy cập. Phiên bản của ngày ấy, không thì bản cuối hoặc sắp tới."""
    on = asked.ngay or timezone.localdate()
    rows = queries.with_parts(queries.procedures(on=on)).filter(procedure__code=code)
    found = _told(list(rows))
    if not found:
        raise Http404
    return found[0]


def _declared(on: date) -> List[ProcedureVersion]:
    every = procedures_list(
        on=on, fields=queries.fields(), words=queries.words(), may_add=False
    )
    return replace(every, filters=[f for f in every.filters if f.slug in PUBLIC])


def _told(rows: list[ProcedureVersion]) -> list[dict[str, Any]]:
    words = queries.words()
    return [
        to_json(to_cells(queries.draft_of(version), words))
        | {
            SINCE: version.valid_from,
            "valid_to": version.valid_to,
            "field_id": version.field_id,
        }
        for version in rows
    ]
