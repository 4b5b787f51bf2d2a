"""P05: what a citizen reads of a dossier, and what nobody else may."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lienmach.calc.flow import Effect
from lienmach.calc.local import day_of, moment
from lienmach.calc.spoken import spoken_moment
from lienmach.cases import actions as cases
from lienmach.cases.actions import NewCase
from lienmach.cases.models import Case, Incident
from lienmach.onestop.actions import slips, steps
from lienmach.onestop.actions.steps import Missing
from lienmach.onestop.flow import DOSSIER_FLOW, State
from lienmach.onestop.models import (
    Dossier,
    Form,
    NotifyWay,
    Party,
    ReturnWay,
    TaxNotice,
)
from lienmach.onestop.queries.stalls import STANDS
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from lienmach.org.actions.contacts import NewContact, set_contact
from lienmach.portal.flow import STATES, STEPS
from lienmach.portal.queries.telling import NOTHING_OWED, Telling, telling
from lienmach.portal.tests import bring
from lienmach.portal.tests.bring import (
    HOUR,
    LATER,
    NAME,
    SECRETS,
    address_of,
    text_of,
)
from lienmach.registers.actions.calendar import load_country
from lienmach.registers.models import Hop
from tests import make
from tests.make import LONG_AGO, MONDAY

pytestmark = pytest.mark.django_db
# What stands on a trail besides the steps of the flow.
NOTED = {"open", "apology_signed", "consult", "opinion", "post", "post_back"} | {
    "sent",
    "sent_wanting",
    "notice",
    "notice_given",
    "notice_paid",
    "notice_cancel",
}


@pytest.fixture
def office() -> Office:
    load_country(at=MONDAY)
    made_ = made.office()
    contact = NewContact("0204 3 000 123", "Số 2 đường Bờ Sông", "tầng 1")
    set_contact(made_.committee, contact, on=LONG_AGO, actor=None, at=MONDAY)
    return made_


@pytest.fixture
def owner() -> Party:
    return bring.owner()


def _tell(dossier: Dossier, now: datetime = LATER) -> Telling:
    return telling(bring.found(dossier).dossier, now=now)


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_its_sentence_its_thread_and_no_name(
    state: State, office: Office, owner: Party, client: Client
) -> None:
    found = bring.to(office, state, owner=owner)

    told = telling(found.dossier, now=LATER)
    page = client.get(address_of(found.dossier))

    assert found.dossier.case.state == state
    assert told.verdict.endswith(".")
    assert told.thread[0].text.startswith("Đã nhận ở ")
    text = text_of(page)
    assert told.verdict in text
    assert not [secret for secret in SECRETS if secret in text]
    assert not [secret for secret in SECRETS if secret in str(page.headers)]


def test_no_state_and_no_step_is_without_words() -> None:
    assert set(STATES) == set(State)
    assert set(STEPS) == {step.name for step in DOSSIER_FLOW.steps} | NOTED
    paused = {s.target for s in DOSSIER_FLOW.steps if s.effect is Effect.PAUSE}
    assert all("chờ" in STATES[state].verdict for state in paused)


def test_what_is_missing_is_told_with_reason_example_and_where_to_bring_it(
    office: Office,
) -> None:
    told = _tell(bring.to(office, State.ASKED).dossier)

    assert told.verdict == "Hồ sơ đang chờ ông/bà bổ sung 2 giấy tờ."
    assert [task.what for task in told.tasks] == ["Giấy chứng sinh", "Tờ khai"]
    assert (told.tasks[0].why, told.tasks[0].example) == (
        "Ảnh trang 2 bị mờ",
        "Thấy đủ bốn góc",
    )
    assert "Số 2 đường Bờ Sông." in told.bring
    assert told.chip
    assert told.chip.text == "Chờ bổ sung từ 5/1"
    assert told.promised_at is None


def test_what_an_officer_wrote_is_shown_without_names_and_numbers(
    office: Office, owner: Party
) -> None:
    dossier = made.in_progress(office, owner=owner)
    why = f"{NAME.upper()} (đt 098 765 4321) chưa ký trang 2 của bản 3957/KH-UBND"
    missing = [Missing("Tờ khai", why)]
    steps.ask(dossier.pk, missing, reason="Thiếu", actor=office.processes, at=LATER)

    (task,) = _tell(dossier).tasks

    assert task.why == "(…) (đt (…)) chưa ký trang 2 của bản 3957/KH-UBND"


def test_a_late_dossier_is_apologised_for_with_whom_to_call(
    office: Office, client: Client
) -> None:
    dossier = made.in_progress(office)

    told = _tell(dossier, now=moment("2026-01-14T09:00"))

    assert told.verdict == "Chúng tôi xin lỗi: hồ sơ đã quá hẹn."
    (said,) = told.sorry
    assert "17:00 thứ Bảy, 10/1/2026" in said
    assert "quá 3 ngày" in said
    assert "Chưa có hẹn mới" in said


def test_a_signed_apology_gives_its_reason_and_the_new_day(
    office: Office, owner: Party
) -> None:
    dossier = made.in_progress(office, owner=owner)
    letter = steps.prepare_apology(
        dossier.pk,
        reason="chờ xác nhận ranh giới thửa đất",
        new_promise=moment("2026-01-14T17:00"),
        actor=office.processes,
        at=LATER,
    )
    assert not _tell(dossier).sorry  # a draft binds nobody

    steps.sign_apology(letter, actor=office.leads, at=LATER + HOUR)
    told = _tell(dossier, now=LATER + HOUR)

    assert "vì: chờ xác nhận ranh giới thửa đất" in told.sorry[0]
    assert told.lines[0] == "Hẹn lại: trước 17:00 thứ Tư, 14/1/2026."
    assert ("Hẹn trả lúc đầu", "17:00 thứ Bảy, 10/1/2026") in told.facts
    assert "Xin lỗi và hẹn lại" in [mark.text for mark in told.thread]


def test_a_day_announced_late_shows_both_days(office: Office) -> None:
    dossier = made.in_progress(office)
    case = dossier.case
    assert case.promised_at
    assert not any("Lịch làm việc" in line for line in _tell(dossier).lines)
    later = case.promised_at + timedelta(days=1)
    Case.objects.filter(pk=case.pk).update(due_at=later)
    cases.note_on(case, "calendar", "Đổi lịch", actor=None, at=LATER)

    told = " ".join(_tell(dossier).lines)

    assert spoken_moment(case.promised_at) in told
    assert f"nay là {spoken_moment(later)}" in told


def test_a_step_that_was_taken_back_is_not_told(office: Office) -> None:
    dossier = bring.to(office, State.SIGNING).dossier
    assert "Trình lãnh đạo ký" in [mark.text for mark in _tell(dossier).thread]

    steps.undo(dossier.pk, actor=office.processes, at=LATER + HOUR)

    assert "Trình lãnh đạo ký" not in [mark.text for mark in _tell(dossier).thread]


def test_the_thread_names_units_and_what_comes_and_no_officer(office: Office) -> None:
    told = _tell(made.in_progress(office))

    kinds = [mark.kind for mark in told.thread]
    assert kinds == sorted(kinds, key=["", "now", "next"].index)
    assert kinds.count("now") == 1
    assert told.thread[-1].text == "Trả kết quả"
    people = (office.clerk.name, office.officer.name, office.leader.name)
    assert not [m for m in told.thread if any(p in m.text + m.when for p in people)]


def test_a_result_given_at_once_says_so(office: Office) -> None:
    told = _tell(made.dossier(office, is_same_day=True))

    assert told.verdict == "Đã trả kết quả."
    assert "Trả lúc 8:00 thứ Hai, 5/1/2026." in told.lines
    assert "Hẹn trả" not in dict(told.facts)
    assert told.rate_until == (MONDAY + timedelta(days=30)).date()


def test_a_fee_that_is_owed_is_told_when_the_result_is_there(office: Office) -> None:
    dossier = bring.to(office, State.READY).dossier
    dossier.charges.create(number=9, name="Phí", amount=28000)

    assert "28.000 đồng" in _tell(dossier).tasks[-1].what


def test_a_chain_shows_its_parts_and_a_part_whose_it_is(office: Office) -> None:
    root = made.in_progress(office)
    hop = Hop.objects.create(
        version=root.procedure,
        number=1,
        name="Đăng ký thường trú",
        agency="Công an cấp xã",
        limit_amount=2,
        clock="working_days",
    )
    child = cases.open_case(
        NewCase(
            kind="dossier",
            code=f"{root.case.code}.1",
            limit=hop.value().limit,
            received_unit_id=office.counter.pk,
            decides_unit_id=office.division.pk,
            unit_id=office.division.pk,
            parent=root.case,
            has_slip=False,
        ),
        actor=office.receives,
        at=LATER,
    )
    part = Dossier.objects.create(
        case=child,
        procedure=root.procedure,
        hop=hop,
        channel=root.channel,
        owner=root.owner,
        owner_name=root.owner_name,
        owner_key=root.owner_key,
        is_same_day=False,
        return_way=root.return_way,
        notify_way=root.notify_way,
        token="a-part",
    )

    (shown,) = _tell(root).parts

    assert (shown.name, shown.agency) == ("Đăng ký thường trú", "Công an cấp xã")
    assert shown.verdict == "Hồ sơ đã được tiếp nhận."
    assert shown.promised == "thứ Tư, 7/1/2026"
    assert _tell(part).part_of == root.case.code


def test_a_replaced_slip_leads_to_the_present_one(
    office: Office, client: Client
) -> None:
    dossier = made.dossier(office)
    old = dossier.slips.get()
    new = slips.issue(
        dossier, Form.RECEIPT, actor=None, at=LATER, reason="Sửa tên thủ tục"
    )

    told = text_of(client.get(reverse("portal:state", args=[old.token])))
    present = text_of(client.get(reverse("portal:state", args=[new.token])))

    assert "đã được thay bằng giấy phát hành lúc 9:00 thứ Hai, 5/1/2026" in told
    assert "Sửa tên thủ tục" in told
    assert dossier.case.code in told
    assert "đã được thay bằng" not in present


def test_the_promise_goes_into_a_calendar_without_a_name(
    office: Office, owner: Party, client: Client
) -> None:
    dossier = made.dossier(
        office, owner=owner, on=moment("2026-01-05T08:00"), notify_way=NotifyWay.PHONE
    )
    # The clock of the service is ahead of this dossier: its promise is past.
    url = reverse("portal:calendar", args=[dossier.token])
    assert client.get(url).status_code == 404

    cases.promise_again(
        dossier.case,
        moment("2031-03-12T17:00"),
        "correction",  # type: ignore[arg-type]  # as the database gives it back
        actor=None,
        at=LATER,
    )
    page = client.get(url)

    text = page.content.decode()
    assert page["Content-Type"] == "text/calendar; charset=utf-8"
    assert "DTEND:20310312T100000Z\r\n" in text
    unfolded = text.replace("\r\n ", "")
    assert f"SUMMARY:Hẹn trả kết quả hồ sơ {dossier.case.code}\r\n" in unfolded
    assert address_of(dossier) in unfolded
    assert NAME not in unfolded
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75


def test_how_the_result_comes_is_told(office: Office) -> None:
    by_post = bring.to(office, State.READY, return_way=ReturnWay.POST).dossier

    told = _tell(by_post)

    assert "Kết quả được gửi qua bưu chính" in " ".join(told.lines)
    assert not told.tasks


def test_a_notice_of_the_tax_office_is_told_as_a_sum_and_a_last_day(
    office: Office, owner: Party
) -> None:
    dossier = bring.to(office, State.OWING, owner=owner).dossier
    issued = day_of(dossier.case.received_at)
    TaxNotice.objects.create(
        dossier=dossier,
        number="12/TB-CCT",
        issued_on=issued,
        issuer=f"Chi cục Thuế, {NAME}",
        amount=12_500_000,
        came_on=issued,
        pay_by=issued,
        made_at=dossier.case.received_at,
        made_by=office.officer,
        way=TaxNotice.Way.POST,
        given_on=issued,
        given_how="RR123VN",
    )

    (task,) = telling(dossier, now=dossier.case.received_at).tasks
    (late,) = telling(dossier, now=LATER + timedelta(days=1)).tasks
    (guessed,) = telling(dossier, now=LATER, is_held=False).tasks

    assert task.what.startswith("Nộp 12.500.000 đồng, chậm nhất hết ngày")
    assert "đã gửi qua bưu chính" in task.why
    assert NAME not in task.why
    assert "hỏi cơ quan thuế" in late.why
    assert "hỏi cơ quan thuế" not in task.why
    assert (guessed.what, guessed.why) == (
        "Thực hiện nghĩa vụ tài chính theo thông báo",
        "",
    )


def test_a_cancelled_notice_is_asked_of_nobody(office: Office, owner: Party) -> None:
    dossier = bring.to(office, State.OWING, owner=owner).dossier
    Incident.objects.create(
        case=dossier.case,
        kind=Incident.Kind.SILENT,
        key="silent",
        unit=office.division,
        opened_at=MONDAY,
        reminded_at=MONDAY,
        public_text=STANDS,
    )
    wait = dossier.case.waits.get()
    (owed,) = telling(dossier, now=LATER).tasks
    assert STANDS not in _tell(dossier).lines  # it is for the applicant to act
    issued = day_of(dossier.case.received_at)
    TaxNotice.objects.create(
        dossier=dossier,
        number="12/TB-CCT",
        issued_on=issued,
        issuer="Chi cục Thuế",
        amount=12_500_000,
        came_on=issued,
        pay_by=issued,
        made_at=wait.started_at,
        made_by=office.officer,
        cancelled_at=LATER,
        cancel_reason="Ghi nhầm",
    )

    told = telling(dossier, now=LATER)

    assert owed.why == wait.reason  # without a notice, what the pause says
    assert (told.tasks, told.bring, told.verdict) == ((), (), NOTHING_OWED)
    assert not any("Chờ ông/bà" in mark.text for mark in told.thread)
    assert STANDS in told.lines


@pytest.mark.parametrize("state", [State.RECEIVED, State.RETURNED])
def test_the_page_asks_as_much_however_long_its_way(
    state: State, office: Office, client: Client, django_assert_max_num_queries: Any
) -> None:
    url = address_of(bring.to(office, state).dossier)

    with django_assert_max_num_queries(26):
        client.get(url)


def test_staff_who_open_it_find_no_link_to_rate(office: Office, client: Client) -> None:
    dossier = bring.to(office, State.RETURNED).dossier
    client.force_login(make.user(rights="onestop.receive"))

    assert "Đánh giá" not in text_of(client.get(address_of(dossier)))
