"""P05: what a citizen reads of a dossier, and what nobody else may."""

import html
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lienmach.calc.flow import Effect
from lienmach.calc.local import day_of, moment
from lienmach.cases import actions as cases
from lienmach.cases.actions import NewCase
from lienmach.cases.models import Incident
from lienmach.onestop.actions import slips, steps
from lienmach.onestop.actions.people import NewParty, save_party
from lienmach.onestop.actions.steps import Missing
from lienmach.onestop.flow import DOSSIER_FLOW, State
from lienmach.onestop.models import (
    Dossier,
    Form,
    Line,
    NotifyWay,
    Party,
    ReturnWay,
    TaxNotice,
)
from lienmach.onestop.queries.stalls import STANDS
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from lienmach.org.actions.contacts import NewContact, set_contact
from lienmach.org.models import AuditRecord, Verb
from lienmach.portal.flow import STATES, STEPS
from lienmach.portal.queries.telling import NOTHING_OWED, Telling, telling
from lienmach.portal.tests import bring
from lienmach.portal.tests.bring import HOUR, LATER
from lienmach.registers.actions.calendar import load_country
from lienmach.registers.models import Hop
from tests import make
from tests.make import LONG_AGO, MONDAY

pytestmark = pytest.mark.django_db
NAME, PHONE, NUMBER = "Trịnh Thị Ước Mơ", "0987654321", "001199012345"
HOME, MAIL = "Tổ 4, phố Bến Mơ", "uocmo@thu.example"
SECRETS = (NAME, PHONE, NUMBER, HOME, MAIL, "Người nhận")
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
    new = NewParty(NAME, NUMBER, phone=PHONE, address=HOME, email=MAIL)
    return save_party(new, at=MONDAY)


def _tell(dossier: Dossier, now: datetime = LATER) -> Telling:
    return telling(bring.found(dossier).dossier, now=now)


def _text(page: Any) -> str:
    """What a page says, without its secrets against forgery."""
    said = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode())
    return html.unescape(said)


def _url(dossier: Dossier) -> str:
    return reverse("portal:state", args=[dossier.token])


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_its_sentence_its_thread_and_no_name(
    state: State, office: Office, owner: Party, client: Client
) -> None:
    found = bring.to(office, state, owner=owner)

    told = telling(found.dossier, now=LATER)
    page = client.get(_url(found.dossier))

    assert found.dossier.case.state == state
    assert told.verdict.endswith(".")
    assert told.thread[0].text.startswith("Đã nhận ở ")
    text = _text(page)
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

    told = _text(client.get(reverse("portal:state", args=[old.token])))
    present = _text(client.get(reverse("portal:state", args=[new.token])))

    assert "đã được thay bằng giấy phát hành lúc 9:00 thứ Hai, 5/1/2026" in told
    assert "Sửa tên thủ tục" in told
    assert dossier.case.code in told
    assert "đã được thay bằng" not in present


def test_an_unknown_address_says_what_to_do(client: Client) -> None:
    page = client.get(reverse("portal:state", args=["khong-co"]))

    assert page.status_code == 404
    assert "Quét lại mã QR" in _text(page)


def test_nobody_keeps_the_page_and_no_search_engine_finds_it(
    office: Office, client: Client
) -> None:
    for url in (_url(made.dossier(office)), reverse("portal:look_up"), "/q/khong/"):
        page = client.get(url)

        assert page["Cache-Control"] == "no-store"
        assert "noindex" in page["X-Robots-Tag"]
        assert 'content="noindex, nofollow"' in page.content.decode()


@pytest.mark.parametrize("digits", [PHONE[-4:], NUMBER[-4:], f" {PHONE[-4:-2]} 21 "])
def test_the_last_digits_of_telephone_or_identity_number_open_the_details(
    digits: str, office: Office, owner: Party, client: Client
) -> None:
    dossier = made.dossier(office, owner=owner)

    page = client.post(_url(dossier), {"so4": digits}, follow=True)

    assert NAME in _text(page)
    assert "Giấy chứng sinh" in _text(page)
    assert NUMBER not in _text(page)
    row = AuditRecord.objects.get(verb=Verb.PERSONAL_DATA_READ)
    assert row.subject == dossier.case.code
    # Another dossier stays closed, and so does this one in another browser.
    other = made.dossier(office, owner=owner)
    assert NAME not in _text(client.get(_url(other)))
    assert NAME not in _text(Client().get(_url(dossier)))


def test_at_a_kiosk_the_next_person_finds_nothing_open(
    office: Office, owner: Party, client: Client
) -> None:
    dossier = made.dossier(office, owner=owner)
    Line.objects.create(unit=office.counter, letter="A", name="Hộ tịch")
    start = reverse("portal:kiosk", args=[office.counter.code])
    client.get(start)

    opened = client.post(_url(dossier), {"so4": PHONE[-4:]}, follow=True)
    typed = client.post(reverse("portal:look_up"), {"ma": dossier.case.code})
    listed = client.get(typed["Location"])
    client.get(start)  # by itself, half a minute after the last touch

    assert NAME in _text(opened)
    assert f'data-kiosk="{start}"' in _text(opened)
    assert dossier.case.code in _text(listed)
    assert NAME not in _text(client.get(_url(dossier)))
    assert client.get(typed["Location"]).status_code == 302
    assert "data-kiosk" not in _text(Client().get(_url(dossier)))


def test_a_wrong_code_and_wrong_digits_are_answered_alike(
    office: Office, owner: Party
) -> None:
    code = made.dossier(office, owner=owner).case.code
    absent = code[:-4] + "9999"
    url = reverse("portal:look_up")

    answers = []
    for n, (typed, digits) in enumerate([(code, "0000"), (absent, PHONE[-4:])]):
        place = Client(REMOTE_ADDR=f"10.0.0.{n}")
        with CaptureQueriesContext(connection) as asked:
            page = place.post(url, {"ma": typed, "so4": digits})
        text = _text(page).replace(typed, "").replace(digits, "")
        answers.append((page.status_code, len(asked), text))

    assert answers[0] == answers[1]
    assert answers[0][0] == 422
    assert "mã và 4 số này" in answers[0][2]


def test_digits_that_do_not_fit_are_said_to_whom_the_slip_has_led_there(
    office: Office, owner: Party
) -> None:
    page = Client().post(_url(made.dossier(office, owner=owner)), {"so4": "0000"})

    assert page.status_code == 422
    assert "4 số vừa nhập không khớp với hồ sơ này" in _text(page)
    assert "Không tìm thấy" not in _text(page)


def test_what_officers_wrote_is_not_told_to_who_types_a_code(
    office: Office, client: Client
) -> None:
    dossier = made.dossier(office)
    why = "Thửa đất đang có tranh chấp với hàng xóm"
    steps.take(dossier.pk, "refuse", actor=office.receives, at=MONDAY, note=why)

    sent = {"ma": dossier.case.code}
    typed = client.post(reverse("portal:look_up"), sent, follow=True)
    held = client.get(_url(dossier))

    assert why not in _text(typed)
    assert why in _text(held)


@pytest.mark.parametrize(
    ("given", "typed"), [("-", "-"), ("-", " "), ("-", ""), ("-", " – ")]
)
def test_a_typed_code_shows_how_it_stands_and_gives_no_token_away(
    given: str, typed: str, office: Office, owner: Party, client: Client
) -> None:
    dossier = bring.to(office, State.RETURNED, owner=owner).dossier
    slip = dossier.slips.get()
    code = dossier.case.code

    sent = {"ma": f" {code.lower().replace(given, typed)} "}
    page = client.post(reverse("portal:look_up"), sent, follow=True)

    text = _text(page)
    assert page.redirect_chain == [(reverse("portal:looked_up"), 302)]
    assert "Đã trả kết quả." in text
    for secret in (*SECRETS, dossier.token, slip.token):
        assert secret not in text


def test_a_code_with_its_digits_leads_to_the_opened_page(
    office: Office, owner: Party, client: Client
) -> None:
    dossier = made.dossier(office, owner=owner)
    sent = {"ma": dossier.case.code.replace("-", "–"), "so4": PHONE[-4:]}

    page = client.post(reverse("portal:look_up"), sent, follow=True)

    assert page.redirect_chain == [(_url(dossier), 302)]
    assert NAME in _text(page)


def test_a_scanned_address_leads_to_its_page(office: Office, client: Client) -> None:
    dossier = made.dossier(office)
    sent = {"ma": f"https://motcua.example{_url(dossier)}"}

    page = client.post(reverse("portal:look_up"), sent)

    assert page["Location"] == _url(dossier)


def test_ten_wrong_tries_are_enough_and_the_right_ones_do_not_count(
    office: Office, owner: Party, client: Client
) -> None:
    dossier = made.dossier(office, owner=owner)
    url, code = reverse("portal:look_up"), dossier.case.code
    for _ in range(12):
        assert client.post(url, {"ma": code}).status_code == 302

    for n in range(10):
        assert client.post(url, {"ma": f"{code}-{n}"}).status_code == 422
    refused = client.post(url, {"ma": code})

    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 600
    assert "Đã thử sai nhiều lần" in _text(refused)
    assert client.get(_url(dossier)).status_code == 200  # the QR still works


def test_digits_of_one_dossier_cannot_be_guessed_from_many_places(
    office: Office, owner: Party
) -> None:
    dossier = made.dossier(office, owner=owner)

    for n in range(10):
        place = Client(REMOTE_ADDR=f"10.0.0.{n}")
        assert place.post(_url(dossier), {"so4": "0000"}).status_code == 422
    right = Client(REMOTE_ADDR="10.0.1.1").post(_url(dossier), {"so4": PHONE[-4:]})

    assert right.status_code == 429
    assert NAME not in _text(right)


@pytest.mark.parametrize("digits", ["", "12", "abcd", "٠١٢٣", "12345", "\0"])
def test_what_are_no_four_digits_is_said_in_its_place(
    digits: str, office: Office, client: Client
) -> None:
    page = client.post(_url(made.dossier(office)), {"so4": digits})

    assert page.status_code == 422
    assert 'aria-invalid="true"' in _text(page)


def test_without_any_number_the_details_are_to_be_had_at_the_counter(
    office: Office, client: Client
) -> None:
    nobody = save_party(NewParty("Không Giấy Tờ"), at=MONDAY)
    page = client.get(_url(made.dossier(office, owner=nobody)))

    assert "không ghi số điện thoại, số căn cước" in _text(page)
    assert 'name="so4"' not in _text(page)


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
    assert _url(dossier) in unfolded
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
    url = _url(bring.to(office, state).dossier)

    with django_assert_max_num_queries(26):
        client.get(url)


def test_staff_who_open_it_find_no_link_to_rate(office: Office, client: Client) -> None:
    dossier = bring.to(office, State.RETURNED).dossier
    client.force_login(make.user(rights="onestop.receive"))

    assert "Đánh giá" not in _text(client.get(_url(dossier)))
