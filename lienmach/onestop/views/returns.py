"""C02: results are given back over the counter, by post or as a file."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from lienmach.base.codes import qr
from lienmach.base.http import Request
from lienmach.base.parts import number
from lienmach.base.toasts import toast
from lienmach.calc.mask import masked_number
from lienmach.calc.refusal import Refused
from lienmach.calc.scan import LONGEST, read
from lienmach.onestop.actions import losses, returns
from lienmach.onestop.actions.returns import Gone
from lienmach.onestop.flow import RECEIVE
from lienmach.onestop.forms.returns import (
    HandBackForm,
    LossForm,
    PostingForm,
    RemedyForm,
)
from lienmach.onestop.models import Dossier, Loss, Party
from lienmach.onestop.queries import returns as queries
from lienmach.onestop.queries.dossiers import visible

PAGES = ["GET", "HEAD", "POST"]
NOBODY = (
    "Không thấy hồ sơ nào ở quầy này theo nội dung vừa quét. Hãy quét lại, hoặc gõ họ "
    "tên, điện thoại, bốn số cuối của mã hồ sơ."
)
IF_EMPTY = (
    "Ô đang trống, trang giữ nguyên: hãy quét, hoặc gõ mã hồ sơ, họ tên, điện thoại "
    "rồi bấm Enter."
)


@require_http_methods(PAGES)
def counter_return(request: Request) -> HttpResponse:
    """The scan box and, once somebody is found, what there is for them.

    What was scanned is posted: numbers of identity cards stay out of addresses. A page
    of a dossier leads here with its code.
    """
    request.actor.require(RECEIVE)
    typed = request.POST.get("tim", "") or request.GET.get("q", "")
    if text := typed.strip()[:LONGEST]:
        return _find(request, text)
    person = _person(request)
    if person is None:
        return _show(request, {})
    first = (
        queries.here(request.actor).filter(case__code=request.GET.get("hs", "")).first()
    )
    return _show_person(request, person, first)


@require_POST
def hand_back(request: Request) -> HttpResponse:
    """Give back what was ticked, take what it owes, all or nothing."""
    request.actor.require(RECEIVE)
    person = _person(request)
    if person is None:
        raise Refused("Người này không có hồ sơ ở quầy này: hãy quét lại.")
    theirs = queries.for_person(request.actor, person, now=timezone.now())
    ready = [row.dossier for row in theirs.ready]
    form = HandBackForm(request.POST, person=person, ready=ready)
    if not form.is_valid():
        return _show_person(request, person, None, form)
    gone = _go(request, form)
    toast(request, _said(gone))
    codes = [one.dossier.case.code for one in gone.collections]
    codes += [one.dossier.case.code for one in gone.postings]
    asked = urlencode({"nguoi": person.pk, "vua": ",".join(codes[:20])})
    return redirect(f"{reverse('onestop:counter_return')}?{asked}")


@require_safe
def postings(request: Request) -> HttpResponse:
    """The letters on their way, each with what the post may say of it."""
    request.actor.require(RECEIVE)
    return _show_postings(request, {})


@require_POST
def posting(request: Request, pk: int) -> HttpResponse:
    """Write down that a letter was delivered, or that it came back."""
    request.actor.require(RECEIVE)
    form = PostingForm(request.POST, prefix=str(pk))
    if not form.is_valid():
        return _show_postings(request, {pk: form})
    said, now = form.cleaned_data, timezone.now()
    if said["ket_qua"] == PostingForm.DELIVERED:
        done = returns.delivered(pk, on=said["ngay"], actor=request.actor, at=now)
        toast(request, f"Đã trả {done.dossier.case.code} qua bưu chính.")
    else:
        back = returns.came_back(
            pk, on=said["ngay"], reason=said["ly_do"], actor=request.actor, at=now
        )
        toast(request, f"Bưu gửi {back.code} chuyển hoàn: kết quả lại ở quầy.")
    return redirect("onestop:postings")


@require_http_methods(PAGES)
def losses_of(request: Request, code: str) -> HttpResponse:
    """Papers of a dossier that were lost or damaged, and how it was put right."""
    dossier = get_object_or_404(visible(request.actor), case__code=code)
    now = timezone.now()
    form = LossForm(
        request.POST if request.method == "POST" else None,
        initial={"ngay": timezone.localdate()},
    )
    if form.is_bound and form.is_valid():
        losses.record_loss(
            dossier.pk,
            what=form.cleaned_data["giay_to"],
            noticed_at=form.noticed_at(now),
            responsible=form.cleaned_data["trach_nhiem"],
            actor=request.actor,
            at=now,
        )
        toast(request, "Đã ghi. Cơ quan phải khắc phục và xin lỗi người nộp.")
        return redirect("onestop:losses", code)
    return _show_losses(request, dossier, form, {})


@require_POST
def close_loss(request: Request, pk: int) -> HttpResponse:
    """It was put right."""
    seen = visible(request.actor)
    loss = get_object_or_404(Loss.objects.filter(dossier__in=seen), pk=pk)
    dossier = seen.get(pk=loss.dossier_id)
    form = RemedyForm(request.POST, prefix=str(pk))
    if not form.is_valid():
        return _show_losses(request, dossier, LossForm(), {pk: form})
    losses.close_loss(
        pk,
        responsible=form.cleaned_data["trach_nhiem"],
        remedy=form.cleaned_data["khac_phuc"],
        actor=request.actor,
        at=timezone.now(),
    )
    toast(request, "Đã ghi khắc phục xong.")
    return redirect("onestop:losses", dossier.case.code)


def _find(request: Request, text: str) -> HttpResponse:
    found = queries.find(request.actor, read(text))
    if found.person and queries.of_person(request.actor, found.person).exists():
        asked: dict[str, object] = {"nguoi": found.person.pk}
        if found.dossier:
            asked["hs"] = found.dossier.case.code
        address = reverse("onestop:counter_return")
        return HttpResponseRedirect(f"{address}?{urlencode(asked)}")
    shown = {
        "typed": "" if found.choices else text,
        "choices": found.choices,
        "not_found": "" if found.choices else NOBODY,
    }
    return _show(request, shown)


def _person(request: Request) -> Party | None:
    """Whoever the address names, if something of theirs is at this counter."""
    asked = request.GET.get("nguoi", "")
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 19):
        return None
    person = Party.objects.filter(pk=asked).first()
    if person and queries.of_person(request.actor, person).exists():
        return person
    return None


def _go(request: Request, form: HandBackForm) -> Gone:
    letter, payment, now = form.letter(), form.payment(), timezone.now()
    if letter:
        return returns.post(
            form.chosen(), letter, payment=payment, actor=request.actor, at=now
        )
    return returns.hand_back(
        form.chosen(), form.handed(), payment=payment, actor=request.actor, at=now
    )


def _said(gone: Gone) -> str:
    said = (
        f"Đã gửi {len(gone.postings)} kết quả qua bưu chính"
        if gone.postings
        else f"Đã trả {len(gone.collections)} kết quả"
    )
    if gone.receipts:
        total = number(sum(receipt.amount for receipt in gone.receipts))
        said += f", đã thu {total} đồng"
    return f"{said}."


def _show_person(
    request: Request,
    person: Party,
    first: Dossier | None,
    form: HandBackForm | None = None,
) -> HttpResponse:
    theirs = queries.for_person(request.actor, person, now=timezone.now(), first=first)
    ready = [row.dossier for row in theirs.ready]
    ticked = (
        form.ticked
        if form
        else [str(row.dossier.pk) for row in theirs.ready if row.is_chosen]
    )
    shown = {
        "person": person,
        "id_number": masked_number(person.id_number, 4),
        "phone": masked_number(person.phone),
        "theirs": theirs,
        "ticked": ticked,
        "owed": sum(r.owed for r in theirs.ready if str(r.dossier.pk) in ticked),
        "owed_at_all": sum(row.owed for row in theirs.ready),
        "has_file": any(_file_of(one) for one in ready),
        "form": form or HandBackForm(person=person, ready=ready),
        "just_gone": _just_gone(request),
    }
    return _show(request, shown, status=422 if form else 200)


def _show(request: Request, shown: dict[str, Any], status: int = 200) -> HttpResponse:
    was_empty = not request.POST.get("tim", "-").strip()
    shown = {"typed": "", "if_empty": IF_EMPTY, "was_empty": was_empty, **shown}
    if not shown.get("person"):
        shown["waiting"] = queries.counts(request.actor)
    return render(request, "onestop/return.html", shown, status=status)


def _just_gone(request: Request) -> list[dict[str, object]]:
    """What was given back a moment ago: its receipts, and where to rate it.

    The address for rating is drawn, for the telephone of whoever stands at the counter:
    an officer is given no link to it.
    """
    codes = [code for code in request.GET.get("vua", "").split(",") if code][:20]
    if not codes:
        return []
    rows = queries.gone(request.actor, codes)
    return [
        {
            "dossier": row,
            "receipts": [r for r in row.receipts.all() if not r.cancelled_at],
            "rate": _rating(request, row),
        }
        for row in rows
    ]


def _rating(request: Request, dossier: Dossier) -> SafeString | str:
    if dossier.case.closed_at is None:
        return ""
    try:
        address = reverse("portal:rate", args=[dossier.token])
    except NoReverseMatch:  # an office without its public pages
        return ""
    return qr(request.build_absolute_uri(address), "Mã QR mở trang đánh giá")


def _file_of(dossier: Dossier) -> bool:
    result = getattr(dossier, "result", None)
    return bool(result and result.file_id)


def _show_postings(request: Request, forms: dict[int, PostingForm]) -> HttpResponse:
    today = timezone.localdate()
    rows = [
        (
            row,
            forms.get(row.pk)
            or PostingForm(prefix=str(row.pk), initial={"ngay": today}),
        )
        for row in queries.postings(request.actor)
    ]
    status = 422 if forms else 200
    return render(request, "onestop/postings.html", {"rows": rows}, status=status)


def _show_losses(
    request: Request, dossier: Dossier, form: LossForm, forms: dict[int, RemedyForm]
) -> HttpResponse:
    may = losses.may_record(dossier.case, request.actor)
    rows = [
        (
            loss,
            forms.get(loss.pk)
            or RemedyForm(
                prefix=str(loss.pk), initial={"trach_nhiem": loss.responsible}
            ),
        )
        for loss in queries.losses(dossier)
    ]
    shown = {"dossier": dossier, "rows": rows, "form": form, "may": may}
    status = 422 if form.errors or forms else 200
    return render(request, "onestop/losses.html", shown, status=status)
