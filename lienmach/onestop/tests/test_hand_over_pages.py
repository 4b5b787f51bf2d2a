"""C03 in a real browser: fifty papers by scanner, and the other end."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from lienmach.onestop.actions import hand_overs, receive
from lienmach.onestop.models import HandOver, HandOverItem
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from lienmach.onestop.tests.papers import read
from lienmach.onestop.tests.scanner import scan
from lienmach.org.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SignIn = Callable[[User], None]
LooksRight = Callable[..., None]
COUNT_KEYS = """addEventListener("keydown", (e) => {
  if (!["Control", "Alt", "Shift", "Meta"].includes(e.key))
    window.__keys = (window.__keys || 0) + 1;
}, true)"""


@pytest.fixture
def office() -> Office:
    return made.office()


def _address(live_server: LiveServer, *args: object) -> str:
    name = "onestop:hand_over_sheet" if args else "onestop:hand_over"
    return live_server.url + reverse(name, args=args)


def _scan(page: Page, code: str) -> None:
    """Type as a scanner does, without being counted as a person's keys."""
    page.evaluate("window.__keys_before = window.__keys || 0")
    page.keyboard.insert_text(code)
    page.keyboard.press("Enter")
    page.evaluate("window.__keys = window.__keys_before")


def test_fifty_papers_go_in_five_keys_and_three_that_cannot_stay_with_reasons(
    office: Office, page: Page, live_server: LiveServer, sign_in: SignIn
) -> None:
    now = timezone.now()
    dossiers = [made.dossier(office, on=now) for _ in range(50)]
    sign_in(office.clerk)
    page.add_init_script(COUNT_KEYS)
    page.goto(_address(live_server))
    codes = [dossier.case.code for dossier in dossiers]
    # Three become impossible after the page was opened: two gone, one cancelled.
    hand_overs.give(codes[:2], actor=office.receives, at=timezone.now())
    receive.cancel(dossiers[2].pk, actor=office.receives, at=timezone.now())

    for code in codes:
        _scan(page, code)
    expect(page.locator("[data-left]")).to_have_text("Đã quét đủ")
    page.keyboard.press("Control+Enter")

    expect(page.get_by_label("Vừa bàn giao")).to_contain_text(
        "Đã bàn giao 47 hồ sơ, 3 hồ sơ chưa bàn giao được"
    )
    assert page.evaluate("window.__keys || 0") <= 5
    left = page.locator("#la input[name=chon]")
    expect(left).to_have_count(3)
    assert all(left.nth(n).is_checked() for n in range(3))
    for code in codes[:3]:
        expect(page.locator("#la")).to_contain_text(code)
    assert HandOverItem.objects.count() == 49
    assert HandOver.objects.latest("pk").items.count() == 47


def test_a_scan_ticks_its_line_wherever_the_focus_is_and_says_what_is_missing(
    office: Office, page: Page, live_server: LiveServer, sign_in: SignIn
) -> None:
    first, second, third = (made.dossier(office, on=timezone.now()) for _ in range(3))
    sign_in(office.clerk)
    page.goto(_address(live_server))
    page.get_by_role("button", name="Chọn tất cả").focus()

    link = f"https://motcua.example.vn/q/{first.slips.get().token}/"
    scan(page, link)

    expect(page.locator(f"input[value='{first.case.code}']")).to_be_checked()
    tails = [f"…{d.case.code[-4:]}" for d in (second, third)]
    expect(page.locator("[data-left]")).to_have_text(
        f"Còn thiếu 2 hồ sơ chưa quét: {', '.join(tails)}"
    )
    page.get_by_label("Quét giấy hẹn").focus()
    scan(page, "KHONG-CO-0001")
    expect(page.locator("#la")).to_contain_text("không thấy hồ sơ có mã này")


def test_the_receiver_scans_confirms_and_sends_back_with_a_reason(
    office: Office, page: Page, live_server: LiveServer, sign_in: SignIn
) -> None:
    kept, lacking = (made.dossier(office, on=timezone.now()) for _ in range(2))
    codes = [kept.case.code, lacking.case.code]
    given = hand_overs.give(codes, actor=office.receives, at=timezone.now())
    number = given.sheets[0].number
    sign_in(office.officer)
    page.goto(_address(live_server))
    expect(page.get_by_text(number)).to_be_visible()
    page.keyboard.insert_text(number)  # the bar code of the sheet opens it
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{number}/")

    _scan(page, kept.case.code)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#messages")).to_contain_text("Hãy ghi lý do không nhận")
    why = page.get_by_label(f"Nếu không nhận {lacking.case.code}, vì")
    why.fill("Thiếu bản chính")
    page.keyboard.press("Control+Enter")

    page.wait_for_url(lambda url: url.endswith("/ban-giao/"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Bàn giao hồ sơ giấy")
    kept.case.refresh_from_db()
    lacking.case.refresh_from_db()
    assert (kept.case.unit, lacking.case.unit) == (office.division, office.counter)


def test_without_a_script_a_scan_is_sent_and_the_tick_comes_back(
    office: Office, client: Client
) -> None:
    dossier = made.dossier(office, on=timezone.now())
    client.force_login(office.clerk)
    answer = client.post(
        reverse("onestop:hand_over"),
        {"quet": dossier.case.code, "viec": "danh-dau"},
    )

    text = " ".join(answer.content.decode().split())
    assert f'value="{dossier.case.code}"' in text
    assert re.findall(r'name="chon" value="([^"]+)"[^>]* checked', text) == [
        dossier.case.code
    ]
    assert "Đã quét đủ" in text


def test_the_sheet_is_a_page_of_a4_with_its_number_as_a_bar_code(
    office: Office, page: Page, live_server: LiveServer, sign_in: SignIn
) -> None:
    codes = [made.dossier(office, on=timezone.now()).case.code for _ in range(3)]
    given = hand_overs.give(codes, actor=office.receives, at=timezone.now())
    number = given.sheets[0].number
    sign_in(office.clerk)
    page.goto(_address(live_server, number))

    paper = read(page.pdf(prefer_css_page_size=True))

    assert (paper.pages, paper.sizes) == (1, [(595, 842)])
    assert paper.codes == {"Code128": number}
    assert all(code in paper.text for code in codes)


def test_the_pages_are_accessible_and_never_scroll_sideways(
    office: Office, live_server: LiveServer, sign_in: SignIn, looks_right: LooksRight
) -> None:
    now = timezone.now() - timedelta(minutes=5)
    dossiers = [made.dossier(office, on=now) for _ in range(3)]
    given = hand_overs.give([dossiers[0].case.code], actor=office.receives, at=now)
    sign_in(office.clerk)
    looks_right(
        _address(live_server),
        _address(live_server, given.sheets[0].number),
        live_server.url + reverse("onestop:print", args=[dossiers[0], "receipt"]),
    )
