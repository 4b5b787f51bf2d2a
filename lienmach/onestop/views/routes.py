"""A01: who handles what a counter receives; the pattern of codes."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from lienmach.base.http import Request, posted
from lienmach.base.toasts import toast
from lienmach.calc.dossier_code import PATTERN, code_of
from lienmach.calc.refusal import Refused
from lienmach.onestop.actions import routes as actions
from lienmach.onestop.forms.routes import PatternForm, RouteForm
from lienmach.onestop.models import Route
from lienmach.onestop.queries import routes as queries
from lienmach.org.models import Unit
from lienmach.org.queries.units import choices

PAGES = ["GET", "HEAD", "POST"]


@require_http_methods(PAGES)
def routes(request: Request) -> HttpResponse:
    """Every counter one looks after, line by line, and the form that adds one."""
    request.actor.require(queries.RIGHT)
    on = timezone.localdate()
    mine = choices(request.actor.units_with(queries.RIGHT), on=on)
    everywhere = choices(_units(), on=on)
    form = RouteForm(posted(request), counters=mine, units=everywhere)
    if form.is_bound and form.is_valid():
        try:
            made = actions.set_route(
                form.route(), actor=request.actor, at=timezone.now()
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            toast(request, f"Đã phân công: {queries.scope_words(made)}.")
            return redirect("onestop:routes")
    shown = {"counters": queries.arranged(request.actor, on=on), "form": form}
    status = 422 if form.errors else 200
    return render(request, "onestop/routes.html", shown, status=status)


@require_POST
def drop_route(request: Request, pk: int) -> HttpResponse:
    rows = Route.objects.filter(counter__in=request.actor.units_with(queries.RIGHT))
    found = get_object_or_404(rows.select_related("procedure", "field"), pk=pk)
    said = queries.scope_words(found)
    actions.drop_route(found, actor=request.actor, at=timezone.now())
    toast(request, f"Đã bỏ phân công: {said}.")
    return redirect("onestop:routes")


@require_http_methods(PAGES)
def pattern(request: Request) -> HttpResponse:
    """How codes are made, with the next one as an example."""
    request.actor.require(queries.RIGHT)
    now = queries.pattern_now() or PATTERN
    form = PatternForm(posted(request), initial={"mau": now})
    if form.is_bound and form.is_valid():
        try:
            actions.choose_pattern(
                form.cleaned_data["mau"], actor=request.actor, at=timezone.now()
            )
        except Refused as refused:
            form.add_error("mau", str(refused))
        else:
            toast(request, "Đã đổi mẫu mã hồ sơ. Mã đã cấp giữ nguyên.")
            return redirect("onestop:code_pattern")
    agency = Unit.objects.values_list("code", flat=True).get(pk=request.actor.unit_id)
    example = code_of(now, agency=agency, day=timezone.localdate(), number=12)
    shown = {"form": form, "now": now, "example": example}
    status = 422 if form.errors else 200
    return render(request, "onestop/code_pattern.html", shown, status=status)


def _units() -> list[int]:
    return list(Unit.objects.values_list("pk", flat=True))
