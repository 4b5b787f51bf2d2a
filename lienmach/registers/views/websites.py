"""The register of the websites of units."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lienmach.base.forms import Form
from lienmach.base.http import posted
from lienmach.base.shown import show
from lienmach.base.toasts import toast
from lienmach.calc.refusal import Refused
from lienmach.org.middleware import Request
from lienmach.org.queries import names_on
from lienmach.registers.actions import marks
from lienmach.registers.actions import websites as actions
from lienmach.registers.actions.marks import WEBSITES
from lienmach.registers.forms.milestones import EndForm
from lienmach.registers.forms.websites import WebsiteForm
from lienmach.registers.lists.websites import websites as websites_list
from lienmach.registers.models import Website
from lienmach.registers.queries import websites as queries

PAGES = ["GET", "HEAD", "POST"]


@require_safe
def websites(request: Request) -> HttpResponseBase:
    """Which websites the units have, and how well they are kept: as of today, or of
    the last day of a place that has ended."""
    day, seen = request.desk.here.day, request.actor.unit_ids
    names = sorted(names_on(seen, day).items(), key=lambda one: one[1])
    there, may = queries.there(seen, day), request.actor.units_with(WEBSITES)
    declared = websites_list(units=dict(names), there=there, may_change=may, on=day)
    shown = {"told": queries.told(there, day), "may_add": bool(may)}
    rows = queries.websites(request.actor)
    return show(request, declared, rows, "registers/websites.html", shown)


@require_http_methods(PAGES)
def new(request: Request) -> HttpResponse:
    """Enter a website of a unit."""
    units = request.actor.units_with(WEBSITES)
    request.actor.require(WEBSITES, next(iter(units), None))
    names = sorted(names_on(units, timezone.localdate()).items(), key=lambda n: n[1])
    start = {"don_vi": request.actor.unit_id, "ngay": timezone.localdate()}
    form = WebsiteForm(posted(request), units=names, initial=start)
    if form.is_valid():
        said = form.cleaned_data
        if _recorded(request, form, said["don_vi"], said["dia_chi"]):
            return redirect("registers:websites")
    return _form(request, form, "Ghi trang thông tin điện tử")


@require_http_methods(PAGES)
def website(request: Request, pk: int) -> HttpResponse:
    """Say that a website is found kept otherwise; what was recorded of it."""
    site = _found(request, pk)
    start = {"tinh_trang": site.upkeep, "ngay": timezone.localdate()}
    form = WebsiteForm(posted(request), units=[], site=site, initial=start)
    if form.is_valid() and _recorded(request, form, site.unit_id, site.address):
        return redirect("registers:websites")
    unit = names_on([site.unit_id], timezone.localdate())[site.unit_id]
    more = {"site": site, "sentence": unit, "trail": queries.trail(site)}
    return _form(request, form, site.address, more)


@require_http_methods(PAGES)
def end(request: Request, pk: int) -> HttpResponse:
    """Say that a website is no more, or was recorded by mistake."""
    site = _found(request, pk)
    form = EndForm(posted(request))
    if form.is_valid():
        said, actor, at = form.cleaned_data, request.actor, timezone.now()
        note = said["vi_sao"]
        try:
            if said["lam"] == "het":
                last = said["den_ngay"]
                marks.end(site, last_day=last, note=note, actor=actor, at=at)
            else:
                marks.withdraw(site, note=note, actor=actor, at=at)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            toast(request, "Đã ghi.")
            return redirect("registers:websites")
    return _form(request, form, f"Kết thúc, rút lại: {site}")


def _recorded(request: Request, form: Form, unit_id: int, address: str) -> bool:
    said = form.cleaned_data
    try:
        actions.record(
            unit_id,
            address,
            said["tinh_trang"],
            on=said["ngay"],
            document=said["van_ban"],
            actor=request.actor,
            at=timezone.now(),
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    toast(request, f"Đã ghi {address}.")
    return True


def _found(request: Request, pk: int) -> Website:
    rows = queries.websites(request.actor).filter(replaced_at=None)
    site = get_object_or_404(rows, pk=pk)
    request.actor.require(WEBSITES, site.unit_id)
    return site


def _form(
    request: Request, form: Form, heading: str, more: dict[str, object] | None = None
) -> HttpResponse:
    context = {"form": form, "heading": heading, **(more or {})}
    context["back"] = reverse("registers:websites")
    status = 422 if form.errors else 200
    return render(request, "registers/website_form.html", context, status=status)
