"""The catalogue from a file: choose it, see what it would change, let it be so."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from lienmach.base.carried import packed
from lienmach.base.http import Request, wants_fragment
from lienmach.base.toasts import toast
from lienmach.calc.refusal import Refused
from lienmach.registers.actions import import_trials
from lienmach.registers.actions import procedure_imports as actions
from lienmach.registers.actions.procedures import RIGHT
from lienmach.registers.forms.procedures import ApplyForm, UploadForm
from lienmach.registers.models import ImportTrial

SHOWN = 500  # lines of each sort that a preview lists


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: Request) -> HttpResponse:
    """Take a file and show what it would change; nothing is written."""
    request.actor.require(RIGHT)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*sent, initial={"tu_ngay": timezone.localdate()})
    if form.is_bound and form.is_valid():
        file, on = form.cleaned_data["tep"], form.cleaned_data["tu_ngay"]
        try:
            content = file.read()
            planned = actions.plan(content, file.name, on=on)
            carried = {
                "ten": file.name[:200],
                "tep": packed(content),
                "dau": planned.seal,
                "tu_ngay": on,
            }
        except Refused as refused:
            form.add_error("tep", str(refused))
        else:
            trial = _rehearse(request, planned, content, file.name, on)
            form_of_it = ApplyForm(initial=carried)
            return _preview(request, planned, form_of_it, file.name, trial=trial)
    status = 422 if form.errors else 200
    shown = {"form": form}
    return render(request, "registers/procedures_import.html", shown, status=status)


@require_safe
def trial(request: Request, pk: int) -> HttpResponse:
    """How far the rehearsal of a file is, and what it has found; its part for HTMX."""
    rows = ImportTrial.objects.filter(made_by=request.actor.user_id)
    found = get_object_or_404(rows.select_related("job"), pk=pk)
    shown = _told(found)
    if wants_fragment(request):
        status = 286 if shown["is_over"] else 200  # which ends the asking
        name = "registers/_import_trial.html"
        return render(request, name, shown, status=status)
    response = render(request, "registers/import_trial.html", shown)
    if not shown["is_over"]:
        response["Refresh"] = "5"  # for browsers without a script
    return response


def _rehearse(
    request: Request, planned: actions.Plan, content: bytes, name: str, on: date
) -> dict[str, Any]:
    """Play a few at once, many in the background."""
    actor, at, count = request.actor, timezone.now(), planned.written
    if count <= import_trials.FEW:
        told = import_trials.rehearse_now(planned, actor, at=at)
        return {"trial": None, "told": told, "count": count}
    return _told(import_trials.begin(content, name, planned, on=on, actor=actor, at=at))


def _told(trial: ImportTrial) -> dict[str, Any]:
    job = trial.job
    return {
        "trial": trial,
        "told": trial.told,
        "count": job.total if job else 0,
        "is_over": job is None or job.finished_at is not None,
    }


@require_POST
def apply(request: Request) -> HttpResponse:
    """Write what the preview said, by the decision that is now named."""
    request.actor.require(RIGHT)
    form = ApplyForm(request.POST)
    form.full_clean()
    said = form.cleaned_data
    if not {"tep", "ten", "tu_ngay", "dau"} <= set(said):
        raise Refused("Tệp xem trước đã hỏng: hãy tải lên lại.")
    if form.is_valid():
        try:
            done = actions.apply(
                said["tep"],
                said["ten"],
                on=said["tu_ngay"],
                seal=said["dau"],
                skip_errors=said["bo_loi"],
                decision=form.decision(),
                actor=request.actor,
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            text = f"Đã ghi {len(done.new)} thủ tục mới, {len(done.changed)} thay đổi."
            toast(request, text)
            return redirect("registers:procedures")
    planned = actions.plan(said["tep"], said["ten"], on=said["tu_ngay"])
    return _preview(request, planned, form, said["ten"], status=422)


def _preview(
    request: Request,
    planned: actions.Plan,
    form: ApplyForm,
    name: str,
    *,
    status: int = 200,
    trial: dict[str, Any] | None = None,
) -> HttpResponse:
    shown: dict[str, Any] = {"plan": planned, "form": form, "name": name}
    shown |= trial or {}
    shown["is_rehearsed"] = trial is not None
    shown["parts"] = [
        ("Lỗi", planned.errors[:SHOWN], len(planned.errors)),
        ("Thay đổi", planned.changed[:SHOWN], len(planned.changed)),
        ("Mới", planned.new[:SHOWN], len(planned.new)),
    ]
    return render(request, "registers/procedures_preview.html", shown, status=status)
