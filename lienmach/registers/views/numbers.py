from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lienmach.base.http import Request, posted
from lienmach.base.shown import show
from lienmach.base.toasts import toast
from lienmach.calc.refusal import Refused
from lienmach.org.queries import names_on
from lienmach.registers.actions import numbers as actions
from lienmach.registers.forms.numbers import BookForm
from lienmach.registers.lists import numbers as lists
from lienmach.registers.queries import taken_numbers


@require_safe
def numbers(request: Request) -> HttpResponseBase:
    """The numbers that were given to outgoing documents, withdrawn ones too."""
    declared = lists.numbers(until=timezone.localdate().year)
    rows = taken_numbers(request.actor)
    may_open = bool(request.actor.units_with(actions.RIGHT))
    context = {"may_open": may_open}
    return show(request, declared, rows, "registers/numbers.html", context)


def open_book(request: Request) -> HttpResponse:
    """Say from which number a book goes on that was kept on paper."""
    request.actor.require(actions.RIGHT)
    today = timezone.localdate()
    names = names_on(request.actor.units_with(actions.RIGHT), today)
    units = sorted(names.items(), key=lambda one: one[1])
    start = {"don_vi": request.actor.unit_id, "nam": today.year, "ky_hieu": "BC-UBND"}
    form = BookForm(posted(request), units=units, initial=start)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            book = actions.open_book(
                said["don_vi"],
                said["ky_hieu"],
                said["nam"],
                began_after=said["so_cuoi"],
                actor=request.actor,
            )
        except Refused as refused:
            form.add_error("so_cuoi", str(refused))
        else:
            toast(request, f"Sổ {book} cấp tiếp từ số {book.last + 1}.")
            return redirect("registers:numbers")
    status = 422 if form.is_bound else 200
    return render(request, "registers/open_book.html", {"form": form}, status=status)
