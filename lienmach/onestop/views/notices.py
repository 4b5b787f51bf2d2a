"""The list of notices of financial obligation."""

from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from lienmach.base.http import Request
from lienmach.base.shown import show
from lienmach.onestop.lists.notices import notices as notices_list
from lienmach.onestop.queries import notices as queries


@require_safe
def notices(request: Request) -> HttpResponseBase:
    """What waits for its payment, and what was not paid by its last day."""
    today = timezone.localdate()
    rows = queries.notices(request.actor)
    context = {"told": queries.waiting(request.actor, on=today)}
    return show(request, notices_list(on=today), rows, "onestop/notices.html", context)
