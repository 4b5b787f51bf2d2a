"""The reports that were sent: by what, and since when all are recorded."""

from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from lienmach.base.http import Request, posted
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
from lienmach.reporting.views.texts import highest


def sent(request: Request) -> HttpResponseBase:
    """The reports sent, the share of the national system among those shown, and since
    when the reader's unit records all of them; sent, that day is written."""
    actor = request.actor
    actor.require(SEE)
    if request.method == "POST":
        actor.require(CONSOLIDATE)
    unit = highest(actor, CONSOLIDATE) if actor.may(CONSOLIDATE) else None
    held = queries.register_of(unit) if unit else None
    initial = {"tu_ngay": held.since if held else None}
    form = RecordedForm(posted(request), initial=initial)
    if unit and form.is_bound and form.is_valid() and _said(request, unit, form):
        return redirect("reporting:sent")
    rows = queries.sent(actor)
    declared = lists.sent(rounds.unit_names(actor))
    shown = Query.read(declared, request.GET).narrow(rows)
    there, every, found = queries.national_share(shown)
    context = {
        "there": there,
        "every": every,
        "share": f"{written(found.value)} %" if found.value is not None else "",
        "unit": unit,
        "held": held,
        "form": form,
    }
    answer = show(request, declared, rows, "reporting/sent.html", context)
    if form.errors:
        answer.status_code = 422
    return answer


def _said(request: Request, unit: int, form: RecordedForm) -> bool:
    since = form.cleaned_data["tu_ngay"]
    try:
        actions.say_recorded(unit, since, actor=request.actor, at=timezone.now())
    except Refused as refused:
        form.add_error("tu_ngay", str(refused))
        return False
    toast(
        request,
        f"Từ kỳ bắt đầu {since:%d/%m/%Y}, phụ lục 8 dòng 3 do phần mềm đếm."
        if since
        else "Phụ lục 8 dòng 3 lại tự nhập.",
    )
    return True
