"""What can be done with a task: each thing a form of its own, declared in one place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lienmach.base.actor import Actor
from lienmach.base.forms import Form
from lienmach.base.http import Request, posted
from lienmach.base.toasts import toast
from lienmach.calc.refusal import Refused
from lienmach.tasks.actions import extensions
from lienmach.tasks.actions import tasks as actions
from lienmach.tasks.flow import GIVE, WORK, State
from lienmach.tasks.forms import steps
from lienmach.tasks.forms.mandates import TaskForm
from lienmach.tasks.models import Extension, Task
from lienmach.tasks.queries import tasks as queries
from lienmach.tasks.views.found import found
from lienmach.tasks.views.said import say

# A form of any act as its action reads it: the fields differ from act to act.
Do = Callable[[Task, Any, Actor, datetime], object]


@dataclass(frozen=True, slots=True)
class Act:
    """``fits`` says whether a task, as its page shows it, allows it; ``first`` is what
    the form opens with. ``has_units``: its form offers the units that may lead."""

    slug: str
    label: str
    done: str
    right: str
    form: type[Form]
    do: Do
    fits: Callable[[Task], bool]
    first: Callable[[Task], Mapping[str, object]] = lambda task: {}
    hint: str = ""
    is_undone: bool = False
    has_units: bool = False


def _is_open(task: Task) -> bool:
    return task.is_open


def _is_asked(task: Task) -> bool:
    return task.is_open and bool(vars(task)["is_asked"])


def _is_free(task: Task) -> bool:
    return task.is_open and not _is_asked(task)


def _is_handed_in(task: Task) -> bool:
    return task.case.state == State.SUBMITTED


def _progress(task: Task, form: Any, actor: Actor, at: datetime) -> object:
    sent = form.cleaned_data
    return actions.tell_progress(
        task,
        text=sent["noi_dung"],
        expected_on=sent["du_kien"],
        proof=form.brings,
        actor=actor,
        at=at,
        number=sent["so"],
    )


def _submit(task: Task, form: Any, actor: Actor, at: datetime) -> object:
    sent = form.cleaned_data
    return actions.submit(
        task,
        text=sent["noi_dung"],
        done_on=sent["ngay"],
        proof=form.brings,
        actor=actor,
        at=at,
        number=sent["so"],
    )


def _accept(task: Task, form: Any, actor: Actor, at: datetime) -> object:
    sent = form.cleaned_data
    return actions.accept(
        task,
        quality=sent["chat_luong"],
        note=sent["ghi_chu"],
        actor=actor,
        at=at,
        number=sent["so"],
    )


def _send_back(task: Task, form: Any, actor: Actor, at: datetime) -> object:
    sent = form.cleaned_data
    return actions.send_back(
        task, note=sent["ghi_chu"], actor=actor, at=at, number=sent["so"]
    )


def _drop(task: Task, form: Any, actor: Actor, at: datetime) -> object:
    sent = form.cleaned_data
    return actions.drop(
        task,
        document=sent["van_ban"],
        note=sent["ghi_chu"],
        actor=actor,
        at=at,
        number=sent["so"],
    )


def _give_again(task: Task, form: Any, actor: Actor, at: datetime) -> object:
    sent = form.cleaned_data
    return actions.give_again(
        task,
        sent["chu_tri"],
        note=sent["ghi_chu"],
        actor=actor,
        at=at,
        number=sent["so"],
    )


def _ask(task: Task, form: Any, actor: Actor, at: datetime) -> object:
    sent = form.cleaned_data
    return extensions.ask_for_time(
        task,
        sent["han"],
        reason=sent["ghi_chu"],
        actor=actor,
        at=at,
        number=sent["so"],
    )


def _give_time(task: Task, form: Any, actor: Actor, at: datetime) -> object:
    sent = form.cleaned_data
    return extensions.give_time(
        task,
        sent["han"],
        reason=sent["ghi_chu"],
        document=sent["van_ban"],
        actor=actor,
        at=at,
        number=sent["so"],
    )


def _answer(task: Task, form: Any, actor: Actor, at: datetime) -> object:
    sent = form.cleaned_data
    asked = _open_request(task)
    if asked is None:
        raise Refused("Đề nghị này đã được trả lời.")
    asked.task = task
    return extensions.answer(
        asked,
        is_granted=sent["dong_y"],
        text=sent["ghi_chu"],
        document=sent["van_ban"],
        actor=actor,
        at=at,
        number=sent["so"],
    )


def _open_request(task: Task) -> Extension | None:
    """The one request for a later day that waits for its answer."""
    return Extension.objects.filter(task=task, answered_at=None).first()


def _put_right(task: Task, form: Any, actor: Actor, at: datetime) -> object:
    number = form.cleaned_data["so"]
    return actions.put_right(task, form.new(task), actor=actor, at=at, number=number)


ACTS = MappingProxyType(
    {
        act.slug: act
        for act in (
            Act(
                "nghiem-thu",
                "Nghiệm thu",
                "Đã nghiệm thu nhiệm vụ.",
                GIVE,
                steps.AcceptForm,
                _accept,
                _is_handed_in,
                is_undone=True,
            ),
            Act(
                "tra-lai",
                "Trả lại",
                "Đã trả lại để làm tiếp.",
                GIVE,
                steps.ReasonForm,
                _send_back,
                _is_handed_in,
                hint="Đồng hồ chạy tiếp từ lúc trả lại.",
                is_undone=True,
            ),
            Act(
                "tra-loi",
                "Trả lời xin lùi hạn",
                "Đã trả lời đề nghị lùi hạn.",
                GIVE,
                steps.AnswerForm,
                _answer,
                _is_asked,
            ),
            Act(
                "tien-do",
                "Cập nhật tiến độ",
                "Đã ghi tiến độ.",
                WORK,
                steps.ProgressForm,
                _progress,
                _is_open,
                first=lambda task: {"du_kien": task.expected_on},
            ),
            Act(
                "nop",
                "Nộp kết quả",
                "Đã nộp kết quả, chờ nghiệm thu.",
                WORK,
                steps.SubmitForm,
                _submit,
                _is_open,
                first=lambda task: {"ngay": timezone.localdate()},
                hint="Phải có bằng chứng: tệp, hoặc số văn bản, nơi lưu.",
                is_undone=True,
            ),
            Act(
                "xin-lui",
                "Xin lùi hạn",
                "Đã gửi đề nghị lùi hạn.",
                WORK,
                steps.AskForm,
                _ask,
                _is_free,
                hint="Hạn đang có vẫn giữ cho đến khi được đồng ý.",
            ),
            Act(
                "lui-han",
                "Lùi hạn",
                "Đã lùi hạn.",
                GIVE,
                steps.TimeForm,
                _give_time,
                _is_free,
                hint="Hạn trước vẫn được giữ, cả hai cùng hiện.",
            ),
            Act(
                "giao-lai",
                "Giao đơn vị khác",
                "Đã giao lại.",
                GIVE,
                steps.GiveAgainForm,
                _give_again,
                _is_open,
                has_units=True,
            ),
            Act(
                "sua",
                "Sửa nội dung",
                "Đã sửa.",
                GIVE,
                TaskForm,
                _put_right,
                lambda task: not task.case.closed_at,
                first=TaskForm.of,
                hint="Hạn và đơn vị chủ trì đổi bằng «Lùi hạn», «Giao đơn vị khác».",
                has_units=True,
            ),
            Act(
                "thoi",
                "Thôi thực hiện",
                "Đã cho thôi thực hiện.",
                GIVE,
                steps.DropForm,
                _drop,
                _is_open,
                hint="Nhiệm vụ không còn tính trong kế hoạch; diễn biến vẫn giữ.",
                is_undone=True,
            ),
        )
    }
)


def acts_for(task: Task, actor: Actor) -> list[Act]:
    """What an actor may do with a task now, the most likely first.

    Who may give more time does not ask for it.
    """
    case = task.case
    gives = actor.may(GIVE, case.received_unit_id)
    works = actor.may(WORK, case.unit_id)
    return [
        act
        for act in ACTS.values()
        if act.fits(task)
        and (gives if act.right == GIVE else works)
        and not (act.slug == "xin-lui" and gives)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: Request, code: str, slug: str) -> HttpResponse:
    """One thing done with a task: its form, or what came of it."""
    chosen = ACTS.get(slug)
    if chosen is None:
        raise Http404(slug)
    task = found(request, code)
    place = task.case.received_unit_id if chosen.right == GIVE else task.case.unit_id
    request.actor.require(chosen.right, place)
    unfit = f"Nhiệm vụ đang ở bước «{task.state_name}»: không làm việc này được."
    if not chosen.fits(task) and request.method != "POST":
        raise Refused(unfit)
    form = _form(request, chosen, task)
    if form.is_bound and not chosen.fits(task):
        form.add_error(None, unfit)  # a stale page: what was typed is kept
    elif form.is_bound and form.is_valid():
        try:
            chosen.do(task, form, request.actor, timezone.now())
        except Refused as refused:
            say(form, refused)
        else:
            back = reverse("tasks:undo", args=[code]) if chosen.is_undone else ""
            toast(request, chosen.done, undo=back)
            return redirect("tasks:task", code)
    context = {"task": task, "act": chosen, "form": form}
    if chosen.form is steps.AnswerForm:
        context["asked"] = _open_request(task)
    status = 422 if form.errors else 200
    return render(request, "tasks/act.html", context, status=status)


def _form(request: Request, chosen: Act, task: Task) -> Form:
    first = {"so": task.case.number, **chosen.first(task)}
    more: dict[str, Any] = {}
    if chosen.has_units:
        more["units"] = queries.lead_choices(task.mandate, timezone.localdate())
    if chosen.form is TaskForm:
        more["is_correction"] = True
    files = request.FILES if request.method == "POST" else None
    return chosen.form(posted(request), files, initial=first, **more)
