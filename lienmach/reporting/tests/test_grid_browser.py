"""The grid of an annex in a real browser, by keyboard and by paste."""

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from lienmach.base.actor import Actor
from lienmach.org.models import User
from lienmach.reporting.actions.sheets import Entry, write
from lienmach.reporting.models import Report, SheetCell
from lienmach.reporting.tests.make_round import (
    form_text,
    officer,
    report_of,
    round_of,
    sheet_of,
    use_forms,
)
from tests import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SignIn = Callable[[User], None]
LooksRight = Callable[..., None]
TWENTY = "".join(f"{n}.;Dòng {n};Việc;manual;;;;\n" for n in range(1, 21))
PASTE = """text => {
  const data = new DataTransfer();
  data.setData('text/plain', text);
  const said = {clipboardData: data, bubbles: true, cancelable: true};
  const event = new ClipboardEvent('paste', said);
  document.activeElement.dispatchEvent(event);
}"""

SPOIL = """box => {
  box.value = 'a\\0b';
  box.dispatchEvent(new Event('change', {bubbles: true}));
}"""
BAD, SAVED = re.compile("st-bad"), re.compile("st-(saved|warn)")


class Desk:
    """A unit with its report open in the browser."""

    def __init__(self, page: Page, live_server: LiveServer, sign_in: SignIn) -> None:
        town = make.unit(name="Thị xã")
        commune = make.unit(town, name="Xã Một")
        _, owner = officer(town)
        rights = "reporting.see reporting.enter"
        self.user, self.actor = officer(commune, rights, name="Người Thử")
        self.owner: Actor = owner
        self.report: Report = report_of(round_of(owner, [commune]), commune)
        self.page, self.base = page, live_server.url
        sign_in(self.user)

    def address(self, name: str = "annex", *args: object) -> str:
        of = args or ((self.report.pk, "4") if name == "annex" else (self.report.pk,))
        return self.base + reverse(f"reporting:{name}", args=of)

    def open(self) -> None:
        self.page.goto(self.address())

    def box(self, code: str) -> Any:
        return self.page.locator(f'.o[data-code="{code}"]')

    def note(self, code: str) -> Any:
        return self.page.locator(f'.g[data-code="{code}"]')

    def cell(self, code: str) -> Any:
        return self.page.locator("td.cell", has=self.box(code))


@pytest.fixture
def desk(
    page: Page,
    live_server: LiveServer,
    sign_in: SignIn,
    settings: Any,
    tmp_path: Path,
) -> Desk:
    use_forms(settings, tmp_path, form_text())
    return Desk(page, live_server, sign_in)


def test_an_annex_is_filled_in_and_handed_in_by_keyboard_alone(desk: Desk) -> None:
    page = desk.page
    desk.open()
    desk.box("1.1.").focus()
    for typed in ("1.118", "3", "30,5"):
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")  # the answer is chosen in its own way
    expect(desk.cell("1.2.")).to_have_attribute("data-state", "value")
    expect(page.locator("#do")).to_contain_text("4/4 ô")
    rate = page.locator("tr", has_text="Tỷ lệ trực tuyến").locator("td.cell")
    expect(rate).to_contain_text("0,3")

    desk.box("1.4.").focus()
    page.keyboard.press("Alt+Digit0")
    expect(desk.cell("1.4.")).to_have_attribute("data-state", "none")
    page.keyboard.press("Control+z")
    expect(desk.cell("1.4.")).to_have_attribute("data-state", "value")
    expect(desk.box("1.4.")).to_have_value("30,5")
    page.keyboard.press("Alt+KeyN")
    page.keyboard.type("theo quyết định giao")
    page.keyboard.press("Enter")
    expect(page.locator("#luu")).to_contain_text("Đã lưu 1 ô")

    desk.box("1.4.").focus()
    page.keyboard.press("Alt+KeyH")
    expect(page.locator("#hop")).to_contain_text("không phát sinh")
    page.keyboard.press("Escape")
    expect(desk.box("1.4.")).to_be_focused()
    page.keyboard.type("9")
    page.keyboard.press("Escape")
    expect(desk.box("1.4.")).to_have_value("30,5")

    page.keyboard.press("Control+Enter")
    page.wait_for_url(desk.address("report"))
    expect(page.locator("main")).to_contain_text("1/1 biểu đã nộp")


def test_the_four_states_are_still_four_after_a_reload(desk: Desk) -> None:
    page = desk.page
    desk.open()
    desk.box("1.1.").focus()
    page.keyboard.type("0")
    page.keyboard.press("Enter")
    page.keyboard.press("Alt+Digit0")
    expect(desk.cell("1.2.")).to_have_attribute("data-state", "none")
    page.reload()

    states = [
        desk.cell("1.1.").get_attribute("data-state"),
        desk.cell("1.2.").get_attribute("data-state"),
        desk.cell("1.4.").get_attribute("data-state"),
        page.locator("tr", has_text="Việc của tỉnh")
        .locator("td.cell")
        .get_attribute("data-state"),
    ]
    assert states == ["value", "none", "blank", "not_ours"]
    rate = page.locator("tr", has_text="Tỷ lệ trực tuyến").locator("td.cell")
    expect(rate).to_have_text("không phát sinh")


def test_a_pasted_column_with_one_bad_cell_saves_the_others(
    page: Page,
    live_server: LiveServer,
    sign_in: SignIn,
    settings: Any,
    tmp_path: Path,
) -> None:
    use_forms(settings, tmp_path, form_text(TWENTY))
    desk = Desk(page, live_server, sign_in)
    desk.open()
    desk.box("1.").focus()

    page.evaluate(PASTE, "\n".join("x" if n == 7 else str(n) for n in range(1, 21)))

    expect(page.locator("#luu")).to_contain_text("Đã lưu 19 ô. 1 ô chưa lưu.")
    expect(desk.box("7.")).to_have_attribute("aria-invalid", "true")
    expect(desk.box("7.")).to_have_value("x")
    assert SheetCell.objects.filter(state="value").count() == 19
    page.reload()
    expect(desk.box("20.")).to_have_value("20")
    expect(desk.box("7.")).to_have_value("")


def test_a_number_that_could_be_two_is_asked_about(desk: Desk) -> None:
    page = desk.page
    desk.open()
    desk.box("1.1.").focus()

    page.evaluate(PASTE, "1.1.\t5\n1.2.\t4\n1.4.\t30,162")

    expect(page.locator("#hop")).to_contain_text("30,162 hay 30.162")
    page.locator("#hop").get_by_label("Hàng nghìn").check()
    page.locator("#hop").get_by_role("button", name="Dán vào biểu").click()
    expect(desk.box("1.4.")).to_have_value("30.162")


def test_two_editors_choose_which_number_stays_and_nothing_is_lost(
    desk: Desk,
) -> None:
    page = desk.page
    desk.open()
    entry = [Entry("1.1.", "12", seen=0)]
    write(sheet_of(desk.report), entry, actor=desk.owner, at=timezone.now())

    desk.box("1.1.").focus()
    page.keyboard.type("15")
    page.keyboard.press("Enter")
    row = page.locator("tr", has=desk.box("1.1."))
    expect(row.locator(".err")).to_contain_text("vừa ghi")
    expect(desk.box("1.1.")).to_have_value("15")
    row.get_by_role("button", name="Giữ 15").click()

    expect(desk.cell("1.1.")).to_have_attribute("data-state", "value")
    expect(page.locator("#luu")).to_contain_text("Đã lưu 1 ô")
    assert SheetCell.objects.get(code="1.1.").value == 15


def test_what_is_typed_without_a_connection_is_sent_later(desk: Desk) -> None:
    page = desk.page
    desk.open()
    page.context.set_offline(True)
    desk.box("1.1.").focus()
    page.keyboard.type("7")
    page.keyboard.press("Enter")
    expect(page.locator("tr", has=desk.box("1.1."))).to_contain_text("chờ gửi")

    page.context.set_offline(False)

    expect(desk.cell("1.1.")).to_have_attribute("data-state", "value")
    assert SheetCell.objects.get(code="1.1.").value == 7


def test_nobody_is_in_her_own_way_however_fast_she_types(desk: Desk) -> None:
    page = desk.page
    desk.open()
    desk.box("1.5.").focus()
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    desk.box("1.1.").focus()
    for typed in ("15", "16", "17"):
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
        page.keyboard.press("Shift+Enter")

    expect(desk.cell("1.5.")).to_have_attribute("data-state", "value")
    expect(page.locator("#luu")).to_contain_text("Đã lưu")
    expect(desk.box("1.1.")).to_have_value("17")
    expect(page.locator(".err")).to_have_count(0)
    page.wait_for_load_state("networkidle")
    expect(page.locator(".err")).to_have_count(0)
    values = dict(SheetCell.objects.values_list("code", "value"))
    assert values == {"1.1.": 17, "1.5.": 2}


def test_a_note_goes_beside_the_new_number_of_somebody_else(desk: Desk) -> None:
    page, sheet = desk.page, sheet_of(desk.report)
    write(sheet, [Entry("1.1.", "5")], actor=desk.actor, at=timezone.now())
    desk.open()
    write(sheet, [Entry("1.1.", "41")], actor=desk.owner, at=timezone.now())

    desk.note("1.1.").focus()
    page.keyboard.type("theo quyết định giao")
    page.keyboard.press("Enter")

    expect(desk.box("1.1.")).to_have_value("41")
    expect(desk.note("1.1.")).to_have_value("theo quyết định giao")
    expect(page.locator(".err")).to_have_count(0)
    cell = SheetCell.objects.get(code="1.1.")
    assert (cell.value, cell.note) == (Decimal(41), "theo quyết định giao")


@pytest.mark.parametrize("choice", ["Giữ 15", "Lấy 41"])
def test_a_note_that_was_typed_with_a_number_is_never_lost(
    choice: str, desk: Desk
) -> None:
    page = desk.page
    desk.open()
    entry = [Entry("1.1.", "41", seen=0)]
    write(sheet_of(desk.report), entry, actor=desk.owner, at=timezone.now())
    page.context.set_offline(True)
    desk.box("1.1.").focus()
    page.keyboard.type("15")
    page.keyboard.press("Alt+KeyN")
    page.keyboard.type("của tôi")
    page.keyboard.press("Enter")
    page.context.set_offline(False)

    row = page.locator("tr", has=desk.box("1.1."))
    row.get_by_role("button", name=choice).click()

    expect(page.locator(".err")).to_have_count(0)
    expect(page.locator("#luu")).to_contain_text("Đã lưu 1 ô")
    expect(desk.note("1.1.")).to_have_value("của tôi")
    cell = SheetCell.objects.get(code="1.1.")
    assert (cell.value, cell.note) == (Decimal(choice[-2:]), "của tôi")


def test_two_notes_are_asked_about_and_the_number_is_not(desk: Desk) -> None:
    page, sheet = desk.page, sheet_of(desk.report)
    write(sheet, [Entry("1.1.", "5")], actor=desk.actor, at=timezone.now())
    desk.open()
    theirs = Entry("1.1.", "41", note="của họ")
    write(sheet, [theirs], actor=desk.owner, at=timezone.now())

    desk.note("1.1.").focus()
    page.keyboard.type("của tôi")
    page.keyboard.press("Enter")

    row = page.locator("tr", has=desk.box("1.1."))
    expect(row.locator(".err")).to_contain_text("Ghi chú của họ: của họ.")
    expect(desk.box("1.1.")).to_have_value("41")
    expect(desk.note("1.1.")).to_have_value("của tôi")
    row.get_by_role("button", name="Giữ ghi chú của bạn").click()
    expect(page.locator("#luu")).to_contain_text("Đã lưu 1 ô")
    cell = SheetCell.objects.get(code="1.1.")
    assert (cell.value, cell.note) == (Decimal(41), "của tôi")


def test_one_entry_that_cannot_be_kept_holds_up_no_other(desk: Desk) -> None:
    page = desk.page
    desk.open()
    page.context.set_offline(True)
    desk.note("1.1.").evaluate(SPOIL)
    desk.box("1.2.").focus()
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    page.context.set_offline(False)

    row = page.locator("tr", has=desk.box("1.1."))
    expect(row.locator(".err")).to_contain_text("hãy gõ lại")
    expect(desk.note("1.1.")).to_have_attribute("aria-invalid", "true")
    assert desk.note("1.1.").input_value() == "a\0b"
    expect(desk.cell("1.2.")).to_have_attribute("data-state", "value")
    page.get_by_role("button", name="Các ô trống: không phát sinh").click()
    expect(page.locator("#do")).to_contain_text("4/4 ô")
    assert SheetCell.objects.get(code="1.2.").value == 3


def test_what_the_server_refuses_as_a_whole_is_tried_in_parts(desk: Desk) -> None:
    page = desk.page
    desk.open()
    bad = "Dòng này không nhận được."

    def refuse(route: Any) -> None:
        if "s.1.2.=13" in (route.request.post_data or ""):
            said = f'<div class="note note-bad"><span>{bad}</span></div>'
            route.fulfill(status=422, content_type="text/html", body=said)
        else:
            route.continue_()

    page.context.set_offline(True)
    desk.box("1.1.").focus()
    for typed in ("12", "13", "14"):
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
    page.route("**/*", refuse)
    page.context.set_offline(False)

    row = page.locator("tr", has=desk.box("1.2."))
    expect(row.locator(".err")).to_contain_text(bad)
    expect(desk.box("1.2.")).to_have_value("13")
    for code in ("1.1.", "1.4."):
        expect(desk.cell(code)).to_have_attribute("data-state", "value")


def test_a_large_paste_leaves_the_next_one_alone(desk: Desk) -> None:
    page = desk.page
    desk.open()
    desk.box("1.1.").focus()

    page.evaluate(PASTE, "1234567\n" * 112_500)
    page.evaluate(PASTE, "1.1.\t5\n1.2.\t4")

    expect(desk.box("1.2.")).to_have_value("4")
    expect(page.locator("#luu")).to_contain_text("Đã lưu 2 ô")
    desk.box("1.1.").focus()
    page.evaluate(PASTE, "rất nhiều chữ\t1\n" * 200_000)
    expect(page.locator("#luu")).to_contain_text("quá lớn")


def test_a_paste_is_taken_back_as_one_step(
    page: Page,
    live_server: LiveServer,
    sign_in: SignIn,
    settings: Any,
    tmp_path: Path,
) -> None:
    use_forms(settings, tmp_path, form_text(TWENTY))
    desk = Desk(page, live_server, sign_in)
    sheet = sheet_of(desk.report)
    write(sheet, [Entry("1.", "9")], actor=desk.actor, at=timezone.now())
    desk.open()
    desk.box("1.").focus()
    page.evaluate(PASTE, "5\n4\nx")
    expect(desk.box("3.")).to_have_value("x")
    expect(page.locator("#luu")).to_contain_text("Đã lưu 2 ô. 1 ô chưa lưu.")

    page.keyboard.press("Control+z")

    expect(desk.cell("2.")).to_have_attribute("data-state", "blank")
    values = [desk.box(code).input_value() for code in ("1.", "2.", "3.")]
    assert values == ["9", "", ""]
    expect(page.locator(".err")).to_have_count(0)
    assert SheetCell.objects.get(code="1.").value == 9


def test_what_was_refused_is_nothing_to_go_back_to(desk: Desk) -> None:
    page = desk.page
    desk.open()
    for typed in ("5", "x", "y", "7"):
        desk.box("1.1.").fill(typed)
        desk.box("1.1.").press("Enter")
        expect(desk.cell("1.1.")).to_have_class(BAD if typed in "xy" else SAVED)

    desk.box("1.1.").focus()
    page.keyboard.press("Control+z")
    expect(desk.box("1.1.")).to_have_value("5")
    expect(page.locator("#luu")).to_contain_text("Đã lưu 1 ô")
    page.keyboard.press("Control+z")

    expect(desk.cell("1.1.")).to_have_attribute("data-state", "blank")
    expect(desk.box("1.1.")).to_have_value("")
    desk.box("1.5.").focus()
    page.keyboard.press("Control+z")  # nor is another box changed in its place
    expect(page.locator("#luu")).to_have_text("Ô này chưa đổi gì để hoàn tác.")
    expect(desk.box("1.1.")).to_have_value("")


def test_the_pages_are_accessible_and_never_scroll_sideways(
    desk: Desk, sign_in: SignIn, looks_right: LooksRight
) -> None:
    actor = desk.actor
    entries = [Entry("1.1.", "5"), Entry("1.2.", "9"), Entry("1.4.", "-")]
    write(sheet_of(desk.report), entries, actor=actor, at=timezone.now())
    own = report_of(desk.report.round, desk.owner.unit_id)
    mine = [
        desk.address(),
        desk.address("report"),
        desk.address("annex_paste", desk.report.pk, "4"),
        desk.base + reverse("reporting:reports"),
    ]
    theirs = [
        desk.address("matrix", own.pk),
        desk.address("report", own.pk),
        desk.address("annex", own.pk, "4"),
        desk.base + reverse("reporting:choose_round"),
        desk.base + reverse("reporting:regimes"),
        desk.address("open_round", own.round.regime_id, own.round.owner_id, "2026-Q1"),
    ]
    for addresses, user in (
        (mine, desk.user),
        (theirs, User.objects.get(pk=desk.owner.user_id)),
    ):
        sign_in(user)
        looks_right(*addresses)
