"""The grid of an annex tells at every moment what is saved and what is not."""

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Dialog, Page, Route, expect

from lienmach.reporting.models import SheetCell
from lienmach.reporting.tests.make_round import form_text, sheet_of, use_forms
from lienmach.reporting.tests.test_grid_browser import PASTE, Desk, SignIn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(
    page: Page, live_server: Any, sign_in: SignIn, settings: Any, tmp_path: Any
) -> Desk:
    use_forms(settings, tmp_path, form_text())
    made = Desk(page, live_server, sign_in)
    made.open()
    return made


def _type(desk: Desk, code: str, text: str) -> None:
    desk.box(code).fill(text)
    desk.box(code).press("Enter")


def test_every_cell_that_was_not_taken_is_counted_and_listed(desk: Desk) -> None:
    page = desk.page
    for code, typed in (("1.1.", "ba"), ("1.2.", "bốn")):
        _type(desk, code, typed)
    expect(page.locator("#luu")).to_contain_text("2 ô chưa lưu.")
    expect(page.locator("#can-xem [data-held]")).to_have_count(2)

    _type(desk, "1.4.", "7")
    expect(page.locator("#luu")).to_contain_text("Đã lưu 1 ô. 2 ô chưa lưu.")
    _type(desk, "1.1.", "3")
    expect(page.locator("#can-xem [data-held]")).to_have_count(1)
    expect(page.locator("#can-xem")).to_contain_text("Chưa lưu · dòng 1.2")


def test_leaving_with_words_that_were_not_taken_asks_first(desk: Desk) -> None:
    page = desk.page
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    _type(desk, "1.1.", "ba")
    expect(page.locator("#luu")).to_contain_text("1 ô chưa lưu.")

    page.reload()

    assert asked == ["beforeunload"]


def test_ctrl_enter_saves_what_is_typed_though_the_form_cannot_be_handed_in(
    desk: Desk,
) -> None:
    page = desk.page
    expect(page.locator("#nop")).to_have_attribute("aria-disabled", "true")
    desk.box("1.1.").fill("8")

    desk.box("1.1.").press("Control+Enter")

    expect(page.locator("#luu")).to_contain_text("Đã lưu 1 ô.")
    assert SheetCell.objects.get(code="1.1.").value == 8
    assert not sheet_of(desk.report).is_handed_in


def test_ctrl_enter_saves_what_is_typed_and_then_hands_in(desk: Desk) -> None:
    page = desk.page
    for code, typed in (("1.1.", "9"), ("1.2.", "5"), ("1.4.", "-")):
        _type(desk, code, typed)
    desk.box("1.5.").select_option("không phát sinh")
    expect(page.locator("#nop")).not_to_have_attribute("aria-disabled", "true")
    desk.box("1.1.").fill("10")

    desk.box("1.1.").press("Control+Enter")

    page.wait_for_url(desk.address("report"))
    assert SheetCell.objects.get(code="1.1.").value == 10
    assert sheet_of(desk.report).is_handed_in


def test_blanks_are_not_filled_over_words_that_were_not_taken(desk: Desk) -> None:
    page = desk.page
    _type(desk, "1.1.", "ba")
    expect(page.locator("#luu")).to_contain_text("1 ô chưa lưu.")

    page.get_by_role("button", name="Các ô trống: không phát sinh").click()

    expect(page.locator("#luu")).to_contain_text("Còn 1 ô chưa lưu")
    assert not SheetCell.objects.exists()


def test_the_buttons_and_keys_are_there_after_blanks_were_filled(desk: Desk) -> None:
    page = desk.page
    page.get_by_role("button", name="Các ô trống: không phát sinh").click()
    expect(page.locator(".toast")).to_contain_text("không phát sinh")

    for name in ("Ghi chú", "Không phát sinh", "Lịch sử ô"):
        expect(page.locator("[data-grid]", has_text=name)).to_be_visible()
    _type(desk, "1.1.", "5")
    expect(desk.box("1.2.")).to_be_focused()
    expect(page.locator("#luu")).to_contain_text("Đã lưu 1 ô.")


def test_the_banner_of_a_refused_paste_goes_with_the_next_good_one(
    desk: Desk,
) -> None:
    page = desk.page
    desk.box("1.1.").focus()
    page.evaluate(PASTE, "\n".join(str(n) for n in range(60)))
    banner = page.locator("#messages .note-bad")
    expect(banner).to_be_visible()

    desk.box("1.1.").focus()
    page.evaluate(PASTE, "1.1.\t5\n1.2.\t9")
    expect(page.locator("#luu")).to_contain_text("Đã lưu 2 ô.")
    expect(banner).to_have_count(0)
    tab = page.locator(".tabs [aria-current=page]")
    expect(tab.locator(".num")).to_contain_text("1 lỗi")  # 9 of 5 is too much
    _type(desk, "1.2.", "4")
    expect(tab.locator(".num")).to_have_count(0)


def test_a_paste_that_found_no_server_is_sent_again(desk: Desk) -> None:
    page = desk.page
    url = desk.base + reverse("reporting:annex_paste", args=[desk.report.pk, "4"])
    tries: list[str] = []

    def down_once(route: Route) -> None:
        tries.append(route.request.method)
        if len(tries) == 1:
            route.abort()
        else:
            route.continue_()

    page.route(url, down_once)
    desk.box("1.1.").focus()
    page.evaluate(PASTE, "1.1.\t5\n1.2.\t4")
    expect(page.locator("#luu")).to_contain_text("vùng đã chép vẫn giữ")
    _type(desk, "1.4.", "6")

    expect(desk.box("1.2.")).to_have_value("4", timeout=10_000)
    expect(desk.cell("1.4.")).to_have_attribute("data-state", "value")
    assert SheetCell.objects.count() == 3
