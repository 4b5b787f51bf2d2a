"""C01: the page, its parts and its buttons, as forms are sent."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lienmach.onestop.models import Dossier
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import PROCEDURE, Office
from lienmach.registers.models import Component

pytestmark = pytest.mark.django_db
NEW = {"so": "046189004512", "ten": "Nguyễn Thị Ngọc Ẩn", "loai": "person"}


@pytest.fixture
def office() -> Office:
    return made.office()


@pytest.fixture
def counter(client: Client, office: Office) -> Client:
    client.force_login(office.clerk)
    return client


def _get(client: Client, **asked: Any) -> str:
    answer = client.get(reverse("onestop:counter"), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def _papers(**more: Any) -> dict[str, Any]:
    parts = Component.objects.filter(version__procedure__code=PROCEDURE)
    ticked = {f"giay-{part.pk}": "1" for part in parts}
    counts = {f"chinh-{part.pk}": "1" for part in parts}
    return {"tt": PROCEDURE, **ticked, **counts, **more}


def _send(client: Client, verb: str = "tiep-nhan", **said: Any) -> Any:
    return client.post(reverse("onestop:counter"), {"lam": verb, **said})


def test_a_dossier_is_received_without_a_script(counter: Client) -> None:
    answer = _send(counter, **NEW, **_papers())

    dossier = Dossier.objects.get()
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith(f"?vua={dossier.case.code}")
    assert dossier.owner.id_number == "046189004512"
    assert [paper.is_received for paper in dossier.papers.all()] == [True, True]
    page = counter.get(answer.headers["Location"]).content.decode()
    assert f"Đã tiếp nhận {dossier.case.code}" in page
    assert "Hôm nay: 1 hồ sơ" in page
