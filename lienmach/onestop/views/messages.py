"""What applicants were told: waiting, sent, failed; and trying again."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from lienmach.base import outbox
from lienmach.base.http import Request
from lienmach.base.lists import around, chosen
from lienmach.base.shown import show
from lienmach.base.toasts import toast
from lienmach.calc.refusal import Refused
from lienmach.onestop.flow import RECEIVE
from lienmach.onestop.lists.messages import AGAIN, CHIPS, messages
from lienmach.onestop.queries import messages as queries


@require_safe
def list_(request: Request) -> HttpResponseBase:
    rows = queries.visible(request.actor)
    return show(request, messages(), rows, "onestop/messages.html")


@require_safe
def message(request: Request, pk: int) -> HttpResponse:
    """One message with its text, what came of it, and the button to send it again."""
    rows = queries.visible(request.actor)
    found = get_object_or_404(rows, pk=pk)
    context = {
        "message": found,
        "channel": outbox.label_of(found.channel),
        "chip_of": CHIPS[outbox.State(found.state)],
        "may_repeat": found.state in AGAIN and request.actor.may(RECEIVE),
        "around": around(
            request, messages(), rows, found, list_url=reverse("onestop:messages")
        ),
    }
    return render(request, "onestop/message.html", context)


@require_POST
def again(request: Request) -> HttpResponse:
    """Send chosen messages once more; what cannot be is said."""
    request.actor.require(RECEIVE)
    rows = queries.visible(request.actor)
    wanted = list(chosen(request, messages(), rows).filter(state__in=AGAIN))
    if not wanted:
        raise Refused("Chưa chọn tin nào gửi lại được.")
    for one in wanted:
        outbox.try_again(one, by=request.actor.user_id, at=timezone.now())
    toast(request, f"Đang gửi lại {len(wanted)} tin.")
    return redirect("onestop:messages")
