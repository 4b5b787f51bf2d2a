"""P05, P06: how a dossier is found, and to whom what is personal is opened."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lienmach.onestop.actions import steps
from lienmach.onestop.actions.people import NewParty, save_party
from lienmach.onestop.flow import State
from lienmach.onestop.models import Line, Party
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from lienmach.org.models import AuditRecord, Verb
from lienmach.portal.tests import bring
from lienmach.portal.tests.bring import (
    NAME,
    NUMBER,
    PHONE,
    SECRETS,
    address_of,
    text_of,
)
from lienmach.registers.actions.calendar import load_country
from tests.make import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    load_country(at=MONDAY)
    return made.office()


@pytest.fixture
def owner() -> Party:
    return bring.owner()


def test_an_unknown_address_says_what_to_do(client: Client) -> None:
    page = client.get(reverse("portal:state", args=["khong-co"]))

    assert page.status_code == 404
    assert "Quét lại mã QR" in text_of(page)


def test_nobody_keeps_the_page_and_no_search_engine_finds_it(
    office: Office, client: Client
) -> None:
    for url in (
        address_of(made.dossier(office)),
        reverse("portal:look_up"),
        "/q/khong/",
    ):
        page = client.get(url)

        assert page["Cache-Control"] == "no-store"
        assert "noindex" in page["X-Robots-Tag"]
        assert 'content="noindex, nofollow"' in page.content.decode()


@pytest.mark.parametrize("digits", [PHONE[-4:], NUMBER[-4:], f" {PHONE[-4:-2]} 21 "])
def test_the_last_digits_of_telephone_or_identity_number_open_the_details(
    digits: str, office: Office, owner: Party, client: Client
) -> None:
    dossier = made.dossier(office, owner=owner)

    page = client.post(address_of(dossier), {"so4": digits}, follow=True)

    assert NAME in text_of(page)
    assert "Giấy chứng sinh" in text_of(page)
    assert NUMBER not in text_of(page)
    row = AuditRecord.objects.get(verb=Verb.PERSONAL_DATA_READ)
    assert row.subject == dossier.case.code
    # Another dossier stays closed, and so does this one in another browser.
    other = made.dossier(office, owner=owner)
    assert NAME not in text_of(client.get(address_of(other)))
    assert NAME not in text_of(Client().get(address_of(dossier)))


def test_at_a_kiosk_the_next_person_finds_nothing_open(
    office: Office, owner: Party, client: Client
) -> None:
    dossier = made.dossier(office, owner=owner)
    Line.objects.create(unit=office.counter, letter="A", name="Hộ tịch")
    start = reverse("portal:kiosk", args=[office.counter.code])
    client.get(start)

    opened = client.post(address_of(dossier), {"so4": PHONE[-4:]}, follow=True)
    typed = client.post(reverse("portal:look_up"), {"ma": dossier.case.code})
    listed = client.get(typed["Location"])
    client.get(start)  # by itself, half a minute after the last touch

    assert NAME in text_of(opened)
    assert f'data-kiosk="{start}"' in text_of(opened)
    assert dossier.case.code in text_of(listed)
    assert NAME not in text_of(client.get(address_of(dossier)))
    assert client.get(typed["Location"]).status_code == 302
    assert "data-kiosk" not in text_of(Client().get(address_of(dossier)))


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
        text = text_of(page).replace(typed, "").replace(digits, "")
        answers.append((page.status_code, len(asked), text))

    assert answers[0] == answers[1]
    assert answers[0][0] == 422
    assert "mã và 4 số này" in answers[0][2]


def test_digits_that_do_not_fit_are_said_to_whom_the_slip_has_led_there(
    office: Office, owner: Party
) -> None:
    page = Client().post(address_of(made.dossier(office, owner=owner)), {"so4": "0000"})

    assert page.status_code == 422
    assert "4 số vừa nhập không khớp với hồ sơ này" in text_of(page)
    assert "Không tìm thấy" not in text_of(page)


def test_what_officers_wrote_is_not_told_to_who_types_a_code(
    office: Office, client: Client
) -> None:
    dossier = made.dossier(office)
    why = "Thửa đất đang có tranh chấp với hàng xóm"
    steps.take(dossier.pk, "refuse", actor=office.receives, at=MONDAY, note=why)

    sent = {"ma": dossier.case.code}
    typed = client.post(reverse("portal:look_up"), sent, follow=True)
    held = client.get(address_of(dossier))

    assert why not in text_of(typed)
    assert why in text_of(held)


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

    text = text_of(page)
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

    assert page.redirect_chain == [(address_of(dossier), 302)]
    assert NAME in text_of(page)


def test_a_scanned_address_leads_to_its_page(office: Office, client: Client) -> None:
    dossier = made.dossier(office)
    sent = {"ma": f"https://motcua.example{address_of(dossier)}"}

    page = client.post(reverse("portal:look_up"), sent)

    assert page["Location"] == address_of(dossier)


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
    assert "Đã thử sai nhiều lần" in text_of(refused)
    assert client.get(address_of(dossier)).status_code == 200  # the QR still works


def test_digits_of_one_dossier_cannot_be_guessed_from_many_places(
    office: Office, owner: Party
) -> None:
    dossier = made.dossier(office, owner=owner)

    for n in range(10):
        place = Client(REMOTE_ADDR=f"10.0.0.{n}")
        assert place.post(address_of(dossier), {"so4": "0000"}).status_code == 422
    right = Client(REMOTE_ADDR="10.0.1.1").post(
        address_of(dossier), {"so4": PHONE[-4:]}
    )

    assert right.status_code == 429
    assert NAME not in text_of(right)


@pytest.mark.parametrize("digits", ["", "12", "abcd", "٠١٢٣", "12345", "\0"])
def test_what_are_no_four_digits_is_said_in_its_place(
    digits: str, office: Office, client: Client
) -> None:
    page = client.post(address_of(made.dossier(office)), {"so4": digits})

    assert page.status_code == 422
    assert 'aria-invalid="true"' in text_of(page)


def test_without_any_number_the_details_are_to_be_had_at_the_counter(
    office: Office, client: Client
) -> None:
    nobody = save_party(NewParty("Không Giấy Tờ"), at=MONDAY)
    page = client.get(address_of(made.dossier(office, owner=nobody)))

    assert "không ghi số điện thoại, số căn cước" in text_of(page)
    assert 'name="so4"' not in text_of(page)
