"""The API: who is let in, how often, and how it says no."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from lienmach.interop.tests.make_program import get, program
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from lienmach.org.models import (
    AccessToken,
    Post,
    SignInTries,
    User,
)
from lienmach.registers.tests import make_procedure
from tests import make
from tests.make import LONG_AGO, MONDAY

pytestmark = pytest.mark.django_db
EVERY = [
    "me",
    "units",
    "units/X",
    "forms",
    "forms/X",
    "figures?unit=X&from=2026-01-01&to=2026-01-31",
    "dossiers",
    "dossiers/X",
    "reports",
    "reports/X",
    "documents",
]


@pytest.fixture
def office() -> Office:
    return made.office()


@pytest.mark.parametrize("way", EVERY)
def test_nobody_reads_without_saying_who(way: str) -> None:
    client = Client()
    said = get(client, way, 401)

    assert said["status"] == 401
    assert "Mã truy cập" in said["text"]
    assert client.get(f"/api/{way}")["WWW-Authenticate"] == "Bearer"


def test_a_token_reads_as_its_person_where_it_was_made(office: Office) -> None:
    said = get(program(office.officer), "me")

    assert said["username"] == office.officer.username
    assert said["unit"]["code"] == office.division.code
    assert said["rights"] == ["onestop.process"]
    assert said["token"]["name"] == "thử"
    token = AccessToken.objects.get()
    assert token.used_at
    assert token.used_from == "127.0.0.1"


def test_the_head_of_an_answer_can_be_asked_for_alone(office: Office) -> None:
    client = program(office.officer)
    alone, whole = client.head("/api/me"), client.get("/api/me")
    assert (alone.status_code, alone["ETag"]) == (200, whole["ETag"])


def test_who_is_signed_in_needs_no_token(office: Office) -> None:
    client = Client()
    client.force_login(office.officer)

    assert get(client, "me")["token"] is None
    assert client.get("/api/me")["Cache-Control"] == "no-store"


def _revoked(user: User) -> None:
    AccessToken.objects.update(revoked_at=timezone.now())


def _ended(user: User) -> None:
    AccessToken.objects.update(
        made_at=MONDAY - timedelta(days=2), expires_at=MONDAY - timedelta(days=1)
    )


def _closed(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def _must_change(user: User) -> None:
    User.objects.filter(pk=user.pk).update(must_change_password=True)


def _left(user: User) -> None:
    Post.objects.filter(person=user).update(valid_to=timezone.localdate())


def _moved(user: User) -> None:
    _left(user)
    Post.objects.create(person=user, unit=make.unit(), title="", valid_from=LONG_AGO)


@pytest.mark.parametrize(
    ("happens", "status", "words"),
    [
        (_revoked, 401, "thu hồi"),
        (_ended, 401, "hết hạn"),
        (_closed, 401, "không đúng"),
        (_must_change, 403, "đổi mật khẩu"),
        (_left, 403, "chưa được bố trí"),
        (_moved, 403, "không còn làm việc"),
    ],
)
def test_a_token_ends_with_what_it_stood_for(
    happens: Callable[[User], None], status: int, words: str
) -> None:
    user = make.user()
    client = program(user)
    get(client, "me")

    happens(user)

    assert words in get(client, "me", status)["text"]


def test_a_token_that_is_used_too_often_waits_alone(settings: Any) -> None:
    settings.API_PER_MINUTE = 3
    user = make.user()
    often, other = program(user), program(make.user())
    for _ in range(3):
        get(often, "me")

    said = get(often, "me", 429)
    assert "quá 3 lần trong một phút" in said["text"]
    response = often.get("/api/units")
    assert (response.status_code, response["Retry-After"]) == (429, "60")
    get(other, "me")
    often.force_login(user)
    get(often, "me", 429)

    SignInTries.objects.update(blocked_until=timezone.now() - timedelta(seconds=1))
    SignInTries.objects.update(first_at=timezone.now() - timedelta(minutes=1))
    get(often, "me")


def test_a_wrong_token_lets_nobody_in_even_who_is_signed_in() -> None:
    client = Client(headers={"Authorization": "Bearer lm_khong-dung"})
    client.force_login(make.user())

    assert "không đúng" in get(client, "me", 401)["text"]


@pytest.mark.parametrize(
    ("method", "way", "status"),
    [
        ("get", "khong-co", 404),
        ("get", "me%00", 404),
        ("post", "me", 405),
        ("delete", "dossiers/X", 405),
        ("post", "", 405),
        ("post", "openapi.json", 405),
    ],
)
def test_every_fault_under_the_api_is_told_in_json(
    method: str, way: str, status: int
) -> None:
    response = getattr(Client(), method)(f"/api/{way}")
    said = json.loads(response.content)

    assert response.status_code == said["status"] == status
    assert said["title"]
    assert said["text"]
    assert len(said["code"]) == 4


def test_an_error_of_ours_is_told_in_json_too(office: Office, monkeypatch: Any) -> None:
    def breaks(*given: object, **named: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("lienmach.interop.queries.dossiers", breaks)
    client = program(office.officer)
    client.raise_request_exception = False

    said = get(client, "dossiers", 500)
    assert "phía chúng tôi" in said["text"]
    assert "Zero" not in str(said)


def test_the_page_tells_every_operation_to_everybody() -> None:
    page = Client().get("/api/")
    said = json.loads(Client().get("/api/openapi.json").content)

    assert said["openapi"] == "3.1.0"
    text = page.content.decode()
    for path, methods in said["paths"].items():
        assert f"GET {path}<" in text
        responses = methods["get"]["responses"].keys()
        assert {"200", "404", "422"} <= responses
        assert ("401" in responses) == ("security" in methods["get"])
    assert "<script" not in text.replace("<script src=", "")
    assert "script-src 'self'" in page["Content-Security-Policy"]


def test_what_has_not_changed_is_not_sent_again() -> None:
    make_procedure.version("1.000001")
    for way in ("/api/procedures", "/api/openapi.json"):
        tag = Client().get(way)["ETag"]
        again = Client().get(way, headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
