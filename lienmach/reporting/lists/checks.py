"""The list of checks, as the page shows it."""

from django.db.models import Q
from django.urls import reverse

from lienmach.base.filters import Choice, Days, Search
from lienmach.base.lists import Column, Empty, List, View
from lienmach.base.search import matching
from lienmach.calc.local import ZONE
from lienmach.reporting.models import Check

LEFT = Q(open__gt=0, next=None)  # a later version takes the place of this one
STATES = (
    ("chua", "Còn điểm chưa xử lý"),
    ("xong", "Đã xử lý hết"),
    ("loi", "Không đọc được"),
)


def checks(units: list[tuple[int, str]], *, may_submit: bool) -> List[Check]:
    """``units``: those an actor sees, by number, for the column and the filter."""
    names = {pk: name.lstrip("– ") for pk, name in units}
    return List(
        name="checks",
        noun="lần rà soát",
        sort="-luc",
        link=lambda check: reverse("reporting:check", args=[check.pk]),
        empty=Empty(
            title="Chưa rà soát văn bản nào",
            text="Tải lên một báo cáo: phần mềm chỉ ra chỗ tự mâu thuẫn."
            if may_submit
            else "Văn bản mà đơn vị đã đưa rà soát sẽ hiện ở đây.",
            url=reverse("reporting:submit") if may_submit else "",
            label="Rà soát một văn bản",
        ),
        columns=(
            Column(slug="ten", label="Báo cáo", value=str, show=_named, place="text"),
            Column(
                slug="dv",
                label="Đơn vị",
                value=lambda check: names.get(check.unit_id, check.unit.code),
                place="rest",
            ),
            Column(slug="ky", label="Kỳ số liệu", value=_period, place="fact"),
            Column(slug="lan", label="Lần", value=lambda c: c.round, only_export=True),
            Column(
                slug="kq",
                label="Kết quả",
                value=_found,
                show=_gravest,
                place="lead",
            ),
            Column(
                slug="con",
                label="Chưa xử lý",
                value=lambda check: check.open,
                show=_left,
                is_number=True,
                sort="open",
            ),
            Column(
                slug="luc",
                label="Rà soát",
                value=lambda check: check.made_at,
                show=lambda check: check.made_at.astimezone(ZONE).date(),
                sort="made_at",
                place="end",
            ),
            Column(
                slug="nguoi",
                label="Người rà soát",
                value=lambda check: str(check.made_by),
                only_export=True,
            ),
        ),
        views=(
            View(slug="tat-ca", label="Tất cả"),
            View(
                slug="can-xu-ly",
                label="Còn điểm chưa xử lý",
                where=LEFT,
                is_counted=True,
            ),
        ),
        filters=(
            Search(
                match=lambda words: Q(matching("tokens", words.split())),
                is_quick=True,
                hint="tên, số, tệp",
            ),
            Choice(
                slug="dv",
                label="Đơn vị",
                options=[(str(pk), name) for pk, name in units],
                field="unit",
                is_quick=True,
            ),
            Choice(slug="tt", label="Tình trạng", options=STATES, match=_in_state),
            Days(
                slug="ky-tu",
                until="ky-den",
                label="Kỳ số liệu kết thúc",
                field="period_end",
            ),
            Days(label="Rà soát", field="made_at", is_moment=True),
        ),
    )


def _left(check: Check) -> object:
    """Of a text that has a later version nothing is left to do here."""
    return f"đã có lần {check.later.round}" if check.later else check.open


def _in_state(values: tuple[str, ...]) -> Q:
    states = {
        "chua": LEFT,
        "xong": Q(open=0, error="", finished_at__isnull=False),
        "loi": ~Q(error=""),
    }
    where = Q(pk__isnull=True)
    for value in values:
        where |= states[value]
    return where


def _period(check: Check) -> str:
    if not check.period_start or not check.period_end:
        return ""
    return f"{check.period_start:%d/%m/%Y} – {check.period_end:%d/%m/%Y}"


def _named(check: Check) -> str:
    """Of a text that is checked again its round is told, too."""
    return f"{check} (lần {check.round})" if check.round > 1 else str(check)


def _gravest(check: Check) -> str:
    """What somebody has to look at; hints are told only where there is nothing else."""
    found = _found(check)
    return found.rpartition(" · ")[0] if check.infos and " · " in found else found


def _found(check: Check) -> str:
    if check.failure:
        return "Không đọc được"
    if not check.is_done:
        return "Đang rà soát"
    found = [
        (check.errors, "sai"),
        (check.warnings, "nghi vấn"),
        (check.infos, "gợi ý"),
    ]
    return " · ".join(f"{n} {word}" for n, word in found if n) or "Không thấy mâu thuẫn"
