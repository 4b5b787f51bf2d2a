"""From a printed row to a series, and a figure before and after a day, by keyboard."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from lienmach.indicators.actions import Printed, Row, enter_reported, recount_marked
from lienmach.indicators.actions.past import RIGHT
from lienmach.onestop.tests import make_dossier as made
from lienmach.org.models import User
from tests import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_old_report_enters_the_series_and_is_seen_on_its_figure(
    live_server: LiveServer,
    page: Page,
    sign_in: Callable[[User], None],
    axe_clean: Callable[[Page], None],
) -> None:
    office = made.office()
    made.in_progress(office)
    while recount_marked():
        pass
    user = make.user(office.committee, RIGHT)
    days = date(2025, 1, 1), date(2025, 3, 31)
    report = Printed("check:1", office.committee.pk, *days, "Quý I/2025", "/x/")
    label = "Hồ sơ tiếp nhận trong kỳ (tính cho nơi tiếp nhận)"
    rows = [
        Row("Hồ sơ", "1", label, "Hồ sơ", "41", "value", Decimal(41), 5),
        Row("Hồ sơ", "9", "Chuyện lạ", "", "7", "value", Decimal(7), 6),
    ]
    enter_reported(report, rows, actor=make.actor(user))
    sign_in(user)
    page.set_viewport_size({"width": 375, "height": 800})

    page.goto(live_server.url + reverse("indicators:past", args=["check:1"]))
    axe_clean(page)
    wide = "document.documentElement.scrollWidth - innerWidth"
    assert page.evaluate(wide) <= 0
    expect(page.locator("select[name=d5]")).to_have_value("ho-so|1")
    page.locator("select[name=d6]").focus()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("1 số đang ở trong chuỗi")).to_be_visible()

    explained = reverse("indicators:explain", args=["tiep-nhan"])
    page.goto(f"{live_server.url}{explained}?dv={office.committee.code}&ky=2026-Q1")
    axe_clean(page)
    row = page.locator("tr", has_text="từ báo cáo")
    expect(row).to_contain_text("41")
    assert row.locator("a").first.get_attribute("href") == "/x/#d5"

    page.get_by_role("link", name="So trước và sau").click()
    page.get_by_label("Ngày thay đổi").fill("3/1/2026")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("0 → 1")
    axe_clean(page)
    assert page.evaluate(wide) <= 0
