"""What applicants are told by e-mail, when, and what staff see of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from lienmach.base import outbox
from lienmach.base.models import Message
from lienmach.calc.local import moment
from lienmach.cases.models import Incident
from lienmach.onestop.actions import receive, stalls, steps
from lienmach.onestop.actions.people import NewParty, save_party
from lienmach.onestop.actions.steps import Handed, Missing, Signed
from lienmach.onestop.models import Dossier, NotifyWay
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from lienmach.org.actions.contacts import NewContact, set_contact
from tests import make
from tests.make import LONG_AGO, MONDAY

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
NAME, MAIL = "Trịnh Thị Ước Mơ", "uocmo@thu.example"
MISSING = [Missing("Tờ khai", f"{NAME} chưa ký", "Ký ở trang 2")]
State = Message.State


@pytest.fixture
def office() -> Office:
    found = made.office()
    contact = NewContact("0204 3 000 123", "Số 2 đường Bờ Sông")
    set_contact(found.committee, contact, on=LONG_AGO, actor=None, at=MONDAY)
    return found


def _dossier(office: Office, *, by_mail: bool = True, **more: Any) -> Dossier:
    owner = save_party(NewParty(NAME, "001199012345", email=MAIL), at=MONDAY)
    way = NotifyWay.EMAIL if by_mail else NotifyWay.PHONE
    return made.in_progress(office, owner=owner, notify_way=way, **more)


def _said() -> list[tuple[str, str]]:
    rows = Message.objects.order_by("pk")
    return [(m.key.rsplit(":", 1)[1], m.state) for m in rows]


def _last() -> Message:
    return Message.objects.order_by("pk")[Message.objects.count() - 1]


@override_settings(PUBLIC_ADDRESS="https://motcua.example")
def test_each_change_that_matters_to_the_applicant_is_told_once(
    office: Office,
) -> None:
    dossier = _dossier(office)
    address = f"https://motcua.example/q/{dossier.token}/"
    first = _last()
    assert first.subject == f"Hồ sơ {dossier.case.code}: đã tiếp nhận"
    assert "Hẹn trả kết quả trước 17:00 thứ Bảy, 10/1/2026." in first.body
    assert address in first.body
    assert "0204 3 000 123" in first.body
    assert (first.to, first.unit) == (MAIL, office.counter.pk)

    pk, at = dossier.pk, MONDAY + HOUR
    steps.ask(pk, MISSING, reason="Thiếu", actor=office.processes, at=at)
    assert "1. Tờ khai: (…) chưa ký (thế nào là đúng: Ký ở trang 2)" in _last().body

    steps.supplement(pk, actor=office.receives, at=at + HOUR)
    assert "có hẹn mới: trước" in _last().body

    letter = steps.prepare_apology(
        pk,
        reason="chờ đo đạc",
        new_promise=moment("2026-01-20T17:00"),
        actor=office.processes,
        at=at + 2 * HOUR,
    )
    assert _said()[-1][0] == "promised"
    steps.sign_apology(letter, actor=office.leads, at=at + 3 * HOUR)
    assert "trước 17:00 thứ Ba, 20/1/2026. Lý do: chờ đo đạc." in _last().body

    steps.take(pk, "submit", actor=office.processes, at=at + 4 * HOUR)
    signed = Signed(MONDAY.date(), "Phạm Quang Đoan")
    steps.sign(pk, signed, actor=office.leads, at=at + 5 * HOUR)
    assert "Mời ông/bà đến nhận" in _last().body
    steps.give_back(pk, Handed(NAME), actor=office.receives, at=at + 6 * HOUR)
    assert "hài lòng không" in _last().body

    assert [occasion for occasion, _ in _said()] == [
        *("received", "asked", "promised", "promised", "ready", "returned")
    ]
    assert not Message.objects.filter(body__contains=NAME).exists()


def test_nobody_is_told_who_did_not_choose_it_or_has_no_address(
    office: Office,
) -> None:
    _dossier(office, by_mail=False)
    made.in_progress(office, notify_way=NotifyWay.EMAIL)  # no address is known

    assert _said() == []


def test_a_refusal_is_told_with_its_reason(office: Office) -> None:
    owner = save_party(NewParty(NAME, email=MAIL), at=MONDAY)
    dossier = made.dossier(office, owner=owner, notify_way=NotifyWay.EMAIL)

    steps.take(
        dossier.pk, "refuse", actor=office.receives, at=MONDAY + HOUR, note="Sai nơi"
    )

    assert "từ chối. Lý do: Sai nơi." in _last().body


def test_a_dossier_settled_on_the_spot_is_told_as_returned(office: Office) -> None:
    owner = save_party(NewParty(NAME, email=MAIL), at=MONDAY)

    made.dossier(office, owner=owner, notify_way=NotifyWay.EMAIL, is_same_day=True)

    assert _said() == [("returned", State.WAITING)]


def test_what_was_undone_in_time_is_not_told_and_what_was_told_is_put_right(
    office: Office,
) -> None:
    dossier = _dossier(office)
    by, at = office.processes, MONDAY + HOUR

    steps.ask(dossier.pk, MISSING, reason="Thiếu", actor=by, at=at)
    steps.undo(dossier.pk, actor=by, at=at)
    assert _said()[-1] == ("asked", State.CALLED_OFF)

    steps.ask(dossier.pk, MISSING, reason="Thiếu", actor=by, at=at)
    told = Message.objects.filter(pk=_last().pk)
    told.update(state=State.SENT, sent_at=at)
    steps.undo(dossier.pk, actor=by, at=at + HOUR)

    assert _said()[-2:] == [("asked", State.SENT), ("taken_back", State.WAITING)]


def test_an_intake_by_mistake_is_not_told(office: Office) -> None:
    owner = save_party(NewParty(NAME, email=MAIL), at=MONDAY)
    dossier = made.dossier(office, owner=owner, notify_way=NotifyWay.EMAIL)

    receive.cancel(dossier.pk, actor=office.receives, at=MONDAY)

    assert _said() == [("received", State.CALLED_OFF)]


def _fail(message: Message) -> Message:
    rows = Message.objects.filter(pk=message.pk)
    rows.update(state=State.FAILED, error="Máy chủ thư trả lời 550: no such mailbox")
    return rows.get()


def test_a_message_that_failed_becomes_an_incident_until_it_is_sent(
    office: Office,
) -> None:
    _dossier(office)
    failed = _fail(_last())

    stalls.look(at=MONDAY + HOUR)
    incident = Incident.objects.get(kind=Incident.Kind.MESSAGE)
    assert "550" in incident.text

    outbox.try_again(failed, by=office.clerk.pk, at=MONDAY + HOUR)
    stalls.look(at=MONDAY + 2 * HOUR)
    incident.refresh_from_db()
    assert incident.closed_at


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_number_of_queries_however_long_it_is(
    rows: int, office: Office, client: Client, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        _dossier(office)
    client.force_login(office.clerk)

    with django_assert_num_queries(12):
        page = client.get(reverse("cases:messages")).content.decode()

    assert page.count("đã tiếp nhận") >= rows
    assert MAIL not in page  # shown in full on the page of the message alone


def test_staff_send_again_what_failed_and_strangers_see_nothing(
    office: Office, client: Client
) -> None:
    _dossier(office)
    failed = _fail(_last())
    page = reverse("cases:message", args=[failed.pk])
    client.force_login(make.user(rights="onestop.receive"))
    assert client.get(page).status_code == 404

    client.force_login(office.clerk)
    shown = client.get(page).content.decode()
    assert "550" in shown
    assert "Gửi lại" in shown
    asks = {"hoi": "viec"}
    assert client.get(reverse("cases:messages"), asks).json() == {}
    client.post(reverse("cases:messages_again"), {"chon": failed.pk})
    assert set(client.get(reverse("cases:messages"), asks).json()) == {"lai"}

    failed.refresh_from_db()
    assert failed.state == State.WAITING
    assert "Gửi lại" not in client.get(page).content.decode()
    again = client.post(reverse("cases:messages_again"), {"chon": failed.pk})
    assert again.status_code == 422
