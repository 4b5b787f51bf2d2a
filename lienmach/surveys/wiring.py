"""What this room makes known to the engines below; read when Django starts."""

from lienmach.base.navigation import Entry, registry
from lienmach.indicators.registry import chart, indicator
from lienmach.indicators.registry import register as measure
from lienmach.org.registry import right
from lienmach.surveys.measures import CHARTS, MEASURES, SATISFIED
from lienmach.surveys.queries import RIGHT

right(RIGHT, "Đọc từng đánh giá của người dân", "lanhdao", "noivu", "thanhtra")
registry.add(Entry("Đánh giá", "smile", "surveys:ratings", 65))
for each in MEASURES:
    measure(each)
indicator(SATISFIED)
chart(*CHARTS)
