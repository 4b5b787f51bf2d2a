"""C05: one dossier, and the addresses to which its steps are sent."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from lienmach.base.forms import Form
from lienmach.base.http import Request
from lienmach.base.lists import Around, around
from lienmach.base.signing import WrongPassword
from lienmach.base.toasts import toast
from lienmach.calc.local import day_of
from lienmach.calc.refusal import Refused
from lienmach.onestop.actions import chains, hands, opinions, people, promises, steps
from lienmach.onestop.actions.files import may_file
from lienmach.onestop.actions.losses import may_record
from lienmach.onestop.actions.sendings import may_judge
from lienmach.onestop.flow import LEAD, PROCESS, RECEIVE, SIGN, UNDONE
from lienmach.onestop.lists.clocks import clock, long_words
from lienmach.onestop.lists.work import step_words
from lienmach.onestop.models import Apology, Consultation, Dossier
from lienmach.onestop.queries import dossier_page as queries
from lienmach.onestop.queries import trail
from lienmach.onestop.queries import work as work_queries
from lienmach.onestop.queries.offers import AT_ONCE
from lienmach.onestop.views.composers import COMPOSERS
from lienmach.onestop.views.composing import Composer
from lienmach.onestop.views.work import list_of

PAGES = ["GET", "HEAD", "POST"]
TABS = (
    ("", "Giấy tờ"),
    ("thong-tin", "Thông tin"),
    ("ket-qua", "Kết quả"),
    ("lien-quan", "Liên quan"),
)


@require_safe
def dossier(request: Request, code: str) -> HttpResponse:
    return _show(request, _found(request, code))


@require_http_methods(PAGES)
def step(request: Request, code: str, name: str) -> HttpResponse:
    """Show the form of a step beside the dossier; sent, take the step."""
    found = _found(request, code)
    is_asked = name == "submit" and not any(
        map(queries.is_draft, queries.files_of(found))
    )
    if name in AT_ONCE and not is_asked:
        return _take_at_once(request, found, name)
    composer = COMPOSERS.get(name)
    if composer is None:
        raise Http404(name)
    if request.method != "POST":
        form = composer.form(request, found, None)
        return _show(request, found, composer=composer, form=form)
    form = composer.form(request, found, request.POST)
    if not form.is_valid():
        return _show(request, found, composer=composer, form=form, status=422)
    try:
        composer.act(request, found, form)
    except WrongPassword as wrong:  # typed again beside the rest, not on another page
        form.add_error("mat_khau", str(wrong))
        return _show(request, found, composer=composer, form=form, status=422)
    except Refused as refused:
        if request.htmx:  # it is said beside the form, which stays with its files
            raise
        form.add_error(None, str(refused))
        now = _found(request, code)
        return _show(request, now, composer=composer, form=form, status=422)
    return _done(request, found, composer.said, is_undone=name in UNDONE)


@require_POST
def undo(request: Request, code: str) -> HttpResponse:
    found = _found(request, code)
    shown = _number(request.GET.get("so")) or _number(request.POST.get("number"))
    steps.undo(found.pk, actor=request.actor, at=timezone.now(), number=shown)
    toast(request, f"Đã hoàn tác bước vừa làm của {code}.")
    return redirect(_address(request, code))


@require_POST
def reveal(request: Request, code: str) -> HttpResponse:
    """Show who owns a dossier and how they are reached; the audit says who looked."""
    found = _found(request, code)
    people.read_personal_data(found, actor=request.actor, at=timezone.now())
    return _show(request, found, is_revealed=True)


@require_POST
def answer(request: Request, code: str, pk: int) -> HttpResponse:
    found = _found(request, code)
    asked = get_object_or_404(Consultation, pk=pk, dossier=found)
    text = request.POST.get("text", "")
    opinions.answer(asked, text, actor=request.actor, at=timezone.now())
    return _done(request, found, "Đã ghi trả lời")


@require_POST
def sign_apology(request: Request, code: str, pk: int) -> HttpResponse:
    found = _found(request, code)
    letter = get_object_or_404(Apology, pk=pk, dossier=found)
    steps.sign_apology(letter, actor=request.actor, at=timezone.now())
    return _done(request, found, "Đã ký thư xin lỗi, hẹn lại")


@require_POST
def note(request: Request, code: str) -> HttpResponse:
    found = _found(request, code)
    text, at = request.POST.get("text", ""), timezone.now()
    hands.note(found.pk, text, actor=request.actor, at=at)
    return _done(request, found, "Đã ghi chú")


@require_POST
def renew(request: Request, code: str) -> HttpResponse:
    """Give out a slip with the moment that the present calendar gives."""
    found = _found(request, code)
    promises.renew(found.pk, actor=request.actor, at=timezone.now())
    return _done(request, found, "Đã phát giấy hẹn mới")


@require_POST
def go_on(request: Request, code: str) -> HttpResponse:
    """Begin the next part of a chain although the one before came to nothing."""
    found = _found(request, code)
    chains.go_on(found, actor=request.actor, at=timezone.now())
    return _done(request, found, "Đã chuyển chặng tiếp theo")


def _take_at_once(request: Request, found: Dossier, name: str) -> HttpResponse:
    if request.method != "POST":
        return redirect(_address(request, found.case.code))
    actor, at = request.actor, timezone.now()
    number = _number(request.POST.get("number"))
    if name in steps.SUPPLEMENTED:
        is_sent = name == "supplement_sent"
        steps.supplement(found.pk, actor=actor, at=at, number=number, is_sent=is_sent)
    else:
        steps.take(found.pk, name, actor=actor, at=at, number=number)
    return _done(request, found, trail.words_of(name), is_undone=name in UNDONE)


def _found(request: Request, code: str) -> Dossier:
    return get_object_or_404(queries.found(request.actor, code))


def _done(
    request: Request, found: Dossier, said: str, *, is_undone: bool = False
) -> HttpResponse:
    """Say what was done, with the way back while nothing has followed."""
    code, back = found.case.code, ""
    if is_undone:
        found.case.refresh_from_db(fields=["number"])
        shown = "&".join(filter(None, [f"so={found.case.number}", _from_list(request)]))
        back = f"{reverse('onestop:dossier_undo', args=[code])}?{shown}"
    toast(request, f"{said}: {code}.", undo=back)
    visible = queries.found(request.actor, code).exists()
    return redirect(_address(request, code) if visible else reverse("onestop:work"))


def _address(request: Request, code: str) -> str:
    """The page of a dossier, inside the list from which it was opened."""
    here = reverse("onestop:dossier", args=[code])
    return f"{here}?{ds}" if (ds := _from_list(request)) else here


def _from_list(request: Request) -> str:
    """How an address carries the list it was opened from; that one may say nothing."""
    return urlencode({"ds": request.GET["ds"]}) if "ds" in request.GET else ""


def _number(sent: str | None) -> int | None:
    return int(sent) if sent and sent.isdecimal() and len(sent) < 9 else None


def _show(
    request: Request,
    found: Dossier,
    *,
    composer: Composer | None = None,
    form: Form | None = None,
    status: int = 200,
    is_revealed: bool = False,
) -> HttpResponse:
    now = timezone.now()
    page = queries.page_of(found, actor=request.actor, now=now)
    refused = ""
    if composer and request.method != "POST":
        refused = page.why_not(composer.name)
    if refused:
        composer, form, status = None, None, 422
    tab = request.GET.get("phan", "")
    if tab not in dict(TABS):
        tab = ""
    shown: dict[str, Any] = {
        "page": page,
        "dossier": found,
        "case": found.case,
        "clock": clock(page.told),
        "promised": long_words(found.case.promised_at)
        if found.case.promised_at
        else "",
        "step_words": step_words(_with_steps(found, len(page.inner))),
        "reach": queries.reach(found, is_whole=is_revealed),
        "tab": tab,
        "tabs": TABS,
        "viewer": _viewer(request, page),
        "related": queries.related(found, actor=request.actor)
        if tab == "lien-quan"
        else [],
        "today": day_of(now),
        "q": f"?{ds}" if (ds := _from_list(request)) else "",
        "and_ds": f"&{ds}" if ds else "",
        "result": getattr(found, "result", None),
        "collection": getattr(found, "collection", None),
        **_rights(request, found),
        "composer": composer,
        "form": form,
        "refused": refused,
        "beside": composer.beside(request, found) if composer else {},
        "around": _around(request, found, now) if ds else None,
    }
    return render(request, "onestop/dossier.html", shown, status=status)


def _around(request: Request, found: Dossier, now: datetime) -> Around | None:
    rows, list_url = work_queries.rows(request.actor), reverse("onestop:work")
    return around(request, list_of(request, now=now), rows, found, list_url=list_url)


def _with_steps(found: Dossier, steps_inside: int) -> Dossier:
    found.steps = steps_inside  # type: ignore[attr-defined]  # as the list counts them
    return found


def _viewer(request: Request, page: queries.DossierPage) -> dict[str, Any] | None:
    """The file and the page of it that is looked at; the first where none is named."""
    wanted = request.GET.get("tep", "")
    file = next((f for f in page.files if str(f.pk) == wanted), None)
    file = file or next(iter(page.files), None)
    if file is None:
        return None
    asked = _number(request.GET.get("trang")) or 1
    at = min(max(asked, 1), file.pages)
    ds = _from_list(request)

    def url(number: int) -> str:
        asked = "&".join(filter(None, [f"tep={file.pk}&trang={number}", ds]))
        return f"?{asked}#xem" if 1 <= number <= file.pages else ""

    return {"file": file, "at": at, "before": url(at - 1), "after": url(at + 1)}


def _rights(request: Request, found: Dossier) -> dict[str, bool]:
    """What the page offers besides the steps."""
    actor, case = request.actor, found.case
    is_open = case.closed_at is None
    here = actor.may(PROCESS, case.unit_id)
    return {
        "may_file": is_open and may_file(case, actor),
        "may_sign": actor.may(SIGN, case.unit_id),
        "may_apologise": here,
        "may_judge": may_judge(case, actor),
        "may_give_notice": may_record(case, actor),
        "may_pay_notice": here,
        "may_receive": actor.may(RECEIVE, case.received_unit_id),
        "may_note": any(map(actor.units_with, (RECEIVE, PROCESS, LEAD))),
    }
