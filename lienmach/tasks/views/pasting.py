"""Many tasks at once, out of a table: looked at first, given when it is right."""

from dataclasses import replace
from hashlib import sha256

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lienmach.base.http import Request, posted
from lienmach.base.sheets import read_table
from lienmach.base.toasts import toast
from lienmach.calc.refusal import Refused
from lienmach.org.queries import names_on
from lienmach.registers.registry import directions_of
from lienmach.tasks.actions import tasks as actions
from lienmach.tasks.forms.mandates import PasteForm
from lienmach.tasks.forms.pasted import Line, Usual, lines
from lienmach.tasks.models import MOST_TASKS, Mandate, Task
from lienmach.tasks.queries import tasks as queries
from lienmach.tasks.views.found import found_mandate


@require_http_methods(["GET", "HEAD", "POST"])
def paste(request: Request, pk: int) -> HttpResponse:
    """Show what a table would give; «ghi» gives it, all of it or nothing."""
    held = found_mandate(request, pk, to_give=True)
    today = timezone.localdate()
    choices = queries.lead_choices(held, today)
    offered = directions_of(request.actor, held.unit_id)
    asked = request.GET.get("bc", "")
    said = next(("\n".join(one.lines) for one in offered if one.key == asked), "")
    first = {"giao": held.issued_on, "bang": said}
    files = request.FILES if request.method == "POST" else None
    form = PasteForm(posted(request), files, units=choices, initial=first)
    found: list[Line] = []
    if form.is_bound and form.is_valid():
        try:
            found = [
                _checked(one, held)
                for one in _read(form, held, [unit for unit, _ in choices])
            ]
            right = [one.new for one in found if one.new]
            is_seen = request.POST.get("da_xem") == _mark(found)
            if "ghi" in request.POST and is_seen and len(right) == len(found):
                actions.give(held, right, actor=request.actor, at=timezone.now())
                toast(request, f"Đã giao {len(right)} nhiệm vụ.")
                return redirect("tasks:mandate", pk)
        except Refused as refused:
            form.add_error("bang", str(refused))
            found = []
    wrong = sum(bool(one.problems) for one in found)
    names = names_on([unit for unit, _ in choices], today)
    areas = dict(Task.Area.choices)
    context = {
        "form": form,
        "mandate": held,
        "offered": offered,
        "wrong": wrong,
        "lines": [
            {
                "line": one,
                "lead": names.get(one.new.unit_id, "") if one.new else "",
                "helping": [names[unit] for unit in one.new.helpers] if one.new else [],
                "area": areas.get(one.new.area, "") if one.new else "",
            }
            for one in found
        ],
        "is_right": bool(found) and not wrong,
        "seen": _mark(found),
    }
    status = 422 if form.errors or wrong else 200
    return render(request, "tasks/paste.html", context, status=status)


def _mark(found: list[Line]) -> str:
    """A word for what was looked at: a table that changed since is shown again."""
    return sha256(repr([one.new for one in found]).encode()).hexdigest()[:16]


def _read(form: PasteForm, held: Mandate, units: list[int]) -> list[Line]:
    """Read the table; a file's rows are put into the text, to be looked at there."""
    sent = form.cleaned_data
    file = sent["tep"]
    content = file.read() if file else sent["bang"].encode()
    rows = read_table(content, file.name if file else "dán")
    table = [(n, cells) for n, cells in rows]
    if file:
        form.show_text(table)
    usual = Usual(held.year, sent["giao"], sent["chu_tri"] or None, sent["han"])
    on = timezone.localdate()
    found = lines(table, names_on(units, on), usual)
    if not found:
        raise Refused("Bảng không có dòng nhiệm vụ nào.")
    if held.tasks.count() + len(found) > MOST_TASKS:
        raise Refused(f"Một văn bản có nhiều nhất {MOST_TASKS} nhiệm vụ.")
    return found


def _checked(line: Line, held: Mandate) -> Line:
    """The line with what would be refused when it is given."""
    if line.new is None:
        return line
    given, due = line.new.given_on, line.new.due_on
    try:
        actions.refuse_wrong_days(given, due, held, timezone.now())
    except Refused as refused:
        return replace(line, problems=(str(refused),), new=None)
    return line
