"""A visit at a kiosk: what one person opened there is closed to the next.

The start page of a kiosk begins a visit and keeps it in that browser. What the last
four digits open is bound to it (``opened``), so it is closed as soon as the kiosk is
back at its start page, whatever is still kept.
"""

from dataclasses import dataclass
from datetime import timedelta
from secrets import token_urlsafe

from django.conf import settings
from django.core import signing
from django.http import HttpResponse

from lienmach.base.http import Request

COOKIE, SALT = "may-lay-so", "portal.kiosk"
# A kiosk asks for its start page every half minute; a telephone that did soon forgets.
STANDS_FOR = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Visit:
    """At which receiving point; both are empty where no kiosk is."""

    point: str = ""
    key: str = ""


def begin(response: HttpResponse, point: str) -> None:
    keep(response, Visit(point, token_urlsafe(9)))


def keep(response: HttpResponse, visit: Visit) -> None:
    """Let a visit go on, while somebody reads."""
    response.set_signed_cookie(
        COOKIE,
        f"{visit.key}.{visit.point}",
        salt=SALT,
        max_age=STANDS_FOR,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def visit_of(request: Request) -> Visit:
    try:
        kept = str(request.get_signed_cookie(COOKIE, salt=SALT, max_age=STANDS_FOR))
    except (KeyError, signing.BadSignature):
        return Visit()
    key, _, point = kept.partition(".")
    return Visit(point, key)
