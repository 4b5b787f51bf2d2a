"""A01: a procedure is rehearsed before anybody comes with it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lienmach.base.http import Request
from lienmach.onestop.actions.rehearsal import rehearse
from lienmach.onestop.forms.rehearsal import Wanted
from lienmach.onestop.queries.rehearsal import RIGHT, counters


@require_safe
def rehearsal(request: Request) -> HttpResponse:
    """Asked by an address, so that it can be sent; what is played is rolled back."""
    request.actor.require(RIGHT)
    today = timezone.localdate()
    known = counters(request.actor, on=today)
    first = {
        "ngay": today,
        "quay": known[0][0] if known else None,
        "thu_tuc": request.GET.get("thu_tuc", ""),
    }
    is_asked = "quay" in request.GET
    form = Wanted(request.GET if is_asked else None, counters=known, initial=first)
    found = None
    if is_asked and form.is_valid():
        asked = form.cleaned_data
        found = rehearse(asked["thu_tuc"].strip(), asked["quay"], on=asked["ngay"])
    context = {"form": form, "found": found, "has_counters": bool(known)}
    status = 422 if form.errors else 200
    return render(request, "onestop/rehearsal.html", context, status=status)
