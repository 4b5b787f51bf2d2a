"""The style pages in a real browser: what axe, a ruler and a keyboard can tell."""

from collections.abc import Callable

import pytest
from django.contrib.auth.base_user import AbstractBaseUser
from django.urls import reverse
from playwright.sync_api import Page
from pypdfium2 import PdfDocument
from pytest_django.live_server_helper import LiveServer

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
    if (/\\p{L}{2}/u.test(text) && ratio < 1.299) low.push(`${ratio} ${text}`);
  }
  return low;
}"""
SMALL_TARGETS = """(least) => {
  const all = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  const small = (e) => {
    const box = (e.closest("label") ?? e).getBoundingClientRect();
    return box.width < least || box.height < least;
  };
  const hidden = (e) => !e.getBoundingClientRect().width ||
    e.closest("[aria-hidden=true], .vh, .skip");
  const inSentence = (e) => e.matches("a:not(.btn)") && e.closest("p, li, dd");
  return [...document.querySelectorAll(all)]
    .filter((e) => !hidden(e) && !inSentence(e) && small(e))
    .map((e) => e.outerHTML.slice(0, 120));
}"""
LOOSE_SCROLLERS = """() => [...document.querySelectorAll("body *")].filter((e) => {
  const scrolls = /auto|scroll/.test(getComputedStyle(e).overflowX);
  if (!scrolls || e.scrollWidth <= e.clientWidth + 1) return false;
  if (e.matches("textarea, select, nav")) return false;
  return !(e.tabIndex >= 0 && e.getAttribute("role") && e.getAttribute("aria-label"));
}).map((e) => e.outerHTML.slice(0, 120))"""
# Where the focus is: null on the page itself, else its mark, is it seen, what is it.
FOCUSED = """() => {
  const e = document.activeElement;
  if (e === document.body || e === document.documentElement) return null;
  const ringed = (x) => getComputedStyle(x).outlineStyle !== "none";
  const box = e.getBoundingClientRect();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const top = document.elementFromPoint(x, y);
  const own = (x) => x.closest("label, tr");
  const free = !top || e.contains(top) || top.contains(e) || own(top) === own(e);
  e.dataset.tab ??= String(Math.random());
  const ring = ringed(e) || (e.matches("a.rl") && ringed(e.closest("tr")));
  return [e.dataset.tab, ring && free, e.outerHTML.slice(0, 100)];
}"""
UNREACHED = """() => {
  const all = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  const wanted = (e) => e.tabIndex >= 0 && !e.disabled && !e.dataset.tab &&
    e.type !== "hidden" && e.type !== "radio" &&
    e.checkVisibility({ checkVisibilityCSS: true });
  return [...document.querySelectorAll(all)].filter(wanted)
    .map((e) => e.outerHTML.slice(0, 100));
}"""
LOOSE = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important } p { margin-block-end: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
}"""
LARGE = "document.documentElement.dataset.zoom = '150'"
CLIPPED = """() => [...document.querySelectorAll("body *")].filter((e) => {
  const clips = getComputedStyle(e).overflowY === "hidden" && e.clientHeight;
  return clips && !e.closest(".vh, svg") && e.scrollHeight > e.clientHeight + 1;
}).map((e) => e.outerHTML.slice(0, 120))"""
STATE = """() => [location.href, document.documentElement.outerHTML.length,
  document.activeElement.tagName]"""


@pytest.fixture
def visit(
    page: Page, live_server: LiveServer, sign_in: Callable[[AbstractBaseUser], None]
) -> Callable[[str], None]:
    person = make.user(name="Trần Thị Quỳnh Ẩn")
    sign_in(person)

    def visit(name: str) -> None:
        if name == "fault":
            page.goto(f"{live_server.url}/khong-co/")
        elif name == "style_detail":
            page.goto(live_server.url + reverse("base:style_list"))
            with page.expect_navigation():
                page.locator("a.rl").nth(1).click()
        else:
            page.goto(live_server.url + reverse(f"base:{name}"))

    return visit


@EVERY_PAGE
def test_axe_finds_nothing_at_any_width_in_either_theme(
    name: str,
    page: Page,
    visit: Callable[[str], None],
    axe_clean: Callable[[Page], None],
) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    visit(name)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme="light")
        axe_clean(page)
        page.emulate_media(color_scheme="dark")
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
    drops = page.locator("details.drop > summary:visible")  # «Thêm» is for phones
    for summary in drops.all():
        summary.click()
        axe_clean(page)
    page.keyboard.press("Escape")
    page.locator("[name=chon]").nth(2).check()
    axe_clean(page)


def test_pages_reflow_on_the_narrowest_phone(
    page: Page, visit: Callable[[str], None]
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    for name in PAGES:
        visit(name)

        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        assert page.evaluate(LOOSE_SCROLLERS) == []


@pytest.mark.parametrize("width", [375, 1280])
def test_targets_are_large_enough_and_lines_high_enough(
    width: int, page: Page, visit: Callable[[str], None]
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for name in PAGES:
        visit(name)

        least = 44 if name == "fault" else 24  # what the public sees has more room
        assert page.evaluate(SMALL_TARGETS, least) == []
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
          const [ours, other] = ['"LM Sans", serif', '"LM Sans", monospace'];
          return [...letters].filter((letter) =>
            !document.fonts.check('200px "LM Sans"', letter) ||
            width(other, letter) === width("monospace", letter) ||
            width(ours, letter) !== width(other, letter));
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
            span.style.position = "absolute";
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
        state = page.evaluate(FOCUSED)
        if state is None or state[0] in seen:
            break
        seen.add(state[0])
        if not state[1]:
            hidden.append(state[2])

    assert hidden == []
    assert page.evaluate(UNREACHED) == []


@pytest.mark.parametrize("way", [LOOSE, LARGE], ids=["loose", "large"])
@pytest.mark.parametrize("width", [375, 1280])
def test_large_or_loose_text_is_not_cut(
    width: int, way: str, page: Page, visit: Callable[[str], None]
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for name in PAGES:
        visit(name)
        page.evaluate(way)

        assert page.evaluate(CLIPPED) == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_nothing_moves_for_those_who_do_not_want_it(
    page: Page, visit: Callable[[str], None]
) -> None:
    page.emulate_media(reduced_motion="reduce")
    visit("style_list")
    page.evaluate("document.querySelector('#list').setAttribute('aria-busy', 'true')")

    assert page.evaluate("document.getAnimations().length") == 0


def test_no_bare_letter_or_digit_is_a_shortcut(
    page: Page, visit: Callable[[str], None]
) -> None:
    for name in PAGES:
        visit(name)
        before = page.evaluate(STATE)
        for key in "abcdefghijklmnopqrstuvwxyz0123456789/?":
            page.keyboard.press(key)

        assert page.evaluate(STATE) == before


def test_paper_has_the_text_and_nothing_to_press(
    page: Page, visit: Callable[[str], None]
) -> None:
    visit("style_list")
    page.emulate_media(media="print", color_scheme="dark")

    for hidden in (".rail", ".top", ".filters", ".bulk", ".pager"):
        assert not page.locator(hidden).first.is_visible()
    ink = "getComputedStyle(document.querySelector('a.rl')).color"
    assert page.evaluate(ink) == "rgb(0, 0, 0)"
    assert not page.locator(".list input").first.is_visible()
    (first, *_) = PdfDocument(page.pdf(prefer_css_page_size=True))
    assert first.get_width() > first.get_height()
    lines, (_, _, edge, _) = first.get_textpage(), first.get_mediabox()
    text = " ".join(lines.get_text_range().split())
    for column in page.locator(".list thead th:not(.at-tick)").all_inner_texts():
        assert column in text
    boxes = [lines.get_charbox(n) for n in range(lines.count_chars())]
    assert max(right for _, _, right, _ in boxes) < edge - 20
