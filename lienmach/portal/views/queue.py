"""P11, P12, P13: numbers taken on a telephone or at the kiosk, and the board."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from lienmach.base.codes import qr
from lienmach.base.http import Request, wants_fragment
from lienmach.calc.refusal import Refused
from lienmach.onestop.models import Ticket
from lienmach.onestop.queries import queue as queries
from lienmach.org.models import Unit
from lienmach.org.queries import names_on
from lienmach.portal.actions import queue as actions
from lienmach.portal.views.page import private, show
from lienmach.portal.views.visit import begin

COOKIE, HELD = "luot", 6  # the numbers that a telephone has taken, at most so many
A_DAY = 24 * 60 * 60
PAGES = ["GET", "HEAD", "POST"]


@private
@require_http_methods(PAGES)
def take(request: Request, point: str) -> HttpResponse:
    """Choose a line, get a number; the same telephone gets the same one again."""
    unit = _point(point)
    at, problem = timezone.now(), ""
    if request.method == "POST":
        try:
            ticket = actions.take(
                unit.pk,
                request.POST.get("hang", ""),
                held=_held(request),
                is_priority=bool(request.POST.get("uu_tien")),
                source=Ticket.Source.WEB,
                at=at,
            )
        except Refused as refused:
            problem = str(refused)
        else:
            held = [ticket.token, *(t for t in _held(request) if t != ticket.token)]
            response = redirect("portal:ticket", ticket.token)
            response.set_signed_cookie(
                COOKIE,
                ".".join(held[:HELD]),
                max_age=A_DAY,
                httponly=True,
                secure=request.is_secure(),
                samesite="Lax",
            )
            return response
    context = {
        "here": "take",
        "name": _name(unit),
        "lines": queries.standing(unit.pk, at=at),
        "closed": queries.opening_words(unit.pk, at=at),
        "problem": problem,
    }
    status = 422 if problem else 200
    return show(request, "portal/take.html", context, status=status)


@private
@require_safe
def ticket(request: Request, token: str) -> HttpResponse:
    """A number and how many people of its line are ahead; renews itself."""
    found = _ticket(token)
    place = queries.place_of(found, at=timezone.now())
    context = {
        "place": place,
        "ticket": found,
        "name": _name(found.line.unit),
        "may_come_later": found.state == Ticket.State.WAITING and not found.is_late,
        "refresh": 0,
    }
    if found.state in (Ticket.State.WAITING, Ticket.State.CALLED):
        context["refresh"] = 5 if place.ahead < 3 else 15
    return show(request, "portal/ticket.html", context)


@private
@require_POST
def change(request: Request, token: str) -> HttpResponse:
    """Come ten minutes later, once; or give the number up."""
    found = _ticket(token)
    if "bo" in request.POST:
        actions.give_up(found.token, at=timezone.now())
    else:
        actions.come_later(found.token, at=timezone.now())
    return redirect("portal:ticket", token)


@login_not_required
@require_http_methods(PAGES)
def kiosk(request: Request, point: str) -> HttpResponse:
    """The touch screen at the door: a number on paper, or where a dossier is."""
    unit = _point(point)
    at, problem, made = timezone.now(), "", None
    if request.method == "POST":
        try:
            made = actions.take(
                unit.pk,
                request.POST.get("hang", ""),
                held=(),
                is_priority=bool(request.POST.get("uu_tien")),
                source=Ticket.Source.KIOSK,
                at=at,
            )
        except Refused as refused:
            problem = str(refused)
    context: dict[str, object] = {
        "point": point,
        "name": _name(unit),
        "lines": queries.standing(unit.pk, at=at),
        "closed": queries.opening_words(unit.pk, at=at),
        "problem": problem,
        "made": made,
        "wants_priority": "uu-tien" in request.GET,
    }
    if made:
        link = request.build_absolute_uri(reverse("portal:ticket", args=[made.token]))
        context["place"] = queries.place_of(made, at=at)
        context["code"] = qr(link, f"Theo dõi số {made.code}")
    status = 422 if problem else 200
    response = render(request, "portal/kiosk.html", context, status=status)
    response["Cache-Control"] = "no-store"
    begin(response, point)
    return response


@login_not_required
@require_safe
def board(request: Request, point: str) -> HttpResponse:
    """Who is called now, for the wall; no names. Asks again every three seconds."""
    unit = _point(point)
    found = queries.board(unit.pk, at=timezone.now())
    context = {"board": found, "name": _name(unit), "point": point}
    template = "portal/_board.html" if wants_fragment(request) else "portal/board.html"
    response = render(request, template, context)
    response["Cache-Control"] = "no-store"
    return response


def _point(code: str) -> Unit:
    unit = queries.point_of(code)
    if unit is None:
        raise Http404
    return unit


def _name(unit: Unit) -> str:
    return names_on([unit.pk], timezone.localdate()).get(unit.pk, "")


def _ticket(token: str) -> Ticket:
    rows = Ticket.objects.select_related("line__unit", "window")
    return get_object_or_404(rows, token=token)


def _held(request: Request) -> list[str]:
    kept = request.get_signed_cookie(COOKIE, default="", max_age=A_DAY)
    return kept.split(".") if kept else []
