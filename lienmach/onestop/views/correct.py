"""A receipt is put right and given out again."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lienmach.base.http import Request, posted
from lienmach.base.toasts import toast
from lienmach.calc.refusal import Refused
from lienmach.onestop.actions.correct import correct as correct_receipt
from lienmach.onestop.actions.people import note_opened
from lienmach.onestop.flow import RECEIVE
from lienmach.onestop.forms.correct import CorrectForm
from lienmach.onestop.queries.dossiers import visible


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: Request, code: str) -> HttpResponse:
    """What the receipt says now, to be put right; its slips so far stand below."""
    rows = visible(request.actor).select_related("owner")
    dossier = get_object_or_404(rows, case__code=code)
    request.actor.require(RECEIVE, dossier.case.received_unit_id)
    now, papers = timezone.now(), list(dossier.papers.all())
    form = CorrectForm(posted(request), dossier=dossier, papers=papers)
    if form.is_bound and form.is_valid():
        try:
            correct_receipt(
                dossier.pk,
                form.correction(),
                reason=form.cleaned_data["ly_do"],
                actor=request.actor,
                at=now,
                number=form.cleaned_data["so_buoc"],
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            toast(request, f"Đã sửa {code}; giấy hẹn mới thay giấy cũ.")
            return redirect(f"{reverse('onestop:counter')}?vua={code}")
    if not form.is_bound:
        note_opened(dossier.owner, actor=request.actor, at=now)
    slips = dossier.slips.filter(form="receipt").select_related("made_by")
    shown = {"dossier": dossier, "form": form, "slips": slips}
    status = 422 if form.errors else 200
    return render(request, "onestop/correct.html", shown, status=status)
