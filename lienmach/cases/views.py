"""What people were told of cases: waiting, sent, failed; and trying again."""

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
from lienmach.cases import queries, registry
from lienmach.cases.lists import AGAIN, CHIPS, messages
from lienmach.cases.models import Case


@require_safe
def list_(request: Request) -> HttpResponseBase:
    rows = queries.messages(request.actor)
    return show(request, messages(), rows, "cases/messages.html")


@require_safe
def message(request: Request, pk: int) -> HttpResponse:
    """One message with its text, what came of it, and the button to send it again."""
    rows = queries.messages(request.actor)
    found = get_object_or_404(rows, pk=pk)
    case = Case.objects.filter(code=found.about).first()
    kind = registry.get(case.kind) if case else None
    context = {
        "message": found,
        "kind": kind,
        "page": reverse(kind.url_name, args=[found.about]) if kind else "",
        "channel": outbox.label_of(found.channel),
        "chip_of": CHIPS[outbox.State(found.state)],
        "may_repeat": found.state in AGAIN,
        "around": around(
            request, messages(), rows, found, list_url=reverse("cases:messages")
        ),
    }
    return render(request, "cases/message.html", context)


@require_POST
def again(request: Request) -> HttpResponse:
    """Send chosen messages once more; what cannot be is said."""
    rows = queries.messages(request.actor)
    wanted = list(chosen(request, messages(), rows).filter(state__in=AGAIN))
    if not wanted:
        raise Refused("Chưa chọn tin nào gửi lại được.")
    for one in wanted:
        outbox.try_again(one, by=request.actor.user_id, at=timezone.now())
    toast(request, f"Đang gửi lại {len(wanted)} tin.")
    return redirect("cases:messages")
