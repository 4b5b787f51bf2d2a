import threading
from datetime import timedelta

import pytest
from django.db import connection

from lienmach.calc.refusal import Refused
from lienmach.org.actions.sign_in import LIMITS, WINDOW, change_password, sign_in
from lienmach.org.models import AuditRecord, Verb
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
GOOD = "Sông-Bồ 1988"


@pytest.fixture(autouse=True)
def _quick_to_check(settings: pytest.FixtureRequest) -> None:
    """Real ones take a fifth of a second each, on purpose."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]  # the fixture of pytest-django


def fail(username: str, times: int, address: str = "10.0.0.1") -> str:
    text = ""
    for _ in range(times):
        with pytest.raises(Refused) as refused:
            sign_in(username, "sai", address=address, at=MONDAY)
        text = str(refused.value)
    return text


def test_a_name_may_be_typed_in_capitals() -> None:
    person = make.user(password=GOOD)

    found = sign_in(f" {person.username.upper()} ", GOOD, address="", at=MONDAY)

    assert found == person
    assert AuditRecord.objects.get().verb == Verb.SIGNED_IN


def test_a_wrong_password_and_an_unknown_account_are_answered_alike() -> None:
    person = make.user(password=GOOD)

    assert fail(person.username, 1) == fail("khong-co", 1)
    assert fail(person.username, 5) == fail("khong-co", 5)


def test_after_too_many_tries_the_right_password_waits_until_the_time_told() -> None:
    person = make.user(password=GOOD)

    said = fail(person.username, LIMITS["both"] + 1)

    assert "đến 08:15 ngày 05/01" in said
    with pytest.raises(Refused, match="tạm dừng"):
        sign_in(person.username, GOOD, address="10.0.0.1", at=MONDAY)
    later = MONDAY + WINDOW
    assert sign_in(person.username, GOOD, address="10.0.0.1", at=later) == person


def test_a_block_is_noted_once() -> None:
    person = make.user(password=GOOD)

    fail(person.username, LIMITS["both"] + 4)

    row = AuditRecord.objects.get()
    assert (row.verb, row.person) == (Verb.SIGN_IN_BLOCKED, person)


def test_one_who_guesses_does_not_lock_others_out() -> None:
    person, other = make.user(password=GOOD), make.user(password=GOOD)

    fail(person.username, LIMITS["both"] + 1)

    assert sign_in(other.username, GOOD, address="10.0.0.1", at=MONDAY) == other
    assert sign_in(person.username, GOOD, address="10.0.0.2", at=MONDAY) == person


def test_an_account_is_guarded_against_many_addresses() -> None:
    person = make.user(password=GOOD)

    for n in range(LIMITS["account"]):
        fail(person.username, 1, address=f"10.0.1.{n}")

    assert "tạm dừng" in fail(person.username, 1, address="10.0.2.1")


def test_an_address_is_stopped_after_many_accounts() -> None:
    for n in range(LIMITS["address"]):
        fail(f"ai{n}", 1)

    assert "tạm dừng" in fail("ai-nua", 1)


def test_a_whole_office_may_sign_in_from_one_address() -> None:
    people = [make.user(password=GOOD) for _ in range(3)]

    for n in range(LIMITS["address"] + 10):
        sign_in(people[n % 3].username, GOOD, address="10.0.0.1", at=MONDAY)


@pytest.mark.django_db(transaction=True)
def test_guessing_many_times_at_once_is_guessing_many_times() -> None:
    person = make.user(password=GOOD)
    answers: list[str] = []

    def guess() -> None:
        try:
            sign_in(person.username, "sai", address="10.0.0.1", at=MONDAY)
        except Refused as refused:
            answers.append(str(refused))
        finally:
            connection.close()

    threads = [threading.Thread(target=guess) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(answers) == 12
    assert sum("chưa đúng" in answer for answer in answers) == LIMITS["both"]


def test_tries_are_forgotten_after_a_while() -> None:
    person = make.user(password=GOOD)
    fail(person.username, LIMITS["both"])

    with pytest.raises(Refused, match="chưa đúng"):
        sign_in(
            person.username,
            "sai",
            address="10.0.0.1",
            at=MONDAY + WINDOW + timedelta(seconds=1),
        )


def test_a_closed_account_cannot_be_told_from_a_wrong_password() -> None:
    person = make.user(password=GOOD)
    person.is_active = False
    person.save()

    with pytest.raises(Refused, match="chưa đúng"):
        sign_in(person.username, GOOD, address="", at=MONDAY)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("sai", "Tre-Xanh/47", "hiện tại chưa đúng"),
        (GOOD, "ngan", "từ 8 đến 128"),
        (GOOD, GOOD, "phải khác"),
    ],
)
def test_a_password_that_will_not_do_is_refused(old: str, new: str, said: str) -> None:
    person = make.user(password=GOOD)

    with pytest.raises(Refused, match=said):
        change_password(person, old=old, new=new, address="", at=MONDAY)

    assert person.check_password(GOOD)


def test_a_changed_password_is_the_new_one_and_need_not_be_changed_again() -> None:
    person = make.user(password=GOOD)
    person.must_change_password = True

    change_password(person, old=GOOD, new="Tre-Xanh/47", address="", at=MONDAY)

    person.refresh_from_db()
    assert person.check_password("Tre-Xanh/47")
    assert not person.must_change_password
