"""What the last four digits open, for how long, in the browser that showed them."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpResponse
from django.urls import reverse

from lienmach.base.http import Request
from lienmach.onestop.models import Dossier
from lienmach.portal.views.visit import visit_of

COOKIE, SALT = "mo-ho-so", "portal.details"
OPEN_FOR = timedelta(minutes=15)
SHOWN = "ho-so-tra-cuu"
# Who has shown the digits may finish sending papers: photographs take their time.
SENDING, SENDING_FOR = "gui-bo-sung", timedelta(hours=1)


def opened(
    request: Request, response: HttpResponse, dossier: Dossier, token: str
) -> HttpResponse:
    """Open what is personal for whoever has shown the second factor."""
    path = reverse("portal:state", args=[token])
    _keep(response, COOKIE, _said(request, dossier), path, OPEN_FOR)
    return response


def is_open(request: Request, dossier: Dossier) -> bool:
    return _kept(request, COOKIE, OPEN_FOR) == str(dossier.pk)


def may_send(request: Request, dossier: Dossier) -> bool:
    """Whether papers may be sent: the digits were shown here within the hour."""
    sending = _kept(request, SENDING, SENDING_FOR) == str(dossier.pk)
    return sending or is_open(request, dossier)


def sends(
    request: Request, response: HttpResponse, dossier: Dossier, token: str
) -> HttpResponse:
    """Let whoever is sending papers go on for another hour; it opens nothing else."""
    path = reverse("portal:supplement", args=[token])
    _keep(response, SENDING, _said(request, dossier), path, SENDING_FOR)
    return response


def shows(request: Request, response: HttpResponse, dossier: Dossier) -> HttpResponse:
    """Keep in this browser which dossier was asked for: no address carries its code."""
    path = reverse("portal:looked_up")
    _keep(response, SHOWN, _said(request, dossier), path, OPEN_FOR)
    return response


def shown_key(request: Request) -> int | None:
    """The dossier whose code was typed here a short while ago."""
    kept = _kept(request, SHOWN, OPEN_FOR)
    return int(kept) if kept else None


def _said(request: Request, dossier: Dossier) -> str:
    """Which dossier, and at a kiosk in which visit."""
    return f"{dossier.pk}.{visit_of(request).key}"


def _keep(
    response: HttpResponse, name: str, said: str, path: str, until: timedelta
) -> None:
    response.set_signed_cookie(
        name,
        said,
        salt=SALT,
        max_age=until,
        path=path,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _kept(request: Request, name: str, until: timedelta) -> str:
    """The key of a dossier; nothing of what another opened at this kiosk."""
    try:
        kept = str(request.get_signed_cookie(name, salt=SALT, max_age=until))
    except (KeyError, signing.BadSignature):
        return ""
    key, _, visit = kept.partition(".")
    return key if visit == visit_of(request).key else ""
