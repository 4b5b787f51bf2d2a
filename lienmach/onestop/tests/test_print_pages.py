"""The papers in a real browser: their size, their codes, their ink."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from lienmach.calc.local import moment
from lienmach.cases import actions as cases
from lienmach.onestop.actions import steps
from lienmach.onestop.actions.receive import NewPaper
from lienmach.onestop.flow import PRINTS
from lienmach.onestop.models import Dossier, Letterhead, Printing
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from lienmach.onestop.tests.papers import read
from lienmach.org.models import User
from tests import make
from tests.make import MONDAY

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SignIn = Callable[[User], None]
LooksRight = Callable[..., None]
A5, A4 = (420, 595), (595, 842)


@pytest.fixture
def office() -> Office:
    office = made.office()
    Letterhead.objects.create(
        unit=office.counter,
        place="An Hòa",
        name="Trung tâm Phục vụ hành chính công",
        address="quầy 3, số 2 đường Bờ Sông",
        hotline="1900 0000",
        changed_at=MONDAY,
    )
    return office


def _address(live_server: LiveServer, dossier: Dossier, form: str = "receipt") -> str:
    return live_server.url + reverse("onestop:print", args=[dossier.case.code, form])


def test_a_receipt_is_one_black_page_of_a5_that_scanners_read(
    office: Office, page: Page, live_server: LiveServer, sign_in: SignIn
) -> None:
    owner = made.party(name="Nguyễn Thị Ngọc Ấn Lễ Độ", address="Tổ 4, phường An Hòa")
    dossier = made.dossier(office, owner=owner)
    sign_in(office.clerk)
    page.goto(_address(live_server, dossier))

    paper = read(page.pdf(prefer_css_page_size=True))

    assert (paper.pages, paper.sizes) == (1, [A5])
    slip = dossier.slips.get()
    assert paper.codes == {
        "QRCode": f"{live_server.url}/q/{slip.token}/",
        "Code128": dossier.case.code,
    }
    for text in ("Ấn Lễ Độ", "HỘ", "Trước 17:00 thứ Bảy, 10/1/2026", "1900 0000"):
        assert text in paper.text
    assert all(len(set(colour)) == 1 for colour in paper.colours)


def test_the_large_print_is_one_page_of_a4(
    office: Office, page: Page, live_server: LiveServer, sign_in: SignIn
) -> None:
    dossier = made.dossier(office)
    sign_in(office.clerk)
    page.goto(_address(live_server, dossier) + "?co=lon")

    paper = read(page.pdf(prefer_css_page_size=True))

    assert (paper.pages, paper.sizes) == (1, [A4])
    size = page.locator(".promise > b").evaluate("e => getComputedStyle(e).fontSize")
    assert float(size.removesuffix("px")) * 72 / 96 >= 24


def test_a_long_list_of_papers_goes_on_a_second_page_and_loses_nothing(
    office: Office, page: Page, live_server: LiveServer, sign_in: SignIn
) -> None:
    papers = tuple(NewPaper(f"Giấy tờ thứ {n} kèm hồ sơ", 1) for n in range(40))
    dossier = made.dossier(office, papers=papers)
    sign_in(office.clerk)
    page.goto(_address(live_server, dossier))

    paper = read(page.pdf(prefer_css_page_size=True))

    assert set(paper.sizes) == {A5}
    assert all(f"Giấy tờ thứ {n} kèm" in paper.text for n in range(40))
    assert set(paper.codes) == {"QRCode", "Code128"}


def test_every_other_form_is_one_page_of_a5_with_its_codes(
    office: Office, page: Page, live_server: LiveServer, sign_in: SignIn
) -> None:
    asked, refused, stopped, late = (made.dossier(office) for _ in range(4))
    for dossier in (asked, stopped, late):
        cases.assign(
            dossier.case, actor=office.receives, at=MONDAY, to_unit=office.division.pk
        )
        steps.take(dossier.pk, "accept", actor=office.processes, at=MONDAY)
    missing = [steps.Missing("Tờ khai", "Thiếu chữ ký", "Ký ở trang 2")]
    steps.ask(asked.pk, missing, reason="Thiếu", actor=office.processes, at=MONDAY)
    steps.take(refused.pk, "refuse", actor=office.receives, at=MONDAY, note="Sai nơi")
    steps.take(stopped.pk, "stop", actor=office.leads, at=MONDAY, note="Tranh chấp")
    apology = steps.prepare_apology(
        late.pk,
        reason="Chờ cơ quan khác",
        new_promise=moment("2026-01-14T17:00"),
        actor=office.processes,
        at=MONDAY,
    )
    steps.sign_apology(apology, actor=office.leads, at=MONDAY)
    sign_in(office.clerk)

    for dossier, form in (
        (asked, "supplement"),
        (refused, "refusal"),
        (stopped, "stop"),
        (late, "apology"),
        (late, "control"),
    ):
        page.goto(_address(live_server, dossier, form))
        paper = read(page.pdf(prefer_css_page_size=True))
        assert (form, paper.pages, paper.sizes) == (form, 1, [A5])
        assert paper.codes["Code128"] == dossier.case.code
        assert "/q/" in paper.codes["QRCode"]
        assert all(len(set(colour)) == 1 for colour in paper.colours)


def test_a_page_opened_to_print_prints_itself_once(
    office: Office, page: Page, live_server: LiveServer, sign_in: SignIn
) -> None:
    dossier = made.dossier(office)
    sign_in(office.clerk)
    page.add_init_script(
        "window.print = () => { window.__prints = (window.__prints || 0) + 1; }"
    )
    page.goto(_address(live_server, dossier))
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda url: url.endswith("?in=1"))
    page.wait_for_function("window.__prints === 1")
    assert Printing.objects.count() == 1

    page.reload()
    page.wait_for_timeout(300)
    assert page.evaluate("window.__prints || 0") == 0
    page.keyboard.press("Control+Enter")  # the second time wants a reason
    assert Printing.objects.count() == 1
    page.get_by_label("Lý do in lại").fill("Máy in kẹt giấy")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda url: url.endswith("?in=2"))
    expect(page.get_by_text("Đã in 2 lần")).to_be_visible()


def test_the_book_is_printed_on_a4_across_with_its_head_on_every_page(
    office: Office, page: Page, live_server: LiveServer, sign_in: SignIn
) -> None:
    for _ in range(20):
        made.dossier(office)
    sign_in(office.clerk)
    where = reverse("onestop:register_print", args=[office.counter.pk, 2026])
    page.goto(live_server.url + where)

    paper = read(page.pdf(prefer_css_page_size=True))

    assert paper.sizes == [(842, 595)] * 3  # the cover, eighteen lines, two lines
    assert paper.text.count("Mã hồ sơ") == 2
    assert "20" in paper.text


def test_book_and_template_pages_are_accessible_and_never_scroll_sideways(
    office: Office, live_server: LiveServer, sign_in: SignIn, looks_right: LooksRight
) -> None:
    dossier = made.dossier(office)
    make.grant(office.clerk, office.counter, PRINTS)
    sign_in(office.clerk)
    addresses = (
        reverse("onestop:register_book"),
        reverse("onestop:register_print", args=[office.counter.pk, 2026]),
        reverse("onestop:templates"),
        reverse("onestop:letterhead"),
        reverse("onestop:template", args=["03-2025", "receipt"]),
        reverse("onestop:print", args=[dossier.case.code, "control"]),
        reverse("onestop:print", args=[dossier.case.code, "apology"]),
    )
    looks_right(*(live_server.url + address for address in addresses))
