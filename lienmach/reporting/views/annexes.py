"""B03: one form of a report, filled in cell by cell, by paste or as a plain form."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from lienmach.base.http import Request, wants_fragment
from lienmach.base.toasts import toast
from lienmach.calc.entries import Style
from lienmach.calc.refusal import Refused
from lienmach.org.queries import names_on
from lienmach.reporting.actions import sheets as actions
from lienmach.reporting.actions.paste import Pasted, paste
from lienmach.reporting.actions.sheets import Outcome, Saved, Written
from lienmach.reporting.flow import CONSOLIDATE, ENTER
from lienmach.reporting.forms.reports import PasteForm, entries_of
from lienmach.reporting.models import Report, Sheet
from lienmach.reporting.queries import reports as queries
from lienmach.reporting.queries import sheets as cells
from lienmach.reporting.views.grid import (
    Grid,
    frozen_grid,
    grid_of,
    icons,
    say,
    theirs,
    trouble,
)
from lienmach.reporting.views.reaching import reached


def annex(request: Request, pk: int, n: str) -> HttpResponse:
    """B03: the grid. Sent as a plain form it takes all cells at once."""
    sheet = _sheet(request, pk, n)
    if request.method != "POST":
        return _show(request, sheet)
    saved = actions.write(
        sheet, entries_of(request.POST), actor=request.actor, at=timezone.now()
    )
    return _after(request, sheet, saved)


@require_POST
def cells_sent(request: Request, pk: int, n: str) -> HttpResponse:
    """Take in what the script of the page sends: some cells, perhaps one."""
    sheet = _sheet(request, pk, n)
    saved = actions.write(
        sheet, entries_of(request.POST), actor=request.actor, at=timezone.now()
    )
    return _told(request, saved)


def pasted(request: Request, pk: int, n: str) -> HttpResponse:
    """Take in a range of a spreadsheet; what could be read in two ways is asked."""
    sheet = _sheet(request, pk, n)
    request.actor.require(ENTER, sheet.report.unit_id)
    draft = cells.draft(sheet)
    grid = grid_of(draft, is_open=_is_open(request, sheet))
    sent = request.POST if request.method == "POST" else None
    form = PasteForm(sent, rows=grid.rows_to_fill, initial=request.GET.dict())
    context: dict[str, Any] = {"sheet": sheet, "report": sheet.report, "form": form}
    if not form.is_bound or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "reporting/paste.html", context, status=status)
    said = form.cleaned_data
    try:
        done = paste(
            sheet,
            said["bang"],
            start=said["tu"],
            way=said["cach"],
            style=Style(said["kieu"]) if said["kieu"] else None,
            actor=request.actor,
            at=timezone.now(),
        )
    except Refused as refused:
        if wants_fragment(request):
            raise
        form.add_error("bang", str(refused))
        return render(request, "reporting/paste.html", context, status=422)
    if done.saved is None:
        return _asked(request, context, done)
    if wants_fragment(request):
        return _told(request, done.saved)
    return _after(request, sheet, done.saved)


@require_safe
def history(request: Request, pk: int, n: str) -> HttpResponse:
    """What was written into a cell: the last twelve values, and by whom."""
    sheet = _sheet(request, pk, n)
    code = request.GET.get("dong", "")
    row = cells.form_of(sheet)
    found = next((one for one in row.rows if one.code == code), None)
    if found is None:
        raise Http404
    changes = [
        {
            "change": one,
            "now": say(one.says) or "trống",
            "was": say(one.said) or "trống",
        }
        for one in cells.history(sheet, code)
    ]
    context = {"sheet": sheet, "report": sheet.report, "row": found, "changes": changes}
    name = "_history.html" if wants_fragment(request) else "history.html"
    return render(request, f"reporting/{name}", context)


@require_POST
def hand_in(request: Request, pk: int, n: str) -> HttpResponse:
    sheet = _sheet(request, pk, n)
    actions.hand_in(sheet, actor=request.actor, at=timezone.now())
    undo = reverse("reporting:annex_take_back", args=[pk, n])
    toast(request, f"Đã nộp biểu {sheet.short}.", undo=undo)
    return redirect("reporting:report", pk)


@require_POST
def take_back(request: Request, pk: int, n: str) -> HttpResponse:
    sheet = _sheet(request, pk, n)
    actions.take_back(sheet, actor=request.actor)
    toast(request, f"Đã mở lại biểu {sheet.short}.")
    return redirect("reporting:annex", pk, n)


@require_POST
def fill_blanks(request: Request, pk: int, n: str) -> HttpResponse:
    """Say of all blank cells that nothing happened."""
    sheet = _sheet(request, pk, n)
    saved = actions.fill_blanks(sheet, actor=request.actor, at=timezone.now())
    count = saved.count(Outcome.SAVED)
    toast(request, f"Đã ghi «không phát sinh» vào {count} ô trống.")
    path = reverse("reporting:annex", args=[pk, n])
    return redirect(f"{path}?thay=1" if _stands_in(request, sheet.report) else path)


def _sheet(request: Request, pk: int, n: str) -> Sheet:
    report = reached(request, pk=pk)
    sheets = list(report.sheets.select_related("changed_by"))
    sheet = next((one for one in sheets if one.slug == n), None)
    if sheet is None:
        raise Http404
    sheet.report = report
    return sheet


def _is_open(request: Request, sheet: Sheet) -> bool:
    """Whether this person may write into the form now."""
    report = sheet.report
    may = request.actor.may(ENTER, report.unit_id)
    is_asked = "thay" in request.GET or not _stands_in(request, report)
    return may and is_asked and report.is_open and not sheet.is_handed_in


def _stands_in(request: Request, report: Report) -> bool:
    """Whether one who brings figures together looks at a form of another unit: then it
    is only read, unless one says that one fills it in for them."""
    actor = request.actor
    is_theirs = not report.is_own and actor.unit_id != report.unit_id
    above = report.above
    return is_theirs and above is not None and actor.may(CONSOLIDATE, above.unit_id)


def _grid(request: Request, sheet: Sheet, written: Sequence[Written] = ()) -> Grid:
    if sheet.report.is_locked:
        return frozen_grid(sheet)
    draft = cells.draft(sheet)
    return grid_of(draft, is_open=_is_open(request, sheet), written=written)


def _show(
    request: Request, sheet: Sheet, written: Sequence[Written] = (), status: int = 200
) -> HttpResponse:
    report = sheet.report
    others = list(report.sheets.all())
    context = {
        "report": report,
        "sheet": sheet,
        "grid": _grid(request, sheet, written),
        "sheets": others,
        "unit_name": names_on([report.unit_id], report.round.end).get(report.unit_id),
        "icons": icons(),
        "may_enter": request.actor.may(ENTER, report.unit_id),
        "stands_in": _stands_in(request, report),
        "came_back": (
            queries.last_return(report) if sheet.state == Sheet.State.RETURNED else None
        ),
        "last_by_other": queries.last_by_other(sheet, request.actor, timezone.now()),
        "not_taken": [one for one in written if one.outcome in NOT_TAKEN],
    }
    return render(request, "reporting/annex.html", context, status=status)


NOT_TAKEN = (Outcome.WRONG, Outcome.ASKED, Outcome.STALE, Outcome.CLOSED)


def _after(request: Request, sheet: Sheet, saved: Saved) -> HttpResponse:
    """Answer a plain form: to the grid, with what could not be taken left in it."""
    count = saved.count(Outcome.SAVED)
    left = [one for one in saved.written if one.outcome in NOT_TAKEN]
    toast(request, f"Đã lưu {count} ô." if count else "Không có ô nào đổi.")
    if not left:
        path = reverse("reporting:annex", args=[sheet.report_id, sheet.slug])
        return redirect(f"{path}?thay=1" if "thay" in request.GET else path)
    return _show(request, _sheet(request, sheet.report_id, sheet.slug), left, 422)


def _told(request: Request, saved: Saved) -> HttpResponse:
    """Answer the script: what became of each cell, and how the whole form stands."""
    draft = saved.draft
    grid = grid_of(draft, is_open=True)
    places = {line.code: line.at for line in grid.lines}
    written = [
        {
            "at": places.get(one.entry.code),
            "code": one.entry.code,
            "outcome": one.outcome.value,
            "text": trouble(one),
            "typed": one.entry.text,
            "note": one.entry.note,
            "parts": one.parts,
            "theirs": theirs(one),
            "number": one.cell.number if one.cell else 0,
            "mine": one.cell is None or one.cell.by_id == request.actor.user_id,
        }
        for one in saved.written
    ]
    issues = render_to_string("reporting/_issues.html", {"grid": grid}, request)
    return JsonResponse(
        {
            "written": written,
            "lines": [line.told() for line in grid.lines if not line.is_section],
            "issues": issues,
            "meter": grid.meter,
            "why": grid.why_not,
            "errors": draft.tally().errors,
        }
    )


def _asked(request: Request, context: dict[str, Any], done: Pasted) -> HttpResponse:
    context |= {"asked": done}
    if wants_fragment(request):
        html = render_to_string("reporting/_paste.html", context, request)
        return JsonResponse({"ask": html})
    return render(request, "reporting/paste.html", context)
