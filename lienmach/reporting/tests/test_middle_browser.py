"""Words asked for and a unit taken back, by hand in a browser."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from lienmach.reporting.tests.make_levels import ROWS
from lienmach.reporting.tests.make_middle import Middle
from lienmach.reporting.tests.make_round import form_text, use_forms

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WHY = "Giao nhầm xã"


@pytest.fixture
def middle(settings: Any, tmp_path: Path) -> Middle:
    use_forms(settings, tmp_path, form_text(ROWS))
    return Middle()


def test_a_district_chooses_words_and_takes_a_commune_back(
    middle: Middle,
    page: Page,
    live_server: Any,
    sign_in: Callable[[Any], None],
    axe_clean: Callable[[Page], None],
) -> None:
    sign_in(middle.hand)
    pk = middle.own.pk
    report, text = (reverse(f"reporting:{n}", args=[pk]) for n in ("report", "text"))
    page.goto(live_server.url + report)
    page.get_by_role("button", name="Lập cả báo cáo, ký số").click()
    expect(page.get_by_role("heading", name="Thuyết minh")).to_be_visible()
    expect(page.get_by_text("Đã ký, chờ nộp")).to_be_visible()
    page.goto(live_server.url + text)
    page.get_by_role("button", name="Bắt đầu soạn theo đề cương").click()
    expect(page.get_by_role("link", name="Ký, nộp")).to_be_visible()

    commune = reverse("reporting:report", args=[middle.report(middle.communes[0]).pk])
    page.goto(live_server.url + commune)
    page.get_by_text("Rút yêu cầu báo cáo").click()
    page.get_by_label("Lý do rút yêu cầu").fill(WHY)
    page.get_by_role("button", name="Rút yêu cầu", exact=True).click()
    expect(page.locator("main .note-warn")).to_contain_text(WHY)
    matrix = reverse("reporting:matrix", args=[pk])
    for width in (375, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        for address in (report, text, commune, matrix):
            page.goto(live_server.url + address)
            axe_clean(page)
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0
    expect(page.locator("#da-rut + ul")).to_contain_text(WHY)
    page.goto(live_server.url + commune)
    page.get_by_role("button", name="Hoàn tác rút yêu cầu").click()
    expect(page.locator("main .note-warn")).to_have_count(0)
    assert middle.report(middle.communes[0]).is_open
