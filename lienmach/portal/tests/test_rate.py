"""P07: one answer for a dossier, from whoever fetched the result and nobody else."""

import html
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lienmach.onestop.actions import receive
from lienmach.onestop.flow import State
from lienmach.onestop.models import Dossier
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from lienmach.portal.tests import bring
from lienmach.surveys.models import Level, Rating, Reason
from tests import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
GOOD, BAD = {"muc": "5"}, {"muc": "2", "ly_do": ["trips", "late"], "y_kien": "Đi 3 lần"}


@pytest.fixture
def office() -> Office:
    return made.office()


def _returned(office: Office, *, days_ago: int = 1) -> Dossier:
    on = timezone.now() - days_ago * DAY
    return bring.to(office, State.RETURNED, on=on).dossier


def _url(dossier: Dossier) -> str:
    return reverse("portal:rate", args=[dossier.token])


def _text(page: Any) -> str:
    return html.unescape(page.content.decode())


def test_a_rating_is_kept_and_thanked_for(office: Office, client: Client) -> None:
    dossier = _returned(office)
    assert "Rất không hài lòng" in _text(client.get(_url(dossier)))

    page = client.post(_url(dossier), BAD, follow=True)

    assert "Cảm ơn ông/bà" in _text(page)
    kept = Rating.objects.get()
    assert kept.level == Level.BAD
    assert kept.reasons == [Reason.LATE, Reason.TRIPS]
    assert kept.text == "Đi 3 lần"


def test_a_dossier_is_rated_once_by_whichever_slip(
    office: Office, client: Client
) -> None:
    dossier = _returned(office)
    client.post(_url(dossier), GOOD)

    again = client.post(_url(dossier), BAD)
    other = client.post(reverse("portal:rate", args=[dossier.slips.get().token]), BAD)

    assert (again.status_code, other.status_code) == (422, 422)
    assert Rating.objects.get().level == Level.VERY_GOOD
    assert "Gửi đánh giá" not in _text(client.get(_url(dossier)))


def test_reasons_are_those_of_a_low_level_alone(office: Office, client: Client) -> None:
    client.post(_url(_returned(office)), BAD | GOOD)

    kept = Rating.objects.get()
    assert (kept.reasons, kept.text) == ([], "")


def test_an_officer_who_is_signed_in_cannot_rate(
    office: Office, client: Client
) -> None:
    dossier = _returned(office)
    client.force_login(make.user())

    for answer in (client.get(_url(dossier)), client.post(_url(dossier), GOOD)):
        assert answer.status_code == 403
        assert "Gửi đánh giá" not in _text(answer)
    assert not Rating.objects.exists()


@pytest.mark.parametrize(("days", "status"), [(30, 200), (31, 410)])
def test_the_link_holds_for_thirty_days(
    days: int, status: int, office: Office, client: Client
) -> None:
    dossier = _returned(office, days_ago=days)

    assert client.get(_url(dossier)).status_code == status
    client.post(_url(dossier), GOOD)
    assert Rating.objects.exists() == (status == 200)


@pytest.mark.parametrize("state", [State.IN_PROGRESS, State.READY, State.REFUSED])
def test_what_was_not_returned_is_not_rated(
    state: State, office: Office, client: Client
) -> None:
    dossier = bring.to(office, state).dossier

    assert client.get(_url(dossier)).status_code == 404
    assert client.post(_url(dossier), GOOD).status_code == 404
    assert not Rating.objects.exists()


@pytest.mark.parametrize("sent", [{}, {"muc": "6"}, {"muc": "1", "ly_do": ["x"]}])
def test_without_a_face_it_says_so_and_keeps_what_was_typed(
    sent: dict[str, Any], office: Office, client: Client
) -> None:
    page = client.post(_url(_returned(office)), {**sent, "y_kien": "Chờ lâu"})

    assert page.status_code == 422
    assert "Có 1 chỗ cần sửa" in _text(page)
    assert "Chờ lâu" in _text(page)


def test_an_unknown_link_is_not_found(client: Client) -> None:
    assert client.get(reverse("portal:rate", args=["khong-co"])).status_code == 404


def test_a_dossier_taken_back_at_the_counter_is_not_rated(
    office: Office, client: Client
) -> None:
    dossier = made.dossier(office)
    receive.cancel(dossier.pk, actor=office.receives, at=dossier.case.received_at)

    assert client.post(_url(dossier), GOOD).status_code == 404


def test_the_page_of_the_dossier_leads_there(office: Office, client: Client) -> None:
    dossier = _returned(office)
    page = _text(client.get(reverse("portal:state", args=[dossier.token])))

    assert f'href="{_url(dossier)}"' in page
