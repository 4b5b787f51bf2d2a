"""The catalogue of procedures, as its page shows it and as its files hold it."""

from collections.abc import Callable
from datetime import date

from django.db.models import Exists, Q
from django.urls import reverse

from lienmach.base.filters import Choice, DayOfRows, Search
from lienmach.base.lists import Action, Column, Empty, List, View
from lienmach.base.parts import chip
from lienmach.base.search import matching
from lienmach.calc.procedure_cells import HEADINGS, SINCE, Words, to_cells
from lienmach.registers.actions.procedures import RIGHT
from lienmach.registers.models import (
    Milestone,
    OnlineLevel,
    Place,
    ProcedureField,
    ProcedureVersion,
)
from lienmach.registers.queries import procedures as queries
from lienmach.registers.queries.milestones import marked, unmarked

NOT_ONLINE = "khong"
Version = ProcedureVersion


def procedures(
    *, on: date, fields: list[ProcedureField], words: Words, may_add: bool
) -> List[Version]:
    """``on`` is the day that is looked at; the rows must be those of that day."""
    cell = _cells(words)
    return List(
        name="procedures",
        noun="thủ tục",
        sort="ten",
        link=lambda version: reverse(
            "registers:procedure", args=[version.procedure.code]
        ),
        views=(
            View(
                slug="",
                label="Đang áp dụng",
                where=queries.is_in_force(on),
                is_counted=True,
            ),
            View(
                slug="sap",
                label="Sắp áp dụng",
                where=queries.is_to_come(on),
                is_counted=True,
            ),
            View(slug="het", label="Đã hết hiệu lực", where=queries.has_ended(on)),
            View(slug="tat-ca", label="Tất cả"),
        ),
        columns=(*_shown(cell, on), *_exported(cell)),
        filters=_filters(fields, words, on),
        actions=(
            Action(
                slug="ra-soat",
                label="Đưa vào kế hoạch rà soát",
                url_name="registers:reviews_plan",
                right=RIGHT,
            ),
            Action(
                slug="moc",
                label="Ghi mốc trực tuyến, tích hợp",
                url_name="registers:milestones_mark",
                right=RIGHT,
            ),
        ),
        empty=Empty(
            title="Danh mục chưa có thủ tục nào",
            text="Thêm từng thủ tục, hoặc nhập cả danh mục từ tệp XLSX, CSV, JSON.",
            url=reverse("registers:procedures_import") if may_add else "",
            label="Nhập từ tệp",
        ),
    )


Cell = Callable[[Version, str], str]


def _shown(cell: Cell, on: date) -> tuple[Column[Version], ...]:
    return (
        Column(
            slug="ten",
            label=HEADINGS["name"],
            value=lambda version: version.name,
            sort="name_key",
            place="line",
        ),
        Column(
            slug="ma",
            label=HEADINGS["code"],
            value=lambda version: version.procedure.code,
            sort="procedure__code",
            place="lead",
        ),
        Column(
            slug="lv",
            label=HEADINGS["field"],
            value=lambda version: version.field.name,
            sort="field__name_key",
            place="rest",
        ),
        Column(
            slug="cap",
            label=HEADINGS["levels"],
            value=lambda version: cell(version, "levels"),
            show=lambda version: cell(version, "levels").replace("\n", ", "),
            place="rest",
        ),
        Column(
            slug="han",
            label=HEADINGS["limit"],
            value=lambda version: version.limit_words,
            sort="limit_amount",
            is_nullable=True,
            place="end",
        ),
        Column(
            slug="tt",
            label=HEADINGS["online"],
            value=lambda version: version.get_online_display(),
            place="hide",
        ),
        Column(
            slug="ck",
            label="Công khai",
            value=lambda version: f"{getattr(version, 'posted', 0)}/{len(Place)}",
            show=_posted,
            place="hide",
        ),
        Column(
            slug="tu",
            label=HEADINGS[SINCE],
            value=lambda version: version.valid_from,
            sort="valid_from",
            place="hide",
            only_export=True,
        ),
        Column(
            slug="den",
            label="Đến hết ngày",
            value=lambda version: version.last_day,
            place="hide",
            only_export=True,
        ),
        Column(
            slug="tinh-trang",
            label=f"Tình trạng ngày {on:%d/%m/%Y}",
            value=lambda version: _state(version, on),
            place="hide",
            only_export=True,
        ),
    )


def _exported(cell: Cell) -> list[Column[Version]]:
    """What a file holds besides, so that it can be brought in again."""
    shown = {"name", "code", "field", "levels", "limit", "online", SINCE}
    return [
        Column(
            slug=slug,
            label=label,
            value=lambda version, slug=slug: cell(version, slug),  # type: ignore[misc]  # the usual way to keep a loop's value
            only_export=True,
        )
        for slug, label in HEADINGS.items()
        if slug not in shown
    ]


def _filters(
    fields: list[ProcedureField], words: Words, on: date
) -> tuple[Search | Choice | DayOfRows, ...]:
    online = [(str(code), str(label)) for code, label in OnlineLevel.choices]
    return (
        Search(
            match=lambda text: Q(matching("tokens", text.split())),
            hint="tên, chữ đầu, mã thủ tục",
            is_quick=True,
        ),
        Choice(
            slug="lv",
            label="Lĩnh vực",
            options=[(str(field.pk), field.name) for field in fields],
            field="field",
            is_quick=True,
        ),
        Choice(
            slug="cap",
            label="Cấp",
            options=list(words.levels.items()),
            match=lambda values: Q(levels__overlap=list(values)),
            is_quick=True,
        ),
        Choice(
            slug="tt",
            label="Trực tuyến",
            options=[*online, (NOT_ONLINE, "Chưa trực tuyến")],
            match=lambda values: Q(
                online__in=["" if v == NOT_ONLINE else v for v in values]
            ),
        ),
        Choice(
            slug="thieu",
            label="Thiếu công khai",
            options=[("co", "Ở bất kỳ nơi nào"), *((p.value, p.label) for p in Place)],
            match=_lacking,
            is_quick=True,
        ),
        Choice(
            slug="nganh",
            label="Cơ quan",
            options=[("doc", "Ngành dọc"), ("ngang", "Của địa phương")],
            match=lambda values: Q(is_vertical__in=[v == "doc" for v in values]),
        ),
        Choice(
            slug="phi",
            label="Phí, lệ phí",
            options=[("co", "Có thu"), ("khong", "Không thu")],
            match=lambda values: _either(queries.asks_a_fee(on), values),
        ),
        Choice(
            slug="lt",
            label="Liên thông",
            options=[("co", "Có"), ("khong", "Không")],
            match=lambda values: _either(queries.is_interlinked(), values),
        ),
        Choice(
            slug="moc",
            label="Đã có",
            options=[(kind.value, kind.label) for kind in Milestone.Kind],
            match=lambda values: marked(values, on),
        ),
        Choice(
            slug="chua",
            label="Chưa có",
            options=[(kind.value, kind.label) for kind in Milestone.Kind],
            match=lambda values: unmarked(values, on),
        ),
        DayOfRows(label="Danh mục ngày"),
    )


def _either(holds: Exists, values: tuple[str, ...]) -> Q:
    """One of «co» and «khong»; who ticks both wants all."""
    return Q() if len(set(values)) > 1 else Q(holds) if "co" in values else ~Q(holds)


def _lacking(values: tuple[str, ...]) -> Q:
    return queries.lacks() if "co" in values else queries.lacks(*values)


def _posted(version: Version) -> object:
    posted: int = getattr(version, "posted", 0)
    if posted == len(Place):
        return "đủ"
    if version.valid_to:
        return ""
    return chip("soon", f"thiếu {len(Place) - posted}")


def _state(version: Version, on: date) -> str:
    if version.valid_from > on:
        return "sắp áp dụng"
    return "đang áp dụng" if version.is_in_force(on) else "hết hiệu lực"


def _cells(words: Words) -> Cell:
    """Give the cells of a version; they are made once for all columns of a row."""
    last: dict[int, dict[str, str]] = {}

    def cell(version: Version, slug: str) -> str:
        if slug == "levels":  # the page shows these: nothing else need be read
            return "\n".join(words.levels.get(x, x) for x in version.levels)
        if version.pk not in last:
            last.clear()
            last[version.pk] = to_cells(queries.draft_of(version), words)
        return last[version.pk][slug]

    return cell
