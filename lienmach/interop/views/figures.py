"""Forms and their figures: what the command ``lienmach figures`` prints."""

from datetime import date
from typing import Any, Literal

from django.http import Http404
from django.utils import timezone
from ninja import Query, Schema
from pydantic import Field

from lienmach.calc.forms import Form
from lienmach.calc.period import Window
from lienmach.indicators.queries.ask import ask
from lienmach.indicators.queries.explain import unit_of
from lienmach.indicators.queries.forms import library
from lienmach.interop.views.access import READERS, Request
from lienmach.interop.views.api import READ, Wrong, api
from lienmach.interop.views.kinds import Code, Day


class FormItem(Schema):
    code: str
    title: str
    group: str = Field(description="Nhóm biểu; cchc: các phụ lục báo cáo CCHC")
    since: date | None
    until: date | None = Field(description="Ngày cuối còn dùng")


class FormRow(Schema):
    code: str
    label: str
    unit: str = Field(description="Đơn vị tính")
    kind: str = Field(
        description="section, measure, formula, manual, choice, collected"
    )
    level: str = Field(description="Chỉ đếm đơn vị cấp này; trống: mọi cấp")


class FormPage(FormItem):
    rows: list[FormRow]


class FiguresAsked(Schema):
    unit: str = Field(min_length=1, max_length=60, description="Mã đơn vị")
    from_: Day = Field(alias="from", description="Ngày đầu")
    to: Day = Field(description="Ngày cuối, cũng tính")
    form: str = Field("", max_length=60, description="Mã biểu; trống: các phụ lục CCHC")
    as_: Literal["then", "now"] = Field(
        "then",
        alias="as",
        description="Đơn vị như lúc ấy (then) hay quy về đơn vị kế thừa hôm nay (now)",
    )


class FigureRow(Schema):
    form: str
    code: str
    label: str
    state: str = Field(
        description="value: có số; none: không phát sinh; not_ours: không thuộc thẩm "
        "quyền; blank: để trống"
    )
    value: str | None
    numerator: str | None
    denominator: str | None
    source: str


class Figures(Schema):
    warnings: list[str] = Field(description="Số thiếu gì, cũ đến đâu; trống là đủ")
    rows: list[FigureRow]


@api.get(
    "forms",
    response={200: list[FormItem], **READ},
    auth=READERS,
    operation_id="forms",
    summary="Các biểu",
    tags=["Số liệu"],
)
def forms(request: Request) -> list[dict[str, Any]]:
    """Mã và tên các biểu, như lệnh lienmach forms."""
    return [_item(form) for _, form in sorted(library().forms.items())]


@api.get(
    "forms/{code}",
    response={200: FormPage, **READ},
    auth=READERS,
    operation_id="form",
    summary="Các dòng của một biểu",
    tags=["Số liệu"],
)
def form(request: Request, code: Code) -> dict[str, Any]:
    """Mã dòng, tên dòng, đơn vị tính và số ở dòng ấy từ đâu mà có."""
    found = library().get(code)
    if found is None:
        raise Http404
    rows = [
        {
            "code": row.code,
            "label": row.label,
            "unit": row.unit,
            "kind": row.kind.value,
            "level": row.level,
        }
        for row in found.rows
    ]
    return {**_item(found), "rows": rows}


@api.get(
    "figures",
    response={200: Figures, **READ},
    auth=READERS,
    operation_id="figures",
    summary="Số liệu của một biểu",
    tags=["Số liệu"],
)
def figures(request: Request, asked: Query[FiguresAsked]) -> dict[str, Any]:
    """Số của một đơn vị cùng các đơn vị trực thuộc, trong các ngày từ from đến to.

    «rows» là đúng những gì lệnh lienmach figures in ra. Số là chuỗi thập phân.
    """
    if unit_of(request.actor, asked.unit) is None:
        raise Wrong(unit="không có đơn vị mã này, hoặc không xem được")
    if asked.to < asked.from_:
        raise Wrong(to="trước ngày đầu")
    if asked.form and library().get(asked.form) is None:
        raise Wrong(form="không có biểu mã này; xem forms")
    answer = ask(
        asked.unit,
        Window(asked.from_, asked.to),
        form=asked.form or None,
        how=asked.as_,
        today=timezone.localdate(),
        seen=request.actor.unit_ids,
    )
    return {"warnings": answer.warnings, "rows": answer.rows}


def _item(form: Form) -> dict[str, Any]:
    return {
        "code": form.code,
        "title": form.title,
        "group": form.group,
        "since": form.since,
        "until": form.until,
    }
