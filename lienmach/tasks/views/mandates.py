"""Documents that give work: their list, one of them, entering them and their tasks."""

from datetime import date

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from lienmach.base.forms import Form
from lienmach.base.http import Request, posted
from lienmach.base.shown import show
from lienmach.base.toasts import toast
from lienmach.calc.refusal import Refused
from lienmach.tasks import lists
from lienmach.tasks.actions import mandates as actions
from lienmach.tasks.actions import tasks as giving
from lienmach.tasks.flow import GIVE, SEE, State
from lienmach.tasks.forms.mandates import (
    AddressedForm,
    DayForm,
    MandateForm,
    TaskForm,
    WhyForm,
)
from lienmach.tasks.models import Mandate, Task
from lienmach.tasks.queries import progress
from lienmach.tasks.queries import tasks as queries
from lienmach.tasks.queries.addresses import address
from lienmach.tasks.queries.offered import years_offered
from lienmach.tasks.queries.papers import registered
from lienmach.tasks.views.found import found_mandate
from lienmach.tasks.views.said import say
from lienmach.tasks.views.told import (
    Line,
    area_lines,
    last_day,
    lines_of,
    percent,
)

PAGES = ["GET", "HEAD", "POST"]


@require_safe
def mandates(request: Request) -> HttpResponseBase:
    """The plans, projects and directives that an actor sees."""
    actor = request.actor
    actor.require(SEE)
    rows, today = queries.mandates(actor), timezone.localdate()
    asked = lists.asked(request.GET)
    units = {*actor.unit_ids, *asked.owners}
    names = queries.Names(units, today)
    may_give = bool(actor.units_with(GIVE))
    years = years_offered(asked.years, today)
    owners = lists.named(units, names)
    declared = lists.mandates(years, owners, names, may_give)
    context = {"may_give": may_give}
    return show(request, declared, rows, "tasks/mandates.html", context)


@require_safe
def mandate(request: Request, pk: int) -> HttpResponse:
    """One document: how far its tasks are on a day, by field, by unit, and each."""
    held, actor = found_mandate(request, pk), request.actor
    now, today = timezone.now(), timezone.localdate()
    asked = DayForm(request.GET if request.GET.get("ngay") else None)
    on = _asked_day(asked, held, today)
    form = asked if asked.errors else DayForm(initial={"ngay": on})
    document, papers = registered(held, actor)
    rows = queries.tasks(actor).filter(mandate=held)
    tasks = list(queries.with_proofs(rows).order_by("pk"))
    units = {one.case.unit_id for one in tasks}
    names = queries.Names({*units, held.unit_id}, today)
    whole = {"kh": held.pk}
    told = progress.total(rows, on)
    (all_of,) = lines_of([(held.title, 0, held, whole)], {0: told}, on)
    is_reform = held.kind == Mandate.Kind.REFORM
    leads = progress.by(rows, "case__unit", on)
    context = {
        "mandate": held,
        "on": on,
        "day": form,
        "is_past": on < today,
        "line": all_of,
        "share": percent(told.share),
        "share_due": percent(told.share_due),
        "areas": area_lines(rows, whole, on) if is_reform else [],
        "units": _by_name(
            lines_of(
                [(names.of(int(u)), u, None, {**whole, "dv": u}) for u in leads],
                leads,
                on,
            )
        ),
        "tasks": [
            {
                "task": one,
                "chip": lists.due_chip(one, now),
                "lead": names.lead(one),
                "helping": names.helping(one),
            }
            for one in tasks
        ],
        "dropped": sum(one.case.state == State.DROPPED for one in tasks),
        "in_time": sum(
            one.case.state != State.DROPPED
            and one.case.finished_at is not None
            and one.case.promised_at is not None
            and one.case.finished_at <= one.case.promised_at
            for one in tasks
        ),
        "in_time_address": address(xem="tat-ca", kh=held.pk, kq="nop-dung"),
        "owner": names.of(held.unit_id),
        "document": document,
        "papers": papers,
        "may_give": actor.may(GIVE, held.unit_id),
        "is_part": held.unit_id not in actor.unit_ids,
        "address": address(xem="tat-ca", kh=held.pk),
    }
    return render(request, "tasks/mandate.html", context)


@require_http_methods(PAGES)
def new_mandate(request: Request) -> HttpResponse:
    """Enter a plan, a project or a directive."""
    units, today = _own_units(request), timezone.localdate()
    first: dict[str, object] = {"don_vi": units[0][0], "nam": today.year}
    if request.GET.get("loai") == lists.DIRECTIVE:
        first["loai"] = Mandate.Kind.DIRECTIVE
    form = MandateForm(posted(request), units=units, initial=first)
    if form.is_bound and form.is_valid():
        try:
            made = actions.enter(form.new, actor=request.actor, at=timezone.now())
        except Refused as refused:
            say(form, refused)
        else:
            toast(request, "Đã ghi văn bản. Giao nhiệm vụ tiếp ở trang này.")
            return redirect("tasks:mandate", made.pk)
    back = reverse("tasks:mandates")
    return show_form(request, form, "Ghi kế hoạch, chỉ đạo", back, "Ghi văn bản")


@require_http_methods(PAGES)
def change(request: Request, pk: int) -> HttpResponse:
    held = found_mandate(request, pk, to_give=True)
    units = _own_units(request)
    if held.unit_id not in dict(units):  # it has ended since
        names = queries.Names([held.unit_id], timezone.localdate())
        units = [(held.unit_id, names.of(held.unit_id)), *units]
    form = MandateForm(posted(request), units=units, initial=MandateForm.of(held))
    if form.is_bound and form.is_valid():
        try:
            seen, now = form.cleaned_data["thay"], timezone.now()
            actions.change(held, form.new, actor=request.actor, at=now, seen=seen)
        except Refused as refused:
            say(form, refused)
        else:
            toast(request, "Đã sửa văn bản.")
            return redirect("tasks:mandate", pk)
    return show_form(request, form, "Sửa văn bản giao việc", _page(held), "Lưu", held)


@require_http_methods(PAGES)
def withdraw(request: Request, pk: int) -> HttpResponse:
    held = found_mandate(request, pk, to_give=True)
    form = WhyForm(posted(request))
    if form.is_bound and form.is_valid():
        why = form.cleaned_data["vi_sao"]
        try:
            actions.withdraw(held, why, actor=request.actor, at=timezone.now())
        except Refused as refused:
            say(form, refused)
        else:
            undo = reverse("tasks:restore", args=[pk])
            toast(request, f"Đã rút «{held.number}».", undo=undo)
            return redirect("tasks:mandates")
    return show_form(request, form, "Rút văn bản ghi nhầm", _page(held), "Rút", held)


@require_POST
def restore(request: Request, pk: int) -> HttpResponse:
    """Undo the withdrawal of a document."""
    held = found_mandate(request, pk, to_give=True, withdrawn=True)
    actions.restore(held, actor=request.actor, at=timezone.now())
    toast(request, f"«{held.number}» lại là văn bản giao việc.")
    return redirect("tasks:mandate", pk)


@require_http_methods(PAGES)
def give(request: Request, pk: int) -> HttpResponse:
    """Give a task, or what a directive asks of several units at once."""
    held = found_mandate(request, pk, to_give=True)
    units = queries.lead_choices(held, timezone.localdate())
    first: dict[str, object] = {"giao": held.issued_on}
    form: AddressedForm | TaskForm
    if held.is_directive:
        asked = first | {"noi_dung": held.title}
        form = AddressedForm(posted(request), units=units, initial=asked)
    else:
        form = TaskForm(posted(request), units=units, initial=first)
    if form.is_bound and form.is_valid():
        new = form.many if isinstance(form, AddressedForm) else [form.new()]
        try:
            made = giving.give(held, new, actor=request.actor, at=timezone.now())
        except Refused as refused:
            say(form, refused)
        else:
            toast(request, f"Đã giao {len(new)} nhiệm vụ.{_moved(made[0])}")
            if "nua" in request.POST:
                return redirect("tasks:give", pk)
            return redirect("tasks:mandate", pk)
    heading = "Giao cho các đơn vị" if held.is_directive else "Thêm nhiệm vụ"
    page, go_on = _page(held), not held.is_directive
    return show_form(request, form, heading, page, "Giao nhiệm vụ", held, go_on=go_on)


def _moved(task: Task) -> str:
    """What is said where the day that was given is a day off: it counts later."""
    if (last := task.counts_until) is None:
        return ""
    return f" Hạn {task.due_on:%d/%m/%Y} rơi vào ngày nghỉ: tính đến {last:%d/%m/%Y}."


def _own_units(request: Request) -> list[tuple[int, str]]:
    units = queries.own_units(request.actor, timezone.localdate())
    if not units:
        request.actor.require(GIVE)
    return units


def _asked_day(form: DayForm, held: Mandate, today: date) -> date:
    """The day on which progress is looked at."""
    if form.is_bound and form.is_valid():
        asked: date = form.cleaned_data["ngay"]
        return min(asked, today)
    return last_day(held, today)


def _by_name(lines: list[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: line.label)


def _page(held: Mandate) -> str:
    return reverse("tasks:mandate", args=[held.pk])


def show_form(
    request: Request,
    form: Form,
    heading: str,
    back: str,
    submit: str,
    held: Mandate | None = None,
    *,
    go_on: bool = False,
) -> HttpResponse:
    context = {
        "form": form,
        "heading": heading,
        "back": back,
        "submit": submit,
        "mandate": held,
        "also": "Giao và thêm nữa" if go_on else "",
    }
    status = 422 if form.errors else 200
    return render(request, "tasks/form.html", context, status=status)
