"""The life of a report that is due: its states and the steps between them, as data.

A unit below hands its report in to the unit that consolidates; it ends when that one
approves it. The report of the consolidating unit itself goes on to be signed and sent.
The clock of a report stops when it is handed in and runs again when it is returned, so
that a late approval never makes a unit late.
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
BELOW, OWN = "report", "report_own"  # the two kinds of case


class State(TextChoices):
    DRAFTING = "drafting", "Đang lập"
    SUBMITTED = "submitted", "Đã trình"
    APPROVED = "approved", "Đã duyệt, chốt số"
    SIGNED = "signed", "Đã ký"
    SENT = "sent", "Đã gửi"


HANDED_IN = (State.SUBMITTED, State.APPROVED)
LOCKED = (State.APPROVED, State.SIGNED, State.SENT)


def _step(
    name: str,
    label: str,
    source: State,
    target: State,
    right: str,
    effect: Effect = Effect.KEEP,
    *,
    needs_note: bool = False,
) -> Step:
    return Step(
        name,
        label,
        frozenset({source}),
        target,
        right,
        effect,
        needs_note=needs_note,
    )


_LABELS = MappingProxyType({state.value: state.label for state in State})
BELOW_FLOW = Flow(
    start=State.DRAFTING,
    steps=(
        _step(
            "submit",
            "Nộp báo cáo",
            State.DRAFTING,
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
    ),
    labels=_LABELS,
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
FLOWS = MappingProxyType({BELOW: BELOW_FLOW, OWN: OWN_FLOW})
