"""The counter that gives results back, and the till, in a real browser."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from lienmach.onestop.actions import money, steps
from lienmach.onestop.actions.money import Payment
from lienmach.onestop.actions.steps import Missing
from lienmach.onestop.flow import TILL
from lienmach.onestop.models import Collection, Dossier, Loss, Receipt
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from lienmach.onestop.tests.make_money import ready
from lienmach.onestop.tests.scanner import scan
from lienmach.org.models import User
from tests import make
from tests.make import MONDAY

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SignIn = Callable[[User], None]
LooksRight = Callable[..., None]
LOST_FOCUS = """() => addEventListener('htmx:afterSettle', () => setTimeout(() => {
  if (document.activeElement === document.body)
    (window.__lost ??= []).push(location.href)
}, 50))"""
CHOSEN = """JSON.stringify([...document.querySelectorAll(
  '[data-handing] input:not([type=hidden])')].map((e) => [e.value, e.checked]))"""
TOO_WIDE = """[...document.querySelectorAll('.scroll')]
  .filter((e) => e.scrollWidth > e.clientWidth).map((e) => e.ariaLabel)"""


@pytest.fixture
def office(sign_in: SignIn) -> Office:
    office = made.office()
    sign_in(office.clerk)
    return office


def _address(live_server: LiveServer, name: str, *args: object) -> str:
    return live_server.url + reverse(f"onestop:{name}", args=args)


def _two_for(office: Office) -> tuple[Dossier, Dossier]:
    who = made.party(name="Nguyễn Thị Ngọc Ẩn", id_number="046189004512")
    return ready(office, owner=who), ready(office, owner=who, waived="Hộ nghèo")


def test_results_are_scanned_paid_signed_for_and_given_back_by_keyboard_alone(
    page: Page, live_server: LiveServer, office: Office
) -> None:
    one, _ = _two_for(office)
    page.goto(_address(live_server, "counter_return"))
    expect(page.locator("#quet")).to_be_focused()
    page.evaluate(LOST_FOCUS)

    scan(page, "046189004512|1900|Nguye?n Thi?|15031989|Nu|To 4|01012021")
    expect(page.get_by_text("Trả 2 kết quả")).to_be_visible()
    expect(page.locator("[data-sum]").first).to_have_text("8.000")
    first = page.get_by_label(f"Trả {one.title}, {one.case.code}")
    first.focus()
    page.keyboard.press("Space")
    expect(page.locator("[data-sum]").first).to_have_text("0")
    expect(page.get_by_label("Tiền mặt")).to_be_hidden()
    page.locator("#quet").focus()
    page.keyboard.press("Enter")  # nothing is looked for: what was chosen stays so
    expect(page.locator("#quet-trong")).to_contain_text("Ô đang trống")
    expect(first).not_to_be_checked()
    first.focus()
    page.keyboard.press("Space")

    page.locator("#quet").focus()  # a scanner's box is where the hand comes from
    page.keyboard.press("Control+Enter")
    wrong = page.get_by_role("alert").filter(has_text="chỗ cần sửa")
    expect(wrong).to_contain_text("ký sổ")
    expect(wrong).to_be_focused()
    page.get_by_label("Người nhận đã ký vào sổ").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")

    expect(page.locator("#toasts")).to_contain_text(
        "Đã trả 2 kết quả, đã thu 8.000 đồng."
    )
    expect(page.locator("#quet")).to_be_focused()
    assert Collection.objects.count() == 2
    assert not page.evaluate("window.__lost ?? []")


def test_ctrl_enter_twice_at_once_gives_back_once(
    page: Page, live_server: LiveServer, office: Office
) -> None:
    one, _ = _two_for(office)
    page.goto(_address(live_server, "counter_return") + f"?nguoi={one.owner_id}")
    page.get_by_label("Người nhận đã ký vào sổ").check()

    page.keyboard.press("Control+Enter")
    page.keyboard.press("Control+Enter")

    expect(page.locator("#toasts")).to_contain_text("Đã trả 2 kết quả")
    assert (Collection.objects.count(), Receipt.objects.count()) == (2, 1)


def test_a_scan_works_wherever_the_focus_is_and_types_into_no_field(
    page: Page, live_server: LiveServer, office: Office
) -> None:
    one, _ = _two_for(office)
    other = ready(office, owner=made.party(name="Trần Văn Ước"))
    code = other.case.code
    start = _address(live_server, "counter_return") + f"?nguoi={one.owner_id}"
    page.goto(start)
    page.get_by_label("Người khác nhận thay").check()
    stops = "main :is(a, button, input:not([type=hidden])):not([tabindex='-1'])"
    focusable = page.locator(stops).count()
    assert focusable > 8

    for n in range(focusable):
        page.goto(start)
        page.get_by_label("Người khác nhận thay").check()
        stop = page.locator(stops).nth(n)
        if not stop.is_visible():
            continue
        stop.focus()
        page.evaluate(
            f"addEventListener('submit', () => (sessionStorage.kept = {CHOSEN}), true)"
        )
        before = page.evaluate(CHOSEN)

        scan(page, code)

        expect(page.locator(".person")).to_contain_text("Trần Văn Ước")
        assert page.evaluate("sessionStorage.kept") == before, stop


def test_a_scan_that_comes_as_the_page_opens_is_not_lost(
    page: Page, live_server: LiveServer, office: Office
) -> None:
    _two_for(office)
    address = _address(live_server, "counter_return")
    page.goto(address)
    page.reload(wait_until="domcontentloaded")

    scan(page, "046189004512")

    expect(page.get_by_text("Trả 2 kết quả")).to_be_visible()


def test_bare_letters_and_digits_are_no_shortcuts(
    page: Page, live_server: LiveServer, office: Office
) -> None:
    one, _ = _two_for(office)
    page.goto(_address(live_server, "counter_return") + f"?nguoi={one.owner_id}")
    page.locator("#noidung").focus()
    before = page.locator("main").inner_html()

    for key in "azt049/?":
        page.keyboard.press(key)
        page.wait_for_timeout(40)

    assert page.locator("main").inner_html() == before


def test_what_is_scanned_in_vain_is_said(
    page: Page, live_server: LiveServer, office: Office
) -> None:
    assert office
    page.goto(_address(live_server, "counter_return"))

    scan(page, "046189009999")

    expect(page.get_by_role("alert")).to_contain_text("Không thấy hồ sơ nào")
    expect(page.locator("#quet")).to_be_focused()


def test_the_till_is_closed_by_keyboard(
    page: Page, live_server: LiveServer, office: Office, sign_in: SignIn
) -> None:
    _paid(office)
    sign_in(make.user(office.committee, TILL))
    page.goto(_address(live_server, "till") + "?ngay=5/1/2026")

    page.get_by_label("Tiền mặt đếm được, đồng").focus()
    page.keyboard.press("Control+Enter")
    expect(page.locator("form .err")).to_have_count(1)
    page.keyboard.insert_text("5000")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#messages")).to_contain_text("thiếu 3.000 đồng")
    expect(page.locator("form :is(.err, .summary, [aria-invalid])")).to_have_count(0)
    page.get_by_label("Giải thích nếu lệch").fill("Thối nhầm")
    page.keyboard.press("Control+Enter")

    expect(page.get_by_role("heading", name="Đã chốt quỹ")).to_be_visible()
    page.set_viewport_size({"width": 375, "height": 812})
    assert page.evaluate(TOO_WIDE) == []
    page.goto(_address(live_server, "till_month") + "?thang=1/2026")
    assert page.evaluate(TOO_WIDE) == []


def test_a_receipt_prints_on_one_sheet_of_a5(
    page: Page, live_server: LiveServer, office: Office
) -> None:
    receipt = _paid(office)
    page.goto(_address(live_server, "receipt", receipt.pk))

    pdf = page.pdf(prefer_css_page_size=True)

    assert pdf.count(b"/Type /Page\n") == 1
    assert b"[0 0 419" in pdf or b"[0 0 420" in pdf


def _paid(office: Office) -> Receipt:
    dossier = made.dossier(office, waived="")
    return money.take_fee(dossier.pk, Payment(), actor=office.receives, at=MONDAY)


def test_every_page_is_accessible_and_fits(
    live_server: LiveServer, office: Office, sign_in: SignIn, looks_right: LooksRight
) -> None:
    one, _ = _two_for(office)
    asked = made.in_progress(office, owner=one.owner)
    steps.ask(
        asked.pk,
        [Missing("Giấy chứng sinh", "Ảnh trang 2 bị mờ")],
        reason="Thiếu giấy chứng sinh",
        actor=office.processes,
        at=MONDAY,
    )
    Loss.objects.create(
        dossier=asked, what="Tờ khai", noticed_at=MONDAY, by=office.clerk
    )
    receipt = _paid(office)
    back = _address(live_server, "counter_return")
    looks_right(
        back,
        f"{back}?nguoi={one.owner_id}&vua={one.case.code}",
        _address(live_server, "postings"),
        _address(live_server, "charges", one.case.code),
        _address(live_server, "losses", asked.case.code),
        _address(live_server, "receipt", receipt.pk),
        _address(live_server, "till") + "?ngay=5/1/2026",
        _address(live_server, "till_month") + "?thang=1/2026",
        _address(live_server, "takings"),
    )
    sign_in(make.user(office.committee, TILL))
    looks_right(
        _address(live_server, "cancel_receipt", receipt.pk),
        _address(live_server, "till") + "?ngay=5/1/2026",
    )
