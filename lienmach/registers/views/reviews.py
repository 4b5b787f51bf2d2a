"""The review of procedures: the plan of a year, results, approvals, their trail."""

from collections.abc import Callable, Mapping

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from lienmach.base.forms import Form
from lienmach.base.http import Request, posted
from lienmach.base.lists import List, around, chosen
from lienmach.base.shown import show
from lienmach.base.toasts import toast
from lienmach.calc.refusal import Refused
from lienmach.org.queries import names_on
from lienmach.registers.actions import reviews as actions
from lienmach.registers.actions.procedures import RIGHT
from lienmach.registers.forms import reviews as typed
from lienmach.registers.forms.period import PeriodForm
from lienmach.registers.lists.reviews import reviews as reviews_list
from lienmach.registers.models import Review
from lienmach.registers.queries import procedures as catalogue
from lienmach.registers.queries import reviews as queries
from lienmach.registers.queries.named import MOST
from lienmach.registers.views.chosen import asked_codes

PAGES = ["GET", "HEAD", "POST"]


@require_safe
def reviews(request: Request) -> HttpResponseBase:
    """What the plans of a year ask for and how far each procedure is."""
    context = {"may_plan": bool(request.actor.units_with(RIGHT))}
    rows = queries.reviews(request.actor, on=timezone.localdate())
    return show(request, _declared(request), rows, "registers/reviews.html", context)


@require_safe
def counts(request: Request) -> HttpResponse:
    """What each unit planned, reviewed and had approved in a period."""
    usual = PeriodForm.this_year()
    form = PeriodForm(request.GET if request.GET else None, initial=usual)
    said = form.cleaned_data if form.is_valid() else usual
    first, last = said["tu_ngay"], said["den_ngay"]
    found = queries.counts(request.actor, first, last)
    names = names_on(found, timezone.localdate())
    lines = sorted((names[unit], unit, told) for unit, told in found.items())
    context = {
        "form": form,
        "first": first,
        "last": last,
        "lines": lines,
        "total": queries.Counts.of(found.values()),
    }
    status = 422 if form.errors else 200
    return render(request, "registers/review_counts.html", context, status=status)


@require_safe
def review(request: Request, pk: int) -> HttpResponse:
    """One procedure in a plan: how it stands, and all that was recorded of it."""
    found = Review.objects.visible_to(request.actor).filter(pk=pk).first()
    if found is None:
        raise Http404(pk)
    held = queries.latest(found)
    if held != found:
        return redirect("registers:review", held.pk)
    today = timezone.localdate()
    rows = queries.reviews(request.actor, on=today)
    shown = {
        "review": rows.get(pk=pk),
        "unit_name": names_on([held.unit_id], today)[held.unit_id],
        "trail": queries.trail(held),
        "is_simpler": held.proposal in ("simplify", "abolish"),
        "may_change": request.actor.may(RIGHT, held.unit_id),
        "around": around(
            request,
            _declared(request),
            rows,
            held,
            list_url=reverse("registers:reviews"),
        ),
    }
    return render(request, "registers/review.html", shown)


@require_http_methods(PAGES)
def plan(request: Request) -> HttpResponse:
    """Put procedures into the plan: those ticked in the catalogue, or typed codes."""
    units = request.actor.units_with(RIGHT)
    request.actor.require(RIGHT, next(iter(units), None))
    today = timezone.localdate()
    codes = asked_codes(request)
    names = sorted(names_on(units, today).items(), key=lambda one: one[1])
    start = {
        "don_vi": request.actor.unit_id,
        "nam": today.year,
        "ma": "\n".join(codes or ()),
    }
    sent = None if codes is not None else posted(request)
    form = typed.PlanForm(sent, units=names, initial=start)
    if form.is_valid():
        said = form.cleaned_data
        try:
            new, known = actions.plan(
                said["don_vi"],
                said["nam"],
                said["ma"],
                document=said["ke_hoach"],
                on=said["ngay"],
                actor=request.actor,
                at=timezone.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            there = f" {known} thủ tục đã có từ trước." if known else ""
            toast(request, f"Đã đưa {new} thủ tục vào kế hoạch {said['nam']}.{there}")
            return redirect("registers:reviews")
    heading = "Đưa thủ tục vào kế hoạch rà soát"
    context = {"form": form, "heading": heading, "chosen": (), "review": None}
    return _form(request, context, form)


@require_http_methods(PAGES)
def result(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    first = {
        "ngay": found.reviewed_on or timezone.localdate(),
        "kien_nghi": found.proposal,
        "noi_dung": found.finding,
    }
    is_correction = found.reviewed_on is not None
    form = typed.ResultForm(posted(request), is_correction=is_correction, initial=first)

    def save() -> None:
        said = form.cleaned_data
        actions.record_result(
            found,
            on=said["ngay"],
            proposal=said["kien_nghi"],
            finding=said["noi_dung"],
            note=form.why,
            actor=request.actor,
            at=timezone.now(),
        )

    return _asked(request, found, form, save, "Kết quả rà soát")


@require_http_methods(PAGES)
def approval(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    first = {"van_ban": found.approved_by, "ngay": found.approved_on}
    is_correction = found.approved_on is not None
    form = typed.ApprovalForm(
        posted(request), is_correction=is_correction, initial=first
    )

    def save() -> None:
        said = form.cleaned_data
        actions.record_approval(
            [found],
            document=said["van_ban"],
            on=said["ngay"],
            note=form.why,
            actor=request.actor,
            at=timezone.now(),
        )

    return _asked(request, found, form, save, "Phê duyệt phương án")


@require_http_methods(PAGES)
def drop(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    form = typed.DropForm(posted(request))

    def save() -> None:
        note = form.cleaned_data["vi_sao"]
        actions.drop(found, note=note, actor=request.actor, at=timezone.now())

    return _asked(request, found, form, save, "Đưa ra khỏi kế hoạch")


@require_POST
def approve(request: Request) -> HttpResponse:
    """One document that approves the plans of several ticked procedures."""
    rows = queries.reviews(request.actor, on=timezone.localdate())
    found = list(chosen(request, _declared(request), rows)[:MOST])
    is_sent = "van_ban" in request.POST
    form = typed.ApprovalForm(request.POST if is_sent else None, is_correction=False)
    if form.is_valid():
        said = form.cleaned_data
        try:
            done = actions.record_approval(
                found,
                document=said["van_ban"],
                on=said["ngay"],
                actor=request.actor,
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            toast(request, f"Đã ghi phê duyệt {done} phương án.")
            return redirect(f"{reverse('registers:reviews')}?xem=duyet")
    heading = "Ghi phê duyệt phương án"
    context = {"form": form, "heading": heading, "chosen": found, "review": None}
    return _form(request, context, form)


def _asked(
    request: Request,
    found: Review,
    form: Form,
    save: Callable[[], None],
    heading: str,
) -> HttpResponse:
    """Show a form of a review, or save it and go back; a refusal stands in it."""
    request.actor.require(RIGHT, found.unit_id)
    if form.is_valid():
        try:
            save()
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            toast(request, f"Đã ghi: {heading[:1].lower()}{heading[1:]}.")
            return redirect("registers:review", found.pk)
    context = {"form": form, "heading": heading, "chosen": (), "review": found}
    return _form(request, context, form)


def _form(request: Request, context: Mapping[str, object], form: Form) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "registers/review_form.html", context, status=status)


def _found(request: Request, pk: int) -> Review:
    rows = Review.objects.visible_to(request.actor).select_related("procedure")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404(pk)
    return found


def _declared(request: Request) -> List[Review]:
    names = names_on(request.actor.unit_ids, timezone.localdate())
    return reviews_list(
        units=dict(sorted(names.items(), key=lambda one: one[1])),
        years=queries.years(request.actor),
        fields=catalogue.fields(),
        may_plan=bool(request.actor.units_with(RIGHT)),
        on=timezone.localdate(),
    )
