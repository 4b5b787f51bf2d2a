"""Who hands in when, year by year."""

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from lienmach.base.http import Request
from lienmach.base.shown import show
from lienmach.calc.written import written
from lienmach.reporting.flow import SEE
from lienmach.reporting.lists import discipline as lists
from lienmach.reporting.queries import discipline as queries
from lienmach.reporting.queries import rounds


@require_safe
def latest(request: Request) -> HttpResponse:
    """On to the latest year of which there is anything, else to this one."""
    request.actor.require(SEE)
    years = queries.years(request.actor)
    this = timezone.localdate().year
    year = next((one for one in years if one <= this), this)
    return redirect("reporting:discipline_of", year)


@require_safe
def discipline(request: Request, year: int) -> HttpResponseBase:
    """The units of a year: asked, in time, late, missing, returned."""
    request.actor.require(SEE)
    if not 1900 < year < 2200:
        raise Http404
    names = dict(rounds.unit_names(request.actor))
    rows = queries.discipline(request.actor, year, timezone.now())
    declared = lists.discipline(names, year)
    all_units = queries.summed(request.actor, year, timezone.now())
    found = all_units.in_time_share.value
    context = {
        "year": year,
        "years": queries.years(request.actor),
        "all": all_units,
        "share": "" if found is None else f"{written(found)} %",
    }
    return show(request, declared, rows, "reporting/discipline.html", context)
