"""What this room makes known to the engines below; read when Django starts."""

from lienmach.base.navigation import Entry
from lienmach.base.navigation import registry as navigation
from lienmach.cases import registry
from lienmach.onestop.flow import DOSSIER_FLOW, LEAD, PROCESS, RECEIVE, SIGN, UNDONE
from lienmach.org.registry import right

right(RECEIVE, "Tiếp nhận, trả kết quả hồ sơ", "quay")
right(PROCESS, "Xử lý hồ sơ", "chuyenvien", "tuphap", "noivu", "lanhdao")
right(SIGN, "Ký kết quả, từ chối, xin lỗi", "lanhdao")
right(LEAD, "Đồng ý bổ sung lần hai, dừng giải quyết", "lanhdao")
registry.register(
    registry.Kind("dossier", "Hồ sơ", DOSSIER_FLOW, "onestop:dossier", UNDONE)
)
AT_WORK = f"{RECEIVE} {PROCESS} {LEAD}"
navigation.add(
    Entry(
        "Bàn giao", "arrow-left-right", "onestop:hand_over", 14, f"{RECEIVE} {PROCESS}"
    ),
    Entry("Sổ theo dõi", "book-open-text", "onestop:register_book", 16, AT_WORK),
)
