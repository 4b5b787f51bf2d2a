"""What public pages have in common."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from lienmach.base.http import Request
from lienmach.portal.queries.office import office, sample_code
from lienmach.portal.views.visit import keep, visit_of

View = Callable[..., HttpResponse]


def show(
    request: Request, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render a page with the office that the public pages speak for."""
    today = timezone.localdate()
    shown = {
        "office": office(on=today),
        "sample_code": partial(sample_code, on=today),  # asked for by few pages
        "here": "",
        "kiosk": (visit := visit_of(request)).point,
        **context,
    }
    response = render(request, template, shown, status=status)
    if visit.point:
        keep(response, visit)
    return response


def private(view: View) -> View:
    """For pages about one dossier: kept by nobody, found by no search engine."""

    @login_not_required
    @wraps(view)
    def answered(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return answered


def limited(response: HttpResponse, seconds: int) -> HttpResponse:
    """Say of an answer that it was asked for too often, if it was."""
    if seconds:
        response.status_code = 429
        response["Retry-After"] = str(seconds)
    return response
