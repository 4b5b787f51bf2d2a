"""A01, calendar: days off and hours, by whose decision, and what follows from them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from lienmach.base.http import Request
from lienmach.base.toasts import toast
from lienmach.calc.days import named
from lienmach.calc.deadline import Clock, Limit
from lienmach.calc.local import ZONE
from lienmach.calc.refusal import Refused
from lienmach.calc.rules import rule_sets
from lienmach.org.models import Unit
from lienmach.org.queries import above, names_on
from lienmach.registers.actions import calendar as actions
from lienmach.registers.forms.calendar import (
    EVERYWHERE,
    AnnounceForm,
    DecideDayForm,
    HoursForm,
    TrialForm,
    Units,
    next_friday,
)
from lienmach.registers.models import CalendarDay, CalendarYear
from lienmach.registers.queries import calendar as queries
from lienmach.registers.queries.trial import Trial, try_out
from lienmach.registers.queries.year import months

PAGES = ["GET", "HEAD", "POST"]


@dataclass(frozen=True, slots=True)
class Where:
    """The unit whose calendar is looked at, and the year."""

    unit_id: int
    year: int
    units: Units


@require_safe
def calendar(request: Request) -> HttpResponse:
    """The year of a unit, its hours, the rules of the law, and the test panel."""
    today = timezone.localdate()
    where = _where(request, today)
    chain = above(where.unit_id, today)
    made = queries.work_calendar(where.unit_id, today)
    known = {year.year: year for year in queries.years()}
    hours = list(queries.hours_of(chain))
    form, trial = _trial(request, where.unit_id, today)
    shown = {
        "where": where,
        "unit_names": names_on({*chain, where.unit_id}, today),
        "year": known.get(where.year),
        "years": sorted({*known, where.year}),
        "months": months(where.year, chain, made),
        "hours": [row for row in hours if row.replaced_at is None],
        "old_hours": [row for row in hours if row.replaced_at],
        "today": today,
        "rule_sets": rule_sets(),
        "trial_form": form,
        "trial": trial,
        "may_change": bool(request.actor.units_with(actions.RIGHT)),
        "may_announce": _may_announce(request, known.get(where.year)),
    }
    return render(request, "registers/calendar.html", shown)


@require_http_methods(PAGES)
def decide_day(request: Request) -> HttpResponse:
    """Enter a day, or put one right: what was there stays as history."""
    units = _units_with_right(request)
    for_all = actions.may_decide_for_all(request.actor)
    asked = request.GET.get("ngay", "")
    row = _current(asked, request.GET.get("noi", ""))
    sent = request.POST if request.method == "POST" else None
    initial = _as_entered(row) if row else {"ngay": asked}
    form = DecideDayForm(sent, units=units, for_all=for_all, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            made = actions.decide_day(
                form.decision(), actor=request.actor, at=timezone.now()
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            toast(request, f"Đã ghi {' và '.join(named(day.day) for day in made)}.")
            address = reverse("registers:calendar")
            return redirect(f"{address}?nam={made[0].day.year}#d{made[0].day}")
    shown = {"form": form, "row": row}
    status = 422 if form.errors else 200
    return render(request, "registers/calendar_day.html", shown, status=status)


@require_http_methods(PAGES)
def decide_hours(request: Request) -> HttpResponse:
    """Let hours of a unit begin on a day."""
    units = _units_with_right(request)
    initial = {"don_vi": request.actor.unit_id, "tu_ngay": timezone.localdate()}
    sent = request.POST if request.method == "POST" else None
    form = HoursForm(sent, units=units, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            made = actions.begin_hours(
                form.decision(), actor=request.actor, at=timezone.now()
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            toast(request, f"Đã ghi {made.get_purpose_display().lower()}.")
            address = reverse("registers:calendar")
            return redirect(f"{address}?dv={made.unit_id}#gio")
    status = 422 if form.errors else 200
    return render(request, "registers/hours.html", {"form": form}, status=status)


@require_POST
def announce(request: Request, year: int) -> HttpResponse:
    form = AnnounceForm(request.POST)
    if not form.is_valid():
        raise Refused("Chưa nhập căn cứ công bố.")
    note = form.cleaned_data["ghi_chu"]
    actions.announce_year(year, note=note, actor=request.actor, at=timezone.now())
    toast(request, f"Lịch năm {year} đã công bố: có thể tính hạn trong năm này.")
    return redirect(f"{reverse('registers:calendar')}?nam={year}")


def _where(request: Request, today: date) -> Where:
    names = sorted(names_on(request.actor.unit_ids, today).items(), key=lambda x: x[1])
    asked, year = request.GET.get("dv", ""), request.GET.get("nam", "")
    seen = {str(pk): pk for pk, _ in names}
    is_year = year.isascii() and year.isdecimal() and len(year) == 4
    return Where(
        seen.get(asked, request.actor.unit_id),
        int(year) if is_year and int(year) in CALENDAR_YEARS else today.year,
        names,
    )


CALENDAR_YEARS = range(actions.FIRST_YEAR, actions.LAST_YEAR + 1)


def _trial(
    request: Request, unit_id: int, today: date
) -> tuple[TrialForm, Trial | None]:
    usual = {"nhan": next_friday(today), "luc": "15:40", "han": 5}
    usual["cach"] = Clock.WORKING_DAYS
    form = TrialForm(request.GET if "nhan" in request.GET else None, initial=usual)
    if not form.is_bound or not form.is_valid():
        return form, None
    said = form.cleaned_data
    received_at = datetime.combine(said["nhan"], said["luc"], ZONE)
    limit = Limit(said["han"], Clock(said["cach"]))
    return form, try_out(unit_id, received_at, limit)


def _units_with_right(request: Request) -> Units:
    """The units one may decide for; without any there is no such page."""
    held = request.actor.units_with(actions.RIGHT)
    if not held:
        request.actor.require(actions.RIGHT)
    names = names_on(held, timezone.localdate())
    return sorted(names.items(), key=lambda pair: pair[1])


def _current(day: str, where: str) -> CalendarDay | None:
    """The decision that a link asks to put right."""
    try:
        asked = date.fromisoformat(day)
    except ValueError:
        return None
    unit = None
    if where.isascii() and where.isdecimal() and len(where) < 19:
        unit = get_object_or_404(Unit, pk=where)
    rows = CalendarDay.objects.filter(day=asked, unit=unit, replaced_at=None)
    return rows.first()


def _as_entered(row: CalendarDay) -> dict[str, Any]:
    return {
        "ngay": row.day,
        "la": row.kind,
        "ten": row.name,
        "doi": row.partner,
        "van_ban": row.document,
        "chac": row.certainty,
        "noi": str(row.unit_id) if row.unit_id else EVERYWHERE,
    }


def _may_announce(request: Request, year: CalendarYear | None) -> bool:
    if year is None or year.status == CalendarYear.Status.ANNOUNCED:
        return False
    return actions.may_decide_for_all(request.actor)
