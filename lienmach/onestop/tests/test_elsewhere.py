"""A dossier of another place of work is offered there, to whoever works there too."""

import html
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from lienmach.org.models import AuditRecord, Post, User
from tests import make
from tests.make import LONG_AGO

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return made.office()


@pytest.fixture
def person(office: Office) -> User:
    """Works in another unit first, and in the division too."""
    person = make.user(make.unit(name="Phòng Khác"))
    Post.objects.create(
        person=person, unit=office.division, title="Phó", valid_from=LONG_AGO
    )
    return person


def _client(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _text(page: Any) -> str:
    said = re.sub(r"\s+", " ", html.unescape(page.content.decode()))
    return re.sub(r"đọc mã <b>\w+</b>|csrfmiddlewaretoken\W+\w+\W+\w+", "", said)


def test_where_a_page_opens_elsewhere_one_goes_there_by_a_button(
    office: Office, person: User
) -> None:
    dossier = made.in_progress(office)
    client = _client(person)
    url = reverse("onestop:dossier", args=[dossier.case.code])
    records = AuditRecord.objects.count()

    page = client.get(f"{url}?phan=ket-qua")
    text = _text(page)
    assert page.status_code == 404
    assert "thuộc nơi làm việc khác của bạn" in text
    assert f'name="noi" value="{office.division.pk}"' in text
    assert f'name="next" value="{url}?phan=ket-qua"' in text
    assert dossier.owner_name not in text
    assert AuditRecord.objects.count() == records, "trying it is no reading"

    sent = {"noi": office.division.pk, "next": f"{url}?phan=ket-qua"}
    there = client.post(reverse("org:change_place"), sent, follow=True)
    assert there.redirect_chain == [(f"{url}?phan=ket-qua", 302)]
    assert dossier.case.code in _text(there)


def test_who_may_see_it_nowhere_reads_the_same_as_of_what_does_not_exist(
    office: Office, person: User
) -> None:
    foreign = made.in_progress(made.office())
    client = _client(person)

    there = client.get(reverse("onestop:dossier", args=[foreign.case.code]))
    nowhere = client.get(reverse("onestop:dossier", args=["X99-000000-0000"]))
    alone = _client(make.user(make.unit()))
    mine = made.in_progress(office)
    single = alone.get(reverse("onestop:dossier", args=[mine.case.code]))

    assert {page.status_code for page in (there, nowhere, single)} == {404}
    code = foreign.case.code
    assert _text(there).replace(code, "X99-000000-0000") == _text(nowhere)
    assert "nơi làm việc khác" not in _text(there) + _text(single)


def test_nobody_is_led_away_by_the_change_of_place(
    office: Office, person: User
) -> None:
    sent = {"noi": office.division.pk, "next": "https://elsewhere.example/"}

    answer = _client(person).post(reverse("org:change_place"), sent)

    assert answer["Location"] == reverse("org:home")


def test_who_changes_the_place_stays_on_the_page_where_there_is_one(
    office: Office, person: User
) -> None:
    make.grant(person, office.committee, "onestop.process")
    dossier = reverse("onestop:dossier", args=[made.in_progress(office).case.code])
    account = f"{reverse('org:account')}?x=1"
    client, change = _client(person), reverse("org:change_place")
    to_division = {"noi": office.division.pk, "next": dossier}
    assert client.post(change, to_division)["Location"] == dossier
    assert f'name="next" value="{dossier}"' in _text(client.get(dossier))

    other = {"noi": person.posts.exclude(unit=office.division).get().unit_id}
    stays = client.post(change, other | {"next": account})
    client.post(change, to_division)
    goes = client.post(change, other | {"next": dossier}, follow=True)
    nowhere = client.post(change, other | {"next": "/khong/co/"})

    assert stays["Location"] == account
    assert goes.redirect_chain[0] == (reverse("org:home"), 302)
    assert "Trang vừa xem không có ở nơi này" in _text(goes)
    assert nowhere["Location"] == reverse("org:home")


def test_a_right_held_elsewhere_is_offered_too(office: Office) -> None:
    person = make.user(make.unit(name="Phòng Khác"))
    Post.objects.create(
        person=person, unit=office.committee, title="Phó", valid_from=LONG_AGO
    )
    make.grant(person, office.committee, "onestop.sign onestop.process")

    page = _client(person).get(reverse("onestop:sign_many"))

    assert page.status_code == 403
    assert f'name="noi" value="{office.committee.pk}"' in _text(page)
