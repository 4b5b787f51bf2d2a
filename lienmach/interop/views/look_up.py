"""Where a dossier stands, for whoever has its code: what the public page tells."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Schema
from pydantic import Field

from lienmach.base.http import address_of
from lienmach.calc.refusal import Refused
from lienmach.interop.views.api import OPEN, TOO_OFTEN, Absent, api
from lienmach.interop.views.kinds import Code, Moment
from lienmach.onestop.actions import look_up as actions
from lienmach.onestop.flow import NATIONAL, State
from lienmach.onestop.queries.dossiers import told


class LookedUp(Schema):
    code: str
    title: str = Field(description="Tên thủ tục")
    state: str
    state_label: str
    national_state: int | None = Field(description="Trạng thái quốc gia, 1 đến 10")
    received_at: Moment
    promised_at: Moment | None = Field(description="Hẹn trả, theo giấy hẹn cuối")
    finished_at: Moment | None = Field(description="Lúc có kết quả")
    standing: str
    standing_label: str


@api.get(
    "look-up/{code}",
    response={200: LookedUp, **OPEN, **TOO_OFTEN},
    auth=None,
    operation_id="look_up",
    summary="Tra cứu hồ sơ theo mã trên giấy hẹn",
    tags=["Hồ sơ"],
)
def look_up(request: HttpRequest, code: Code, response: HttpResponse) -> dict[str, Any]:
    """Không cần mã truy cập, như trang Tra cứu: không tên ai, không giấy tờ.

    Mã sai nhiều lần từ một máy thì máy ấy phải đợi.
    """
    now = timezone.now()
    try:
        dossier = actions.find(code, address=address_of(request), at=now)
    except actions.Blocked:
        raise
    except Refused as refused:
        raise Absent(str(refused)) from refused
    response["Cache-Control"] = "no-store"
    case, stands = dossier.case, told(dossier, now=now)
    return {
        "code": case.code,
        "title": dossier.title,
        "state": case.state,
        "state_label": str(State(case.state).label),
        "national_state": NATIONAL.get(State(case.state)),
        "received_at": case.received_at,
        "promised_at": case.promised_at,
        "finished_at": case.finished_at,
        "standing": str(stands.standing),
        "standing_label": stands.text,
    }
