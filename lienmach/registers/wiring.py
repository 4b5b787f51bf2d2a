"""What this room makes known to the frame, and its rights."""

from lienmach.base.navigation import Entry, registry
from lienmach.org.registry import right

right("registers.calendar", "Sửa lịch làm việc", "quantri", "noivu")
right("registers.procedures", "Sửa danh mục thủ tục", "tuphap", "quantri")

registry.add(
    Entry("Văn bản", "library", "registers:documents", 60),
    Entry("Thủ tục", "clipboard-list", "registers:procedures", 70),
    Entry("Lịch làm việc", "calendar-days", "registers:calendar", 80),
)
