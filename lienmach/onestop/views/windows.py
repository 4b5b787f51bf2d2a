"""A01, quay: the lines and windows of a receiving point are set up."""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lienmach.base.http import Request, posted
from lienmach.base.toasts import toast
from lienmach.onestop.actions import windows as actions
from lienmach.onestop.forms.queue import LineForm, WindowForm
from lienmach.onestop.models import Line, Window
from lienmach.onestop.queries import facilities, queue


@require_safe
def windows(request: Request) -> HttpResponse:
    points = _points(request)
    unit_id = _point(request, points)
    context = {
        "lines": queue.lines_of(unit_id),
        "windows": Window.objects.filter(unit=unit_id).prefetch_related("lines"),
        "points": points,
        "point": unit_id,
        "is_own": unit_id == request.actor.unit_id,
    }
    return render(request, "onestop/windows.html", context)


@require_http_methods(["GET", "POST"])
def line(request: Request, pk: int = 0) -> HttpResponse:
    known = get_object_or_404(Line, pk=pk, unit__in=_allowed(request)) if pk else None
    unit_id = known.unit_id if known else _point(request, _points(request))
    form = LineForm(posted(request), initial=_said_of_line(known))
    if form.is_valid():
        said = form.cleaned_data
        actions.save_line(
            known,
            unit_id=unit_id,
            letter=said["chu"].upper(),
            name=said["ten"],
            most=said["nhieu_nhat"],
            is_open=said["dang_phat"],
            actor=request.actor,
        )
        toast(request, f"Đã lưu hàng {said['chu'].upper()}.")
        return redirect(_address(unit_id))
    return _form(request, form, "Hàng chờ" if known else "Thêm hàng chờ", unit_id)


@require_http_methods(["GET", "POST"])
def window(request: Request, pk: int = 0) -> HttpResponse:
    known = get_object_or_404(Window, pk=pk, unit__in=_allowed(request)) if pk else None
    unit_id = known.unit_id if known else _point(request, _points(request))
    form = WindowForm(posted(request), unit_id=unit_id, initial=_said_of_window(known))
    if form.is_valid():
        said = form.cleaned_data
        actions.save_window(
            known,
            unit_id=unit_id,
            number=said["so"],
            name=said["ten"],
            lines=list(said["hang"]),
            is_used=said["dang_dung"],
            actor=request.actor,
        )
        toast(request, f"Đã lưu quầy {said['so']}.")
        return redirect(_address(unit_id))
    return _form(request, form, "Quầy" if known else "Thêm quầy", unit_id)


def _allowed(request: Request) -> frozenset[int]:
    return request.actor.units_with(actions.RIGHT)


def _points(request: Request) -> dict[int, str]:
    """The points that the actor may set up, by name."""
    request.actor.require(actions.RIGHT)
    seen = facilities.units(request.actor, on=timezone.localdate())
    return {pk: name for pk, name in seen.items() if pk in _allowed(request)}


def _point(request: Request, points: dict[int, str]) -> int:
    """The point asked for, else the one worked at, else the first there is."""
    own = request.actor.unit_id
    asked = request.GET.get("dv", "")
    if not asked:
        return own if own in points else next(iter(points), own)
    if asked not in {str(pk) for pk in points}:
        raise PermissionDenied(actions.RIGHT)
    return int(asked)


def _address(unit_id: int) -> str:
    return f"{reverse('onestop:windows')}?{urlencode({'dv': unit_id})}"


def _form(request: Request, form: object, heading: str, unit_id: int) -> HttpResponse:
    context = {"form": form, "heading": heading, "back": _address(unit_id)}
    status = 422 if request.method == "POST" else 200
    return render(request, "onestop/window_form.html", context, status=status)


def _said_of_line(known: Line | None) -> dict[str, object] | None:
    if known is None:
        return None
    return {
        "chu": known.letter,
        "ten": known.name,
        "nhieu_nhat": known.most,
        "dang_phat": known.is_open,
    }


def _said_of_window(known: Window | None) -> dict[str, object] | None:
    if known is None:
        return None
    return {
        "so": known.number,
        "ten": known.name,
        "hang": [line.pk for line in known.lines.all()],
        "dang_dung": known.is_used,
    }
