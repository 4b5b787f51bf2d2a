"""What this room makes known to the engines and to the frame."""

from datetime import timedelta

from django.db.models.functions import Now

from lienmach.base import jobs
from lienmach.base.navigation import Entry
from lienmach.base.navigation import registry as navigation
from lienmach.base.palette import Source
from lienmach.base.palette import add as look_in
from lienmach.cases.registry import Kind
from lienmach.cases.registry import register as case_kind
from lienmach.indicators.registry import Kept, kept, press
from lienmach.org.registry import right
from lienmach.tasks.actions import reminders
from lienmach.tasks.flow import (
    ACCEPT,
    DROP,
    FLOW,
    GIVE,
    RETURN,
    SEE,
    SUBMIT,
    TASK,
    WORK,
)
from lienmach.tasks.queries import kept as numbers
from lienmach.tasks.queries import palette
from lienmach.tasks.queries.pressing import pressing
from lienmach.tasks.queries.tasks import tasks, waiting

right(
    SEE,
    "Xem kế hoạch, nhiệm vụ, ý kiến chỉ đạo",
    *("lanhdao", "noivu", "tuphap", "xa", "thanhtra", "chuyenvien"),
)
right(
    GIVE,
    "Ghi kế hoạch, chỉ đạo; giao, nghiệm thu, gia hạn nhiệm vụ",
    *("noivu", "tuphap", "lanhdao"),
)
right(
    WORK,
    "Cập nhật tiến độ, nộp kết quả nhiệm vụ",
    *("chuyenvien", "xa", "noivu", "tuphap", "lanhdao", "thanhtra"),
)
case_kind(
    Kind(
        TASK,
        "Nhiệm vụ",
        FLOW,
        "tasks:task",
        undone=frozenset({SUBMIT, ACCEPT, RETURN, DROP}),
        is_dated=True,
        mailing=GIVE,
    )
)
jobs.register(reminders.JOB, reminders.run)
jobs.recur(reminders.JOB, timedelta(minutes=30))
kept(Kept("tasks", numbers.LABELS, numbers.REGISTERS, numbers.numbers, numbers.listed))
press(pressing)
look_in(
    Source("Nhiệm vụ", "flag", 24, palette.tasks, SEE),
    Source("Văn bản giao việc", "library", 25, palette.mandates, SEE),
)
navigation.add(
    Entry(
        "Nhiệm vụ",
        "flag",
        "tasks:tasks",
        35,
        SEE,
        lambda actor: tasks(actor).filter(waiting(actor, Now())),
    )
)
