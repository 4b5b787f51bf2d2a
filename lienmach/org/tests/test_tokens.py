"""Tokens for programs, as their page makes, shows and revokes them."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lienmach.base.models import Answer
from lienmach.org.actions import people, sign_in, tokens
from lienmach.org.models import AccessToken, AuditRecord, User, Verb
from lienmach.org.queries import actor_of
from lienmach.org.queries.tokens import by_digest
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
ASKED = {"ten": "Phần mềm tổng hợp", "ngay": "90"}


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _made(user: User, name: str = "thử", days: int = 30) -> tuple[AccessToken, str]:
    actor = actor_of(user, on=timezone.localdate())
    return tokens.make(name=name, days=days, actor=actor, at=timezone.now())


def _good(secret: str, **later: float) -> AccessToken | None:
    digest = tokens.digest_of(secret)
    return by_digest(digest, at=timezone.now() + timedelta(**later))


def test_a_secret_is_shown_once_and_kept_nowhere() -> None:
    client = _client(make.user())
    page = client.post(reverse("org:tokens"), ASKED).content.decode()
    (secret,) = re.findall(r'id="secret">(lm_[\w-]{43})<', page)

    (kept,) = AccessToken.objects.values_list("digest", "hint")
    assert kept == (tokens.digest_of(secret), secret[-4:])
    assert secret not in client.get(reverse("org:tokens")).content.decode()
    assert not Answer.objects.exists()
    noted = AuditRecord.objects.get(verb=Verb.TOKEN_MADE)
    assert secret not in f"{noted.subject} {noted.after}"


def test_the_same_form_sent_twice_makes_one_token() -> None:
    client = _client(make.user())
    client.post(reverse("org:tokens"), ASKED)
    again = client.post(reverse("org:tokens"), ASKED)

    assert again.status_code == 422
    assert "Đã có mã đang dùng tên" in again.content.decode()
    assert 'value="Phần mềm tổng hợp"' in again.content.decode()
    assert AccessToken.objects.count() == 1


@pytest.mark.parametrize(
    "sent",
    [
        {"ten": "", "ngay": "30"},
        {"ten": "a", "ngay": "9999"},
        {"ten": "a\0", "ngay": "x"},
    ],
)
def test_what_cannot_be_is_refused_at_its_field(sent: dict[str, str]) -> None:
    assert _client(make.user()).post(reverse("org:tokens"), sent).status_code == 422
    assert not AccessToken.objects.exists()


def test_a_token_ends_by_its_day_and_leaves_its_name_to_another() -> None:
    person = make.user()
    old, secret = _made(person)
    assert _good(secret, days=29) == old
    assert _good(secret, days=30) is None

    AccessToken.objects.update(
        made_at=MONDAY - timedelta(days=40), expires_at=MONDAY - timedelta(days=10)
    )
    _made(person)
    old.refresh_from_db()
    assert old.revoked_at


def test_nobody_has_more_than_can_be_looked_after(monkeypatch: Any) -> None:
    monkeypatch.setattr(tokens, "MOST", 1)
    person = make.user()
    _made(person)
    page = _client(person).post(reverse("org:tokens"), ASKED)
    assert "nhiều nhất 1 mã" in page.content.decode()


def test_one_revokes_ones_own_and_no_others() -> None:
    mine, other = make.user(), make.user()
    token, secret = _made(mine)
    way = reverse("org:token_revoke", args=[token.pk])

    assert _client(other).post(way).status_code == 404
    assert _good(secret)
    assert _client(mine).post(way)["Location"] == reverse("org:tokens")
    assert _good(secret) is None
    assert _client(mine).post(way).status_code == 302  # from a page left open
    assert AuditRecord.objects.filter(verb=Verb.TOKEN_REVOKED).count() == 1


def test_a_new_password_or_a_closed_account_ends_all_tokens(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    unit = make.unit()
    admin = make.user(unit, "org.people org.admin")
    looks_after = actor_of(admin, on=timezone.localdate())
    now = timezone.now()

    changes = make.user(unit, password="Sông-Bồ 1988")
    _, secret = _made(changes)
    sign_in.change_password(
        changes, old="Sông-Bồ 1988", new="Tre-Xanh/47", address="", at=now
    )
    assert _good(secret) is None

    forgets = make.user(unit)
    _, secret = _made(forgets)
    people.reset_password(forgets, actor=looks_after, at=now)
    assert _good(secret) is None

    leaves = make.user(unit)
    token, secret = _made(leaves)
    people.deactivate(leaves, on=timezone.localdate(), actor=looks_after, at=now)
    AccessToken.objects.filter(pk=token.pk).update(revoked_at=None)
    assert _good(secret) is None  # even so: the account is closed


def test_a_use_is_noted_now_and_then() -> None:
    token, _ = _made(make.user())
    tokens.note_use(token, address="10.0.0.1", at=MONDAY)
    token.refresh_from_db()
    soon = MONDAY + timedelta(minutes=4)
    tokens.note_use(token, address="10.0.0.1", at=soon)
    token.refresh_from_db()
    assert (token.used_at, token.used_from) == (MONDAY, "10.0.0.1")

    tokens.note_use(token, address="10.0.0.2", at=soon)  # two machines in turns
    token.refresh_from_db()
    assert (token.used_at, token.used_from) == (MONDAY, "10.0.0.1")

    later = MONDAY + timedelta(minutes=5)
    tokens.note_use(token, address="10.0.0.2", at=later)
    token.refresh_from_db()
    assert (token.used_at, token.used_from) == (later, "10.0.0.2")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_same_number_of_queries_however_many_there_are(
    rows: int, django_assert_num_queries: Any
) -> None:
    person = make.user()
    for n in range(rows):
        _made(person, f"mã {n}")
    client = _client(person)
    client.get(reverse("org:tokens"))  # the session is noted as awake

    with django_assert_num_queries(5):
        page = client.get(reverse("org:tokens")).content.decode()
    assert page.count("Thu hồi hẳn") == rows
