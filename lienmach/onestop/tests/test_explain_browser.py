"""L02 as people see it: on a phone, at a desk, in the dark, by keyboard."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from lienmach.onestop.actions import steps
from lienmach.onestop.actions.steps import Signed
from lienmach.onestop.tests import make_dossier as made
from lienmach.org.models import User
from tests.make import MONDAY

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
Open = Callable[[int, str], Page]


@pytest.fixture
def opened(
    live_server: LiveServer, page: Page, sign_in: Callable[[User], None]
) -> Open:
    """The page of the share in time: three early, one late, one open."""
    office = made.office()
    for days in (1, 1, 2, 9):
        dossier = made.in_progress(office)
        steps.record_result(
            dossier.pk,
            Signed(MONDAY.date(), "Chủ tịch"),
            actor=office.processes,
            at=MONDAY + timedelta(days=days),
        )
    made.in_progress(office)
    sign_in(office.leader)

    def open_at(width: int, theme: str) -> Page:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        address = reverse("indicators:explain", args=["dung-han"])
        page.goto(f"{live_server.url}{address}?ky=2026-Q1")
        return page

    return open_at


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_everybody_can_read_it(
    width: int, theme: str, opened: Open, axe_clean: Callable[[Page], None]
) -> None:
    page = opened(width, theme)

    expect(page.get_by_role("heading", level=1)).to_contain_text("75,0 %")
    axe_clean(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_number_leads_in_two_clicks_to_a_dossier(opened: Open) -> None:
    page = opened(1280, "light")

    page.locator(".formula").get_by_role("link", name="3", exact=True).click()

    expect(page.locator("[data-said]")).to_have_text("3 hồ sơ")
    page.locator("#results a.rl").first.click()
    expect(page).to_have_url(re.compile(r"/cb/ho-so/"))


def test_another_way_to_divide_is_chosen_by_keyboard(opened: Open) -> None:
    page = opened(1280, "light")

    page.get_by_role("link", name="Lĩnh vực").press("Enter")

    expect(page.get_by_role("heading", name="Theo lĩnh vực")).to_be_visible()
    expect(page.get_by_role("cell", name="Hộ tịch")).to_be_visible()
