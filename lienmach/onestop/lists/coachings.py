"""The register of checks and coaching on the software."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Q
from django.urls import reverse

from lienmach.base.filters import Choice, Days, Search
from lienmach.base.lists import Column, Empty, List, View
from lienmach.base.parts import chip
from lienmach.onestop.models import Coaching
from lienmach.onestop.queries.coachings import TO_DO


def coachings(names: Mapping[int, str], *, on: date) -> List[Coaching]:
    """``names`` are the receiving points that are seen."""
    return List(
        name="coachings",
        file="huong-dan-phan-mem",
        noun="lần",
        sort="-ngay",
        link=lambda one: reverse("onestop:facility", args=[one.unit_id]) + "#huong-dan",
        views=(
            View(slug="", label="Tất cả"),
            View(slug="con", label="Còn việc phải làm", where=TO_DO, is_counted=True),
        ),
        columns=(
            Column(
                slug="nd", label="Nội dung", value=lambda one: one.subject, place="line"
            ),
            Column(
                slug="ngay",
                label="Ngày",
                value=lambda one: one.day,
                sort="day",
                place="lead",
            ),
            Column(
                slug="noi",
                label="Nơi",
                value=lambda one: names.get(one.unit_id, ""),
                place="rest",
            ),
            Column(slug="viec", label="Việc", value=lambda one: one.get_kind_display()),
            Column(
                slug="ai",
                label="Người chủ trì",
                value=lambda one: one.led_by,
                place="rest",
            ),
            Column(
                slug="du",
                label="Người tham gia",
                value=lambda one: len(one.people.all()),
                is_number=True,
            ),
            Column(
                slug="ten",
                label="Tên người tham gia",
                value=lambda one: ", ".join(person.name for person in one.people.all()),
                only_export=True,
            ),
            Column(
                slug="ghi",
                label="Ghi nhận",
                value=lambda one: one.found,
                only_export=True,
            ),
            Column(
                slug="tiep",
                label="Việc phải làm tiếp",
                value=lambda one: one.follow_up,
                show=lambda one: _left(one, on),
                place="end",
            ),
            Column(
                slug="xong",
                label="Đã làm xong ngày",
                value=lambda one: one.done_on,
                only_export=True,
            ),
            Column(
                slug="kq",
                label="Kết quả",
                value=lambda one: one.outcome,
                only_export=True,
            ),
        ),
        filters=(
            Search(
                match=lambda words: (
                    Q(subject__icontains=words)
                    | Q(led_by__icontains=words)
                    | Q(found__icontains=words)
                ),
                hint="nội dung, người chủ trì, ghi nhận",
                is_quick=True,
            ),
            Choice(
                slug="noi",
                label="Nơi",
                options=[(str(pk), name) for pk, name in names.items()],
                field="unit",
                is_quick=True,
            ),
            Choice(
                slug="viec",
                label="Việc",
                options=[(kind.value, kind.label) for kind in Coaching.Kind],
                field="kind",
            ),
            Days(label="Ngày", field="day", is_quick=True),
        ),
        empty=Empty(
            title="Chưa ghi lần kiểm tra, hướng dẫn nào",
            text="Ghi ở trang của từng điểm tiếp nhận: ai hướng dẫn, ai tham gia, "
            "thấy gì, phải làm gì tiếp.",
        ),
    )


def _left(one: Coaching, on: date) -> object:
    if not one.follow_up:
        return "không"
    if one.done_on:
        return chip("ontime", "đã làm xong")
    is_over = one.due_on is not None and one.due_on < on
    return chip("over", "quá ngày") if is_over else chip("soon", "còn phải làm")
