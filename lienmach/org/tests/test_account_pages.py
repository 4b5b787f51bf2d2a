from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lienmach.org.actions.sign_in import LIMITS
from lienmach.org.models import AuditRecord, Post, Verb
from tests import make
from tests.make import LONG_AGO

pytestmark = pytest.mark.django_db
GOOD = "Sông-Bồ 1988"
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _quick_to_check(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def sign_in(client: Client, username: str, password: str, **more: str) -> Any:
    return client.post(
        "/dang-nhap/", {"username": username, "password": password, **more}
    )


def test_every_page_asks_to_sign_in_and_leads_back(client: Client) -> None:
    person = make.user(password=GOOD)

    asked = client.get("/cb/tai-khoan/?a=1")
    assert asked["Location"] == "/dang-nhap/?next=/cb/tai-khoan/%3Fa%3D1"

    answer = sign_in(client, person.username, GOOD, next="/cb/tai-khoan/?a=1")
    assert answer["Location"] == "/cb/tai-khoan/?a=1"


@pytest.mark.parametrize(
    "elsewhere", ["https://x.example/", "//x.example", "javascript:alert(1)", "\\\\x"]
)
def test_nobody_is_led_away_from_our_pages(client: Client, elsewhere: str) -> None:
    person = make.user(password=GOOD)

    assert sign_in(client, person.username, GOOD, next=elsewhere)["Location"] == "/cb/"


def test_a_wrong_password_is_told_on_the_page_and_kept_out_of_it(
    client: Client,
) -> None:
    answer = sign_in(client, "ai-do", "Mật khẩu lạ")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng." in page
    assert "Mật khẩu lạ" not in page


def test_a_block_says_until_when(client: Client) -> None:
    for _ in range(LIMITS["both"] + 1):
        answer = sign_in(client, "ai-do", "sai")

    assert "tạm dừng đăng nhập đến" in answer.content.decode()


def test_where_the_session_ended_a_fragment_asks_to_sign_in_again(
    client: Client,
) -> None:
    person = make.user(password=GOOD)
    refused = client.get("/cb/tai-khoan/", headers=HTMX)
    assert refused.status_code == 401
    assert refused["HX-Retarget"] == "#dialogs"

    form = client.get("/dang-nhap/", headers=HTMX).content.decode()
    assert "<html" not in form
    assert 'hx-target="#sign-in"' in form

    answer = client.post(
        "/dang-nhap/", {"username": person.username, "password": GOOD}, headers=HTMX
    )
    assert answer.status_code == 204
    assert f'"user": {person.pk}' in answer["HX-Trigger"]


def test_signing_out_is_a_post_and_noted(client: Client) -> None:
    person = make.user()
    client.force_login(person)

    assert client.get("/dang-xuat/").status_code == 405
    client.post("/dang-xuat/")

    assert client.get("/cb/tai-khoan/").status_code == 302
    assert AuditRecord.objects.get().verb == Verb.SIGNED_OUT


def test_who_must_change_the_password_sees_no_other_page(client: Client) -> None:
    person = make.user(password=GOOD)
    person.must_change_password = True
    person.save()
    client.force_login(person)

    led = client.get("/cb/tai-khoan/")
    assert led["Location"] == "/cb/mat-khau/?next=%2Fcb%2Ftai-khoan%2F"
    part = client.get("/cb/tai-khoan/", headers=HTMX)
    assert part["HX-Redirect"].startswith("/cb/mat-khau/")

    wrong = {"old": GOOD, "new": "ngan", "again": "ngan"}
    assert "từ 8 đến 128" in client.post("/cb/mat-khau/", wrong).content.decode()
    unlike = {"old": GOOD, "new": "Tre-Xanh/47", "again": "Tre-Xanh/48"}
    assert "chưa giống" in client.post("/cb/mat-khau/", unlike).content.decode()
    right = {"old": GOOD, "new": "Tre-Xanh/47", "again": "Tre-Xanh/47"}
    changed = client.post("/cb/mat-khau/", {**right, "next": "/cb/tai-khoan/"})
    assert changed["Location"] == "/cb/tai-khoan/"
    assert client.get("/cb/tai-khoan/").status_code == 200


@pytest.mark.parametrize(
    ("proxies", "said", "noted"),
    [
        ((), "10.9.9.9", "127.0.0.1"),
        (("127.0.0.1",), "10.9.9.9, 10.1.2.3", "10.1.2.3"),
        (("127.0.0.1",), "", "127.0.0.1"),
    ],
)
def test_the_address_noted_is_that_of_the_machine_not_what_it_says(
    proxies: tuple[str, ...], said: str, noted: str, client: Client, settings: Any
) -> None:
    settings.TRUSTED_PROXIES = proxies
    person = make.user(password=GOOD)

    client.post(
        "/dang-nhap/",
        {"username": person.username, "password": GOOD},
        headers={"X-Forwarded-For": said},
    )

    assert AuditRecord.objects.get().address == noted


def test_a_closed_account_is_signed_out_at_once(client: Client) -> None:
    person = make.user()
    client.force_login(person)
    person.is_active = False
    person.save()

    assert client.get("/cb/tai-khoan/").status_code == 302


def test_who_works_nowhere_is_told_what_to_do(client: Client) -> None:
    person = make.user()
    Post.objects.update(valid_to=LONG_AGO)
    client.force_login(person)

    answer = client.get("/cb/tai-khoan/")

    assert answer.status_code == 403
    assert "chưa được bố trí" in answer.content.decode()
    assert client.post("/dang-xuat/").status_code == 302


def test_a_person_with_two_posts_chooses_where_to_work(client: Client) -> None:
    one, two = make.unit(name="Phòng Một"), make.unit(name="Phòng Hai")
    person = make.user(one)
    Post.objects.create(person=person, unit=two, title="Phó", valid_from=LONG_AGO)
    client.force_login(person)

    assert "làm việc tại Phòng Một" in client.get("/cb/tai-khoan/").content.decode()
    client.post("/cb/noi-lam-viec/", {"noi": two.pk})
    assert "làm việc tại Phòng Hai" in client.get("/cb/tai-khoan/").content.decode()
    other = make.unit()
    assert client.post("/cb/noi-lam-viec/", {"noi": other.pk}).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_account_page_asks_the_same_number_of_queries(
    rows: int,
    client: Client,
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    person = make.user(make.unit(), "a.do")
    for _ in range(rows):
        make.grant(person, make.unit(), "b.do")
    client.force_login(person)
    client.get(
        reverse("org:account")
    )  # the session notes once in a while that it is in use

    # session, person, assigned, reach; posts, grants, sign-ins
    with django_assert_num_queries(7):
        client.get(reverse("org:account"))


def test_a_public_page_asks_nothing_about_who_is_signed_in(
    client: Client,
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    client.force_login(make.user())

    with django_assert_num_queries(2):  # session, person
        client.get("/dang-nhap/")


def test_a_session_is_kept_awake_by_work_and_no_oftener_than_needed(
    client: Client, django_assert_num_queries: Any
) -> None:
    client.force_login(make.user())
    client.get("/cb/tai-khoan/")
    seen = client.session["seen"]

    client.get("/cb/tai-khoan/")
    assert client.session["seen"] == seen

    session = client.session
    session["seen"] = seen - 301
    session.save()
    client.get("/cb/tai-khoan/")
    assert client.session["seen"] > seen
