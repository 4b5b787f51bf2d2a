"""The trail of a dossier in plain words: who did what, when, from where to where."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType

from lienmach.calc.flow import Effect
from lienmach.calc.local import day_of
from lienmach.cases.models import CaseEvent
from lienmach.onestop.flow import DOSSIER_FLOW, NOTES
from lienmach.onestop.models import Dossier
from lienmach.onestop.queries.places import short_names

SOON = timedelta(minutes=5)  # what is written down within is not late
# What is on a trail besides the steps of the flow.
WORDS: Mapping[str, str] = MappingProxyType(
    {step.name: step.label for step in DOSSIER_FLOW.steps}
    | NOTES
    | {
        "open": "Tiếp nhận hồ sơ",
        "assign": "Chuyển người xử lý",
        "note": "Ghi chú nội bộ",
        "consult": "Lấy ý kiến",
        "opinion": "Có trả lời ý kiến",
        "apology": "Soạn thư xin lỗi",
        "apology_signed": "Ký thư xin lỗi, hẹn lại",
        "attach": "Thêm tệp",
        "detach": "Bỏ tệp",
        "undo": "Hoàn tác",
        "print": "In giấy",
        "hand_over": "Bàn giao bản giấy",
        "handed_over": "Nhận bàn giao",
        "hand_back": "Không nhận bàn giao",
        "correct": "Sửa giấy hẹn",
        "slip": "Phát hành lại giấy hẹn",
        "calendar": "Tính lại hạn theo lịch mới",
    }
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One event. ``undone`` tells by whom it was taken back, ``written_at`` when it was
    written down, if that was later.
    """

    step: str
    words: str
    by: str
    at: datetime
    moved: str
    note: str
    undone: str
    is_pause: bool
    written_at: datetime | None = None


def entries(dossier: Dossier) -> list[Entry]:
    """Every event of a dossier, the last first. Two queries."""
    events = list(
        dossier.case.events.select_related(
            "actor", "person", "person_before", "undoes", "undone_by__actor"
        ).order_by("-number")
    )
    units = {u for e in events for u in (e.unit_id, e.unit_before_id) if u}
    latest = max((day_of(e.at) for e in events), default=None)
    names = short_names(units, latest) if latest else {}
    told = [_entry(event, names) for event in events]
    if dossier.paper_number and told:
        from_paper = f"{told[-1].words}, nhập bù từ số giấy {dossier.paper_number}"
        told[-1] = replace(told[-1], words=from_paper)
    return told


def words_of(step: str) -> str:
    return WORDS.get(step, step)


def _entry(event: CaseEvent, names: Mapping[int, str]) -> Entry:
    words = words_of(event.step)
    if event.undoes:
        words = f"{words}: {words_of(event.undoes.step).lower()}"
    back = getattr(event, "undone_by", None)
    return Entry(
        event.step,
        words,
        _by(event),
        event.at,
        _moved(event, names),
        event.note,
        f"đã hoàn tác, {back.actor.name if back.actor else 'tự động'}" if back else "",
        is_pause=event.effect == Effect.PAUSE and back is None,
        written_at=event.made_at if event.made_at - event.at > SOON else None,
    )


def _by(event: CaseEvent) -> str:
    if event.actor:
        return event.actor.name
    return "người nộp" if event.step == "sent" else "tự động"


def _moved(event: CaseEvent, names: Mapping[int, str]) -> str:
    """From which unit and person to which, where that has changed."""
    said = []
    if event.unit_before_id and event.unit_before_id != event.unit_id:
        before, after = (
            names.get(event.unit_before_id, ""),
            names.get(event.unit_id, ""),
        )
        said.append(f"từ {before} sang {after}")
    if event.person and event.person_id not in (event.person_before_id, event.actor_id):
        said.append(f"cho {event.person.name}")
    return ", ".join(said)
