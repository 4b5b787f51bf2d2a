"""Fields that wait for an announcement, as their page shows them."""

from datetime import date

from django.db.models import Q
from django.urls import reverse

from lienmach.base.filters import DayOfRows, Days, Search
from lienmach.base.lists import Column, Empty, List, View
from lienmach.base.parts import chip, number
from lienmach.calc.text import fold
from lienmach.registers.models import AwaitedField
from lienmach.registers.queries import awaited as queries


def awaited(*, on: date, may_write: bool) -> List[AwaitedField]:
    """``on`` is the day up to which it is told how long a field has waited."""
    return List(
        name="awaited_fields",
        file="linh-vuc-cho-cong-bo",
        noun="lĩnh vực",
        sort="tu",
        link=lambda wait: reverse("registers:awaited_field", args=[wait.pk]),
        name_of=lambda wait: wait.field.name,
        views=(
            View(slug="", label="Đang chờ", where=queries.is_waiting(on)),
            View(
                slug="chua",
                label="Chưa kiến nghị",
                where=queries.is_waiting(on) & Q(asked_on=None),
                is_counted=True,
            ),
            View(
                slug="co",
                label="Đã có quyết định, chưa khép",
                where=queries.IS_DECIDED,
                is_counted=True,
            ),
            View(slug="xong", label="Đã công bố", where=queries.is_announced(on)),
            View(slug="tat-ca", label="Tất cả"),
        ),
        columns=(
            Column(
                slug="lv",
                label="Lĩnh vực",
                value=lambda wait: wait.field.name,
                sort="field__name_key",
                place="line",
            ),
            Column(
                slug="tu",
                label="Chờ từ ngày",
                value=lambda wait: wait.valid_from,
                sort="valid_from",
                place="fact",
            ),
            Column(
                slug="vb",
                label="Văn bản làm phát sinh",
                value=lambda wait: wait.document,
                place="rest",
            ),
            Column(
                slug="kn",
                label="Kiến nghị",
                value=lambda wait: "; ".join(getattr(wait, "letters", ())),
                show=_asked,
                place="rest",
            ),
            Column(
                slug="knc",
                label="Kiến nghị lần cuối",
                value=lambda wait: getattr(wait, "asked_on", None),
                sort="asked_on",
                is_nullable=True,
            ),
            Column(
                slug="ngay",
                label="Số ngày chờ",
                value=lambda wait: days(wait, on),
                is_number=True,
                only_export=True,
            ),
            Column(
                slug="qd",
                label="Quyết định công bố",
                value=lambda wait: wait.announced_by,
                only_export=True,
            ),
            Column(
                slug="den",
                label="Hết chờ từ ngày",
                value=lambda wait: wait.valid_to,
                sort="valid_to",
                is_nullable=True,
                only_export=True,
            ),
            Column(
                slug="tt",
                label="Tình trạng",
                value=lambda wait: state(wait, on)[1],
                show=lambda wait: chip(*state(wait, on)),
                place="end",
            ),
        ),
        filters=(
            Search(
                match=lambda text: (
                    Q(field__name_key__contains=fold(text))
                    | Q(document__icontains=text)
                    | Q(announced_by__icontains=text)
                ),
                hint="lĩnh vực, số văn bản",
                is_quick=True,
            ),
            DayOfRows(),
            Days(label="Chờ từ", field="valid_from"),
            Days(label="Hết chờ", field="valid_to", slug="htu", until="hden"),
        ),
        empty=Empty(
            title="Không có lĩnh vực nào đang chờ công bố",
            text="Ghi lĩnh vực mà tỉnh chưa công bố thủ tục mới, từ ngày nào, theo văn "
            "bản nào; rồi ghi các văn bản kiến nghị.",
            url=reverse("registers:awaited_watch") if may_write else "",
            label="Ghi lĩnh vực chờ",
        ),
    )


def days(wait: AwaitedField, on: date) -> int:
    """For how many days it waited until a day, or until its end."""
    return (min(wait.valid_to or on, on) - wait.valid_from).days


def state(wait: AwaitedField, on: date) -> tuple[str, str]:
    """A chip: how long it waits, or how it came to an end."""
    told = f"{number(days(wait, on))} ngày"
    if wait.valid_to is None or wait.valid_to > on:
        is_decided = wait.valid_to is None and getattr(wait, "has_decision", False)
        if is_decided:
            return "soon", f"chờ {told}, đã có quyết định"
        return "over", f"chờ {told}"
    if wait.announced_by:
        return "ontime", f"đã công bố sau {told}"
    return "paused", "không còn phải công bố"


def _asked(wait: AwaitedField) -> str:
    letters: list[str] = getattr(wait, "letters", [])
    if not letters:
        return "chưa"
    first = letters[-1]
    return first if len(letters) == 1 else f"{first} (lần {len(letters)})"
