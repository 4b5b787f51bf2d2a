"""The parts at work in a real browser: keyboard, swaps, lost connections, sessions."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import authenticate, login
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.decorators import login_not_required
from django.contrib.sessions.models import Session
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test import override_settings
from django.urls import include, path, reverse
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from lienmach.base.http import signed_in
from lienmach.base.models import SavedView
from lienmach.calc.local import moment
from tests import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Step = MigrationRecorder.Migration
FOCUS = """
document.addEventListener("keydown", () => (window.typed = true), true);
document.addEventListener("htmx:afterSettle", () => setTimeout(() => {
  if (document.activeElement === document.body && window.typed)
    (window.lost = window.lost || []).push(location.href);
}, 50));
"""


@login_not_required
def enter(request: HttpRequest) -> HttpResponse:
    """A sign-in as a room would offer it, with the one person there is."""
    if request.method == "POST":
        user = authenticate(request, username=request.POST["name"], password="mo-cua")
        assert user
        login(request, user)
        return signed_in(request)
    token = get_token(request)
    return HttpResponse(
        f'<form method="post" action="/dang-nhap/" hx-post="/dang-nhap/">'
        f'<input type="hidden" name="csrfmiddlewaretoken" value="{token}">'
        f'<label>Tên <input name="name"></label><button>Đăng nhập</button></form>'
    )


urlpatterns = [
    path("dang-nhap/", enter),
    path("", include("lienmach.config.urls")),
]
handler404 = "lienmach.base.errors.not_found"
handler500 = "lienmach.base.errors.broken"


@pytest.fixture(autouse=True)
def _with_a_sign_in() -> Iterator[None]:
    with override_settings(ROOT_URLCONF=__name__):
        yield


@pytest.fixture
def person() -> AbstractBaseUser:
    return make.user(password="mo-cua")


@pytest.fixture
def visit(
    page: Page,
    person: AbstractBaseUser,
    live_server: LiveServer,
    sign_in: Callable[[AbstractBaseUser], None],
) -> Callable[..., None]:
    sign_in(person)
    page.add_init_script(FOCUS)
    page.set_default_timeout(10_000)

    def visit(name: str, query: str = "") -> None:
        page.goto(live_server.url + reverse(f"base:{name}") + query)

    return visit


def _steps(count: int) -> None:
    """Rows of our own; those that were there come back when the table is emptied."""
    start = moment("2023-03-01T08:00")
    Step.objects.bulk_create(
        Step(
            app="org" if n % 2 else "auth",
            name=f"{n:04}_mau",
            applied=start + timedelta(days=n),
        )
        for n in range(count)
    )


@pytest.fixture(autouse=True)
def _own_steps() -> Iterator[None]:
    kept = list(Step.objects.all())
    Step.objects.all().delete()
    _steps(40)
    yield
    Step.objects.all().delete()
    Step.objects.bulk_create(kept)


def _url(page: Page) -> str:
    return page.url.partition("/danh-sach/")[2]


def test_typing_filters_while_the_input_stays_what_it_is(
    page: Page, visit: Callable[..., None]
) -> None:
    visit("style_list")
    search = page.get_by_label("Tìm", exact=True)
    search.focus()
    page.evaluate("document.activeElement.mine = true")
    page.keyboard.type("0003")
    expect(page.locator("a.rl")).to_have_count(1)

    assert _url(page) == "?q=0003"
    assert page.evaluate("document.activeElement.mine")
    expect(page.locator("#said")).to_have_text("1 bước")
    page.go_back()
    expect(page.locator("a.rl")).to_have_count(25)


def test_a_keyboard_for_vietnamese_writes_undisturbed(
    page: Page, visit: Callable[..., None]
) -> None:
    visit("style_list")
    search = page.get_by_label("Tìm", exact=True)
    search.focus()
    page.keyboard.type("taoj", delay=120)
    for _ in range(3):
        page.keyboard.press("Backspace", delay=120)
    page.keyboard.insert_text("ạo")
    page.wait_for_url("**q=t%E1%BA%A1o")

    expect(search).to_have_value("tạo")


def test_filters_sorting_and_pages_keep_the_focus(
    page: Page, visit: Callable[..., None]
) -> None:
    visit("style_list")
    page.locator("summary", has_text="Phần").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.wait_for_url("**phan=auth")
    page.locator("#sort-ten").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**sx=ten")
    expect(page.locator("[aria-sort] #sort-ten")).to_be_focused()
    page.locator(".token a").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".token")).to_have_count(0)
    page.locator("#page-after").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**sau=*")
    expect(page.locator("a.rl")).to_have_count(15)

    expect(page.locator("a.rl").first).to_have_text("0025_mau")
    page.wait_for_timeout(100)
    assert page.evaluate("window.lost") is None


def test_an_address_shows_the_same_rows_to_whoever_opens_it(
    page: Page, visit: Callable[..., None]
) -> None:
    visit("style_list")
    page.locator("summary", has_text="Thêm bộ lọc").click()
    page.get_by_label("Từ ngày").fill("5/3/2023")
    page.get_by_label("Đến ngày").fill("07032023")
    page.keyboard.press("Tab")
    page.wait_for_url("**tu=2023-03-05&den=2023-03-07")
    rows = ["0006_mau", "0005_mau", "0004_mau"]
    expect(page.locator("a.rl")).to_have_text(rows)
    page.goto(page.url)
    expect(page.locator("a.rl")).to_have_text(rows)


def test_arrows_walk_space_ticks_and_enter_opens(
    page: Page, visit: Callable[..., None]
) -> None:
    visit("style_list")
    page.locator("a.rl").first.focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "Space", "Shift+ArrowDown"):
        page.keyboard.press(key)

    assert page.locator("[name=chon]:checked").count() == 2
    expect(page.locator(".bulk")).to_be_visible()
    page.keyboard.press("Control+a")
    assert page.locator("[name=chon]:checked").count() == 25
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("0037_mau")
    page.keyboard.press("Alt+PageDown")
    expect(page.locator("h1")).to_have_text("0036_mau")
    page.keyboard.press("Alt+PageUp")
    expect(page.locator("h1")).to_have_text("0037_mau")


def test_back_in_the_list_the_row_that_was_opened_has_the_focus(
    page: Page, visit: Callable[..., None]
) -> None:
    visit("style_list", "?sx=ten")
    page.locator("a.rl", has_text="0020").click()
    expect(page.locator("h1")).to_have_text("0020_mau")
    page.go_back()
    expect(page.locator("a.rl", has_text="0020")).to_be_focused()


def test_the_bulk_bar_says_what_the_chosen_rows_do_not_allow(
    page: Page, visit: Callable[..., None]
) -> None:
    visit("style_list", "?sx=ten")
    for n in (0, 1, 2):
        page.locator("[name=chon]").nth(n).check()
    button = page.get_by_role("button", name="Thử phần của ta")

    expect(button).to_have_attribute("aria-disabled", "true")
    expect(page.locator("[data-why=rieng]")).to_contain_text(
        "Thử phần của ta: auth 0000_mau là của Django (và 1 mục khác)."
    )
    page.get_by_role("button", name="Chỉ chọn 1 mục phù hợp").click()
    expect(button).to_have_attribute("aria-disabled", "false")
    button.click()
    expect(page.locator(".toast")).to_contain_text("Đã thử với 1 dòng.")


def test_all_that_fit_the_filters_offer_only_what_some_of_them_allow(
    page: Page, visit: Callable[..., None]
) -> None:
    _steps(40)  # more than a page of each kind
    button = page.get_by_role("button", name="Thử phần của ta")
    whole = page.get_by_label("khớp bộ lọc")
    visit("style_list", "?xem=django")
    page.locator("[name=chon]").first.check()
    whole.check()

    expect(button).to_have_attribute("aria-disabled", "true")
    expect(page.locator("[data-why=rieng] > span")).to_have_text(
        "Thử phần của ta: không có bước nào khớp bộ lọc làm được việc này."
    )
    expect(page.get_by_role("button", name="Thử", exact=True)).not_to_have_attribute(
        "aria-disabled", "true"
    )
    visit("style_list")
    page.locator("[name=chon]").nth(1).check()
    whole.check()
    expect(button).to_have_attribute("aria-disabled", "false")


def test_a_toast_waits_while_it_is_held_and_can_be_undone_by_key(
    page: Page, visit: Callable[..., None]
) -> None:
    page.clock.install()
    visit("style_list")
    page.locator("[name=chon]").first.check()
    page.get_by_role("button", name="Thử", exact=True).click()
    toast = page.locator(".toast")
    expect(toast).to_be_visible()
    toast.hover()
    page.clock.run_for(30_000)
    expect(toast).to_be_visible()
    page.keyboard.press("Alt+z")
    expect(page.locator("h1")).to_have_text("Giao diện")
    expect(page.locator(".toasts .toast")).to_contain_text("Đã hoàn tác.")
    page.mouse.move(0, 0)
    page.clock.run_for(11_000)
    expect(page.locator(".toasts .toast")).to_have_count(0)
    page.locator("summary", has_text="Việc vừa làm").click()
    expect(page.get_by_text("Đã thử với 1 dòng.")).to_be_visible()


def test_mistakes_are_summed_up_and_lead_to_their_fields(
    page: Page, visit: Callable[..., None]
) -> None:
    visit("style_form")
    page.get_by_label("Số giấy tờ").fill("123")
    page.get_by_label("Ghi chú").fill("vẫn còn đây")
    page.keyboard.press("Control+Enter")
    summary = page.locator(".summary")
    expect(summary).to_be_focused()

    assert page.title().startswith("Lỗi: ")
    expect(page.get_by_label("Ghi chú")).to_have_value("vẫn còn đây")
    links = summary.get_by_role("link").all()
    assert len(links) == 6
    expect(summary).to_contain_text("Có 6 chỗ cần sửa")
    for link in links:
        target = (link.get_attribute("href") or "").removeprefix("#")
        link.click()
        assert page.evaluate("document.activeElement.id") == target
    page.get_by_label("Số giấy tờ").fill("123456789012")
    page.get_by_label("Ngày sinh").fill("15031989")
    page.get_by_label("Số tiền").fill("45.000")
    page.get_by_label("Loại").select_option("goc")
    page.get_by_label("Tại chỗ").check()
    page.get_by_label("Đã xem lại").check()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".toast")).to_contain_text("Đã nhận biểu thử.")


def test_two_quick_presses_send_one_form(
    page: Page, visit: Callable[..., None]
) -> None:
    sent: list[str] = []
    page.on("request", lambda r: sent.append(r.url) if r.method == "POST" else None)
    visit("style_list", "?phan=org")
    page.locator("summary", has_text="Lưu khung nhìn").click()
    page.get_by_label("Tên khung nhìn").fill("Gấp")
    page.evaluate(
        """() => {
          const button = document.querySelector("form[action*='luu'] button");
          button.click(); button.click();
        }"""
    )
    expect(page.locator(".tabs [aria-current]")).to_have_text("Gấp")

    assert SavedView.objects.count() == 1
    assert len(page.locator(".toast").all()) == 1


def test_leaving_a_form_that_was_typed_into_is_asked_about(
    page: Page, visit: Callable[..., None]
) -> None:
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    visit("style_form")
    page.get_by_label("Ghi chú").press_sequentially("đang viết")
    page.get_by_role("link", name="Thôi").click()
    page.wait_for_timeout(300)

    assert asked == ["beforeunload"]
    expect(page.get_by_label("Ghi chú")).to_have_value("đang viết")


def test_a_session_that_ended_is_opened_again_over_the_form(
    page: Page, person: AbstractBaseUser, visit: Callable[..., None]
) -> None:
    visit("style_form")
    page.get_by_label("Số giấy tờ").fill("123456789012")
    page.get_by_label("Ngày sinh").fill("15/3/1989")
    page.get_by_label("Số tiền").fill("45.000")
    page.get_by_label("Loại").select_option("goc")
    page.get_by_label("Tại chỗ").check()
    page.get_by_label("Đã xem lại").check()
    Session.objects.all().delete()
    page.get_by_role("button", name="Gửi thử").click()
    dialog = page.get_by_role("dialog", name="Phiên làm việc đã hết")
    expect(dialog).to_be_visible()
    expect(page.get_by_label("Số giấy tờ")).to_have_value("123456789012")
    dialog.get_by_label("Tên").fill(person.get_username())
    dialog.get_by_role("button", name="Đăng nhập").click()

    expect(page.locator(".toast")).to_contain_text("Đã nhận biểu thử.")
    assert Session.objects.count() == 1


def test_a_lost_connection_is_said_and_nothing_is_lost(
    page: Page, context: BrowserContext, visit: Callable[..., None]
) -> None:
    visit("style_form")
    page.get_by_label("Ghi chú").fill("còn nguyên")
    context.set_offline(True)
    page.get_by_role("button", name="Gửi thử").click()
    expect(page.locator("[data-lost]")).to_contain_text("Mất kết nối, chưa gửi được.")
    context.set_offline(False)
    expect(page.locator("[data-lost]")).to_have_count(0)
    page.get_by_role("button", name="Gửi thử").click()
    expect(page.locator(".summary")).to_be_visible()
    expect(page.get_by_label("Ghi chú")).to_have_value("còn nguyên")


def test_an_error_of_ours_is_said_in_its_place(
    page: Page, visit: Callable[..., None]
) -> None:
    def broken(route: Route) -> None:
        note = '<div role="alert" tabindex="-1" data-focus>Mã: K7Q2</div>'
        place = {"HX-Retarget": "#messages", "HX-Reswap": "innerHTML"}
        kind = {"Content-Type": "text/html"}
        route.fulfill(status=500, body=note, headers=place | kind)

    visit("style_form")
    page.get_by_label("Ghi chú").fill("còn nguyên")
    page.route("**/bieu-nhap/", broken)
    page.get_by_role("button", name="Gửi thử").click()
    expect(page.locator("#messages [role=alert]")).to_be_focused()
    expect(page.get_by_label("Ghi chú")).to_have_value("còn nguyên")
    page.unroute("**/bieu-nhap/")
    page.get_by_role("button", name="Gửi thử").click()
    expect(page.locator(".summary")).to_be_visible()


def test_waiting_is_told_at_once(page: Page, visit: Callable[..., None]) -> None:
    visit("style_list")
    held: list[Route] = []
    page.route("**/danh-sach/?*", lambda route: held.append(route))
    page.locator("#sort-ten").click()
    expect(page.locator("#list")).to_have_attribute("aria-busy", "true")
    bar = "getComputedStyle(document.querySelector('#list'), '::before')"
    assert page.evaluate(f"{bar}.animationDelay") == "0.3s"  # no flash if quick
    page.wait_for_timeout(600)
    assert page.evaluate(f"{bar}.opacity") == "1"
    held[0].continue_()
    page.wait_for_url("**sx=ten")
    expect(page.locator("#list")).not_to_have_attribute("aria-busy", "true")


def test_how_pages_look_changes_at_once_and_stays(
    page: Page, visit: Callable[..., None]
) -> None:
    visit("style_list")
    page.locator("summary", has_text="Cách hiển thị").click()
    with page.expect_response("**/hien-thi/"):
        page.get_by_label("Tối").check()
    ground = "getComputedStyle(document.body).backgroundColor"

    assert page.evaluate(ground) == "rgb(20, 23, 28)"
    page.reload()
    assert page.evaluate(ground) == "rgb(20, 23, 28)"

    page.locator("summary", has_text="Cách hiển thị").click()
    with page.expect_response("**/hien-thi/"):
        page.get_by_role("radio", name="Tắt").check()
    page.keyboard.press("Control+KeyK")
    expect(page.locator("#pal-text")).to_be_hidden()
    page.keyboard.press("F1")
    expect(page.get_by_role("dialog", name="Phím tắt")).to_be_visible()


def test_f1_shows_the_keys_and_escape_gives_the_focus_back(
    page: Page, visit: Callable[..., None]
) -> None:
    visit("style_list")
    page.get_by_label("Tìm", exact=True).focus()
    page.keyboard.press("F1")
    expect(page.get_by_role("dialog", name="Phím tắt")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_label("Tìm", exact=True)).to_be_focused()


def test_without_a_script_everything_still_works(
    browser: Browser, live_server: LiveServer, context: BrowserContext, visit: Any
) -> None:
    bare = browser.new_context(
        java_script_enabled=False, storage_state=context.storage_state()
    )
    page = bare.new_page()
    page.goto(live_server.url + reverse("base:style_list"))
    page.get_by_label("Tìm", exact=True).fill("0003")
    page.get_by_role("button", name="Lọc").first.click()
    expect(page.locator("a.rl")).to_have_text(["0003_mau"])
    assert _url(page) == "?q=0003"
    page.locator("[name=chon]").check()
    page.get_by_role("button", name="Thử", exact=True).click()
    expect(page.locator(".toast")).to_contain_text("Đã thử với 1 dòng.")
    page.locator("summary", has_text="Cách hiển thị").click()
    page.get_by_label("Tối").check()
    page.get_by_role("button", name="Dùng cách này").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.goto(live_server.url + reverse("base:style_form"))
    page.get_by_role("button", name="Gửi thử").click()
    expect(page.locator(".summary")).to_be_visible()
    assert page.title().startswith("Lỗi: ")
    bare.close()
