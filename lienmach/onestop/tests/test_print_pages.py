"""The papers in a real browser: their size, their codes, their ink."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from lienmach.onestop.models import Dossier, Letterhead
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from lienmach.onestop.tests.papers import read
from lienmach.org.models import User
from tests.make import MONDAY

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SignIn = Callable[[User], None]
AxeClean = Callable[[Page], None]
A5, A4 = (420, 595), (595, 842)


@pytest.fixture
def office() -> Office:
    office = made.office()
    Letterhead.objects.create(
        unit=office.counter,
        place="An Hòa",
        name="Trung tâm Phục vụ hành chính công",
        address="quầy 3, số 2 đường Bờ Sông",
        hotline="1900 0000",
        changed_at=MONDAY,
    )
    return office


def _address(live_server: LiveServer, dossier: Dossier, form: str = "receipt") -> str:
    return live_server.url + reverse("onestop:print", args=[dossier.case.code, form])


def test_a_receipt_is_one_black_page_of_a5_that_scanners_read(
    office: Office, page: Page, live_server: LiveServer, sign_in: SignIn
) -> None:
    owner = made.party(name="Nguyễn Thị Ngọc Ấn Lễ Độ", address="Tổ 4, phường An Hòa")
    dossier = made.dossier(office, owner=owner)
    sign_in(office.clerk)
    page.goto(_address(live_server, dossier))

    paper = read(page.pdf(prefer_css_page_size=True))

    assert (paper.pages, paper.sizes) == (1, [A5])
    slip = dossier.slips.get()
    assert paper.codes == {
        "QRCode": f"{live_server.url}/q/{slip.token}/",
        "Code128": dossier.case.code,
    }
    for text in ("Ấn Lễ Độ", "HỘ", "Trước 17:00 thứ Bảy, 10/1/2026", "1900 0000"):
        assert text in paper.text
    assert all(len(set(colour)) == 1 for colour in paper.colours)
