"""Number, signature and sending of a report."""

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from lienmach.base.forms import Form
from lienmach.base.http import Request
from lienmach.base.signing import Key, WrongPassword
from lienmach.base.toasts import toast
from lienmach.calc.refusal import Refused
from lienmach.org.queries import names_on
from lienmach.org.queries.trusted import trial_key
from lienmach.registers.queries import next_number
from lienmach.reporting.actions import issues, sending
from lienmach.reporting.actions import signing as actions
from lienmach.reporting.actions.issues import Signing
from lienmach.reporting.actions.reports import take_step
from lienmach.reporting.flow import CONSOLIDATE, ENTER, SIGN, State
from lienmach.reporting.forms.texts import (
    KeyForm,
    ReasonForm,
    SendForm,
    SignedForm,
    WhoSigns,
)
from lienmach.reporting.models import Channel, Issue, Report
from lienmach.reporting.queries import reports
from lienmach.reporting.queries import texts as queries
from lienmach.reporting.views.reaching import reached

SAID_IN = {"receipt": "tiep_nhan", "on": "ngay_gui"}  # the fields of ``SendForm``


@require_safe
def signing(request: Request, pk: int) -> HttpResponse:
    """Where a report is on its way out, and the one thing to do next."""
    return _show(request, reached(request, pk=pk))


@require_POST
def number(request: Request, pk: int) -> HttpResponse:
    """Take the number and make the file; signed here at once, or elsewhere later."""
    found = reached(request, pk=pk)
    who = WhoSigns(request.POST)
    with_key = "mat_khau" in request.POST and bool(
        request.FILES or request.POST["mat_khau"]
    )
    key = KeyForm(request.POST, request.FILES) if with_key else None
    if not who.is_valid() or (key and not key.is_valid()):
        return _show(request, found, who=who, key=key, status=422)
    by = Signing(
        who.cleaned_data["ngay"],
        who.cleaned_data["nguoi_ky"],
        who.cleaned_data["chuc_vu"],
    )
    now = timezone.now()
    try:
        if key:
            issue = actions.sign_report(
                found, by, _key(key), actor=request.actor, at=now
            )
            toast(request, f"Đã ký, số {issue.taken.written}.")
        else:
            issue = issues.give_number(found, by, actor=request.actor, at=now)
            toast(request, f"Đã cấp số {issue.taken.written}: tải bản PDF về ký.")
    except Refused as refused:
        _say(key or who, refused)
        return _show(request, found, who=who, key=key, status=422)
    return redirect("reporting:signing", pk)


@require_POST
def sign(request: Request, pk: int) -> HttpResponse:
    """Sign the numbered file with a key file."""
    found = reached(request, pk=pk)
    key = KeyForm(request.POST, request.FILES)
    if not key.is_valid():
        return _show(request, found, key=key, status=422)
    try:
        actions.sign_numbered(found, _key(key), actor=request.actor, at=timezone.now())
    except Refused as refused:
        _say(key, refused)
        return _show(request, found, key=key, status=422)
    toast(request, "Đã ký báo cáo.")
    return redirect("reporting:signing", pk)


@require_POST
def bring(request: Request, pk: int) -> HttpResponse:
    """Take in the file that was signed elsewhere."""
    found = reached(request, pk=pk)
    form = SignedForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            actions.bring_signed(
                found,
                form.cleaned_data["tep"].read(),
                actor=request.actor,
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error("tep", str(refused))
    if form.errors:
        return _show(request, found, signed=form, status=422)
    toast(request, "Đã nhận bản ký, chữ ký nguyên vẹn.")
    return redirect("reporting:signing", pk)


@require_POST
def revoke(request: Request, pk: int) -> HttpResponse:
    """Take the number back; it stays spent."""
    found = reached(request, pk=pk)
    form = ReasonForm(request.POST)
    issue = queries.issue_of(found)
    if issue is None:
        raise Http404
    if not form.is_valid():
        return _show(request, found, reason=form, status=422)
    actor, now, why = request.actor, timezone.now(), form.cleaned_data["ly_do"]
    if issue.signed_at:
        take_step(found, "revoke", note=why, actor=actor, at=now)
    else:
        issues.revoke(issue, reason=why, actor=actor, at=now)
    toast(request, f"Đã thu hồi số {issue.taken.written}; số này không dùng lại.")
    return redirect("reporting:signing", pk)


@require_POST
def send(request: Request, pk: int) -> HttpResponse:
    """Record that it was sent, or put right how; of a unit below: hand it in."""
    found, now = reached(request, pk=pk), timezone.now()
    if not found.is_own:
        take_step(found, "submit", actor=request.actor, at=now)
        toast(request, "Đã nộp số liệu và báo cáo đã ký.")
        return redirect("reporting:report", pk)
    form = SendForm(request.POST)
    if not form.is_valid():
        return _show(request, found, sending=form, status=422)
    is_sent = found.case.state == State.SENT
    record = sending.tell_sending if is_sent else sending.send
    try:
        record(found, form.sending, actor=request.actor, at=now)
    except Refused as refused:
        field = refused.at if isinstance(refused, sending.WrongSending) else ""
        form.add_error(SAID_IN.get(field), str(refused))
        return _show(request, found, sending=form, status=422)
    said = "Đã sửa cách gửi." if is_sent else "Đã ghi nhận gửi báo cáo đến nơi nhận."
    toast(request, said)
    return redirect("reporting:signing", pk)


def _key(form: KeyForm) -> Key:
    file = form.cleaned_data["chung_thu"]
    return Key(file.read(), form.cleaned_data["mat_khau"])


def _say(form: Form, refused: Refused) -> None:
    """Say a refusal where it can be put right."""
    said = str(refused)
    if isinstance(form, KeyForm):
        is_password = isinstance(refused, WrongPassword)
        form.add_error("mat_khau" if is_password else "chung_thu", said)
    else:
        form.add_error("ngay", said)


def _show(
    request: Request, found: Report, *, status: int = 200, **forms: Form | None
) -> HttpResponse:
    style = queries.style_for(found)
    issue = queries.issue_of(found)
    today = timezone.localdate()
    start = {
        "ngay": max(today, found.round.end),
        "chuc_vu": style.authority,
        "nguoi_ky": style.signer,
    }
    actor, state = request.actor, found.case.state
    may_sign = actor.may(SIGN, found.unit_id)
    to_send, right = State.SIGNED, CONSOLIDATE
    if not found.is_own:
        to_send, right = State.ISSUED, ENTER
    may_send = state == to_send and actor.may(right, found.unit_id)
    context: dict[str, Any] = {
        "report": found,
        "issue": issue,
        "signatures": [
            one | {"at": datetime.fromisoformat(one["at"]) if one["at"] else None}
            for one in (issue.signatures if issue else [])
        ],
        "title": queries.title_of(found),
        "next_number": f"{next_number(found.unit_id, style.symbol, today.year):02}"
        f"/{style.symbol}",
        "who": forms.get("who") or WhoSigns(initial=start),
        "key": forms.get("key") or KeyForm(),
        "signed": forms.get("signed") or SignedForm(),
        "reason": forms.get("reason") or ReasonForm(),
        "sending": forms.get("sending") or SendForm(initial=_sent_by(issue, today)),
        "may_tell": state == State.SENT and actor.may(CONSOLIDATE, found.unit_id),
        "failed": [name for name, form in forms.items() if form and form.errors],
        "form": next((form for form in forms.values() if form and form.errors), None),
        "may_number": may_sign and found.is_ready_to_sign and issue is None,
        "may_sign": may_sign and found.is_ready_to_sign and issue is not None,
        "may_send": may_send,
        "may_revoke": may_sign and issue is not None and not issue.sent_at,
        "revoked": list(
            found.issues.exclude(revoked_at=None).select_related("taken__book")
        ),
        "has_trial": trial_key(request.user.get_username()) is not None,
        "above_name": _above_name(found),
        "awaited": reports.awaited(found, on=today)
        if state == to_send and not may_send
        else [],
    }
    return render(request, "reporting/signing.html", context, status=status)


def _sent_by(issue: Issue | None, today: date) -> dict[str, Any]:
    """How a report was sent, as far as it was told."""
    if issue is None or issue.sent_on is None:
        return {"ngay_gui": today, "kenh": Channel.AXIS}
    receipt, day = issue.receipt, issue.sent_on
    return {"kenh": issue.channel, "tiep_nhan": receipt, "ngay_gui": day}


def _above_name(found: Report) -> str:
    """To whom a unit below hands in; of the round's own report nobody."""
    if found.above is None:
        return ""
    above_id = found.above.unit_id
    return names_on([above_id], found.round.end).get(above_id, "")
