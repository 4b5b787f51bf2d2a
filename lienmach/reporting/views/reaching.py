"""The report that a page is about."""

from django.shortcuts import get_object_or_404

from lienmach.base.http import Request
from lienmach.reporting.models import Report
from lienmach.reporting.queries import keeping, reports


def reached(request: Request, **key: object) -> Report:
    """A report that one may see. Whoever keeps its regime goes on with the rights that
    follow: the actor of the request is that one from here on."""
    found = get_object_or_404(reports.one(request.actor), **key)
    request.actor = keeping.acting(found, request.actor)
    return found
