"""What stands still: a list for those who must move it, and one of them."""

from django.conf import settings
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lienmach.base.http import Request
from lienmach.base.shown import show
from lienmach.base.toasts import toast
from lienmach.onestop.actions import stalls as actions
from lienmach.onestop.forms.incidents import Settled
from lienmach.onestop.lists.incidents import STAGES, incidents
from lienmach.onestop.queries import stalls as queries


@require_safe
def list_(request: Request) -> HttpResponseBase:
    rows = queries.visible(request.actor)
    declared = incidents(request.actor, on=timezone.localdate())
    today, tells = timezone.localdate(), settings.MAIL_IS_SET  # else nobody is told
    shown = {"headless": queries.without_head(request.actor, on=today) if tells else []}
    return show(request, declared, rows, "onestop/incidents.html", shown)


@require_http_methods(["GET", "POST"])
def incident(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.visible(request.actor), pk=pk)
    form = Settled(request.POST or None)
    if form.is_valid():
        actions.settle(
            found.pk,
            actor=request.actor,
            at=timezone.now(),
            resolution=form.cleaned_data["da_lam"],
        )
        toast(request, "Đã đóng sự cố; hai ngày tới không nhắc lại việc này.")
        return redirect("onestop:incidents")
    context = {"incident": found, "form": form, "stage": STAGES[found.stage]}
    status = 422 if form.errors else 200
    return render(request, "onestop/incident.html", context, status=status)
