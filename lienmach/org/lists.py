"""The lists of this room, as their pages show them."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from lienmach.base.filters import Choice, Days, Search
from lienmach.base.lists import Column, Empty, List, View
from lienmach.calc.mask import masked_number
from lienmach.org.actions import audit
from lienmach.org.models import AuditRecord, Grant, Post, Role, User, Verb
from lienmach.org.queries.people import matching

Options = Sequence[tuple[int, str]]


def people(units: Options, *, on: date) -> List[User]:
    """The people an actor looks after; rows as ``queries.people.listed``."""
    return List(
        name="people",
        noun="người",
        sort="ten",
        link=lambda person: reverse("org:person", args=[person.pk]),
        on_export=_note_export,
        empty=Empty(
            title="Chưa có người dùng nào",
            text="Thêm từng người, hoặc nhập cả danh sách từ bảng tính.",
            url=reverse("org:person_add"),
            label="Thêm người dùng",
        ),
        columns=(
            Column(
                slug="ten",
                label="Họ và tên",
                value=lambda person: person.name,
                sort="name_key",
                place="line",
            ),
            Column(
                slug="dn",
                label="Tên đăng nhập",
                value=lambda person: person.username,
                sort="username",
            ),
            Column(slug="vt", label="Vị trí", value=_posts, place="rest"),
            Column(slug="vai", label="Vai trò", value=_roles),
            Column(
                slug="dt",
                label="Điện thoại",
                value=lambda person: masked_number(person.phone),
                only_export=True,
            ),
            Column(slug="tt", label="Tình trạng", value=_state, place="end"),
            Column(
                slug="vao",
                label="Đăng nhập gần nhất",
                value=lambda person: person.last_login,
                sort="last_login",
                is_nullable=True,
            ),
        ),
        views=(
            View(slug="dang-dung", label="Đang dùng", where=Q(is_active=True)),
            View(
                slug="chua-doi",
                label="Chưa đổi mật khẩu lần đầu",
                where=Q(is_active=True, must_change_password=True),
                is_counted=True,
            ),
            View(slug="da-khoa", label="Đã khóa", where=Q(is_active=False)),
        ),
        filters=(
            Search(match=matching, is_quick=True, hint="họ tên, tên đăng nhập"),
            Choice(
                slug="dv",
                label="Đơn vị",
                options=[(str(pk), name.strip()) for pk, name in units],
                match=lambda chosen: Q(
                    pk__in=Post.objects.in_force(on)
                    .filter(unit__in=map(int, chosen))
                    .values("person")
                ),
                is_quick=True,
            ),
            Choice(
                slug="vai",
                label="Vai trò",
                options=list(Role.objects.values_list("code", "name")),
                match=lambda chosen: Q(
                    pk__in=Grant.objects.in_force(on)
                    .filter(role__code__in=chosen)
                    .values("person")
                ),
                is_quick=True,
            ),
        ),
    )


def audit_rows() -> List[AuditRecord]:
    return List(
        name="audit",
        noun="dòng",
        sort="-so",
        on_export=_note_export,
        empty=Empty(title="Nhật ký chưa có dòng nào"),
        name_of=lambda row: f"dòng {row.pk}",
        columns=(
            Column(
                slug="so",
                label="Số",
                value=lambda row: row.pk,
                sort="pk",
                is_number=True,
                place="lead",
            ),
            Column(slug="luc", label="Lúc", value=lambda row: row.at, place="end"),
            Column(
                slug="ai",
                label="Người làm",
                value=lambda row: row.person.name if row.person else "Hệ thống",
                place="line",
            ),
            Column(
                slug="viec",
                label="Việc",
                value=lambda row: row.get_verb_display(),
                place="line",
            ),
            Column(slug="gi", label="Với", value=lambda row: row.subject, place="rest"),
            Column(slug="doi", label="Thay đổi", value=changes, place="rest"),
            Column(slug="may", label="Từ máy", value=lambda row: row.address),
        ),
        filters=(
            Choice(
                slug="viec",
                label="Việc",
                options=[(str(code), label) for code, label in Verb.choices],
                field="verb",
                is_quick=True,
            ),
            Days(label="Ngày", field="at", is_moment=True, is_quick=True),
            Search(
                label="Người làm",
                match=lambda words: (
                    Q(person__name_key__contains=words) | Q(person__username=words)
                ),
                hint="người làm",
                is_quick=True,
            ),
        ),
    )


def changes(row: AuditRecord) -> str:
    """What was before and after, in words."""
    before, after = row.before or {}, row.after or {}
    return "; ".join(
        f"{key}: {_said(before[key])} → {_said(after.get(key))}"
        if key in before
        else f"{key}: {_said(after[key])}"
        for key in {**before, **after}
    )


def _said(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "–" if value is None else str(value)


def _posts(person: User) -> str:
    posts: list[Post] = person.posts_now  # type: ignore[attr-defined]  # prefetched
    return "; ".join(f"{post.title}, {post.unit_name}" for post in posts)  # type: ignore[attr-defined]  # annotated


def _roles(person: User) -> str:
    grants: list[Grant] = person.grants_now  # type: ignore[attr-defined]  # prefetched
    return ", ".join(dict.fromkeys(grant.role.name for grant in grants))


def _state(person: User) -> str:
    if not person.is_active:
        return "Đã khóa"
    return "Chờ đổi mật khẩu" if person.must_change_password else "Đang dùng"


def _note_export(request: HttpRequest, kind: str) -> None:
    actor = request.actor  # type: ignore[attr-defined]  # see base.http.Request
    said = {"tệp": kind, "bộ lọc": request.GET.urlencode()[:300]}
    audit.write(
        Verb.EXPORTED,
        request.path,
        actor=actor,
        at=timezone.now(),
        unit_id=actor.unit_id,
        after=said,
    )
