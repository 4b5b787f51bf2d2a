"""Offices: which there are on a day, what each was, came from and became."""

from datetime import date
from typing import Any

from django.http import Http404
from django.utils import timezone
from ninja import Query, Schema
from pydantic import Field

from lienmach.indicators.queries.explain import unit_of
from lienmach.interop import lists, queries
from lienmach.interop.views.access import READERS, Request
from lienmach.interop.views.api import READ, api
from lienmach.interop.views.asking import Asked, Page, page
from lienmach.interop.views.kinds import Code, Day, Named
from lienmach.org.models import UnitVersion
from lienmach.org.queries.units import History, Kin, history


class UnitsAsked(Asked):
    q: str = Field("", max_length=200, description="Chữ trong tên, không cần dấu")
    ngay: Day | None = Field(None, description="Đơn vị của ngày nào; bỏ trống: hôm nay")


class UnitItem(Schema):
    code: str
    name: str
    short_name: str
    kind: str = Field(description="Mã loại đơn vị")
    kind_name: str
    level: str = Field(description="Mã cấp chính quyền")
    parent: str | None = Field(description="Mã đơn vị cấp trên")
    valid_from: date
    valid_to: date | None = Field(description="Ngày đầu tiên không còn hiệu lực")


class Version(Schema):
    name: str
    short_name: str
    kind: str
    level: str
    parent: str | None
    valid_from: date
    valid_to: date | None
    decision: str | None = Field(description="Văn bản thành lập, thay đổi")


class Successor(Named):
    effective_on: date
    decision: str


class UnitPage(Schema):
    code: str
    versions: list[Version] = Field(description="Từ cũ đến mới")
    predecessors: list[Successor]
    successors: list[Successor]


@api.get(
    "units",
    response={200: Page[UnitItem], **READ},
    auth=READERS,
    operation_id="units",
    summary="Đơn vị trong một ngày",
    tags=["Đơn vị"],
)
def units(request: Request, asked: Query[UnitsAsked]) -> dict[str, Any]:
    """Các đơn vị mà người gọi xem được, theo mã."""
    on = asked.ngay or timezone.localdate()
    rows = queries.units(request.actor, on=on)
    return page(request, lists.units(), rows, lambda found: [*map(_item, found)])


@api.get(
    "units/{code}",
    response={200: UnitPage, **READ},
    auth=READERS,
    operation_id="unit",
    summary="Một đơn vị: các thời kỳ, đơn vị trước và sau",
    tags=["Đơn vị"],
)
def unit(request: Request, code: Code) -> dict[str, Any]:
    """Tên, loại, cấp trên qua các thời kỳ; đơn vị nào nhập vào, tách ra."""
    found = unit_of(request.actor, code)
    if found is None:
        raise Http404
    told = history(found, on=timezone.localdate())
    parents = queries.codes_of(told.parents)
    return {
        "code": found.code,
        "versions": [_version(one, parents) for one in told.versions],
        **_kin(told),
    }


def _item(version: UnitVersion) -> dict[str, Any]:
    return {
        "code": version.unit.code,
        "name": version.name,
        "short_name": version.short_name,
        "kind": version.kind.code,
        "kind_name": version.kind.name,
        "level": version.level.code,
        "parent": version.parent.code if version.parent else None,
        "valid_from": version.valid_from,
        "valid_to": version.valid_to,
    }


def _version(version: UnitVersion, parents: dict[int, str]) -> dict[str, Any]:
    return {
        "name": version.name,
        "short_name": version.short_name,
        "kind": version.kind.code,
        "level": version.level.code,
        "parent": parents.get(version.parent_id or 0),
        "valid_from": version.valid_from,
        "valid_to": version.valid_to,
        "decision": str(version.decision) if version.decision else None,
    }


def _kin(told: History) -> dict[str, Any]:
    def said(kin: Kin) -> dict[str, Any]:
        return {
            "code": kin.unit.code,
            "name": kin.name,
            "effective_on": kin.succession.effective_on,
            "decision": str(kin.succession.decision),
        }

    return {
        "predecessors": [said(kin) for kin in told.before],
        "successors": [said(kin) for kin in told.after],
    }
