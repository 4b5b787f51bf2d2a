"""P05: where a dossier is, by the QR of its slip or by its code."""

from datetime import timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lienmach.base.files import load
from lienmach.base.http import Request, address_of, posted
from lienmach.calc.icalendar import event
from lienmach.calc.refusal import Refused
from lienmach.onestop.actions import look_up as actions
from lienmach.onestop.actions.look_up import Blocked
from lienmach.onestop.queries.found import (
    Found,
    by_key,
    by_token,
    has_second_factor,
    token_in,
)
from lienmach.portal.forms.look_up import FactorForm, LookUpForm
from lienmach.portal.queries.personal import file_of, personal
from lienmach.portal.queries.telling import telling
from lienmach.portal.views.opened import is_open, opened, shown_key, shows
from lienmach.portal.views.page import limited, private, show

PAGES = ["GET", "HEAD", "POST"]
VISIT = timedelta(minutes=30)  # how long a calendar sets aside for fetching a result


@private
@require_http_methods(PAGES)
def state(request: Request, token: str) -> HttpResponse:
    """The page that a QR opens; the last four digits open the rest of it."""
    found = by_token(token)
    if found is None:
        return show(request, "portal/unknown.html", {"form": LookUpForm()}, status=404)
    form, status, blocked = FactorForm(posted(request)), 200, None
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                actions.open_details(
                    found.dossier,
                    form.cleaned_data["so4"],
                    address=address_of(request),
                    at=timezone.now(),
                )
            except Refused as refused:
                form.add_error("so4", str(refused))
                blocked = refused if isinstance(refused, Blocked) else None
            else:
                to = redirect("portal:state", token)
                return opened(request, to, found.dossier, token)
    page = _show(request, found, token, form, status)
    return limited(page, blocked.seconds if blocked else 0)


@private
@require_http_methods(PAGES)
def look_up(request: Request) -> HttpResponse:
    """A code that is typed leads to how its dossier stands, never to its token."""
    form, blocked = LookUpForm(posted(request)), None
    if form.is_bound and form.is_valid():
        code, last_four = form.cleaned_data["ma"], form.cleaned_data["so4"]
        if token := token_in(code):
            return redirect("portal:state", token)
        address, at = address_of(request), timezone.now()
        try:
            if last_four:
                found = actions.find_with(code, last_four, address=address, at=at)
                to = redirect("portal:state", found.token)
                return opened(request, to, found, found.token)
            found = actions.find(code, address=address, at=at)
        except Refused as refused:
            form.add_error("ma", str(refused))
            blocked = refused if isinstance(refused, Blocked) else None
        else:
            return shows(request, redirect("portal:looked_up"), found)
    status = 422 if form.is_bound else 200
    shown = {"form": form, "here": "look_up"}
    page = show(request, "portal/look_up.html", shown, status=status)
    return limited(page, blocked.seconds if blocked else 0)


@private
@require_safe
def looked_up(request: Request) -> HttpResponse:
    """The dossier whose code was typed here: the address says nothing of it."""
    found = by_key(shown_key(request))
    if found is None:
        return redirect("portal:look_up")
    return _show(request, Found(found), "", FactorForm())


@private
@require_safe
def calendar(request: Request, token: str) -> HttpResponse:
    """The promised moment for the calendar of a telephone; no name is in it."""
    found = by_token(token)
    now = timezone.now()
    told = telling(found.dossier, now=now) if found else None
    if told is None or told.promised_at is None:
        raise Http404
    where = told.point.contact.address if told.point.contact else ""
    text = event(
        uid=f"{told.code}@lien-mach",
        start=told.promised_at - VISIT,
        end=told.promised_at,
        made_at=now,
        title=f"Hẹn trả kết quả hồ sơ {told.code}",
        where=f"{told.point.name}, {where}".strip(", "),
        text=request.build_absolute_uri(reverse("portal:state", args=[token])),
    )
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="hen-{told.code}.ics"'
    return response


@private
@require_safe
def result(request: Request, token: str) -> HttpResponse:
    """The signed file of a result, for whoever has shown the second factor."""
    found = by_token(token)
    if found is None or not is_open(request, found.dossier):
        raise Http404
    file = file_of(found.dossier)
    if file is None:
        raise Http404
    response = HttpResponse(load(file.file_key), content_type=file.file_type)
    response.headers["Content-Disposition"] = (
        f'attachment; filename="ket-qua-{found.dossier.case.code}'
        f'.{file.file_name.rpartition(".")[2][:5]}"'
    )
    return response


def _show(
    request: Request, found: Found, token: str, form: FactorForm, status: int = 200
) -> HttpResponse:
    dossier = found.dossier
    told = telling(dossier, now=timezone.now(), is_held=bool(token))
    is_shown = bool(token) and is_open(request, dossier)
    link = reverse("portal:state", args=[token]) if token else ""
    shown = {
        "here": "look_up",
        "told": told,
        "found": found,
        "token": token,
        "link": request.build_absolute_uri(link) if link else "",
        "form": form,
        "personal": personal(dossier) if is_shown else None,
        "has_factor": has_second_factor(dossier),
        "can_rate": bool(token) and not request.user.is_authenticated,
    }
    return show(request, "portal/state.html", shown, status=status)
