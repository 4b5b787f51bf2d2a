"""The list of tasks (N01) and that of the documents which give them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from lienmach.base import parts
from lienmach.base.filters import Choice, Day, Days, Filter, Search, Values
from lienmach.base.forms import PLAN_YEARS
from lienmach.base.lists import Column, Empty, List, View
from lienmach.calc.local import day_of
from lienmach.calc.text import fold
from lienmach.tasks.flow import State
from lienmach.tasks.models import Mandate, Task
from lienmach.tasks.queries import tasks as queries
from lienmach.tasks.queries.offered import Asked
from lienmach.tasks.queries.tasks import Kind, Names

PLAN, DIRECTIVE = "ke-hoach", "chi-dao"
SORTS = ((PLAN, "Kế hoạch"), (DIRECTIVE, "Ý kiến chỉ đạo"))
GROUPS = {
    "cchc": (Kind.REFORM,),
    "chuyen-de": queries.THEMATIC,
    "de-an": (Kind.PROJECT,),
}
MOST_ASKED = 100  # numbers of an address that are looked at
NO_AREA = "khong-xep"
AREAS = (*Task.Area.choices, (NO_AREA, "Không xếp"))
ENDS = (
    ("dung", "Xong đúng hạn"),
    ("tre", "Xong trễ"),
    ("nop-dung", "Nộp, báo cáo đúng hạn"),
    ("du-kien", "Dự kiến xong trong năm"),
)
GROUP_WORDS = (
    ("cchc", "Cải cách hành chính"),
    ("chuyen-de", "Chuyên đề"),
    ("de-an", "Đề án, dự án"),
)


@dataclass(frozen=True, slots=True)
class Around:
    """What the list of tasks offers one actor to narrow it by."""

    mandates: Sequence[Mandate]
    years: Sequence[int]
    leads: Sequence[tuple[int, str]]
    owners: Sequence[tuple[int, str]]
    names: Names
    waiting: Q
    now: datetime
    may_give: bool


def tasks(around: Around) -> List[Task]:
    """N01: every task an actor sees, those due first."""
    return List(
        name="tasks",
        file="nhiem-vu",
        noun="nhiệm vụ",
        sort="han",
        link=lambda task: reverse("tasks:task", args=[task.case.code]),
        name_of=lambda task: task.text[:80],
        fetch=queries.with_proofs,
        views=_views(around),
        columns=_columns(around),
        filters=_filters(around),
        empty=Empty(
            title="Chưa có nhiệm vụ nào",
            text="Ghi kế hoạch, chỉ thị rồi giao nhiệm vụ cho từng đơn vị; đơn vị chủ "
            "trì, phối hợp thấy nhiệm vụ của mình ở đây.",
            url=reverse("tasks:new_mandate") if around.may_give else "",
            label="Ghi kế hoạch, chỉ đạo",
        ),
    )


def _views(around: Around) -> tuple[View, ...]:
    now = around.now
    return (
        View(slug="", label="Đang thực hiện", where=queries.OPEN, is_counted=True),
        View(slug="cho-toi", label="Chờ tôi", where=around.waiting, is_counted=True),
        View(
            slug="sap-han",
            label="Đến hạn trong 7 ngày",
            where=queries.soon_due(now),
            is_counted=True,
        ),
        View(
            slug="qua-han",
            label="Quá hạn",
            where=queries.overdue(now),
            is_counted=True,
        ),
        View(
            slug="nghiem-thu",
            label="Chờ nghiệm thu",
            where=queries.AWAITS,
            is_counted=True,
        ),
        View(slug="xong", label="Đã xong", where=queries.DONE),
        View(slug="tat-ca", label="Tất cả"),
    )


def _columns(around: Around) -> tuple[Column[Task], ...]:
    names = around.names
    return (
        Column(slug="nd", label="Nội dung", value=lambda t: t.text, place="text"),
        Column(
            slug="tinh",
            label="Tình trạng hạn",
            value=lambda task: said(task, around.now),
            show=lambda task: due_chip(task, around.now),
            place="end",
        ),
        Column(
            slug="han",
            label="Hạn",
            value=lambda task: task.due_on,
            show=_due,
            sort="due_on",
            place="fact",
        ),
        Column(
            slug="ct",
            label="Chủ trì, phối hợp",
            value=names.lead,
            show=lambda task: _units(names.lead(task), names.helping(task)),
            place="text",
        ),
        Column(slug="ph", label="Phối hợp", value=names.helping, only_export=True),
        Column(slug="tt", label="Trạng thái", value=_state, place="lead"),
        Column(
            slug="bc",
            label="Bằng chứng",
            value=lambda task: vars(task)["proof_count"],
            is_number=True,
            place="hide",
        ),
        Column(
            slug="kh",
            label="Văn bản giao",
            value=lambda task: task.mandate.number,
            only_export=True,
        ),
        Column(
            slug="giao",
            label="Giao ngày",
            value=lambda task: task.given_on,
            only_export=True,
        ),
        Column(
            slug="hgoc",
            label="Hạn khi giao",
            value=lambda task: task.first_due_on,
            only_export=True,
        ),
        Column(
            slug="xong",
            label="Xong ngày",
            value=lambda task: task.case.finished_at and day_of(task.case.finished_at),
            only_export=True,
        ),
        Column(
            slug="dk",
            label="Dự kiến xong",
            value=lambda task: task.expected_on,
            only_export=True,
        ),
        Column(
            slug="lv",
            label="Lĩnh vực",
            value=lambda task: task.get_area_display(),
            only_export=True,
        ),
        Column(
            slug="sp", label="Sản phẩm", value=lambda t: t.product, only_export=True
        ),
        Column(
            slug="td", label="Tiến độ", value=lambda t: t.progress, only_export=True
        ),
        Column(
            slug="cl",
            label="Chất lượng",
            value=lambda task: task.get_quality_display(),
            only_export=True,
        ),
        Column(
            slug="ten",
            label="Tên văn bản giao",
            value=lambda task: task.mandate.title,
            only_export=True,
        ),
        Column(slug="ma", label="Mã", value=lambda t: t.case.code, only_export=True),
    )


def _filters(around: Around) -> tuple[Filter, ...]:
    return (
        Search(match=queries.found, hint="nội dung, số văn bản, mã", is_quick=True),
        Choice(slug="loai", label="Loại", options=SORTS, match=of_sort, stays=True),
        Choice(
            slug="kh",
            label="Văn bản giao",
            options=[
                (str(m.pk), f"{m.number}: {m.title}"[:90]) for m in around.mandates
            ],
            field="mandate",
            is_quick=True,
            stays=True,
        ),
        Choice(
            slug="dv",
            label="Chủ trì",
            options=[(str(pk), name) for pk, name in around.leads],
            field="case__unit",
            is_quick=True,
        ),
        Choice(
            slug="nam",
            label="Năm",
            options=[(str(year), str(year)) for year in around.years],
            field="mandate__year",
            stays=True,
        ),
        Choice(
            slug="lv",
            label="Lĩnh vực",
            options=AREAS,
            match=_of_area,
        ),
        Choice(slug="kq", label="Kết quả", options=ENDS, match=_of_ends),
        Choice(slug="nhom", label="Nhóm", options=GROUP_WORDS, match=_of_group),
        Choice(
            slug="nguon",
            label="Nguồn",
            options=Mandate.Source.choices,
            field="mandate__source",
        ),
        Choice(
            slug="cua",
            label="Đơn vị giao",
            options=[(str(pk), name) for pk, name in around.owners],
            field="mandate__unit",
        ),
        Days(label="Hạn", field="due_on", slug="htu", until="hden"),
        Days(
            label="Xong",
            field="case__finished_at",
            is_moment=True,
            slug="xtu",
            until="xden",
        ),
        Day(slug="con", label="Chưa xong trước ngày", match=queries.in_hand_since),
        Day(slug="tinh", label="Tính đến hết ngày", match=queries.stands_on),
        Day(slug="qua", label="Quá hạn vào cuối ngày", match=queries.overdue_on),
    )


def of_sort(values: Values, prefix: str = "mandate__") -> Q:
    """Of plans, of directives, or of both; ``prefix`` is the way to the document."""
    directive = Q(**{f"{prefix}kind": Kind.DIRECTIVE})
    chosen = {PLAN: ~directive, DIRECTIVE: directive}
    where = Q(pk__in=[])
    for value in values:
        where |= chosen[value]
    return where


def _of_ends(values: Values) -> Q:
    chosen = {
        "dung": queries.IN_TIME,
        "tre": queries.LATE,
        "nop-dung": queries.REPORTED_IN_TIME,
        "du-kien": queries.EXPECTED,
    }
    where = Q(pk__in=[])
    for value in values:
        where |= chosen[value]
    return where


def _of_area(values: Values) -> Q:
    return Q(area__in=["" if value == NO_AREA else value for value in values])


def _of_group(values: Values) -> Q:
    return Q(mandate__kind__in=[kind for value in values for kind in GROUPS[value]])


def said(task: Task, now: datetime) -> str:
    """How a task stands with its day, in words: «Quá hạn 3 ngày»."""
    return _standing(task, now)[1]


def due_chip(task: Task, now: datetime) -> SafeString | str:
    """The same as a chip; what is far off is told in plain words."""
    status, words, at = _standing(task, now)
    return parts.chip(status, words, at) if status and at else words


def _standing(task: Task, now: datetime) -> tuple[str, str, datetime | None]:
    due, done = task.case.promised_at, task.case.finished_at
    if task.case.state == State.DROPPED:
        return "paused", "Thôi thực hiện", task.case.closed_at
    if due is None:
        return "", parts.NOTHING, None
    if done:
        days = (day_of(done) - day_of(due)).days
        verb = "Xong" if task.case.state == State.DONE else "Nộp"
        if days < 0:
            return "early", f"{verb} sớm {-days} ngày", done
        if done <= due:
            return "done", f"{verb} đúng hạn", done
        return "late", f"{verb} trễ {days} ngày" if days else f"{verb} trễ", done
    days = (day_of(due) - day_of(now)).days
    if now > due:
        return (
            "over",
            f"Quá hạn {parts.number(-days)} ngày" if days else "Quá hạn hôm nay",
            due,
        )
    words = f"Còn {days} ngày" if days else "Hạn hôm nay"
    return "soon" if due - now <= queries.SOON else "", words, due


def _due(task: Task) -> SafeString | str:
    """The day in force; where it is a day off until when, and before a move which."""
    later, first = task.counts_until, task.first_due_on
    said = [("ngày nghỉ, tính đến", parts.day(later))] if later else []
    said += [("trước", parts.day(first))] if first != task.due_on else []
    lines = format_html_join("", '<br><span class="muted sm">{} {}</span>', said)
    return format_html("{}{}", parts.day(task.due_on), lines)


def _units(lead: str, helping: str) -> SafeString | str:
    if not helping:
        return lead
    return format_html('{}<br><span class="muted sm">cùng {}</span>', lead, helping)


def _state(task: Task) -> str:
    asked = ", xin lùi hạn" if vars(task)["is_asked"] else ""
    return f"{task.state_name}{asked}"


def asked(sent: QueryDict) -> Asked:
    """What the address of a list names by its number."""
    years = _numbers(sent, "nam") & {*PLAN_YEARS}
    given = (_numbers(sent, slug) for slug in ("kh", "dv", "cua"))
    mandates, leads, owners = given
    return Asked(mandates, years, leads, owners)


def _numbers(sent: QueryDict, slug: str) -> frozenset[int]:
    words = [word for text in sent.getlist(slug) for word in text.split(",")]
    few = [word for word in words if word.isdecimal() and len(word) < 19][:MOST_ASKED]
    return frozenset(map(int, few))


def named(units: Iterable[int], names: Names) -> list[tuple[int, str]]:
    """Units as a filter offers them, by their names; what is no unit is left out."""
    found = ((pk, names.of(pk)) for pk in units)
    return sorted((one for one in found if one[1]), key=lambda one: fold(one[1]))


def mandates(
    years: Sequence[int],
    owners: Sequence[tuple[int, str]],
    names: Names,
    may_give: bool,
) -> List[Mandate]:
    """The documents that give work, the latest first."""
    return List(
        name="mandates",
        file="van-ban-giao-viec",
        noun="văn bản",
        sort="-ngay",
        link=lambda mandate: reverse("tasks:mandate", args=[mandate.pk]),
        name_of=lambda mandate: mandate.title,
        views=(
            View(slug="", label="Tất cả"),
            View(slug=PLAN, label="Kế hoạch", where=~Q(kind=Kind.DIRECTIVE)),
            View(slug=DIRECTIVE, label="Chỉ đạo", where=Q(kind=Kind.DIRECTIVE)),
        ),
        columns=(
            Column(slug="ten", label="Tên", value=lambda m: m.title, place="line"),
            Column(slug="so", label="Số", value=lambda m: m.number, place="lead"),
            Column(
                slug="ngay",
                label="Ngày",
                value=lambda m: m.issued_on,
                sort="issued_on",
                place="fact",
            ),
            Column(slug="cq", label="Ban hành", value=lambda m: m.issuer, place="rest"),
            Column(
                slug="loai",
                label="Loại",
                value=lambda m: m.get_kind_display(),
                place="hide",
            ),
            Column(slug="nam", label="Năm", value=lambda m: str(m.year), place="hide"),
            Column(
                slug="cua",
                label="Đơn vị giao",
                value=lambda m: names.of(m.unit_id),
                place="hide",
            ),
        ),
        filters=(
            Search(
                match=queries.titled,
                hint="số, tên văn bản",
                is_quick=True,
            ),
            Choice(
                slug="nam",
                label="Năm",
                options=[(str(year), str(year)) for year in years],
                field="year",
                is_quick=True,
            ),
            Choice(
                slug="loai",
                label="Loại",
                options=Mandate.Kind.choices,
                field="kind",
                is_quick=True,
            ),
            Choice(
                slug="cua",
                label="Đơn vị giao",
                options=[(str(pk), name) for pk, name in owners],
                field="unit",
            ),
            Days(label="Ban hành", field="issued_on"),
        ),
        empty=Empty(
            title="Chưa có văn bản giao việc nào",
            text="Ghi kế hoạch năm, đề án hoặc chỉ thị, rồi giao nhiệm vụ.",
            url=reverse("tasks:new_mandate") if may_give else "",
            label="Ghi kế hoạch, chỉ đạo",
        ),
    )
