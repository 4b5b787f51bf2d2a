"""What somebody may do with a dossier now, and why not the rest.

What a person may never do is not offered; what the state or the place of the dossier
forbids is shown with its reason.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from lienmach.base.actor import Actor
from lienmach.calc.calendar import WorkCalendar
from lienmach.calc.flow import Step
from lienmach.calc.local import day_of
from lienmach.calc.refusal import Refused
from lienmach.calc.rules import apology_by, rules_on
from lienmach.cases.models import Case
from lienmach.cases.queries import last_event
from lienmach.onestop.flow import (
    DOSSIER_FLOW,
    LEAD,
    OF_A_ROOT,
    PROCESS,
    RECEIVE,
    UNDONE,
    UNFINISHED,
    State,
)
from lienmach.onestop.models import Dossier
from lienmach.registers.models import Step as InnerStep

SECOND_TIME = (
    "Hồ sơ này đã yêu cầu bổ sung một lần. Yêu cầu lần hai cần lãnh đạo đồng ý."
)
ASKED_ALREADY = (
    "Hồ sơ đang chờ bổ sung theo yêu cầu ngày {day}: chưa yêu cầu thêm được. Sau khi "
    "nơi tiếp nhận ghi «Đã bổ sung đủ» mà còn thiếu giấy tờ khác, lãnh đạo yêu cầu lần "
    "hai."
)
SENT_ALREADY = " Mục nào đã gửi qua mạng mà chưa đạt thì nêu ở «Còn thiếu…»."
NOT_NOW = "Lúc này hồ sơ không qua bước ấy được: xem những việc làm được dưới đây."
STEPS = frozenset(step.name for step in DOSSIER_FLOW.steps)
# Steps that need nothing typed; the others open their form first.
AT_ONCE = frozenset(
    {"accept", "submit", "paid", "answered", "supplement", "supplement_sent"}
)

BY_KEY = "sign_key"  # the step «sign», done to the draft with a key file
NOTICE_PAID = "Ghi đã nộp tiền theo thông báo"
SIGNED_ELSEWHERE = "Ghi nhận bản đã ký"

# Done at the counter's own screens.
ELSEWHERE = frozenset({"return", "return_at_once"})
GRAVE = frozenset({"refuse", "reject", "withdraw", "stop", "cancel"})
RARE = frozenset({"owe", "wait", "record_result"})
FIRST: Mapping[str, str] = MappingProxyType(
    {
        State.RECEIVED: "accept",
        State.ASKED: "supplement",
        State.OWING: "paid",
        State.WAITING: "answered",
        State.SIGNING: "sign",
    }
)


@dataclass(frozen=True, slots=True)
class Offer:
    """Something to do; ``reason`` says why not now. ``at_once`` needs no form.

    ``is_rare``: it stands a click further away, so that the common things are found.
    """

    name: str
    label: str
    reason: str = ""
    at_once: bool = False
    is_grave: bool = False
    is_first: bool = False
    is_rare: bool = False
    hint: str = ""


def offers(
    dossier: Dossier,
    inner: Collection[InnerStep],
    *,
    actor: Actor,
    is_root: bool,
    asked_before: bool,
    is_sent: bool = False,
    has_draft: bool = True,
    is_owing: bool = False,
    is_unowed: bool = False,
) -> list[Offer]:
    """What may be done at this step, the main thing first.

    ``is_sent``: the applicant has sent over the web what was asked for. Without a draft
    of the result it is asked first whether to have it signed all the same. Where it
    ``is_owing`` a notice of financial obligation is unpaid: its receipt is asked for.
    ``is_unowed``: the notices it waits for were cancelled, nobody can have paid them.
    """
    case = dossier.case
    hidden = ELSEWHERE | _other_way(case, actor, is_sent=is_sent)
    if is_owing:
        hidden |= {"unowed"}
    elif is_unowed:
        hidden |= {"paid"}
    found = [
        _offer(step, case, actor, asked_before=asked_before)
        for step in DOSSIER_FLOW.open_steps(case.state)
        if step.name not in hidden
        and actor.units_with(step.right)
        and not (is_root and step.name not in OF_A_ROOT)
    ]
    first = _first(dossier, inner)
    if first == "supplement" and first in hidden:
        first = "supplement_sent"
    if first == "paid" and is_unowed:
        first = "unowed"
    following = next_step(dossier, inner)
    marked = []
    for one in found:
        hint = following.name if following and one.name == "forward" else ""
        is_first = one.name == first and not one.reason
        is_asked = one.name == "submit" and not has_draft
        at_once = one.at_once and not is_asked
        marked.append(replace(one, is_first=is_first, hint=hint, at_once=at_once))
        if one.name == "paid" and is_owing:
            paid = replace(marked.pop(), name="notice_paid", label=NOTICE_PAID)
            marked.append(replace(paid, at_once=False))
        if one.name == "sign" and has_draft and not one.reason:
            signed = replace(marked.pop(), is_first=False, label=SIGNED_ELSEWHERE)
            marked += [Offer(BY_KEY, "Ký số dự thảo", is_first=True), signed]
    return sorted(marked, key=lambda one: (not one.is_first, one.is_grave))


def besides(dossier: Dossier, *, actor: Actor, is_root: bool = False) -> list[Offer]:
    """What moves nothing or only the hands: to assign, to consult, to apologise."""
    case = dossier.case
    told = []
    held = actor.may(PROCESS, case.unit_id) or actor.may(LEAD, case.unit_id)
    at_counter = case.unit_id == case.received_unit_id
    gives = held or (at_counter and actor.may(RECEIVE, case.unit_id))
    if gives and not case.closed_at:
        told.append(Offer("assign", "Chuyển người, đơn vị"))
    waits_for_tax = case.state in (State.IN_PROGRESS, State.OWING) and not is_root
    if waits_for_tax and actor.may(PROCESS, case.unit_id):
        told.append(Offer("notice", "Nhận thông báo nghĩa vụ tài chính"))
    if held and case.state in UNFINISHED:
        told.append(Offer("consult", "Lấy ý kiến cơ quan khác"))
        if case.promised_at:
            told.append(Offer("apology", "Soạn thư xin lỗi, hẹn lại"))
    return told


def next_step(dossier: Dossier, inner: Collection[InnerStep]) -> InnerStep | None:
    """The step of the inner process that comes after the one the dossier is at."""
    later = (step for step in inner if step.number == dossier.position + 1)
    return next(later, None)


def back_reason(case: Case, *, actor: Actor) -> str | None:
    """Why the last step may not be taken back now: empty if it may, None if hidden."""
    event = last_event(case)
    if event is None or event.actor_id != actor.user_id or event.undoes_id:
        return None
    if event.step in UNDONE:
        return ""
    is_step = any(step.name == event.step for step in DOSSIER_FLOW.steps)
    return "Bước vừa làm không hoàn tác được." if is_step else None


def apology_is_near(case: Case, calendar: WorkCalendar, *, now: datetime) -> bool:
    """Say whether a letter should be ready by now."""
    if case.promised_at is None or case.finished_at or case.due_at is None:
        return False
    day = day_of(case.received_at)
    try:
        return now >= apology_by(case.promised_at, rules_on(day), calendar)
    except Refused:  # a year whose days off are not known
        return now >= case.promised_at


def _other_way(case: Case, actor: Actor, *, is_sent: bool) -> frozenset[str]:
    """Of the two ways to say that a file is complete, the one that is not for here.

    What was sent over the web is accepted by whoever holds the dossier; the counter
    accepts it as it accepts what is brought.
    """
    holds = is_sent and actor.may(PROCESS, case.unit_id)
    at_counter = actor.may(RECEIVE, case.received_unit_id)
    return frozenset({"supplement" if holds and not at_counter else "supplement_sent"})


def _offer(step: Step, case: Case, actor: Actor, *, asked_before: bool) -> Offer:
    place = case.received_unit_id if step.at_counter else case.unit_id
    reason = ""
    if not actor.may(step.right, place):
        where = "nơi tiếp nhận" if step.at_counter else "đơn vị đang giữ hồ sơ"
        reason = f"Bước này do {where} thực hiện."
    elif step.name == "ask" and asked_before and not actor.may(LEAD, place):
        reason = SECOND_TIME
    return Offer(
        step.name,
        step.label,
        reason,
        at_once=step.name in AT_ONCE,
        is_grave=step.name in GRAVE,
        is_rare=step.name in GRAVE | RARE,
    )


def _first(dossier: Dossier, inner: Collection[InnerStep]) -> str:
    """The main thing to do: to send it on while steps remain, then to have it signed.

    The last two steps inside are to sign and to give back: it is not sent on to those.
    """
    state = dossier.case.state
    if state == State.IN_PROGRESS:
        return "forward" if dossier.position < len(inner) - 2 else "submit"
    return FIRST.get(state, "")
