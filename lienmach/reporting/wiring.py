"""What this room makes known to the engines and to the frame."""

from datetime import timedelta

from lienmach.base import jobs
from lienmach.base.navigation import Entry
from lienmach.base.navigation import registry as navigation
from lienmach.base.palette import Source
from lienmach.base.palette import add as palette_source
from lienmach.cases.registry import Kind
from lienmach.cases.registry import register as case_kind
from lienmach.indicators.registry import Kept, freezes, kept, press, ranks
from lienmach.org import registry
from lienmach.registers.registry import on_directions, on_kept
from lienmach.reporting.actions import checks as actions
from lienmach.reporting.actions import mailing
from lienmach.reporting.actions.sheets import count_stale
from lienmach.reporting.flow import (
    APPRAISE,
    APPROVE,
    BELOW,
    CALL_OFF,
    CARD_FLOW,
    CONSOLIDATE,
    ENTER,
    FLOWS,
    IMPROVEMENT,
    IMPROVEMENT_FLOW,
    KEEP,
    LOCK,
    OWN,
    RELEASE,
    SCORE,
    SCORECARD,
    SEE,
    SIGN,
    WITHDRAW,
    WRITE,
)
from lienmach.reporting.models import RIGHT
from lienmach.reporting.queries import palette, score_waits, sending
from lienmach.reporting.queries.directions import directions
from lienmach.reporting.queries.frozen import frozen, frozen_scores
from lienmach.reporting.queries.index_rank import index_ranks
from lienmach.reporting.queries.kept import leaning
from lienmach.reporting.queries.reports import all_waiting, pressing

on_kept(leaning)
jobs.register(actions.JOB, actions.run)
jobs.register(mailing.JOB, mailing.run)
jobs.recur(mailing.JOB, timedelta(minutes=30))
jobs.chore(lambda at: count_stale(at=at))
registry.right(
    RIGHT,
    "Rà soát báo cáo",
    *("chuyenvien", "lanhdao", "noivu", "tuphap", "xa", "thanhtra"),
)
navigation.add(
    Entry("Báo cáo", "file-text", "reporting:reports", 40, SEE, all_waiting),
    Entry("Rà soát", "file-search", "reporting:checks", 50),
    Entry(
        "Chỉ số",
        "chart-column",
        "reporting:scores",
        55,
        SEE,
        score_waits.all_waiting,
    ),
)
registry.right(
    SEE,
    "Xem báo cáo định kỳ",
    *("lanhdao", "noivu", "tuphap", "xa", "thanhtra", "chuyenvien"),
)
registry.right(
    WRITE, "Viết phần được giao của báo cáo", "noivu", "chuyenvien", "xa", "tuphap"
)
registry.right(ENTER, "Điền biểu, nộp báo cáo", "noivu", "xa")
registry.right(
    CONSOLIDATE, "Mở kỳ, tổng hợp, nhận báo cáo của đơn vị cấp dưới", "noivu"
)
registry.right(
    KEEP,
    "Mở kỳ, tổng hợp, viết báo cáo của chế độ mà cơ quan mình giữ",
    *("tuphap", "chuyenvien"),
)
registry.right(APPROVE, "Duyệt báo cáo, chốt số", "lanhdao")
registry.right(SIGN, "Ký báo cáo", "lanhdao")
for code, label, undone in (
    (BELOW, "Báo cáo nộp lên", frozenset({WITHDRAW, RELEASE})),
    (OWN, "Báo cáo tổng hợp", frozenset[str]()),
):
    case_kind(
        Kind(
            code,
            label,
            FLOWS[code],
            "reporting:by_code",
            undone=undone,
            is_dated=True,
            mailing=CONSOLIDATE,
        )
    )
registry.right(SCORE, "Tự chấm điểm cải cách hành chính", "noivu", "xa", "chuyenvien")
registry.right(APPRAISE, "Mở đợt chấm, thẩm định điểm", "noivu", "lanhdao")
registry.right(LOCK, "Chốt điểm cải cách hành chính", "lanhdao")
case_kind(
    Kind(
        SCORECARD,
        "Phiếu chấm điểm",
        CARD_FLOW,
        "reporting:scorecard_by_code",
        is_dated=True,
        undone=frozenset({CALL_OFF}),
    )
)
case_kind(
    Kind(
        IMPROVEMENT,
        "Việc cải tiến chỉ số",
        IMPROVEMENT_FLOW,
        "reporting:improvement",
        is_dated=True,
    )
)
on_directions(directions)
press(pressing)
kept(
    Kept("sending", sending.LABELS, sending.REGISTERS, sending.numbers, sending.listed)
)
freezes(frozen)
freezes(frozen_scores)
press(score_waits.pressing)
ranks(index_ranks)
navigation.begin(CONSOLIDATE, "reporting:reports", 20)  # home affairs begin with it
palette_source(
    Source("Báo cáo", "file-text", 26, palette.reports, SEE),
    Source("Báo cáo đang lập", "file-pen-line", 27, palette.parts, SEE),
)
