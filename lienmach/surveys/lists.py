from django.db.models import Q

from lienmach.base.filters import Choice, Days, Search
from lienmach.base.lists import Column, Empty, List, View
from lienmach.surveys.models import LOW, Level, Rating, Reason


def ratings() -> List[Rating]:
    return List(
        name="ratings",
        file="danh-gia",
        noun="đánh giá",
        sort="-luc",
        views=(
            View(slug="", label="Tất cả"),
            View(
                slug="thap",
                label="Chưa hài lòng",
                where=Q(level__lt=LOW),
                is_counted=True,
            ),
        ),
        columns=(
            Column(
                slug="muc",
                label="Mức",
                value=lambda rating: rating.get_level_display(),
                place="lead",
            ),
            Column(
                slug="hs",
                label="Hồ sơ",
                value=lambda rating: rating.case.code,
                place="rest",
            ),
            Column(slug="vi", label="Điều chưa tốt", value=_reasons, place="rest"),
            Column(
                slug="ke",
                label="Kể thêm",
                value=lambda rating: rating.text,
                place="line",
            ),
            Column(
                slug="luc",
                label="Lúc",
                value=lambda rating: rating.at,
                sort="at",
                place="end",
            ),
        ),
        filters=(
            Search(
                match=lambda words: Q(case__code__icontains=words),
                hint="mã hồ sơ",
                is_quick=True,
            ),
            Choice(
                slug="muc",
                label="Mức",
                options=[(str(level.value), str(level.label)) for level in Level],
                field="level",
                is_quick=True,
            ),
            Choice(
                slug="vi",
                label="Điều chưa tốt",
                options=[(reason.value, str(reason.label)) for reason in Reason],
                match=lambda values: Q(reasons__overlap=list(values)),
            ),
            Days(label="Đánh giá", field="at", is_moment=True),
        ),
        empty=Empty(
            title="Chưa có đánh giá nào",
            text="Người nộp đánh giá từ trang của hồ sơ (mã QR trên giấy hẹn) trong 30 "
            "ngày sau khi nhận kết quả.",
        ),
    )


def _reasons(rating: Rating) -> str:
    return ", ".join(str(Reason(reason).label) for reason in rating.reasons)
