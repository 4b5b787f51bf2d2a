"""B01 the calendar and list of reports, B02 one report and its steps."""

from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from lienmach.base.http import Request
from lienmach.base.shown import show
from lienmach.base.toasts import toast
from lienmach.calc.findings import bare
from lienmach.calc.refusal import Refused
from lienmach.org.queries import names_on
from lienmach.reporting.actions import asking
from lienmach.reporting.actions import reports as actions
from lienmach.reporting.flow import (
    CONSOLIDATE,
    FLOWS,
    RELEASE,
    SEE,
    WITHDRAW,
    State,
)
from lienmach.reporting.forms.reports import StepForm, TakeBackForm, WordsForm
from lienmach.reporting.lists import reports as lists
from lienmach.reporting.models import Report, Sheet, Words
from lienmach.reporting.queries import asking as asked
from lienmach.reporting.queries import keeping, rounds, texts
from lienmach.reporting.queries import reports as queries
from lienmach.reporting.queries.collected import units_asked
from lienmach.reporting.queries.sheets import ShownCell, sheets_of
from lienmach.reporting.queries.since_frozen import compared, since_frozen
from lienmach.reporting.views.grid import say
from lienmach.reporting.views.reaching import reached

DONE = {
    "submit": "Đã nộp báo cáo.",
    "return": "Đã trả lại báo cáo để sửa.",
    "approve": "Đã duyệt, số liệu đã chốt.",
    "reopen": "Đã mở lại báo cáo.",
    "sign": "Đã ghi nhận báo cáo được ký.",
    "send": "Đã gửi báo cáo.",
    "revoke": "Đã thu hồi bản ký.",
    "present": "Đã trình lãnh đạo đơn vị.",
    "send_back": "Đã trả lại báo cáo để sửa.",
    "agree": "Đã duyệt, số liệu đã chốt: còn ký rồi nộp.",
}


@require_safe
def reports(request: Request) -> HttpResponseBase:
    """B01: what is due when, and the reports, those that wait for one's own first."""
    now, actor = timezone.now(), request.actor
    units = rounds.unit_names(actor)
    declared = lists.reports(units, queries.waiting(actor), now)
    waiting = list(queries.pending(actor)[:8])
    names = dict(units)
    strip = [
        {
            "report": one,
            "unit": names.get(one.unit_id, "").strip(),
            "chip": lists.due_chip(one, now),
        }
        for one in waiting
    ]
    context = {
        "strip": strip,
        "first": waiting[0] if waiting else None,
        "may_open": rounds.may_open(actor),
        "may_set": bool(actor.units_with(CONSOLIDATE)),
        "may_see": actor.may(SEE),
        "next_round": rounds.next_due(actor, now) if not waiting else None,
    }
    rows = queries.reports(actor)
    return show(request, declared, rows, "reporting/reports.html", context)


@require_safe
def report(request: Request, pk: int) -> HttpResponse:
    """B02: one report: its forms, where it stands and what the next step waits for."""
    return _show(request, reached(request, pk=pk))


@require_safe
def since(request: Request, pk: int) -> HttpResponse:
    """What a report said when its figures were frozen beside what it would say now.

    Counted when it is asked for: a province's takes a while, and its page need not.
    """
    found = reached(request, pk=pk)
    if not found.is_locked:
        toast(request, "Báo cáo chưa chốt số: chưa có số đã chốt để so.")
        return redirect("reporting:report", pk)
    every = compared(found)
    forms = [
        (one.sheet, [_other(place, cell) for place, cell in one.others])
        for one in every
        if one.others
    ]
    context = {
        "report": found,
        "unit_name": names_on([found.unit_id], found.round.end).get(found.unit_id, ""),
        "since": since_frozen(found, units_asked(found)),
        "forms": forms,
        "count": sum(len(lines) for _, lines in forms),
        "unread": [one.sheet.short for one in every if not one.is_read],
        "now": timezone.now(),
    }
    return render(request, "reporting/since.html", context)


def _other(place: int, cell: ShownCell) -> dict[str, Any]:
    return {
        "place": place,
        "code": bare(cell.row.code),
        "label": cell.row.label,
        "unit": cell.row.unit,
        "kept": say(cell.value) or "trống",
        "now": say(cell.now) or "trống",
    }


@require_safe
def by_code(request: Request, code: str) -> HttpResponse:
    """The page of a case, by its code."""
    found = reached(request, case__code=code)
    return redirect("reporting:report", found.pk)


@require_POST
def step(request: Request, pk: int, name: str) -> HttpResponse:
    """Take one step of a report."""
    found = reached(request, pk=pk)
    known = {step.name for step in FLOWS[found.case.kind].steps}
    if name not in known - {WITHDRAW, RELEASE}:
        raise Http404
    offered = [(sheet.pk, sheet.short) for sheet in found.sheets.all()]
    form = StepForm(request.POST, sheets=offered)
    if not form.is_valid():
        return _show(request, found, form, name, status=422)
    actions.take_step(
        found,
        name,
        actor=request.actor,
        at=timezone.now(),
        note=form.cleaned_data["ghi_chu"],
        number=form.cleaned_data["so"],
        only=form.only,
    )
    is_told_up = name == "submit" and found.is_own
    said = "Đã trình báo cáo." if is_told_up else DONE[name]
    if name in ("return", "reopen", "send_back"):
        said = f"{said} {_reopened(found)}"
    toast(request, said)
    return redirect("reporting:report", pk)


@require_POST
def words(request: Request, pk: int) -> HttpResponse:
    """Have a unit hand in words besides figures, or figures alone."""
    found = reached(request, pk=pk)
    form = WordsForm(request.POST)
    if not form.is_valid():
        raise Http404
    chosen = Words(form.cleaned_data["nop"])
    asking.hand_in_words(found, chosen, actor=request.actor, at=timezone.now())
    toast(request, f"Báo cáo này nộp {chosen.label}.")
    return redirect("reporting:report", pk)


@require_POST
def take_back(request: Request, pk: int) -> HttpResponse:
    """Ask no longer for a report; it can be undone at once."""
    found = reached(request, pk=pk)
    form = TakeBackForm(request.POST)
    if not form.is_valid():
        raise Refused(" ".join(str(errors[0]) for errors in form.errors.values()))
    note = form.cleaned_data["ghi_chu"]
    asking.take_back(found, note=note, actor=request.actor, at=timezone.now())
    undo = reverse("reporting:ask_again", args=[pk])
    toast(request, "Đã rút yêu cầu báo cáo.", undo=undo)
    return redirect("reporting:report", pk)


@require_POST
def ask_again(request: Request, pk: int) -> HttpResponse:
    """Undo the taking back of a report."""
    asking.ask_again(reached(request, pk=pk), actor=request.actor, at=timezone.now())
    toast(request, "Đã hoàn tác: báo cáo lại như trước khi rút.")
    return redirect("reporting:report", pk)


def _reopened(found: Report) -> str:
    """Which forms have to be handed in again, for who has just returned a report."""
    every = list(found.sheets.all())
    back = [sheet.short for sheet in every if sheet.state == Sheet.State.RETURNED]
    if not back:
        return "Các biểu giữ nguyên đã nộp."
    if len(back) == len(every):
        return f"Mở lại cả {len(back)} biểu."
    return f"Mở lại {', '.join(back)}."


def _show(
    request: Request,
    found: Report,
    form: StepForm | None = None,
    failed: str = "",
    status: int = 200,
) -> HttpResponse:
    sheets, trail = sheets_of(found), queries.trail(found)
    below = units_asked(found)
    ways = queries.steps(found, request.actor, sheets)
    keeper = keeping.keeper_of(found.round.regime_id, found.unit_id)
    ids = [found.unit_id, found.round.owner_id, found.case.unit_id, keeper or 0]
    names = names_on(ids, found.round.end)
    flow = FLOWS[found.case.kind]
    context: dict[str, Any] = {
        "report": found,
        "unit_name": names.get(found.unit_id, found.unit.code),
        "owner_name": names.get(found.round.owner_id, found.round.owner.code),
        "keeper_name": names.get(keeper or 0, ""),
        "holder_name": names.get(found.case.unit_id, ""),
        "sheets": sheets,
        "done": sum(sheet.is_handed_in for sheet in sheets),
        "ways": ways,
        "awaited": [] if ways else queries.awaited(found, on=timezone.localdate()),
        "form": form,
        "failed": failed,
        "chip": lists.due_chip(found, timezone.now()),
        "trail": [{"event": one, "label": _label(flow, one.step)} for one in trail],
        "stages": _stages(found),
        "below": below,
        "since": since_frozen(found, below),
        "may_ask_on": rounds.may_ask_on(found, request.actor),
        "above": queries.around(found, request.actor),
        "reminders": list(found.reminders.select_related("by").order_by("-at")[:3]),
        "may_see": request.actor.may(SEE),
        "reading": texts.reading(found) if found.is_written else None,
        "offered_words": asked.words_offered(found, request.actor),
        "may_take_back": asked.may_take_back(found, request.actor),
        "may_ask_again": asked.may_ask_again(found, request.actor),
        "has_come_in": asked.has_come_in(sheets, trail),
    }
    return render(request, "reporting/report.html", context, status=status)


def _label(flow: Any, name: str) -> str:
    known = {step.name: step.label for step in flow.steps}
    others = {
        "open": "Mở kỳ báo cáo",
        "remind": "Nhắc nộp",
        "undo": "Hoàn tác",
        "words": "Đổi cách nộp",
        "sending": "Sửa cách gửi",
    }
    return known.get(name) or others.get(name, name)


def _stages(found: Report) -> list[tuple[str, str]]:
    """The states that a report goes through, each behind, now or to come."""
    if found.taken_back_at:
        return [(found.state_name, "")]
    line = [State.DRAFTING, State.SUBMITTED, State.APPROVED]
    if found.is_own:
        line += [State.SIGNED, State.SENT]
    elif found.is_written:
        line[1:1] = [State.PRESENTED, State.AGREED, State.ISSUED]
    labels = FLOWS[found.case.kind].labels
    now = line.index(State(found.case.state))
    is_over = found.case.closed_at is not None
    return [
        (
            labels[state],
            "" if at < now or is_over else "is-now" if at == now else "is-next",
        )
        for at, state in enumerate(line)
    ]
