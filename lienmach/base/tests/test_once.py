import threading
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.urls import reverse

from lienmach.base.models import Answer, SavedView
from tests import make

pytestmark = pytest.mark.django_db


def _client() -> Client:
    client = Client()
    client.force_login(make.user())
    return client


def _send(client: Client, key: str, **changed: str) -> tuple[int, int]:
    """Save a view; return the status and how often it was said to be done."""
    sent = {"list_name": "l", "name": "Gấp", "query": "tt=moi", "khoa": key, **changed}
    answer = client.post(reverse("base:save_view"), sent)
    return answer.status_code, len(list(get_messages(answer.wsgi_request)))


def _save(client: Client, key: str, **changed: str) -> int:
    return _send(client, key, **changed)[0]


def test_a_form_sent_twice_does_its_work_once_and_is_answered_alike() -> None:
    client, key = _client(), str(uuid4())
    sent = {"list_name": "l", "name": "Gấp", "query": "tt=moi", "khoa": key}

    first = client.post(reverse("base:save_view"), sent)
    SavedView.objects.all().delete()
    second = client.post(reverse("base:save_view"), sent)

    assert (second.status_code, second["Location"]) == (302, first["Location"])
    assert not SavedView.objects.exists()
    assert len(list(get_messages(first.wsgi_request))) == 1


def test_a_form_sent_with_other_contents_is_another_form() -> None:
    client, key = _client(), str(uuid4())

    _save(client, key)
    _save(client, key, name="Chậm")

    assert SavedView.objects.count() == 2


def test_the_key_of_one_person_is_not_that_of_another() -> None:
    key = str(uuid4())

    assert [_save(_client(), key), _save(_client(), key)] == [302, 302]
    assert SavedView.objects.count() == 2


def test_what_was_refused_may_be_sent_again() -> None:
    client, key = _client(), str(uuid4())

    assert _save(client, key, name="") == 422
    assert not Answer.objects.exists()
    assert _save(client, key, name="") == 422


def test_answers_are_forgotten_after_a_day() -> None:
    client = _client()
    _save(client, "a")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE base_answer SET at = at - interval '25 hours'")

    for n in range(1000):  # one form in a hundred cleans up
        _save(client, f"{n}", name="")
        if not Answer.objects.exists():
            return
    pytest.fail("nothing was cleaned up")


@pytest.mark.django_db(transaction=True)
def test_two_that_arrive_together_do_the_work_once() -> None:
    client, key = _client(), str(uuid4())
    start, statuses = threading.Barrier(4), []

    def send() -> None:
        own = Client()
        own.cookies = client.cookies
        start.wait()
        statuses.append(_save(own, key))
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert statuses == [302] * 4
    assert len(list(get_messages(client.get("/").wsgi_request))) == 1
    assert Answer.objects.count() == 1
    assert SavedView.objects.count() == 1
