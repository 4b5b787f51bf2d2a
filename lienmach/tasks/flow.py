"""The life of a task: its states and the steps between them, as data.

Who leads a task hands in what came of it; whoever gave it accepts that or returns it.
The clock stops when it is handed in and runs again when it is returned, so that a late
look never makes a unit late.
"""

from types import MappingProxyType

from django.db.models import TextChoices

from lienmach.calc.flow import Effect, Flow, Step

SEE, GIVE, WORK = "tasks.see", "tasks.give", "tasks.work"
TASK = "task"  # the kind of case
SUBMIT, ACCEPT, RETURN, DROP = "submit", "accept", "return", "drop"
PROGRESS, EDIT, EXTEND = "progress", "edit", "extend"  # what moves nothing


class State(TextChoices):
    OPEN = "open", "Đang thực hiện"
    SUBMITTED = "submitted", "Chờ nghiệm thu"
    DONE = "done", "Đã hoàn thành"
    DROPPED = "dropped", "Thôi thực hiện"


def _given(
    name: str,
    label: str,
    source: State,
    target: State,
    effect: Effect = Effect.KEEP,
    *,
    needs_note: bool = False,
) -> Step:
    """A step of whoever gave the task, asked for in the unit whose plan it is."""
    return Step(
        name,
        label,
        frozenset({source}),
        target,
        GIVE,
        effect,
        at_counter=True,
        needs_note=needs_note,
    )


FLOW = Flow(
    start=State.OPEN,
    steps=(
        Step(
            SUBMIT,
            "Nộp kết quả",
            frozenset({State.OPEN}),
            State.SUBMITTED,
            WORK,
            Effect.STOP,
            needs_note=True,
        ),
        _given(ACCEPT, "Nghiệm thu", State.SUBMITTED, State.DONE),
        _given(
            RETURN,
            "Trả lại",
            State.SUBMITTED,
            State.OPEN,
            Effect.AGAIN,
            needs_note=True,
        ),
        _given(DROP, "Thôi thực hiện", State.OPEN, State.DROPPED, needs_note=True),
    ),
    labels=MappingProxyType({state.value: state.label for state in State}),
)
# What the trail of a task calls its events.
EVENTS = MappingProxyType(
    {
        "open": "Giao nhiệm vụ",
        "assign": "Giao lại đơn vị khác",
        "undo": "Hoàn tác bước trước",
        PROGRESS: "Cập nhật tiến độ",
        EDIT: "Sửa nội dung",
        EXTEND: "Thời hạn",
        **{step.name: step.label for step in FLOW.steps},
    }
)
