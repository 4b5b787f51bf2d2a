"""One task from being given to being accepted, by keys alone."""

import re
from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from lienmach.org.models import User
from lienmach.tasks.tests.make_tasks import Office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = "Rà soát thủ tục đất đai"
MOST_TABS = 80


def _tab_to(page: Page, target: Locator) -> None:
    expect(target).to_be_attached()
    if page.evaluate("document.activeElement === document.body"):
        for key in ("Tab", "Enter"):  # «Đến nội dung chính»
            page.keyboard.press(key)
    for _ in range(MOST_TABS):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way to {target} by Tab")


def _write(page: Page, label: str, text: str) -> None:
    _tab_to(page, page.get_by_label(re.compile(f"^{label}")))
    page.keyboard.insert_text(text)


def test_a_task_is_given_told_of_handed_in_and_accepted_without_a_mouse(
    page: Page,
    live_server: LiveServer,
    sign_in: Callable[[User], None],
    axe_clean: Callable[[Page], None],
) -> None:
    office = Office()
    plan = office.plan()
    state = page.locator("main")

    def open_task(user: User, view: str) -> None:
        sign_in(user)
        page.goto(f"{live_server.url}{reverse('tasks:tasks')}{view}")
        _tab_to(page, page.get_by_role("link", name=TEXT))
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text(TEXT)

    sign_in(office.chief_user)
    page.goto(live_server.url + reverse("tasks:mandate", args=[plan.pk]))
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Thêm nhiệm vụ")
    _write(page, "Nội dung", TEXT)
    lead = page.get_by_label("Đơn vị chủ trì")
    _tab_to(page, lead)
    for _ in "12":  # the unit itself, and the other one below it, stand before it
        page.keyboard.press("ArrowDown")
    expect(lead).to_have_value(str(office.first.pk))
    _write(page, "Hạn", "29/12/2028")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("link", name=TEXT)).to_be_visible()

    open_task(office.worker_user, "")
    page.keyboard.press("Control+Enter")
    _write(page, "Đã làm đến đâu", "Đã có dự thảo")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="Tiến độ", exact=True)).to_be_visible()
    axe_clean(page)
    _tab_to(page, page.get_by_role("link", name="Nộp kết quả"))
    page.keyboard.press("Enter")
    _write(page, "Kết quả đã đạt được", "Đã ban hành")
    _write(page, "Văn bản, nơi lưu", "Quyết định 9/QĐ-UBND")
    page.keyboard.press("Control+Enter")
    expect(state).to_contain_text("Chờ nghiệm thu")

    open_task(office.chief_user, "?xem=nghiem-thu")
    expect(state).to_contain_text("Quyết định 9/QĐ-UBND")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nghiệm thu")
    page.keyboard.press("Control+Enter")
    expect(state).to_contain_text("Đã hoàn thành")
