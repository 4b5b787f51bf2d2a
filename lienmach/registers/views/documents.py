from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from lienmach.base.http import Request, posted
from lienmach.base.lists import List, around
from lienmach.base.shown import show
from lienmach.base.toasts import toast
from lienmach.calc.refusal import Refused
from lienmach.registers import queries
from lienmach.registers.actions.documents import (
    end_document,
    merge_documents,
    split_document,
)
from lienmach.registers.actions.procedures import RIGHT
from lienmach.registers.forms.regulations import DocumentEndForm
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
    found = rows.filter(pk=pk).first()
    if found is None:
        if into := queries.merged_into(pk, request.actor):
            return redirect("registers:document", into.pk)
        raise Http404
    back = reverse("registers:documents")
    may_end = bool(request.actor.units_with(RIGHT))
    context = {
        "document": found,
        "may_end": may_end,
        "alike": queries.alike(found, request.actor) if may_end else [],
        "merged": found.merged.select_related("merged_by").order_by("pk"),
        "mentions": queries.mentions(found, request.actor)[: queries.MOST],
        "around": around(request, _declared(), rows, found, list_url=back),
    }
    return render(request, "registers/document.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: Request, pk: int) -> HttpResponse:
    """Note that a document is no longer in force, or take that back."""
    request.actor.require(RIGHT, next(iter(request.actor.units_with(RIGHT)), None))
    found = get_object_or_404(queries.documents(request.actor), pk=pk)
    start = {"tu_ngay": found.ended_on, "thay_bang": found.ended_by}
    form = DocumentEndForm(posted(request), initial=start)
    back = reverse("registers:document", args=[pk])
    if form.is_valid():
        said = form.cleaned_data
        try:
            end_document(
                found,
                on=said["tu_ngay"],
                by=said["thay_bang"],
                actor=request.actor,
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error("tu_ngay", str(refused))
        else:
            toast(request, "Đã ghi.")
            return redirect(back)
    context = {"form": form, "document": found, "back": back}
    status = 422 if form.errors else 200
    return render(request, "registers/document_end.html", context, status=status)


@require_POST
def merge(request: Request, pk: int, other: int) -> HttpResponse:
    """Say that another entry of the register is this document."""
    visible = queries.documents(request.actor)
    kept = get_object_or_404(visible, pk=pk)
    gone = get_object_or_404(visible, pk=other)
    merge_documents(kept, gone, actor=request.actor, at=timezone.now())
    undo = reverse("registers:document_split", args=[pk, other])
    toast(request, f"Đã gộp {gone} vào đây.", undo=undo)
    return redirect("registers:document", pk)


@require_POST
def split(request: Request, pk: int, other: int) -> HttpResponse:
    """Take the merging of an entry into this document back."""
    kept = get_object_or_404(queries.documents(request.actor), pk=pk)
    gone = get_object_or_404(OfficialDocument, pk=other, same_as=kept)
    split_document(kept, gone, actor=request.actor, at=timezone.now())
    toast(request, f"Đã tách {gone} ra.")
    rest = queries.documents(request.actor).filter(pk=pk).exists()
    return redirect("registers:document", pk if rest else other)


def _declared() -> List[OfficialDocument]:
    return lists.documents(until=timezone.localdate().year)
