"""The style pages in a real browser: what axe, a ruler and a keyboard can tell."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from lienmach.org.models import User
from tests import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (320, 375, 768, 1280)
PAGES = ("styles", "style_list", "style_form", "style_detail", "fault")
EVERY_PAGE = pytest.mark.parametrize("name", PAGES)
LETTERS = (
    "ăâđêôơưàằầèềìòồờùừỳảẳẩẻểỉỏổởủửỷãẵẫẽễĩõỗỡũữỹáắấéếíóốớúứýạặậẹệịọộợụựỵ"
    "ĂÂĐÊÔƠƯÀẰẦÈỀÌÒỒỜÙỪỲẢẲẨẺỂỈỎỔỞỦỬỶÃẴẪẼỄĨÕỖỠŨỮỸÁẮẤÉẾÍÓỐỚÚỨÝẠẶẬẸỆỊỌỘỢỤỰỴ"
)
LOW_LINES = """() => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const low = [];
  while (walk.nextNode()) {
    const text = walk.currentNode.textContent.trim();
    const style = getComputedStyle(walk.currentNode.parentElement);
    const ratio = parseFloat(style.lineHeight) / parseFloat(style.fontSize);
    if (/\\p{L}{2}/u.test(text) && ratio < 1.3) low.push(`${ratio} ${text.slice(0, 40)}`);
  }
  return low;
}"""
SMALL_TARGETS = """() => {
  const seen = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  return [...document.querySelectorAll(seen)].filter((e) => {
    const own = e.getBoundingClientRect();
    if (!own.width || e.closest("[aria-hidden=true], .vh, .skip")) return false;
    const within = e.closest("label") ?? e;
    const box = within.getBoundingClientRect();
    const sentence = e.matches("a") && e.closest("p, li, dd, .crumb") && !e.matches(".btn");
    const row = e.matches("a.rl");  // the whole row is its target
    return !sentence && !row && (box.width < 24 || box.height < 24);
  }).map((e) => e.outerHTML.slice(0, 120));
}"""
LOOSE_SCROLLERS = """() => [...document.querySelectorAll("body *")].filter((e) => {
  const style = getComputedStyle(e);
  const scrolls = /auto|scroll/.test(style.overflowX) && e.scrollWidth > e.clientWidth + 1;
  if (!scrolls || e.matches("textarea, select, nav")) return false;
  return !(e.tabIndex >= 0 && e.getAttribute("role") && e.getAttribute("aria-label"));
}).map((e) => e.outerHTML.slice(0, 120))"""


@pytest.fixture
def visit(
    page: Page, live_server: LiveServer, sign_in: Callable[[User], None]
) -> Callable[[str], None]:
    person = make.user(name="Trần Thị Quỳnh Ẩn")
    sign_in(person)

    def visit(name: str) -> None:
        if name == "fault":
            page.goto(f"{live_server.url}/khong-co/")
        elif name == "style_detail":
            page.goto(live_server.url + reverse("base:style_list"))
            page.locator("a.rl").nth(1).click()
        else:
            page.goto(live_server.url + reverse(f"base:{name}"))

    return visit


@EVERY_PAGE
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_at_any_width(
    name: str,
    theme: str,
    page: Page,
    visit: Callable[[str], None],
    axe_clean: Callable[[Page], None],
) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    visit(name)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        axe_clean(page)

    assert [text for text in said if "404" not in text] == []  # the fault is one


def test_axe_finds_nothing_in_what_opens(
    page: Page, visit: Callable[[str], None], axe_clean: Callable[[Page], None]
) -> None:
    visit("style_form")
    page.get_by_role("button", name="Gửi thử").click()
    page.wait_for_selector("[role=alert]")
    axe_clean(page)
    page.keyboard.press("F1")
    axe_clean(page)

    visit("style_list")
    for summary in page.locator("details.drop > summary").all():
        summary.click()
        axe_clean(page)
    page.keyboard.press("Escape")
    page.locator("[name=chon]").nth(2).check()
    axe_clean(page)


@EVERY_PAGE
def test_a_page_reflows_on_the_narrowest_phone(
    name: str, page: Page, visit: Callable[[str], None]
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    visit(name)

    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert page.evaluate(LOOSE_SCROLLERS) == []


@EVERY_PAGE
@pytest.mark.parametrize("width", [375, 1280])
def test_targets_are_large_enough_and_lines_high_enough(
    name: str, width: int, page: Page, visit: Callable[[str], None]
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    visit(name)

    assert page.evaluate(SMALL_TARGETS) == []
    assert page.evaluate(LOW_LINES) == []


def test_our_font_draws_every_vietnamese_letter(
    page: Page, visit: Callable[[str], None]
) -> None:
    visit("styles")
    missing = page.evaluate(
        """async (letters) => {
          await document.fonts.ready;
          const draw = document.createElement("canvas").getContext("2d");
          const width = (family, letter) => {
            draw.font = `200px ${family}`;
            return draw.measureText(letter.repeat(3)).width;
          };
          await document.fonts.load('200px "LM Sans"', letters);
          return [...letters].filter((letter) =>
            !document.fonts.check('200px "LM Sans"', letter) ||
            (width('"LM Sans", monospace', letter) === width("monospace", letter)) ||
            (width('"LM Sans", serif', letter) !== width('"LM Sans", monospace', letter)));
        }""",
        LETTERS,
    )

    assert len(LETTERS) == 134
    assert missing == []


def test_numbers_stand_under_one_another(
    page: Page, visit: Callable[[str], None]
) -> None:
    visit("styles")
    widths = page.evaluate(
        """async () => {
          await document.fonts.ready;
          return [..."0123456789"].map((digit) => {
            const span = document.createElement("span");
            span.textContent = digit.repeat(20);
            document.body.append(span);
            return Math.round(span.getBoundingClientRect().width * 10);
          });
        }"""
    )

    assert len(set(widths)) == 1


@EVERY_PAGE
def test_the_keyboard_reaches_everything_and_sees_where_it_is(
    name: str, page: Page, visit: Callable[[str], None]
) -> None:
    page.set_viewport_size({"width": 1280, "height": 700})
    visit(name)
    page.evaluate("document.activeElement.blur()")
    hidden, seen = [], set()
    for _ in range(150):
        page.keyboard.press("Tab")
        state = page.evaluate(
            """() => {
              const e = document.activeElement;
              if (e === document.body || e === document.documentElement) return null;
              const ring = getComputedStyle(e).outlineStyle !== "none" ||
                (e.matches("a.rl") && getComputedStyle(e.closest("tr")).outlineStyle !== "none");
              const box = e.getBoundingClientRect();
              const at = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
              const free = !at || e.contains(at) || at.contains(e) || at.closest("label, tr") === e.closest("label, tr");
              e.dataset.tab ??= String(Math.random());
              return [e.dataset.tab, ring && free, e.outerHTML.slice(0, 100)];
            }"""
        )
        if state is None or state[0] in seen:
            break
        seen.add(state[0])
        if not state[1]:
            hidden.append(state[2])

    reachable = page.evaluate(
        """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
          .filter((e) => e.checkVisibility({ checkVisibilityCSS: true }) && e.tabIndex >= 0 && !e.disabled
            && e.type !== "hidden" && !(e.type === "radio" && !e.dataset.tab)
            && !e.dataset.tab).map((e) => e.outerHTML.slice(0, 100))"""
    )
    assert hidden == []
    assert reachable == []


@EVERY_PAGE
def test_no_bare_letter_or_digit_is_a_shortcut(
    name: str, page: Page, visit: Callable[[str], None]
) -> None:
    visit(name)
    state = "() => [location.href, document.documentElement.outerHTML.length, document.activeElement.tagName]"
    before = page.evaluate(state)
    for key in "abcdefghijklmnopqrstuvwxyz0123456789/?":
        page.keyboard.press(key)

    assert page.evaluate(state) == before


def test_paper_has_the_text_and_nothing_to_press(
    page: Page, visit: Callable[[str], None]
) -> None:
    visit("style_list")
    page.emulate_media(media="print", color_scheme="dark")

    for hidden in (".rail", ".top", ".filters", ".bulk", ".pager"):
        assert not page.locator(hidden).first.is_visible()
    ink = "getComputedStyle(document.querySelector('a.rl')).color"
    assert page.evaluate(ink) == "rgb(0, 0, 0)"
