"""Short words about what was just done, with a way back where there is one."""

from typing import NotRequired, TypedDict

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone

KEPT = 10


class Done(TypedDict):
    text: str
    at: str
    undo: NotRequired[str]


def toast(request: HttpRequest, text: str, *, undo: str = "") -> None:
    """Say on the next page, or in the answer to HTMX, that something was done.

    ``undo`` is an address that takes a POST. The last few stay readable under «Việc
    vừa làm», for a toast goes away by itself.
    """
    messages.success(request, text, extra_tags=undo)
    done: Done = {"text": text, "at": timezone.localtime().strftime("%H:%M")}
    if undo:
        done["undo"] = undo
    request.session["done"] = [done, *recent(request)][:KEPT]


def recent(request: HttpRequest) -> list[Done]:
    """What was done in this session, the last first."""
    session = getattr(request, "session", None)
    return session.get("done", []) if session is not None else []
