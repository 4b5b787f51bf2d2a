"""Fields in which new procedures are not announced yet: the list, letters, the end."""

from collections.abc import Mapping

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lienmach.base.forms import Form
from lienmach.base.http import Request, posted
from lienmach.base.lists import around
from lienmach.base.shown import show
from lienmach.base.toasts import toast
from lienmach.calc.refusal import Refused
from lienmach.org.queries import names_on
from lienmach.registers.actions import awaited as actions
from lienmach.registers.actions import marks
from lienmach.registers.actions.procedures import RIGHT
from lienmach.registers.forms import awaited as typed
from lienmach.registers.lists.awaited import awaited as awaited_list
from lienmach.registers.lists.awaited import state
from lienmach.registers.models import AnnouncementRequest, AwaitedField
from lienmach.registers.queries import awaited as queries
from lienmach.registers.queries.procedures import fields
from lienmach.registers.views.procedures import asked_day

PAGES = ["GET", "HEAD", "POST"]
GROUP = "Lĩnh vực chờ công bố"


@require_safe
def awaited(request: Request) -> HttpResponseBase:
    """Which fields wait for their announcement on a day, and since when."""
    on, may_write = asked_day(request), request.actor.may(RIGHT)
    told = queries.told(on)
    shown = {
        "on": on,
        "told": told,
        "longest": (on - told.since).days if told.since else 0,
        "may_write": may_write,
    }
    declared = awaited_list(on=on, may_write=may_write)
    rows = queries.awaited(on=on)
    return show(request, declared, rows, "registers/awaited.html", shown)


@require_safe
def awaited_field(request: Request, pk: int) -> HttpResponse:
    """One wait: its letters, the decisions that may end it, all that was recorded."""
    found = get_object_or_404(AwaitedField, pk=pk)
    trail = list(queries.trail(found))
    if found.replaced_at:
        held = next((one for one in trail if one.replaced_at is None), None)
        if held:
            return redirect("registers:awaited_field", held.pk)
    today = timezone.localdate()
    rows = queries.awaited(on=today)
    wait = rows.filter(pk=pk).first() or found
    letters = list(queries.letters(wait))
    names = names_on({one.unit_id for one in letters}, today)
    writes = request.actor.units_with(RIGHT)
    shown = {
        "wait": wait,
        "state": ("paused", "đã rút lại") if wait.replaced_at else state(wait, today),
        "letters": [
            (one, names[one.unit_id], one.unit_id in writes and not one.replaced_at)
            for one in letters
        ],
        "decisions": queries.decisions(wait),
        "trail": trail,
        "may_write": request.actor.may(RIGHT) and not wait.replaced_at,
        "may_ask": bool(writes) and not wait.replaced_at,
        "around": around(
            request,
            awaited_list(on=today, may_write=False),
            rows,
            wait,
            list_url=reverse("registers:awaited"),
        ),
    }
    return render(request, "registers/awaited_field.html", shown)


@require_http_methods(PAGES)
def watch(request: Request) -> HttpResponse:
    """Put a field on the list."""
    request.actor.require(RIGHT)
    form = typed.WatchForm(posted(request))
    if form.is_valid():
        said = form.cleaned_data
        try:
            made = actions.watch(
                said["linh_vuc"],
                since=said["ngay"],
                document=said["van_ban"],
                is_new=bool(said.get(typed.NEW)),
                actor=request.actor,
                at=timezone.now(),
            )
        except actions.Unknown as unknown:
            form.ask_new()
            form.add_error("linh_vuc", str(unknown))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            toast(request, f"Đã ghi {made.field.name} chờ công bố.")
            return redirect("registers:awaited_field", made.pk)
    back = reverse("registers:awaited")
    more = {"fields": fields()}
    return _form(request, form, "Ghi lĩnh vực chờ công bố", back, more)


@require_http_methods(PAGES)
def ask(request: Request, pk: int) -> HttpResponse:
    """Record a letter that asks for the announcement."""
    wait = _found(pk)
    units = request.actor.units_with(RIGHT)
    request.actor.require(RIGHT, next(iter(units), None))
    names = sorted(names_on(units, timezone.localdate()).items(), key=lambda n: n[1])
    start = {"don_vi": request.actor.unit_id}
    form = typed.LetterForm(posted(request), units=names, initial=start)
    back = reverse("registers:awaited_field", args=[pk])
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.ask(
                wait,
                unit_id=said["don_vi"],
                document=said["van_ban"],
                on=said["ngay"],
                actor=request.actor,
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            toast(request, f"Đã ghi văn bản {said['van_ban']}.")
            return redirect(back)
    heading = f"Ghi văn bản kiến nghị: {wait.field.name}"
    return _form(request, form, heading, back)


@require_http_methods(PAGES)
def announce(request: Request, pk: int) -> HttpResponse:
    """End a wait by a decision of the change log."""
    request.actor.require(RIGHT)
    wait = _found(pk)
    found = queries.decisions(wait)
    start = {"quyet_dinh": found[0].key if len(found) == 1 else None}
    form = typed.AnnouncedForm(posted(request), decisions=found, initial=start)
    back = reverse("registers:awaited_field", args=[pk])
    if form.is_valid():
        key = form.cleaned_data["quyet_dinh"]
        by = next(one for one in found if one.key == key)
        try:
            made = actions.announce(
                wait,
                decision=by.decision,
                on=by.decided_on,
                actor=request.actor,
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            toast(request, f"Đã ghi {wait.field.name} được công bố.")
            return redirect("registers:awaited_field", made.pk)
    heading = f"Đã công bố: {wait.field.name}"
    sentence = "Các quyết định về lĩnh vực này trong nhật ký thay đổi, ký từ khi chờ."
    if not found:
        sentence = (
            "Nhật ký thay đổi chưa có quyết định nào về lĩnh vực này ký từ khi chờ. "
            "Ghi thủ tục theo quyết định vào danh mục trước, rồi mở lại trang này."
        )
    more = {"sentence": sentence, "is_closed": not found}
    return _form(request, form, heading, back, more)


@require_http_methods(PAGES)
def end(request: Request, pk: int) -> HttpResponse:
    """Say that it need not be announced, that it waits still, or was a mistake."""
    request.actor.require(RIGHT)
    wait = _found(pk)
    is_over = wait.valid_to is not None
    form = typed.WaitEndForm(posted(request), is_over=is_over)
    back = reverse("registers:awaited_field", args=[pk])
    if form.is_valid():
        try:
            _end(request, wait, form)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            toast(request, "Đã ghi.")
            return redirect(back)
    return _form(request, form, f"Khép lại, sửa: {wait.field.name}", back)


@require_http_methods(PAGES)
def withdraw_letter(request: Request, pk: int) -> HttpResponse:
    """Take back a letter that was recorded by mistake."""
    rows = AnnouncementRequest.objects.select_related("field")
    letter = get_object_or_404(rows, pk=pk)
    request.actor.require(RIGHT, letter.unit_id)
    way = reverse("registers:awaited")
    wait = queries.of_letter(letter)
    if wait:
        way = reverse("registers:awaited_field", args=[wait.pk])
    form = typed.WithdrawForm(posted(request))
    if form.is_valid():
        note = form.cleaned_data["vi_sao"]
        try:
            actions.withdraw_letter(
                letter, note=note, actor=request.actor, at=timezone.now()
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            toast(request, "Đã rút lại.")
            return redirect(way)
    return _form(request, form, f"Rút lại văn bản {letter}", way)


def _end(request: Request, wait: AwaitedField, form: typed.WaitEndForm) -> None:
    said, at, actor = form.cleaned_data, timezone.now(), request.actor
    if said["lam"] == "nham":
        marks.withdraw(wait, note=said["vi_sao"], actor=actor, at=at)
    elif said["lam"] == "lai":
        actions.reopen(wait, note=said["vi_sao"], actor=actor, at=at)
    else:
        last = said["den_ngay"]
        marks.end(wait, last_day=last, note=said["vi_sao"], actor=actor, at=at)


def _found(pk: int) -> AwaitedField:
    found = AwaitedField.objects.select_related("field").filter(pk=pk).first()
    if found is None:
        raise Http404(pk)
    return found


def _form(
    request: Request,
    form: Form,
    heading: str,
    back: str,
    more: Mapping[str, object] | None = None,
) -> HttpResponse:
    context = {"form": form, "heading": heading, "back": back, "group": GROUP}
    status = 422 if form.errors else 200
    return render(
        request,
        "registers/milestone_form.html",
        {**context, **(more or {})},
        status=status,
    )
