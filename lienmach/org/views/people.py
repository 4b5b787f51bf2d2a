"""A01, people: who signs in, where they work, what they may."""

from typing import Any

from django.forms import ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from lienmach.base.http import posted
from lienmach.base.lists import around
from lienmach.base.shown import show
from lienmach.base.toasts import toast
from lienmach.calc.refusal import Refused
from lienmach.org import lists, registry
from lienmach.org.actions import people as actions
from lienmach.org.forms.people import (
    ContactForm,
    GrantForm,
    ImportForm,
    LastDayForm,
    LeaveForm,
    PersonForm,
    PostForm,
    today,
)
from lienmach.org.middleware import Request
from lienmach.org.models import Unit, User
from lienmach.org.queries import people as queries
from lienmach.org.queries.units import choices

RIGHT = queries.RIGHT
PAGES = ["GET", "HEAD", "POST"]


@require_safe
def people(request: Request) -> HttpResponseBase:
    request.actor.require(RIGHT)
    on = timezone.localdate()
    declared = lists.people(_offered(request), on=on)
    return show(
        request, declared, queries.listed(request.actor, on=on), "org/people.html"
    )


@require_safe
def person(request: Request, pk: int) -> HttpResponse:
    return _show(request, _person(request, pk))


@require_POST
def reveal(request: Request, pk: int) -> HttpResponse:
    """Show the telephone number and the address, and note who has looked."""
    found = _person(request, pk)
    actions.read_contact(found, actor=request.actor, at=timezone.now())
    return _show(request, found, is_revealed=True)


@require_http_methods(PAGES)
def add(request: Request) -> HttpResponse:
    request.actor.require(RIGHT)
    form = PersonForm(posted(request), offered=_offered(request), initial=today())
    if form.is_bound and form.is_valid():
        try:
            made, password = actions.add(
                form.person,
                on=form.cleaned_data["tu_ngay"],
                actor=request.actor,
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            told = [(made, password)]
            return render(request, "org/passwords.html", {"told": told})
    return _form(request, form, "Thêm người dùng", "Thêm", shows_password=True)


@require_http_methods(PAGES)
def edit(request: Request, pk: int) -> HttpResponse:
    """Change name and contact; to show what they are now is to have looked at them."""
    found = _person(request, pk)
    now = {"ten": found.name, "dien_thoai": found.phone, "thu": found.email}
    form = ContactForm(posted(request), initial=now)
    if form.is_bound and form.is_valid():
        actions.edit(
            found,
            name=form.cleaned_data["ten"],
            phone=form.cleaned_data["dien_thoai"],
            email=form.cleaned_data["thu"],
            actor=request.actor,
            at=timezone.now(),
        )
        toast(request, f"Đã sửa thông tin của {found.name}.")
        return redirect("org:person", pk)
    if not form.is_bound:
        actions.read_contact(found, actor=request.actor, at=timezone.now())
    return _form(request, form, f"Sửa thông tin {found.name}", "Lưu", found)


@require_http_methods(PAGES)
def add_post(request: Request, pk: int) -> HttpResponse:
    found = _person(request, pk)
    form = PostForm(posted(request), offered=_offered(request), initial=today())
    if form.is_bound and form.is_valid():
        try:
            actions.give_post(
                found,
                form.unit,
                form.cleaned_data["chuc_danh"],
                is_head=form.cleaned_data["dung_dau"],
                actor=request.actor,
                at=timezone.now(),
                **form.days,
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            toast(request, f"Đã bố trí {found.name}.")
            return redirect("org:person", pk)
    return _form(request, form, f"Bố trí {found.name}", "Bố trí", found)


@require_http_methods(PAGES)
def add_grant(request: Request, pk: int) -> HttpResponse:
    found = _person(request, pk)
    form = GrantForm(posted(request), offered=_offered(request), initial=today())
    if form.is_bound and form.is_valid():
        try:
            actions.grant(
                found,
                form.cleaned_data["vai_tro"],
                form.unit,
                actor=request.actor,
                at=timezone.now(),
                **form.days,
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            toast(request, f"Đã giao quyền cho {found.name}.")
            return redirect("org:person", pk)
    return _form(request, form, f"Giao quyền cho {found.name}", "Giao quyền", found)


@require_http_methods(PAGES)
def end_post(request: Request, pk: int, post_pk: int) -> HttpResponse:
    found = _person(request, pk)
    post = get_object_or_404(found.posts, pk=post_pk)
    title = f"Kết thúc vị trí {post.title} của {found.name}"
    return _ended(request, found, title, lambda **how: actions.end_post(post, **how))


@require_http_methods(PAGES)
def end_grant(request: Request, pk: int, grant_pk: int) -> HttpResponse:
    found = _person(request, pk)
    grant = get_object_or_404(found.grants.select_related("role"), pk=grant_pk)
    title = f"Kết thúc vai trò {grant.role.name} của {found.name}"
    return _ended(request, found, title, lambda **how: actions.end_grant(grant, **how))


@require_POST
def reset_password(request: Request, pk: int) -> HttpResponse:
    found = _person(request, pk)
    password = actions.reset_password(found, actor=request.actor, at=timezone.now())
    return render(request, "org/passwords.html", {"told": [(found, password)]})


@require_POST
def activate(request: Request, pk: int) -> HttpResponse:
    found = _person(request, pk)
    password = actions.activate(found, actor=request.actor, at=timezone.now())
    return render(request, "org/passwords.html", {"told": [(found, password)]})


@require_http_methods(PAGES)
def deactivate(request: Request, pk: int) -> HttpResponse:
    """Close an account, once what its owner holds has gone to somebody."""
    found = _person(request, pk)
    on = timezone.localdate()
    heirs = queries.active(request.actor, on=on, without=found)
    form = LeaveForm(posted(request), heirs=heirs)
    if form.is_bound and form.is_valid():
        try:
            given = actions.deactivate(
                found, on=on, heir=form.heir, actor=request.actor, at=timezone.now()
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            also = f", đã bàn giao {given} việc" if given else ""
            toast(request, f"Đã khóa tài khoản {found.username}{also}.")
            return redirect("org:person", pk)
    held = [
        (kind.label, count)
        for kind in registry.kinds_of_open_work()
        if (count := kind.count(found.pk))
    ]
    return _form(
        request,
        form,
        f"Khóa tài khoản {found.name}",
        "Khóa tài khoản",
        found,
        held=held,
    )


@require_http_methods(PAGES)
def bring_in(request: Request) -> HttpResponse:
    """Add many from a list: first what would come of each row, then do it."""
    request.actor.require(RIGHT)
    form = ImportForm(posted(request), request.FILES or None, initial=today())
    if form.is_bound and form.is_valid() and "sua" not in request.POST:
        try:
            return _brought_in(request, form)
        except ValidationError as problem:
            form.add_error("bang", problem)
    return _form(
        request, form, "Nhập danh sách người dùng", "Xem trước", shows_password=True
    )


def _brought_in(request: Request, form: ImportForm) -> HttpResponse:
    units = Unit.objects.filter(pk__in=request.actor.units_with(RIGHT))
    lines = form.lines({unit.code: unit for unit in units})
    is_rehearsal = "xac-nhan" not in request.POST
    results = actions.add_many(
        [line.person for line in lines if line.person],
        on=form.cleaned_data["tu_ngay"],
        actor=request.actor,
        at=timezone.now(),
        is_rehearsal=is_rehearsal,
    )
    by_person = {id(result.new): result for result in results}
    rows = [(line, by_person.get(id(line.person))) for line in lines]
    problems = {
        line.number: line.problem or (added.problem if added else "")
        for line, added in rows
    }
    good = sum(not problem for problem in problems.values())
    shown: dict[str, Any] = {
        "form": form,
        "rows": [(line, added, problems[line.number]) for line, added in rows],
        "good": good,
        "bad": len(rows) - good,
        "is_rehearsal": is_rehearsal,
    }
    return render(request, "org/people_import.html", shown)


def _ended(request: Request, found: User, title: str, end: Any) -> HttpResponse:
    form = LastDayForm(posted(request), initial={"ngay_cuoi": timezone.localdate()})
    if form.is_bound and form.is_valid():
        try:
            end(on=form.on, actor=request.actor, at=timezone.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            toast(request, f"Đã ghi: {title.lower()}.")
            return redirect("org:person", found.pk)
    return _form(request, form, title, "Kết thúc", found)


def _person(request: Request, pk: int) -> User:
    request.actor.require(RIGHT)
    return get_object_or_404(queries.visible(request.actor), pk=pk)


def _offered(request: Request) -> list[tuple[int, str]]:
    """The units an actor looks after: those of today, and the archives among them."""
    return choices(request.actor.units_with(RIGHT), on=request.desk.here.day)


def _show(request: Request, found: User, *, is_revealed: bool = False) -> HttpResponse:
    on = timezone.localdate()
    rows = queries.listed(request.actor, on=on)
    declared = lists.people((), on=on)
    shown = {
        "person": found,
        "held": queries.held_by(found, on=on),
        "is_revealed": is_revealed,
        "around": around(
            request, declared, rows, found, list_url="/cb/quan-tri/nguoi-dung/"
        ),
        "is_in_care": queries.is_in_care(found, request.actor.units_with(RIGHT), on=on),
    }
    return render(request, "org/person.html", shown)


def _form(
    request: Request,
    form: Any,
    title: str,
    submit: str,
    found: User | None = None,
    *,
    shows_password: bool = False,
    held: list[tuple[str, int]] | None = None,
) -> HttpResponse:
    """A page with one form; what shows a password is never answered from a store."""
    shown = {
        "form": form,
        "title": title,
        "submit": submit,
        "person": found,
        "held": held,
        "shows_password": shows_password,
    }
    status = 422 if form.errors else 200
    return render(request, "org/person_form.html", shown, status=status)
