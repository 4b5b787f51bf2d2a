"""The words of a report in a browser: figures put in at the cursor, by keyboard too."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from lienmach.reporting.tests.make_text import Written

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_figure_is_put_in_where_the_cursor_was(
    settings: Any,
    tmp_path: Path,
    page: Page,
    live_server: Any,
    sign_in: Callable[[Any], None],
    axe_clean: Callable[[Page], None],
) -> None:
    written = Written(settings, tmp_path)
    written.fill_in()
    written.begin()
    sign_in(written.user)
    pk = written.report.pk
    for width in (375, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        for name, more in (
            ("text", ()),
            ("section", (2,)),
            ("signing", ()),
            ("report", ()),
        ):
            page.goto(live_server.url + reverse(f"reporting:{name}", args=[pk, *more]))
            axe_clean(page)
            assert (
                page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
            )
        page.goto(live_server.url + reverse("reporting:house"))
        axe_clean(page)

    page.goto(live_server.url + reverse("reporting:section", args=[pk, 3]))
    area = page.get_by_label("Nội dung")
    area.fill("Đã có  thủ tục.")
    area.evaluate("area => area.setSelectionRange(6, 6)")
    page.locator(".figures summary").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Chèn số dòng 1.1.").focus()
    page.keyboard.press("Enter")
    expect(area).to_have_value("Đã có {{ pl4:1.1. }} thủ tục.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".paper-text")).to_contain_text("Đã có 10 thủ tục.")


def test_without_a_script_the_field_is_typed(
    settings: Any, tmp_path: Path, browser: Browser, live_server: Any
) -> None:
    written = Written(settings, tmp_path)
    written.fill_in()
    written.begin()
    written.user.set_password("mot-mat-khau-dai")
    written.user.save()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + "/dang-nhap/")
    page.fill("input[name=username]", written.user.username)
    page.fill("input[name=password]", "mot-mat-khau-dai")
    page.locator("input[name=password]").press("Enter")
    address = reverse("reporting:section", args=[written.report.pk, 3])
    page.goto(live_server.url + address)

    expect(page.locator("[data-insert]").first).to_be_hidden()
    page.get_by_label("Nội dung").fill("Đã có {{ pl4:1.1 }} thủ tục.")
    page.get_by_role("button", name="Lưu mục").click()

    expect(page.locator(".paper-text")).to_contain_text("Đã có 10 thủ tục.")
    context.close()
