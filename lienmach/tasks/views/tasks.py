"""N01 and N02: the list of tasks, one task, and its evidence."""

from datetime import date, datetime

from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from lienmach.base.actor import Actor
from lienmach.base.brought import give
from lienmach.base.counts import capped
from lienmach.base.http import Request
from lienmach.base.lists import List, Query, around
from lienmach.base.shown import show
from lienmach.base.toasts import toast
from lienmach.calc.local import day_of
from lienmach.calc.refusal import Refused
from lienmach.tasks import lists
from lienmach.tasks.actions import tasks as actions
from lienmach.tasks.flow import EVENTS, GIVE, SEE, WORK
from lienmach.tasks.forms.steps import AddProofForm
from lienmach.tasks.models import Mandate, Proof, Task
from lienmach.tasks.queries import progress
from lienmach.tasks.queries import tasks as queries
from lienmach.tasks.queries.offered import Asked, looked_at, offered, years_offered
from lienmach.tasks.views.acts import acts_for
from lienmach.tasks.views.found import found
from lienmach.tasks.views.told import Line, area_lines, last_day, lines_of

MOST_SHOWN = 8  # documents whose progress stands above the list


@require_safe
def tasks(request: Request) -> HttpResponseBase:
    """The tasks of plans and directives, with how far each document is."""
    actor, today = request.actor, timezone.localdate()
    declared, rows = list_of(actor, timezone.now(), request.GET)
    query = Query.read(declared, request.GET)
    for one in declared.filters:  # what all tabs are of is counted in all of them
        if one.stays and (values := query.chosen.get(one.slug)):
            rows = rows.filter(one.where(values))
    sort = query.chosen.get("loai", ())
    asked = lists.asked(request.GET)
    documents = looked_at(actor, asked, today)
    if sort:
        documents = documents.filter(lists.of_sort(sort, ""))
    shown = list(documents[:MOST_SHOWN])
    is_full, is_of_plans = len(shown) == MOST_SHOWN, sort == (lists.PLAN,)
    context = {
        "sort": sort[0] if len(sort) == 1 else "",
        "lines": _lines(shown, rows, today),
        "more": capped(documents.order_by()) - MOST_SHOWN if is_full else 0,
        "areas": _areas(shown, asked, rows, today) if is_of_plans else [],
        "may_give": bool(actor.units_with(GIVE)),
        "today": today,
    }
    return show(request, declared, rows, "tasks/tasks.html", context)


@require_safe
def task(request: Request, code: str) -> HttpResponse:
    """One task: what is asked, how far it is, what one can do, all that happened."""
    return shown(request, found(request, code))


@require_POST
def add_proof(request: Request, code: str) -> HttpResponse:
    held = found(request, code)
    form = AddProofForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            actions.add_proof(held, form.brings, actor=request.actor, at=timezone.now())
        except Refused as refused:
            form.add_error("tep" if form.cleaned_data["tep"] else None, str(refused))
        else:
            toast(request, "Đã thêm bằng chứng.")
            return redirect("tasks:task", code)
    return shown(request, held, proof=form, status=422)


@require_POST
def withdraw_proof(request: Request, code: str, pk: int) -> HttpResponse:
    held = found(request, code)
    proof = get_object_or_404(Proof, pk=pk, task=held)
    proof.task = held
    actions.withdraw_proof(proof, actor=request.actor, at=timezone.now())
    toast(request, f"Đã rút «{proof.title}».")
    return redirect("tasks:task", code)


@require_safe
def proof_file(request: Request, code: str, pk: int) -> HttpResponse:
    held = found(request, code)
    proof = get_object_or_404(Proof, pk=pk, task=held, withdrawn_at=None)
    return give(proof.file_key, proof.file_name)


@require_POST
def undo(request: Request, code: str) -> HttpResponse:
    actions.undo(found(request, code), actor=request.actor, at=timezone.now())
    toast(request, "Đã hoàn tác bước vừa làm.")
    return redirect("tasks:task", code)


def shown(
    request: Request,
    held: Task,
    *,
    proof: AddProofForm | None = None,
    status: int = 200,
) -> HttpResponse:
    actor, now = request.actor, timezone.now()
    case = held.case
    events = case.events.select_related("actor").order_by("-number")
    names = queries.Names(
        [case.unit_id, case.received_unit_id, *held.helpers], day_of(now)
    )
    declared = rows = None
    if "ds" in request.GET:
        declared, rows = list_of(actor, now, QueryDict(request.GET["ds"]))
    acts = acts_for(held, actor)
    may_work = actor.may(WORK, case.unit_id)
    context = {
        "task": held,
        "chip": lists.due_chip(held, now),
        "finished_on": case.finished_at and day_of(case.finished_at),
        "lead": names.lead(held),
        "helping": names.helping(held),
        "owner": names.of(case.received_unit_id),
        "acts": acts,
        "extensions": held.extensions.select_related("asked_by", "answered_by"),
        "proofs": held.proofs.filter(withdrawn_at=None).select_related("by"),
        "may_withdraw": may_work and held.is_open,
        "proof": (proof or AddProofForm()) if may_work and not case.closed_at else None,
        "trail": [
            {
                "event": one,
                "label": EVENTS.get(one.step, one.step),
                "is_later": day_of(one.made_at) != day_of(one.at),
            }
            for one in events
        ],
        "around": around(request, declared, rows, held, list_url=reverse("tasks:tasks"))
        if declared is not None and rows is not None
        else None,
    }
    return render(request, "tasks/task.html", context, status=status)


def list_of(
    actor: Actor, now: datetime, sent: QueryDict
) -> tuple[List[Task], QuerySet[Task]]:
    """The list as an actor gets it, offering what its address asks for; its rows."""
    actor.require(SEE)
    rows, today, asked = queries.tasks(actor), day_of(now), lists.asked(sent)
    known = offered(actor, asked, today)
    leads = {*actor.unit_ids, *asked.leads}
    owners = {*(one.unit_id for one in known), *asked.owners}
    names = queries.Names(leads | owners, today)
    offer = lists.Around(
        mandates=known,
        years=years_offered(asked.years, today),
        leads=lists.named(leads, names),
        owners=lists.named(owners, names),
        names=names,
        waiting=queries.waiting(actor, now),
        now=now,
        may_give=bool(actor.units_with(GIVE)),
    )
    return lists.tasks(offer), rows


def _lines(shown: list[Mandate], rows: QuerySet[Task], today: date) -> list[Line]:
    """How far some documents are, each as on its own page. Two queries at the most."""
    lines: dict[int, Line] = {}
    for on in {last_day(one, today) for one in shown}:
        held = [one for one in shown if last_day(one, today) == on]
        told = progress.by(rows.filter(mandate__in=held), "mandate", on)
        said = [(one.title, one.pk, one, {"kh": one.pk}) for one in held]
        lines |= {
            one.pk: line
            for one, line in zip(held, lines_of(said, told, on), strict=True)
        }
    return [lines[one.pk] for one in shown]


def _areas(
    shown: list[Mandate], asked: Asked, rows: QuerySet[Task], today: date
) -> list[Line]:
    """How far the fields of reform are in the plans of the one year looked at."""
    plans = [one for one in shown if one.kind == Mandate.Kind.REFORM]
    if len({one.year for one in plans}) != 1:
        return []
    year, chosen = plans[0].year, {"nhom": "cchc", "nam": plans[0].year}
    rows = rows.filter(mandate__kind=Mandate.Kind.REFORM, mandate__year=year)
    if asked.mandates:
        rows = rows.filter(mandate__in=asked.mandates)
        chosen["kh"] = ",".join(map(str, sorted(asked.mandates)))
    return area_lines(rows, chosen, last_day(plans[0], today))
