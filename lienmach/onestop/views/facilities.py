"""A01: the receiving points – papers, people, equipment, openings on Saturdays."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lienmach.base.http import Request, posted
from lienmach.base.shown import show
from lienmach.base.toasts import toast
from lienmach.calc.refusal import Refused
from lienmach.onestop.actions import facilities as actions
from lienmach.onestop.actions.coachings import (
    Finished,
    finish_coaching,
    record_coaching,
)
from lienmach.onestop.forms import facilities as typed
from lienmach.onestop.lists.coachings import coachings as coachings_list
from lienmach.onestop.models import (
    Coaching,
    Duty,
    Equipment,
    Facility,
    Failure,
    Session,
)
from lienmach.onestop.queries import facilities as queries
from lienmach.onestop.queries.coachings import at_point
from lienmach.onestop.queries.coachings import coachings as all_coachings

PAGES = ["GET", "POST"]


@require_safe
def facilities(request: Request) -> HttpResponse:
    """All points one sees, each with what it lacks."""
    points = queries.points(request.actor, on=timezone.localdate())
    return render(request, "onestop/facilities.html", {"points": points})


@require_safe
def facility(request: Request, unit: int) -> HttpResponse:
    today, name = timezone.localdate(), _name(request, unit)
    context = {
        "unit": unit,
        "name": name,
        "facility": Facility.objects.filter(pk=unit).first(),
        "missing": queries.missing_of(unit, on=today),
        "duties": queries.running_duties(unit, on=today),
        "past": queries.past_duties(unit, on=today),
        "things": queries.aged(unit, on=today),
        "failures": queries.failures(unit),
        "sessions": queries.sessions(unit),
        "coachings": at_point(unit),
        "today": today,
        "may_change": request.actor.may(actions.RIGHT, unit),
    }
    return render(request, "onestop/facility.html", context)


@require_http_methods(PAGES)
def describe(request: Request, unit: int) -> HttpResponse:
    _name(request, unit)
    known = Facility.objects.filter(pk=unit).first()
    form = typed.DescribeForm(posted(request), initial=_said(known))

    def save() -> None:
        said = form.described()
        actions.describe(unit, said, actor=request.actor, at=timezone.now())

    return _asked(request, unit, form, save, "Mô tả điểm tiếp nhận")


@require_http_methods(PAGES)
def duty(request: Request, unit: int) -> HttpResponse:
    _name(request, unit)
    first = {"tu_ngay": timezone.localdate(), "chuyen_trach": True}
    form = typed.DutyForm(posted(request), people=_people(unit), initial=first)

    def save() -> None:
        said = form.cleaned_data
        actions.assign(
            unit,
            said["nguoi"],
            since=said["tu_ngay"],
            document=said["van_ban"],
            contract=said["hinh_thuc"],
            is_full_time=said["chuyen_trach"],
            trained_on=said["tap_huan"],
            actor=request.actor,
        )

    return _asked(request, unit, form, save, "Phân công người")


@require_http_methods(PAGES)
def relieve(request: Request, unit: int, pk: int) -> HttpResponse:
    _name(request, unit)
    found = get_object_or_404(Duty, pk=pk, unit=unit, until=None)
    first = {"den_ngay": timezone.localdate()}
    form = typed.EndForm(posted(request), initial=first)

    def save() -> None:
        until = form.cleaned_data["den_ngay"]
        actions.relieve(found, until=until, actor=request.actor)

    heading = f"Kết thúc phân công: {found.person.name}"
    return _asked(request, unit, form, save, heading)


@require_http_methods(PAGES)
def thing(request: Request, unit: int, pk: int = 0) -> HttpResponse:
    _name(request, unit)
    known = get_object_or_404(Equipment, pk=pk, unit=unit) if pk else None
    first = known and {
        "loai": known.kind,
        "ten": known.name,
        "nam": known.year,
        "tinh_trang": known.state,
    }
    form = typed.EquipmentForm(posted(request), initial=first)

    def save() -> None:
        said = form.cleaned_data
        actions.keep(
            unit,
            known,
            kind=said["loai"],
            name=said["ten"],
            year=said["nam"],
            state=said["tinh_trang"],
            actor=request.actor,
        )

    return _asked(request, unit, form, save, "Thiết bị" if known else "Thêm thiết bị")


@require_http_methods(PAGES)
def broke(request: Request, unit: int, pk: int) -> HttpResponse:
    _name(request, unit)
    found = get_object_or_404(Equipment, pk=pk, unit=unit)
    form = typed.FailureForm(posted(request), initial={"ngay": timezone.localdate()})

    def save() -> None:
        what, day = form.cleaned_data["hong_gi"], form.cleaned_data["ngay"]
        actions.broke(found, what=what, happened_on=day, actor=request.actor)

    return _asked(request, unit, form, save, f"Báo hỏng: {found.name}")


@require_http_methods(PAGES)
def mended(request: Request, unit: int, pk: int) -> HttpResponse:
    _name(request, unit)
    rows = Failure.objects.select_related("equipment")
    found = get_object_or_404(rows, pk=pk, equipment__unit=unit, mended_on=None)
    form = typed.MendedForm(posted(request), initial={"ngay": timezone.localdate()})

    def save() -> None:
        how, day = form.cleaned_data["sua"], form.cleaned_data["ngay"]
        actions.mended(found, how=how, mended_on=day, actor=request.actor)

    return _asked(request, unit, form, save, f"Đã sửa: {found.equipment.name}")


@require_http_methods(PAGES)
def session(request: Request, unit: int) -> HttpResponse:
    _name(request, unit)
    first = {"tu": "7:30", "den": "11:30"}
    form = typed.SessionForm(posted(request), people=_people(unit), initial=first)

    def save() -> None:
        said = form.cleaned_data
        actions.plan_session(
            unit,
            day=said["ngay"],
            begins=said["tu"],
            ends=said["den"],
            document=said["van_ban"],
            people=said["nguoi"],
            actor=request.actor,
        )

    return _asked(request, unit, form, save, "Thêm buổi trực")


@require_http_methods(PAGES)
def report(request: Request, unit: int, pk: int) -> HttpResponse:
    _name(request, unit)
    found = get_object_or_404(Session, pk=pk, unit=unit)
    duties = found.duties.select_related("person")
    roster = [(duty.person_id, duty.person.name) for duty in duties]
    first = {"co_mat": [person for person, _ in roster]}
    form = typed.ReportForm(posted(request), people=roster, initial=first)

    def save() -> None:
        said = form.cleaned_data
        actions.report_session(
            found,
            was_open=said["mo_cua"] == "co",
            came=said["co_mat"],
            note=said["ghi_chu"],
            today=timezone.localdate(),
            actor=request.actor,
        )

    return _asked(request, unit, form, save, f"Buổi trực {found.day:%d/%m/%Y}")


@require_safe
def coachings(request: Request) -> HttpResponseBase:
    """Checks and coaching on the software, at all points one sees."""
    today = timezone.localdate()
    rows = all_coachings(request.actor)
    declared = coachings_list(queries.units(request.actor, on=today), on=today)
    return show(request, declared, rows, "onestop/coachings.html")


@require_http_methods(PAGES)
def coaching(request: Request, unit: int) -> HttpResponse:
    _name(request, unit)
    first = {"ngay": timezone.localdate()}
    form = typed.CoachingForm(posted(request), people=_people(unit), initial=first)

    def save() -> None:
        record_coaching(unit, form.visit(), actor=request.actor, at=timezone.now())

    return _asked(request, unit, form, save, "Kiểm tra, hướng dẫn phần mềm")


@require_http_methods(PAGES)
def coaching_done(request: Request, unit: int, pk: int) -> HttpResponse:
    _name(request, unit)
    found = get_object_or_404(Coaching, pk=pk, unit=unit, done_on=None)
    form = typed.FinishedForm(posted(request), initial={"ngay": timezone.localdate()})

    def save() -> None:
        said = Finished(form.cleaned_data["ngay"], form.cleaned_data["ket_qua"])
        finish_coaching(found, said, actor=request.actor, at=timezone.now())

    return _asked(request, unit, form, save, f"Đã làm xong: {found.follow_up}")


def _asked(
    request: Request,
    unit: int,
    form: forms.Form,
    save: Callable[[], None],
    heading: str,
) -> HttpResponse:
    """Show a form of the point, or save it and go back; a refusal stands in it."""
    request.actor.require(actions.RIGHT, unit)
    if form.is_valid():
        try:
            save()
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            toast(request, f"Đã lưu: {heading[:1].lower()}{heading[1:]}.")
            return redirect("onestop:facility", unit)
    context = {"form": form, "heading": heading, "unit": unit}
    status = 422 if form.errors else 200
    return render(request, "onestop/facility_form.html", context, status=status)


def _name(request: Request, unit: int) -> str:
    name = queries.units(request.actor, on=timezone.localdate()).get(unit)
    if name is None:
        raise Http404
    return name


def _people(unit: int) -> list[tuple[int, str]]:
    people = queries.people(unit, on=timezone.localdate())
    return [(person.pk, person.name) for person in people]


def _said(known: Facility | None) -> dict[str, Any] | None:
    if known is None:
        return None
    sign = {True: "co", False: "khong", None: ""}
    return {
        "quyet_dinh": known.founded_by,
        "thanh_lap": known.founded_on,
        "quy_che": known.rules_by,
        "ngay_quy_che": known.rules_on,
        "dien_tich": known.area,
        "dien_tich_chuan": known.area_wanted,
        "ghe": known.seats,
        "ghe_chuan": known.seats_wanted,
        "chuan": known.standard,
        "bien_hieu": sign[known.has_sign],
        "kiem_bien": known.sign_checked_on,
        "ghi_chu": known.note,
    }
