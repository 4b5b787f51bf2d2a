"""The books of outgoing numbers, as their page shows them."""

from django.db.models import Q

from lienmach.base.filters import Choice, Search
from lienmach.base.lists import Column, Empty, List, View
from lienmach.base.search import matching
from lienmach.registers.models import TakenNumber

FIRST_YEAR = 2020


def numbers(*, until: int) -> List[TakenNumber]:
    """``until`` is the last year that the filter offers."""
    return List(
        name="numbers",
        noun="số",
        sort="-so",
        link=lambda taken: taken.path,
        empty=Empty(
            title="Sổ chưa cấp số nào",
            text="Số được cấp khi ký văn bản; năm nay đã cấp trên giấy thì mở sổ từ số "
            "cuối.",
        ),
        columns=(
            Column(
                slug="so",
                label="Số, ký hiệu",
                value=lambda taken: taken.written,
                sort="taken_at",
                place="lead",
            ),
            Column(
                slug="ngay",
                label="Ngày",
                value=lambda taken: taken.dated_on,
                sort="dated_on",
                place="end",
            ),
            Column(
                slug="ve", label="Trích yếu", value=lambda t: t.subject, place="line"
            ),
            Column(slug="ai", label="Người cấp", value=lambda t: str(t.taken_by)),
            Column(slug="thu", label="Thu hồi", value=_withdrawn, place="rest"),
        ),
        views=(
            View(slug="", label="Tất cả"),
            View(
                slug="thu-hoi", label="Đã thu hồi", where=Q(withdrawn_at__isnull=False)
            ),
        ),
        filters=(
            Search(
                match=lambda words: Q(matching("tokens", words.split())),
                is_quick=True,
                hint="số, trích yếu",
            ),
            Choice(
                slug="nam",
                label="Năm",
                options=[(str(y), str(y)) for y in range(until, FIRST_YEAR - 1, -1)],
                field="book__year",
                is_quick=True,
            ),
        ),
    )


def _withdrawn(taken: TakenNumber) -> str:
    return f"Thu hồi: {taken.reason}" if taken.withdrawn_at else ""
