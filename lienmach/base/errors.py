"""What is shown when something could not be done: what happened, and what to do now.

Each answer carries a short code to read over the telephone; the log has the same one.
"""

import logging
import secrets
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import Resolver404, is_valid_path, reverse
from django.utils.http import escape_leading_slashes

from lienmach.base.navigation import registry

# No letter or digit that is taken for another one over the telephone.
LETTERS = "ACDEFGHKLMNPQRTUVXY34679"
LONGEST_LOGGED = 200
log = logging.getLogger("lienmach.answers")


class TooMany(Exception):
    """Asked too often; may be asked again after so many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Fault(NamedTuple):
    title: str
    text: str


FAULTS: Mapping[int, Fault] = MappingProxyType(
    {
        400: Fault(
            "Không đọc được yêu cầu",
            "Địa chỉ hoặc nội dung gửi lên bị thiếu hay sai dạng. Hãy quay lại trang "
            "trước và thử lại.",
        ),
        403: Fault(
            "Không có quyền xem",
            "Tài khoản này chưa được giao quyền dùng phần này. Nếu cần cho công việc, "
            "hãy nhờ người quản trị của đơn vị giao quyền.",
        ),
        404: Fault(
            "Không tìm thấy trang",
            "Địa chỉ này không có, đã đổi, hoặc nội dung thuộc đơn vị khác. Hãy kiểm "
            "tra lại địa chỉ, hoặc tìm từ trang đầu.",
        ),
        405: Fault(
            "Không mở được trang này",
            "Địa chỉ này chỉ nhận nội dung gửi từ một trang khác, không mở riêng được. "
            "Hãy quay lại trang trước đó và bấm nút ở trang ấy.",
        ),
        422: Fault("Chưa thực hiện được", ""),
        429: Fault(
            "Thử quá nhiều lần",
            "Để giữ an toàn, chức năng này tạm dừng ít phút. Hãy đợi rồi thử lại; nội "
            "dung đang nhập vẫn còn.",
        ),
        500: Fault(
            "Chưa thực hiện được",
            "Lỗi ở phía chúng tôi. Nội dung đang nhập vẫn còn trên trang trước. Hãy "
            "thử lại, hoặc đọc mã dưới đây cho bộ phận hỗ trợ.",
        ),
    }
)
TOO_LARGE = Fault(
    "Nội dung gửi lên quá lớn",
    "Máy chủ không nhận được một lần nhiều chữ hoặc nhiều ô như vậy, nên chưa có gì "
    "thay đổi. Hãy quay lại và gửi ít hơn, thành nhiều lần.",
)
STALE = Fault(
    "Trang này mở đã lâu",
    "Để giữ an toàn, nội dung gửi từ trang mở đã lâu không được nhận. Hãy quay lại, "
    "tải lại trang rồi gửi lần nữa.",
)


# How faults are told under addresses that begin so.
Answer = Callable[[HttpRequest, int, str], HttpResponse]
OTHERWISE: dict[str, Answer] = {}


def answer_otherwise(prefix: str, answer: Answer) -> None:
    """Let a room tell the faults of its addresses itself: programs read no pages.

    It is given the status, and the text where there is one for this fault alone.
    """
    OTHERWISE[prefix] = answer


def _otherwise(request: HttpRequest) -> Answer | None:
    path = request.path_info
    return next((OTHERWISE[way] for way in OTHERWISE if path.startswith(way)), None)


def code_of(request: HttpRequest) -> str:
    """Return the code of what went wrong here, made on the first call."""
    if not hasattr(request, "fault_code"):
        request.fault_code = "".join(secrets.choice(LETTERS) for _ in range(4))  # type: ignore[attr-defined]  # ours
    code: str = request.fault_code  # type: ignore[attr-defined]  # set above
    return code


def answer(
    request: HttpRequest,
    status: int,
    *,
    text: str = "",
    fault: Fault | None = None,
    reason: object = "",
) -> HttpResponse:
    """Return the page of a fault, or its message alone where HTMX asked for a part.

    ``reason`` is for the log alone.
    """
    if status != 422:  # a refusal is an answer, not a fault
        _tell(request, status, reason)
    if tell := _otherwise(request):
        return tell(request, status, text)
    fault = fault or FAULTS[status]
    shown = {
        "status": status,
        "title": fault.title,
        "text": text or fault.text,
        "code": "" if status == 422 else code_of(request),
        "parent": parent_of(request.path_info) if status == 405 else "",
    }
    if status in (403, 404) and not getattr(request, "htmx", None):
        shown |= _elsewhere(request)
    if getattr(request, "htmx", None):
        response = render(request, "base/_fault.html", shown, status=status)
        response["HX-Retarget"] = "#messages"
        response["HX-Reswap"] = "innerHTML"
        return response
    template = "base/refused.html" if status == 422 else "base/fault.html"
    return render(request, template, shown, status=status)


def _elsewhere(request: HttpRequest) -> dict[str, object]:
    """Where the same address opens for the same person, with the way there.

    What opens nowhere for them is answered as what does not exist.
    """
    places = registry.elsewhere(request)
    if not places:
        return {}
    return {
        "places": places,
        "change_place": reverse(registry.change_place),
        "here": request.get_full_path(),
        "title": "Nội dung ở nơi làm việc khác",
        "text": "Trang này thuộc nơi làm việc khác của bạn. Chuyển sang đó để xem; có "
        "thể chuyển lại ở góc trên mỗi trang.",
    }


def parent_of(path: str) -> str:
    """Return the nearest address above this one that there is, or the first page."""
    while path := path.rstrip("/").rpartition("/")[0]:
        if is_valid_path(f"{path}/"):
            return f"{path}/"
    return "/"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what cannot be read, and what is too large to be read at all."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        return answer(request, 400, fault=TOO_LARGE, reason=exception)
    return answer(request, 400, reason=exception)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, 403, reason=exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    is_unknown = isinstance(exception, Resolver404)  # which tells every address
    if is_unknown and (whole := _with_slash(request)):
        return HttpResponseRedirect(whole)
    return answer(request, 404, reason="no such address" if is_unknown else exception)


def _with_slash(request: HttpRequest) -> str:
    """The address that was meant where only its last stroke was not typed."""
    path = request.path_info
    if request.method not in ("GET", "HEAD") or path.endswith("/"):
        return ""
    if not is_valid_path(f"{path}/"):
        return ""
    return escape_leading_slashes(request.get_full_path(force_append_slash=True))


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose secret is not ours, mostly one from before signing in."""
    return answer(request, 403, fault=STALE, reason=reason)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer an error of ours with nothing that could fail again, like sessions."""
    if tell := _otherwise(request):
        return tell(request, 500, "")
    fault = FAULTS[500]
    shown = {"title": fault.title, "text": fault.text, "code": code_of(request)}
    is_part = "HX-Request" in request.headers
    name = "base/_fault.html" if is_part else "base/broken.html"
    response = HttpResponse(
        render_to_string(name, {**shown, "status": 500}), status=500
    )
    if is_part:
        response["HX-Retarget"] = "#messages"
        response["HX-Reswap"] = "innerHTML"
    return response


def _tell(request: HttpRequest, status: int, reason: object) -> None:
    """Write the one line that the log has of a fault which is not ours."""
    user = getattr(request, "user", None)
    log.warning(
        "%s %s: %s (user %s)",
        status,
        _one_line(request.path),
        _one_line(reason) or "-",
        getattr(user, "pk", None) or "-",
        extra={"request": request},
    )


def _one_line(text: object) -> str:
    """What a stranger sent must not begin a line that looks like ours."""
    shown = (c if c.isprintable() else "?" for c in str(text)[:LONGEST_LOGGED])
    return "".join(shown)


class CodeFilter(logging.Filter):
    """Put the code that the reader was shown into each log line about a request.

    Of an answer below 500 Django's own line, mostly with a traceback, is left out:
    ``answer`` writes one; a form that was not accepted is not worth any.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        record.code = code_of(request) if isinstance(request, HttpRequest) else "-"
        is_django = record.name.startswith(("django.request", "django.security"))
        return not (is_django and 400 <= getattr(record, "status_code", 500) < 500)
