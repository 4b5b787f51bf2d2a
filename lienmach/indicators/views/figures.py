from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lienmach.base.http import Request
from lienmach.base.shown import show
from lienmach.indicators import forms, lists, queries, registry
from lienmach.indicators.queries import explain as explained
from lienmach.indicators.views.screen import screen
from lienmach.org.queries import names_on


@require_safe
def reported(request: Request) -> HttpResponseBase:
    """The figures that the reports of one's units have printed."""
    units = queries.units(request.actor, on=timezone.localdate())
    rows = queries.reported(request.actor)
    return show(request, lists.reported(units), rows, "indicators/reported.html")


@require_safe
def explain(request: Request, slug: str) -> HttpResponse:
    """L02: a figure with its formula, what it leaves out and the cases behind it."""
    indicator = registry.indicators().get(slug)
    unit = explained.unit_of(request.actor, request.GET.get("dv", ""))
    if indicator is None or unit is None:
        raise Http404
    today = timezone.localdate()
    asked = forms.read_days(request.GET, today=today)
    divided = request.GET.get("chia", "")
    shown = screen(request.actor, indicator, unit, asked, divided, today=today)
    periods = forms.choices(asked, today=today)
    context = {"shown": shown, "asked": asked, "periods": periods}
    return render(request, "indicators/explain.html", context)


@require_safe
def cases(
    request: Request, slug: str, part: str, code: str, days: str
) -> HttpResponseBase:
    """The very cases that a figure counts, as a list of their own room."""
    indicator = registry.indicators().get(slug)
    unit = explained.unit_of(request.actor, code)
    window = forms.read_address(days)
    if indicator is None or unit is None or window is None:
        raise Http404
    measures = explained.measures_of(indicator, part)
    if measures is None:
        raise Http404
    scope = explained.scope_for(request.actor, unit, today=timezone.localdate())
    found = explained.cases_of(measures, scope, window)
    rows = explained.listed(request.actor, found)
    context = {
        "indicator": indicator,
        "unit_name": names_on([unit.pk], window.end).get(unit.pk, code),
        "window": forms.said(window),
        "what": " + ".join(measure.label for measure in measures),
        "back": urlencode([*forms.Asked(window, None).query, ("dv", code)]),
    }
    declared = registry.the_listing().declared
    return show(request, declared, rows, "indicators/cases.html", context)
