"""C04 and C05 in a real browser: the keyboard, both themes, narrow and wide."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from lienmach.base.pages import NewFile
from lienmach.onestop.actions import steps
from lienmach.onestop.actions.files import Place, attach
from lienmach.onestop.actions.steps import Missing
from lienmach.onestop.flow import State
from lienmach.onestop.models import Dossier
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from lienmach.onestop.tests.sent_files import pdf
from lienmach.org.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SignIn = Callable[[User], None]
LooksRight = Callable[..., None]
DAY = timedelta(days=1)


@pytest.fixture
def office() -> Office:
    return made.office()


def _dossiers(office: Office, count: int) -> list[Dossier]:
    now = timezone.now()
    return [
        made.in_progress(office, on=now - (count + 9 - n) * DAY) for n in range(count)
    ]


def _state(dossier: Dossier) -> str:
    return Dossier.objects.get(pk=dossier.pk).case.state


def test_a_dossier_is_opened_sent_on_and_taken_back_by_keyboard_alone(
    page: Page, live_server: LiveServer, sign_in: SignIn, office: Office
) -> None:
    first, second = _dossiers(office, 2)
    sign_in(office.officer)
    page.goto(live_server.url + reverse("onestop:work"))
    page.locator("a.rl").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(second.case.code))
    page.keyboard.press("Alt+PageUp")
    expect(page).to_have_url(re.compile(first.case.code))

    page.keyboard.press("Control+Enter")
    expect(page.get_by_label("Vẫn trình ký")).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".strip")).to_contain_text("Chờ ký")
    assert _state(first) == State.SIGNING
    page.keyboard.press("Alt+KeyZ")
    expect(page.locator(".strip")).to_contain_text("Đang xử lý")
    assert _state(first) == State.IN_PROGRESS
    expect(page.locator(".thread s")).to_have_text("Trình ký")
    assert "ds=" in page.url


def test_ctrl_enter_means_the_form_that_is_written_in_and_nothing_beside_it(
    page: Page, live_server: LiveServer, sign_in: SignIn, office: Office
) -> None:
    (dossier,) = _dossiers(office, 1)
    sign_in(office.officer)
    for address in ("dossier", "dossier_step"):
        more = ["submit"] if address == "dossier_step" else []
        where = reverse(f"onestop:{address}", args=[dossier.case.code, *more])
        page.goto(live_server.url + where)
        page.get_by_label("Thêm ghi chú").fill(f"chờ xác minh ở trang {address}")
        page.keyboard.press("Control+Enter")

        written = page.get_by_text(f"chờ xác minh ở trang {address}").first
        expect(written).to_be_visible()
        assert _state(dossier) == State.IN_PROGRESS


def test_what_is_missing_is_written_beside_the_papers(
    page: Page, live_server: LiveServer, sign_in: SignIn, office: Office
) -> None:
    (dossier,) = _dossiers(office, 1)
    sign_in(office.officer)
    page.goto(live_server.url + reverse("onestop:dossier", args=[dossier.case.code]))
    page.get_by_role("link", name="Yêu cầu bổ sung").click()
    page.get_by_role("button", name="Gửi yêu cầu bổ sung").click()
    expect(page.get_by_role("alert")).to_contain_text("Chọn ít nhất một giấy tờ")

    page.get_by_label("Tờ khai").check()
    page.get_by_label("Thiếu gì, sai gì").first.fill("Chưa ký")
    page.keyboard.press("Control+Enter")

    expect(page.locator(".strip")).to_contain_text("Tạm dừng")
    assert _state(dossier) == State.ASKED


def test_a_scan_is_sent_and_looked_at_page_by_page(
    page: Page, live_server: LiveServer, sign_in: SignIn, office: Office
) -> None:
    (dossier,) = _dossiers(office, 1)
    sign_in(office.officer)
    page.goto(live_server.url + reverse("onestop:dossier", args=[dossier.case.code]))
    page.get_by_role("link", name="Tải bản quét lên").first.click()
    page.get_by_label("Tệp", exact=True).set_input_files(
        {"name": "to-khai.pdf", "mimeType": "application/pdf", "buffer": pdf(3)}
    )
    page.get_by_role("button", name="Tải lên").click()

    scan = page.locator("img.scan")
    expect(scan).to_have_attribute("alt", "Trang 1 của tệp to-khai.pdf")
    page.get_by_role("link", name="Trang sau").click()
    expect(scan).to_have_attribute("alt", "Trang 2 của tệp to-khai.pdf")
    expect(scan).to_have_js_property("naturalWidth", 900)


def test_chosen_work_is_given_to_somebody_and_taken_back_as_one(
    page: Page, live_server: LiveServer, sign_in: SignIn, office: Office
) -> None:
    dossiers = _dossiers(office, 3)
    sign_in(office.officer)
    page.goto(live_server.url + reverse("onestop:work"))
    page.locator("a.rl").first.focus()
    page.keyboard.press("Control+KeyA")
    page.get_by_role("button", name="Chuyển đơn vị").click()
    page.get_by_label("Chuyển đến").select_option(str(office.counter.pk))
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name="Hoàn tác").click()

    expect(page.locator(".toast").first).to_contain_text("Đã hoàn tác 3 hồ sơ")
    held = {Dossier.objects.get(pk=d.pk).case.person for d in dossiers}
    assert held == {office.officer}


def test_the_pages_are_accessible_and_never_scroll_sideways(
    live_server: LiveServer, sign_in: SignIn, looks_right: LooksRight, office: Office
) -> None:
    late, asked = _dossiers(office, 2)
    paper = late.papers.first()
    assert paper
    now = timezone.now() - DAY
    by = office.processes
    scan = SimpleUploadedFile("to-khai.pdf", pdf(2))
    files = [NewFile("to-khai.pdf", scan.read())]
    attach(late.pk, files, Place(paper_id=paper.pk), actor=by, at=now)
    missing = [Missing("Tờ khai", "Mờ")]
    steps.ask(asked.pk, missing, reason="Thiếu", actor=by, at=now)
    sign_in(office.officer)
    here = reverse("onestop:dossier", args=[late.case.code])
    addresses = (
        reverse("onestop:work"),
        f"{here}?ds=",
        f"{here}?phan=thong-tin",
        f"{here}?phan=ket-qua",
        f"{here}?phan=lien-quan",
        reverse("onestop:dossier", args=[asked.case.code]),
        *(
            reverse("onestop:dossier_step", args=[late.case.code, name])
            for name in ("ask", "forward", "wait", "record_result", "attach", "apology")
        ),
    )
    looks_right(*(live_server.url + address for address in addresses))


def test_no_bare_letter_or_digit_does_anything(
    page: Page, live_server: LiveServer, sign_in: SignIn, office: Office
) -> None:
    (dossier,) = _dossiers(office, 1)
    sign_in(office.officer)
    for address in (
        reverse("onestop:work"),
        reverse("onestop:dossier", args=[dossier.case.code]),
    ):
        page.goto(live_server.url + address)
        before = page.url
        for key in "abcxyz0189/?":
            page.keyboard.press(key)
        assert page.url == before
    assert _state(dossier) == State.IN_PROGRESS
