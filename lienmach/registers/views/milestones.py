"""The online list and what was integrated: counts of a day, marking, ending."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lienmach.base.http import Request, posted
from lienmach.base.parts import day
from lienmach.base.toasts import toast
from lienmach.calc.refusal import Refused
from lienmach.registers.actions import marks
from lienmach.registers.actions import milestones as actions
from lienmach.registers.actions.procedures import RIGHT
from lienmach.registers.forms.milestones import EndForm, MarkForm, ProcessForm
from lienmach.registers.models import Milestone
from lienmach.registers.queries import milestones as queries
from lienmach.registers.queries.named import some_of
from lienmach.registers.queries.procedures import decided_later
from lienmach.registers.views.chosen import asked_codes, changed_codes
from lienmach.registers.views.procedures import asked_day

PAGES = ["GET", "HEAD", "POST"]


@require_safe
def milestones(request: Request) -> HttpResponse:
    """How many procedures of a day have each milestone, and of how many."""
    on = asked_day(request)
    catalogue = f"{reverse('registers:procedures')}?ngay={on}"
    lines = [
        (one, f"{catalogue}&moc={one.kind}", f"{catalogue}&chua={one.kind}")
        for one in queries.counts(on)
    ]
    shown = {"on": on, "lines": lines, "may_change": request.actor.may(RIGHT)}
    return render(request, "registers/milestones.html", shown)


@require_http_methods(PAGES)
def mark(request: Request) -> HttpResponse:
    """Mark many procedures by one document: those ticked, or codes as typed."""
    request.actor.require(RIGHT)
    codes = asked_codes(request)
    start = _start(request, codes)
    if kind := request.GET.get("moc"):
        start["moc"] = kind
    form = MarkForm(None if codes is not None else posted(request), initial=start)
    if _marked(request, form):
        return redirect("registers:milestones")
    back = reverse("registers:milestones")
    return _form(request, form, "Ghi mốc cho nhiều thủ tục", back)


@require_http_methods(PAGES)
def mark_processes(request: Request) -> HttpResponse:
    """The same for the inner processes of changes that were ticked in the log."""
    request.actor.require(RIGHT)
    codes = changed_codes(request)
    sent = None if codes is not None else posted(request)
    form = ProcessForm(sent, initial=_start(request, codes))
    if _marked(request, form):
        return redirect("registers:processes")
    heading, back = (
        "Ghi quy trình nội bộ được phê duyệt",
        reverse("registers:processes"),
    )
    return _form(request, form, heading, back, group="Quy trình nội bộ")


def _start(request: Request, codes: list[str] | None) -> dict[str, object]:
    on = min(asked_day(request), timezone.localdate())
    return {"ngay": on, "ma": "\n".join(codes or ())}


def _marked(request: Request, form: MarkForm) -> bool:
    """Do what was typed, if it can be done."""
    if not form.is_valid() or form.is_asked(_doubts(form)):
        return False
    said = form.cleaned_data
    try:
        new, known = actions.mark(
            said["ma"],
            said["moc"],
            on=said["ngay"],
            document=said["van_ban"],
            actor=request.actor,
            at=timezone.now(),
        )
    except Refused as refused:
        form.refuse(refused)
        return False
    there = f" {known} thủ tục đã có mốc này từ trước." if known else ""
    toast(request, f"Đã ghi mốc cho {new} thủ tục.{there}")
    return True


def _doubts(form: MarkForm) -> list[str]:
    """An inner process of before the last decision does not follow that one."""
    said, today = form.cleaned_data, timezone.localdate()
    if said["moc"] != Milestone.Kind.PROCESS:
        return []
    later = decided_later(said["ma"], said["ngay"], on=today)
    if not later:
        return []
    return [
        f"{some_of(later)} có quyết định ký sau ngày {day(said['ngay'])}: quy trình "
        "này theo quyết định trước, quyết định sau vẫn chờ cập nhật."
    ]


@require_http_methods(PAGES)
def end(request: Request, pk: int) -> HttpResponse:
    """Say that a milestone has come to an end, or was a mistake."""
    request.actor.require(RIGHT)
    rows = Milestone.objects.select_related("procedure")
    found = get_object_or_404(rows, pk=pk)
    form = EndForm(posted(request))
    if form.is_valid():
        try:
            _end(request, found, form)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            toast(request, "Đã ghi.")
            return redirect("registers:procedure", found.procedure.code)
    back = reverse("registers:procedure", args=[found.procedure.code])
    return _form(request, form, f"{found}, {found.procedure.code}", back)


def _end(request: Request, found: Milestone, form: EndForm) -> None:
    said, at = form.cleaned_data, timezone.now()
    if said["lam"] == "nham":
        marks.withdraw(found, note=said["vi_sao"], actor=request.actor, at=at)
        return
    marks.end(
        found,
        last_day=said["den_ngay"],
        note=said["vi_sao"],
        actor=request.actor,
        at=at,
    )


def _form(
    request: Request,
    form: MarkForm | EndForm,
    heading: str,
    back: str,
    group: str = "",
) -> HttpResponse:
    context = {"form": form, "heading": heading, "back": back, "group": group}
    status = 422 if form.is_refused else 200
    return render(request, "registers/milestone_form.html", context, status=status)
