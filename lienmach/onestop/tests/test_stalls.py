"""Nothing stalls silently."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lienmach.base.models import Message
from lienmach.calc.deadline import Limit
from lienmach.calc.local import moment
from lienmach.calc.procedures import Hop
from lienmach.calc.refusal import Refused
from lienmach.calc.text import words
from lienmach.cases.models import Case, Incident
from lienmach.cases.registry import Rescheduled
from lienmach.onestop.actions import opinions, promises, reminders, stalls, steps
from lienmach.onestop.actions.steps import Missing
from lienmach.onestop.models import Attachment, Dossier, Form, HandOver
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from lienmach.org.models import Post, User
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
# Sixteen working hours after Monday 08:00 are over on Wednesday at 08:00.
BEFORE, AFTER = moment("2026-01-07T08:00"), moment("2026-01-07T08:30")


@pytest.fixture
def office() -> Office:
    return made.office(limit=Limit(5))


def _open() -> list[tuple[str, int]]:
    rows = Incident.objects.filter(closed_at=None)
    return [(incident.kind, incident.stage) for incident in rows]


def test_a_dossier_without_a_step_becomes_an_incident_and_stops_being_one(
    office: Office,
) -> None:
    dossier = made.in_progress(office)
    assert stalls.look(at=BEFORE) == (0, 0)

    assert stalls.look(at=AFTER) == (1, 0)

    incident = Incident.objects.get()
    assert incident.unit == office.division
    assert incident.person == office.officer
    assert dossier.case.code in incident.text
    assert "chờ lâu" in incident.public_text
    steps.take(dossier.pk, "submit", actor=office.processes, at=AFTER)
    assert stalls.look(at=AFTER + HOUR) == (0, 1)


def test_a_step_that_may_take_long_is_not_silent_before_its_share_is_over() -> None:
    # Of thirty days the second step has 37.5 %: 90 hours, eleven days and a quarter.
    made.in_progress(made.office(limit=Limit(30)))

    assert stalls.look(at=moment("2026-01-19T09:59")) == (0, 0)
    assert stalls.look(at=moment("2026-01-19T10:01")) == (1, 0)


def test_what_stays_goes_up_the_ladder_a_working_day_at_a_time(office: Office) -> None:
    made.in_progress(office)
    seen = []
    for day in ("07T08:30", "07T16:00", "08T17:00", "09T17:00", "12T17:00"):
        stalls.look(at=moment(f"2026-01-{day}"))
        seen.append(dict(_open())["silent"])

    assert seen == [1, 1, 2, 3, 3]


def test_a_dossier_that_waits_for_the_applicant_does_not_stall(office: Office) -> None:
    dossier = made.in_progress(office)
    steps.ask(
        dossier.pk,
        [Missing("Giấy chứng sinh", "Mờ")],
        reason="x",
        actor=office.processes,
        at=MONDAY,
    )

    assert stalls.look(at=AFTER + 48 * HOUR) == (0, 0)


def test_other_things_that_stand_still_are_found_too(office: Office) -> None:
    dossier = made.in_progress(office)
    opinions.consult(
        dossier.pk,
        agency="Công an phường",
        question="Có tranh chấp không?",
        due_at=MONDAY + 4 * HOUR,
        actor=office.processes,
        at=MONDAY,
    )
    HandOver.objects.create(
        number="1/BB",
        from_unit=office.counter,
        to_unit=office.division,
        made_at=MONDAY,
        made_by=office.clerk,
    )
    Attachment.objects.create(
        dossier=dossier,
        purpose="paper",
        file_name="to-khai.pdf",
        file_key="0" * 64,
        file_size=1,
        file_type="application/pdf",
        made_at=MONDAY,
    )

    stalls.look(at=moment("2026-01-06T08:30"))

    assert {kind for kind, _ in _open()} == {"opinion", "hand_over", "file"}


def test_a_promise_that_will_be_broken_asks_for_a_letter(office: Office) -> None:
    dossier = made.in_progress(made.office(limit=Limit(1), name="Việc gấp"))
    Case.objects.filter(pk=dossier.pk).update(
        promised_at=moment("2026-01-06T17:00"), soon_at=MONDAY
    )

    stalls.look(at=moment("2026-01-05T17:00"))

    assert ("apology", 1) in _open()


def test_a_chain_of_which_no_part_runs_is_found() -> None:
    office = made.office(hops=(Hop("Khai sinh", "UBND", Limit(1)),))
    root = made.dossier(office)
    part = Dossier.objects.get(case__parent=root.pk)
    steps.take(part.pk, "accept", actor=office.processes, at=MONDAY)
    steps.take(part.pk, "reject", actor=office.leads, at=MONDAY, note="Không đủ")

    stalls.look(at=MONDAY + HOUR)

    assert ("chain", 1) in _open()


def test_settling_asks_what_was_done_and_keeps_quiet_for_two_days(
    office: Office,
) -> None:
    made.in_progress(office)
    stalls.look(at=AFTER)
    incident = Incident.objects.get()
    with pytest.raises(Refused, match="đã làm gì"):
        stalls.settle(incident.pk, actor=office.leads, at=AFTER, resolution=" ")

    stalls.settle(incident.pk, actor=office.leads, at=AFTER, resolution="Đã gọi")

    assert stalls.look(at=AFTER + HOUR) == (0, 0)
    assert stalls.look(at=AFTER + 49 * HOUR) == (1, 0)


def test_a_later_due_moment_needs_a_new_slip_and_then_is_promised(
    office: Office,
) -> None:
    dossier = made.dossier(office)
    case = dossier.case
    with pytest.raises(Refused, match="vẫn đúng"):
        promises.renew(case.pk, actor=office.receives, at=MONDAY)
    later = case.due_at
    Case.objects.filter(pk=case.pk).update(promised_at=later - 24 * HOUR)  # type: ignore[operator]  # it is due

    slip = promises.renew(case.pk, actor=office.receives, at=MONDAY)

    assert slip.promised_at == later
    assert dossier.slips.filter(form=Form.RECEIPT, replaced_by=slip).count() == 1


def test_who_was_promised_less_is_told_that_the_calendar_has_changed(
    office: Office,
) -> None:
    owner = made.party(email="an@example.vn")
    later, same = (
        made.dossier(office, owner=owner, notify_way="email") for _ in range(2)
    )
    before = later.case.due_at
    assert before
    after = before + 24 * HOUR
    Case.objects.filter(pk=later.pk).update(due_at=after)

    moved = [Rescheduled(one.pk, before, after) for one in (later, same)]
    promises.rescheduled(moved, MONDAY)

    said = Message.objects.filter(subject__contains="lịch làm việc thay đổi")
    assert [message.about for message in said] == [later.case.code]


@pytest.mark.parametrize("has_mail", [False, True])
@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_number_of_queries_however_long_it_is(
    rows: int,
    has_mail: bool,
    office: Office,
    client: Client,
    settings: Any,
    django_assert_num_queries: Any,
) -> None:
    settings.MAIL_IS_SET = has_mail
    for _ in range(rows):
        made.in_progress(office)
    stalls.look(at=AFTER)
    client.force_login(office.officer)
    client.get(reverse("onestop:incidents"))

    with django_assert_num_queries(LIST + HEADS * has_mail):
        page = client.get(reverse("onestop:incidents")).content.decode()

    assert page.count("không có bước mới") == rows


def test_incidents_are_found_by_the_end_of_a_code_and_by_the_owner_without_accents(
    office: Office, client: Client
) -> None:
    one, other = made.in_progress(office), made.in_progress(office)
    stalls.look(at=AFTER)
    client.force_login(office.officer)

    def found(words: str) -> list[str]:
        url = f"{reverse('onestop:incidents')}?q={words}"
        page = client.get(url).content.decode()
        return [d.case.code for d in (one, other) if d.case.code in page]

    assert found(one.case.code[-4:]) == [one.case.code]
    assert len(found("+".join(words(one.owner_name)[:3]))) == 2
    assert found("khong+ai+ten+the") == []


def test_an_incident_is_settled_on_its_page_and_hidden_from_strangers(
    office: Office, client: Client
) -> None:
    made.in_progress(office)
    stalls.look(at=AFTER)
    url = reverse("onestop:incident", args=[Incident.objects.get().pk])
    client.force_login(made.office(name="Khác").officer)
    assert client.get(url).status_code == 404

    client.force_login(office.officer)
    assert client.post(url, {"da_lam": ""}).status_code == 422
    assert client.post(url, {"da_lam": "Đã gọi"}).status_code == 302

    assert Incident.objects.get().resolution == "Đã gọi"


def test_a_digest_is_seen_by_who_looks_after_messages_there(
    office: Office, settings: Any, client: Client
) -> None:
    settings.MAIL_IS_SET = True
    User.objects.filter(pk=office.officer.pk).update(email="a@x.vn")
    made.in_progress(office)
    stalls.look(at=AFTER)
    reminders.remind(at=AFTER)
    page = reverse("cases:message", args=[Message.objects.get().pk])

    client.force_login(make.user(office.division, "onestop.receive"))
    assert "đang đứng yên" in client.get(reverse("cases:messages")).content.decode()
    assert "đến lượt người nhận thư" in client.get(page).content.decode()
    client.force_login(make.user(rights="onestop.receive"))
    assert client.get(page).status_code == 404


# Session, person, posts, grants, office, units, rows, counts, views; and where there is
# a server for e-mail the units with incidents, those above, who works there, names.
LIST, HEADS = 9, 4


def test_who_has_the_turn_on_the_ladder_is_told_once_a_day(
    office: Office, settings: Any
) -> None:
    settings.MAIL_IS_SET = True
    for user, address in ((office.officer, "a@x.vn"), (office.leader, "b@x.vn")):
        User.objects.filter(pk=user.pk).update(email=address)
    head = make.user(office.division, name="Lê Trưởng")
    User.objects.filter(pk=head.pk).update(email="c@x.vn")
    Post.objects.filter(person=head).update(is_head=True)
    dossier = made.in_progress(office)

    def told() -> list[str]:
        return list(Message.objects.order_by("pk").values_list("to", flat=True))

    stalls.look(at=AFTER)
    assert reminders.remind(at=AFTER) == 1
    assert reminders.remind(at=AFTER + HOUR) == 0
    assert told() == ["a@x.vn"]
    said = Message.objects.get()
    assert dossier.case.code in said.body
    assert dossier.owner_name not in said.body
    stalls.look(at=moment("2026-01-08T17:30"))
    assert reminders.remind(at=moment("2026-01-09T06:00")) == 0  # not open yet
    assert reminders.remind(at=moment("2026-01-09T08:00")) == 1
    assert told() == ["a@x.vn", "c@x.vn"]
    assert reminders.remind(at=moment("2026-01-13T08:00")) == 0  # it was told
    settings.MAIL_IS_SET = False
    assert reminders.remind(at=AFTER + 24 * HOUR) == 0


def test_a_unit_without_a_head_is_told_by_who_stands_in_and_the_page_says_so(
    office: Office, settings: Any, client: Client
) -> None:
    settings.MAIL_IS_SET = True
    made.in_progress(office)
    for at in (AFTER, moment("2026-01-08T17:30")):
        stalls.look(at=at)
    client.force_login(office.leader)

    def page() -> str:
        return client.get(reverse("onestop:incidents")).content.decode()

    def told(at: str) -> str:
        Message.objects.all().delete()
        reminders.remind(at=moment(at))
        return " ".join(f"{one.to} {one.body}" for one in Message.objects.all())

    assert told("2026-01-09T08:00") == ""
    assert "nếu người ấy có địa chỉ thư" in page()
    User.objects.filter(pk=office.leader.pk).update(email="lead@x.vn")
    assert "chưa ghi người đứng đầu, nên thư này gửi người có quyền" in told(
        "2026-01-09T08:10"
    )
    Post.objects.filter(person=office.leader).update(is_head=True)
    assert "gửi người đứng đầu UBND phường An Hòa" in told("2026-01-09T08:20")
    deputy = make.user(office.division, title="Phó Trưởng phòng", name="Đỗ Phó")
    User.objects.filter(pk=deputy.pk).update(email="phó@x.vn")
    assert "phó@x.vn" in told("2026-01-09T08:30")
    assert "thư nhắc gửi Đỗ Phó, cấp phó của đơn vị" in page()
    head = make.user(office.division, title="Trưởng phòng", name="Lê Trưởng")
    Post.objects.filter(person=head).update(is_head=True)
    assert "người đứng đầu chưa có địa chỉ thư, nên thư này gửi cấp phó" in told(
        "2026-01-09T08:40"
    )
    User.objects.filter(pk=head.pk).update(email="c@x.vn")
    last = told("2026-01-09T08:50")
    assert last.startswith("c@x.vn")
    assert "nên thư này gửi" not in last
    assert "không đến được người đứng đầu" not in page()
