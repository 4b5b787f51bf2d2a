"""The API itself: what it is called, how it writes, and how it says no.

Operations stand in the modules beside this one; ``interop.urls`` loads them.
"""

from collections.abc import Iterable
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, ValidationError
from ninja.renderers import JSONRenderer
from pydantic import Field

from lienmach.base import errors
from lienmach.calc.refusal import Refused
from lienmach.interop.actions import TooOften
from lienmach.onestop.actions.look_up import Blocked

PREFIX = "/api/"
WORDS = {"ensure_ascii": False}


class Renderer(JSONRenderer):
    json_dumps_params = WORDS


class Fault(Schema):
    """What went wrong, in a sentence for people."""

    status: int = Field(description="Mã trạng thái HTTP")
    title: str
    text: str
    fields: dict[str, str] = Field(description="Tham số nào sai, sai gì")
    code: str = Field(
        description="Mã để đọc cho bộ phận hỗ trợ; nhật ký máy chủ có mã này"
    )


class Barred(PermissionDenied):
    """Not let in, for a reason that is told."""


class Absent(Http404):
    """Not there, in words of its own."""


class Wrong(Exception):
    """Parameters that cannot be read, each with what is wrong about it."""

    def __init__(self, **fields: str) -> None:
        super().__init__(fields)
        self.fields = fields


FAULTS = MappingProxyType(
    {
        400: ("Không đọc được yêu cầu", "Địa chỉ hoặc phần đầu của yêu cầu sai dạng."),
        401: (
            "Chưa cho biết là ai",
            "Gửi mã truy cập ở đầu «Authorization: Bearer …». Mã tạo ở trang «Tài "
            "khoản của tôi», mục «Mã truy cập».",
        ),
        403: (
            "Không có quyền đọc",
            "Người của mã này chưa được giao quyền đọc phần này.",
        ),
        404: (
            "Không tìm thấy",
            "Không có, hoặc thuộc đơn vị mà mã này không xem được.",
        ),
        405: ("Chỉ đọc", "Địa chỉ này chỉ nhận GET."),
        422: ("Tham số chưa đúng", "Sửa các tham số nêu dưới đây rồi gọi lại."),
        429: ("Gọi quá nhiều lần", "Đợi hết số giây ở «Retry-After» rồi gọi lại."),
        500: ("Lỗi của máy chủ", "Lỗi ở phía chúng tôi. Gọi lại sau, hoặc báo kèm mã."),
    }
)


def answer(
    request: HttpRequest,
    status: int,
    text: str = "",
    fields: dict[str, str] | None = None,
) -> HttpResponse:
    title, usual = FAULTS.get(status) or (HTTPStatus(status).phrase, "")
    said = {
        "status": status,
        "title": title,
        "text": text or usual,
        "fields": fields or {},
        "code": errors.code_of(request),
    }
    response = JsonResponse(said, status=status, json_dumps_params=WORDS)
    if status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = "Bearer"
    return response


DESCRIPTION = (
    "Đọc dữ liệu của phần mềm Liền Mạch từ phần mềm khác của cơ quan: đúng những gì "
    "người giữ mã xem được trên màn hình, không sửa được gì. Số trong biểu là chuỗi "
    "thập phân; ngày viết 2026-01-31; thời điểm kèm múi giờ; danh sách đi tiếp theo "
    "địa chỉ ở «next». Mỗi mã có số lần gọi một phút do cơ quan đặt; quá số ấy thì trả "
    "429, đầu «Retry-After» nói phải đợi bao nhiêu giây."
)
TAGS = ("Người gọi", "Đơn vị", "Thủ tục", "Số liệu", "Hồ sơ", "Báo cáo")
api = NinjaAPI(
    title="Liền Mạch",
    version="1",
    description=DESCRIPTION,
    openapi_url=None,
    docs_url=None,
    renderer=Renderer(),
    urls_namespace="interop",
    openapi_extra={"tags": [{"name": name} for name in TAGS]},
)
# What every operation may answer besides; those that ask who it is, and the others.
OPEN: dict[Any, Any] = {404: Fault, 422: Fault}
TOO_OFTEN: dict[Any, Any] = {429: Fault}
READ: dict[Any, Any] = {401: Fault, 403: Fault, **OPEN, **TOO_OFTEN}


@api.exception_handler(AuthenticationError)
def _unknown(request: HttpRequest, error: Any) -> HttpResponse:
    said = "" if error.message == "Unauthorized" else error.message
    return errors.answer(request, 401, text=said, reason=error)


@api.exception_handler(PermissionDenied)
def _barred(request: HttpRequest, error: Any) -> HttpResponse:
    """A reason of ours is told; the name of a right means nothing to a reader."""
    said = str(error) if isinstance(error, Barred) else ""
    return errors.answer(request, 403, text=said, reason=error)


@api.exception_handler(Http404)
def _absent(request: HttpRequest, error: Any) -> HttpResponse:
    said = str(error) if isinstance(error, Absent) else ""
    return errors.answer(request, 404, text=said, reason=error)


@api.exception_handler(Refused)
def _refused(request: HttpRequest, error: Any) -> HttpResponse:
    return errors.answer(request, 422, text=str(error))


@api.exception_handler(TooOften)
@api.exception_handler(Blocked)
def _blocked(request: HttpRequest, error: Any) -> HttpResponse:
    response = errors.answer(request, 429, text=str(error), reason=error)
    response["Retry-After"] = str(error.seconds)
    return response


@api.exception_handler(Wrong)
def _wrong(request: HttpRequest, error: Any) -> HttpResponse:
    return answer(request, 422, fields=error.fields)


def unasked(request: HttpRequest, names: Iterable[str]) -> HttpResponse:
    """Say which parameters there are not."""
    fields = {name[:40]: _SAID["extra_forbidden"] for name in names}
    return answer(request, 422, fields=fields)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: Any) -> HttpResponse:
    return answer(
        request, 422, fields={str(e["loc"][-1]): _words(e) for e in error.errors}
    )


# What pydantic finds, in our words; what a value may hold is named by its context.
_SAID = {
    "missing": "thiếu",
    "value_error": "{error}",
    "date_from_datetime_parsing": "không có ngày này",
    "string_too_long": "dài quá {max_length} ký tự",
    "string_too_short": "để trống",
    "string_pattern_mismatch": "có ký tự không dùng được",
    "literal_error": "chỉ nhận {expected}",
    "extra_forbidden": "không có tham số này",
}


def _words(error: dict[str, Any]) -> str:
    said = _SAID.get(error["type"], "không đọc được")
    return said.format(**error.get("ctx", {})).replace(" or ", " hoặc ")
