"""What is done to many dossiers in the background: how far it is, what was refused."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from lienmach.base.files import opened
from lienmach.base.http import Request, wants_fragment
from lienmach.base.lists import Query
from lienmach.base.toasts import toast
from lienmach.calc.local import day_of
from lienmach.onestop.actions import batches as actions
from lienmach.onestop.models import Batch
from lienmach.onestop.queries import batches as queries
from lienmach.onestop.views.work import list_of


@dataclass(frozen=True, slots=True)
class Told:
    """What a batch was to do; ``list`` is the list it came from, in words."""

    aim: queries.Aim
    list: str


@require_safe
def batches(request: Request) -> HttpResponse:
    """The latest of one's own."""
    rows = list(queries.batches(request.actor)[: queries.MOST_LISTED])
    counted, told = queries.counted(rows), _told(request, rows)
    shown = [(one, counted[one.pk], told[one.pk]) for one in rows]
    return render(request, "onestop/batches.html", {"rows": shown})


@require_safe
def batch(request: Request, pk: int) -> HttpResponse:
    """How far it is; asks again every second while it runs."""
    found = _found(request, pk)
    runs, part = found.is_running, wants_fragment(request)
    if part and not runs:
        done = HttpResponse(status=204)
        done["HX-Redirect"] = reverse("onestop:batch", args=[pk])
        return done
    counted = queries.counted([found])[found.pk]
    left = [] if runs else list(queries.left(found)[: queries.MOST_SHOWN])
    shown = {
        "batch": found,
        "told": None if part else _told(request, [found])[pk],
        "runs": runs,
        "counted": counted,
        "left": left,
        "hidden": max(counted.total - counted.done - len(left), 0),
        "may_undo": found.verb in actions.BACK
        and bool(counted.done)
        and not found.undone_by_id,
        "may_retry": found.verb != Batch.Verb.EXPORT,
        "is_kept": bool(found.file_key) and timezone.now() < found.kept_until,
    }
    template = "onestop/_batch_progress.html" if part else "onestop/batch.html"
    response = render(request, template, shown)
    if runs and not part:
        response["Refresh"] = "5"  # for browsers without a script
    return response


@require_POST
def again(request: Request, pk: int) -> HttpResponse:
    made = actions.again(_found(request, pk), actor=request.actor, at=timezone.now())
    return redirect("onestop:batch", made.pk)


@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    made = actions.undo(_found(request, pk), actor=request.actor, at=timezone.now())
    return redirect("onestop:batch", made.pk)


@require_POST
def stop(request: Request, pk: int) -> HttpResponse:
    actions.stop(_found(request, pk), actor=request.actor)
    toast(request, "Đang dừng: hồ sơ đã làm giữ nguyên, hồ sơ còn lại không làm nữa.")
    return redirect("onestop:batch", pk)


@require_safe
def file(request: Request, pk: int) -> HttpResponseBase:
    """The file of an export, for whoever asked for it, for a week."""
    found = _found(request, pk)
    if not found.file_key or timezone.now() >= found.kept_until:
        raise Http404(pk)
    response = opened(found.file_key)
    named = content_disposition_header(True, found.file_name)
    response["Content-Disposition"] = named or "attachment"
    return response


def _told(request: Request, batches: Sequence[Batch]) -> dict[int, Told]:
    """What batches were to do, with the lists they came from in words."""
    now = timezone.now()
    aims = queries.aims(batches, on=day_of(now))
    declared = list_of(request, now=now)

    def words(query: str | None) -> str:
        if query is None:
            return ""
        return "; ".join(Query.read(declared, QueryDict(query)).said())

    return {pk: Told(aim, words(aim.query)) for pk, aim in aims.items()}


def _found(request: Request, pk: int) -> Batch:
    return get_object_or_404(queries.batches(request.actor), pk=pk)
