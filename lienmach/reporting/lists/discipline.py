"""Who hands in when, as the page shows it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from lienmach.base.lists import Column, Empty, List, View
from lienmach.base.parts import NOTHING
from lienmach.calc.forms import State, share
from lienmach.calc.written import written
from lienmach.org.models import Unit
from lienmach.reporting.flow import BELOW


def discipline(names: Mapping[int, str], year: int) -> List[Any]:
    """``names``: the units that an actor sees, by number. Its rows are units with the
    counts of ``queries.discipline``."""
    return List(
        name="discipline",
        noun="đơn vị",
        sort="ten",
        file=f"ky-luat-bao-cao-{year}",
        link=lambda unit: _reports_of(unit, year),
        empty=Empty(
            title="Không có đơn vị nào",
            text="Năm này chưa đơn vị nào phải nộp báo cáo.",
        ),
        columns=(
            Column(
                slug="ten",
                label="Đơn vị",
                value=lambda unit: _name(unit, names),
                sort="code",
                place="lead",
            ),
            _number("phai", "Phải nộp", "asked"),
            _number("dung", "Đúng hạn", "in_time"),
            _number("tre", "Nộp trễ", "late"),
            _number("chua", "Quá hạn, chưa nộp", "missing"),
            _number("lai", "Lần bị trả lại", "returned"),
            Column(
                slug="ty-le",
                label="Tỷ lệ đúng hạn",
                value=_in_time,
                is_number=True,
                place="end",
            ),
        ),
        views=(
            View(slug="tat-ca", label="Tất cả"),
            View(
                slug="cham",
                label="Có trễ hoặc chưa nộp",
                where=Q(late__gt=0) | Q(missing__gt=0),
                is_counted=True,
            ),
        ),
    )


def _number(slug: str, label: str, name: str) -> Column[Any]:
    return Column(
        slug=slug,
        label=label,
        value=lambda unit: getattr(unit, name),
        sort=name,
        is_number=True,
        place="fact",
    )


def _reports_of(unit: Unit, year: int) -> str:
    """The reports of a unit that were due in a year."""
    found = {"xem": "tat-ca", "dv": unit.pk, "loai": BELOW}
    days = {"tu": f"{year}-01-01", "den": f"{year}-12-31"}
    return f"{reverse('reporting:reports')}?{urlencode(found | days)}"


def _name(unit: Unit, names: Mapping[int, str]) -> str:
    return names.get(unit.pk, unit.code)


def _in_time(unit: Any) -> str:
    """Of what was due by now; nothing where nothing was."""
    due = unit.in_time + unit.late + unit.missing
    found = share(Decimal(unit.in_time), Decimal(due), 1, percent=True)
    return f"{written(found.value)} %" if found.state is State.VALUE else NOTHING
