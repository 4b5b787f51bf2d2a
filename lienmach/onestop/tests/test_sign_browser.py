"""A leader goes through what waits with the keyboard, looks, chooses, signs."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import typst
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import FilePayload, Page, expect
from pytest_django.live_server_helper import LiveServer

from lienmach.base.pages import NewFile
from lienmach.base.trial_keys import TrialAuthority
from lienmach.onestop.actions import steps
from lienmach.onestop.actions.files import Place, attach
from lienmach.onestop.models import Attachment, Dossier, Result
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from lienmach.org.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DAY = timedelta(days=1)


def _waiting(office: Office, days: int) -> Dossier:
    now = timezone.now()
    dossier = made.in_progress(office, on=now - days * DAY)
    two = b"Quyet dinh\n#pagebreak()\nPhu luc"
    draft = NewFile("qd.pdf", typst.compile(two))
    place = Place(Attachment.Purpose.DRAFT)
    attach(dossier.pk, [draft], place, actor=office.processes, at=now)
    return steps.take(dossier.pk, "submit", actor=office.processes, at=now)


def test_results_are_looked_at_chosen_and_signed_without_a_mouse(
    page: Page,
    live_server: LiveServer,
    sign_in: Callable[[User], None],
    axe_clean: Callable[[Page], None],
) -> None:
    office = made.office()
    first, second, third = (_waiting(office, days) for days in (12, 11, 10))
    sign_in(office.leader)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(live_server.url + reverse("onestop:work") + "?xem=cho-ky")
    page.locator("a.rl").first.focus()

    for letter in "jkx":  # nothing: an input method may rewrite them
        page.keyboard.press(letter)
    expect(page.locator(f"#r{first.pk}")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    peek = page.locator("#peek")
    expect(peek.get_by_role("heading", level=2)).to_contain_text(second.owner_name)
    expect(peek.get_by_role("img")).to_be_visible()
    axe_clean(page)
    expect(peek.get_by_role("link", name="Trang trước")).to_have_count(0)
    page.keyboard.press("ArrowRight")
    expect(peek.get_by_role("img")).to_have_attribute("alt", "Trang 2 của qd.pdf")
    page.keyboard.press("ArrowRight")  # there is no third
    peek.get_by_role("link", name="Trang trước").press("Enter")
    expect(peek.get_by_role("img")).to_have_attribute("alt", "Trang 1 của qd.pdf")
    expect(peek.get_by_text("trang 1/2")).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(peek.get_by_role("heading", level=2)).to_contain_text(third.owner_name)
    page.keyboard.press("Shift+Space")
    page.keyboard.press("Escape")
    expect(page.locator(f"#r{third.pk}")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Shift+Space")
    page.get_by_role("button", name="Ký", exact=True).press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Ký kết quả")
    expect(page.locator("input[name=chon]:checked")).to_have_count(2)
    axe_clean(page)
    key = TrialAuthority(timezone.now()).key_file(str(office.leader), "mật khẩu")
    file = FilePayload(name="ky.p12", mimeType="application/x-pkcs12", buffer=key)
    page.get_by_label("Tệp chứng thư số").set_input_files(file)
    page.get_by_label("Mật khẩu của chứng thư").fill("mật khẩu")
    page.get_by_label("ký nguyên như đang có").press("Space")
    page.keyboard.press("Control+Enter")

    expect(page.locator("#toasts").get_by_text("Đã ký 2 kết quả.")).to_be_visible(
        timeout=30_000
    )
    expect(page).to_have_url(re.compile(reverse("onestop:sign_many")))
    signed = Result.objects.values_list("dossier", flat=True)
    assert set(signed) == {second.pk, third.pk}
    expect(page.locator("a.rl")).to_have_text([first.case.code])


def test_one_draft_is_signed_on_its_own_page_with_the_keyboard(
    page: Page,
    live_server: LiveServer,
    sign_in: Callable[[User], None],
    axe_clean: Callable[[Page], None],
) -> None:
    office = made.office()
    dossier = _waiting(office, 10)
    sign_in(office.leader)
    page.goto(live_server.url + reverse("onestop:dossier", args=[dossier.case.code]))

    page.get_by_role("link", name="Ký số dự thảo").press("Enter")
    expect(page.get_by_text("không có dòng «Số: …/ký hiệu»")).to_be_visible()
    axe_clean(page)
    key = TrialAuthority(timezone.now()).key_file(str(office.leader), "mật khẩu")
    file = FilePayload(name="ky.p12", mimeType="application/x-pkcs12", buffer=key)
    page.get_by_label("Tệp chứng thư số").set_input_files(file)
    page.get_by_label("Mật khẩu của chứng thư").fill("mật khẩu")
    page.keyboard.press("Control+Enter")
    refusal = page.get_by_text("Chưa ký số được: dự thảo không có dòng")
    expect(refusal).to_be_visible(timeout=30_000)
    assert not Result.objects.exists()
    page.get_by_label("ký nguyên như đang có").press("Space")
    page.keyboard.press("Control+Enter")

    said = page.locator("#toasts").get_by_text("Đã ký số")
    expect(said).to_be_visible(timeout=30_000)
    assert Result.objects.get().dossier == dossier
