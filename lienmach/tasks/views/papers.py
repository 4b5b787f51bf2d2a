"""Other documents that belong to one that gives work: put beside it, taken away."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from lienmach.base.http import Request, posted
from lienmach.base.toasts import toast
from lienmach.calc.refusal import Refused
from lienmach.tasks.actions import mandates as actions
from lienmach.tasks.forms.mandates import PaperForm, WhyForm
from lienmach.tasks.models import MandatePaper
from lienmach.tasks.views.found import found_mandate
from lienmach.tasks.views.mandates import PAGES, show_form
from lienmach.tasks.views.said import say


@require_http_methods(PAGES)
def add_paper(request: Request, pk: int) -> HttpResponse:
    held = found_mandate(request, pk, to_give=True)
    form = PaperForm(posted(request), initial={"co_quan": held.issuer})
    if form.is_bound and form.is_valid():
        try:
            actions.add_paper(held, form.new, actor=request.actor, at=timezone.now())
        except Refused as refused:
            say(form, refused)
        else:
            toast(request, "Đã ghi văn bản kèm theo.")
            return redirect("tasks:mandate", pk)
    page = reverse("tasks:mandate", args=[pk])
    return show_form(request, form, "Thêm văn bản kèm theo", page, "Ghi", held)


@require_http_methods(PAGES)
def withdraw_paper(request: Request, pk: int, paper: int) -> HttpResponse:
    one = _found(request, pk, paper)
    form = WhyForm(posted(request))
    if form.is_bound and form.is_valid():
        why = form.cleaned_data["vi_sao"]
        try:
            actions.withdraw_paper(one, why, actor=request.actor, at=timezone.now())
        except Refused as refused:
            say(form, refused)
        else:
            undo = reverse("tasks:restore_paper", args=[pk, paper])
            toast(request, f"Đã rút «{one.number}».", undo=undo)
            return redirect("tasks:mandate", pk)
    page = reverse("tasks:mandate", args=[pk])
    heading = f"Rút văn bản kèm theo {one.number}"
    return show_form(request, form, heading, page, "Rút", one.mandate)


@require_POST
def restore_paper(request: Request, pk: int, paper: int) -> HttpResponse:
    """Undo the withdrawal of a paper."""
    one = _found(request, pk, paper)
    actions.restore_paper(one, actor=request.actor, at=timezone.now())
    toast(request, f"Đã ghi lại «{one.number}».")
    return redirect("tasks:mandate", pk)


def _found(request: Request, pk: int, paper: int) -> MandatePaper:
    held = found_mandate(request, pk, to_give=True)
    one = get_object_or_404(MandatePaper, pk=paper, mandate=held)
    one.mandate = held
    return one
