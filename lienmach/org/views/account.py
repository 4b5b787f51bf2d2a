"""Signing in and out, one's own account, and where one works now."""

from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from lienmach.base.frame import Frame
from lienmach.base.http import (
    address_of,
    is_ours,
    posted,
    signed_in,
    wants_fragment,
)
from lienmach.base.toasts import toast
from lienmach.calc.refusal import Refused
from lienmach.org import demo
from lienmach.org.actions import sign_in as actions
from lienmach.org.forms.account import PasswordForm, SignInForm
from lienmach.org.middleware import (
    UNIT,
    Request,
    opens_at,
    person_of,
    without_desk,
)
from lienmach.org.queries import is_demo
from lienmach.org.queries import people as queries
from lienmach.org.queries.trusted import trial_key

PAGES = ["GET", "HEAD", "POST"]


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(PAGES)
def sign_in(request: Request) -> HttpResponse:
    """P14: the page, or its form alone in the dialog over a page that was open."""
    is_part = wants_fragment(request)
    if request.user.is_authenticated and request.method != "POST" and not is_part:
        return redirect(_next(request))
    form = SignInForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            person = actions.sign_in(
                **form.cleaned_data, address=address_of(request), at=timezone.now()
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            login(request, person)
            return signed_in(request) if is_part else redirect(_next(request))
    shown = {"form": form, "next": _next(request)}
    if not is_part and is_demo():
        shown |= {"accounts": demo.ACCOUNTS, "password": demo.PASSWORD}
    template = "org/_sign_in.html" if is_part else "org/sign_in.html"
    status = 422 if form.is_bound else 200
    return render(request, template, shown, status=status)


@require_POST
@without_desk
def sign_out(request: Request) -> HttpResponse:
    actions.sign_out(
        person_of(request),
        actor=getattr(request, "actor", None),
        address=address_of(request),
        at=timezone.now(),
    )
    logout(request)
    return redirect("org:sign_in")


@never_cache
@sensitive_post_parameters()
@require_http_methods(PAGES)
@without_desk
def password(request: Request) -> HttpResponse:
    """One's own password; with a shell of its own while it must be changed first."""
    form = PasswordForm(posted(request))
    is_forced = person_of(request).must_change_password
    if form.is_bound and form.is_valid():
        try:
            actions.change_password(
                person_of(request),
                old=form.cleaned_data["old"],
                new=form.cleaned_data["new"],
                address=address_of(request),
                at=timezone.now(),
            )
        except Refused as refused:
            field = "old" if "hiện tại chưa đúng" in str(refused) else "new"
            form.add_error(field, str(refused))
        else:
            update_session_auth_hash(request, person_of(request))
            toast(request, "Đã đổi mật khẩu.")
            return redirect(_next(request))
    shown = {
        "form": form,
        "next": _next(request),
        "is_forced": is_forced,
        "shell": "base/public.html" if is_forced else "base/staff.html",
    }
    status = 422 if form.is_bound else 200
    return render(request, "org/password.html", shown, status=status)


@require_safe
def account(request: Request) -> HttpResponse:
    """What the office knows of oneself: posts, rights, and the last sign-ins."""
    shown = {
        "held": queries.held_by(person_of(request), on=timezone.localdate()),
        "rights": queries.rights_said(request.actor),
        "sign_ins": queries.last_sign_ins(person_of(request)),
    }
    return render(request, "org/account.html", shown)


@require_safe
def trial(request: Request) -> HttpResponse:
    """The made-up key file of an account of the demo."""
    key = trial_key(request.user.get_username())
    if key is None:
        raise Http404
    response = HttpResponse(key, content_type="application/x-pkcs12")
    response["Content-Disposition"] = 'attachment; filename="chung-thu-thu.p12"'
    return response


@require_POST
def change_place(request: Request) -> HttpResponse:
    """Work in another unit from now on, in this session; on the same page if it is
    there too."""
    wanted, home = request.POST.get("noi", ""), reverse("org:home")
    places = request.desk.workplaces
    place = next((one for one in places if str(one.unit_id) == wanted), None)
    if place is None:
        raise Http404
    request.session[UNIT] = place.unit_id
    here, said = _next(request), f"Đang làm việc tại {place.name}."
    if here != home and not opens_at(request, here, place.unit_id):
        here = home
        said += " Trang vừa xem không có ở nơi này, nên mở trang bắt đầu."
    toast(request, said)
    return redirect(here)


@require_safe
def home(request: Request) -> HttpResponse:
    """Lead to where a person's day begins: else to the first way in that is open."""
    frame = Frame(request)
    return redirect(frame.home if frame.links else reverse("org:account"))


def _next(request: Request) -> str:
    """The page that asked for signing in, if it is one of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return wanted if is_ours(request, wanted) else reverse("org:home")
