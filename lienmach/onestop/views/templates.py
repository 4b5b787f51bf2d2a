"""A01, print forms: the letterhead of a unit, and templates of its own."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lienmach.base.http import Request
from lienmach.base.toasts import toast
from lienmach.calc.refusal import Refused
from lienmach.onestop.actions import templates as actions
from lienmach.onestop.flow import PRINTS
from lienmach.onestop.forms.templates import LetterheadForm, TemplateForm
from lienmach.onestop.models import FormTemplate, Letterhead
from lienmach.onestop.queries import templates as queries
from lienmach.onestop.queries.circulars import (
    PAPERS,
    LegalForm,
    circular_on,
    circulars,
)
from lienmach.onestop.queries.letterheads import head_of
from lienmach.onestop.queries.samples import sample_of, starter
from lienmach.org.queries import names_on

PAGES = ["GET", "HEAD", "POST"]


@require_safe
def templates(request: Request) -> HttpResponse:
    """The forms of each circular, and which template each is printed from."""
    unit, units = _unit(request)
    used = {
        (one.circular, one.form): one
        for one in FormTemplate.objects.filter(unit=unit, ended_at=None)
    }
    today = circular_on(timezone.now())
    shown = {
        "unit": unit,
        "units": units,
        "head": head_of(unit, timezone.localdate()),
        "circulars": [
            (
                one,
                one.name == today,
                [
                    (form, PAPERS[form.paper], used.get((one.name, form.form)))
                    for form in one.forms.values()
                ],
                _slug(one.name),
            )
            for one in reversed(circulars())
        ],
        "replaceable": list(queries.NEEDED),
    }
    return render(request, "onestop/templates.html", shown)


@require_http_methods(PAGES)
def letterhead(request: Request) -> HttpResponse:
    unit, units = _unit(request)
    own = Letterhead.objects.filter(unit=unit).first()
    initial = {name: getattr(own, name) for name in LetterheadForm.base_fields if own}
    sent = request.POST if request.method == "POST" else None
    form = LetterheadForm(sent, initial=initial)
    if form.is_bound and form.is_valid():
        actions.save_letterhead(
            form.head(), unit_id=unit, actor=request.actor, at=timezone.now()
        )
        toast(request, "Đã lưu đầu giấy. Giấy phát hành từ nay in theo đầu giấy này.")
        return redirect(f"{reverse('onestop:templates')}?dv={unit}")
    shown = {"form": form, "unit": unit, "unit_name": dict(units)[unit]}
    status = 422 if form.errors else 200
    return render(request, "onestop/letterhead.html", shown, status=status)


@require_http_methods(PAGES)
def template(request: Request, year: str, form: str) -> HttpResponse:
    """Try a template on sample data, use it, or go back to the one shipped."""
    unit, units = _unit(request)
    law = _law(year, form)
    now = timezone.now()
    if request.POST.get("viec") == "thoi-dung":
        actions.end_template(
            unit_id=unit,
            circular=law.circular,
            form=form,
            actor=request.actor,
            at=now,
        )
        toast(request, "Đã trở về mẫu kèm phần mềm.")
        return redirect(f"{reverse('onestop:templates')}?dv={unit}")
    rows = FormTemplate.objects.filter(unit=unit, circular=law.circular, form=form)
    history = list(rows.select_related("made_by"))
    current = next((one for one in history if one.ended_at is None), None)
    body = current.body if current else starter(law)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    filled = TemplateForm(*sent, form_code=form, initial={"body": body})
    if filled.is_bound and filled.is_valid():
        body = filled.cleaned_data["body"]
        if request.POST.get("viec") == "dung":
            made = actions.use_template(
                body,
                unit_id=unit,
                circular=law.circular,
                form=form,
                note=filled.cleaned_data["note"],
                actor=request.actor,
                at=now,
            )
            toast(request, f"Đang dùng mẫu riêng phiên bản {made.number}.")
            return redirect(f"{reverse('onestop:templates')}?dv={unit}")
    elif filled.is_bound:
        body = ""
    sample = sample_of(law, unit, now)
    shown = {
        "law": law,
        "unit": unit,
        "unit_name": dict(units)[unit],
        "form": filled,
        "history": history,
        "current": current,
        "paper": queries.filled(body, sample) if body else "",
        "fields": [
            (f, f.name in queries.NEEDED.get(form, ())) for f in queries.KNOWN.values()
        ],
        "size": law.paper,
    }
    status = 422 if filled.errors else 200
    return render(request, "onestop/template.html", shown, status=status)


def _law(year: str, form: str) -> LegalForm:
    found = [one for one in circulars() if _slug(one.name) == year]
    if not found or form not in found[0].forms or form not in queries.NEEDED:
        raise Http404("Không có mẫu này.")
    return found[0].forms[form]


def _slug(circular: str) -> str:
    number, year, _ = circular.split("/")
    return f"{number}-{year}"


def _unit(request: Request) -> tuple[int, list[tuple[int, str]]]:
    """The unit whose forms are looked at, and those one may choose from."""
    held = request.actor.units_with(PRINTS)
    if not held:
        request.actor.require(PRINTS)
    names = names_on(held, timezone.localdate())
    asked = request.GET.get("dv", "")
    known = {str(pk): pk for pk in names}
    own = request.actor.unit_id if request.actor.unit_id in names else min(names)
    units = sorted(names.items(), key=lambda pair: pair[1])
    if not names:
        raise Refused("Chưa có đơn vị nào để đặt mẫu in.")
    return known.get(asked, own), units
