"""The files of a dossier: looked at page by page, taken home, taken away."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from lienmach.base import pages
from lienmach.base.files import load
from lienmach.base.http import Request
from lienmach.base.toasts import toast
from lienmach.calc.refusal import Refused
from lienmach.onestop.actions import files as actions
from lienmach.onestop.models import Attachment
from lienmach.onestop.queries.dossiers import visible

WIDTHS = {"": 900, "nho": 160}


@require_safe
def download(request: Request, code: str, pk: int) -> HttpResponse:
    """The file as it was sent, to be kept, never to be opened inside our pages."""
    file = _file(request, code, pk)
    return _sent(_content(file), file.file_type, file.file_name, as_attachment=True)


@require_safe
def page(request: Request, code: str, pk: int, number: int) -> HttpResponse:
    """A page drawn as a picture: nothing in a file of a stranger runs in a browser."""
    file = _file(request, code, pk)
    if not 1 <= number <= file.pages:
        raise Http404(number)
    content = _content(file)
    size = request.GET.get("co", "")
    is_small = size == "nho"
    if file.file_type == pages.PNG or (file.file_type == pages.JPEG and not is_small):
        return _sent(content, file.file_type, file.file_name)
    try:
        drawn = pages.draw(content, number, WIDTHS.get(size, WIDTHS[""]))
    except Refused as refused:
        raise Http404(str(refused)) from refused
    return _sent(drawn, pages.PNG, f"{file.file_name}-{number}.png")


@require_POST
def remove(request: Request, code: str, pk: int) -> HttpResponse:
    file = _file(request, code, pk)
    sent = request.POST.get("number", "")
    if not (sent.isdecimal() and len(sent) < 9):
        raise Refused("Trang đã cũ: hãy tải lại trang hồ sơ rồi bỏ tệp.")
    actions.take_away(file, actor=request.actor, at=timezone.now(), number=int(sent))
    toast(request, f"Đã bỏ tệp {file.file_name}; tệp vẫn được lưu.")
    return redirect(reverse("onestop:dossier", args=[code]))


def _file(request: Request, code: str, pk: int) -> Attachment:
    """A file of a dossier that may be seen; one that was taken away stays readable."""
    seen = visible(request.actor).filter(case__code=code).values("pk")
    return get_object_or_404(Attachment, pk=pk, dossier__in=seen)


def _content(file: Attachment) -> bytes:
    try:
        return load(file.file_key)
    except FileNotFoundError as error:
        raise Http404(file.file_key) from error


def _sent(
    content: bytes, kind: str, name: str, *, as_attachment: bool = False
) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    named = content_disposition_header(as_attachment, name) or "attachment"
    response["Content-Disposition"] = named
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
