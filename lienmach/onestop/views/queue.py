"""The queue at the counter: sit down, call, call again, pass over."""

from collections.abc import Mapping

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from lienmach.base.http import Request, back, wants_fragment
from lienmach.base.toasts import toast
from lienmach.calc.local import day_of
from lienmach.calc.refusal import Refused
from lienmach.onestop.actions import queue as actions
from lienmach.onestop.flow import RECEIVE
from lienmach.onestop.forms.queue import BlockForm, CallForm
from lienmach.onestop.models import Line, Ticket, Window
from lienmach.onestop.queries import queue as queries
from lienmach.org.queries import names_on

STRIP = "onestop/_queue.html"


@require_safe
def queue(request: Request) -> HttpResponse:
    """The whole queue of the point; as a fragment only the strip of the counter."""
    if wants_fragment(request):
        return strip(request)
    request.actor.require(RECEIVE)
    return _page(request)


def _page(
    request: Request,
    *,
    call_form: CallForm | None = None,
    doubt: str = "",
    block_forms: Mapping[int, BlockForm] | None = None,
) -> HttpResponse:
    """The whole page, with what was typed into it and cannot be done."""
    at = timezone.now()
    unit_id = request.actor.unit_id
    wrong = block_forms or {}
    lines = queries.lines_of(unit_id)
    context = strip_of(request) | {
        "lines": queries.standing(unit_id, at=at),
        "call_form": call_form or CallForm(auto_id="goi-%s"),
        "doubt": doubt,
        "windows": Window.objects.filter(unit=unit_id, is_used=True)
        .select_related("officer")
        .prefetch_related("lines"),
        "point": queries.code_of(unit_id),
        "block_forms": [(one, wrong.get(one.pk) or _block_form(one)) for one in lines],
        "blocks": queries.blocks_of(unit_id, day_of(at)),
    }
    status = 422 if wrong or call_form else 200
    return render(request, "onestop/queue.html", context, status=status)


def _block_form(line: Line, sent: QueryDict | None = None) -> BlockForm:
    return BlockForm(sent, auto_id=f"khoi-{line.pk}-%s")


def strip(request: Request) -> HttpResponse:
    """The strip; on the page of the queue the lines beside it, which it changes."""
    context = strip_of(request)
    here = request.htmx.current_url_abs_path or ""
    if here.startswith(reverse("onestop:queue")):
        context["lines"] = queries.standing(request.actor.unit_id, at=timezone.now())
        context["is_beside"] = True
        return render(request, "onestop/_queue_and_lines.html", context)
    return render(request, STRIP, context)


def strip_of(request: Request) -> dict[str, object]:
    """What the strip on top of a counter page shows. Four queries at most."""
    window = queries.served_by(request.actor.user_id)
    if window is None:
        return {"window": None}
    day = timezone.localdate()
    lines = [line.pk for line in window.lines.all()]
    return {
        "window": window,
        "ticket": queries.being_served(window, day),
        "waiting": queries.waiting(lines, day).count(),
    }


@require_POST
def do(request: Request, verb: str) -> HttpResponse:
    """One of the few things that are done with numbers, each its own address."""
    at = timezone.now()
    if verb == "goi":
        if actions.call_next(actor=request.actor, at=at) is None:
            toast(request, "Không còn ai chờ ở các hàng của quầy này.")
    elif verb == "goi-so":
        return _call(request)
    elif verb == "goi-lai":
        actions.recall(actor=request.actor, at=at)
    elif verb == "vang":
        ticket = actions.absent(actor=request.actor, at=at)
        toast(request, f"Đã bỏ qua {ticket.code}; khách quay lại thì gọi số bằng tay.")
    elif verb == "xong":
        actions.finish(actor=request.actor, at=at)
    elif verb == "roi":
        actions.leave(actor=request.actor)
    else:
        raise Http404
    if wants_fragment(request):
        return strip(request)
    return redirect(back(request))


def _call(request: Request) -> HttpResponse:
    """Call the number that was typed; what is wrong with it is said at its field."""
    form, doubt = CallForm(request.POST, auto_id="goi-%s"), ""
    if form.is_valid():
        try:
            actions.call(
                form.cleaned_data["so"],
                actor=request.actor,
                at=timezone.now(),
                is_meant=form.is_meant,
            )
        except actions.Doubtful as doubtful:
            doubt = str(doubtful)
        except Refused as refused:
            if queries.served_by(request.actor.user_id) is None:
                raise  # there is no field to say it at
            form.add_error("so", str(refused))
        else:
            return redirect(back(request))
    return _page(request, call_form=form, doubt=doubt)


@require_POST
def sit(request: Request, pk: int) -> HttpResponse:
    window = get_object_or_404(Window, pk=pk, unit=request.actor.unit_id)
    actions.sit(window, actor=request.actor)
    toast(request, f"Đang ngồi {window}.")
    return redirect(back(request))


@require_http_methods(["GET", "HEAD", "POST"])
def block(request: Request, pk: int) -> HttpResponse:
    """Take numbers on paper for when the network is down; then they are printed."""
    line = get_object_or_404(Line, pk=pk, unit=request.actor.unit_id)
    if request.method != "POST":  # an address that was kept takes nothing
        return redirect("onestop:queue")
    form = _block_form(line, request.POST)
    if not form.is_valid():
        return _page(request, block_forms={line.pk: form})
    size = form.cleaned_data["so_luong"]
    tickets = actions.take_block(line, size, actor=request.actor, at=timezone.now())
    return redirect("onestop:queue_block_print", tickets[0].pk)


@require_safe
def block_print(request: Request, pk: int) -> HttpResponse:
    """A block that was taken, as often as it is asked for: nothing more is taken."""
    request.actor.require(RECEIVE)
    unit_id = request.actor.unit_id
    papers = Ticket.objects.filter(source=Ticket.Source.PAPER, line__unit=unit_id)
    first = get_object_or_404(papers.select_related("line"), pk=pk)
    context = {
        "taken": queries.block_of(first),
        "line": first.line,
        "day": first.day,
        "is_past": first.day != timezone.localdate(),
        "office": names_on({unit_id}, first.day).get(unit_id, ""),
    }
    return render(request, "onestop/queue_block.html", context)
