"""Opening a round, and the matrix of what has come in (B04)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from lienmach.base.http import Request, posted
from lienmach.base.toasts import toast
from lienmach.calc.local import day_of
from lienmach.calc.period import Kind
from lienmach.calc.refusal import Refused
from lienmach.indicators.queries.forms import library
from lienmach.org.queries import names_on
from lienmach.reporting.actions import mailing as mailing_actions
from lienmach.reporting.actions import reports as actions
from lienmach.reporting.actions import rounds as round_actions
from lienmach.reporting.actions.rounds import NewRound
from lienmach.reporting.flow import CONSOLIDATE
from lienmach.reporting.forms.reports import (
    MailingForm,
    RoundForm,
    UnitsForm,
    WindowForm,
    period_of,
    usual_window,
)
from lienmach.reporting.models import Report, Sheet
from lienmach.reporting.queries import reports as queries
from lienmach.reporting.queries import rounds
from lienmach.reporting.queries.asking import taken_back
from lienmach.reporting.queries.collected import Below, Part, units_asked
from lienmach.reporting.queries.keeping import acting_for
from lienmach.reporting.queries.mailing import decided
from lienmach.reporting.queries.people import unit_choices
from lienmach.reporting.queries.since_frozen import since_frozen
from lienmach.reporting.views.grid import say
from lienmach.reporting.views.reaching import reached
from lienmach.reporting.views.texts import unit_asked
from lienmach.reporting.views.workbook import workbook


@require_safe
def choose_round(request: Request) -> HttpResponse:
    """Which regime, whose and which period; then on to the days and the units."""
    today, actor = timezone.localdate(), request.actor
    if not rounds.may_open(actor):
        actor.require(CONSOLIDATE)
    sent = request.GET if "che_do" in request.GET else None
    form = RoundForm(
        sent,
        regimes=rounds.regimes(actor, today),
        owners=rounds.owners(actor, today),
        may_open=lambda of, unit: acting_for(of, [unit], actor).may(CONSOLIDATE, unit),
        initial={"ky": ""},
    )
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        args = [said["che_do"], said["don_vi"], said["period"].code]
        return redirect("reporting:open_round", *args)
    context = {"form": form, "regimes": form.regimes}
    status = 422 if form.is_bound else 200
    return render(request, "reporting/choose_round.html", context, status=status)


def open_round(request: Request, regime: int, owner: int, period: str) -> HttpResponse:
    """The window, the units and their last days; sent, the round is opened.

    Of a round that is open already its report is shown instead.
    """
    request.actor = acting_for(regime, [owner], request.actor)
    request.actor.require(CONSOLIDATE, owner)
    found = rounds.regime_of(regime)
    of = period_of(period, Kind(found.kind))
    if known := rounds.opened(found, of.code, owner):
        toast(request, f"{found}, {of.label}: kỳ này đã mở, báo cáo ở đây.")
        return redirect("reporting:report", known)
    usual = usual_window(found, of)
    window = rounds.follows(found, owner, usual)
    units = rounds.units_below(owner, window)
    own_due, due = rounds.due_days(found, owner, units, window)
    form = WindowForm(
        posted(request),
        units=[(unit.unit_id, unit.name, due[unit.unit_id]) for unit in units],
        initial={
            "tu": window.start,
            "den": window.end,
            "han": own_due,
            "don_vi_duoi": [unit.unit_id for unit in units if unit.is_usual],
        },
    )
    if form.is_bound and form.is_valid():
        try:
            made = round_actions.open_round(
                NewRound(
                    regime=found,
                    period=of,
                    window=form.window,
                    owner_id=owner,
                    own_due=form.cleaned_data["han"],
                    due=form.due,
                    words=form.words,
                ),
                actor=request.actor,
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            count = made.reports.count() - 1
            toast(request, f"Đã mở kỳ {of.label}: {count} đơn vị phải báo cáo.")
            own = made.reports.get(unit=owner)
            return redirect("reporting:report", own.pk)
    context = {
        "form": form,
        "regime": found,
        "period": of,
        "usual": usual if usual != window else None,
        "forms": library().group(found.forms, window.end),
    }
    status = 422 if form.is_bound else 200
    return render(request, "reporting/open_round.html", context, status=status)


def ask_on(request: Request, pk: int) -> HttpResponse:
    """Ask the units below for the same forms: which, and until when; one step."""
    found = reached(request, pk=pk)
    request.actor.require(CONSOLIDATE, found.unit_id)
    units, due = rounds.to_ask(found)
    is_first = not found.is_own and not found.below.exists()
    form = UnitsForm(
        posted(request),
        units=[(unit.unit_id, unit.name, due[unit.unit_id]) for unit in units],
        initial={
            "don_vi_duoi": [
                unit.unit_id for unit in units if is_first and unit.is_usual
            ]
        },
    )
    if form.is_bound and form.is_valid():
        try:
            made = round_actions.ask_on(
                found,
                form.due,
                actor=request.actor,
                at=timezone.now(),
                words=form.words,
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            toast(request, f"Đã giao {len(made)} đơn vị.")
            return redirect("reporting:report", pk)
    context = {
        "report": found,
        "unit_name": names_on([found.unit_id], found.round.end)[found.unit_id],
        "form": form,
        "sheets": list(found.sheets.all()),
        "is_open": found.is_open,
    }
    status = 422 if form.is_bound else 200
    return render(request, "reporting/ask_on.html", context, status=status)


ALL = "tat-ca"


@require_safe
def matrix(request: Request, pk: int) -> HttpResponse:
    """B04: units by forms; who is missing, and whom a reminder reaches.

    Units that were asked by one below are folded under it: ``?mo=`` unfolds them.
    """
    above, below = _bringing(request, pk)
    opened = _opened(request, below)
    forms, lines = queries.matrix(above, below, opened)
    now = timezone.now()
    waiting = queries.to_remind(above, at=now)
    names = {unit.report_id: unit.name for unit in below.units}
    since = since_frozen(above, below)
    parents = {unit.above_id for unit in below.units} - {above.pk}
    context = {
        "report": above,
        "unit_name": names_on([above.unit_id], above.round.end).get(above.unit_id, ""),
        "forms": forms,
        "lines": [_line(line, forms, below, opened, now) for line in lines],
        "since": since,
        "legend": LEGEND,
        "waiting": [(names[one.report.pk], one) for one in waiting],
        "asked": below.asked,
        "missing": below.missing,
        "after": below.after,
        "may_remind": request.actor.may(CONSOLIDATE, above.unit_id),
        "reminders": queries.reminders(above),
        "taken_back": taken_back(above),
        "folded": parents - opened,
        "opened": opened,
        "all": ALL,
        "mails": decided(above.unit_id, day_of(now)),
        "is_set": settings.MAIL_IS_SET,
    }
    return render(request, "reporting/matrix.html", context)


def _opened(request: Request, below: Below) -> set[int]:
    """The reports under which the units are shown: those that the address names."""
    parents = {unit.above_id for unit in below.units}
    said = request.GET.get("mo", "")
    if said == ALL:
        return parents
    return parents & {int(pk) for pk in said.split(",") if pk.isdecimal()}


@require_POST
def remind(request: Request, pk: int) -> HttpResponse:
    above, _ = _bringing(request, pk)
    made = actions.remind(above, actor=request.actor, at=timezone.now())
    said = f"Đã nhắc {len(made)} đơn vị." if made else "Không có đơn vị nào cần nhắc."
    toast(request, said)
    return redirect("reporting:matrix", pk)


def mailing(request: Request) -> HttpResponse:
    """Whether and how early people of a unit and below it are reminded by mail."""
    request.actor.require(CONSOLIDATE)
    on = timezone.localdate()
    unit = unit_asked(request, CONSOLIDATE)
    holds = decided(unit, on)
    if request.method == "POST" and "theo-tren" in request.POST:
        mailing_actions.forget(unit, actor=request.actor)
        toast(request, "Đơn vị này lại theo đơn vị trên.")
        return redirect(f"{reverse('reporting:mailing')}?dv={unit}")
    form = MailingForm(
        posted(request), initial={"bat": holds.is_on, "truoc": holds.days_before}
    )
    if form.is_bound and form.is_valid():
        mailing_actions.decide(
            unit,
            is_on=form.cleaned_data["bat"],
            days_before=form.cleaned_data["truoc"],
            actor=request.actor,
            at=timezone.now(),
        )
        toast(request, "Đã lưu cách nhắc hạn.")
        return redirect(f"{reverse('reporting:mailing')}?dv={unit}")
    context = {
        "form": form,
        "holds": holds,
        "unit": unit,
        "units": unit_choices(request.actor.units_with(CONSOLIDATE), on),
        "is_set": settings.MAIL_IS_SET,
    }
    status = 422 if form.is_bound else 200
    return render(request, "reporting/mailing.html", context, status=status)


@require_safe
def parts(request: Request, pk: int, n: str) -> HttpResponse:
    """What each unit gave to one figure of the report that brings them together."""
    above, below = _bringing(request, pk)
    sheet = next((one for one in above.sheets.all() if one.slug == n), None)
    if sheet is None:
        raise Http404
    shown = queries.cell(above, sheet.form, request.GET.get("dong", ""))
    if shown is None:
        raise Http404
    seen = _seen(request, below)
    context = {
        "report": above,
        "sheet": sheet,
        "shown": shown,
        "lines": [_part(part, seen) for part in shown.parts],
        "own": say(shown.entered.says) if shown.entered else "",
        "total": say(shown.value) or "trống",
        "now": say(shown.now) or "trống" if shown.now else "",
        "missing": below.missing,
        "after": below.after,
    }
    return render(request, "reporting/parts.html", context)


def _part(part: Part, reports: Mapping[int, int]) -> dict[str, Any]:
    """What a unit gave, with those below it that gave it to the unit; and its report,
    where one may see who entered it."""
    parts = [_part(one, reports) for one in part.parts]
    said, report = say(part.value) or "trống", reports.get(part.unit_id)
    return {"name": part.name, "said": said, "parts": parts, "report": report}


def _seen(request: Request, below: Below) -> dict[int, int]:
    """The reports of units below that one may open, by unit."""
    rows = Report.objects.visible_to(request.actor)
    asked = [unit.report_id for unit in below.units]
    return dict(rows.filter(pk__in=asked).values_list("unit", "pk"))


@require_safe
def export(request: Request, pk: int) -> HttpResponseBase:
    """The forms of a report as a workbook, a sheet for each."""
    found = reached(request, pk=pk)
    return workbook(found)


def _bringing(request: Request, pk: int) -> tuple[Report, Below]:
    """A report in which figures of others come together; of another one there is no
    matrix."""
    found = reached(request, pk=pk)
    below = units_asked(found)
    if not found.is_own and not below.units and not found.below.exists():
        raise Http404
    return found, below


LOOKS = {
    Sheet.State.SUBMITTED: ("is-in", "check", "đã nộp"),
    Sheet.State.APPROVED: ("is-in", "check-check", "đã duyệt"),
    Sheet.State.RETURNED: ("is-back", "undo-2", "trả lại"),
}
LEGEND = (
    ("circle", "chưa nhập"),
    ("pencil", "đang nhập, số ô đã có trên số ô phải nhập"),
    ("check", "đã nộp"),
    ("check-check", "đã duyệt"),
    ("undo-2", "trả lại để sửa"),
    ("octagon-alert", "có lỗi chặn, số lỗi"),
)


def _line(
    line: queries.Line,
    forms: list[tuple[str, str]],
    below: Below,
    opened: set[int],
    now: datetime,
) -> dict[str, Any]:
    """A unit of the matrix, its forms in the order of the columns; of one that asked
    on, how far those below it are, and the address that folds or unfolds them."""
    found = [line.sheets.get(code) for code, _ in forms]
    pk = line.report.pk
    under = below.under(pk)
    others = opened - {pk} if pk in opened else opened | {pk}
    return {
        "report": line.report,
        "name": line.asked.name,
        "depth": line.asked.depth,
        "is_after": line.asked.is_after,
        "is_late": line.asked.is_late(now),
        "due": line.report.case.promised_at,
        "under": len(under),
        "under_in": sum(unit.is_handed_in for unit in under),
        "under_late": sum(unit.is_late(now) for unit in under),
        "is_opened": pk in opened,
        "turn": ",".join(str(one) for one in sorted(others)),
        "reminded_at": line.reminded_at,
        "cells": [_cell(sheet) for sheet in found],
    }


def _cell(sheet: Sheet | None) -> dict[str, Any]:
    """How a form of a unit stands: by icon and count, with words for who cannot see
    the icon and beside the pointer."""
    if sheet is None:
        return {"sheet": None, "css": "", "icon": "minus", "short": "", "words": ""}
    css, icon, words = LOOKS.get(
        Sheet.State(sheet.state), ("is-at", "pencil", "đang nhập")
    )
    short = ""
    if sheet.errors:
        css, icon, words = "is-bad", "octagon-alert", f"{sheet.errors} lỗi"
        short = str(sheet.errors)
    elif sheet.state == Sheet.State.ENTERING and not sheet.filled:
        css, icon = "", "circle"
        words = "trống" if sheet.cells_to_fill or sheet.is_stale else "chưa nộp"
    elif not sheet.is_handed_in and sheet.cells_to_fill:
        short = f"{sheet.filled}/{sheet.cells_to_fill}"
        words = f"{words} {short}"
    if sheet.doubts and not sheet.errors:
        words = f"{words}, {sheet.doubts} cảnh báo"
    if sheet.is_stale and sheet.cells_to_fill:  # of a new one nothing was counted yet
        words = f"{words}, đang tính lại"
    return {"sheet": sheet, "css": css, "icon": icon, "short": short, "words": words}
