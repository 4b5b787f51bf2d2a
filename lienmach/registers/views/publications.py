"""What is posted where: the share of each place, what must be done there, its list."""

import re
from collections.abc import Callable
from itertools import groupby

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lienmach.base.http import Request, posted
from lienmach.base.lists import List, chosen
from lienmach.base.shown import show
from lienmach.base.toasts import toast
from lienmach.calc.refusal import Refused
from lienmach.registers.actions import publications as actions
from lienmach.registers.actions.procedures import RIGHT
from lienmach.registers.forms import publications as typed
from lienmach.registers.lists.publications import publications as publications_list
from lienmach.registers.models import Procedure, ProcedureVersion, Publication
from lienmach.registers.queries import procedures as catalogue
from lienmach.registers.queries import publications as queries
from lienmach.registers.queries.named import MOST, codes_of
from lienmach.registers.queries.publications import Spot
from lienmach.registers.views.procedures import asked_day

PAGES = ["GET", "HEAD", "POST"]
KEY = re.compile(r"[0-9]{1,18}")  # of an entry


@require_safe
def publications(request: Request) -> HttpResponse:
    """The share of each place on a day, and how much must be done there."""
    on = asked_day(request)
    counted = queries.counts(queries.spots(request.actor, on=on), on=on)
    shown = {"on": on, "lines": counted.items()}
    return render(request, "registers/publications.html", shown)


@require_safe
def publication_spot(request: Request, key: str) -> HttpResponseBase:
    """What hangs at one place, and what must be put up, exchanged, taken down."""
    on = asked_day(request)
    spot = _spot(request, key)
    shown = {"spot": spot, "on": on, "may_record": _may(request, spot)}
    rows = queries.at(spot, on=on)
    declared = _declared(request, spot)
    return show(request, declared, rows, "registers/publication_spot.html", shown)


@require_safe
def by_field(request: Request, key: str) -> HttpResponse:
    """What of each field is posted at one place."""
    on, spot = asked_day(request), _spot(request, key)
    (total,) = queries.counts([spot], on=on).values()
    shown = {
        "spot": spot,
        "on": on,
        "lines": queries.by_field(spot, on=on),
        "total": total,
    }
    return render(request, "registers/publication_fields.html", shown)


@require_safe
def to_print(request: Request, key: str) -> HttpResponse:
    """The list of what must hang at a place, by field, for the board itself."""
    on, spot = asked_day(request), _spot(request, key)
    rows = queries.at(spot, on=on).filter(queries.states(spot, on).must)
    ordered = list(rows.order_by("field__name_key", "name_key", "pk"))
    fields = [
        (field, list(found))
        for field, found in groupby(ordered, key=lambda row: row.field.name)
    ]
    shown = {"spot": spot, "on": on, "fields": fields, "total": len(ordered)}
    return render(request, "registers/publication_print.html", shown)


@require_http_methods(PAGES)
def record(request: Request, key: str) -> HttpResponse:
    """Say of many procedures what was done at one place: those ticked, or typed."""
    on, spot = asked_day(request), _spot(request, key)
    request.actor.require(RIGHT, spot.unit_id)
    back = reverse("registers:publication_spot", args=[spot.key])
    back += f"?ngay={on}" if on != timezone.localdate() else ""
    codes = _ticked(request, spot)
    start = {
        "ngay": min(on, timezone.localdate()),
        "ma": "\n".join(codes or ()) or request.GET.get("ma", ""),
    }
    form = typed.RecordForm(
        None if codes is not None else posted(request), initial=start
    )
    if form.is_valid():
        try:
            told = _record(request, spot, form)
        except Refused as refused:
            form.refuse(refused)
        else:
            toast(request, told)
            return redirect(back)
    context = {"form": form, "spot": spot, "back": back, "last": _last(spot, form)}
    status = 422 if form.errors else 200
    return render(request, "registers/publication_form.html", context, status=status)


def _last(spot: Spot, form: typed.RecordForm) -> list[Publication]:
    """The entries that would be withdrawn, once it is asked for."""
    said = getattr(form, "cleaned_data", {})
    if said.get("viec") != typed.WRONG or not said.get("ma"):
        return []
    procedures = Procedure.objects.filter(code__in=said["ma"][:MOST])
    return queries.last_entries(spot, [one.pk for one in procedures])


def _record(request: Request, spot: Spot, form: typed.RecordForm) -> str:
    """Do what was typed; what to say of it."""
    said, actor, at = form.cleaned_data, request.actor, timezone.now()
    codes, on, note = said["ma"], said["ngay"], said["ghi_chu"]

    def put_up() -> str:
        new, known = actions.post(
            spot, codes, on=on, address=said["vi_tri"], actor=actor, at=at
        )
        there = f" {known} thủ tục đã có đúng bản ấy từ trước." if known else ""
        return f"Đã ghi công khai {new} thủ tục.{there}"

    def look() -> str:
        is_good = said["viec"] == typed.GOOD
        count = actions.check(
            spot, codes, on=on, is_good=is_good, note=note, actor=actor, at=at
        )
        return f"Đã ghi kiểm tra {count} thủ tục."

    def take_down() -> str:
        count = actions.take_down(spot, codes, on=on, note=note, actor=actor, at=at)
        return f"Đã ghi gỡ {count} thủ tục."

    def withdraw() -> str:
        sent = request.POST.getlist("lan")
        if not sent:
            raise Refused("Xem những lần ghi dưới đây: đúng thì ghi lần nữa để rút.")
        seen = {int(key) for key in sent if KEY.fullmatch(key)}
        count = actions.withdraw(
            spot, codes, entries=seen, note=note, actor=actor, at=at
        )
        return f"Đã rút lại lần ghi cuối của {count} thủ tục."

    ways: dict[str, Callable[[], str]] = {
        typed.POST: put_up,
        typed.GOOD: look,
        typed.WORN: look,
        typed.DOWN: take_down,
        typed.WRONG: withdraw,
    }
    return ways[said["viec"]]()


def _ticked(request: Request, spot: Spot) -> list[str] | None:
    """The codes of what was ticked; None where a form was opened or sent."""
    if request.method != "POST" or "ma" in request.POST:
        return None
    rows = queries.at(spot, on=asked_day(request))
    return codes_of(chosen(request, _declared(request, spot), rows))


def _declared(request: Request, spot: Spot) -> List[ProcedureVersion]:
    return publications_list(
        spot,
        on=asked_day(request),
        fields=catalogue.fields(),
        may_record=_may(request, spot),
    )


def _may(request: Request, spot: Spot) -> bool:
    return request.actor.may(RIGHT, spot.unit_id)


def _spot(request: Request, key: str) -> Spot:
    """A place that the actor sees on the day that is looked at."""
    for spot in queries.spots(request.actor, on=asked_day(request)):
        if spot.key == key:
            return spot
    raise Http404(key)
