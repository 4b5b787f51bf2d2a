"""A01: a procedure is rehearsed before anybody comes with it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lienmach.base.http import Request
from lienmach.onestop.actions.rehearsal import rehearse
from lienmach.onestop.forms.rehearsal import Wanted
from lienmach.onestop.queries.rehearsal import RIGHT, counters, is_code, meant

NONE = "Không có thủ tục nào khớp «{}» áp dụng ngày này."


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
    found, choices = None, []
    if is_asked and form.is_valid():
        asked = form.cleaned_data
        choices = meant(asked["thu_tuc"], on=asked["ngay"])
        if len(choices) > 1:
            pass  # which of them is asked below the form
        elif choices or is_code(asked["thu_tuc"]):
            code = choices[0].code if choices else asked["thu_tuc"].upper()
            found = rehearse(code, asked["quay"], on=asked["ngay"])
        else:
            form.add_error("thu_tuc", NONE.format(asked["thu_tuc"]))
    context = {
        "form": form,
        "found": found,
        "has_counters": bool(known),
        "choices": [(one, _address(request, one.code)) for one in choices],
    }
    status = 422 if form.errors else 200
    return render(request, "onestop/rehearsal.html", context, status=status)


def _address(request: Request, code: str) -> str:
    """The same question about one procedure."""
    asked = request.GET.copy()
    asked["thu_tuc"] = code
    return f"{request.path}?{asked.urlencode()}#ket-qua"
