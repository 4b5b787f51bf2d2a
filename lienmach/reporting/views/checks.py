from typing import Any
from urllib.parse import quote, urlencode

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)
from django_htmx.http import reselect, reswap, retarget

from lienmach.base import files, parts
from lienmach.base.http import Request
from lienmach.base.shown import show
from lienmach.base.toasts import toast
from lienmach.calc.refusal import Refused
from lienmach.checker.output.annotated import with_comments
from lienmach.checker.output.commented import Note
from lienmach.checker.output.marks import Mark
from lienmach.reporting.actions import checks as actions
from lienmach.reporting.flow import KEEP
from lienmach.reporting.forms.checks import CheckForm, DecisionForm, PeriodForm
from lienmach.reporting.lists import checks as lists
from lienmach.reporting.models import RIGHT, Check, CheckFinding
from lienmach.reporting.queries import checks as queries
from lienmach.reporting.queries import reports
from lienmach.reporting.queries.keeping import acting

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def checks(request: Request) -> HttpResponseBase:
    """R01: all checks of the units one sees."""
    units = queries.units(request.actor.unit_ids, on=timezone.localdate())
    rows = queries.checks(request.actor)
    listed = lists.checks(units, may_submit=RIGHT in request.actor.rights)
    return show(request, listed, rows, "reporting/checks.html")


def submit(request: Request) -> HttpResponse:
    """Take in a text, perhaps the corrected version of one (``?lan=``)."""
    request.actor.require(RIGHT)
    earlier = _number(request.GET.get("lan", ""))
    previous = _check(request, earlier) if earlier else None
    if previous and previous.later and request.method != "POST":
        return redirect("reporting:check", previous.pk)
    units = queries.units(request.actor.units_with(RIGHT), on=timezone.localdate())
    unit = previous.unit_id if previous else request.actor.unit_id
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = CheckForm(*sent, units=units, unit=unit)
    if form.is_bound and form.is_valid():
        name, content = form.text
        made = actions.submit(
            file_name=name,
            content=content,
            unit_id=form.cleaned_data["don_vi"],
            actor=request.actor,
            at=timezone.now(),
            previous=previous,
        )
        if same := queries.read_before(made):
            when = parts.moment(same.made_at)
            toast(request, f"Tệp này giống hệt tệp đã rà soát lúc {when}.")
        return redirect("reporting:check", made.pk)
    status = 422 if form.is_bound else 200
    context = {"form": form, "previous": previous}
    return render(request, "reporting/submit.html", context, status=status)


@require_safe
def check(request: Request, pk: int) -> HttpResponse:
    """R02: the text with its findings, or how far the reading is."""
    return _review(request, _check(request, pk), DecisionForm())


@require_safe
def progress(request: Request, pk: int) -> HttpResponse:
    """The part of the page that is asked for again until the answer is there."""
    found = _check(request, pk)
    if found.finished_at:
        done = HttpResponse(status=204)
        done["HX-Redirect"] = reverse("reporting:check", args=[pk])
        return done
    return render(request, "reporting/_progress.html", {"check": found})


@require_POST
def cancel(request: Request, pk: int) -> HttpResponse:
    actions.cancel(_check(request, pk), actor=request.actor)
    toast(request, "Đã dừng rà soát.")
    return redirect("reporting:checks")


@require_POST
def remove(request: Request, pk: int) -> HttpResponse:
    found = _check(request, pk)
    actions.remove(found, actor=request.actor, at=timezone.now())
    toast(request, f"Đã xóa «{found}» và tệp của nó.")
    return redirect("reporting:checks")


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: Request, pk: int, number: int) -> HttpResponse:
    found = _check(request, pk)
    if request.method != "POST":  # the address of a refusal, opened again
        return redirect(f"{reverse('reporting:check', args=[pk])}?diem={number}")
    finding = get_object_or_404(CheckFinding, check_made=found, number=number)
    # An undo is a POST of nothing to an address that says what to bring back.
    form = DecisionForm(request.POST if "xu_ly" in request.POST else request.GET)
    if not form.is_valid():
        return _at_note(
            _review(request, found, form, opened=number, status=422), number
        )
    was = {"xu_ly": finding.decision, "ly_do": finding.reason}
    try:
        actions.decide(
            finding,
            form.cleaned_data["xu_ly"],
            reason=form.cleaned_data["ly_do"],
            seen=request.POST.get("da_thay"),
            actor=request.actor,
            at=timezone.now(),
        )
    except Refused as refused:
        form.add_error("ly_do", str(refused))
        return _at_note(
            _review(request, found, form, opened=number, status=422), number
        )
    _say_decided(request, found, finding, form.cleaned_data["xu_ly"], was)
    onward, only = number, form.cleaned_data["loc"]
    if form.cleaned_data["xu_ly"]:  # on to what is still to be decided
        read = queries.review(_done(request, pk), opened=number, only=only)
        onward = read.next or number
    kept = urlencode({"loc": only, "diem": onward} if only else {"diem": onward})
    return redirect(f"{reverse('reporting:check', args=[pk])}?{kept}#m{onward}")


@require_safe
def sheet(request: Request, pk: int) -> HttpResponse:
    """The findings on A4, to be printed or sent; with a filter, those it leaves."""
    found = _done(request, pk)
    review = queries.review(found, only=request.GET.get("loc", ""))
    context = {
        "check": found,
        "review": review,
        "unit_name": queries.unit_name(found),
    }
    return render(request, "reporting/sheet.html", context)


@require_safe
def document(request: Request, pk: int) -> HttpResponse:
    """The findings as comments in the Word file that was uploaded, or in a new one."""
    found = _done(request, pk)
    read = _read(found)
    made = with_comments(
        files.load(found.file_key),
        read.source,
        [_as_note(note) for note in read.notes],
        author="Liền Mạch",
        at=timezone.localtime(),
    )
    stem, _, suffix = found.file_name.rpartition(".")
    kind = "docm" if suffix.lower() == "docm" else "docx"
    return _download(made, f"{stem or suffix} - rà soát.{kind}", WORD)


@require_safe
def original(request: Request, pk: int) -> HttpResponse:
    """The file as it was uploaded: always a download, never shown by the browser."""
    found = _check(request, pk)
    return _download(
        files.load(found.file_key), found.file_name, "application/octet-stream"
    )


def contents(request: Request, pk: int) -> HttpResponse:
    """What the text cites and tabulates, and the step that enters it."""
    found = _done(request, pk)
    initial = {"tu": found.period_start, "den": found.period_end}
    form = PeriodForm(
        request.POST if request.method == "POST" else None, initial=initial
    )
    if form.is_bound and form.is_valid():
        documents, values = actions.enter(
            found,
            period_start=form.cleaned_data["tu"],
            period_end=form.cleaned_data["den"],
            actor=request.actor,
            at=timezone.now(),
        )
        undo = reverse("reporting:withdraw", args=[pk])
        toast(request, f"Đã vào sổ {documents} văn bản và {values} số liệu.", undo=undo)
        return redirect("reporting:contents", pk)
    context = {
        "check": found,
        "form": form,
        "documents": queries.cited(found),
        "unit_name": queries.unit_name(found),
        "may_decide": request.actor.may(RIGHT, found.unit_id),
    }
    status = 422 if form.is_bound else 200
    return render(request, "reporting/contents.html", context, status=status)


@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    actions.withdraw(_done(request, pk), actor=request.actor)
    toast(request, "Đã rút khỏi sổ văn bản và số liệu.")
    return redirect("reporting:contents", pk)


def _check(request: Request, pk: int) -> Check:
    return _reached(request, get_object_or_404(queries.one_check(request.actor), pk=pk))


def _done(request: Request, pk: int) -> Check:
    """A check whose answer is there, with what was read."""
    found = queries.one_check(request.actor).select_related("read")
    done = get_object_or_404(found, pk=pk, finished_at__isnull=False, error="")
    return _reached(request, done)


def _reached(request: Request, found: Check) -> Check:
    """Of a report whose regime one keeps one decides on findings too."""
    if found.report_id and request.actor.units_with(KEEP):
        report = reports.one(request.actor).filter(pk=found.report_id).first()
        if report:
            request.actor = acting(report, request.actor)
    return found


def _read(found: Check, opened: int | None = None) -> queries.Review:
    return queries.review(found, opened=opened)


def _review(
    request: Request,
    found: Check,
    form: DecisionForm,
    *,
    opened: int | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "check": found,
        "form": form,
        "of_report": queries.report_read(found, request.actor),
        "unit_name": queries.unit_name(found),
        "may_decide": request.actor.may(RIGHT, found.unit_id),
    }
    if not found.is_done:
        return render(request, "reporting/waiting.html", context)
    number = opened or _number(request.GET.get("diem", ""))
    only = request.GET.get("loc", "") or str(form.data.get("loc", ""))
    context["review"] = queries.review(found, opened=number, only=only)
    context["since"] = queries.since(found)
    return render(request, "reporting/check.html", context, status=status)


def _at_note(page: HttpResponse, number: int) -> HttpResponse:
    """Put an answer in the place of the note that was sent; nothing else moves."""
    return reswap(reselect(retarget(page, f"#g{number}"), f"#g{number}"), "outerHTML")


def _number(text: str) -> int | None:
    """Read a number out of an address; what is none means nothing."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def _say_decided(
    request: Request,
    found: Check,
    finding: CheckFinding,
    decision: str,
    was: dict[str, str],
) -> None:
    """Say what was done; undoing it brings back what stood before, reason and all."""
    said = {
        "correct": f"Điểm {finding.number}: {finding.correcting.lower()}.",
        "keep": f"Điểm {finding.number}: giữ nguyên, đã ghi lý do.",
        "ask": f"Điểm {finding.number}: đã ghi câu hỏi cho đơn vị.",
        "": f"Đã mở lại điểm {finding.number}.",
    }
    address = reverse("reporting:decide", args=[found.pk, finding.number])
    toast(request, said[decision], undo=f"{address}?{urlencode(was)}")


def _as_note(note: queries.Note) -> Note:
    finding = note.finding
    lines = [f"{finding.get_severity_display()}: {note.text}", finding.evidence]
    if finding.suggestion:
        lines.append(f"Đề nghị: {finding.suggestion}")
    if finding.decision:
        why = f": {finding.reason}" if finding.reason else ""
        lines.append(f"{finding.decided_as}{why}")
    marks = [Mark(*mark) for mark in finding.marks]
    return Note(finding.number, "\n".join(filter(None, lines)), marks)


def _download(content: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
