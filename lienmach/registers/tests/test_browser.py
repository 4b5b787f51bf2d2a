"""The calendar and the catalogue in a real browser."""

from collections.abc import Callable
from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from lienmach.org.models import User
from lienmach.registers.actions.calendar import load_country
from lienmach.registers.queries.procedures import in_force_on
from lienmach.registers.tests.make_procedure import version
from tests import make
from tests.make import MONDAY

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SignIn = Callable[[User], None]
LooksRight = Callable[..., None]
LATER = date(2026, 3, 1)


@pytest.fixture
def officer(sign_in: SignIn) -> User:
    load_country(at=MONDAY)
    version("1.1", on=date(2023, 1, 1))
    user = make.user(rights="registers.procedures registers.calendar")
    sign_in(user)
    return user


def _address(live_server: LiveServer, name: str, *args: object) -> str:
    return live_server.url + reverse(f"registers:{name}", args=args)


@pytest.mark.usefixtures("officer")
def test_a_limit_is_changed_from_a_date_and_tried_by_keyboard_alone(
    page: Page, live_server: LiveServer
) -> None:
    page.goto(_address(live_server, "procedures"))
    page.get_by_role("link", name="Đăng ký khai sinh").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Đăng ký khai sinh")
    page.keyboard.press("Control+Enter")  # the main thing to do here: a new version
    expect(page.get_by_role("heading", level=1)).to_contain_text("Phiên bản mới")

    for label, text in (
        ("Áp dụng từ ngày", "1/3/2026"),
        ("Quyết định công bố", "77/QĐ-UBND"),
        ("Ngày ký", "15/1/2026"),
        ("Cơ quan ban hành", "UBND tỉnh"),
        ("Thời hạn (không bắt buộc)", "ba"),
    ):
        page.get_by_label(label, exact=True).focus()
        page.keyboard.press("Control+A")
        page.keyboard.insert_text(text)
    page.keyboard.press("Control+Enter")
    wrong = page.get_by_role("alert")
    expect(wrong).to_contain_text("Thời hạn")
    expect(wrong).to_be_focused()

    page.get_by_label("Thời hạn (không bắt buộc)", exact=True).focus()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text("3")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".strip")).to_contain_text("3 ngày làm việc")
    assert in_force_on("1.1", LATER)

    page.get_by_label("Nếu nhận ngày").focus()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text("6/3/2026")
    page.get_by_label("lúc", exact=True).focus()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text("15:40")
    page.keyboard.press("Enter")
    expect(page.locator("#ket-qua")).to_contain_text("17:00 11/03/2026")
    expect(page.locator("#ket-qua li")).to_have_count(6)
    expect(page.get_by_label("lúc", exact=True)).to_be_focused()


@pytest.mark.usefixtures("officer")
def test_the_pages_are_accessible_and_never_scroll_sideways(
    live_server: LiveServer, looks_right: LooksRight
) -> None:
    asked = "?nhan=6/3/2026&luc=15:40&han=5&cach=working_days"
    looks_right(
        _address(live_server, "procedures"),
        _address(live_server, "procedure", "1.1") + asked,
        _address(live_server, "procedure_change", "1.1"),
        _address(live_server, "procedure_end", "1.1"),
        _address(live_server, "procedures_import"),
        _address(live_server, "procedure_counts"),
        _address(live_server, "procedure_changes"),
        _address(live_server, "calendar") + asked,
        _address(live_server, "calendar_day"),
        _address(live_server, "hours"),
    )
