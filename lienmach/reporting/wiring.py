"""What this room makes known to the engines and to the frame."""

from lienmach.base import jobs
from lienmach.base.navigation import Entry
from lienmach.base.navigation import registry as navigation
from lienmach.cases.registry import Kind
from lienmach.cases.registry import register as case_kind
from lienmach.indicators.registry import freezes, press
from lienmach.org import registry
from lienmach.reporting.actions import checks as actions
from lienmach.reporting.flow import (
    APPROVE,
    BELOW,
    CONSOLIDATE,
    ENTER,
    FLOWS,
    OWN,
    SEE,
    SIGN,
    WRITE,
)
from lienmach.reporting.models import RIGHT
from lienmach.reporting.queries.frozen import frozen
from lienmach.reporting.queries.reports import pressing, waiting_count

jobs.register(actions.JOB, actions.run)
registry.right(
    RIGHT,
    "Rà soát báo cáo",
    *("chuyenvien", "lanhdao", "noivu", "tuphap", "xa", "thanhtra"),
)
navigation.add(
    Entry("Báo cáo", "file-text", "reporting:reports", 40, SEE, waiting_count),
    Entry("Rà soát", "file-search", "reporting:checks", 50),
)
registry.right(
    SEE, "Xem báo cáo định kỳ", *("lanhdao", "noivu", "xa", "thanhtra", "chuyenvien")
)
registry.right(
    WRITE, "Viết phần được giao của báo cáo", "noivu", "chuyenvien", "xa", "tuphap"
)
registry.right(ENTER, "Điền biểu, nộp báo cáo", "noivu", "xa")
registry.right(CONSOLIDATE, "Mở kỳ, tổng hợp, nhận báo cáo của đơn vị dưới", "noivu")
registry.right(APPROVE, "Duyệt báo cáo, chốt số", "lanhdao")
registry.right(SIGN, "Ký báo cáo", "lanhdao")
for code, label in ((BELOW, "Báo cáo nộp lên"), (OWN, "Báo cáo tổng hợp")):
    case_kind(Kind(code, label, FLOWS[code], "reporting:by_code", is_dated=True))
press(pressing)
freezes(frozen)
navigation.begin(CONSOLIDATE, "reporting:reports", 20)  # home affairs begin with it
