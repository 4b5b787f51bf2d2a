"""The life of a report that is due: its states and the steps between them, as data.

A unit below hands its report in to the unit that consolidates; it ends when that one
approves it. One that hands in words as well has it approved, frozen and signed by its
own leader first. The report of the consolidating unit itself is signed and sent.
The clock of a report stops when it is handed in and runs again when it is returned, so
that a late approval never makes a unit late. A scorecard goes the same way: scored by
the unit, appraised by the one above, open to objections, locked by a leader.
"""

from types import MappingProxyType

from django.db.models import TextChoices

from lienmach.calc.flow import Effect, Flow, Step

WRITE = "reporting.write"  # the words of a report, or the sections given to a unit
SEE, ENTER, CONSOLIDATE, APPROVE, SIGN = (
    "reporting.see",
    "reporting.enter",
    "reporting.consolidate",
    "reporting.approve",
    "reporting.sign",
)
KEEP = "reporting.keep"  # of the office that keeps a regime for its unit
KEPT = (SEE, ENTER, CONSOLIDATE, WRITE)  # the rights that follow, for these reports
SCORE, APPRAISE, LOCK = "reporting.score", "reporting.appraise", "reporting.lock"
BELOW, OWN = "report", "report_own"  # the two kinds of case
SCORECARD, IMPROVEMENT = "scorecard", "improvement"
CALL_OFF = "cancel"  # of all cards of a round at once
WITHDRAW, RELEASE = "withdraw", "release"  # asked for by mistake: before, after it came


class State(TextChoices):
    DRAFTING = "drafting", "Đang lập"
    SUBMITTED = "submitted", "Đã trình"
    APPROVED = "approved", "Đã duyệt, chốt số"
    SIGNED = "signed", "Đã ký"
    SENT = "sent", "Đã gửi"
    # Of a unit below that hands in words as well, before it does.
    PRESENTED = "presented", "Đã trình lãnh đạo đơn vị"
    AGREED = "agreed", "Đơn vị đã duyệt, chốt số"
    ISSUED = "issued", "Đã ký, chờ nộp"
    WITHDRAWN = "withdrawn", "Đã rút yêu cầu"
    RELEASED = "released", "Không yêu cầu nữa"


class CardState(TextChoices):
    SCORING = "scoring", "Tự chấm"
    APPRAISING = "appraising", "Đang thẩm định"
    APPRAISED = "appraised", "Đã thẩm định, nhận kiến nghị"
    FINAL = "final", "Đã chốt"
    CANCELLED = "cancelled", "Đã hủy đợt"


class ToDo(TextChoices):
    """An item of an improvement plan."""

    OPEN = "open", "Đang làm"
    DONE = "done", "Đã xong"
    DROPPED = "dropped", "Không làm nữa"


HANDED_IN = (State.SUBMITTED, State.APPROVED)
IN_HAND = (State.DRAFTING, State.PRESENTED, State.AGREED, State.ISSUED)  # not yet


def _step(
    name: str,
    label: str,
    source: TextChoices | tuple[TextChoices, ...],
    target: TextChoices,
    right: str,
    effect: Effect = Effect.KEEP,
    *,
    needs_note: bool = False,
) -> Step:
    return Step(
        name,
        label,
        frozenset(source if isinstance(source, tuple) else {source.value}),
        target.value,
        right,
        effect,
        needs_note=needs_note,
    )


def _taken_back(name: str, label: str, target: TextChoices) -> Step:
    """What the unit that asked may do, wherever the report lies, until it is over."""
    sources = frozenset({State.SUBMITTED.value, *(state.value for state in IN_HAND)})
    return Step(
        name,
        label,
        sources,
        target.value,
        CONSOLIDATE,
        at_counter=True,
        needs_note=True,
    )


_LABELS = MappingProxyType({state.value: state.label for state in State})
BELOW_FLOW = Flow(
    start=State.DRAFTING,
    steps=(
        _step(
            "submit",
            "Nộp báo cáo",
            (State.DRAFTING, State.ISSUED),  # figures alone, or words that are signed
            State.SUBMITTED,
            ENTER,
            Effect.STOP,
        ),
        _step(
            "return",
            "Trả lại để sửa",
            State.SUBMITTED,
            State.DRAFTING,
            CONSOLIDATE,
            Effect.AGAIN,
            needs_note=True,
        ),
        _step("approve", "Duyệt", State.SUBMITTED, State.APPROVED, CONSOLIDATE),
        _step("present", "Trình lãnh đạo", State.DRAFTING, State.PRESENTED, ENTER),
        _step(
            "send_back",
            "Trả lại để sửa",
            State.PRESENTED,
            State.DRAFTING,
            APPROVE,
            needs_note=True,
        ),
        _step("agree", "Duyệt và chốt số", State.PRESENTED, State.AGREED, APPROVE),
        _step(
            "reopen",
            "Mở lại để sửa",
            State.AGREED,
            State.DRAFTING,
            APPROVE,
            needs_note=True,
        ),
        _step("sign", "Ký", State.AGREED, State.ISSUED, SIGN),
        _step(
            "revoke",
            "Thu hồi để ký lại",
            State.ISSUED,
            State.AGREED,
            SIGN,
            needs_note=True,
        ),
        _taken_back(WITHDRAW, "Rút yêu cầu báo cáo", State.WITHDRAWN),
        _taken_back(RELEASE, "Không yêu cầu nữa", State.RELEASED),
    ),
    labels=MappingProxyType({**_LABELS, State.SUBMITTED.value: "Đã nộp"}),
)
OWN_FLOW = Flow(
    start=State.DRAFTING,
    steps=(
        _step("submit", "Trình", State.DRAFTING, State.SUBMITTED, CONSOLIDATE),
        _step(
            "return",
            "Trả lại để sửa",
            State.SUBMITTED,
            State.DRAFTING,
            APPROVE,
            needs_note=True,
        ),
        _step("approve", "Duyệt và chốt số", State.SUBMITTED, State.APPROVED, APPROVE),
        _step(
            "reopen",
            "Mở lại để sửa",
            State.APPROVED,
            State.DRAFTING,
            APPROVE,
            needs_note=True,
        ),
        _step("sign", "Ký", State.APPROVED, State.SIGNED, SIGN),
        _step(
            "revoke",
            "Thu hồi để ký lại",
            State.SIGNED,
            State.APPROVED,
            SIGN,
            needs_note=True,
        ),
        _step("send", "Gửi", State.SIGNED, State.SENT, CONSOLIDATE, Effect.STOP),
    ),
    labels=_LABELS,
)
CARD_FLOW = Flow(
    start=CardState.SCORING,
    steps=(
        _step(
            "submit",
            "Nộp phiếu tự chấm",
            CardState.SCORING,
            CardState.APPRAISING,
            SCORE,
            Effect.STOP,
        ),
        _step(
            "return",
            "Trả lại để chấm lại",
            CardState.APPRAISING,
            CardState.SCORING,
            APPRAISE,
            Effect.AGAIN,
            needs_note=True,
        ),
        _step(
            "appraise",
            "Kết thúc thẩm định",
            CardState.APPRAISING,
            CardState.APPRAISED,
            APPRAISE,
        ),
        _step(
            "reopen",
            "Thẩm định lại",
            CardState.APPRAISED,
            CardState.APPRAISING,
            APPRAISE,
            needs_note=True,
        ),
        _step("lock", "Chốt điểm", CardState.APPRAISED, CardState.FINAL, LOCK),
        Step(
            CALL_OFF,
            "Hủy đợt chấm",
            frozenset({CardState.SCORING, CardState.APPRAISING, CardState.APPRAISED}),
            CardState.CANCELLED,
            APPRAISE,
            needs_note=True,
        ),
    ),
    labels=MappingProxyType({state.value: state.label for state in CardState}),
)
IMPROVEMENT_FLOW = Flow(
    start=ToDo.OPEN,
    steps=(
        _step(
            "finish",
            "Đã làm xong",
            ToDo.OPEN,
            ToDo.DONE,
            SCORE,
            Effect.STOP,
            needs_note=True,
        ),
        _step(
            "drop",
            "Không làm nữa",
            ToDo.OPEN,
            ToDo.DROPPED,
            SCORE,
            needs_note=True,
        ),
    ),
    labels=MappingProxyType({state.value: state.label for state in ToDo}),
)
FLOWS = MappingProxyType({BELOW: BELOW_FLOW, OWN: OWN_FLOW})
