"""Who the API takes a caller for: the first thing to try with a new token."""

from typing import Any

from ninja import Schema
from pydantic import Field

from lienmach.interop.views.access import READERS, Request
from lienmach.interop.views.api import READ, api
from lienmach.interop.views.kinds import Moment, Named
from lienmach.org.middleware import person_of


class TokenItem(Schema):
    name: str
    expires_at: Moment


class Me(Schema):
    name: str
    username: str
    unit: Named = Field(description="Đọc như người làm việc ở đơn vị này")
    rights: list[str] = Field(description="Mã các quyền ở đơn vị này")
    token: TokenItem | None = Field(description="null khi đọc bằng phiên đăng nhập")


@api.get(
    "me",
    response={200: Me, **READ},
    auth=READERS,
    operation_id="me",
    summary="Đang đọc với tư cách ai",
    tags=["Người gọi"],
)
def me(request: Request) -> dict[str, Any]:
    """Người, đơn vị và quyền mà máy chủ hiểu từ mã truy cập hoặc phiên đăng nhập."""
    person, here, token = person_of(request), request.desk.here, request.token
    said = {"name": token.name, "expires_at": token.expires_at} if token else None
    return {
        "name": person.name,
        "username": person.username,
        "unit": {"code": here.code, "name": here.name},
        "rights": sorted(request.actor.rights),
        "token": said,
    }
