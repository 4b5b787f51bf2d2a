"""A01, procedures: the catalogue of a day, one procedure, and what changes it."""

from datetime import date, datetime
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_safe,
)

from lienmach.base.exports import file_name
from lienmach.base.filters import Days
from lienmach.base.http import Request
from lienmach.base.lists import List, Query, around
from lienmach.base.shown import show
from lienmach.base.toasts import toast
from lienmach.calc.local import ZONE
from lienmach.calc.procedure_cells import SINCE, to_cells, to_json
from lienmach.calc.refusal import Refused
from lienmach.registers.actions import procedures as actions
from lienmach.registers.forms.calendar import next_friday
from lienmach.registers.forms.procedures import (
    Editor,
    EndForm,
    WhenForm,
)
from lienmach.registers.lists.changes import changes as changes_list
from lienmach.registers.lists.procedures import procedures as procedures_list
from lienmach.registers.models import (
    Procedure,
    ProcedureVersion,
)
from lienmach.registers.queries import procedures as queries
from lienmach.registers.queries import publications
from lienmach.registers.queries.awaited import waits_for
from lienmach.registers.queries.milestones import of_procedure
from lienmach.registers.queries.reviews import of_procedure as reviews_of
from lienmach.registers.queries.trial import Trial, try_out

PAGES = ["GET", "HEAD", "POST"]
MOST_YEARS = range(1945, 2101)


@require_safe
def procedures(request: Request) -> HttpResponseBase:
    """The catalogue as it is, or was, on a day."""
    on = asked_day(request)
    rows = queries.procedures(on=on)
    if request.GET.get("xuat"):
        rows = queries.with_parts(rows)
    shown = {"on": on, "is_today": on == timezone.localdate()}
    return show(
        request, declared(request, on), rows, "registers/procedures.html", shown
    )


@require_safe
def procedures_json(request: Request) -> HttpResponse:
    """The procedures that fit the filters of the list, for programs."""
    on, words = asked_day(request), queries.words()
    query = Query.read(declared(request, on), request.GET)
    rows = queries.with_parts(query.narrow(queries.procedures(on=on)))
    found = [
        to_json(to_cells(queries.draft_of(version), words))
        | {SINCE: version.valid_from.isoformat()}
        for version in rows
    ]
    response = JsonResponse(
        found, safe=False, json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    named = file_name(request, "json")
    response["Content-Disposition"] = f'attachment; filename="{named}"'
    return response


@require_safe
def procedure(request: Request, code: str) -> HttpResponse:
    """What a procedure is on a day, what it was, and when it would be due."""
    on = asked_day(request)
    rows = queries.procedures(on=on)
    version = get_object_or_404(queries.with_parts(rows), procedure__code=code)
    form, trial = _trial(request, version)
    spots = publications.spots(request.actor, on=on)
    shown = {
        "version": version,
        "on": on,
        "level_names": dict(queries.levels()),
        "history": queries.history(version.procedure),
        "log": queries.log(version.procedure),
        "places": publications.places_of(version, spots, on=on),
        "may_publish": {
            spot.key for spot in spots if request.actor.may(actions.RIGHT, spot.unit_id)
        },
        "milestones": of_procedure(version.procedure),
        "reviews": reviews_of(request.actor, version.procedure_id),
        "trial_form": form,
        "trial": trial,
        "share_days": _share_days(version),
        "may_change": request.actor.may(actions.RIGHT),
        "state": _state(version, on),
        "around": around(
            request,
            declared(request, on),
            rows,
            version,
            list_url=reverse("registers:procedures"),
        ),
    }
    return render(request, "registers/procedure.html", shown)


@require_http_methods(PAGES)
def new_procedure(request: Request) -> HttpResponse:
    request.actor.require(actions.RIGHT)
    return _edit(request, None)


@require_http_methods(PAGES)
def change_procedure(request: Request, code: str) -> HttpResponse:
    """Begin a new version from the one that holds today, or is still to come."""
    request.actor.require(actions.RIGHT)
    rows = queries.with_parts(queries.procedures(on=timezone.localdate()))
    return _edit(request, get_object_or_404(rows, procedure__code=code))


@require_http_methods(PAGES)
def end_procedure(request: Request, code: str) -> HttpResponse:
    """Abolish a procedure, or name the one that takes its place."""
    request.actor.require(actions.RIGHT)
    found = get_object_or_404(Procedure, code=code)
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            _end(request, found, form)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            toast(request, f"Đã ghi hết hiệu lực của {code}.")
            return redirect("registers:procedure", code)
    shown = {"form": form, "procedure": found}
    status = 422 if form.errors else 200
    return render(request, "registers/procedure_end.html", shown, status=status)


@require_safe
def counts(request: Request) -> HttpResponse:
    """How many procedures of each field and level there are on a day."""
    on = asked_day(request)
    shown = {"on": on, "counts": queries.counts(on)}
    return render(request, "registers/procedure_counts.html", shown)


@require_safe
def changes(request: Request) -> HttpResponseBase:
    """The change log: what each decision has done to the catalogue."""
    on = timezone.localdate()
    rows = queries.decided(on=on)
    return show(request, changes_list(on=on), rows, "registers/changes.html")


@require_safe
def processes(request: Request) -> HttpResponse:
    """How the inner processes followed the decisions of a year."""
    on, years = timezone.localdate(), queries.decided_years()
    asked = request.GET.get("nam", "")
    year = next((one for one in years if str(one) == asked), None)
    year = year or next(iter(years), on.year)
    shown = {
        "years": years,
        "year": year,
        "lines": [
            (one, (on - one.decided_on).days) for one in queries.followed(year, on=on)
        ],
    }
    return render(request, "registers/processes.html", shown)


def _edit(request: Request, version: ProcedureVersion | None) -> HttpResponse:
    draft = queries.draft_of(version) if version else None
    today = timezone.localdate()
    editor = Editor(
        request.POST if request.method == "POST" else None,
        words=queries.words(),
        draft=draft,
        initial={"tu_ngay": today},
        is_new=version is None,
    )
    doubts: list[str] = []
    known = ""
    if editor.is_valid():
        sent = editor.draft()
        try:
            made = actions.begin_version(
                sent,
                on=editor.form.cleaned_data["tu_ngay"],
                decision=editor.form.decision(),
                actor=request.actor,
                at=timezone.now(),
                is_meant=editor.form.is_meant,
                is_new=version is None,
            )
        except actions.Doubted as doubted:
            doubts = doubted.doubts
            editor.form.ask_why()
        except actions.Known as known_one:
            editor.form.add_error("code", str(known_one))
            known = sent.code
        except Refused as refused:
            editor.form.add_error(None, str(refused))
        else:
            said = f"Đã ghi «{made.name}», từ {made.valid_from:%d/%m/%Y}."
            signed_on = editor.form.decision().signed_on
            if waits_for(made.field_id, signed_on):
                said += (
                    f" Lĩnh vực {made.field.name} đang ghi là chờ công bố: khép lại ở "
                    "«Lĩnh vực chờ công bố»."
                )
            toast(request, said)
            day = max(made.valid_from, today).isoformat()
            address = reverse("registers:procedure", args=[made.procedure.code])
            return redirect(f"{address}?ngay={day}")
    shown = {
        "editor": editor,
        "form": editor.form if editor.is_checked else None,
        "version": version,
        "fields": queries.fields(),
        "doubts": doubts,
        "known": known,
        "is_asked": bool(doubts) or "van_ghi" in request.POST,
    }
    status = 422 if editor.is_checked else 200
    return render(request, "registers/procedure_form.html", shown, status=status)


def _end(request: Request, found: Procedure, form: EndForm) -> None:
    code = form.cleaned_data["successor"].strip().upper()
    successor = Procedure.objects.filter(code=code).first() if code else None
    if code and successor is None:
        raise Refused(f"Danh mục không có thủ tục mã {code}.")
    actions.end_procedure(
        found,
        on=form.cleaned_data["tu_ngay"],
        decision=form.decision(),
        actor=request.actor,
        at=timezone.now(),
        successor=successor,
    )


def declared(request: Request, on: date) -> List[ProcedureVersion]:
    return procedures_list(
        on=on,
        fields=queries.fields(),
        words=queries.words(),
        may_add=request.actor.may(actions.RIGHT),
    )


def asked_day(request: Request) -> date:
    day = Days._day(request.GET.get("ngay", ""))
    return day if day and day.year in MOST_YEARS else timezone.localdate()


def _trial(
    request: Request, version: ProcedureVersion
) -> tuple[WhenForm, Trial | None]:
    """Try a receipt by the version that is in force on its day."""
    usual = {"nhan": next_friday(timezone.localdate()), "luc": "15:40"}
    form = WhenForm(request.GET if "nhan" in request.GET else None, initial=usual)
    if not form.is_bound or not form.is_valid():
        return form, None
    day = form.cleaned_data["nhan"]
    received_at = datetime.combine(day, form.cleaned_data["luc"], ZONE)
    held = queries.in_force_on(version.procedure.code, day)
    refused = ""
    if held is None:
        refused = f"Ngày {day:%d/%m/%Y} thủ tục này không có hiệu lực."
    elif held.limit is None:
        refused = "Phiên bản của ngày đó không quy định thời hạn."
    else:
        return form, try_out(request.actor.unit_id, received_at, held.limit)
    return form, Trial(received_at=received_at, limit="", refused=refused)


def _share_days(version: ProcedureVersion) -> list[tuple[Any, str]]:
    """The steps, each with its part of the limit in words."""
    limit = version.limit
    shown = []
    for step in version.steps.all():
        words = ""
        if limit and limit.amount:
            part = (step.share * limit.amount / 100).normalize()
            unit = version.get_clock_display().partition(" (")[0]
            words = f"{part:f} {unit}".replace(".", ",")
        shown.append((step, words))
    return shown


def _state(version: ProcedureVersion, on: date) -> tuple[str, str]:
    """A chip: how the procedure stands on a day."""
    if version.valid_from > on:
        return "soon", f"Sắp áp dụng từ {version.valid_from:%d/%m/%Y}"
    if version.is_in_force(on):
        return "ontime", "Đang áp dụng"
    return "paused", f"Hết hiệu lực từ {version.valid_to:%d/%m/%Y}"
