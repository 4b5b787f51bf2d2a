"""Fees of a dossier, receipts, and the till of the day and of the month."""

import calendar
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from lienmach.base.forms import DayField
from lienmach.base.http import Request
from lienmach.base.parts import day as day_words
from lienmach.base.parts import number
from lienmach.base.shown import show
from lienmach.base.toasts import toast
from lienmach.calc.number_words import dong_in_words
from lienmach.calc.refusal import Refused
from lienmach.onestop.actions import money as actions
from lienmach.onestop.flow import RECEIVE, TILL
from lienmach.onestop.forms.money import (
    CancelForm,
    ChangeForm,
    ChargeForm,
    ClosingForm,
)
from lienmach.onestop.forms.returns import PaymentForm
from lienmach.onestop.lists.money import takings as takings_list
from lienmach.onestop.models import Charge, Dossier, Receipt
from lienmach.onestop.queries import money as queries
from lienmach.onestop.queries.dossiers import visible

PAGES = ["GET", "HEAD", "POST"]


@require_http_methods(PAGES)
def charges(request: Request, code: str) -> HttpResponse:
    """What a dossier is charged, what was paid for it; a charge is added by post."""
    dossier = get_object_or_404(visible(request.actor), case__code=code)
    if request.method != "POST":
        return _show_charges(request, dossier)
    form = ChargeForm(request.POST, agencies=_agencies(dossier), prefix="them")
    if not form.is_valid():
        return _show_charges(request, dossier, adding=form)
    said = form.cleaned_data
    made = actions.add_charge(
        dossier.pk,
        name=said["khoan"],
        amount=said["so_tien"],
        agency_id=int(said["thu_cho"]),
        actor=request.actor,
        at=timezone.now(),
    )
    toast(request, f"Đã thêm khoản thu {number(made.amount)} đồng.")
    return redirect("onestop:charges", code)


@require_POST
def change_charge(request: Request, pk: int) -> HttpResponse:
    """Put a charge right, waive it, or ask for it again."""
    seen = visible(request.actor)
    charge = get_object_or_404(Charge.objects.filter(dossier__in=seen), pk=pk)
    dossier = seen.get(pk=charge.dossier_id)
    form = ChangeForm(request.POST, prefix=f"k{pk}")
    if not form.is_valid():
        return _show_charges(request, dossier, changing={pk: form})
    said: dict[str, Any] = form.cleaned_data
    by: dict[str, Any] = {"actor": request.actor, "at": timezone.now()}
    if said["viec"] == ChangeForm.CHANGE:
        actions.change_charge(pk, amount=said["so_tien"], reason=said["ly_do"], **by)
    elif said["viec"] == ChangeForm.WAIVE:
        actions.waive(pk, reason=said["ly_do"], **by)
    else:
        actions.ask_again(pk, **by)
    toast(request, f"Đã sửa «{charge.name}».")
    return redirect("onestop:charges", dossier.case.code)


@require_POST
def take_fee(request: Request, code: str) -> HttpResponse:
    """Take what a dossier owes; the receipt is shown, to be printed."""
    dossier = get_object_or_404(visible(request.actor), case__code=code)
    form = PaymentForm(request.POST)
    if not form.is_valid():
        return _show_charges(request, dossier, paying=form)
    sent = request.POST.get("so", "")
    receipt = actions.take_fee(
        dossier.pk,
        form.payment(),
        actor=request.actor,
        at=timezone.now(),
        number=int(sent)
        if sent.isascii() and sent.isdecimal() and len(sent) < 9
        else 0,
    )
    toast(request, f"Đã thu {number(receipt.amount)} đồng, biên lai {receipt}.")
    return redirect("onestop:receipt", receipt.pk)


@require_safe
def receipt(request: Request, pk: int) -> HttpResponse:
    """A receipt on its paper, A5; a cancelled one says so across it."""
    found = _receipt(request, pk)
    names = queries.names(
        {found.unit_id, *(line.agency_id for line in found.lines.all())}
    )
    shown = {
        "receipt": found,
        "unit_name": names.get(found.unit_id, ""),
        "lines": [(line, names.get(line.agency_id, "")) for line in found.lines.all()],
        "words": dong_in_words(found.amount),
        "may_cancel": request.actor.may(TILL, found.unit_id)
        and found.cancelled_at is None
        and found.by_id != request.actor.user_id,
    }
    return render(request, "onestop/receipt.html", shown)


@require_http_methods(PAGES)
def cancel_receipt(request: Request, pk: int) -> HttpResponse:
    found = _receipt(request, pk)
    request.actor.require(TILL, found.unit_id)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["ly_do"]
        actions.cancel_receipt(
            pk, reason=reason, actor=request.actor, at=timezone.now()
        )
        toast(request, f"Đã hủy biên lai {found}: khoản phí trở thành chưa thu.")
        return redirect("onestop:receipt", pk)
    shown = {"receipt": found, "form": form}
    status = 422 if form.errors else 200
    return render(request, "onestop/receipt_cancel.html", shown, status=status)


@require_http_methods(PAGES)
def till(request: Request) -> HttpResponse:
    """The till of a counter on a day; closed by post, once."""
    counters = _counters(request)
    unit, today = _unit(request, counters), timezone.localdate()
    asked = request.GET.get("ngay", "").strip()
    found = _day(asked)
    day, wrong = found or today, bool(asked) and found is None
    form = ClosingForm(request.POST if request.method == "POST" else None)
    if form.is_bound and wrong:
        raise Refused(f"Chưa đọc được ngày «{asked[:30]}»: chưa chốt quỹ nào.")
    if form.is_bound and form.is_valid():
        actions.close_till(
            unit,
            day,
            counted=form.cleaned_data["dem_duoc"],
            note=form.cleaned_data["giai_thich"],
            actor=request.actor,
            at=timezone.now(),
        )
        toast(request, f"Đã chốt quỹ ngày {day_words(day)}.")
        return redirect(f"{reverse('onestop:till')}?quay={unit}&ngay={day_words(day)}")
    shown = _till_shown(request, unit, day, today)
    shown |= {"counters": counters, "form": form, "wrong": asked if wrong else ""}
    status = 422 if form.errors else 200
    return render(request, "onestop/till.html", shown, status=status)


@require_safe
def till_month(request: Request) -> HttpResponse:
    """What a counter took in a month: by agency and method, and day by day."""
    counters = _counters(request)
    unit = _unit(request, counters)
    asked = request.GET.get("thang", "").strip()
    known = _month(asked)
    first = known or timezone.localdate().replace(day=1)
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    found = queries.month(unit, first, last)
    names = queries.names(found.by_agency, last)
    methods = Receipt.Method.choices
    table = [
        (
            name,
            [(label, found.by_agency[pk].get(m, 0)) for m, label in methods],
            sum(found.by_agency[pk].values()),
        )
        for pk, name in names.items()
    ]
    shown = {
        "counters": counters,
        "unit": unit,
        "wrong": asked if asked and known is None else "",
        "first": first,
        "last": last,
        "month": found,
        "table": table,
        "by_method": [(label, found.by_method.get(m, 0)) for m, label in methods],
        "days": [
            (day, amount, found.closings.get(day))
            for day, amount in found.by_day.items()
        ],
    }
    return render(request, "onestop/till_month.html", shown)


@require_safe
def takings(request: Request) -> HttpResponseBase:
    """The book of money taken, line by line, to be filtered and exported."""
    counters = _counters(request)
    rows = queries.lines(request.actor)
    agencies = queries.agencies(request.actor)
    return show(request, takings_list(agencies, counters), rows, "onestop/takings.html")


def _show_charges(
    request: Request,
    dossier: Dossier,
    *,
    adding: ChargeForm | None = None,
    changing: dict[int, ChangeForm] | None = None,
    paying: PaymentForm | None = None,
) -> HttpResponse:
    agencies, wrong = _agencies(dossier), changing or {}
    rows = list(dossier.charges.select_related("receipt").order_by("number"))
    extra = {c.agency_id for c in rows if c.agency_id} - agencies.keys()
    names = agencies | (queries.names(extra) if extra else {})
    own = names.get(dossier.case.decides_unit_id, "")
    owed = sum(c.amount for c in rows if c.receipt_id is None and not c.waived)
    shown = {
        "dossier": dossier,
        "rows": [
            (
                charge,
                names.get(charge.agency_id or 0, own),
                wrong.get(charge.pk) or ChangeForm(prefix=f"k{charge.pk}"),
            )
            for charge in rows
        ],
        "receipts": dossier.receipts.select_related("by", "cancelled_by"),
        "owed": owed,
        "adding": adding
        or ChargeForm(
            agencies=agencies,
            prefix="them",
            initial={"thu_cho": str(dossier.case.decides_unit_id)},
        ),
        "paying": paying or PaymentForm(),
        "wrong": set(wrong),
        "may": request.actor.may(RECEIVE),
        "form": adding or paying or next(iter(wrong.values()), None),
    }
    status = 422 if shown["form"] else 200
    return render(request, "onestop/charges.html", shown, status=status)


def _agencies(dossier: Dossier) -> dict[int, str]:
    """For whom money may be taken: who answers for the dossier, or who received it."""
    case = dossier.case
    return queries.names({case.decides_unit_id, case.received_unit_id})


def _receipt(request: Request, pk: int) -> Receipt:
    return get_object_or_404(
        queries.receipts(request.actor).prefetch_related("lines"), pk=pk
    )


def _till_shown(request: Request, unit: int, day: date, today: date) -> dict[str, Any]:
    found = queries.till(unit, day)
    names = queries.names(found.sums.by_agency, day)
    labels = dict(Receipt.Method.choices)
    return {
        "unit": unit,
        "day": day,
        "till": found,
        "rows": [(row, queries.taken(row).sign_on(day)) for row in found.rows],
        "by_method": [(labels[m], n) for m, n in found.sums.by_method.items()],
        "by_agency": [(name, found.sums.by_agency[pk]) for pk, name in names.items()],
        "unclosed": queries.unclosed(unit, before=today),
        "may_close": request.actor.may(TILL, unit) and day <= today,
        "today": today,
    }


def _counters(request: Request) -> dict[int, str]:
    """The counters to choose from; who has none has no such page."""
    found = queries.counters(request.actor)
    if not found:
        request.actor.require(RECEIVE)
    return found


def _unit(request: Request, counters: dict[int, str]) -> int:
    asked = request.GET.get("quay", "")
    if asked:
        chosen = {str(pk): pk for pk in counters}
        if asked not in chosen:
            raise Http404("Không thấy quầy này.")
        return chosen[asked]
    own = request.actor.unit_id
    return own if own in counters else next(iter(counters))


def _day(text: str) -> date | None:
    try:
        return DayField(required=False).to_python(text)
    except ValidationError:
        return None


def _month(text: str) -> date | None:
    return _day(f"1/{text}") if text else None
