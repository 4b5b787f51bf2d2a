"""Paper dossiers from hand to hand: given, confirmed, sent back, called off."""

from datetime import timedelta
from threading import Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from lienmach.calc.local import moment
from lienmach.calc.refusal import Refused
from lienmach.cases.models import Case
from lienmach.onestop.actions import hand_overs, receive, steps
from lienmach.onestop.actions.hand_overs import Given
from lienmach.onestop.actions.receive import NewPaper
from lienmach.onestop.actions.steps import Signed
from lienmach.onestop.models import Dossier, HandOver, HandOverItem, Route
from lienmach.onestop.queries import hand_overs as queries
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from lienmach.registers.queries.calendar import work_calendar
from lienmach.registers.tests import make_procedure
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def office() -> Office:
    return made.office()


def _give(office: Office, *dossiers: Dossier) -> Given:
    codes = [dossier.case.code for dossier in dossiers]
    return hand_overs.give(codes, actor=office.receives, at=MONDAY + HOUR)


def _items(sheet: HandOver) -> list[HandOverItem]:
    return list(sheet.items.order_by("dossier"))


def test_what_is_handed_over_goes_on_one_sheet_for_each_unit(office: Office) -> None:
    other = make.unit(office.committee)
    first, second = made.dossier(office), made.dossier(office)
    Route.objects.create(
        counter=office.counter,
        procedure=make_procedure.version("9.9").procedure,
        unit=other,
        decides_unit=other,
    )
    third = made.dossier(office, procedure="9.9")

    given = _give(office, first, second, third)

    assert [(s.to_unit_id, s.items.count()) for s in given.sheets] == [
        (office.division.pk, 2),
        (other.pk, 1),
    ]
    assert (given.count, given.refused) == (3, [])
    first.case.refresh_from_db()
    assert (first.case.unit, first.case.person) == (office.division, None)
    assert first.case.events.last().step == "assign"  # type: ignore[union-attr]  # there
    assert not queries.groups(office.receives, at=MONDAY)


def test_what_cannot_go_stays_with_its_reason_and_keeps_nothing_from_going(
    office: Office,
) -> None:
    gone, cancelled, good = (made.dossier(office) for _ in range(3))
    _give(office, gone)
    receive.cancel(cancelled.pk, actor=office.receives, at=MONDAY)
    codes = [gone.case.code, cancelled.case.code, "SAI-1", good.case.code]

    given = hand_overs.give(codes, actor=office.receives, at=MONDAY + HOUR)

    assert given.count == 1
    reasons = {refused.code: refused.reason for refused in given.refused}
    sheet = HandOver.objects.earliest("pk")
    assert reasons == {
        gone.case.code: f"đang ở biên bản {sheet.number}, chờ nơi nhận xác nhận",
        cancelled.case.code: "đã xong (hủy (nhập nhầm))",
        "SAI-1": "không thấy hồ sơ có mã này",
    }


def test_a_slip_is_as_good_as_a_code_and_both_count_once(office: Office) -> None:
    dossier = made.dossier(office)
    link = f"https://motcua.example.vn/q/{dossier.slips.get().token}/"

    given = hand_overs.give(
        [link, dossier.case.code.lower()], actor=office.receives, at=MONDAY
    )

    assert (given.count, given.refused) == (1, [])


def test_what_an_actor_may_not_see_is_not_found(office: Office) -> None:
    elsewhere = made.dossier(office)
    stranger = make.actor(rights=["onestop.receive"])

    given = hand_overs.give([elsewhere.case.code], actor=stranger, at=MONDAY)

    assert [r.reason for r in given.refused] == ["không thấy hồ sơ có mã này"]


def test_what_is_not_accepted_goes_back_with_the_reason(office: Office) -> None:
    kept, returned = made.dossier(office), made.dossier(office)
    sheet = _give(office, kept, returned).sheets[0]
    came, absent = _items(sheet)

    with pytest.raises(Refused, match=returned.case.code):
        hand_overs.confirm(
            sheet.pk, [came.pk], actor=office.processes, at=MONDAY + 2 * HOUR
        )
    hand_overs.confirm(
        sheet.pk,
        [came.pk],
        actor=office.processes,
        at=MONDAY + 2 * HOUR,
        notes={absent.pk: "Thiếu bản chính tờ khai"},
    )

    kept.case.refresh_from_db()
    returned.case.refresh_from_db()
    assert (kept.case.unit, returned.case.unit) == (office.division, office.counter)
    waiting = queries.groups(office.receives, at=MONDAY)
    assert [row.code for group in waiting for row in group.rows] == [returned.case.code]
    assert "Thiếu bản chính" in returned.case.events.last().note  # type: ignore[union-attr]  # there


def test_a_sheet_is_confirmed_once_and_by_its_receiver(office: Office) -> None:
    sheet = _give(office, made.dossier(office)).sheets[0]
    every = [item.pk for item in _items(sheet)]

    with pytest.raises(PermissionDenied):
        hand_overs.confirm(sheet.pk, every, actor=office.receives, at=MONDAY + HOUR)
    hand_overs.confirm(sheet.pk, every, actor=office.processes, at=MONDAY + HOUR)

    with pytest.raises(Refused, match="đã xác nhận"):
        hand_overs.confirm(sheet.pk, every, actor=office.processes, at=MONDAY + HOUR)
    with pytest.raises(Refused, match="đã xác nhận"):
        hand_overs.call_off(sheet.pk, actor=office.receives, at=MONDAY + 2 * HOUR)


def test_until_it_is_confirmed_a_sheet_can_be_called_off_and_given_again(
    office: Office,
) -> None:
    dossier = made.dossier(office)
    sheet = _give(office, dossier).sheets[0]

    hand_overs.call_off(sheet.pk, actor=office.receives, at=MONDAY + HOUR)
    again = _give(office, dossier)

    assert again.sheets[0].number[-4:] == "0002"
    assert [i.is_accepted for i in _items(sheet)] == [False]


def test_what_somebody_has_begun_to_handle_is_not_called_off(office: Office) -> None:
    dossier = made.dossier(office)
    sheet = _give(office, dossier).sheets[0]
    steps.take(dossier.pk, "accept", actor=office.processes, at=MONDAY + HOUR)

    with pytest.raises(Refused, match="đã được xử lý tiếp"):
        hand_overs.call_off(sheet.pk, actor=office.receives, at=MONDAY + 2 * HOUR)


def test_one_dossier_is_not_undone_out_of_its_sheet(office: Office) -> None:
    dossier = made.dossier(office)
    _give(office, dossier)

    with pytest.raises(Refused, match="hủy biên bản"):
        steps.undo(dossier.pk, actor=office.receives, at=MONDAY + 2 * HOUR)


def test_a_signed_paper_comes_back_to_the_counter_on_a_sheet_of_results(
    office: Office,
) -> None:
    dossier = made.in_progress(office)
    signed = Signed(MONDAY.date(), "Phó phòng")
    steps.record_result(dossier.pk, signed, actor=office.processes, at=MONDAY + HOUR)

    (group,) = queries.groups(office.processes, at=MONDAY + HOUR)
    assert (group.unit_id, group.is_results) == (office.counter.pk, True)
    given = hand_overs.give(
        [dossier.case.code], actor=office.processes, at=MONDAY + HOUR
    )
    sheet = given.sheets[0]
    assert sheet.is_results
    assert not queries.groups(office.processes, at=MONDAY + HOUR)
    hand_overs.confirm(
        sheet.pk,
        [item.pk for item in _items(sheet)],
        actor=office.receives,
        at=MONDAY + 2 * HOUR,
    )
    assert not queries.groups(office.processes, at=MONDAY + 2 * HOUR)


def test_papers_of_an_afternoon_are_due_the_next_working_morning(
    office: Office,
) -> None:
    early = made.dossier(office, on=moment("2026-01-05T14:59"))
    late = made.dossier(office, on=moment("2026-01-05T15:01"))

    calendar = work_calendar(office.counter, MONDAY.date(), projected=True)
    today, morning = (queries.due_at(dossier, calendar) for dossier in (early, late))

    assert today == moment("2026-01-05T17:00")
    assert morning == moment("2026-01-06T07:30")
    now = moment("2026-01-05T16:00")
    assert queries.due_words(today, at=now) == ("giao trong hôm nay, trước 17:00")
    assert queries.due_words(morning, at=now).startswith("giao sáng mai")


@pytest.mark.django_db(transaction=True)
def test_two_officers_who_give_the_same_dossiers_at_once_make_one_sheet() -> None:
    office = made.office()
    codes = [made.dossier(office).case.code for _ in range(4)]
    actor = office.receives
    counts: list[int] = []

    def give(order: int) -> None:
        try:
            found = hand_overs.give(codes[::order], actor=actor, at=MONDAY + HOUR)
            counts.append(found.count)
        finally:
            connection.close()

    threads = [Thread(target=give, args=(order,)) for order in (1, -1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(counts) == [0, 4]
    assert HandOverItem.objects.count() == 4
    assert set(Case.objects.values_list("unit", flat=True)) == {office.division.pk}


@pytest.mark.parametrize("rows", [1, 3])
def test_what_waits_is_read_in_the_same_number_of_queries(
    rows: int, office: Office, django_assert_num_queries: object
) -> None:
    for _ in range(rows):
        made.dossier(office)

    actor = office.receives

    with django_assert_num_queries(6):  # type: ignore[operator]  # a fixture without types
        (group,) = queries.groups(actor, at=MONDAY)

    assert len(group.rows) == rows


def test_a_sheet_counts_the_papers_that_are_there(office: Office) -> None:
    papers = (NewPaper("Tờ khai", 1), NewPaper("Văn bản ủy quyền", is_received=False))
    code = made.dossier(office, papers=papers).case.code
    given = hand_overs.give([code], actor=office.receives, at=MONDAY)

    [item] = queries.items_of(given.sheets[0])

    assert [paper.name for paper in item.dossier.papers.all()] == ["Tờ khai"]
