"""Ctrl+K: what it finds, for whom, and by which keys."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from lienmach.org.models import User
from lienmach.registers.tests import make_procedure
from tests import make

FIND = "base:find"
SignIn = Callable[[User], None]


def _found(client: Client, text: str) -> str:
    answer = client.get(reverse(FIND), {"q": text}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def office(db: None) -> Office:
    office = made.office()
    for n, name in enumerate(
        (
            "Đăng ký khai sinh có yếu tố nước ngoài",
            "Đăng ký lại khai sinh",
            "Chứng thực bản sao từ bản chính",
        )
    ):
        make_procedure.version(f"1.00010{n}", name=name, everyday_name="")
    return office


@pytest.mark.parametrize("rows", [1, 3])
def test_finding_asks_the_same_however_much_there_is(
    rows: int, office: Office, client: Client, django_assert_num_queries: Any
) -> None:
    owner = made.party(name="Hồ Thị Mây")
    codes = [made.dossier(office, owner=owner).case.code for _ in range(rows)]
    client.force_login(office.clerk)
    _found(client, "ho thi")

    # The session, who it is and where (3), then dossiers, people, procedures.
    with django_assert_num_queries(7):
        page = _found(client, "ho thi")

    assert all(code in page for code in codes)


def test_only_what_one_may_see_is_found(office: Office, client: Client) -> None:
    code = made.dossier(office).case.code
    client.force_login(make.user(rights="onestop.see onestop.receive"))

    assert code not in _found(client, code)
    assert "Người" not in _found(client, "nguyen")
    client.force_login(office.clerk)
    assert code in _found(client, code[-4:])


@pytest.mark.parametrize("text", ["%_", "%_'\"", "%_'\"<n>", "' | '", "***", "\\"])
def test_signs_find_nothing(text: str, office: Office, client: Client) -> None:
    made.dossier(office, owner=made.party(name="Nguyễn Nga"))
    client.force_login(office.clerk)

    page = _found(client, text)

    assert "Nguyễn Nga" not in page
    assert made.PROCEDURE not in page
    if "n" not in text:
        assert 'role="option"' not in page
    assert "Nguyễn Nga" in _found(client, f"{text} nga")


def test_an_identity_number_is_never_shown_whole(
    office: Office, client: Client
) -> None:
    made.dossier(office, owner=made.party(name="Hồ Mây", id_number="046189004512"))
    client.force_login(office.clerk)

    page = _found(client, "ho may")

    assert "Hồ Mây" in page
    assert "046189004512" not in page


def test_what_cannot_be_asked_is_told_and_nothing_is_found_in_a_sentence(
    office: Office, client: Client
) -> None:
    client.force_login(office.clerk)

    assert client.get(reverse(FIND), {"q": "a\0b"}).status_code == 404
    page = client.get(reverse(FIND), {"q": "zzzz" * 40}).content.decode()
    assert "Không thấy gì khớp" in page
    assert client.get(reverse(FIND)).status_code == 200


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
class TestByKeys:
    @pytest.fixture
    def desk(
        self, page: Page, live_server: LiveServer, office: Office, sign_in: SignIn
    ) -> Page:
        self.code = made.dossier(office).case.code
        sign_in(office.clerk)
        page.goto(live_server.url + reverse("onestop:counter"))
        expect(page.locator("#quet")).to_be_focused()
        page.keyboard.press("Control+KeyK")
        return page

    def test_a_procedure_is_first_however_it_is_written(self, desk: Page) -> None:
        box = desk.get_by_role("combobox", name="Tìm và lệnh")
        expect(box).to_be_focused()
        for text in ("dkks", "dang ky khai sinh", "đăng ký khai sinh"):
            box.fill(text)
            first = desk.locator("#pal-list[role=listbox] [role=option]").first
            expect(first).to_contain_text("Đăng ký khai sinh 1.000001")
            expect(first).to_have_attribute("aria-selected", "true")
        desk.keyboard.press("Escape")
        expect(desk.locator("#quet")).to_be_focused()

    def test_a_dossier_opens_by_its_last_four(self, desk: Page) -> None:
        desk.keyboard.type(self.code[-4:])
        desk.keyboard.press("Enter")  # the answer is still on its way

        expect(desk).to_have_url(re.compile(f"/{self.code}/$"))

    def test_what_can_be_done_here_is_done_by_name(self, desk: Page) -> None:
        desk.keyboard.type("nop thay", delay=50)  # faster would be a scanner
        option = desk.get_by_role("option", name="Nộp thay")
        expect(option).to_have_attribute("aria-selected", "true")
        desk.keyboard.press("Enter")

        expect(desk.locator("#palette")).to_be_hidden()
        expect(desk.locator("#nop-thay")).to_have_attribute("open", "")

    def test_arrows_go_round(
        self, desk: Page, axe_clean: Callable[[Page], None]
    ) -> None:
        options = desk.locator("#pal-list [role=option]")
        expect(options.first).to_have_attribute("aria-selected", "true")
        desk.keyboard.press("ArrowUp")
        expect(options.last).to_have_attribute("aria-selected", "true")
        desk.keyboard.press("ArrowDown")
        expect(options.first).to_have_attribute("aria-selected", "true")
        axe_clean(desk)
