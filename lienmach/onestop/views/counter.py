"""C01: receive a dossier in under a minute, by scanner and keys or by plain form."""

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from lienmach.base.http import Request, wants_fragment
from lienmach.base.parts import number
from lienmach.base.toasts import toast
from lienmach.calc.refusal import Refused
from lienmach.onestop.actions import counter as actions
from lienmach.onestop.actions import receive
from lienmach.onestop.actions.counter import Comers
from lienmach.onestop.actions.money import Payment
from lienmach.onestop.actions.people import NewParty
from lienmach.onestop.actions.receive import NewDossier
from lienmach.onestop.flow import RECEIVE
from lienmach.onestop.forms.counter import RECEIVES, IntakeForm
from lienmach.onestop.models import Dossier, Form, Receipt, Unaccepted
from lienmach.onestop.queries import counter as counter_queries
from lienmach.onestop.queries import dossiers as queries
from lienmach.onestop.queries.papers import paper_of_unaccepted
from lienmach.onestop.queries.people import by_number
from lienmach.onestop.views.intake import Intake

PAGES = ["GET", "HEAD", "POST"]
# The part of the page that HTMX asks for, by its id.
PARTS = {
    "phan-nguoi": "onestop/_found.html",
    "phan-tt": "onestop/_procedure.html",
    "goi-y": "onestop/_suggested.html",
}
ASK = {"thieu", "tu-choi"}  # open a panel that asks for more before anything is written


@require_http_methods(PAGES)
def counter(request: Request) -> HttpResponse:
    """The page, a part of it, or what one of its buttons does."""
    request.actor.require(RECEIVE)
    intake = Intake(request)
    if request.method == "POST" and (verb := request.POST.get("lam", "")):
        return _pressed(request, intake, verb)
    if wants_fragment(request) and (part := PARTS.get(request.htmx.target or "")):
        return render(request, part, {"intake": intake, "form": intake.form})
    just = _just_made(request)
    return render(request, "onestop/counter.html", intake.context(just=just))


def _pressed(request: Request, intake: Intake, verb: str) -> HttpResponse:
    form = intake.bound(verb)
    status, panel = 200, verb.removeprefix("ghi-")
    if not form.is_valid():
        status = 422
    elif verb not in ASK:
        try:
            return _done(intake, form, verb)
        except Refused as refused:
            form.add_error(None, str(refused))
            status = 422
    elif verb == "thieu" and not form.missing_rows():
        form.add_error(None, "Giấy tờ đã đủ: không có gì để yêu cầu bổ sung.")
        status = 422
    if status == 422 and verb in ASK:
        panel = ""
    shown = intake.context(panel=panel)
    return render(request, "onestop/counter.html", shown, status=status)


def _done(intake: Intake, form: IntakeForm, verb: str) -> HttpResponse:
    if verb in RECEIVES:
        return _received(intake, form, is_same_day=verb == "tra-ngay")
    if verb in ("ghi-thieu", "ghi-tu-choi"):
        return _turned_away(intake, form, verb)
    raise Refused("Nút này không còn: hãy tải lại trang.")


def _received(intake: Intake, form: IntakeForm, *, is_same_day: bool) -> HttpResponse:
    request, said, chosen = intake.request, form.cleaned_data, intake.chosen
    assert chosen is not None  # the form asked for it
    made_by = partial(
        NewDossier,
        procedure=chosen.code,
        papers=form.papers(),
        content=said["noi_dung"],
        quantity=1 if said["so_luong"] is None else said["so_luong"],
        is_same_day=is_same_day,
        return_way=said["nhan"] or form.fields["nhan"].initial,
        notify_way=said["bao"] or form.fields["bao"].initial,
        waived=said["mien"].strip(),
        payment=Payment(said["thu_bang"] or Receipt.Method.CASH, said["ma_gd"]),
        paper_number=said["so_giay"].strip(),
        received_at=form.received_at(),
        known=chosen.found,
    )
    dossier = actions.take_in(
        _comers(intake, form),
        made_by,
        chosen.version.procedure_id,
        actor=request.actor,
        at=intake.now,
        is_again=said["van_tao"],
    )
    code = dossier.case.code
    if is_same_day:
        paid = dossier.receipts.first()
        said_paid = f"; thu {number(paid.amount)} đồng, biên lai {paid}" if paid else ""
        toast(request, f"Đã trả ngay {code}, không in giấy hẹn{said_paid}.")
    else:
        printing = ", đang in" if _print_url(dossier) else ""
        # A chain has begun at its first agency: only withdrawing ends it.
        may_undo = counter_queries.may_undo(dossier)
        undo = reverse("onestop:counter_undo", args=[code]) if may_undo else ""
        toast(request, f"Đã tiếp nhận {code}{printing}.", undo=undo)
    kept = {"nguoi": dossier.owner_id, "giu": 1} if said["giu"] else {}
    return redirect(f"{reverse('onestop:counter')}?{urlencode({'vua': code, **kept})}")


def _turned_away(intake: Intake, form: IntakeForm, verb: str) -> HttpResponse:
    request, said, chosen = intake.request, form.cleaned_data, intake.chosen
    assert chosen is not None  # the form asked for it
    comers = _comers(intake, form)
    if verb == "ghi-thieu":
        made = actions.guide(
            comers,
            chosen.code,
            form.missing(),
            actor=request.actor,
            at=intake.now,
            content=said["noi_dung"],
            note=said["ly_do"],
        )
        toast(request, f"Đã ghi phiếu yêu cầu bổ sung {made.serial}, đang in.")
    else:
        made = actions.refuse(
            comers,
            chosen.code,
            said["ly_do"],
            actor=request.actor,
            at=intake.now,
            content=said["noi_dung"],
        )
        toast(request, f"Đã ghi phiếu từ chối {made.serial}, đang in.")
    return redirect(f"{reverse('onestop:counter')}?{urlencode({'phieu': made.pk})}")


def _comers(intake: Intake, form: IntakeForm) -> Comers:
    said = form.cleaned_data
    number, name = said["thay_so"], said["thay_ten"].strip()
    submitter = None
    if number or name:
        known = by_number(number)
        if known is None and not name:
            raise Refused("Chưa nhập họ tên người nộp thay.")
        submitter = NewParty(
            name=name or (known.name if known else ""),
            id_number=number,
            phone=said["thay_dien_thoai"],
        )
    return Comers(intake.party, form.new_owner(), submitter, tuple(said["dong_chu"]))


def _just_made(request: Request) -> dict[str, Any]:
    """What was written a moment ago and is to be printed now: its name and address."""
    if code := request.GET.get("vua", ""):
        dossier = queries.visible(request.actor).filter(case__code=code).first()
        if dossier and dossier.case.promised_at:
            return {"code": code, "url": _print_url(dossier), "is_slip": False}
    if (key := request.GET.get("phieu", "")).isdecimal():
        slip = _unaccepted(request, int(key[:9]))
        return {"code": slip.serial, "url": _slip_url(slip), "is_slip": True}
    return {}


def _print_url(dossier: Dossier) -> str:
    """Where the receipt is printed; nowhere as long as nothing prints."""
    try:
        return reverse("onestop:print", args=[dossier.case.code, Form.RECEIPT])
    except NoReverseMatch:
        return ""


def _slip_url(slip: Unaccepted) -> str:
    return reverse("onestop:unaccepted", args=[slip.pk])


def _unaccepted(request: Request, pk: int) -> Unaccepted:
    rows = Unaccepted.objects.filter(unit__in=request.actor.unit_ids)
    told = rows.select_related("procedure__procedure", "by", "owner", "template")
    return get_object_or_404(told, pk=pk)


@require_POST
def undo(request: Request, code: str) -> HttpResponse:
    """Take an intake back: its code stays spent, its trail tells both."""
    found = get_object_or_404(queries.visible(request.actor), case__code=code)
    receive.cancel(found.pk, actor=request.actor, at=Intake(request).now)
    toast(request, f"Đã hoàn tác {code}. Mã này không cấp lại.")
    return redirect("onestop:counter")


@require_safe
def submitter(request: Request) -> HttpResponse:
    """Who has the number of somebody who comes in another's place: the name alone."""
    request.actor.require(RECEIVE)
    digits = "".join(filter(str.isdecimal, request.GET.get("thay_so", "")))
    party = by_number(digits) if len(digits) == 12 else None
    shown = {"party": party, "typed": digits}
    return render(request, "onestop/_submitter.html", shown)


@require_safe
def unaccepted(request: Request, pk: int) -> HttpResponse:
    """The slip of what was not taken in, on its paper or in large letters."""
    request.actor.require(RECEIVE)
    slip = _unaccepted(request, pk)
    is_large = request.GET.get("co") == "lon"
    shown = {
        "slip": slip,
        "paper": paper_of_unaccepted(slip, is_large=is_large),
        "is_large": is_large,
        "here": _slip_url(slip),
    }
    return render(request, "onestop/unaccepted.html", shown)
