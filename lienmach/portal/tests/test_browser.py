"""The public pages on a telephone: what is seen, how heavy it is, for whom it works."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from lienmach.base.models import Message
from lienmach.onestop.actions.people import NewParty, save_party
from lienmach.onestop.flow import State
from lienmach.onestop.models import NotifyWay
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from lienmach.org.actions.contacts import NewContact, set_contact, speak_for
from lienmach.org.models import User
from lienmach.portal.tests import bring
from lienmach.registers.actions.calendar import load_country
from lienmach.surveys.actions import rate
from lienmach.surveys.models import Level, Rating, Reason
from tests import make
from tests.make import LONG_AGO, MONDAY

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AxeClean = Callable[[Page], None]
SMALL = """() => [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), summary, textarea")]
  .filter((e) => e.checkVisibility() && !e.closest(".skip, .vh"))
  .filter((e) => !(e.matches("a:not(.btn)") && [...e.parentNode.childNodes]
    .some((n) => n.nodeType === Node.TEXT_NODE && n.textContent.trim())))
  .map((e) => [e, (e.closest("label") ?? e).getBoundingClientRect()])
  .filter(([, box]) => box.width < 44 || box.height < 44)
  .map(([e]) => e.outerHTML.slice(0, 100))"""
WEIGHT = """() => performance.getEntriesByType("resource")
  .concat(performance.getEntriesByType("navigation"))
  .reduce((sum, entry) => sum + entry.transferSize, 0)"""


@pytest.fixture
def office() -> Office:
    load_country(at=MONDAY)
    found = made.office()
    contact = NewContact("0204 3 000 123", "Số 2 đường Bờ Sông, phường An Hòa")
    set_contact(found.committee, contact, on=LONG_AGO, actor=None, at=MONDAY)
    speak_for(found.committee, actor=None, at=MONDAY)
    return found


def _state(live_server: LiveServer, office: Office, state: State) -> str:
    """The address of a dossier in a state, received as lately as it can be."""
    at = timezone.now() - timedelta(hours=2)
    found = bring.to(office, state, on=at)
    return live_server.url + reverse("portal:state", args=[found.dossier.token])


EVERY_STATE = pytest.mark.parametrize(
    "state", [State.ASKED, State.IN_PROGRESS, State.READY, State.RETURNED]
)


@EVERY_STATE
def test_the_verdict_the_promise_and_what_to_do_are_seen_at_once(
    state: State, page: Page, live_server: LiveServer, office: Office
) -> None:
    page.set_viewport_size({"width": 375, "height": 667})
    page.goto(_state(live_server, office, state))

    seen = [page.get_by_role("heading", level=1)]
    if state in (State.ASKED, State.READY):
        seen.append(page.get_by_role("heading", name="Ông/bà cần làm"))
        seen.append(page.locator(".todo li").first)
    else:
        seen.append(page.locator("article .strong"))
    for one in seen:
        box = one.bounding_box()
        assert box
        assert box["y"] + box["height"] <= 600


def test_the_page_is_light_enough_for_a_slow_line(
    page: Page, live_server: LiveServer, office: Office
) -> None:
    page.goto(_state(live_server, office, State.ASKED))
    page.wait_for_load_state("networkidle")

    assert 0 < page.evaluate(WEIGHT) <= 200_000


@pytest.mark.parametrize("width", [320, 375, 1280])
def test_public_pages_are_accessible_in_both_themes(
    width: int,
    page: Page,
    live_server: LiveServer,
    office: Office,
    axe_clean: AxeClean,
) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.set_viewport_size({"width": width, "height": 800})
    names = ("home", "procedures", "help", "look_up")
    addresses = [live_server.url + reverse(f"portal:{name}") for name in names]
    for name in ("procedure", "papers"):
        path = reverse(f"portal:{name}", args=[made.PROCEDURE])
        addresses.append(live_server.url + path)
    addresses += [
        _state(live_server, office, state)
        for state in (State.ASKED, State.READY, State.RETURNED, State.REFUSED)
    ]
    for address in addresses:
        page.goto(address)
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            axe_clean(page)
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert over <= 0, f"{address} is {over} px too wide"
        assert page.evaluate(SMALL) == []
    assert said == []


def test_a_dossier_is_looked_up_and_opened_without_a_script(
    browser: Browser, live_server: LiveServer, office: Office
) -> None:
    dossier = bring.to(office, State.ASKED).dossier
    context = browser.new_context(java_script_enabled=False, locale="vi-VN")
    page = context.new_page()

    page.goto(live_server.url + reverse("portal:look_up"))
    page.get_by_role("textbox", name="Mã hồ sơ").fill(dossier.case.code)
    page.get_by_role("button", name="Tra cứu").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("bổ sung 2 giấy tờ")
    page.get_by_label("4 số cuối").fill("0123")
    page.get_by_role("button", name="Xem chi tiết").click()

    expect(page.locator("main")).to_contain_text(dossier.owner_name)
    page.get_by_role("button", name="A++").click()
    expect(page.locator("html")).to_have_attribute("data-zoom", "150")
    context.close()


def test_back_and_reload_ask_nothing_after_a_code_was_typed(
    page: Page, live_server: LiveServer, office: Office
) -> None:
    dossier = made.dossier(office)
    page.goto(live_server.url + reverse("portal:look_up"))
    page.get_by_role("textbox", name="Mã hồ sơ").fill(dossier.case.code)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text(dossier.case.code)
    page.goto(live_server.url + reverse("portal:help"))

    answer = page.go_back()
    reloaded = page.reload()

    assert answer
    assert reloaded
    assert {answer.request.method, reloaded.request.method} == {"GET"}
    assert dossier.case.code not in page.url
    expect(page.locator("main")).to_contain_text(dossier.case.code)


def test_a_wrong_code_moves_the_focus_to_what_is_wrong(
    page: Page, live_server: LiveServer, office: Office
) -> None:
    page.goto(live_server.url + reverse("portal:look_up"))
    page.get_by_role("textbox", name="Mã hồ sơ").fill("X99-000000-0000")
    page.keyboard.press("Enter")

    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("Không tìm thấy hồ sơ")
    expect(page.get_by_role("textbox", name="Mã hồ sơ")).to_have_value(
        "X99-000000-0000"
    )
    assert page.title().startswith("Lỗi: ")


def test_a_rating_takes_two_taps_and_a_low_one_asks_why(
    page: Page, live_server: LiveServer, office: Office, axe_clean: AxeClean
) -> None:
    page.set_viewport_size({"width": 375, "height": 667})
    first, second = (_state(live_server, office, State.RETURNED) for _ in range(2))
    page.goto(first)
    page.get_by_role("link", name="Đánh giá lần này").click()
    why = page.get_by_role("group", name="Điều gì chưa tốt?")
    expect(why).to_be_hidden()

    page.get_by_text("Rất hài lòng").click()
    page.get_by_role("button", name="Gửi đánh giá").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Cảm ơn")

    page.goto(second.replace("/q/", "/danh-gia/"))
    page.get_by_text("Không hài lòng", exact=True).click()
    expect(why).to_be_visible()
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        axe_clean(page)
    page.keyboard.press("ArrowDown")  # the faces are one group of the keyboard
    expect(page.get_by_label("Bình thường")).to_be_checked()
    page.get_by_text("Phải chờ lâu ở quầy").click()
    page.get_by_label("Kể thêm").fill("Chờ hai tiếng")
    page.get_by_role("button", name="Gửi đánh giá").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Cảm ơn")
    assert Rating.objects.get(level=3).text == "Chờ hai tiếng"


def test_what_staff_see_of_messages_and_ratings_is_accessible(
    page: Page,
    live_server: LiveServer,
    office: Office,
    sign_in: Callable[[User], None],
    looks_right: Callable[..., None],
) -> None:
    new = NewParty("Trịnh Ước", "001199012345", email="uoc@thu.example")
    owner = save_party(new, at=MONDAY)
    made.dossier(office, owner=owner, notify_way=NotifyWay.EMAIL)
    Message.objects.update(state=Message.State.FAILED, error="550")
    rated = bring.to(office, State.RETURNED).dossier
    at = rated.case.closed_at
    assert at
    rate(rated.pk, level=Level.BAD, reasons=[Reason.WAIT], text="Chờ lâu", at=at)
    rights = "onestop.receive surveys.read org.units"
    sign_in(make.user(office.committee, rights))

    message = reverse("cases:message", args=[Message.objects.get().pk])
    contact = reverse("org:unit_contact", args=[office.committee.code])
    lists = (reverse("cases:messages"), reverse("surveys:ratings"))
    paths = (*lists, message, contact)
    looks_right(*(live_server.url + path for path in paths))

    page.goto(live_server.url + message)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".toast")).to_contain_text("Đang gửi lại 1 tin")
