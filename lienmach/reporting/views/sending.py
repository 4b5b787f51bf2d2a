"""The reports that were sent, and by what."""

from django.http.response import HttpResponseBase
from django.utils import timezone

from lienmach.base.http import Request
from lienmach.base.lists import Query
from lienmach.base.shown import show
from lienmach.calc.written import written
from lienmach.registers.models import UnitMark
from lienmach.registers.registry import rows_filled
from lienmach.reporting.flow import SEE
from lienmach.reporting.lists import sending as lists
from lienmach.reporting.queries import rounds
from lienmach.reporting.queries import sending as queries


def sent(request: Request) -> HttpResponseBase:
    """The reports sent, and the share of the national system among those shown."""
    actor = request.actor
    actor.require(SEE)
    rows = queries.sent(actor)
    declared = lists.sent(rounds.unit_names(actor))
    shown = Query.read(declared, request.GET).narrow(rows)
    there, every, found = queries.national_share(shown)
    context = {
        "there": there,
        "every": every,
        "fills": rows_filled(timezone.localdate()).get(UnitMark.Kind.SENDINGS, []),
        "share": f"{written(found.value)} %" if found.value is not None else "",
    }
    return show(request, declared, rows, "reporting/sent.html", context)
