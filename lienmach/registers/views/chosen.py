"""Procedures ticked in the catalogue, for a form that works with their codes."""

from lienmach.base.http import Request
from lienmach.base.lists import chosen
from lienmach.registers.queries import procedures as queries
from lienmach.registers.queries.named import codes_of
from lienmach.registers.views.procedures import asked_day, declared


def asked_codes(request: Request) -> list[str] | None:
    """The codes of what was ticked; None where a form was opened or sent."""
    is_list = request.method == "POST" and "ma" not in request.POST
    if not is_list:
        return None
    on = asked_day(request)
    return codes_of(chosen(request, declared(request, on), queries.procedures(on=on)))
