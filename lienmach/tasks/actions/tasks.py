"""Tasks are given, moved, put right and given more time. Nobody else writes them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from lienmach.base import brought
from lienmach.base.actor import Actor
from lienmach.calc.local import ZONE, day_of
from lienmach.calc.refusal import Refused
from lienmach.calc.text import fold
from lienmach.cases import actions as cases
from lienmach.cases.models import Case, CaseEvent
from lienmach.cases.queries import last_event, last_move
from lienmach.org.queries import names_on
from lienmach.tasks.actions.held import (
    WrongDay,
    end_of,
    held_for,
    refuse_too_far,
    words_of,
)
from lienmach.tasks.actions.mandates import locked
from lienmach.tasks.flow import (
    ACCEPT,
    DROP,
    EDIT,
    GIVE,
    PROGRESS,
    RETURN,
    SUBMIT,
    TASK,
    WORK,
    State,
)
from lienmach.tasks.models import (
    MOST_PROOFS,
    MOST_TASKS,
    Extension,
    Mandate,
    Proof,
    Task,
)
from lienmach.tasks.queries.tasks import lead_choices

LEADS, HELPS = "Đơn vị chủ trì", "Đơn vị phối hợp"
ENDED = "Nhiệm vụ này đã kết thúc."


@dataclass(frozen=True, slots=True)
class NewTask:
    """What is to be done, by whom, until when; ``given_on`` is the document's day."""

    unit_id: int
    text: str
    due_on: date
    given_on: date
    mark: str = ""
    area: str = ""
    product: str = ""
    helpers: tuple[int, ...] = ()
    others: str = ""


@dataclass(frozen=True, slots=True)
class Brings:
    """Evidence as it is brought: a file, a document or place named, or both."""

    title: str = ""
    file_name: str = ""
    content: bytes = field(default=b"", repr=False)

    @property
    def is_something(self) -> bool:
        return bool(self.title.strip() or self.file_name)


NOTHING = Brings()


@transaction.atomic
def give(
    mandate: Mandate, new: Sequence[NewTask], *, actor: Actor, at: datetime
) -> list[Task]:
    """Open a case for each task, all or none; codes follow each other."""
    held = locked(mandate, actor)
    known = held.tasks.count()
    if known + len(new) > MOST_TASKS:
        raise Refused(f"Một văn bản có nhiều nhất {MOST_TASKS} nhiệm vụ.")
    for one in new:
        refuse_wrong_days(one.given_on, one.due_on, held, at)
    _refuse_strangers({one.unit_id for one in new}, LEADS, held, at)
    _refuse_strangers({unit for one in new for unit in one.helpers}, HELPS, held, at)
    ends = {day: end_of(held, day) for day in {one.due_on for one in new}}
    made = []
    for n, one in enumerate(new, known + 1):
        case = cases.open_case(
            cases.NewCase(
                kind=TASK,
                code=f"{'CD' if held.is_directive else 'NV'}-{held.year}-{held.pk}.{n}",
                limit=None,
                received_unit_id=held.unit_id,
                decides_unit_id=held.unit_id,
                unit_id=one.unit_id,
                due_at=ends[one.due_on],
            ),
            actor=actor,
            at=_begin_of(one.given_on, at),
        )
        made.append(
            Task.objects.create(
                case=case,
                mandate=held,
                given_on=one.given_on,
                first_due_on=one.due_on,
                due_on=one.due_on,
                **_said(one.text, one.product, one.others, one.mark, one.area),
                helpers=_helpers(one.helpers, one.unit_id),
            )
        )
    return made


@transaction.atomic
def put_right(
    task: Task,
    new: NewTask,
    *,
    actor: Actor,
    at: datetime,
    number: int | None = None,
) -> Task:
    """Correct the words of a task and who works on it; days and its lead stay.

    The trail keeps what stood there before.
    """
    held = held_for(task, GIVE, actor, number)
    if held.closed_at:
        raise Refused(f"{ENDED} Nội dung không sửa được nữa.")
    said = _said(new.text, new.product, new.others, new.mark, new.area)
    said["helpers"] = _helpers(new.helpers, held.unit_id)
    _refuse_strangers({*new.helpers} - {*task.helpers}, HELPS, task.mandate, at)
    changed = [name for name in said if said[name] != getattr(task, name)]
    if not changed:
        return task
    words = _before(task, changed, day_of(at))
    for name in changed:
        setattr(task, name, said[name])
    task.save(update_fields=changed)
    cases.note_on(held, EDIT, words, actor=actor, at=at)
    return task


@transaction.atomic
def tell_progress(
    task: Task,
    *,
    text: str,
    expected_on: date | None,
    proof: Brings = NOTHING,
    actor: Actor,
    at: datetime,
    number: int | None = None,
) -> Task:
    """Say how far it is and when it is expected to be done; nothing moves by it."""
    held = held_for(task, WORK, actor, number)
    if held.state != State.OPEN:
        raise Refused(f"Nhiệm vụ đang ở bước «{task.state_name}»: không cập nhật nữa.")
    said = words_of(text, "Hãy ghi đã làm đến đâu.")
    if expected_on and expected_on < day_of(at):
        raise WrongDay(
            "Ngày dự kiến xong đã qua: hãy ghi từ hôm nay trở đi.", "expected_on"
        )
    if proof.is_something:
        _prove(task, proof, actor, at)
    expects = _expects(expected_on) if expected_on != task.expected_on else ""
    task.progress, task.progress_at = said, at
    task.expected_on = expected_on
    task.save(update_fields=["progress", "progress_at", "expected_on"])
    task.case = cases.note_on(held, PROGRESS, said + expects, actor=actor, at=at)
    return task


@transaction.atomic
def submit(
    task: Task,
    *,
    text: str,
    done_on: date,
    proof: Brings = NOTHING,
    actor: Actor,
    at: datetime,
    number: int | None = None,
) -> Task:
    """Hand in what came of a task, with what shows it; the clock stops on that day."""
    held = held_for(task, WORK, actor, number)
    if done_on > day_of(at):
        raise WrongDay("Ngày hoàn thành chưa đến.", "done_on")
    if done_on < task.given_on:
        raise WrongDay(
            f"Ngày hoàn thành trước ngày giao, {task.given_on:%d/%m/%Y}.", "done_on"
        )
    if proof.is_something and held.state == State.OPEN:
        _prove(task, proof, actor, at)
    if not task.proofs.filter(withdrawn_at=None).exists():
        raise Refused("Chưa có bằng chứng: chọn tệp, hoặc ghi số văn bản, nơi lưu.")
    said = words_of(text, "Hãy ghi kết quả đã đạt được.")
    moment = _moment_on(done_on, held, at)
    task.case = cases.take_step(
        task.pk, SUBMIT, actor=actor, at=moment, note=said, number=number
    )
    task.progress, task.progress_at = said, at
    task.save(update_fields=["progress", "progress_at"])
    _close_request(task, "Đã nộp kết quả.", at)
    return task


@transaction.atomic
def accept(
    task: Task,
    *,
    quality: str = "",
    note: str = "",
    actor: Actor,
    at: datetime,
    number: int | None = None,
) -> Task:
    """Find it done; how well stays with it."""
    held_for(task, GIVE, actor, number)
    task.case = cases.take_step(
        task.pk, ACCEPT, actor=actor, at=at, note=note.strip(), number=number
    )
    task.quality = quality
    task.save(update_fields=["quality"])
    return task


@transaction.atomic
def send_back(
    task: Task, *, note: str, actor: Actor, at: datetime, number: int | None = None
) -> Task:
    """Return what was handed in, with why; the clock runs again."""
    held_for(task, GIVE, actor, number)
    task.case = cases.take_step(
        task.pk, RETURN, actor=actor, at=at, note=note, number=number
    )
    return task


@transaction.atomic
def drop(
    task: Task,
    *,
    document: str,
    note: str,
    actor: Actor,
    at: datetime,
    number: int | None = None,
) -> Task:
    """Ask for it no more, by a document."""
    held_for(task, GIVE, actor, number)
    said = words_of(document, "Hãy ghi văn bản cho thôi thực hiện.")
    task.case = cases.take_step(
        task.pk,
        DROP,
        actor=actor,
        at=at,
        note=f"{note.strip()} ({said})" if note.strip() else "",
        number=number,
    )
    task.dropped_by = said[:200]
    task.save(update_fields=["dropped_by"])
    _close_request(task, "Đã thôi thực hiện.", at)
    return task


@transaction.atomic
def give_again(
    task: Task,
    unit_id: int,
    *,
    note: str,
    actor: Actor,
    at: datetime,
    number: int | None = None,
) -> Task:
    """Let another unit lead; who led before keeps no sight of it unless it helps.

    What the former unit said of its progress stays on the trail alone.
    """
    held = held_for(task, GIVE, actor, number)
    said = words_of(note, "Hãy ghi lý do giao lại.")
    if held.state != State.OPEN:
        raise Refused("Chỉ giao lại nhiệm vụ đang thực hiện.")
    if unit_id == held.unit_id:
        raise Refused("Đơn vị này đang chủ trì.")
    _refuse_strangers({unit_id}, LEADS, task.mandate, at)
    names = names_on([held.unit_id, unit_id], day_of(at))
    way = f"{names[held.unit_id]} chuyển {names[unit_id]}"
    task.case = cases.assign(
        held, actor=actor, at=at, to_unit=unit_id, note=f"{said} ({way})"
    )
    task.helpers = _helpers(task.helpers, unit_id)
    task.expected_on, task.progress, task.progress_at = None, "", None
    task.save(update_fields=["helpers", "expected_on", "progress", "progress_at"])
    _close_request(task, "Đã giao đơn vị khác.", at)
    return task


@transaction.atomic
def undo(task: Task, *, actor: Actor, at: datetime) -> Task:
    """Take back the last step; what it had written beside the case goes with it."""
    task.case = cases.undo(task.pk, actor=actor, at=at)
    if task.case.state != State.DONE:
        task.quality = ""
    if task.case.state != State.DROPPED:
        task.dropped_by = ""
    last = last_event(task.case)
    undone = last.undoes if last else None
    if undone and undone.step in (SUBMIT, DROP):
        _reopen_request(task, undone)
    if undone and undone.step == SUBMIT:
        _take_progress_back(task)
    task.save(update_fields=["quality", "dropped_by", "progress", "progress_at"])
    return task


@transaction.atomic
def add_proof(task: Task, proof: Brings, *, actor: Actor, at: datetime) -> Proof:
    """Put evidence beside a task that is still open to its unit."""
    held = held_for(task, WORK, actor)
    if held.closed_at:
        raise Refused(f"{ENDED} Bằng chứng không thêm được nữa.")
    return _prove(task, proof, actor, at)


@transaction.atomic
def withdraw_proof(proof: Proof, *, actor: Actor, at: datetime) -> Proof:
    """Take evidence back while the task is being done; it stays on record."""
    held = held_for(proof.task, WORK, actor)
    if held.state != State.OPEN:
        raise Refused("Kết quả đã nộp: bằng chứng không rút được nữa.")
    proof = Proof.objects.select_for_update().get(pk=proof.pk)
    if proof.withdrawn_at:
        raise Refused("Bằng chứng này đã được rút.")
    proof.withdrawn_at = at
    proof.save(update_fields=["withdrawn_at"])
    return proof


def _prove(task: Task, proof: Brings, actor: Actor, at: datetime) -> Proof:
    if not proof.is_something:
        raise Refused("Chọn tệp, hoặc ghi số văn bản, nơi lưu.")
    if task.proofs.filter(withdrawn_at=None).count() >= MOST_PROOFS:
        raise Refused(f"Mỗi nhiệm vụ nhiều nhất {MOST_PROOFS} bằng chứng.")
    file = brought.keep(proof.file_name, proof.content)
    return task.proofs.create(
        title=(" ".join(proof.title.split()) or file.name)[:300],
        file_key=file.key,
        file_name=file.name[:200],
        size=file.size,
        by_id=actor.user_id,
        at=at,
    )


def _close_request(task: Task, answer: str, at: datetime) -> None:
    """Answer a request for a later day that has lost its object: nobody answers it."""
    Extension.objects.filter(task=task, answered_at=None).update(
        is_granted=False, answer=answer, answered_at=at
    )


def _reopen_request(task: Task, undone: CaseEvent) -> None:
    """Let the request that an undone step had closed wait for its answer again."""
    before = task.case.events.filter(number__lt=undone.number).order_by("number").last()
    closed = Extension.objects.filter(task=task, answered_by=None, is_granted=False)
    if before and (last := closed.filter(answered_at__gte=before.at).last()):
        last.is_granted, last.answer, last.answered_at = None, "", None
        last.save(update_fields=["is_granted", "answer", "answered_at"])


def _take_progress_back(task: Task) -> None:
    """Let what the unit that leads had said before stand as its progress again."""
    task.progress, task.progress_at = "", None
    steps = (PROGRESS, SUBMIT, "assign")
    told = task.case.events.filter(step__in=steps, undone_by=None)
    last = told.order_by("number").last()
    if last and last.step != "assign":
        said = last.note.removesuffix(_expects(task.expected_on))
        task.progress, task.progress_at = said, last.made_at


def _expects(day: date | None) -> str:
    return f" Dự kiến xong ngày {day:%d/%m/%Y}." if day else ""


def _begin_of(day: date, at: datetime) -> datetime:
    """When a task that was given on a day begins: a past day in the morning."""
    return (
        at
        if day >= day_of(at)
        else datetime(day.year, day.month, day.day, 7, tzinfo=ZONE)
    )


def _moment_on(day: date, held: Case, at: datetime) -> datetime:
    """When something was done that day: now, or noon, never before the last step."""
    if day == day_of(at):
        return at
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=ZONE)
    last = last_move(held)
    if last is None or (moved_on := day_of(last.at)) < day:
        return noon
    if day < moved_on:
        said = f"Ngày hoàn thành trước bước gần nhất, {moved_on:%d/%m/%Y}."
        raise WrongDay(said, "done_on")
    return max(noon, last.at)


def _said(
    text: str, product: str, others: str, mark: str, area: str
) -> dict[str, object]:
    words = words_of(text, "Hãy ghi nội dung nhiệm vụ.")
    return {
        "text": words,
        "text_key": fold(words)[:1000],
        "product": " ".join(product.split())[:500],
        "others": " ".join(others.split())[:300],
        "mark": mark.strip()[:12],
        "area": area,
    }


def _before(task: Task, changed: Sequence[str], on: date) -> str:
    """What stood in the fields that a correction changes, as the trail keeps it."""
    names = names_on(task.helpers, on)
    helpers = ", ".join(names.get(unit, "") for unit in task.helpers)
    shown = {
        "text": ("nội dung", task.text),
        "product": ("sản phẩm", task.product),
        "area": ("lĩnh vực", task.get_area_display()),
        "mark": ("số thứ tự", task.mark),
        "helpers": ("đơn vị phối hợp", helpers),
        "others": ("nơi khác cùng phối hợp", task.others),
    }
    told = [shown[name] for name in changed if name in shown]
    return "\n".join(f"Trước, {said}: {was or 'để trống'}" for said, was in told)


def _helpers(units: Sequence[int], lead: int) -> list[int]:
    """Each once, in the order given; who leads does not help itself."""
    return [unit for unit in dict.fromkeys(units) if unit != lead]


def _refuse_strangers(
    units: Collection[int], said: str, mandate: Mandate, at: datetime
) -> None:
    """Work goes to the unit whose document it is and those below it, to no other."""
    if units and not {*units} <= dict(lead_choices(mandate, day_of(at))).keys():
        raise Refused(f"{said} phải là đơn vị giao việc hoặc đơn vị trực thuộc.")


def refuse_wrong_days(
    given_on: date, due_on: date, mandate: Mandate, at: datetime
) -> None:
    """Refuse days that a task of a document cannot have."""
    if given_on > day_of(at):
        raise WrongDay("Ngày giao chưa đến.", "given_on")
    if given_on < mandate.issued_on:
        raise WrongDay(
            f"Ngày giao trước ngày ban hành văn bản, {mandate.issued_on:%d/%m/%Y}.",
            "given_on",
        )
    if due_on < given_on:
        raise WrongDay(
            f"Hạn {due_on:%d/%m/%Y} trước ngày giao {given_on:%d/%m/%Y}.", "due_on"
        )
    refuse_too_far(due_on, mandate)
