"""Local rules of reception and return: the list of a day, one of them, its texts."""

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from lienmach.base.files import opened
from lienmach.base.forms import Form
from lienmach.base.http import Request, posted
from lienmach.base.lists import List, around
from lienmach.base.shown import show
from lienmach.base.toasts import toast
from lienmach.calc.refusal import Refused
from lienmach.org.queries import names_on
from lienmach.registers.actions import regulations as actions
from lienmach.registers.actions.procedures import RIGHT
from lienmach.registers.forms import regulations as typed
from lienmach.registers.lists.regulations import regulations as regulations_list
from lienmach.registers.lists.regulations import state
from lienmach.registers.models import RegulationText
from lienmach.registers.queries import regulations as queries
from lienmach.registers.views.procedures import asked_day

PAGES = ["GET", "HEAD", "POST"]


@require_safe
def regulations(request: Request) -> HttpResponseBase:
    """Which rules are in force on a day, and which must be looked at."""
    on = asked_day(request)
    rows = queries.regulations(request.actor, on=on)
    may_add = bool(request.actor.units_with(RIGHT))
    told = queries.told(request.actor, on=on)
    shown = {"on": on, "told": told, "may_add": may_add}
    return show(request, _declared(request), rows, "registers/regulations.html", shown)


@require_safe
def regulation(request: Request, pk: int) -> HttpResponse:
    """One text of a regulation, what it rests on, and all texts there were."""
    today = timezone.localdate()
    found = _found(request, pk)
    rows = queries.regulations(request.actor, on=today)
    text = rows.filter(pk=pk).first() or found
    names = names_on([text.regulation.unit_id], today)
    may_write = request.actor.may(RIGHT, text.regulation.unit_id)
    shown = {
        "text": text,
        "state": state(text, today),
        "unit": names[text.regulation.unit_id],
        "basis": queries.basis(text),
        "texts": queries.texts(text),
        "today": today,
        "may_write": may_write,
        "may_change": may_write and not text.replaced_at,
        "around": around(
            request,
            _declared(request),
            rows,
            text,
            list_url=reverse("registers:regulations"),
        ),
    }
    return render(request, "registers/regulation.html", shown)


@require_safe
def regulation_file(request: Request, pk: int) -> HttpResponseBase:
    """The file of a text, to be kept, never opened inside our pages."""
    found = _found(request, pk)
    if not found.file_key:
        raise Http404(pk)
    try:
        response = opened(found.file_key)
    except FileNotFoundError as error:
        raise Http404(found.file_key) from error
    response["Content-Type"] = found.file_type
    named = content_disposition_header(True, found.file_name)
    response["Content-Disposition"] = named or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_http_methods(PAGES)
def new(request: Request) -> HttpResponse:
    """Enter a regulation by its first text."""
    units = request.actor.units_with(RIGHT) & request.actor.unit_ids
    request.actor.require(RIGHT, next(iter(units), None))
    names = sorted(names_on(units, timezone.localdate()).items(), key=lambda n: n[1])
    form = typed.NewForm(
        posted(request),
        request.FILES or None,
        units=names,
        initial={"don_vi": request.actor.unit_id},
    )
    if form.is_valid():
        said = form.cleaned_data
        try:
            made = actions.lay_down(
                said["don_vi"],
                said["ten"],
                form.issued(),
                on=said["tu_ngay"],
                actor=request.actor,
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            toast(request, f"Đã ghi «{said['ten']}».")
            return redirect("registers:regulation", made.pk)
    back = reverse("registers:regulations")
    return _form(request, form, "Ghi quy định tiếp nhận, trả kết quả", back)


@require_http_methods(PAGES)
def change(request: Request, pk: int) -> HttpResponse:
    """Enter the decision that amends or replaces it."""
    text = _found(request, pk)
    request.actor.require(RIGHT, text.regulation.unit_id)
    start = {"co_quan": text.issuer, "can_cu": "\n".join(text.basis)}
    form = typed.ChangeForm(posted(request), request.FILES or None, initial=start)
    if form.is_valid():
        said = form.cleaned_data
        try:
            made = actions.change(
                text,
                said["thay"],
                form.issued(),
                on=said["tu_ngay"],
                note=said["ly_do"],
                actor=request.actor,
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            toast(request, f"Đã ghi {made}.")
            return redirect("registers:regulation", made.pk)
    back = reverse("registers:regulation", args=[pk])
    return _form(request, form, f"Sửa đổi, thay thế: {text.regulation.name}", back)


@require_http_methods(PAGES)
def end(request: Request, pk: int) -> HttpResponse:
    """Say that it is no longer in force, without another in its place."""
    text = _found(request, pk)
    form = typed.EndedForm(posted(request))

    def save() -> RegulationText:
        said = form.cleaned_data
        return actions.end(
            text,
            last_day=said["den_ngay"],
            by=said["van_ban"],
            note=said["ly_do"],
            actor=request.actor,
            at=timezone.now(),
        )

    return _asked(request, text, form, save, "Bãi bỏ")


@require_http_methods(PAGES)
def reopen(request: Request, pk: int) -> HttpResponse:
    """Take back that it is no longer in force."""
    text = _found(request, pk)
    form = typed.ReopenForm(posted(request))

    def save() -> RegulationText:
        why = form.cleaned_data["ly_do"]
        return actions.reopen(text, note=why, actor=request.actor, at=timezone.now())

    return _asked(request, text, form, save, "Bỏ ghi bãi bỏ")


@require_http_methods(PAGES)
def look(request: Request, pk: int) -> HttpResponse:
    """Say that it may stay though a document that it rests on has ended."""
    text = _found(request, pk)
    form = typed.LookForm(posted(request))

    def save() -> RegulationText:
        why = form.cleaned_data["ket_luan"]
        return actions.look(text, why=why, actor=request.actor, at=timezone.now())

    return _asked(request, text, form, save, "Đã xem lại")


def _asked(
    request: Request,
    text: RegulationText,
    form: Form,
    save: Callable[[], RegulationText],
    what: str,
) -> HttpResponse:
    request.actor.require(RIGHT, text.regulation.unit_id)
    back = reverse("registers:regulation", args=[text.pk])
    if form.is_valid():
        try:
            made = save()
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            toast(request, "Đã ghi.")
            return redirect("registers:regulation", made.pk)
    return _form(request, form, f"{what}: {text.regulation.name}", back)


def _form(request: Request, form: Form, heading: str, back: str) -> HttpResponse:
    context = {"form": form, "heading": heading, "back": back}
    status = 422 if form.errors else 200
    return render(request, "registers/regulation_form.html", context, status=status)


def _found(request: Request, pk: int) -> RegulationText:
    rows = queries.visible(request.actor, timezone.localdate())
    found = rows.select_related("regulation").filter(pk=pk).first()
    if found is None:
        raise Http404(pk)
    return found


def _declared(request: Request) -> List[RegulationText]:
    on = asked_day(request)
    names = names_on(queries.units(request.actor, on), on)
    return regulations_list(
        on=on,
        units=dict(sorted(names.items(), key=lambda one: one[1])),
        may_add=bool(request.actor.units_with(RIGHT)),
    )
