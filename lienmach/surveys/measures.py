"""The numbers that ratings offer: how many, and how many of each level.

A rating counts on the day on which it was given, for the unit that decided the case.
"""

from django.db.models import Q

from lienmach.indicators.registry import (
    EVERY,
    Chart,
    Facts,
    Indicator,
    Looks,
    Measure,
    Term,
)
from lienmach.surveys.models import Level, Rating
from lienmach.surveys.queries import FEWEST, RIGHT

RATINGS = Facts("ratings", Rating, "case")


def _measure(name: str, label: str, where: Q = EVERY) -> Measure:
    note = "Tính cho nơi giải quyết, theo ngày đánh giá."
    at, unit = "at", "case__decides_unit"
    return Measure(name, label, RATINGS, unit, at, where=where, note=note)


MEASURES = (
    _measure("ratings", "Phiếu đánh giá"),
    *(
        _measure(f"ratings_{level.value}", str(level.label), Q(level=level))
        for level in Level
    ),
)


def _term(level: Level) -> Term:
    label = str(level.label)
    return Term(f"ratings_{level.value}", label[0].lower() + label[1:])


SATISFIED = Indicator(
    "hai-long",
    "Tỷ lệ hài lòng",
    "{value} phiếu hài lòng hoặc rất hài lòng",
    above=(_term(Level.GOOD), _term(Level.VERY_GOOD)),
    below=(Term("ratings", "đã đánh giá"),),
    also=tuple(map(_term, Level)),
    noun="phiếu",
    definition=(
        "Người nộp hồ sơ tự chọn một trong năm mức sau khi nhận kết quả; hài lòng là "
        "hai mức cao. Tính theo ngày đánh giá, cho nơi giải quyết. Ai không đánh giá "
        "thì không có trong số này."
    ),
    right=RIGHT,
)
CHARTS = (
    Chart(Looks.NUMBER, SATISFIED.slug, "Hài lòng", 50, fewest=FEWEST),
    Chart(Looks.LEVELS, SATISFIED.slug, "Người dân có hài lòng không", 60),
)
