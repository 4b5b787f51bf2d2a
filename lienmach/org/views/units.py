"""A01, units: the tree of a day, what became of each unit, and every change."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lienmach.base.http import posted
from lienmach.base.toasts import toast
from lienmach.calc.refusal import Refused
from lienmach.org.actions import units as actions
from lienmach.org.actions.contacts import set_contact, speak_for
from lienmach.org.forms.units import (
    ChangeForm,
    ContactForm,
    CorrectForm,
    DayForm,
    DecidedForm,
    EndForm,
    FoundForm,
    SplitForm,
)
from lienmach.org.middleware import Request
from lienmach.org.models import Unit, UnitVersion
from lienmach.org.queries import contacts
from lienmach.org.queries import units as queries

RIGHT = queries.RIGHT
PAGES = ["GET", "HEAD", "POST"]


@require_safe
def tree(request: Request) -> HttpResponse:
    """The units of a day; an archive is seen as on its last one."""
    request.actor.require(RIGHT)
    day = request.desk.here.day
    form = DayForm(request.GET or None, initial={"ngay": day})
    if form.is_bound and form.is_valid():
        day = form.cleaned_data["ngay"]
    shown = {
        "form": form,
        "day": day,
        "branches": queries.branches(request.actor, on=day),
    }
    return render(request, "org/units.html", shown)


@require_safe
def unit(request: Request, code: str) -> HttpResponse:
    found = _unit(request, code)
    day = request.desk.here.day
    shown = {
        "history": queries.history(found, on=day),
        "contact": contacts.contact_of(found.pk, day),
    }
    return render(request, "org/unit.html", shown)


@require_http_methods(PAGES)
def found(request: Request) -> HttpResponse:
    request.actor.require(RIGHT)
    form = FoundForm(
        posted(request),
        offered=_offered(request),
        initial={"truc_thuoc": request.GET.get("thuoc")},
    )
    return _decided(request, form, "Thành lập đơn vị", None)


@require_http_methods(PAGES)
def change(request: Request, code: str) -> HttpResponse:
    return _changed(request, code, ChangeForm, "Đổi tên, chuyển đơn vị")


@require_http_methods(PAGES)
def end(request: Request, code: str) -> HttpResponse:
    return _changed(request, code, EndForm, "Sáp nhập, kết thúc đơn vị")


@require_http_methods(PAGES)
def split(request: Request, code: str) -> HttpResponse:
    return _changed(request, code, SplitForm, "Chia, tách đơn vị")


@require_http_methods(PAGES)
def correct(request: Request, code: str, pk: int) -> HttpResponse:
    """Put right a name that was mistyped."""
    found = _unit(request, code)
    version = get_object_or_404(found.versions, pk=pk)
    now = {"ten": version.name, "ten_tat": version.short_name}
    form = CorrectForm(posted(request), initial=now)
    if form.is_bound and form.is_valid():
        actions.correct(
            version,
            name=form.cleaned_data["ten"],
            short_name=form.cleaned_data["ten_tat"],
            actor=request.actor,
            at=timezone.now(),
        )
        toast(request, "Đã sửa tên đơn vị.")
        return redirect("org:unit", code)
    shown = {"form": form, "version": version, "unit": found}
    status = 422 if form.is_bound else 200
    return render(request, "org/unit_correct.html", shown, status=status)


@require_http_methods(PAGES)
def contact(request: Request, code: str) -> HttpResponse:
    """Where a unit is found and whom the public calls, from a day on."""
    found, today = _unit(request, code), timezone.localdate()
    held, public = contacts.own_contact(found, today), contacts.public_unit()
    now = {"tu_ngay": today, "cong_khai": found == public}
    if held:
        now |= {
            "dien_thoai": held.phone,
            "dia_chi": held.address,
            "chi_dan": held.hint,
            "thu": held.email,
        }
    form = ContactForm(posted(request), initial=now)
    if form.is_bound and form.is_valid():
        on, at = form.cleaned_data["tu_ngay"], timezone.now()
        actor = request.actor
        set_contact(found, form.contact, on=on, actor=actor, at=at)
        if form.cleaned_data["cong_khai"] and found != public:
            speak_for(found, actor=actor, at=at)
        toast(request, "Đã ghi liên hệ của đơn vị.")
        return redirect("org:unit", code)
    name = queries.history(found, on=today).latest.name
    shown = {"form": form, "unit": found, "name": name, "public": public}
    status = 422 if form.is_bound else 200
    return render(request, "org/unit_contact.html", shown, status=status)


def _changed(request: Request, code: str, form_class: Any, title: str) -> HttpResponse:
    """A form about one unit, which is not offered to itself."""
    found = _unit(request, code)
    version = queries.history(found, on=timezone.localdate()).latest
    form = form_class(
        posted(request),
        version=version,
        offered=_offered(request, without=found),
    )
    return _decided(request, form, title, version)


def _decided(
    request: Request, form: DecidedForm, title: str, version: UnitVersion | None
) -> HttpResponse:
    """Show the form, then what would come of it, then do it."""
    shown: dict[str, Any] = {"form": form, "title": title, "version": version}
    if form.is_bound and form.is_valid() and "sua" not in request.POST:
        how: dict[str, Any] = {"actor": request.actor, "at": timezone.now()}
        try:
            if "xac-nhan" in request.POST:
                form.run(**how)
                toast(request, f"Đã ghi: {title.lower()}.")
                return redirect(f"/cb/quan-tri/don-vi/?ngay={form.on:%d/%m/%Y}")
            shown["outcome"] = actions.rehearse(lambda: form.run(**how))
            return render(request, "org/unit_preview.html", shown)
        except Refused as refused:
            form.add_error(None, str(refused))
    status = 422 if form.errors else 200
    return render(request, "org/unit_change.html", shown, status=status)


def _unit(request: Request, code: str) -> Unit:
    request.actor.require(RIGHT)
    return get_object_or_404(queries.visible(request.actor), code=code)


def _offered(request: Request, *, without: Unit | None = None) -> list[tuple[int, str]]:
    return queries.choices(
        request.actor.units_with(RIGHT),
        on=timezone.localdate(),
        without=[without.pk] if without else [],
    )
