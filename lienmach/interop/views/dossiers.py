"""Dossiers that an actor sees: the list of work, and one of them with its deadline.

Nobody's personal data is told unless it is asked for; then the audit says to whom.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal

from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Schema
from pydantic import Field

from lienmach.base.lists import List
from lienmach.calc.local import day_of
from lienmach.calc.standing import Told
from lienmach.interop import actions, queries
from lienmach.interop.views.access import READERS, Request
from lienmach.interop.views.api import READ, api
from lienmach.interop.views.asking import Asked, Page, page
from lienmach.interop.views.kinds import Code, Day, Moment
from lienmach.onestop.flow import NATIONAL, State
from lienmach.onestop.lists.work import Work, nothing, told_of
from lienmach.onestop.models import Dossier
from lienmach.onestop.queries import clock, trail
from lienmach.onestop.queries import dossiers as one
from lienmach.onestop.queries import work as work_queries
from lienmach.onestop.queries.dossier_page import reach

OWNERS = "chu-ho-so"


class OwnerAsked(Schema):
    kem: Literal["", "chu-ho-so"] = Field(
        "", description="chu-ho-so: kèm chủ hồ sơ; mỗi lần đọc được ghi vào nhật ký"
    )


class DossiersAsked(Asked, OwnerAsked):
    xem: str = Field(
        "",
        max_length=20,
        description="Khung nhìn; trống: của tôi; tat-ca, qua-han, sap-den-han, "
        "tam-dung, da-bo-sung, cho-ky, moi-den, da-xong",
    )
    q: str = Field("", max_length=200, description="Mã, tên, p + 4 số cuối điện thoại")
    lv: str = Field("", max_length=500, description="Lĩnh vực, như ho-tich")
    han: str = Field(
        "",
        max_length=200,
        description="trong-han, sap-den-han, qua-han, tam-dung, tra-som, dung-han, "
        "tra-tre; nhiều thì cách bằng dấu phẩy",
    )
    tt: str = Field("", max_length=200, description="Chữ trong mã, tên thủ tục")
    tth: str = Field(
        "", max_length=300, description="Trạng thái, như dang-xu-ly,cho-ky"
    )
    dv: str = Field("", max_length=500, description="Mã đơn vị đang giữ, chữ thường")
    thuoc: str = Field("", max_length=500, description="Mã đơn vị, kể cả trực thuộc")
    cb: str = Field("", max_length=500, description="Tên đăng nhập; toi, chua")
    thu: str = Field("", max_length=20, description="cho-ky: có thư xin lỗi chờ ký")
    kenh: str = Field("", max_length=60, description="tai-quay, truc-tuyen, buu-chinh")
    tu: Day | None = Field(None, description="Tiếp nhận từ ngày")
    den: Day | None = Field(None, description="Tiếp nhận đến hết ngày")


class Owner(Schema):
    name: str


class Reached(Owner):
    """How the owner is reached, masked as on the page."""

    id_number: str
    phone: str
    email: str


class DossierItem(Schema):
    code: str
    procedure: str = Field(description="Mã thủ tục")
    title: str = Field(description="Tên thủ tục, hay chặng liên thông")
    field: str = Field(description="Lĩnh vực")
    channel: str
    state: str
    state_label: str
    national_state: int | None = Field(description="Trạng thái quốc gia, 1 đến 10")
    received_at: Moment
    promised_at: Moment | None = Field(description="Hẹn trả, theo giấy hẹn cuối")
    due_at: Moment | None = Field(description="Hạn tính lại; null khi đang tạm dừng")
    finished_at: Moment | None = Field(description="Lúc có kết quả")
    closed_at: Moment | None
    standing: str = Field(
        description="ontime, soon, over, paused, early, done, late, none"
    )
    standing_label: str
    received_unit: str = Field(description="Mã đơn vị tiếp nhận")
    unit: str = Field(description="Mã đơn vị đang giữ")
    decides_unit: str = Field(description="Mã đơn vị giải quyết")
    officer: str = Field(description="Người xử lý")
    owner: Owner | None = Field(description="Chỉ khi hỏi kem=chu-ho-so")


class CountedDay(Schema):
    day: date
    note: str
    is_sure: bool = Field(description="Ngày nghỉ, làm bù này đã chắc chắn")


class Wait(Schema):
    kind: str
    started_at: Moment
    ended_at: Moment | None


class Promised(Schema):
    cause: str
    promised_at: Moment
    made_at: Moment
    withdrawn_at: Moment | None


class Deadline(Schema):
    limit: str = Field(description="Thời hạn của thủ tục, bằng lời")
    used: str
    amount: str
    unit: str
    document: str = Field(description="Văn bản quy định cách tính khi đã có bổ sung")
    problem: str = Field(description="Vì sao chưa kể được; trống là kể được")
    days: list[CountedDay] = Field(description="Đã tính từng ngày thế nào")
    waits: list[Wait]
    promises: list[Promised]


class Event(Schema):
    step: str
    words: str
    at: Moment
    is_undone: bool


class DossierPage(DossierItem):
    owner: Reached | None = Field(description="Chỉ khi hỏi kem=chu-ho-so; số đã che")
    deadline: Deadline
    events: list[Event] = Field(description="Từ mới đến cũ")


@api.get(
    "dossiers",
    response={200: Page[DossierItem], **READ},
    auth=READERS,
    operation_id="dossiers",
    summary="Danh sách hồ sơ",
    tags=["Hồ sơ"],
)
def dossiers(request: Request, asked: Query[DossiersAsked]) -> dict[str, Any]:
    """Hồ sơ mà người gọi xem được; bộ lọc là bộ lọc trong địa chỉ trang /cb/viec/."""
    now, actor = timezone.now(), request.actor
    clocks = work_queries.Clocks(actor, now)

    def tell(rows: list[Dossier]) -> list[dict[str, Any]]:
        codes = _codes(rows)
        return [
            _item(row, clocks.told(row), codes)
            | {"owner": {"name": row.owner_name} if asked.kem else None}
            for row in rows
        ]

    declared, rows = _declared(request, clocks, now), queries.dossiers(actor)
    found = page(request, declared, rows, tell, besides=("kem",))
    if asked.kem:
        sent = request.GET.urlencode()
        actions.note_list(sent, actor=actor, token=request.token, at=now)
    return found


@api.get(
    "dossiers/{code}",
    response={200: DossierPage, **READ},
    auth=READERS,
    operation_id="dossier",
    summary="Một hồ sơ: trạng thái, hạn tính thế nào, các bước",
    tags=["Hồ sơ"],
)
def dossier(request: Request, code: Code, asked: Query[OwnerAsked]) -> dict[str, Any]:
    """Không có nội dung giấy tờ, ghi chú nội bộ."""
    now = timezone.now()
    rows = work_queries.with_shown(queries.dossiers(request.actor))
    found = get_object_or_404(rows.select_related("owner"), case__code=code)
    if asked.kem:
        actions.note_one(found, actor=request.actor, token=request.token, at=now)
    calendar = clock.calendar_of(found.case)
    return _item(found, one.told(found, now=now), _codes([found])) | {
        "owner": _owner(found) if asked.kem else None,
        "deadline": _deadline(clock.story(found.case, calendar, now=now)),
        "events": [
            {"step": e.step, "words": e.words, "at": e.at, "is_undone": bool(e.undone)}
            for e in trail.entries(found)
        ],
    }


def _declared(
    request: Request, clocks: work_queries.Clocks, now: datetime
) -> List[Dossier]:
    choices = work_queries.choices(request.actor, on=day_of(now))
    empty = nothing(mine=False, next_due=None, now=now)
    return Work(request.actor, now, choices, clocks, empty).declared


def _codes(rows: list[Dossier]) -> dict[int, str]:
    cases = [row.case for row in rows]
    return queries.codes_of(
        unit
        for case in cases
        for unit in (case.received_unit_id, case.unit_id, case.decides_unit_id)
    )


def _item(dossier: Dossier, told: Told, codes: Mapping[int, str]) -> dict[str, Any]:
    """A dossier that was fetched ``with_shown``."""
    case = dossier.case
    return {
        "code": case.code,
        "procedure": told_of(dossier, "procedure_code"),
        "title": told_of(dossier, "titled"),
        "field": told_of(dossier, "field_name"),
        "channel": dossier.channel,
        "state": case.state,
        "state_label": str(State(case.state).label),
        "national_state": NATIONAL.get(State(case.state)),
        "received_at": case.received_at,
        "promised_at": case.promised_at,
        "due_at": case.due_at,
        "finished_at": case.finished_at,
        "closed_at": case.closed_at,
        "standing": str(told.standing),
        "standing_label": told.text,
        "received_unit": codes[case.received_unit_id],
        "unit": codes[case.unit_id],
        "decides_unit": codes[case.decides_unit_id],
        "officer": told_of(dossier, "person_name"),
    }


def _owner(dossier: Dossier) -> dict[str, str]:
    by = reach(dossier, is_whole=False)
    return {
        "name": dossier.owner_name,
        "id_number": by.id_number,
        "phone": by.phone,
        "email": by.email,
    }


def _deadline(story: clock.Story) -> dict[str, Any]:
    return {
        "limit": story.limit,
        "used": story.used,
        "amount": story.amount,
        "unit": story.unit,
        "document": story.document if story.both else "",
        "problem": story.problem,
        "days": [
            {"day": told.day, "note": told.note, "is_sure": told.is_sure}
            for told in story.days
        ],
        "waits": [
            {"kind": w.kind, "started_at": w.started_at, "ended_at": w.ended_at}
            for w, _ in story.waits
        ],
        "promises": [
            {
                "cause": p.cause,
                "promised_at": p.promised_at,
                "made_at": p.made_at,
                "withdrawn_at": p.withdrawn_at,
            }
            for p in story.promises
        ],
    }
