"""What this room makes known to the engines below; read when Django starts."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from lienmach.base import jobs
from lienmach.base.jobs import Progress
from lienmach.base.navigation import Entry
from lienmach.base.navigation import registry as navigation
from lienmach.base.palette import Source
from lienmach.base.palette import add as look_in
from lienmach.base.parts import number
from lienmach.calc.local import day_of
from lienmach.cases import registry
from lienmach.cases.queries import failed
from lienmach.indicators.registry import (
    Groundwork,
    Listing,
    chart,
    dimension,
    groundwork,
    indicator,
    listing,
    press,
    question,
    whereabouts,
)
from lienmach.indicators.registry import register as measure
from lienmach.onestop.actions import (
    batches,
    hands,
    promises,
    rehearsal,
    reminders,
    sendings,
    stalls,
)
from lienmach.onestop.flow import (
    DOSSIER_FLOW,
    LEAD,
    PRINTS,
    PROCESS,
    RECEIVE,
    SEE,
    SIGN,
    TILL,
    UNDONE,
)
from lienmach.onestop.lists.counted import COUNTED
from lienmach.onestop.lists.work import exported
from lienmach.onestop.measures import CHANNEL, CHARTS, FIELD, INDICATORS, MEASURES
from lienmach.onestop.models import Batch
from lienmach.onestop.queries import board, palette
from lienmach.onestop.queries.dossiers import visible
from lienmach.onestop.queries.parts import channels, fields
from lienmach.onestop.queries.questions import QUESTIONS
from lienmach.onestop.queries.routes import RIGHT as SETTINGS
from lienmach.onestop.queries.work import open_of
from lienmach.org.registry import OpenWork, Section, open_work, right, section
from lienmach.registers.registry import on_version

right(
    SEE,
    "Xem hồ sơ của đơn vị",
    *("quay", "chuyenvien", "lanhdao", "tuphap", "noivu", "thanhtra"),
)
right(RECEIVE, "Tiếp nhận, trả kết quả hồ sơ", "quay")
right(PROCESS, "Xử lý hồ sơ", "chuyenvien", "tuphap", "noivu", "lanhdao")
right(SIGN, "Ký kết quả, từ chối, xin lỗi", "lanhdao")
right(LEAD, "Đồng ý bổ sung lần hai, dừng giải quyết", "lanhdao")
right(PRINTS, "Sửa mẫu in và đầu giấy", "quantri")
right(TILL, "Hủy biên lai, chốt quỹ ngày", "lanhdao")
right("onestop.facilities", "Ghi về điểm tiếp nhận", "noivu", "lanhdao", "quantri")
right("onestop.windows", "Đặt quầy, hàng chờ", "quay", "lanhdao", "quantri")
right(SETTINGS, "Phân công thụ lý, mẫu mã hồ sơ", "quantri", "tuphap")
section(
    Section(
        "Phân công thụ lý",
        "Quầy nào nhận, đơn vị nào thụ lý và chịu trách nhiệm; mẫu mã hồ sơ",
        "route",
        "onestop:routes",
        SETTINGS,
    ),
)
registry.register(
    registry.Kind(
        "dossier",
        "Hồ sơ",
        DOSSIER_FLOW,
        "onestop:dossier",
        UNDONE,
        promises.rescheduled,
        mailing=RECEIVE,
    )
)
open_work(OpenWork("dossiers", "hồ sơ", open_of, hands.hand_over_all))


def _look_for_stalls(progress: Progress, payload: dict[str, Any]) -> None:
    stalls.look(at=timezone.now())
    reminders.remind(at=timezone.now())


on_version(rehearsal.doubts_about)
jobs.register("onestop.stalls", _look_for_stalls)
jobs.recur("onestop.stalls", timedelta(minutes=30))


def _forget_draft(progress: Progress, payload: dict[str, Any]) -> None:
    sendings.forget_old(payload["sending"], at=timezone.now())


jobs.register(sendings.JOB, _forget_draft)


def _run_batch(progress: Progress, payload: dict[str, Any]) -> None:
    """Do what somebody asked of many dossiers, or write the list they asked for."""
    batch = Batch.objects.get(pk=payload["batch"])
    if batch.verb != Batch.Verb.EXPORT:
        batches.run(progress, batch, clock=timezone.now)
        return
    now, kind = timezone.now(), batch.said["kind"]
    actor = batches.actor_for(batch, at=now)

    def told(done: int) -> None:
        progress.step(0, 1, f"Đã ghi {number(done)} hồ sơ")

    with exported(actor, now, batch.said["query"], kind, told) as file:
        name = f"ho-so-{day_of(now)}.{kind}"
        batches.keep_file(batch, file, name=name, at=timezone.now())


jobs.register(batches.JOB, _run_batch)


def _forget_files(progress: Progress, payload: dict[str, Any]) -> None:
    batches.forget_files(at=timezone.now())


jobs.register("onestop.exports", _forget_files)
jobs.recur("onestop.exports", timedelta(hours=6))
PAPERS = f"{RECEIVE} {PROCESS}"
navigation.add(
    Entry("Quầy", "store", "onestop:counter", 10, RECEIVE),
    Entry("Bàn giao", "arrow-left-right", "onestop:hand_over", 14, PAPERS),
    Entry("Việc", "inbox", "onestop:work", 20, SEE),
    Entry("Sổ theo dõi", "book-text", "onestop:register_book", 30, SEE),
    Entry("Sự cố", "siren", "onestop:incidents", 45, SEE),
    Entry("Tin nhắn", "mail", "cases:messages", 55, RECEIVE, failed),
)
section(
    Section(
        "Diễn tập thủ tục",
        "Hồ sơ mẫu chạy thử qua từng bước, từng người trước khi nhận hồ sơ thật",
        "flask-conical",
        "onestop:rehearsal",
        "registers.procedures",
    )
)
section(
    Section(
        "Quầy và hàng chờ",
        "Các quầy, chữ đầu số, mỗi quầy gọi hàng nào",
        "ticket",
        "onestop:windows",
        "onestop.windows",
    )
)
navigation.add(Entry("Quỹ", "wallet", "onestop:till", 45, TILL))
section(
    Section(
        "Điểm tiếp nhận",
        "Quyết định, người, thiết bị, buổi trực sáng thứ Bảy của từng nơi",
        "building-2",
        "onestop:facilities",
        "onestop.facilities",
    )
)
look_in(
    Source("Hồ sơ", "file-text", 10, palette.dossiers, f"{SEE} {PAPERS}"),
    Source("Người", "user", 20, palette.people, RECEIVE),
)
for each in MEASURES:
    measure(each)
for one in INDICATORS:
    indicator(one)
listing(Listing(COUNTED, visible))
dimension(FIELD, "Lĩnh vực", fields)
dimension(CHANNEL, "Cách nộp", channels)
chart(*CHARTS)
press(board.pressing)
whereabouts(board.whereabouts)
question(*QUESTIONS)
navigation.begin(SIGN, "indicators:board", 10)  # a leader begins with the board
navigation.begin(PROCESS, "onestop:work", 30)
groundwork(
    Groundwork(
        "Danh mục thủ tục",
        "Chưa có thủ tục nào đang áp dụng.",
        "registers:procedures",
        board.has_procedures,
    ),
    Groundwork(
        "Phân công thụ lý",
        "Chưa khai quầy nào nhận, đơn vị nào thụ lý.",
        "onestop:routes",
        board.has_routes,
    ),
    Groundwork(
        "Hồ sơ đầu tiên",
        "Chưa tiếp nhận hồ sơ nào.",
        "onestop:counter",
        board.has_dossiers,
    ),
)
section(
    Section(
        "Mẫu in",
        "Đầu giấy, nơi trả kết quả, số điện thoại; mẫu riêng thay mẫu kèm phần mềm",
        "printer",
        "onestop:templates",
        PRINTS,
    )
)
