"""P07: how satisfied somebody is, in two taps."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lienmach.base.http import Request, posted
from lienmach.calc.local import day_of
from lienmach.calc.refusal import Refused
from lienmach.onestop.flow import State
from lienmach.onestop.models import Dossier
from lienmach.onestop.queries.found import by_token
from lienmach.portal.actions import rate as actions
from lienmach.portal.forms.rate import RatingForm
from lienmach.portal.queries.office import point
from lienmach.portal.views.page import private, show
from lienmach.surveys.actions import OPEN_FOR
from lienmach.surveys.models import LOW, Level, Rating, Reason

# The mouth of each face, from worst to best.
MOUTHS = (
    "M14 31q8-8 16 0",
    "M15 30q7-5 14 0",
    "M15 29h14",
    "M15 27q7 6 14 0",
    "M13 26q9 12 18 0",
)
FACES = tuple(
    (level.value, level.label, mouth, level <= LOW)
    for level, mouth in zip(Level, MOUTHS, strict=True)
)
REASONS = tuple((reason.value, reason.label) for reason in Reason)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: Request, token: str) -> HttpResponse:
    """Five faces; the three lowest ask what was wrong. Officers may not rate."""
    found = by_token(token)
    if found is None:
        raise Http404
    dossier = found.dossier
    if request.user.is_authenticated:
        return _closed(request, dossier, token, "staff", 403)
    form = RatingForm(posted(request))
    if form.is_valid():
        try:
            actions.rate(
                dossier,
                level=form.cleaned_data["muc"],
                reasons=form.cleaned_data["ly_do"],
                text=form.cleaned_data["y_kien"],
                at=timezone.now(),
            )
        except Refused:  # the page tells why: it is over, too early, or done
            return _page(request, dossier, token, form)
        return redirect("portal:rate", token)
    return _page(request, dossier, token, form)


def _page(
    request: Request, dossier: Dossier, token: str, form: RatingForm
) -> HttpResponse:
    """The form while it may be filled in, else why it may not."""
    closed_at = dossier.case.closed_at
    is_sent = form.is_bound
    if Rating.objects.filter(case=dossier.pk).exists():
        return _closed(request, dossier, token, "done", 422 if is_sent else 200)
    if dossier.case.state != State.RETURNED or closed_at is None:
        return _closed(request, dossier, token, "early", 404)
    if timezone.now() > closed_at + OPEN_FOR:
        return _closed(request, dossier, token, "over", 410)
    shown = {
        "form": form,
        "dossier": dossier,
        "faces": FACES,
        "reasons": REASONS,
        "chosen": request.POST.get("muc", ""),
        "ticked": request.POST.getlist("ly_do"),
        "until": day_of(closed_at + OPEN_FOR),
    }
    return show(request, "portal/rate.html", shown, status=422 if is_sent else 200)


def _closed(
    request: Request, dossier: Dossier, token: str, why: str, status: int
) -> HttpResponse:
    where = point(dossier.case.received_unit_id, on=timezone.localdate())
    shown = {"dossier": dossier, "token": token, "why": why, "point": where}
    return show(request, "portal/rate_closed.html", shown, status=status)
