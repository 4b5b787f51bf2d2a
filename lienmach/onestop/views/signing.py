"""What waits for a leader's signature, signed in one act."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lienmach.base.http import Request, posted
from lienmach.base.signing import WrongPassword
from lienmach.base.toasts import toast
from lienmach.calc.refusal import Refused
from lienmach.onestop.actions.signing import Chosen, sign_results
from lienmach.onestop.flow import SIGN
from lienmach.onestop.forms.signing import SignManyForm
from lienmach.onestop.lists.clocks import clock
from lienmach.onestop.lists.work import code_words
from lienmach.onestop.queries import signing
from lienmach.onestop.views.work import whole_of
from lienmach.org.queries.trusted import trial_key


@require_http_methods(["GET", "HEAD", "POST"])
def sign_many(request: Request) -> HttpResponse:
    """C04 «Chờ ký»: go through it, choose, sign; what was refused stays, with why."""
    request.actor.require(SIGN)
    sent = posted(request)
    ticked = _ticked(request)
    if request.POST.get("tat-ca"):
        whole = whole_of(request, timezone.now(), "ky").order_by("case__urgency", "pk")
        ticked = list(whole.values_list("pk", flat=True)[: signing.MOST])
    if sent is None or "cach" not in sent:  # chosen in the list of work
        return _show(request, SignManyForm(), only=ticked or None, ticked=ticked)
    form = SignManyForm(sent, request.FILES, ticked=ticked)
    only = ticked if "chi" in sent else None
    if not ticked:
        form.add_error(None, "Chọn ít nhất một kết quả để ký.")
    if not form.is_valid():
        return _show(request, form, ticked=ticked, only=only, status=422)
    now = timezone.now()
    waiting = signing.waiting(request.actor, now=now, only=ticked)
    try:
        told = sign_results(
            waiting,
            {pk: _chosen(request, form, pk) for pk in ticked},
            form.key_if_any(),
            signer=str(request.user),
            actor=request.actor,
            at=now,
            as_it_is=form.cleaned_data["nguyen"],
        )
    except Refused as refused:
        is_password = isinstance(refused, WrongPassword)
        form.add_error("mat_khau" if is_password else "chung_thu", str(refused))
        return _show(request, form, ticked=ticked, only=only, status=422)
    if told.done:
        toast(request, f"Đã ký {len(told.done)} kết quả.")
    if not told.refused:
        return redirect("onestop:sign_many")
    refused_ones = sorted(told.refused)
    page = SignManyForm(initial={"nguyen": form.cleaned_data["nguyen"]})
    return _show(
        request, page, ticked=refused_ones, refused=told.refused, done=len(told.done)
    )


def _ticked(request: Request) -> list[int]:
    chosen = request.POST or request.GET
    sent = chosen.getlist("chon")[: signing.MOST + 1]
    return [int(one) for one in sent if one.isdecimal() and len(one) < 19]


def _chosen(request: Request, form: SignManyForm, pk: int) -> Chosen:
    return Chosen(request.POST.get(f"thay-{pk}", ""), form.numbers[pk])


def _show(
    request: Request,
    form: SignManyForm,
    *,
    ticked: list[int],
    only: list[int] | None = None,
    refused: dict[int, str] | None = None,
    done: int = 0,
    status: int = 200,
) -> HttpResponse:
    found = signing.waiting(request.actor, now=timezone.now(), only=only)
    known = {one.dossier.pk for one in found}
    rows: list[dict[str, Any]] = [
        {
            "one": one,
            "dossier": one.dossier,
            "clock": clock(one.told),
            "code": code_words(one.dossier),
            "is_chosen": one.dossier.pk in ticked,
            "number": request.POST.get(f"so-{one.dossier.pk}", ""),
            "reason": (refused or form.wrong).get(one.dossier.pk, ""),
        }
        for one in found[: signing.MOST]
    ]
    gone = [why for pk, why in (refused or {}).items() if pk not in known]
    shown = {
        "rows": rows,
        "form": form,
        "gone": gone,
        "done": done,
        "refused": len(refused or {}),
        "is_more": len(found) > signing.MOST,
        "most": signing.MOST,
        "is_chosen_only": only is not None,
        "has_trial": trial_key(request.user.get_username()) is not None,
    }
    return render(request, "onestop/sign_many.html", shown, status=status)
