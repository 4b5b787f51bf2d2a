"""Units on the central system, and the registers that units keep fully."""

from collections.abc import Collection

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lienmach.base.forms import Form
from lienmach.base.http import Request, posted
from lienmach.base.lists import List, chosen
from lienmach.base.shown import show
from lienmach.base.toasts import toast
from lienmach.calc.refusal import Refused
from lienmach.org.models import UnitVersion
from lienmach.org.queries import names_on
from lienmach.registers.actions import marks as shared
from lienmach.registers.actions import unit_marks as actions
from lienmach.registers.actions.procedures import RIGHT
from lienmach.registers.forms.milestones import EndForm, MarkUnitsForm
from lienmach.registers.lists.marks import on_system as on_system_list
from lienmach.registers.models import UnitMark
from lienmach.registers.queries import marks as queries
from lienmach.registers.queries.procedures import levels
from lienmach.registers.views.procedures import asked_day

PAGES = ["GET", "HEAD", "POST"]
SYSTEM = "Đơn vị trên hệ thống một cửa tập trung"
KEEPING = "Sổ được ghi đầy đủ"


@require_safe
def on_system(request: Request) -> HttpResponseBase:
    """Which committees are on the central system, and the share of each level."""
    on = asked_day(request)
    rows = queries.committees(on=on).filter(unit__in=request.actor.unit_ids)
    shown = {"on": on, "counts": queries.connected(rows, on=on)}
    return show(request, _declared(), rows, "registers/on_system.html", shown)


@require_safe
def unit_marks(request: Request, unit: int) -> HttpResponse:
    """What was recorded of one unit on the central system."""
    if unit not in request.actor.unit_ids:
        raise Http404(unit)
    shown = {
        "heading": names_on([unit], timezone.localdate())[unit],
        "lines": [(mark, "") for mark in queries.of_unit(unit)],
        "group": SYSTEM,
        "back": reverse("registers:on_system"),
        "may_change": request.actor.may(RIGHT, unit),
    }
    return render(request, "registers/unit_marks.html", shown)


@require_safe
def keeping(request: Request) -> HttpResponse:
    """From when which unit keeps which register fully, so that reports count it."""
    rows = list(queries.keeping(request.actor))
    names = names_on({row.unit_id for row in rows}, timezone.localdate())
    shown = {
        "heading": KEEPING,
        "lines": [(row, names[row.unit_id]) for row in rows],
        "group": "",
        "back": "",
        "may_change": bool(request.actor.units_with(RIGHT)),
    }
    return render(request, "registers/keeping.html", shown)


@require_http_methods(PAGES)
def mark_on_system(request: Request) -> HttpResponse:
    """Say that ticked units, or those of typed codes, are on the system."""
    codes = None
    if request.method == "POST" and "ma" not in request.POST:
        rows = queries.committees(on=asked_day(request))
        seen = rows.filter(unit__in=request.actor.unit_ids)
        ticked = chosen(request, _declared(), seen).order_by("unit__code")
        codes = list(ticked.values_list("unit__code", flat=True))
    return _mark(request, queries.ON_SYSTEM, codes, SYSTEM, "registers:on_system")


@require_http_methods(PAGES)
def mark_keeping(request: Request) -> HttpResponse:
    """Say from when units keep a register fully."""
    return _mark(request, queries.KEEPS, None, KEEPING, "registers:keeping")


@require_http_methods(PAGES)
def end(request: Request, pk: int) -> HttpResponse:
    """Say that it has come to an end, or was a mistake."""
    rows = UnitMark.objects.visible_to(request.actor)
    found = get_object_or_404(rows, pk=pk)
    request.actor.require(RIGHT, found.unit_id)
    is_kept = found.kind in queries.KEEPS
    back = reverse("registers:keeping")
    if not is_kept:
        back = reverse("registers:unit_marks", args=[found.unit_id])
    form = EndForm(posted(request))
    if form.is_valid():
        try:
            _end(request, found, form)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            toast(request, "Đã ghi.")
            return redirect(back)
    group = KEEPING if is_kept else SYSTEM
    return _form(request, form, heading=str(found), group=group, back=back)


def _end(request: Request, found: UnitMark, form: EndForm) -> None:
    said, at, actor = form.cleaned_data, timezone.now(), request.actor
    if said["lam"] == "nham":
        shared.withdraw(found, note=said["vi_sao"], actor=actor, at=at)
        return
    last = said["den_ngay"]
    shared.end(found, last_day=last, note=said["vi_sao"], actor=actor, at=at)


def _mark(
    request: Request,
    kinds: Collection[UnitMark.Kind],
    codes: list[str] | None,
    group: str,
    back: str,
) -> HttpResponse:
    units = request.actor.units_with(RIGHT)
    request.actor.require(RIGHT, next(iter(units), None))
    on = min(asked_day(request), timezone.localdate())
    start = {"ngay": on, "ma": "\n".join(codes or ())}
    sent = None if codes is not None else posted(request)
    form = MarkUnitsForm(sent, kinds=kinds, initial=start)
    if form.is_valid():
        said = form.cleaned_data
        try:
            new, known = actions.mark_units(
                said["ma"],
                said["moc"],
                on=said["ngay"],
                document=said["van_ban"],
                actor=request.actor,
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            there = f" {known} đơn vị đã ghi từ trước." if known else ""
            toast(request, f"Đã ghi cho {new} đơn vị.{there}")
            return redirect(back)
    return _form(
        request, form, heading=f"Ghi: {group}", group=group, back=reverse(back)
    )


def _form(
    request: Request, form: Form, *, heading: str, group: str, back: str
) -> HttpResponse:
    context = {"form": form, "heading": heading, "group": group, "back": back}
    status = 422 if form.errors else 200
    return render(request, "registers/milestone_form.html", context, status=status)


def _declared() -> List[UnitVersion]:
    return on_system_list(levels=levels())
