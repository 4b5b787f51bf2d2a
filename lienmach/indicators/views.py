from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from lienmach.base.http import Request
from lienmach.base.shown import show
from lienmach.indicators import lists, queries


@require_safe
def reported(request: Request) -> HttpResponseBase:
    """The figures that the reports of one's units have printed."""
    units = queries.units(request.actor, on=timezone.localdate())
    rows = queries.reported(request.actor)
    return show(request, lists.reported(units), rows, "indicators/reported.html")
