"""P01, P02, P03, P15: the doors, the catalogue and a procedure."""

import html
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lienmach.onestop.flow import State
from lienmach.onestop.models import Line
from lienmach.onestop.tests import make_dossier as made
from lienmach.org.actions.contacts import NewContact, set_contact, speak_for
from lienmach.portal.queries import catalogue
from lienmach.portal.tests import bring
from lienmach.registers.actions.calendar import HoursDecision, begin_hours, load_country
from lienmach.registers.actions.procedures import end_procedure
from lienmach.registers.models import Procedure
from lienmach.registers.tests import make_procedure
from tests import make
from tests.make import LONG_AGO, MONDAY

pytestmark = pytest.mark.django_db


def _text(page: Any) -> str:
    return html.unescape(page.content.decode())


@pytest.fixture
def _catalogue() -> None:
    make_procedure.version(
        "1.1", name="Đăng ký khai sinh", everyday_name="Làm khai sinh"
    )
    name = "Chuyển quyền sử dụng đất"
    make_procedure.version("1.2", name=name, everyday_name="", field="Đất đai")


def test_the_first_page_opens_its_doors_to_everybody(client: Client) -> None:
    page = client.get("/")

    assert page.status_code == 200
    for door in ("portal:look_up", "portal:procedures", "portal:help", "org:sign_in"):
        assert f'href="{reverse(door)}"' in _text(page)


def test_who_is_signed_in_finds_the_way_back_to_work(client: Client) -> None:
    client.force_login(make.user())

    assert f'href="{reverse("org:home")}"' in _text(client.get("/"))


def test_the_code_that_is_shown_as_an_example_is_one_of_this_office(
    client: Client,
) -> None:
    office = made.office()
    look_up = reverse("portal:look_up")

    assert "phía trên giấy hẹn." in _text(client.get(look_up))
    made.one_stop(office)
    speak_for(office.committee, actor=None, at=MONDAY)
    text = _text(client.get(look_up))
    wrong = _text(client.post(look_up, {"ma": "KHONG-CO-0001"}))

    like = f"{office.counter.code}-{timezone.localdate():%y%m%d}-0012"
    assert f"dạng {like}." in text
    assert f">{like}</text>" in text
    assert "X99.16" not in text + wrong
    assert "Không tìm thấy hồ sơ có mã này" in wrong


def test_every_page_tells_the_hours_of_reception_not_those_of_work(
    client: Client,
) -> None:
    load_country(at=MONDAY)
    office = made.office()
    made.one_stop(office)
    speak_for(office.committee, actor=None, at=MONDAY)
    Line.objects.create(unit=office.counter, letter="A", name="Hộ tịch")
    officer = make.user(office.committee, "registers.calendar")
    decided = HoursDecision(
        unit=office.counter,
        valid_from=LONG_AGO,
        clocks=(time(7, 30), time(11), time(13, 30), time(17)),
        document="12/QĐ-UBND",
        purpose="reception",
    )
    begin_hours(decided, actor=make.actor(officer), at=MONDAY)
    token = made.dossier(office).token

    pages = [
        reverse("portal:state", args=[token]),
        reverse("portal:home"),
        reverse("portal:look_up"),
        reverse("portal:help"),
        reverse("portal:take", args=[office.counter.code]),
    ]

    for page in pages:
        text = _text(client.get(page))
        assert "Giờ tiếp nhận hồ sơ tuần này" in text, page
        assert "7:30–11:00, 13:30–17:00" in text, page
        assert ":30–17:30" not in text, page


def test_the_first_page_names_its_office_how_to_reach_it_and_what_is_popular(
    client: Client,
) -> None:
    load_country(at=MONDAY)
    office = made.office()
    contact = NewContact("1900 0000", "Số 2 đường Bờ Sông")
    set_contact(office.committee, contact, on=LONG_AGO, actor=None, at=MONDAY)
    speak_for(office.committee, actor=None, at=MONDAY)
    made.dossier(office, on=timezone.now() - timedelta(days=2))

    text = _text(client.get("/"))

    assert "Trang của UBND phường An Hòa" in text
    assert 'href="tel:19000000"' in text
    assert "Việc được làm nhiều" in text
    assert reverse("portal:procedure", args=[made.PROCEDURE]) in text


@pytest.mark.usefixtures("_catalogue")
@pytest.mark.parametrize("asked", ["khai sinh", "khai sinh ", "DKKS", "lam khai sinh"])
def test_a_procedure_is_found_by_everyday_words_initials_and_without_accents(
    asked: str, client: Client
) -> None:
    text = _text(client.get(reverse("portal:procedures"), {"q": asked}))

    assert "1 thủ tục khớp" in text
    assert "Làm khai sinh" in text
    assert "Chuyển quyền" not in text


@pytest.mark.usefixtures("_catalogue")
def test_what_fits_nothing_is_answered_with_what_comes_closest(client: Client) -> None:
    text = _text(client.get(reverse("portal:procedures"), {"q": "giấy khai sinh xyz"}))

    assert "Không thấy thủ tục nào khớp “giấy khai sinh xyz”" in text
    assert "Gần nhất là:" in text
    assert "Làm khai sinh" in text


@pytest.mark.usefixtures("_catalogue")
def test_the_catalogue_is_narrowed_by_field(client: Client) -> None:
    (land,) = [f for f in catalogue.fields(MONDAY.date()) if f.name == "Đất đai"]

    text = _text(client.get(reverse("portal:procedures"), {"lv": land.pk}))

    assert "Chuyển quyền sử dụng đất" in text
    assert "Làm khai sinh" not in text
    every = _text(client.get(reverse("portal:procedures"), {"lv": "x", "q": "\t"}))
    assert "2 thủ tục" in every


@pytest.mark.parametrize("rows", [1, 3])
def test_the_catalogue_asks_the_same_number_of_queries_however_long_it_is(
    rows: int, client: Client, django_assert_num_queries: Any
) -> None:
    for n in range(rows):
        make_procedure.version(f"1.{n}", name=f"Thủ tục {n}")

    with django_assert_num_queries(5):  # office, demo, fields, versions, fees
        page = client.get(reverse("portal:procedures"))

    assert f"{rows} thủ tục" in _text(page)


@pytest.mark.usefixtures("_catalogue")
def test_a_procedure_tells_what_to_bring_and_prints_it(client: Client) -> None:
    page = _text(client.get(reverse("portal:procedure", args=["1.1"])))
    sheet = _text(client.get(reverse("portal:papers", args=["1.1"])))

    for text in (page, sheet):
        assert "Tờ khai" in text
    assert "Tên đầy đủ: Đăng ký khai sinh" in page
    assert "không quá 5 ngày làm việc" in page


def test_a_procedure_that_has_ended_stays_and_says_what_took_its_place(
    client: Client,
) -> None:
    make_procedure.version("1.1")
    make_procedure.version("1.9", name="Đăng ký khai sinh mới")
    end_procedure(
        Procedure.objects.get(code="1.1"),
        on=date(2026, 2, 1),
        decision=make_procedure.DECISION,
        successor=Procedure.objects.get(code="1.9"),
        actor=None,
        at=MONDAY,
    )

    text = _text(client.get(reverse("portal:procedure", args=["1.1"])))

    assert "không còn áp dụng từ 01/02/2026" in text
    assert reverse("portal:procedure", args=["1.9"]) in text


def test_an_unknown_procedure_leads_to_the_search(client: Client) -> None:
    page = client.get(reverse("portal:procedure", args=["9.9"]))

    assert page.status_code == 404
    assert reverse("portal:procedures") in _text(page)


def test_how_long_it_usually_takes_is_told_of_five_results_or_more() -> None:
    load_country(at=MONDAY)
    office = made.office()
    speak_for(office.committee, actor=None, at=MONDAY)
    for n in range(5):
        page = catalogue.page(made.PROCEDURE, on=date(2026, 1, 6))
        assert page
        assert page.usual == "", n
        bring.to(office, State.READY)

    page = catalogue.page(made.PROCEDURE, on=date(2026, 1, 6))

    assert page
    assert page.usual == "trong ngày"


def test_help_says_how_it_is_used_and_what_is_kept(client: Client) -> None:
    text = _text(client.get(reverse("portal:help")))

    for anchor in ("tiep-can", "rieng-tu"):
        assert f'id="{anchor}"' in text


@pytest.mark.parametrize(
    ("said", "name", "url"),
    [
        ("Tờ khai: https://x.vn/to-khai.docx", "Tờ khai", "https://x.vn/to-khai.docx"),
        ("Tờ khai – https://x.vn/a", "Tờ khai", "https://x.vn/a"),
        ("https://x.vn/a", "https://x.vn/a", "https://x.vn/a"),
        ("Mẫu 01", "Mẫu 01", ""),
        ("Mẫu: javascript:alert(1)", "Mẫu: javascript:alert(1)", ""),
        ("Mẫu http://x.vn/a", "Mẫu http://x.vn/a", ""),
        ("Mẫu https://x.vn/a b", "Mẫu https://x.vn/a b", ""),
    ],
)
def test_a_form_is_fetched_where_the_catalogue_says(
    said: str, name: str, url: str, client: Client
) -> None:
    make_procedure.version("1.000088", forms=(said,))

    page = client.get(reverse("portal:procedure", args=["1.000088"])).content.decode()

    assert catalogue.blank(said) == catalogue.Blank(name, url)
    assert (f'<a href="{url}" rel="noopener noreferrer">{name}</a>' in page) == bool(
        url
    )
    assert ("hoặc tải về" in page) == bool(url)


def test_what_was_looked_up_is_opened_again_without_sending_and_by_nobody_else(
    client: Client,
) -> None:
    dossier = made.dossier(made.office())
    client.post(reverse("portal:look_up"), {"ma": dossier.case.code})
    url = reverse("portal:looked_up")

    again, stranger = client.get(url), Client().get(url)
    forged = Client()
    forged.cookies["ho-so-tra-cuu"] = str(dossier.pk)

    assert dossier.case.code in _text(again)
    assert again["Cache-Control"] == "no-store"
    for other in (stranger, forged.get(url)):
        assert (other.status_code, other["Location"]) == (
            302,
            reverse("portal:look_up"),
        )
