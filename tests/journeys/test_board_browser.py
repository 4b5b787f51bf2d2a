"""L01 as leaders see it: on a phone, on a tablet, at a desk, in the dark, on paper."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pypdfium2 import PdfDocument
from pytest_django.live_server_helper import LiveServer

from lienmach.cases.models import Case
from lienmach.onestop.actions import steps
from lienmach.onestop.actions.steps import Signed
from lienmach.onestop.flow import State
from lienmach.onestop.models import Route
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from lienmach.org.models import User
from lienmach.surveys.actions import rate
from lienmach.surveys.models import Level
from tests import make
from tests.make import MONDAY

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
Open = Callable[[int, str], Page]
DAY = timedelta(days=1)
# What is drawn of a link must be this wide and high, wherever it stands.
SMALL = """[...document.querySelectorAll(".fig a, .decide a, .nums a, .key, .heat a")]
  .map(a => { const r = a.getBoundingClientRect(); return [r.width, r.height, a.href] })
  .filter(([w, h]) => w < 23.9 || h < 23.9)"""


def _with_something_overdue(office: Office) -> None:
    """Another division of the committee, with one dossier that is long overdue."""
    counter, division = make.unit(office.committee), make.unit(office.committee)
    Route.objects.create(counter=counter, unit=division, decides_unit=division)
    clerk = make.user(counter, "onestop.receive")
    made.dossier(replace(office, counter=counter, division=division, clerk=clerk))


@pytest.fixture
def opened(
    live_server: LiveServer, page: Page, sign_in: Callable[[User], None]
) -> Open:
    """A board with something in every place of it."""
    office = made.office()
    for _ in range(12):
        _with_something_overdue(office)
    for n, days in enumerate((1, 1, 2, 8, 15, 47)):
        dossier = made.in_progress(office)
        steps.record_result(
            dossier.pk,
            Signed(MONDAY.date(), "Chủ tịch"),
            actor=office.processes,
            at=MONDAY + days * DAY,
        )
        closed = MONDAY + days * DAY
        Case.objects.filter(pk=dossier.pk).update(
            closed_at=closed, state=State.RETURNED
        )
        rate(dossier.pk, level=Level(1 + n % 5), at=closed + DAY)
    made.in_progress(office)
    make.grant(office.leader, office.committee, "surveys.read indicators.board")
    sign_in(office.leader)

    def open_at(width: int, theme: str) -> Page:
        page.set_viewport_size({"width": width, "height": 768})
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        page.goto(f"{live_server.url}{reverse('indicators:board')}?ky=2026-Q1")
        return page

    return open_at


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1024, 1280])
def test_everybody_can_read_it_and_hit_every_mark(
    width: int, theme: str, opened: Open, axe_clean: Callable[[Page], None]
) -> None:
    page = opened(width, theme)

    expect(page.get_by_role("heading", level=1)).to_have_text("Bảng điều hành")
    assert page.locator(".fig").count() == 3
    for summary in page.get_by_text("Xem dạng bảng").all():
        summary.click()
    axe_clean(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(SMALL) == []


def test_a_bar_leads_in_two_clicks_to_a_dossier(opened: Open) -> None:
    page = opened(1280, "light")

    page.locator(".bars a.rl").first.click()

    expect(page.locator("[data-said]")).to_have_text("1 hồ sơ")
    page.locator("#results a.rl").first.click()
    expect(page).to_have_url(re.compile(r"/cb/ho-so/"))


def test_the_map_is_turned_by_keyboard_and_keeps_the_period(opened: Open) -> None:
    page = opened(1280, "light")

    page.get_by_role("link", name="Tỷ lệ trả trễ hạn").press("Enter")

    expect(page).to_have_url(re.compile(r"ky=2026-Q1.*nhiet=ty-le"))
    expect(page.locator(".heat")).to_contain_text("50,0 %")


def test_the_way_in_stands_in_the_rail(opened: Open) -> None:
    page = opened(1280, "light")

    current = page.locator(".rail a[aria-current]")

    expect(current).to_have_text("Điều hành")


def test_the_week_is_one_sheet_of_a4(opened: Open, live_server: LiveServer) -> None:
    page = opened(1280, "light")
    page.get_by_role("link", name="In tóm tắt tuần").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tóm tắt tuần")

    expect(page.locator(".week")).to_contain_text("và 5 đơn vị khác")
    printed = PdfDocument(page.pdf(prefer_css_page_size=True))

    assert len(printed) == 1
    assert [round(side) for side in printed[0].get_size()] == [595, 842]
    assert "Cần quyết hôm nay" in printed[0].get_textpage().get_text_bounded()


def test_the_board_of_an_office_is_one_sheet_of_a4_too(opened: Open) -> None:
    page = opened(1280, "light")
    assert len(PdfDocument(page.pdf(prefer_css_page_size=True))) == 2  # of many
    page.locator("select[name=dv]").select_option(index=1)
    page.get_by_role("button", name="Xem", exact=True).click()
    expect(page).to_have_url(re.compile("dv="))

    printed = PdfDocument(page.pdf(prefer_css_page_size=True))

    assert len(printed) == 1
    said = printed[0].get_textpage().get_text_bounded()
    assert "Bảng điều hành" in said
    assert "Nơi cần giúp" in said
    assert "Xem dạng bảng" not in said
