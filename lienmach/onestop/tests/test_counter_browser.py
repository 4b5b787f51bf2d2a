"""C01 in a real browser: keystrokes, scanner, focus, keys, both themes, a phone."""

import os
from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from lienmach.onestop.models import Dossier, Party, Printing, Unaccepted
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from lienmach.onestop.tests.papers import read
from lienmach.onestop.tests.scanner import FAST, scan
from lienmach.org.models import User
from lienmach.registers.tests import make_procedure
from tests import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SignIn = Callable[[User], None]
AxeClean = Callable[[Page], None]
NUMBER = "046189004512"
CARD = f"{NUMBER}|191234567|Nguye?n Thi? Ngo.c A?n|15031989|Nữ|Tô? 4|01012021"
SLIP = "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"
OPEN_ALL = "document.querySelectorAll('main details').forEach(d => d.open = true)"
BARE = "['Control', 'Alt', 'Shift', 'Meta']"
COUNT = f"""addEventListener('keydown', e => {{
  if (!{BARE}.includes(e.key)) window.__k = (window.__k || 0) + 1
}}, true)"""


@pytest.fixture
def office(sign_in: SignIn) -> Office:
    office = made.office()
    make_procedure.version("1.000002", name="Đăng ký kết hôn", everyday_name="")
    make_procedure.version(
        "1.000003", name="Chứng thực bản sao từ bản chính", everyday_name="Sao y"
    )
    made.party(name="Nguyễn Thị Ngọc Ẩn", id_number=NUMBER, address="Tổ 4, Tân Lộc")
    sign_in(office.clerk)
    return office


@pytest.fixture
def desk(page: Page, live_server: LiveServer, office: Office) -> Page:
    page.add_init_script(COUNT)
    page.goto(live_server.url + reverse("onestop:counter"))
    return page


def _choose(page: Page, letters: str = "ks") -> None:
    expect(page.locator("#tim_tt")).to_be_focused()
    page.keyboard.type(letters)
    page.keyboard.press("Enter")
    expect(page.locator(".papers")).to_be_visible()


def _receive(page: Page) -> str:
    """Receive for the known person by keys; the code of the dossier."""
    page.keyboard.type(NUMBER)
    _choose(page)
    page.keyboard.press("Alt+KeyA")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".toast").last).to_contain_text("Đã tiếp nhận")
    expect(page.locator("#quet")).to_be_focused()
    dossier = Dossier.objects.select_related("case").latest("pk")
    return dossier.case.code


PAGES = (
    *("counter_return", "hand_over", "postings", "till", "till_month", "queue"),
    *("work", "sign_many", "batches", "register_book", "incidents"),
    *("facilities", "windows", "routes", "code_pattern", "templates", "rehearsal"),
)
RIGHTS = (
    "onestop.see onestop.receive onestop.process onestop.sign onestop.lead onestop.till"
    " onestop.prints onestop.facilities onestop.windows onestop.settings"
    " registers.procedures"
)


def test_no_page_of_the_room_logs_an_error(
    page: Page, live_server: LiveServer, office: Office, sign_in: SignIn
) -> None:
    dossier, said = made.in_progress(office), list[str]()
    page.on("console", lambda told: said.append(f"{page.url} {told.text}"))
    page.on("pageerror", lambda error: said.append(f"{page.url} {error}"))
    sign_in(make.user(office.counter, RIGHTS))
    page.goto(live_server.url + reverse("onestop:counter"))
    with page.expect_response(lambda answer: "tim_tt=ks" in answer.url):
        page.locator("#tim_tt").press_sequentially("ks")
    expect(page.locator("#goi-y")).to_contain_text("Đăng ký")

    paths = [reverse(f"onestop:{name}") for name in PAGES]
    paths.append(reverse("cases:messages"))
    for path in [*paths, reverse("onestop:dossier", args=[dossier.case.code])]:
        answer = page.goto(live_server.url + path)
        assert answer, path
        assert answer.status == 200, path

    assert said == []


def _shot(page: Page, name: str) -> None:
    folder = os.environ.get("SHOTS")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_a_returning_person_is_received_with_six_keys_by_scan(desk: Page) -> None:
    desk.keyboard.press("F2")
    expect(desk.locator("#quet")).to_be_focused()
    desk.evaluate("window.__k = 1")  # what a scanner types is no stroke of a hand
    scan(desk, NUMBER)
    expect(desk.locator("#tim_tt")).to_be_focused()
    desk.evaluate("window.__k = 1")
    _choose(desk)
    desk.keyboard.press("Alt+KeyA")
    _shot(desk, "counter-filled-1280")
    keys = desk.evaluate("window.__k") + 1
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".toast")).to_contain_text("Đã tiếp nhận")
    expect(desk.locator(".toast")).to_contain_text("Hoàn tác")
    expect(desk.locator("#quet")).to_be_focused()
    expect(desk.locator("#quet")).to_have_value("")
    expect(desk.locator("#nguoi")).to_have_count(0)

    assert keys == 6
    assert Dossier.objects.get().owner.id_number == NUMBER


def test_a_returning_person_is_received_with_eighteen_keys_by_hand(desk: Page) -> None:
    desk.keyboard.press("F2")
    desk.keyboard.type(NUMBER, delay=40)
    _choose(desk)
    desk.keyboard.press("Alt+KeyA")
    keys = desk.evaluate("window.__k") + 1
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".toast")).to_contain_text("Đã tiếp nhận")

    assert keys == 18
    assert Dossier.objects.count() == 1
    desk.wait_for_timeout(300)
    _shot(desk, "counter-after-1280")


def test_a_recent_procedure_is_taken_with_two_keys_and_the_person_kept(
    desk: Page,
) -> None:
    _receive(desk)
    desk.keyboard.type(NUMBER)
    expect(desk.locator("#tim_tt")).to_be_focused()
    expect(desk.locator("#goi-y button")).to_be_visible()
    desk.wait_for_load_state("networkidle")  # what is offered is that of this person
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    expect(desk.locator("#phan-tt [role=alert]")).to_contain_text("vừa nộp thủ tục này")
    desk.get_by_label("Vẫn tạo hồ sơ mới").check()
    desk.keyboard.press("Alt+KeyA")
    desk.keyboard.press("Alt+KeyG")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".toast").last).to_contain_text("Đã tiếp nhận")
    expect(desk.locator("#tim_tt")).to_be_focused()
    expect(desk.locator("#nguoi")).to_have_count(1)
    expect(desk.locator("#ben-nguoi")).to_contain_text("2 hồ sơ trước, 2 đang xử lý")

    assert Dossier.objects.count() == 2


@pytest.mark.parametrize("place", ["#tim_tt", "#id_noi_dung", "[value=thieu]", "body"])
def test_a_scan_works_wherever_the_focus_is_and_types_nothing_there(
    desk: Page, place: str
) -> None:
    desk.evaluate(OPEN_ALL)
    if place == "body":
        desk.evaluate("document.activeElement.blur()")
    else:
        desk.locator(place).focus()
    scan(desk, CARD)

    expect(desk.locator(".person")).to_contain_text("Nguyễn Thị Ngọc Ẩn")
    assert desk.locator("#id_noi_dung").input_value() == ""
    assert desk.locator("#tim_tt").input_value() == ""
    assert not Dossier.objects.exists()
    assert Party.objects.get(id_number=NUMBER).name == "Nguyễn Thị Ngọc Ẩn"


def test_of_a_garbled_card_of_somebody_new_only_the_number_is_taken(
    desk: Page,
) -> None:
    scan(desk, CARD.replace(NUMBER, "046189004599"))
    expect(
        desk.get_by_label("Số căn cước, mã số thuế", exact=False).first
    ).to_be_visible()
    expect(desk.locator("#id_so")).to_have_value("046189004599")
    expect(desk.locator("#id_ten")).to_have_value("")
    expect(desk.locator("#id_ten")).to_be_focused()
    desk.keyboard.insert_text("Lê Văn Mới")
    desk.locator("#tim_tt").focus()
    _choose(desk)
    desk.keyboard.press("Alt+KeyA")
    desk.keyboard.press("Control+Enter")
    wrong = desk.locator(".summary")
    expect(wrong).to_contain_text("đối chiếu với thẻ")
    expect(wrong).to_be_focused()
    _shot(desk, "counter-error-1280")

    desk.get_by_label("Đã đối chiếu").check()
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".toast")).to_contain_text("Đã tiếp nhận")
    assert Party.objects.get(id_number="046189004599").name == "Lê Văn Mới"


def test_letters_that_an_input_method_rewrites_stay_and_press_nothing(
    desk: Page,
) -> None:
    before = desk.url
    for field in ("#quet", "#tim_tt"):
        box = desk.locator(field)
        box.focus()
        desk.keyboard.type("taoj", delay=50)
        for _ in range(3):
            desk.keyboard.press("Backspace")
        desk.keyboard.insert_text("ạo")
        expect(box).to_have_value("tạo")

    assert desk.url == before


def test_text_put_in_at_once_after_fast_digits_is_no_scan(desk: Page) -> None:
    desk.evaluate(FAST, NUMBER)
    desk.locator("#tim_tt").focus()
    desk.keyboard.insert_text("khai sinh")
    desk.keyboard.press("Enter")

    expect(desk.locator("#quet")).to_have_value(NUMBER)


def test_no_bare_letter_or_digit_is_a_shortcut(desk: Page) -> None:
    expect(desk.locator("#quet")).to_be_focused()
    desk.evaluate("document.activeElement.blur()")
    for key in "abcdefghijklmnopqrstuvwxyz0123456789/?":
        desk.keyboard.press(key)
        desk.wait_for_timeout(2)

    desk.evaluate(
        "() => { const own = document.querySelector('#hang'); return htmx.ajax("
        "'GET', own.getAttribute('hx-get'), {target: own, swap: 'outerHTML'}) }"
    )  # the page asks for its queue every ten seconds, and takes no focus for it
    assert desk.evaluate("document.activeElement === document.body")
    expect(desk.locator("#phan-nguoi")).to_contain_text("Chưa có người nộp")


def test_two_presses_at_once_make_one_dossier(desk: Page) -> None:
    desk.keyboard.type(NUMBER)
    _choose(desk)
    desk.keyboard.press("Alt+KeyA")
    desk.keyboard.press("Control+Enter")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".toast")).to_contain_text("Đã tiếp nhận")

    assert Dossier.objects.count() == 1


def test_what_was_received_is_printed_once_in_a_window_of_its_own(
    desk: Page,
) -> None:
    desk.keyboard.type(NUMBER)
    _choose(desk)
    desk.keyboard.press("Alt+KeyA")
    with desk.expect_popup() as opened:
        desk.keyboard.press("Control+Enter")
    paper = opened.value
    expect(paper.locator("body")).to_contain_text("Đăng ký khai sinh")
    expect(desk.locator("#quet")).to_be_focused()
    expect(desk.locator("#chua-in")).to_be_hidden()

    assert Printing.objects.count() == 1
    assert Printing.objects.get().slip.dossier == Dossier.objects.get()


def test_alt_z_takes_an_intake_back_and_its_code_is_not_given_again(
    desk: Page,
) -> None:
    code = _receive(desk)
    desk.keyboard.press("Alt+KeyZ")
    expect(desk.locator(".toast").last).to_contain_text(f"Đã hoàn tác {code}")
    expect(desk.locator("#quet")).to_be_focused()

    dossier = Dossier.objects.get()
    assert dossier.case.state == "cancelled"
    assert [event.step for event in dossier.case.events.all()] == ["open", "cancel"]
    assert _receive(desk) != code


def test_what_is_missing_is_asked_for_at_once_with_a_slip(desk: Page) -> None:
    desk.keyboard.type(NUMBER)
    _choose(desk)
    desk.locator(".papers [type=checkbox]").first.check()
    desk.get_by_role("button", name="Thiếu giấy tờ").click()
    expect(desk.get_by_label("Thiếu gì, sai gì")).to_have_count(1)
    expect(desk.locator("#thieu")).to_contain_text("Giấy chứng sinh")
    _shot(desk, "counter-missing-1280")
    desk.get_by_label("Thiếu gì, sai gì").fill("Bản sao mờ, chưa chứng thực")
    with desk.expect_popup() as opened:
        desk.keyboard.press("Control+Enter")
    slip = opened.value
    expect(slip.locator(".paper h1")).to_have_text(SLIP)
    expect(slip.locator(".paper")).to_contain_text("Bản sao mờ, chưa chứng thực")
    _shot(slip, "counter-slip")
    assert read(slip.pdf(prefer_css_page_size=True)).sizes == [(420, 595)]

    made = Unaccepted.objects.get()
    assert made.serial == "0001/HDHS"
    assert not Dossier.objects.exists()
    expect(desk.locator("#quet")).to_be_focused()


def test_somebody_in_anothers_place_is_scanned_into_their_own_field(
    desk: Page, office: Office
) -> None:
    made.party(name="Trần Thị Thay", id_number="046189004777")
    desk.keyboard.type(NUMBER)
    expect(desk.locator("#tim_tt")).to_be_focused()
    desk.keyboard.press("Alt+KeyU")
    expect(desk.locator("#id_thay_so")).to_be_focused()
    scan(desk, "046189004777")
    expect(desk.locator("#thay-la")).to_contain_text("Trần Thị Thay")
    desk.locator("#tim_tt").focus()
    _choose(desk)
    desk.keyboard.press("Alt+KeyA")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".toast")).to_contain_text("Đã tiếp nhận")

    dossier = Dossier.objects.get()
    assert dossier.owner.id_number == NUMBER
    assert dossier.submitter_name == "Trần Thị Thay"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 375, 1280])
def test_every_state_of_the_page_is_clean_and_fits(
    desk: Page, axe_clean: AxeClean, live_server: LiveServer, theme: str, width: int
) -> None:
    cookie = {"name": "theme", "value": theme, "url": live_server.url}
    desk.context.add_cookies([cookie])  # type: ignore[list-item]  # a TypedDict of theirs
    desk.set_viewport_size({"width": width, "height": 800})
    desk.reload()
    _fits(desk, axe_clean)
    desk.locator("#quet").fill("")
    desk.keyboard.type(NUMBER)
    _choose(desk)
    desk.evaluate(OPEN_ALL)
    _fits(desk, axe_clean)
    _shot(desk, f"counter-open-{width}-{theme}")
    desk.get_by_role("button", name="Thiếu giấy tờ").click()
    expect(desk.locator("#thieu")).to_be_visible()
    _fits(desk, axe_clean)


def _fits(page: Page, axe_clean: AxeClean) -> None:
    axe_clean(page)
    over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert over == 0


def test_every_control_is_reached_with_the_tab_key(desk: Page) -> None:
    desk.keyboard.type(NUMBER)
    _choose(desk)
    wanted = desk.evaluate(
        """[...document.querySelectorAll(
          'main :is(a[href], button, input, select, textarea, summary)'
        )].filter(e => e.checkVisibility({visibilityProperty: true}) && e.tabIndex >= 0
          && e.type !== 'hidden' && !(e.type === 'radio' && !e.checked)).length"""
    )
    desk.locator("#noidung").focus()
    reached = set()
    for _ in range(wanted + 20):
        desk.keyboard.press("Tab")
        reached.add(
            desk.evaluate(
                """(() => { const e = document.activeElement;
                if (!e.closest('main')) return '';
                return [...document.querySelectorAll('*')].indexOf(e) })()"""
            )
        )

    assert len(reached - {""}) >= wanted


@pytest.mark.parametrize("width", [320, 1280])
def test_what_stands_around_the_counter_is_clean_and_fits(
    desk: Page,
    axe_clean: AxeClean,
    live_server: LiveServer,
    office: Office,
    width: int,
) -> None:
    make.grant(office.clerk, office.committee, "onestop.settings org.admin")
    dossier = made.dossier(office, on=timezone.now())
    desk.set_viewport_size({"width": width, "height": 800})
    for name, arguments in (
        ("routes", []),
        ("code_pattern", []),
        ("correct", [dossier.case.code]),
    ):
        desk.goto(live_server.url + reverse(f"onestop:{name}", args=arguments))
        _fits(desk, axe_clean)
        _shot(desk, f"{name}-{width}")
