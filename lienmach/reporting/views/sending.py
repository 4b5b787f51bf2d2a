"""The reports that were sent: by what, and since when all are recorded."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from lienmach.base.http import Request
from lienmach.base.lists import Query
from lienmach.base.shown import show
from lienmach.base.toasts import toast
from lienmach.calc.refusal import Refused
from lienmach.calc.written import written
from lienmach.reporting.actions import sending as actions
from lienmach.reporting.flow import CONSOLIDATE, SEE
from lienmach.reporting.forms.texts import RecordedForm
from lienmach.reporting.lists import sending as lists
from lienmach.reporting.queries import rounds
from lienmach.reporting.queries import sending as queries
from lienmach.reporting.views.texts import unit_asked


@require_safe
def sent(request: Request) -> HttpResponseBase:
    """The reports sent, the share of the national system among those shown, and since
    when the reader's unit records all of them."""
    actor = request.actor
    actor.require(SEE)
    rows = queries.sent(actor)
    declared = lists.sent(rounds.unit_names(actor))
    shown = Query.read(declared, request.GET).narrow(rows)
    there, every, found = queries.national_share(shown)
    unit = unit_asked(request, CONSOLIDATE) if actor.may(CONSOLIDATE) else None
    held = queries.register_of(unit) if unit else None
    context = {
        "there": there,
        "every": every,
        "share": f"{written(found.value)} %" if found.value is not None else "",
        "unit": unit,
        "held": held,
        "form": RecordedForm(initial={"tu_ngay": held.since if held else None}),
    }
    return show(request, declared, rows, "reporting/sent.html", context)


@require_POST
def recorded(request: Request, unit: int) -> HttpResponse:
    """Say from which day on all that a unit sends is recorded here."""
    form = RecordedForm(request.POST)
    if not form.is_valid():
        raise Refused(" ".join(str(said[0]) for said in form.errors.values()))
    since = form.cleaned_data["tu_ngay"]
    actions.say_recorded(unit, since, actor=request.actor, at=timezone.now())
    toast(
        request,
        f"Từ kỳ bắt đầu {since:%d/%m/%Y}, phụ lục 8 dòng 3 do phần mềm đếm."
        if since
        else "Phụ lục 8 dòng 3 lại tự nhập.",
    )
    return redirect("reporting:sent")
