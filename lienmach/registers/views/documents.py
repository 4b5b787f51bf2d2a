from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from lienmach.base.http import Request
from lienmach.base.lists import List, around
from lienmach.base.shown import show
from lienmach.registers import queries
from lienmach.registers.lists import documents as lists
from lienmach.registers.models import OfficialDocument


@require_safe
def documents(request: Request) -> HttpResponseBase:
    """The register of documents that the texts of one's units cite."""
    rows = queries.documents(request.actor)
    return show(request, _declared(), rows, "registers/documents.html")


@require_safe
def document(request: Request, pk: int) -> HttpResponse:
    """One document and every place that cites it."""
    rows = queries.documents(request.actor)
    found = get_object_or_404(rows, pk=pk)
    back = reverse("registers:documents")
    context = {
        "document": found,
        "mentions": queries.mentions(found, request.actor)[: queries.MOST],
        "around": around(request, _declared(), rows, found, list_url=back),
    }
    return render(request, "registers/document.html", context)


def _declared() -> List[OfficialDocument]:
    return lists.documents(until=timezone.localdate().year)
