"""The figures that reports have printed, as their page shows them."""

from django.db.models import Q

from lienmach.base.filters import Choice, Days, Search
from lienmach.base.lists import Column, Empty, List
from lienmach.base.search import matching
from lienmach.indicators.models import CellState, ReportedValue


def reported(units: list[tuple[int, str]]) -> List[ReportedValue]:
    """``units``: those an actor sees, for the filter and the column."""
    names = dict(units)
    return List(
        name="reported",
        noun="số liệu",
        sort="-ky",
        link=lambda value: value.url,
        empty=Empty(
            title="Chưa có số liệu từ báo cáo",
            text="Mở một lần rà soát, phần «Viện dẫn, số liệu», rồi vào sổ.",
        ),
        columns=(
            Column(slug="ct", label="Chỉ tiêu", value=lambda v: v.label, place="text"),
            Column(slug="bieu", label="Biểu", value=lambda v: v.form, place="fact"),
            Column(slug="ma", label="Mã", value=lambda v: v.code, place="lead"),
            Column(
                slug="dvt",
                label="Đơn vị tính",
                value=lambda v: v.measure,
                place="rest",
            ),
            Column(
                slug="so",
                label="Số liệu",
                value=lambda value: value.value,
                show=_shown,
                is_number=True,
                place="end",
            ),
            Column(slug="ghi", label="Ghi là", value=_shown, only_export=True),
            Column(
                slug="dv",
                label="Đơn vị",
                value=lambda value: names.get(value.unit_id, ""),
                place="rest",
            ),
            Column(
                slug="tu",
                label="Từ ngày",
                value=lambda value: value.period_start,
                only_export=True,
            ),
            Column(
                slug="ky",
                label="Đến ngày",
                value=lambda value: value.period_end,
                sort="period_end",
                place="rest",
            ),
            Column(
                slug="nguon",
                label="Từ báo cáo",
                value=lambda value: f"dòng {value.line}, {value.source_label}",
                place="rest",
            ),
        ),
        filters=(
            Search(
                match=lambda words: Q(matching("tokens", words.split())),
                is_quick=True,
                hint="chỉ tiêu, mã, biểu",
            ),
            Choice(
                slug="dv",
                label="Đơn vị",
                options=[(str(pk), name) for pk, name in units],
                field="unit",
                is_quick=True,
            ),
            Search(
                slug="bieu",
                label="Biểu",
                match=lambda words: Q(form_key=words),
                hint="Phụ lục 4",
            ),
            Days(label="Kỳ kết thúc", field="period_end"),
        ),
    )


def _shown(value: ReportedValue) -> str:
    """What stands in the cell; a state that is no number is said in words."""
    if value.state in (CellState.VALUE, CellState.TEXT):
        return value.raw
    return value.get_state_display()
