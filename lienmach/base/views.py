from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from lienmach.base.frame import CHOICES
from lienmach.base.http import Request

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
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}):
        back = "/"
    response: HttpResponse = HttpResponseRedirect(back)
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
def styles(request: Request) -> HttpResponse:
    """Show every part that screens are made of, in both themes."""
    return render(request, "base/styles.html")
