from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from lienmach.base import actions, palette
from lienmach.base.forms import UNREADABLE
from lienmach.base.frame import CHOICES
from lienmach.base.http import Request, back, wants_fragment
from lienmach.base.toasts import toast
from lienmach.calc.refusal import Refused

MOST_LETTERS = {"list_name": 50, "name": 60, "query": 1000}
YEAR = 365 * 24 * 3600


@login_not_required
@require_safe
def healthz(request: Request) -> HttpResponse:
    """Say whether the service can do its work: the database answers, and is ours."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        waiting = _waiting()
    except DatabaseError as error:
        reason = f"Cơ sở dữ liệu không trả lời: {type(error).__name__}."
        return JsonResponse({"status": "unavailable", "reason": reason}, status=503)
    if waiting:
        reason = f"Còn {waiting} bước cập nhật cơ sở dữ liệu chưa chạy."
        return JsonResponse({"status": "unavailable", "reason": reason}, status=503)
    return JsonResponse({"status": "ok"})


def _waiting() -> int:
    """Count the migrations that the code has and the database has not."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


@login_not_required
@require_POST
def display(request: Request) -> HttpResponse:
    """Remember how someone likes pages to look, on this device."""
    response: HttpResponse = HttpResponseRedirect(back(request))
    if request.htmx:
        response = HttpResponse(status=204)
    for name, values in CHOICES.items():
        value = request.POST.get(name)
        if value is None or value not in values:
            continue
        response.set_cookie(
            name,
            value,
            max_age=YEAR,
            samesite="Lax",
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


@require_safe
def find(request: Request) -> HttpResponse:
    """Ctrl+K: what an actor may open that fits a few letters."""
    text = request.GET.get("q", "").strip()
    if "\0" in text:
        raise Refused(UNREADABLE)
    shown = {"text": text, "groups": palette.find(request.actor, text)}
    part = "base/_found.html" if wants_fragment(request) else "base/find.html"
    return render(request, part, shown)


@require_POST
def save_view(request: Request) -> HttpResponse:
    sent = {name: request.POST.get(name, "").strip() for name in MOST_LETTERS}
    if any("\0" in text for text in sent.values()):
        raise Refused(UNREADABLE)
    if not sent["name"]:
        raise Refused("Chưa nhập tên khung nhìn.")
    if any(len(text) > MOST_LETTERS[name] for name, text in sent.items()):
        raise Refused("Tên hoặc bộ lọc của khung nhìn quá dài; hãy viết ngắn lại.")
    shared = "is_shared" in request.POST
    kept = actions.save_view(**sent, is_shared=shared, actor=request.actor)
    toast(request, f"Đã lưu khung nhìn “{kept.name}”.")
    return redirect(f"{back(request)}?{kept.query}")


@require_POST
def drop_view(request: Request, pk: int) -> HttpResponse:
    dropped = actions.drop_view(pk, actor=request.actor)
    toast(request, f"Đã bỏ khung nhìn “{dropped.name}”.")
    return redirect(back(request))
