"""Tasks are given, handed in with evidence, accepted, returned, put off, dropped."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from lienmach.calc.local import day_of, moment
from lienmach.calc.refusal import Refused
from lienmach.cases import actions as cases
from lienmach.cases.models import Promise
from lienmach.org.models import AuditRecord, Verb
from lienmach.registers.models import OfficialDocument
from lienmach.tasks.actions import extensions
from lienmach.tasks.actions import mandates as documents
from lienmach.tasks.actions import tasks as actions
from lienmach.tasks.flow import State
from lienmach.tasks.models import Extension, Mandate, Task
from lienmach.tasks.queries import tasks as queries
from lienmach.tasks.queries.papers import registered
from lienmach.tasks.tests.make_tasks import DAY, PROOF, Office
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def office() -> Office:
    return Office()


def test_a_plan_stands_in_the_register_of_documents_and_is_entered_once(
    office: Office,
) -> None:
    plan = office.plan(number="12/KH-UBND")
    paper = documents.NewPaper("30/QĐ-UBND", DAY, "UBND thử", "Điều chỉnh kế hoạch")
    documents.add_paper(plan, paper, actor=office.chief, at=MONDAY)

    entered = OfficialDocument.objects.visible_to(office.chief)
    assert {str(one) for one in entered.all()} == {
        "Kế hoạch số 12/KH-UBND",
        "Quyết định số 30/QĐ-UBND",
    }
    with pytest.raises(Refused, match="đã được ghi"):
        office.plan(number="12/KH-UBND")


def test_a_wrong_paper_is_withdrawn_put_back_and_the_audit_tells(
    office: Office,
) -> None:
    plan = office.plan(number="12/KH-UBND")
    by: Any = {"actor": office.chief, "at": MONDAY}
    new = documents.NewPaper("30/QĐ-UBND", DAY, "UBND thử", "Điều chỉnh kế hoạch")
    wrong, right = (
        documents.add_paper(plan, one, **by)
        for one in (new, replace(new, number="31/QĐ-UBND"))
    )
    entered = OfficialDocument.objects.visible_to(office.chief)

    with pytest.raises(Refused, match="vì sao"):
        documents.withdraw_paper(wrong, " ", **by)
    with pytest.raises(PermissionDenied):
        documents.withdraw_paper(wrong, "Nhầm", actor=office.worker, at=MONDAY)
    documents.withdraw_paper(wrong, "Nhầm", **by)
    with pytest.raises(Refused, match="đã được rút"):
        documents.withdraw_paper(wrong, "Nhầm", **by)

    assert entered.count() == 2
    _, told = registered(plan, office.chief)
    found = {paper.number: entry for paper, entry in told}
    assert found[wrong.number] is None
    entries = {one.pk: str(one) for one in entered.all()}
    assert entries[found[right.number] or 0] == "Quyết định số 31/QĐ-UBND"

    again = documents.add_paper(plan, new, **by)
    with pytest.raises(Refused, match="đã được ghi"):
        documents.restore_paper(wrong, **by)
    documents.withdraw_paper(again, "Thừa", **by)
    documents.restore_paper(wrong, **by)
    assert entered.count() == 3
    documents.withdraw(plan, "Nhầm", **by)
    documents.restore(plan, **by)
    with pytest.raises(Refused, match="không bị rút"):
        documents.restore(plan, **by)

    assert entered.count() == 3
    verbs = AuditRecord.objects.order_by("pk").values_list("verb", "subject")
    assert list(verbs)[-2:] == [
        (Verb.PLAN_WITHDRAWN, plan.title),
        (Verb.PLAN_RESTORED, plan.title),
    ]
    assert [verb for verb, subject in verbs if subject == str(wrong)] == [
        Verb.PLAN_ENTERED,
        Verb.PLAN_WITHDRAWN,
        Verb.PLAN_ENTERED,
        Verb.PLAN_WITHDRAWN,
        Verb.PLAN_RESTORED,
    ]
    row = AuditRecord.objects.filter(verb=Verb.PLAN_WITHDRAWN).first()
    assert row
    assert row.after == {"kèm theo": "12/KH-UBND", "vì sao": "Nhầm"}


def test_a_task_is_not_handed_in_without_evidence(office: Office) -> None:
    task = office.task()

    with pytest.raises(Refused, match="Chưa có bằng chứng"):
        actions.submit(
            task, text="Đã xong", done_on=DAY, actor=office.worker, at=MONDAY
        )

    task.case.refresh_from_db()
    assert task.case.state == State.OPEN


def test_who_accepts_late_makes_nobody_late(office: Office) -> None:
    task = office.task(due=2)
    office.hand_in(task, at=MONDAY)

    done = actions.accept(task, quality="good", actor=office.chief, at=MONDAY + WEEK)

    case = done.case
    assert case.finished_at
    assert (case.state, case.finished_at) == (State.DONE, MONDAY)
    assert case.closed_at == MONDAY + WEEK
    assert case.promised_at
    assert case.finished_at <= case.promised_at


def test_what_is_returned_runs_again_and_asks_for_a_reason(office: Office) -> None:
    task = office.hand_in(office.task())

    with pytest.raises(Refused, match="lý do"):
        actions.send_back(task, note=" ", actor=office.chief, at=MONDAY)
    back = actions.send_back(task, note="Thiếu số", actor=office.chief, at=MONDAY)

    assert (back.case.state, back.case.finished_at) == (State.OPEN, None)


def test_a_later_day_is_asked_for_and_both_days_stay(office: Office) -> None:
    task = office.task(due=10)
    until = DAY + timedelta(days=30)

    asked = extensions.ask_for_time(
        task, until, reason="Chờ tỉnh", actor=office.worker, at=MONDAY
    )
    task.case.refresh_from_db()
    assert task.case.promised_at
    assert day_of(task.case.promised_at) == DAY + timedelta(days=10)
    with pytest.raises(Refused, match="đang chờ trả lời"):
        extensions.ask_for_time(
            task, until, reason="Nữa", actor=office.worker, at=MONDAY
        )
    with pytest.raises(PermissionDenied):
        extensions.answer(
            asked, is_granted=True, text="", actor=office.worker, at=MONDAY
        )
    extensions.answer(
        asked,
        is_granted=True,
        text="",
        document="7/CV",
        actor=office.chief,
        at=MONDAY,
    )

    task = Task.objects.select_related("case").get(pk=task.pk)
    days = [day_of(p.promised_at) for p in task.case.promises.order_by("pk")]
    assert days == [DAY + timedelta(days=10), until + timedelta(days=0)]
    assert (task.first_due_on, task.due_on) == (DAY + timedelta(days=10), until)
    with pytest.raises(Refused, match="đã được trả lời"):
        extensions.answer(
            asked, is_granted=False, text="Thôi", actor=office.chief, at=MONDAY
        )


def test_it_is_dropped_by_a_document_and_that_is_undone(office: Office) -> None:
    task = office.task()
    with pytest.raises(Refused, match="văn bản"):
        actions.drop(task, document=" ", note="Trùng", actor=office.chief, at=MONDAY)
    actions.drop(task, document="8/QĐ", note="Trùng", actor=office.chief, at=MONDAY)
    assert task.case.state == State.DROPPED

    actions.undo(task, actor=office.chief, at=MONDAY)

    task.refresh_from_db()
    assert (task.case.state, task.case.closed_at) == (State.OPEN, None)
    assert task.dropped_by == ""


def test_a_stale_page_and_a_second_click_change_nothing(office: Office) -> None:
    task = office.task()
    shown = task.case.number
    said = {"text": "Đã xong", "done_on": DAY, "proof": PROOF}
    actions.submit(task, **said, actor=office.worker, at=MONDAY, number=shown)  # type: ignore[arg-type]

    with pytest.raises(Refused, match="qua bước khác"):
        actions.submit(task, **said, actor=office.worker, at=MONDAY, number=shown)  # type: ignore[arg-type]

    assert task.proofs.count() == 1


def test_each_does_only_what_is_theirs(office: Office) -> None:
    task = office.task(helpers=[office.second])

    for refused in (
        lambda: actions.accept(task, actor=office.worker, at=MONDAY),
        lambda: actions.add_proof(task, PROOF, actor=office.other, at=MONDAY),
        lambda: actions.give(task.mandate, [], actor=office.worker, at=MONDAY),
    ):
        with pytest.raises(PermissionDenied):
            refused()

    assert Task.objects.visible_to(office.other).get() == task
    assert Mandate.objects.visible_to(office.other).get() == task.mandate
    assert not Task.objects.visible_to(Office().chief).exists()


def test_another_unit_leads_and_the_first_loses_sight_of_it(office: Office) -> None:
    task = office.task(helpers=[office.second])

    actions.give_again(
        task, office.second.pk, note="Đúng việc", actor=office.chief, at=MONDAY
    )

    assert not Task.objects.visible_to(office.worker).exists()
    assert task.helpers == []
    assert office.hand_in(task).case.state == State.SUBMITTED


@pytest.mark.parametrize(
    ("given", "due", "said"),
    [(-1, 5, "trước ngày ban hành"), (1, 5, "chưa đến"), (0, -1, "trước ngày giao")],
)
def test_days_that_cannot_be_are_refused(
    office: Office, given: int, due: int, said: str
) -> None:
    new = actions.NewTask(
        unit_id=office.first.pk,
        text="Việc",
        due_on=DAY + timedelta(days=due),
        given_on=DAY + timedelta(days=given),
    )

    with pytest.raises(Refused, match=said):
        actions.give(office.plan(), [new], actor=office.chief, at=MONDAY)


def test_a_project_is_due_years_ahead_and_led_by_units_of_today(office: Office) -> None:
    project = office.plan(Mandate.Kind.PROJECT)

    task = office.task(project, due=(date(2029, 6, 30) - DAY).days)  # a Saturday

    assert task.case.promised_at == moment("2029-07-02T17:00")
    assert task.case.soon_at == moment("2029-07-01T17:00")
    new = make.unit(office.unit, since=date(2027, 1, 1))
    later = date(2027, 3, 1)
    assert new.pk in dict(queries.lead_choices(project, later))
    assert new.pk not in dict(queries.lead_choices(office.plan(), later))


def test_a_plan_with_work_in_it_is_not_withdrawn(office: Office) -> None:
    task = office.task()

    with pytest.raises(Refused, match="còn nhiệm vụ"):
        documents.withdraw(task.mandate, "Nhầm", actor=office.chief, at=MONDAY)

    actions.drop(task, document="1/QĐ", note="Nhầm", actor=office.chief, at=MONDAY)
    documents.withdraw(task.mandate, "Nhầm", actor=office.chief, at=MONDAY)
    assert not OfficialDocument.objects.exists()


def test_what_has_ended_is_neither_put_off_nor_corrected(office: Office) -> None:
    task = office.task()
    until = DAY + timedelta(days=30)
    said: Any = {"reason": "Chờ tỉnh", "actor": office.worker, "at": MONDAY}
    asked = extensions.ask_for_time(task, until, **said)
    gone = office.task()
    actions.drop(gone, document="8/QĐ", note="Trùng", actor=office.chief, at=MONDAY)
    Extension.objects.filter(pk=asked.pk).update(task=gone)  # as it was left before
    asked.task = gone
    by: Any = {"actor": office.chief, "at": MONDAY}

    with pytest.raises(Refused, match="đang thực hiện"):
        extensions.answer(asked, is_granted=True, text="", document="7/CV", **by)
    with pytest.raises(Refused, match="đã kết thúc"):
        actions.put_right(gone, _words(office, "Khác"), **by)
    with pytest.raises(Refused, match="đã xong"):
        cases.promise_again(gone.case, MONDAY, Promise.Cause.EXTENSION, **by)


def test_a_correction_keeps_what_stood_there_and_knows_a_stale_page(
    office: Office,
) -> None:
    task = office.task(text="Việc cũ")
    by: Any = {"actor": office.chief, "at": MONDAY, "number": task.case.number}

    actions.put_right(task, _words(office, "Việc mới"), **by)

    event = task.case.events.get(step="edit")
    assert event.note == (
        "Trước, nội dung: Việc cũ\nTrước, sản phẩm: để trống\n"
        "Trước, đơn vị phối hợp: để trống"
    )
    with pytest.raises(Refused, match="qua bước khác"):
        actions.put_right(task, _words(office, "Việc khác"), **by)


def test_an_answer_is_to_the_request_that_was_looked_at(office: Office) -> None:
    task = office.task()
    shown = task.case.number
    until = DAY + timedelta(days=30)
    said: Any = {"reason": "Chờ tỉnh", "at": MONDAY, "number": shown}
    asked = extensions.ask_for_time(task, until, actor=office.worker, **said)
    by: Any = {"actor": office.chief, "at": MONDAY, "number": shown}

    with pytest.raises(Refused, match="qua bước khác"):
        extensions.answer(asked, is_granted=False, text="Thôi", **by)
    with pytest.raises(Refused, match="qua bước khác"):
        extensions.ask_for_time(task, until, actor=office.worker, **said)


def _words(office: Office, text: str) -> actions.NewTask:
    days: Any = {"due_on": DAY, "given_on": DAY}
    words: Any = {"text": text, "product": "Báo cáo", "helpers": (office.second.pk,)}
    return actions.NewTask(unit_id=office.first.pk, **days, **words)


def test_work_done_before_a_note_is_handed_in_with_its_day(office: Office) -> None:
    task = office.task()
    by: Any = {"actor": office.worker}
    done_on, later = DAY + timedelta(days=2), MONDAY + WEEK
    actions.tell_progress(task, text="Sắp xong", expected_on=None, at=later, **by)
    said: Any = {"text": "Đã xong", "proof": PROOF, "at": later, **by}

    with pytest.raises(Refused, match="trước ngày giao"):
        actions.submit(task, done_on=DAY - timedelta(days=1), **said)
    actions.submit(task, done_on=done_on, **said)

    assert task.case.finished_at
    assert day_of(task.case.finished_at) == done_on
    back: Any = {"actor": office.chief, "at": later}
    actions.send_back(task, note="Thiếu số", **back)
    with pytest.raises(Refused, match="trước bước gần nhất"):
        actions.submit(task, done_on=done_on, **said)


def test_no_request_is_left_hanging_and_undoing_brings_it_back(office: Office) -> None:
    task = office.task()
    actions.tell_progress(
        task, text="Một nửa", expected_on=DAY + WEEK, actor=office.worker, at=MONDAY
    )
    until = DAY + timedelta(days=30)
    said: Any = {"reason": "Chờ tỉnh", "actor": office.worker, "at": MONDAY}
    asked = extensions.ask_for_time(task, until, **said)
    office.hand_in(task)
    asked.refresh_from_db()
    assert asked.answered_at

    actions.undo(task, actor=office.worker, at=MONDAY)
    asked.refresh_from_db()
    waiting = Extension.objects.filter(pk=asked.pk, answered_at=None)
    assert waiting.exists()
    assert task.progress == "Một nửa"

    by: Any = {"actor": office.chief, "at": MONDAY}
    actions.drop(task, document="8/QĐ", note="Trùng", **by)
    asked.refresh_from_db()
    assert asked.answer == "Đã thôi thực hiện."
    actions.undo(task, **by)

    actions.give_again(task, office.second.pk, note="Đúng việc", **by)
    asked.refresh_from_db()
    task.refresh_from_db()
    assert asked.is_granted is False
    assert (task.progress, task.progress_at, task.expected_on) == ("", None, None)


def test_work_is_given_to_the_unit_itself_and_those_below_it_only(
    office: Office,
) -> None:
    task, stranger = office.task(), make.unit()
    by: Any = {"actor": office.chief, "at": MONDAY}
    new = _words(office, "Việc")

    with pytest.raises(Refused, match="chủ trì phải là"):
        actions.give(task.mandate, [replace(new, unit_id=stranger.pk)], **by)
    with pytest.raises(Refused, match="chủ trì phải là"):
        actions.give_again(task, stranger.pk, note="Chuyển", **by)
    with pytest.raises(Refused, match="phối hợp phải là"):
        actions.put_right(task, replace(new, helpers=(stranger.pk,)), **by)


def test_a_document_with_tasks_keeps_its_kind_and_year(office: Office) -> None:
    plan = office.plan()
    same = {name: getattr(plan, name) for name in documents.NewMandate.__slots__}
    new = documents.NewMandate(**same)
    by: Any = {"actor": office.chief, "at": MONDAY}

    with pytest.raises(PermissionDenied):
        documents.change(plan, replace(new, unit_id=make.unit().pk), **by)
    office.task(plan)
    for other in ({"kind": Mandate.Kind.PROJECT}, {"year": 2027}):
        with pytest.raises(Refused, match="không đổi loại và năm"):
            documents.change(plan, replace(new, **other), **by)
    assert documents.change(plan, replace(new, title="Tên mới"), **by).pk == plan.pk
