"""What the last four digits open, for how long, in the browser that showed them."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpResponse
from django.urls import reverse

from lienmach.base.http import Request
from lienmach.onestop.models import Dossier

COOKIE, SALT = "mo-ho-so", "portal.details"
OPEN_FOR = timedelta(minutes=15)
SHOWN = "ho-so-tra-cuu"
# Who has shown the digits may finish sending papers: photographs take their time.
SENDING, SENDING_FOR = "gui-bo-sung", timedelta(hours=1)


def opened(response: HttpResponse, dossier: Dossier, token: str) -> HttpResponse:
    """Open what is personal for whoever has shown the second factor."""
    path = reverse("portal:state", args=[token])
    _keep(response, COOKIE, dossier, path, OPEN_FOR)
    return response


def is_open(request: Request, dossier: Dossier) -> bool:
    return _kept(request, COOKIE, OPEN_FOR) == str(dossier.pk)


def may_send(request: Request, dossier: Dossier) -> bool:
    """Whether papers may be sent: the digits were shown here within the hour."""
    sending = _kept(request, SENDING, SENDING_FOR) == str(dossier.pk)
    return sending or is_open(request, dossier)


def sends(response: HttpResponse, dossier: Dossier, token: str) -> HttpResponse:
    """Let whoever is sending papers go on for another hour; it opens nothing else."""
    path = reverse("portal:supplement", args=[token])
    _keep(response, SENDING, dossier, path, SENDING_FOR)
    return response


def shows(response: HttpResponse, dossier: Dossier) -> HttpResponse:
    """Keep in this browser which dossier was asked for: no address carries its code."""
    _keep(response, SHOWN, dossier, reverse("portal:looked_up"), OPEN_FOR)
    return response


def shown_key(request: Request) -> int | None:
    """The dossier whose code was typed here a short while ago."""
    kept = _kept(request, SHOWN, OPEN_FOR)
    return int(kept) if kept else None


def _keep(
    response: HttpResponse, name: str, dossier: Dossier, path: str, until: timedelta
) -> None:
    response.set_signed_cookie(
        name,
        str(dossier.pk),
        salt=SALT,
        max_age=until,
        path=path,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _kept(request: Request, name: str, until: timedelta) -> str:
    try:
        return str(request.get_signed_cookie(name, salt=SALT, max_age=until))
    except (KeyError, signing.BadSignature):
        return ""
