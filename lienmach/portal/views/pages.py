"""P01, P02, P03, P15: the first page, the catalogue, a procedure, help."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from lienmach.base.http import Request
from lienmach.portal.queries import catalogue
from lienmach.portal.queries.home import queues
from lienmach.portal.views.page import show

LONGEST = 200


@login_not_required
@require_safe
def home(request: Request) -> HttpResponse:
    """The doors that are open today."""
    now, today = timezone.now(), timezone.localdate()
    shown = {
        "here": "home",
        "count": catalogue.count(today),
        "popular": catalogue.popular(today),
        "queues": queues(now),
        "at": now,
    }
    return show(request, "portal/home.html", shown)


@login_not_required
@require_safe
def procedures(request: Request) -> HttpResponse:
    """What can be applied for; words and field stand in the address."""
    today = timezone.localdate()
    asked = request.GET.get("q", "")[:LONGEST]
    fields = catalogue.fields(today)
    field = request.GET.get("lv", "")
    known = {str(one.pk) for one in fields}
    field = field if field in known else ""
    shown = {
        "here": "procedures",
        "asked": asked,
        "field": field,
        "fields": [(str(one.pk), one.name) for one in fields],
        "found": catalogue.search(asked, field, on=today),
    }
    return show(request, "portal/procedures.html", shown)


@login_not_required
@require_safe
def procedure(request: Request, code: str) -> HttpResponse:
    return _procedure(request, code, "portal/procedure.html")


@login_not_required
@require_safe
def papers(request: Request, code: str) -> HttpResponse:
    """What to bring, in large letters on one sheet."""
    return _procedure(request, code, "portal/papers.html")


@login_not_required
@require_safe
def help_(request: Request) -> HttpResponse:
    return show(request, "portal/help.html", {"here": "help"})


def _procedure(request: Request, code: str, template: str) -> HttpResponse:
    found = catalogue.page(code, on=timezone.localdate())
    if found is None:
        asked = {"here": "procedures", "code": code[:40]}
        return show(request, "portal/no_procedure.html", asked, status=404)
    shown = {"here": "procedures", "page": found, "version": found.version}
    return show(request, template, shown)
