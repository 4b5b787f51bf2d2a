"""What this room makes known to the engines below; read when Django starts."""

from lienmach.base.navigation import Entry, registry
from lienmach.org.registry import right
from lienmach.surveys.queries import RIGHT

right(RIGHT, "Đọc từng đánh giá của người dân", "lanhdao", "noivu", "thanhtra")
registry.add(Entry("Đánh giá", "smile", "surveys:ratings", 65))
