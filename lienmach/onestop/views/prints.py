"""C06: the exact paper of a form, printing it, and printing several at once."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from lienmach.base.http import Request
from lienmach.base.toasts import toast
from lienmach.calc.refusal import Refused
from lienmach.onestop.actions import slips as actions
from lienmach.onestop.flow import LEAD, PROCESS, RECEIVE, SIGN, State
from lienmach.onestop.models import Dossier, Form, Slip
from lienmach.onestop.queries import slips as queries
from lienmach.onestop.queries.circulars import PAPERS, circular_on, legal_form
from lienmach.onestop.queries.dossiers import visible
from lienmach.onestop.queries.papers import paper_of

PAGES = ["GET", "HEAD", "POST"]
MAY_PRINT = frozenset({RECEIVE, PROCESS, SIGN, LEAD})
FRESH = timedelta(minutes=2)  # how long an address that prints itself does so
AGAIN = "In lại từ bàn phím (F9)"


@require_http_methods(PAGES)
def print_form(request: Request, code: str, form: str) -> HttpResponse:
    """The paper as it was issued; a POST counts a print, then the paper prints."""
    if form not in Form.values:
        raise Http404("Không có mẫu này.")
    dossier = get_object_or_404(visible(request.actor), case__code=code)
    if request.method == "POST":
        return _posted(request, dossier, Form(form))
    now = timezone.now()
    slips = list(queries.slips_of(dossier, form))
    slip = _chosen(request, slips)
    drawn = slip
    if form == Form.CONTROL and "lan" not in request.GET and "in" not in request.GET:
        drawn = queries.control_draft(dossier, actor=request.actor, at=now)
    is_large = request.GET.get("co") == "lon"
    site = site_of(request)
    law = legal_form(slip.circular if slip else circular_on(now), form)
    times = len(slip.printings.all()) if slip else 0
    shown = {
        "dossier": dossier,
        "slips": slips,
        "slip": slip,
        "law": law,
        "paper": paper_of(drawn, site=site, is_large=is_large) if drawn else None,
        "paper_words": "A4, chữ lớn" if is_large else f"khổ {PAPERS[law.paper]}",
        "is_large": is_large,
        "times": times,
        "next_time": times + 1,
        "may_print": may_print(request),
        "here": reverse("onestop:print", args=[code, form]),
        "asked": _asked(request),
        "print_mark": _print_mark(request, slip, now),
        **_reissue(request, dossier, form, slip, now),
    }
    return render(request, "onestop/print.html", shown)


@require_POST
def print_last(request: Request) -> HttpResponse:
    """F9 at the counter: the slip that one gave out last comes out again."""
    _require_print(request)
    slip = queries.last_issued_by(request.actor)
    if slip is None:
        raise Refused("Chưa có giấy nào do mình lập để in lại.")
    reason = request.POST.get("ly_do", "").strip() or AGAIN
    made = actions.print_several(
        [slip], actor=request.actor, at=timezone.now(), reason=reason
    )
    return redirect(_paper_address(slip, made[0].number))


@require_http_methods(PAGES)
def print_many(request: Request) -> HttpResponse:
    """The receipts of several dossiers, one after another, in one go."""
    _require_print(request)
    if request.method == "POST":
        return _print_chosen(request)
    asked = [t for t in request.GET.get("giay", "").split(",") if _is_id(t)]
    slips = list(queries.slips_by_id(request.actor, asked[: actions.MOST_AT_ONCE]))
    if not slips:
        raise Http404("Không có giấy nào để in.")
    shown = {
        "papers": [paper_of(slip, site=site_of(request)) for slip in slips],
        "print_mark": request.GET.get("in", "")[:40],
    }
    return render(request, "onestop/print_many.html", shown)


def site_of(request: Request) -> str:
    """The address of the service as the office calls it, without a slash at its end."""
    return request.build_absolute_uri("/").rstrip("/")


def may_print(request: Request) -> bool:
    return bool(request.actor.rights & MAY_PRINT)


def _posted(request: Request, dossier: Dossier, form: Form) -> HttpResponse:
    _require_print(request)
    reason = request.POST.get("ly_do", "")
    now = timezone.now()
    here = reverse("onestop:print", args=[dossier.case.code, form])
    if request.POST.get("viec") == "phat-hanh":
        if form != Form.RECEIPT:
            raise Refused("Chỉ giấy tiếp nhận được phát hành lại ở đây.")
        slip = actions.reissue(dossier.pk, actor=request.actor, at=now, reason=reason)
        toast(request, f"Đã phát hành bản lần {slip.number} của {dossier.case.code}.")
        return redirect(here)
    if form == Form.CONTROL and "lan" not in request.GET:
        actions.control_sheet(dossier, actor=request.actor, at=now)
    found = _chosen(request, list(queries.slips_of(dossier, form)))
    if found is None:
        raise Refused("Hồ sơ này chưa có giấy này để in.")
    made = actions.printed(found, actor=request.actor, at=now, reason=reason)
    extra = {"lan": str(found.number)} if "lan" in request.GET else {}
    if request.GET.get("co") == "lon":
        extra["co"] = "lon"
    return redirect(f"{here}?{urlencode({**extra, 'in': made.number})}")


def _print_chosen(request: Request) -> HttpResponse:
    """Print what is ticked; where some came out before, a reason is asked first."""
    if request.POST.get("tat-ca"):
        most = actions.MOST_AT_ONCE
        raise Refused(f"Mỗi lần in nhiều nhất {most} giấy: hãy đánh dấu từng dòng.")
    chosen = [t for t in request.POST.getlist("chon") if _is_id(t)]
    slips = list(queries.receipts_of(request.actor, chosen))
    if not slips:
        raise Refused("Các hồ sơ đã chọn không có giấy hẹn để in.")
    again = [slip for slip in slips if slip.printings.all()]
    reason = request.POST.get("ly_do", "").strip()
    if again and not reason:
        shown = {"slips": slips, "again": again}
        return render(request, "onestop/print_reason.html", shown)
    made = actions.print_several(
        slips, actor=request.actor, at=timezone.now(), reason=reason
    )
    asked = ",".join(str(slip.pk) for slip in slips)
    mark = f"{made[0].pk}-{made[-1].pk}"
    return redirect(f"{reverse('onestop:print_many')}?giay={asked}&in={mark}")


def _chosen(request: Request, slips: list[Slip]) -> Slip | None:
    """The slip that an address asks for, or the one in force."""
    asked = request.GET.get("lan", "")
    if asked:
        found = [slip for slip in slips if str(slip.number) == asked]
        if not found:
            raise Http404("Không có lần phát hành này.")
        return found[0]
    return slips[-1] if slips else None


def _asked(request: Request) -> str:
    kept = {k: request.GET[k] for k in ("lan", "co") if k in request.GET}
    return urlencode(kept)


def _print_mark(request: Request, slip: Slip | None, now: datetime) -> str:
    """Let the page print itself only just after its print was counted."""
    asked = request.GET.get("in", "")
    printings = list(slip.printings.all()) if slip else []
    last = printings[-1] if printings else None
    if last is None or str(last.number) != asked or last.at < now - FRESH:
        return ""
    return f"{last.pk}"


def _reissue(
    request: Request, dossier: Dossier, form: str, slip: Slip | None, now: datetime
) -> dict[str, Any]:
    """Whether a receipt may be issued (again) here, and in what words."""
    case = dossier.case
    may = (
        form == Form.RECEIPT
        and request.actor.may(RECEIVE, case.received_unit_id)
        and case.state != State.CANCELLED
    )
    stale = ""
    if form == Form.RECEIPT and slip and slip.replaced_by is None:
        known = queries.said_of(dossier, Form.RECEIPT, actor_id=None, at=now)
        stale = queries.changed_since(slip, known)
    words = "Sửa và phát hành lại" if slip else "Cấp giấy tiếp nhận"
    hint = (
        "Bản mới lấy thông tin hiện nay của hồ sơ; bản cũ ghi «đã thay bằng»."
        if slip
        else "Thủ tục trả ngay không bắt buộc có giấy; cấp khi người nộp đề nghị."
    )
    return {
        "is_stale": stale,
        "may_reissue": may,
        "reissue_words": words,
        "reissue_hint": hint,
        "empty_title": "Hồ sơ này chưa có giấy này",
        "empty_text": "Giấy được lập khi làm bước tương ứng trên hồ sơ.",
    }


def _paper_address(slip: Slip, number: int) -> str:
    here = reverse("onestop:print", args=[slip.dossier.case.code, slip.form])
    return f"{here}?in={number}"


def _require_print(request: Request) -> None:
    if not may_print(request):
        raise PermissionDenied(PROCESS)


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19
