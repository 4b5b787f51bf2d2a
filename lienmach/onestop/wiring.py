"""What this room makes known to the engines below; read when Django starts."""

from lienmach.base.navigation import Entry
from lienmach.base.navigation import registry as navigation
from lienmach.cases import registry
from lienmach.onestop.flow import (
    DOSSIER_FLOW,
    LEAD,
    PRINTS,
    PROCESS,
    RECEIVE,
    SIGN,
    UNDONE,
)
from lienmach.org.registry import Section, right, section

right(RECEIVE, "Tiếp nhận, trả kết quả hồ sơ", "quay")
right(PROCESS, "Xử lý hồ sơ", "chuyenvien", "tuphap", "noivu", "lanhdao")
right(SIGN, "Ký kết quả, từ chối, xin lỗi", "lanhdao")
right(LEAD, "Đồng ý bổ sung lần hai, dừng giải quyết", "lanhdao")
right(PRINTS, "Sửa mẫu in và đầu giấy", "quantri")
section(
    Section(
        "Mẫu in",
        "Đầu giấy, nơi trả kết quả, số điện thoại; mẫu riêng thay mẫu kèm phần mềm",
        "printer",
        "onestop:templates",
        PRINTS,
    )
)
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
