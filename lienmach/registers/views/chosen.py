"""Procedures ticked in the catalogue, for a form that works with their codes."""

from django.utils import timezone

from lienmach.base.http import Request
from lienmach.base.lists import chosen
from lienmach.registers.lists.changes import changes
from lienmach.registers.queries import procedures as queries
from lienmach.registers.queries.named import MOST, codes_of
from lienmach.registers.views.procedures import asked_day, declared


def asked_codes(request: Request) -> list[str] | None:
    """The codes of what was ticked; None where a form was opened or sent."""
    is_list = request.method == "POST" and "ma" not in request.POST
    if not is_list:
        return None
    on = asked_day(request)
    return codes_of(chosen(request, declared(request, on), queries.procedures(on=on)))


def changed_codes(request: Request) -> list[str] | None:
    """The same of changes that were ticked in the log, each procedure once."""
    if request.method != "POST" or "ma" in request.POST:
        return None
    on = timezone.localdate()
    rows = chosen(request, changes(on=on), queries.decided(on=on))
    codes = rows.order_by("procedure__code").values_list("procedure__code", flat=True)
    return list(codes.distinct()[: MOST + 1])
