"""A dossier at a glance, over the list that it stands in."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from lienmach.base.http import Request, wants_fragment
from lienmach.onestop.lists.clocks import clock, long_words
from lienmach.onestop.lists.work import step_words
from lienmach.onestop.queries import dossier_page
from lienmach.onestop.queries import peek as queries


@require_safe
def peek(request: Request, code: str) -> HttpResponse:
    """What one looks for before opening it, and its main file, page by page."""
    found = get_object_or_404(dossier_page.found(request.actor, code))
    look = queries.peek(found, actor=request.actor, now=timezone.now())
    promised = found.case.promised_at
    shown = {
        "look": look,
        "turned": _turned(look, request.GET.get("trang", "")),
        "dossier": found,
        "case": found.case,
        "clock": clock(look.told),
        "step": step_words(found),
        "promised": long_words(promised) if promised else "",
        "url": reverse("onestop:dossier", args=[code]),
    }
    part = wants_fragment(request)
    return render(request, "onestop/_peek.html" if part else "onestop/peek.html", shown)


def _turned(look: queries.Peek, asked: str) -> dict[str, int]:
    """The page that is looked at, with those before and after it; 0 where none is."""
    pages = look.first.pages if look.first else 1
    at = int(asked) if asked.isdecimal() and len(asked) < 6 else 1
    at = min(max(at, 1), pages)
    return {"at": at, "before": at - 1, "after": at + 1 if at < pages else 0}
