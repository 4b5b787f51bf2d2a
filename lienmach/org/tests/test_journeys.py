"""Signing in and looking after people, in a real browser and mostly by keyboard."""

from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from lienmach.org.actions.lists import complete_lists
from lienmach.org.models import Post, Unit, User
from tests import make
from tests.make import LONG_AGO

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
GOOD, NEW = "Sông-Bồ 1988", "Tre-Xanh/47"
RIGHTS = "org.admin org.units org.people org.roles org.audit"


@pytest.fixture
def office() -> Unit:
    complete_lists()
    return make.unit(name="UBND xã Mẫu", code="Y1")


@pytest.fixture
def person(office: Unit) -> User:
    return make.user(office, RIGHTS, name="Nguyễn Văn An", password=GOOD)


def sign_in(page: Page, username: str, password: str) -> None:
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu", exact=True).fill(password)
    page.keyboard.press("Enter")


def test_a_person_signs_in_from_the_page_wanted_and_out(
    page: Page, live_server: LiveServer, person: User, axe_clean: Callable[[Page], None]
) -> None:
    page.goto(f"{live_server.url}/cb/quan-tri/nguoi-dung/")
    expect(page.get_by_label("Tên đăng nhập")).to_be_focused()
    axe_clean(page)

    sign_in(page, person.username, "sai")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Tên đăng nhập hoặc mật khẩu chưa đúng.")
    expect(page.get_by_label("Mật khẩu", exact=True)).to_have_value("")
    axe_clean(page)

    page.get_by_label("Mật khẩu", exact=True).fill(GOOD)
    page.get_by_role("button", name="Hiện mật khẩu").click()
    expect(page.get_by_label("Mật khẩu", exact=True)).to_have_attribute("type", "text")
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page).to_have_url(f"{live_server.url}/cb/quan-tri/nguoi-dung/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Người dùng")

    page.get_by_label("Tài khoản: Nguyễn Văn An").click()
    page.get_by_role("button", name="Đăng xuất").click()
    expect(page).to_have_url(f"{live_server.url}/dang-nhap/")
    page.go_back()
    expect(page.get_by_label("Tên đăng nhập")).to_be_visible()


def test_the_first_sign_in_changes_the_password(
    page: Page, live_server: LiveServer, person: User, axe_clean: Callable[[Page], None]
) -> None:
    person.must_change_password = True
    person.save()
    page.goto(f"{live_server.url}/cb/tai-khoan/")
    sign_in(page, person.username, GOOD)
    expect(page.get_by_role("heading", level=1)).to_have_text("Đổi mật khẩu")
    axe_clean(page)

    def choose(new: str) -> None:
        page.get_by_label("Mật khẩu hiện tại").fill(GOOD)
        page.get_by_label("Mật khẩu mới", exact=True).fill(new)
        page.get_by_label("Nhập lại mật khẩu mới").fill(new)
        page.keyboard.press("Enter")

    choose("ngan")
    expect(page.get_by_role("alert")).to_contain_text("Mật khẩu phải có từ 8")
    choose(NEW)
    expect(page).to_have_url(f"{live_server.url}/cb/tai-khoan/")
    expect(
        page.get_by_role("status").filter(has_text="Đã đổi mật khẩu")
    ).to_be_visible()
    axe_clean(page)


def test_the_place_of_work_is_changed_in_the_top_bar(
    page: Page, live_server: LiveServer, person: User, sign_in: Callable[[User], None]
) -> None:
    other = make.unit(name="Phòng Kinh tế")
    Post.objects.create(person=person, unit=other, title="Phó", valid_from=LONG_AGO)
    sign_in(person)
    page.goto(f"{live_server.url}/cb/tai-khoan/")

    page.get_by_text("Nơi làm việc: UBND xã Mẫu").click()
    page.get_by_role("button", name="Phòng Kinh tế").click()

    expect(page.get_by_text("Nơi làm việc: Phòng Kinh tế")).to_be_visible()


def test_a_person_is_added_by_keyboard_alone(
    page: Page,
    live_server: LiveServer,
    person: User,
    sign_in: Callable[[User], None],
    axe_clean: Callable[[Page], None],
) -> None:
    sign_in(person)
    page.goto(f"{live_server.url}/cb/quan-tri/nguoi-dung/")
    page.keyboard.press("Tab")
    for _ in range(40):
        if "Thêm người dùng" in page.evaluate("document.activeElement.textContent"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Thêm người dùng")
    axe_clean(page)

    page.get_by_label("Họ và tên").focus()
    for typed in ("Trần Thị Lan", "lan.chi", "UBND", "Cán bộ một cửa", "", "Cán"):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    page.keyboard.press("Control+Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Mật khẩu tạm")
    password = page.locator("dd .code").inner_text()
    added = User.objects.get(username="lan.chi")
    assert added.check_password(password)
    assert added.grants.get().role.code == "quay"
    assert added.posts.get().unit.code == "Y1"
    axe_clean(page)


def test_what_was_typed_outlives_the_session(
    page: Page, live_server: LiveServer, person: User, sign_in: Callable[[User], None]
) -> None:
    other = make.user(Unit.objects.get(code="Y1"), name="Lê Thị Bình")
    sign_in(person)
    path = f"{live_server.url}/cb/quan-tri/nguoi-dung/{other.pk}/"
    page.goto(f"{path}sua/")
    page.get_by_label("Họ và tên").fill("Lê Thị Bình An")
    Session.objects.all().delete()

    page.keyboard.press("Control+Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Phiên làm việc đã hết")
    dialog.get_by_label("Tên đăng nhập").fill(person.username)
    dialog.get_by_label("Mật khẩu", exact=True).fill("sai")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("chưa đúng")
    dialog.get_by_label("Mật khẩu", exact=True).fill(GOOD)
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Lê Thị Bình An")
    other.refresh_from_db()
    assert other.name == "Lê Thị Bình An"


def test_somebody_else_does_not_send_what_was_typed(
    page: Page, live_server: LiveServer, person: User, sign_in: Callable[[User], None]
) -> None:
    unit = Unit.objects.get(code="Y1")
    typed, someone = make.user(unit, name="Cũ"), make.user(unit, RIGHTS, password=GOOD)
    sign_in(person)
    page.goto(f"{live_server.url}/cb/quan-tri/nguoi-dung/{typed.pk}/sua/")
    page.get_by_label("Họ và tên").fill("Mới")
    Session.objects.all().delete()
    page.keyboard.press("Control+Enter")
    dialog = page.get_by_role("dialog")
    page.on("dialog", lambda asked: asked.accept())
    dialog.get_by_label("Tên đăng nhập").fill(someone.username)
    dialog.get_by_label("Mật khẩu", exact=True).fill(GOOD)
    page.keyboard.press("Enter")

    expect(page.get_by_label(f"Tài khoản: {someone.name}")).to_be_visible()
    typed.refresh_from_db()
    assert typed.name == "Cũ"


def test_the_pages_of_the_administration_are_accessible(
    live_server: LiveServer,
    person: User,
    sign_in: Callable[[User], None],
    looks_right: Callable[..., None],
) -> None:
    office = Unit.objects.get(code="Y1")
    make.user(make.unit(make.unit(office, name="Phòng"), name="Tổ"), "a.do")
    sign_in(person)
    root = f"{live_server.url}/cb/quan-tri/"
    paths = (
        *("", "don-vi/", "don-vi/Y1/", "don-vi/Y1/doi/", "don-vi/Y1/ket-thuc/"),
        *("don-vi/Y1/chia/", "nguoi-dung/", f"nguoi-dung/{person.pk}/"),
        *("nguoi-dung/nhap/", "vai-tro/", "vai-tro/quay/", "nhat-ky/"),
        "nhat-ky/?kiem-tra=1",
    )
    looks_right(*(root + path for path in paths))
