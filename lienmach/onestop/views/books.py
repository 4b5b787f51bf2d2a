"""«Sổ theo dõi hồ sơ»: the list, its paper in pages, and closing a year."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from lienmach.base.http import Request
from lienmach.base.parts import moment
from lienmach.base.shown import show
from lienmach.base.toasts import toast
from lienmach.onestop.actions import books as actions
from lienmach.onestop.flow import LEAD, PROCESS, RECEIVE, SIGN
from lienmach.onestop.lists.books import (
    contact_of,
    recipient,
    register_book,
    returned_at,
    way_of,
)
from lienmach.onestop.models import BookEntry
from lienmach.onestop.queries import books as queries
from lienmach.onestop.queries.books import Kept
from lienmach.onestop.queries.letterheads import head_of
from lienmach.org.queries import names_on

MOST_LINES = 2000  # of one printed file
LINES = 18  # of a printed page, two of them often needing two lines
MAY_READ = frozenset({RECEIVE, PROCESS, SIGN, LEAD})


@require_safe
def register(request: Request) -> HttpResponseBase:
    _require_read(request)
    today = timezone.localdate()
    kept = queries.books(request.actor)
    names = names_on(request.actor.unit_ids, today)
    declared = register_book(
        names=names, years=sorted({b.year for b in kept}, reverse=True)
    )
    shown = {
        "books": [(book, names.get(book.unit_id, "")) for book in kept],
        "year_now": today.year,
        "may_close": {b.key for b in kept if _may_close(request, b, today.year)},
    }
    rows = queries.entries(request.actor, on=today)
    return show(request, declared, rows, "onestop/register_book.html", shown)


@require_safe
def register_print(request: Request, unit: int, year: int) -> HttpResponse:
    """The book on A4 across: whole, or from one number to another."""
    _require_read(request)
    book = _book(request, unit, year)
    first = _number(request, "tu", 1)
    last = min(_number(request, "den", book.last), first + MOST_LINES - 1)
    on = min(timezone.localdate(), date(year, 12, 31))  # as units were called then
    rows = queries.entries(request.actor, on=on).filter(
        unit=unit, year=year, number__gte=first, number__lte=last
    )
    shown = {
        "book": book,
        "law": queries.law_of(year),
        "head": head_of(unit, on),
        "pages": [[_line(row) for row in page] for page in queries.pages(rows, LINES)],
        "first": first,
        "last": last,
        "is_cut": first > 1 or last < book.last,
        "next_first": last + 1 if last < book.last else 0,
    }
    return render(request, "onestop/register_print.html", shown)


@require_POST
def register_close(request: Request, unit: int, year: int) -> HttpResponse:
    book = _book(request, unit, year)
    made = actions.close(
        book.unit_id, book.year, actor=request.actor, at=timezone.now()
    )
    toast(request, f"Đã khóa sổ năm {year}: {made.last} hồ sơ.")
    return redirect("onestop:register_book")


def _line(row: BookEntry) -> dict[str, Any]:
    """What a printed line says; dates are written here, for lines are many."""
    case, back = row.dossier.case, returned_at(row)
    return {
        "number": row.number,
        "code": case.code,
        "title": row.dossier.title,
        "quantity": row.dossier.quantity,
        "owner": row.dossier.owner_name,
        "contact": contact_of(row),
        "lead": queries.lead_of(row),
        "received": moment(case.received_at),
        "promised": moment(case.promised_at) if case.promised_at else "",
        "returned": moment(back) if back else "",
        "way": way_of(row),
        "recipient": recipient(row),
        "note": queries.note_of(row),
    }


def _book(request: Request, unit: int, year: int) -> Kept:
    found = [
        book
        for book in queries.books(request.actor)
        if (book.unit_id, book.year) == (unit, year)
    ]
    if not found:
        raise Http404("Không có sổ này.")
    return found[0]


def _number(request: Request, name: str, usual: int) -> int:
    text = request.GET.get(name, "")
    is_number = text.isascii() and text.isdecimal() and len(text) < 9
    return max(int(text), 1) if is_number else usual


def _may_close(request: Request, book: Kept, year_now: int) -> bool:
    is_over = book.year < year_now and book.closing is None
    return is_over and request.actor.may(LEAD, book.unit_id)


def _require_read(request: Request) -> None:
    if not request.actor.rights & MAY_READ:
        raise PermissionDenied(PROCESS)
