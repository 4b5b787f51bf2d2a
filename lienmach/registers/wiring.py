"""What this room makes known to the frame and to the administration."""

from typing import Any

from django.utils import timezone

from lienmach.base import jobs
from lienmach.base.navigation import Entry, registry
from lienmach.base.palette import Source, add
from lienmach.org.registry import Section, right, section
from lienmach.registers.actions import import_trials
from lienmach.registers.actions.marks import WEBSITES
from lienmach.registers.actions.numbers import RIGHT as NUMBERS
from lienmach.registers.queries import palette

CALENDAR, PROCEDURES = "registers.calendar", "registers.procedures"


def _rehearse(progress: jobs.Progress, payload: dict[str, Any]) -> None:
    import_trials.run(progress, payload, at=timezone.now())


jobs.register(import_trials.JOB, _rehearse)
right(CALENDAR, "Sửa lịch làm việc", "quantri", "noivu")
right(PROCEDURES, "Sửa danh mục thủ tục", "tuphap", "quantri")
right(WEBSITES, "Ghi trang thông tin điện tử của các đơn vị", "noivu", "quantri")
right(NUMBERS, "Mở sổ số văn bản đi, thu hồi số", "noivu", "lanhdao")
section(
    Section(
        "Thủ tục",
        "Danh mục theo ngày, phiên bản theo quyết định, nhập và xuất tệp",
        "clipboard-list",
        "registers:procedures",
        PROCEDURES,
    ),
    Section(
        "Quy định một cửa",
        "Quy định tiếp nhận, trả kết quả: bản đang áp dụng, căn cứ đã hết hiệu lực",
        "library",
        "registers:regulations",
        PROCEDURES,
    ),
    Section(
        "Trang thông tin điện tử",
        "Trang của từng đơn vị, cập nhật ra sao; danh mục kèm theo báo cáo",
        "globe",
        "registers:websites",
        WEBSITES,
    ),
    Section(
        "Lịch làm việc",
        "Ngày nghỉ, làm bù, giờ làm việc, sáng thứ Bảy theo văn bản",
        "calendar-days",
        "registers:calendar",
        CALENDAR,
    ),
)
section(
    Section(
        "Sổ văn bản đi",
        "Số đã cấp trong năm, số thu hồi và lý do; mở sổ đã cấp trên giấy",
        "book-open",
        "registers:numbers",
        NUMBERS,
    )
)
registry.add(
    Entry("Văn bản", "library", "registers:documents", 60),
    Entry("Thủ tục", "clipboard-list", "registers:procedures", 70),
    Entry("Lịch làm việc", "calendar-days", "registers:calendar", 80),
)
add(Source("Thủ tục", "clipboard-list", 30, palette.found))
