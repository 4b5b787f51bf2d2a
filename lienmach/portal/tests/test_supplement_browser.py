"""P06 on a telephone without a script: the digits, the photograph, the receipt."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, FilePayload, Page, expect
from pytest_django.live_server_helper import LiveServer

from lienmach.onestop.actions.people import NewParty, save_party
from lienmach.onestop.flow import State
from lienmach.onestop.models import Attachment, Sending
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.sent_files import png
from lienmach.portal.tests import bring
from lienmach.registers.actions.calendar import load_country
from tests.make import MONDAY

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDE = "document.documentElement.scrollWidth - innerWidth"


def test_papers_are_sent_from_a_telephone_without_a_script(
    browser: Browser, live_server: LiveServer, axe_clean: Callable[[Page], None]
) -> None:
    load_country(at=MONDAY)
    office = made.office()
    owner = save_party(NewParty("Trần Thị Ẩn", phone="0987654321"), at=MONDAY)
    at = timezone.now() - timedelta(hours=2)
    found = bring.to(office, State.ASKED, on=at, owner=owner)
    photo = FilePayload(name="anh.png", mimeType="image/png", buffer=png(20, 20))
    word = FilePayload(name="a.docx", mimeType="application/x", buffer=b"PK\3\4" * 9)
    with browser.new_context(
        java_script_enabled=False, viewport={"width": 375, "height": 667}
    ) as context:
        page = context.new_page()
        here = reverse("portal:state", args=[found.dossier.token])
        page.goto(live_server.url + here)
        page.get_by_role("link", name="Gửi bổ sung qua mạng").click()
        page.get_by_label("4 số cuối").fill("4321")
        page.get_by_role("button", name="Tiếp tục").click()
        files = page.locator("input[type=file]")
        expect(files).to_have_count(2)
        files.nth(0).set_input_files(photo)
        files.nth(1).set_input_files(word)
        page.get_by_role("button", name="Gửi bổ sung").click()

        summary = page.get_by_role("alert")
        expect(summary).to_contain_text("Chưa mở được tệp «a.docx»")
        expect(page.get_by_text("anh.png").first).to_be_visible()
        assert not Attachment.objects.exists()
        page.get_by_label("Trả lời bằng chữ").nth(1).fill("Đã ký ở quầy hôm qua")
        page.get_by_role("button", name="Gửi bổ sung").click()

        expect(page.get_by_role("heading", level=1)).to_have_text(
            "Đã nhận 2/2 mục ông/bà gửi"
        )
        page.get_by_role("link", name="Về trang hồ sơ").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("đang kiểm tra")
    assert Sending.objects.get().state == "sent"
    with browser.new_context(viewport={"width": 320, "height": 667}) as context:
        page = context.new_page()
        page.goto(f"{live_server.url}{here}bo-sung/")
        axe_clean(page)
        page.get_by_label("4 số cuối").fill("4321")
        page.keyboard.press("Enter")
        expect(page.get_by_text("Mã lần gửi")).to_be_visible()
        axe_clean(page)
        assert page.evaluate(WIDE) <= 0
