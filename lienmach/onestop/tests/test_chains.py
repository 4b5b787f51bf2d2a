"""A chain of procedures: one slip, a part for each agency, counted once."""

from datetime import datetime, timedelta

import pytest

from lienmach.calc.deadline import Limit
from lienmach.calc.local import moment
from lienmach.calc.procedures import Hop
from lienmach.calc.refusal import Refused
from lienmach.onestop.actions import chains, steps
from lienmach.onestop.actions.steps import Handed, Missing, Signed
from lienmach.onestop.flow import State
from lienmach.onestop.models import Dossier, Form
from lienmach.onestop.queries.chains import children, parts
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
CHAIN = (
    Hop("Đăng ký khai sinh", "UBND cấp xã", Limit(1)),
    Hop("Đăng ký thường trú", "Công an", Limit(2)),
    Hop("Cấp thẻ bảo hiểm y tế", "Bảo hiểm xã hội", Limit(1)),
)


@pytest.fixture
def office() -> Office:
    return made.office(limit=Limit(4), hops=CHAIN)


def _part(root: Dossier, number: int) -> Dossier:
    return Dossier.objects.select_related("case").get(
        case__parent=root.pk, hop__number=number
    )


def _finish(office: Office, part: Dossier, at: datetime) -> None:
    steps.take(part.pk, "accept", actor=office.processes, at=at)
    signed = Signed(at.date(), "Người ký")
    steps.record_result(part.pk, signed, actor=office.processes, at=at)


def _root(root: Dossier) -> Dossier:
    return Dossier.objects.select_related("case", "procedure").get(pk=root.pk)


def test_a_chain_is_promised_once_and_each_agency_has_its_own_part(
    office: Office,
) -> None:
    root = made.dossier(office)

    told = parts(_root(root))
    assert root.case.promised_at == moment("2026-01-09T17:00")
    assert [part.due_at for part in told] == [
        moment("2026-01-06T17:00"),
        moment("2026-01-08T17:00"),
        moment("2026-01-09T17:00"),
    ]
    assert [bool(part.dossier) for part in told] == [True, False, False]
    said = root.slips.get(form=Form.RECEIPT).said
    assert [(part["agency"], part["promised"]) for part in said["parts"]] == [
        ("UBND cấp xã", "trước 17:00 thứ Ba, 6/1/2026"),
        ("Công an", "trước 17:00 thứ Năm, 8/1/2026"),
        ("Bảo hiểm xã hội", "trước 17:00 thứ Sáu, 9/1/2026"),
    ]
    first = _part(root, 1)
    assert first.case.code == f"{root.case.code}.1"
    assert first.case.unit == office.division
    assert Form.RECEIPT not in [slip.form for slip in first.slips.all()]


def test_a_part_begins_when_the_one_before_is_done_and_the_last_ends_the_chain(
    office: Office,
) -> None:
    root = made.dossier(office)
    at = MONDAY
    for number in (1, 2, 3):
        at += HOUR
        _finish(office, _part(root, number), at)

    case = _root(root).case
    assert (case.state, case.finished_at) == (State.READY, at)
    assert case.unit == office.counter

    steps.give_back(root.pk, Handed("Ẩn"), actor=office.receives, at=at + HOUR)
    states = {child.case.state for child in children(root)}
    assert states == {State.RETURNED}


def test_when_a_part_waits_the_whole_chain_waits_and_one_new_slip_is_given(
    office: Office,
) -> None:
    root = made.dossier(office)
    part = _part(root, 1)
    steps.take(part.pk, "accept", actor=office.processes, at=MONDAY)
    steps.ask(
        part.pk,
        [Missing("Giấy chứng sinh", "Mờ")],
        reason="Thiếu",
        actor=office.processes,
        at=MONDAY + HOUR,
    )
    assert _root(root).case.state == State.ASKED

    brought = moment("2026-01-07T09:00")
    steps.supplement(part.pk, actor=office.receives, at=brought)

    case = _root(root).case
    assert case.state == State.IN_PROGRESS
    assert case.promised_at == moment("2026-01-12T17:00")
    receipts = root.slips.filter(form=Form.RECEIPT)
    assert [slip.promised_at for slip in receipts][-1] == case.promised_at


def test_taking_back_a_request_of_a_part_lets_the_chain_run_again(
    office: Office,
) -> None:
    root = made.dossier(office)
    part = _part(root, 1)
    steps.take(part.pk, "accept", actor=office.processes, at=MONDAY)
    missing = [Missing("Giấy chứng sinh", "Mờ")]
    steps.ask(part.pk, missing, reason="x", actor=office.processes, at=MONDAY + HOUR)

    steps.undo(part.pk, actor=office.processes, at=MONDAY + 2 * HOUR)

    case = _root(root).case
    assert case.state == State.IN_PROGRESS
    assert case.due_at == case.promised_at == moment("2026-01-09T17:00")


def test_a_refused_part_leaves_the_rest_to_the_counter(office: Office) -> None:
    root = made.dossier(office)
    part = _part(root, 1)
    steps.take(part.pk, "accept", actor=office.processes, at=MONDAY)
    steps.take(part.pk, "reject", actor=office.leads, at=MONDAY + HOUR, note="Không đủ")
    assert _root(root).case.state == State.IN_PROGRESS

    chains.go_on(_root(root), actor=office.receives, at=MONDAY + 2 * HOUR)

    assert _part(root, 2).case.state == State.RECEIVED
    with pytest.raises(Refused, match="chưa xong"):
        chains.go_on(_root(root), actor=office.receives, at=MONDAY + 3 * HOUR)


def test_withdrawing_a_chain_ends_the_part_that_is_open(office: Office) -> None:
    root = made.dossier(office)

    steps.take(
        root.pk, "withdraw", actor=office.receives, at=MONDAY + HOUR, note="Đổi ý"
    )

    assert _part(root, 1).case.state == State.WITHDRAWN
    assert _root(root).case.state == State.WITHDRAWN


@pytest.mark.parametrize("step", ["submit", "forward", "reject", "owe", "wait"])
def test_a_root_takes_no_step_that_only_its_parts_may_take(
    office: Office, step: str
) -> None:
    root = made.dossier(office)
    leads = office.leads

    missing = [Missing("Giấy chứng sinh", "Mờ")]
    signed = Signed(MONDAY.date(), "Người ký")

    with pytest.raises(Refused, match="các chặng"):
        steps.take(root.pk, step, actor=leads, at=MONDAY + HOUR, note="Thử")
    with pytest.raises(Refused, match="các chặng"):
        steps.ask(root.pk, missing, reason="Mờ", actor=leads, at=MONDAY + HOUR)
    with pytest.raises(Refused, match="các chặng"):
        steps.record_result(root.pk, signed, actor=leads, at=MONDAY + HOUR)

    assert _root(root).case.state == State.IN_PROGRESS
