"""Sets of criteria: drafted, published by a document, not used any more."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from lienmach.base.forms import Form
from lienmach.base.http import Request, posted
from lienmach.base.shown import show
from lienmach.base.toasts import toast
from lienmach.calc.refusal import Refused
from lienmach.org.queries import names_on
from lienmach.reporting.actions import criteria_sets as actions
from lienmach.reporting.flow import APPRAISE
from lienmach.reporting.forms.criteria_sets import (
    CloseSetForm,
    DraftForm,
    PublishSetForm,
    TextForm,
)
from lienmach.reporting.lists.criteria_sets import criteria_sets as sets_list
from lienmach.reporting.models import CriteriaSet
from lienmach.reporting.queries import criteria_sets as queries

PAGES = ["GET", "HEAD", "POST"]


@require_safe
def criteria_sets(request: Request) -> HttpResponseBase:
    """The sets that are written here, and how far each has come."""
    rows = queries.criteria_sets(request.actor)
    names = names_on(request.actor.unit_ids, timezone.localdate())
    may = bool(request.actor.units_with(APPRAISE))
    declared = sets_list(names, may_draft=may)
    shown = {"may_draft": may}
    return show(request, declared, rows, "reporting/criteria_sets.html", shown)


@require_http_methods(PAGES)
def new(request: Request) -> HttpResponse:
    """Begin a draft."""
    units = request.actor.units_with(APPRAISE)
    request.actor.require(APPRAISE, next(iter(units), None))
    names = sorted(names_on(units, timezone.localdate()).items(), key=lambda n: n[1])
    start = {"don_vi": request.actor.unit_id}
    form = DraftForm(posted(request), units=names, bases=queries.bases(), initial=start)
    if form.is_valid():
        said = form.cleaned_data
        try:
            made = actions.draft(
                said["don_vi"],
                said["ma"],
                said["ten"],
                said["tu_bo"],
                actor=request.actor,
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error("ma", str(refused))
        else:
            return redirect("reporting:criteria_set", made.pk)
    status = 422 if form.errors else 200
    context = {"form": form}
    return render(request, "reporting/new_criteria_set.html", context, status=status)


@require_http_methods(PAGES)
def criteria_set(request: Request, pk: int) -> HttpResponse:
    """A set as it reads; a draft is written here."""
    found = _found(request, pk)
    form = TextForm(
        posted(request), initial={"noi_dung": found.text, "lan": found.number}
    )
    if form.is_valid():
        text, seen = form.cleaned_data["noi_dung"], form.cleaned_data["lan"]
        try:
            actions.write(
                found, text, seen=seen, actor=request.actor, at=timezone.now()
            )
        except actions.Overtaken as refused:
            newest = _found(request, pk).number
            form = TextForm(initial={"noi_dung": text, "lan": newest})
            return _page(request, found, text=form, refused=str(refused))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            toast(request, "Đã lưu dự thảo.")
            return redirect("reporting:criteria_set", pk)
    return _page(request, found, text=form)


@require_POST
def publish(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    form = PublishSetForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.publish(
                found,
                said["van_ban"],
                said["ngay"],
                seen=said["lan"],
                actor=request.actor,
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            toast(request, "Đã ban hành: chọn được khi mở đợt chấm.")
            return redirect("reporting:criteria_set", pk)
    return _page(request, found, publishing=form)


@require_POST
def close(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    form = CloseSetForm(request.POST)
    if form.is_valid():
        why = form.cleaned_data["vi_sao"]
        try:
            actions.close(found, why, actor=request.actor, at=timezone.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            toast(request, "Bộ tiêu chí này thôi dùng.")
            return redirect("reporting:criteria_set", pk)
    return _page(request, found, closing=form)


@require_safe
def criteria_file(request: Request, pk: int) -> HttpResponse:
    """The text, as an office may keep it beside its database."""
    found = _found(request, pk)
    response = HttpResponse(found.text, content_type="text/csv; charset=utf-8")
    named = content_disposition_header(True, f"{found.code}.csv")
    response["Content-Disposition"] = named or "attachment"
    return response


def _found(request: Request, pk: int) -> CriteriaSet:
    return get_object_or_404(queries.criteria_sets(request.actor), pk=pk)


def _page(
    request: Request,
    found: CriteriaSet,
    *,
    text: Form | None = None,
    publishing: Form | None = None,
    closing: Form | None = None,
    refused: str = "",
) -> HttpResponse:
    """The page of a set with the form that was refused, if one was."""
    may = request.actor.may(APPRAISE, found.unit_id)
    is_draft = found.state == CriteriaSet.State.DRAFT
    start = {"ngay": timezone.localdate(), "lan": found.number}
    given = [one for one in (text, publishing, closing) if one and one.errors]
    writing = {"noi_dung": found.text, "lan": found.number}
    context = {
        "set": found,
        "read": queries.read(found),
        "unit_name": names_on([found.unit_id], timezone.localdate())[found.unit_id],
        "text": (text or TextForm(initial=writing)) if may and is_draft else None,
        "publishing": (publishing or PublishSetForm(initial=start))
        if may and is_draft
        else None,
        "closing": (closing or CloseSetForm())
        if may and found.state != CriteriaSet.State.CLOSED
        else None,
        "refused": refused,
    }
    if may:
        context["writings"], context["has_older"] = queries.writings(found)
    status = 422 if given or refused else 200
    return render(request, "reporting/criteria_set.html", context, status=status)
