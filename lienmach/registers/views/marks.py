"""Units on the central system, and the registers that units keep fully."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

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
from lienmach.registers.forms.milestones import AskedForm, EndForm, MarkUnitsForm
from lienmach.registers.lists.marks import on_system as on_system_list
from lienmach.registers.lists.marks import unit_marks as unit_marks_list
from lienmach.registers.models import UnitMark
from lienmach.registers.queries import marks as queries
from lienmach.registers.queries.procedures import levels
from lienmach.registers.registry import leaning_on, rows_filled
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
    return show(request, _declared(request), rows, "registers/on_system.html", shown)


@require_safe
def unit_marks(request: Request, unit: int) -> HttpResponseBase:
    """What was recorded of one unit on the central system."""
    if unit not in request.actor.unit_ids:
        raise Http404(unit)
    rows = queries.of_unit(unit)
    names = names_on([unit], timezone.localdate())
    shown = {"heading": names[unit], "group": SYSTEM}
    declared = _marks(request, queries.ON_SYSTEM, names)
    return show(request, declared, rows, "registers/unit_marks.html", shown)


@require_safe
def keeping(request: Request) -> HttpResponseBase:
    """From when which unit keeps which register fully, so that reports count it."""
    rows = queries.keeping(request.actor)
    today = timezone.localdate()
    names, fills = names_on(request.actor.unit_ids, today), rows_filled(today)
    shown = {
        "heading": KEEPING,
        "fills": [(kind.label, fills.get(kind, [])) for kind in queries.KEEPS],
        "may_change": bool(request.actor.units_with(RIGHT)),
    }
    declared = _marks(request, queries.KEEPS, names)
    return show(request, declared, rows, "registers/keeping.html", shown)


@require_http_methods(PAGES)
def mark_on_system(request: Request) -> HttpResponse:
    """Say that ticked units, or those of typed codes, are on the system."""
    codes = None
    if request.method == "POST" and "ma" not in request.POST:
        rows = queries.committees(on=asked_day(request))
        seen = rows.filter(unit__in=request.actor.unit_ids)
        ticked = chosen(request, _declared(request), seen).order_by("unit__code")
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
    if form.is_valid() and _ended(request, found, form):
        toast(request, "Đã ghi.")
        return redirect(back)
    group = KEEPING if is_kept else SYSTEM
    return _form(request, form, heading=str(found), group=group, back=back)


def _rounds_left(request: Request, found: UnitMark, form: EndForm) -> list[str]:
    """Which open reports are entered by hand again, once a register is not kept."""
    if found.kind not in queries.KEEPS:
        return []
    first, last = found.valid_from, form.cleaned_data.get("den_ngay")
    if form.cleaned_data["lam"] == "het" and last:
        first = max(first, last + timedelta(days=1))
    told = leaning_on([found.unit_id], found.kind, first, request.actor)
    return _told(told, "không còn tự đếm, phải tự nhập")


def _ended(request: Request, found: UnitMark, form: EndForm) -> bool:
    """Do what was typed, if it can be done and no more has to be asked."""
    said, at, actor = form.cleaned_data, timezone.now(), request.actor
    last = said["den_ngay"] if said["lam"] == "het" else None
    try:
        if last:
            shared.refuse_to_end(found, last, at)
        if form.is_asked(_rounds_left(request, found, form)):
            return False
        if last:
            shared.end(found, last_day=last, note=said["vi_sao"], actor=actor, at=at)
        else:
            shared.withdraw(found, note=said["vi_sao"], actor=actor, at=at)
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True


def _mark(
    request: Request,
    kinds: Collection[UnitMark.Kind],
    codes: list[str] | None,
    group: str,
    back: str,
) -> HttpResponse:
    units = request.actor.units_with(RIGHT)
    request.actor.require(RIGHT, next(iter(units), None))
    on, way = min(asked_day(request), timezone.localdate()), reverse(back)
    if on != timezone.localdate() and back == "registers:on_system":
        way += f"?ngay={on}"
    start = {"ngay": on, "ma": "\n".join(codes or ())}
    sent = None if codes is not None else posted(request)
    form = MarkUnitsForm(sent, kinds=kinds, initial=start)
    if form.is_valid() and (done := _marked(request, form)):
        new, known = done
        there = f" {known} đơn vị đã ghi từ trước." if known else ""
        toast(request, f"Đã ghi cho {new} đơn vị.{there}")
        return redirect(way)
    return _form(request, form, heading=f"Ghi: {group}", group=group, back=way)


def _marked(request: Request, form: MarkUnitsForm) -> tuple[int, int] | None:
    """Do what was typed, if it can be done and no more has to be asked."""
    said, actor, at = form.cleaned_data, request.actor, timezone.now()
    codes, kind, on = said["ma"], said["moc"], said["ngay"]
    try:
        new, _ = actions.told_apart(codes, kind, on=on, actor=actor, at=at)
        if form.is_asked(_rounds_of(request, [unit.pk for unit in new], kind, on)):
            return None
        return actions.mark_units(
            codes, kind, on=on, document=said["van_ban"], actor=actor, at=at
        )
    except Refused as refused:
        form.refuse(refused)
        return None


def _rounds_of(request: Request, units: list[int], kind: str, on: date) -> list[str]:
    """Which open reports count what was entered, once units keep a register."""
    if kind not in queries.KEEPS or not units:
        return []
    told = leaning_on(units, kind, on, request.actor)
    return _told(told, "do hệ thống đếm thay số đã nhập")


def _told(rounds: list[str], what: str) -> list[str]:
    if not rounds:
        return []
    return [f"Dòng phụ lục của sổ này ở {'; '.join(rounds)} sẽ {what}."]


def _form(
    request: Request, form: AskedForm, *, heading: str, group: str, back: str
) -> HttpResponse:
    context = {"form": form, "heading": heading, "group": group, "back": back}
    status = 422 if form.is_refused else 200
    return render(request, "registers/milestone_form.html", context, status=status)


def _marks(
    request: Request, kinds: Collection[UnitMark.Kind], names: Mapping[int, str]
) -> List[UnitMark]:
    may = request.actor.units_with(RIGHT)
    return unit_marks_list(kinds, units=names, may_change=may)


def _declared(request: Request) -> List[UnitVersion]:
    on = asked_day(request)
    names = names_on(request.actor.unit_ids, on)
    ordered = dict(sorted(names.items(), key=lambda one: one[1]))
    return on_system_list(levels=levels(), units=ordered, on=on)
