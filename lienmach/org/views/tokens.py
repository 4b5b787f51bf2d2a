"""What one lets programs read: making tokens, seeing their use, revoking them."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from lienmach.base.http import posted
from lienmach.base.toasts import toast
from lienmach.calc.refusal import Refused
from lienmach.org.actions import tokens as actions
from lienmach.org.forms.account import TokenForm
from lienmach.org.middleware import Request
from lienmach.org.queries import tokens as queries


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: Request) -> HttpResponse:
    """The tokens of whoever asks; the secret of a new one is shown here, once."""
    now = timezone.now()
    form, made, secret = TokenForm(posted(request)), None, ""
    if form.is_bound and form.is_valid():
        name, days = form.cleaned_data["ten"], form.cleaned_data["ngay"]
        try:
            made, secret = actions.make(
                name=name, days=days, actor=request.actor, at=now
            )
        except Refused as refused:
            form.add_error("ten", str(refused))
        else:
            form = TokenForm()
    shown = {
        "form": form,
        "made": made,
        "secret": secret,
        "tokens": queries.listed(request.actor, on=timezone.localdate(now)),
        "now": now,
        "api": request.build_absolute_uri("/api/"),
    }
    status = 422 if form.is_bound else 200
    return render(request, "org/tokens.html", shown, status=status)


@require_POST
def revoke(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.own(request.actor), pk=pk)
    actions.revoke(found, actor=request.actor, at=timezone.now())
    toast(request, f"Đã thu hồi mã «{found.name}».")
    return redirect("org:tokens")
