"""A01: what may be looked after, the roles, and the audit."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lienmach.base.http import posted
from lienmach.base.shown import show
from lienmach.base.toasts import toast
from lienmach.calc.refusal import Refused
from lienmach.org import lists, registry
from lienmach.org.actions import roles as actions
from lienmach.org.forms.people import RoleForm
from lienmach.org.middleware import Request
from lienmach.org.models import Role
from lienmach.org.queries import audit as queries
from lienmach.org.queries.people import roles_listed

PAGES = ["GET", "HEAD", "POST"]


@require_safe
def admin(request: Request) -> HttpResponse:
    """The sections of the administration that one may open."""
    rights = request.actor.rights
    sections = [one for one in registry.sections() if one.right in rights]
    return render(request, "org/admin.html", {"sections": sections})


@require_safe
def roles(request: Request) -> HttpResponse:
    request.actor.require(actions.RIGHT)
    shown = {"roles": roles_listed(on=timezone.localdate())}
    return render(request, "org/roles.html", shown)


@require_http_methods(PAGES)
def add_role(request: Request) -> HttpResponse:
    request.actor.require(actions.RIGHT)
    form = RoleForm(posted(request), rights=_rights(), is_new=True)
    if form.is_bound and form.is_valid():
        try:
            actions.add(code=form.cleaned_data["ma"], **_sent(request, form))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            toast(request, "Đã thêm vai trò.")
            return redirect("org:roles")
    return _role(request, form, "Thêm vai trò")


@require_http_methods(PAGES)
def role(request: Request, code: str) -> HttpResponse:
    request.actor.require(actions.RIGHT)
    found = get_object_or_404(Role, code=code)
    held = registry.rights_of(found.code, found.added, found.removed)
    now = {"ten": found.name, "dung_cho": found.note, "quyen": sorted(held)}
    form = RoleForm(posted(request), rights=_rights(), is_new=False, initial=now)
    if form.is_bound and form.is_valid():
        try:
            actions.change(found, **_sent(request, form))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            toast(request, f"Đã sửa vai trò {found.name}.")
            return redirect("org:roles")
    return _role(request, form, f"Vai trò {found.name}")


@require_safe
def audit(request: Request) -> HttpResponseBase:
    """What was done, the last first; the chain is proved on demand."""
    request.actor.require(queries.RIGHT)
    shown = {"chain": queries.chain() if "kiem-tra" in request.GET else None}
    if shown["chain"]:
        return render(request, "org/audit_chain.html", shown)
    rows = queries.visible(request.actor)
    return show(request, lists.audit_rows(), rows, "org/audit.html")


def _rights() -> list[tuple[str, str]]:
    return [(right.code, right.label) for right in registry.rights()]


def _sent(request: Request, form: RoleForm) -> dict[str, Any]:
    return {
        "name": form.cleaned_data["ten"],
        "note": form.cleaned_data["dung_cho"],
        "rights": form.cleaned_data["quyen"],
        "actor": request.actor,
        "at": timezone.now(),
    }


def _role(request: Request, form: RoleForm, title: str) -> HttpResponse:
    status = 422 if form.errors else 200
    shown = {"form": form, "title": title}
    return render(request, "org/role.html", shown, status=status)
