"""A dossier from the counter into the applicant's hand, and what is refused."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from lienmach.base.actor import Actor
from lienmach.calc.deadline import Limit
from lienmach.calc.local import moment
from lienmach.calc.refusal import Refused
from lienmach.cases.models import CaseEvent
from lienmach.onestop.actions import hands, receive, steps
from lienmach.onestop.actions.steps import Handed, Missing, Signed
from lienmach.onestop.flow import State
from lienmach.onestop.models import Dossier, Form
from lienmach.onestop.queries.dossiers import visible
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
IN_FIVE_DAYS = moment("2026-01-10T17:00")  # a Saturday that is worked


@pytest.fixture
def office() -> Office:
    return made.office()


def _missing() -> list[Missing]:
    return [Missing("Giấy chứng sinh", "Ảnh trang 2 bị mờ")]


def test_a_received_dossier_has_a_code_a_promise_and_a_slip_that_say_the_same(
    office: Office,
) -> None:
    dossier = made.dossier(office)

    case = dossier.case
    assert case.code == f"{office.counter.code}-260105-0001"
    assert case.promised_at == case.due_at == IN_FIVE_DAYS
    slip = dossier.slips.get()
    assert (slip.form, slip.promised_at) == (Form.RECEIPT, IN_FIVE_DAYS)
    assert [event.step for event in case.events.all()] == ["open"]
    assert case.decides_unit == office.division


def test_codes_of_a_day_follow_each_other_and_are_never_given_again(
    office: Office,
) -> None:
    first = made.dossier(office)
    receive.cancel(first.pk, actor=office.receives, at=MONDAY)

    second = made.dossier(office)

    assert (first.case.code[-4:], second.case.code[-4:]) == ("0001", "0002")
    first.case.refresh_from_db()
    assert first.case.state == State.CANCELLED
    assert first.case.closed_at
    assert first.case.finished_at is None


def test_a_dossier_goes_from_hand_to_hand_until_it_is_given_back(
    office: Office,
) -> None:
    dossier = made.in_progress(office)
    at = MONDAY + HOUR
    steps.take(dossier.pk, "submit", actor=office.processes, at=at)
    signed = Signed(at.date(), "Chủ tịch", "12/GKS")
    steps.sign(dossier.pk, signed, actor=office.leads, at=at)

    handed = Handed("Nguyễn Văn Ẩn")
    later = at + 48 * HOUR
    steps.give_back(dossier.pk, handed, actor=office.receives, at=later)

    case = dossier.case
    case.refresh_from_db()
    assert case.state == State.RETURNED
    assert (case.finished_at, case.closed_at) == (at, later)
    assert case.unit == office.counter
    told = [event.step for event in case.events.all()]
    assert told == ["open", "assign", "accept", "submit", "sign", "return"]


def test_a_result_is_not_given_back_before_its_fee_is_paid_or_waived(
    office: Office,
) -> None:
    dossier = made.in_progress(office, waived="")
    steps.record_result(
        dossier.pk,
        Signed(MONDAY.date(), "Trưởng Công an"),
        actor=office.processes,
        at=MONDAY,
    )

    with pytest.raises(Refused, match=r"còn 8\.000 đồng chưa thu"):
        steps.give_back(dossier.pk, Handed("A"), actor=office.receives, at=MONDAY)


def test_what_is_given_back_at_once_has_no_slip_and_is_finished_on_time(
    office: Office,
) -> None:
    dossier = made.dossier(office, is_same_day=True)

    case = dossier.case
    assert (case.state, case.promised_at) == (State.RETURNED, None)
    assert case.finished_at == case.closed_at == MONDAY
    assert not dossier.slips.exists()
    assert dossier.collection.recipient == dossier.owner_name


def test_nothing_is_given_back_at_once_before_its_fee(office: Office) -> None:
    with pytest.raises(Refused, match="chọn cách thu phí"):
        made.dossier(office, is_same_day=True, waived="", payment=None)
    assert not Dossier.objects.exists()

    dossier = made.dossier(office, is_same_day=True, waived="")

    receipt = dossier.receipts.get()
    assert (receipt.amount, receipt.method) == (8000, "cash")
    assert dossier.case.state == State.RETURNED


def test_a_supplement_stops_the_clock_and_the_law_of_2018_starts_it_again(
    office: Office,
) -> None:
    dossier = made.in_progress(office)
    steps.ask(
        dossier.pk,
        _missing(),
        reason="Thiếu giấy chứng sinh",
        actor=office.processes,
        at=MONDAY + HOUR,
    )
    case = dossier.case
    case.refresh_from_db()
    assert case.state == State.ASKED
    assert case.due_at is None
    assert case.promised_at == IN_FIVE_DAYS

    brought = moment("2026-01-08T09:00")
    steps.supplement(dossier.pk, actor=office.receives, at=brought)

    case.refresh_from_db()
    assert case.promised_at == case.due_at == moment("2026-01-14T17:00")
    assert [p.cause for p in case.promises.all()] == ["first", "supplement"]
    receipts = dossier.slips.filter(form=Form.RECEIPT)
    assert [slip.replaced_by_id is None for slip in receipts] == [False, True]


def test_a_second_supplement_needs_somebody_who_leads(office: Office) -> None:
    dossier = made.in_progress(office)
    again = MONDAY + 2 * HOUR

    def ask(by: Actor, at: datetime) -> None:
        steps.ask(dossier.pk, _missing(), reason="Thiếu", actor=by, at=at)

    ask(office.processes, MONDAY)
    steps.supplement(dossier.pk, actor=office.receives, at=MONDAY + HOUR)
    with pytest.raises(Refused, match="lãnh đạo đồng ý"):
        ask(office.processes, again)
    ask(office.leads, again)

    approved = [s.approved_by for s in dossier.supplements.all()]
    assert approved == [None, office.leader]


def test_the_last_step_is_taken_back_by_whoever_took_it_and_both_are_told(
    office: Office,
) -> None:
    dossier = made.in_progress(office)
    steps.ask(
        dossier.pk, _missing(), reason="x", actor=office.processes, at=MONDAY + HOUR
    )
    with pytest.raises(Refused, match="Chỉ người đã thực hiện"):
        steps.undo(dossier.pk, actor=office.leads, at=MONDAY + HOUR)

    steps.undo(dossier.pk, actor=office.processes, at=MONDAY + 2 * HOUR)

    case = dossier.case
    case.refresh_from_db()
    assert (case.state, case.due_at) == (State.IN_PROGRESS, IN_FIVE_DAYS)
    assert not case.waits.exists()
    assert not dossier.supplements.exists()
    last = case.events.last()
    assert last
    assert last.undoes
    assert last.undoes.step == "ask"


@pytest.mark.parametrize(
    ("step", "words"),
    [("submit", "«Đã tiếp nhận»"), ("paid", "«Đã tiếp nhận»")],
)
def test_a_step_out_of_turn_is_refused_and_leaves_no_trail(
    office: Office, step: str, words: str
) -> None:
    dossier = made.dossier(office)

    with pytest.raises(Refused, match=words):
        steps.take(dossier.pk, step, actor=office.leads, at=MONDAY)

    assert dossier.case.events.count() == 1


def test_a_page_that_is_out_of_date_moves_nothing(office: Office) -> None:
    dossier = made.in_progress(office)

    with pytest.raises(Refused, match="qua bước khác"):
        steps.take(
            dossier.pk, "submit", actor=office.processes, at=MONDAY + HOUR, number=1
        )


def test_a_step_dated_before_the_last_one_is_refused(office: Office) -> None:
    dossier = made.in_progress(office)

    with pytest.raises(Refused, match="trước bước gần nhất"):
        steps.take(dossier.pk, "submit", actor=office.processes, at=MONDAY - HOUR)


def test_a_step_asks_for_its_right_where_the_dossier_is(office: Office) -> None:
    dossier = made.dossier(office)

    with pytest.raises(PermissionDenied):
        steps.take(dossier.pk, "accept", actor=office.receives, at=MONDAY)


def test_an_apology_promises_another_day_once_it_is_signed(office: Office) -> None:
    dossier = made.in_progress(office)
    later = moment("2026-01-14T10:00")
    letter = steps.prepare_apology(
        dossier.pk,
        reason="Chờ xác nhận ranh giới thửa đất",
        new_promise=later,
        actor=office.processes,
        at=MONDAY + HOUR,
    )
    case = dossier.case
    case.refresh_from_db()
    assert case.promised_at == IN_FIVE_DAYS

    steps.sign_apology(letter, actor=office.leads, at=MONDAY + 2 * HOUR)

    case.refresh_from_db()
    assert case.promised_at == later
    with pytest.raises(Refused, match="Chỉ được hẹn lại một lần"):
        steps.prepare_apology(
            dossier.pk,
            reason="Vẫn chậm",
            new_promise=later + 48 * HOUR,
            actor=office.processes,
            at=MONDAY + 3 * HOUR,
        )


def test_after_a_pause_nobody_is_promised_less_than_an_apology_said(
    office: Office,
) -> None:
    dossier = made.in_progress(office)
    later = moment("2026-01-30T10:00")
    letter = steps.prepare_apology(
        dossier.pk,
        reason="Chờ đo đạc",
        new_promise=later,
        actor=office.processes,
        at=MONDAY,
    )
    steps.sign_apology(letter, actor=office.leads, at=MONDAY)
    steps.take(
        dossier.pk, "wait", actor=office.processes, at=MONDAY + HOUR, note="Chờ thuế"
    )

    steps.take(dossier.pk, "answered", actor=office.processes, at=MONDAY + 2 * HOUR)

    case = dossier.case
    case.refresh_from_db()
    assert case.promised_at == later
    assert case.due_at == IN_FIVE_DAYS


def test_who_took_holds_or_answers_for_a_dossier_sees_it_and_nobody_else(
    office: Office,
) -> None:
    made.dossier(office)
    stranger = made.office(name="Thủ tục khác").receives

    seen = [visible(actor).count() for actor in (office.receives, office.processes)]

    assert seen == [1, 1]
    assert visible(stranger).count() == 0


def test_the_trail_is_neither_changed_nor_deleted(office: Office) -> None:
    made.dossier(office)

    for change in (
        lambda: CaseEvent.objects.update(note="sửa"),
        lambda: CaseEvent.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_limit_that_ends_in_a_year_not_yet_announced_is_promised_all_the_same() -> (
    None
):
    office = made.office(limit=Limit(30))

    dossier = made.dossier(office, on=moment("2026-12-15T09:00"))

    assert dossier.case.promised_at
    assert dossier.case.promised_at.year == 2027


def test_taking_back_an_assignment_leaves_what_was_asked_for(office: Office) -> None:
    dossier = made.in_progress(office)
    asked_at, given_at = MONDAY + HOUR, MONDAY + 2 * HOUR
    by = office.processes
    steps.ask(dossier.pk, _missing(), reason="Thiếu", actor=by, at=asked_at)
    unit = office.counter.pk
    hands.assign(dossier.pk, actor=by, at=given_at, to_unit=unit)

    steps.undo(dossier.pk, actor=by, at=MONDAY + 3 * HOUR)

    assert [s.answered_at for s in dossier.supplements.all()] == [None]
