"""The report of a quarter, from nothing to the signed file, as its people make it.

The town is that of the demo. Three people sit at the browser: who brings the report
together, who fills in for one commune, and the leader who approves and signs; eight
communes and most forms are filled in beside it. They have no mouse: only keys are
pressed, and so few of them that at one a second it takes less than ten minutes. At
the end the file is looked at.
"""

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from html import unescape
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from pypdfium2 import PdfDocument
from pytest_django.live_server_helper import LiveServer

from lienmach.base import jobs
from lienmach.base.signing import verify
from lienmach.calc.findings import bare
from lienmach.org.demo import COMMUNES, HISTORY, PASSWORD
from lienmach.org.models import User
from lienmach.org.queries.trusted import trusted_roots
from lienmach.reporting.models import FrozenCell, Report
from tests.journeys import the_town

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TOWN, COMMUNE = "UBND thị xã Sao Khuê", "UBND xã Mây Khê"
IN_TEN_MINUTES = 600  # keys
LAST_DAY = "10/03/2023"
BY_HAND = {"1.1.": "1", "2.1.": "2", "2.2.": "9", "2.3.": "0"}  # of annex 4
MEDIA = "Đã đăng tin, bài trên trang thông tin điện tử của {{ pl2:3.2 }} xã, phường."
FIGURE = re.compile(r'<a class="so" href="([^"]+)"[^>]*>([^<]+)</a>')
ROW = re.compile(r'<tr[^>]* id="d\d+">.*?</tr>')
COUNTED = re.compile(r'<a class="so" href="([^"]+)">([^<]+)</a>')
MADE = re.compile(
    r'class="made"><a href|">từng đơn vị<|class="src">[^<]+, \d\d:\d\d \d\d/\d\d/\d{4}'
)
LISTED = re.compile(r'<a href="([^"]+/\d{4}-[^"]+)">([\d.]+)</a>')


FOCUSED = """() => {
  const e = document.activeElement;
  const labels = [e.getAttribute("aria-label"), e.labels?.[0]?.textContent];
  return (labels.find(Boolean) ?? e.textContent).trim().replace(/\\s+/g, " ");
}"""


@dataclass
class Desk:
    """A browser without a mouse, at which one person sits after the other."""

    page: Page
    url: str
    sign_in: Callable[[User], None]
    pressed: int = 0

    def press(self, key: str, times: int = 1) -> None:
        for _ in range(times):
            self.page.keyboard.press(key)
        self.pressed += times

    def type(self, text: str) -> None:
        self.page.keyboard.insert_text(text)
        self.pressed += len(text)

    def tab_to(self, name: str, *, key: str = "Tab", most: int = 12) -> None:
        """Press Tab until what has the focus begins with a name, and not often."""
        for _ in range(most):
            self.press(key)
            if self.page.evaluate(FOCUSED).startswith(name):
                return
        raise AssertionError(f"{name} is further away than {most} times {key}")

    def skip(self, to: str = "Đến nội dung chính") -> None:
        """Take a way in that every page, or this one, offers before anything else."""
        self.tab_to(to, most=2)
        self.press("Enter")

    def asks(self, words: str) -> None:
        """Open what Ctrl+K finds first."""
        self.press("Control+K")
        self.type(words)
        self.press("Enter")

    def sits(self, username: str, *, at: str = "") -> None:
        """Let somebody sit down; ``at`` is where they choose to work."""
        self.sign_in(the_town.person(username))
        self.page.goto(f"{self.url}/cb/bao-cao/")
        if at:
            self.skip()
            self.tab_to("Nơi làm việc", key="Shift+Tab", most=6)
            self.press("Enter")
            self.tab_to(at, most=4)
            self.press("Enter")
            self.is_told(f"Đang làm việc tại {at}")

    def is_at(self, heading: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(heading)

    def reads(self, words: str) -> None:
        expect(self.page.locator("main")).to_contain_text(words)

    def is_told(self, words: str) -> None:
        expect(self.page.locator("#toasts")).to_contain_text(words)


@pytest.fixture
def desk(page: Page, live_server: LiveServer, sign_in: Callable[[User], None]) -> Desk:
    the_town.load(at=timezone.now())
    return Desk(page, live_server.url, sign_in)


def test_a_quarter_is_reported_from_nothing_to_the_signed_file(
    desk: Desk, tmp_path: Path, client: Client
) -> None:
    the_round_is_opened(desk)
    a_commune_fills_in_its_last_form_and_hands_in(desk)
    others_hand_in()
    what_came_in_is_looked_at(desk)
    the_town_fills_in_what_is_its_own(desk)
    the_words_are_written_with_figures_in_them(desk)
    the_checker_finds_nothing(desk)
    it_is_submitted_and_approved(desk)
    file = it_is_numbered_signed_and_fetched(desk, tmp_path)
    it_is_sent(desk)
    assert desk.pressed < IN_TEN_MINUTES
    the_file_is_signed_and_says_what_the_annexes_say(file, client)
    every_figure_leads_to_what_it_counts(client)
    every_number_of_the_annexes_says_where_it_is_from(client)


def the_round_is_opened(desk: Desk) -> None:
    desk.sits("noivu", at=TOWN)
    desk.press("Control+Enter")
    desk.is_at("Mở kỳ báo cáo")
    desk.skip()
    desk.tab_to("Kỳ báo cáo")
    desk.type("quý I/2023")
    desk.press("Control+Enter")
    desk.is_at("Quý I năm 2023")
    boxes = desk.page.get_by_role("checkbox", checked=True)
    expect(boxes).to_have_count(len(COMMUNES))
    desk.skip()
    desk.tab_to("Đến hết ngày")
    desk.press("Control+A")
    desk.type(LAST_DAY)
    desk.press("Control+Enter")
    desk.is_at(f"Quý I năm 2023: {TOWN}")
    desk.is_told("9 đơn vị phải báo cáo")
    desk.reads("0/9 đơn vị đã nộp")


def a_commune_fills_in_its_last_form_and_hands_in(desk: Desk) -> None:
    report = the_town.report_of(f"{HISTORY}.46")
    the_town.fill_in(report, at=timezone.now(), but=("phu-luc-2",))
    meter = desk.page.locator("#do")
    desk.sits("xa")
    desk.press("Control+Enter")
    desk.is_at(COMMUNE)
    desk.asks("pl 2")
    desk.is_at("Phụ lục 2")
    desk.skip("Đến ô trống đầu tiên")
    desk.type("3")
    desk.press("Enter")
    desk.press("Alt+P")
    expect(meter).to_contain_text("15/15 ô")
    desk.press("Control+Enter")
    desk.is_told("Đã nộp biểu PL 2")
    desk.press("Control+Enter")
    desk.is_told("Đã nộp báo cáo")
    desk.reads("Bước tiếp theo chờ Nguyễn Thị Thảo Ước")


def others_hand_in() -> None:
    for short, _ in COMMUNES:
        if short != "46":
            report = the_town.report_of(f"{HISTORY}.{short}")
            the_town.fill_in(report, at=timezone.now())
            the_town.hand_in(report, at=timezone.now())


def what_came_in_is_looked_at(desk: Desk) -> None:
    """One is approved, and the page leads on to the next and back to all."""
    desk.sits("noivu", at=TOWN)
    desk.press("Control+Enter")
    desk.is_at("UBND phường Bích Lựu")
    desk.press("Control+Enter")
    desk.is_told("Đã duyệt, số liệu đã chốt")
    desk.asks("tong hop")
    desk.is_at("Tổng hợp")
    desk.reads("9/9 đơn vị đã nộp")
    expect(desk.page.locator(".matrix")).to_contain_text("Đã duyệt")
    desk.asks("bich luu")
    desk.reads("Cũng chờ duyệt")
    desk.press("Alt+PageDown")
    desk.is_at("UBND phường Tùng Nga")


def the_town_fills_in_what_is_its_own(desk: Desk) -> None:
    page, report = desk.page, the_town.report_of()
    the_town.fill_in(report, at=timezone.now(), but=("phu-luc-4",))
    desk.asks("pl 4")
    desk.is_at("Phụ lục 4")
    desk.press("F1")
    expect(page.locator("#keys")).to_contain_text("Ô trống tiếp")
    desk.press("Escape")
    for code, number in BY_HAND.items():
        desk.press("Alt+O")
        expect(page.locator(f"input.o[data-code='{code}']")).to_be_focused()
        desk.type(number)
    desk.press("Enter")
    expect(page.locator("#do")).to_contain_text("6/6 ô")
    desk.press("Control+Enter")
    desk.is_told("Đã nộp biểu PL 4")


def the_words_are_written_with_figures_in_them(desk: Desk) -> None:
    page, report = desk.page, the_town.report_of()
    desk.asks("thuyet minh")
    desk.reads("Báo cáo này chưa có thuyết minh")
    desk.press("Control+Enter")
    desk.is_told("Đã lập 17 mục")
    desk.reads("Hồ sơ cấp huyện đã giải quyết xong: 875 hồ sơ")
    desk.asks("tuyen truyen")
    desk.is_at("3. Tuyên truyền")
    desk.skip("Đến ô viết")
    desk.type(MEDIA)
    desk.tab_to("Mục này đã viết xong", most=1)
    desk.press("Space")
    desk.press("Alt+Enter")
    desk.is_told("Đã lưu mục «3. Tuyên truyền»")
    desk.press("Alt+PageUp")
    desk.is_at("3. Tuyên truyền")
    shown = page.locator(".paper-text")
    expect(shown).to_have_text(re.compile(r"điện tử của \d+ xã, phường"))
    the_town.write_rest(report, at=timezone.now())


def the_checker_finds_nothing(desk: Desk) -> None:
    desk.asks("thuyet minh")
    desk.reads("Chưa rà soát văn bản")
    desk.press("Control+Enter")
    expect(desk.page.get_by_role("status").first).to_contain_text("Đang")
    while jobs.run_next(at=timezone.now()):
        pass
    desk.reads("Không thấy chỗ nào tự mâu thuẫn")
    desk.press("Control+Enter")
    desk.is_at(TOWN)


def it_is_submitted_and_approved(desk: Desk) -> None:
    desk.press("Control+Enter")
    desk.is_told("Đã trình báo cáo")
    desk.reads("Bước tiếp theo chờ Phạm Quang Đoan")
    desk.sits("lanhdao", at=TOWN)
    desk.is_at("Báo cáo định kỳ")
    desk.skip("Đến danh sách")
    desk.press("Enter")
    desk.is_at(TOWN)
    desk.press("Control+Enter")
    desk.is_told("Đã duyệt, số liệu đã chốt")


def it_is_numbered_signed_and_fetched(desk: Desk, folder: Path) -> bytes:
    page = desk.page
    desk.press("Control+Enter")
    desk.reads("Số tiếp theo trong sổ năm nay là 01/BC-UBND")
    desk.skip()
    desk.tab_to("tải chứng thư thử nghiệm", most=16)
    with page.expect_download() as key:
        desk.press("Enter")
    key.value.save_as(folder / "key.p12")
    desk.tab_to("Tệp chứng thư số", key="Shift+Tab")
    with page.expect_file_chooser() as chooser:
        desk.press("Space")
    chooser.value.set_files(folder / "key.p12")
    desk.tab_to("Mật khẩu của chứng thư", most=1)
    desk.type(PASSWORD)
    desk.press("Control+Enter")
    desk.is_told("Đã ký, số 01/BC-UBND")
    desk.reads("nội dung nguyên vẹn, chứng thư tin cậy")
    desk.reads("gửi và ghi nhận đã gửi, chờ Nguyễn Thị Thảo Ước")
    desk.skip()
    desk.tab_to("PDF đã ký")
    with page.expect_download() as file:
        desk.press("Enter")
    assert file.value.suggested_filename.startswith("01-BC-UBND")
    file.value.save_as(folder / "signed.pdf")
    return (folder / "signed.pdf").read_bytes()


def it_is_sent(desk: Desk) -> None:
    desk.sits("noivu", at=TOWN)
    desk.asks("ky gui")
    desk.reads("Phần mềm chưa tự chuyển đi")
    desk.press("Control+Enter")
    desk.is_told("Đã ghi nhận gửi báo cáo")
    assert the_town.report_of().case.closed_at


def the_file_is_signed_and_says_what_the_annexes_say(
    file: bytes, client: Client
) -> None:
    (signature,) = verify(file, trusted_roots())
    assert signature.is_good
    assert signature.signer == "Phạm Quang Đoan"
    torn = bytearray(file)
    torn[len(file) // 3] ^= 1
    assert not any(one.is_good for one in verify(bytes(torn), trusted_roots()))
    pages = [page.get_textpage().get_text_range() for page in PdfDocument(file)]
    words = " ".join(" ".join(pages).split())
    assert "Số: 01/BC-UBND" in words
    report = the_town.report_of()
    figures = _figures(client, report)
    assert len(figures) == 13
    for address, number in figures:
        asked = dict(parse_qsl(urlsplit(address).query))
        row = FrozenCell.objects.get(
            snapshot=report.snapshot, form=asked["bieu"], code=asked["dong"]
        )
        assert f"{bare(row.code)} {row.label} {row.measure} {number}" in words


def every_figure_leads_to_what_it_counts(client: Client) -> None:
    """What is counted leads in two clicks to a list with as many; what was entered, to
    its row, which says who did or what each unit gave."""
    counted = 0
    for address, number in _figures(client, the_town.report_of()):
        place: str = client.get(address)["Location"]
        if place.startswith(reverse("tasks:tasks")):  # a list of exactly its tasks
            place = client.get(place).headers.get("Location", place)
            assert _listed(client, place) == int(number)
            continue
        page = _says(client, place)
        if "/giai-trinh/" not in place:
            row = page.split(f'id="{urlsplit(place).fragment}"')[1].split("</tr>")[0]
            assert f">{number.rstrip('%')}<" in row
            assert re.search(r"Ước, |từng đơn vị|class=.made", row), row
            continue
        counted += 1
        _is_explained(client, page, number)
    assert counted == 9


def every_number_of_the_annexes_says_where_it_is_from(client: Client) -> None:
    """What is counted leads to a page that has its number, or to a list with as many;
    the rest to its parts, to what each unit gave, or it says who entered it."""
    counted, rows = 0, 0
    for form in "2345678":
        address = reverse("reporting:annex", args=[the_town.report_of().pk, form])
        for row in ROW.findall(_says(client, address)):
            if "theo cấp<" in row:  # of another level of government
                continue
            rows += 1
            said = re.sub(r'<td class="n muted was">.*?</td>', "", row)
            if found := COUNTED.search(said):
                counted += 1
                place, number = unescape(found[1]), found[2]
                number += "%" if 'unit">%<' in row else ""
                page = client.get(place, follow=True)
                place = page.redirect_chain[-1][0] if page.redirect_chain else place
                if "/giai-trinh/" in place:
                    text = " ".join(page.content.decode().split())
                    _is_explained(client, text, number)
                else:
                    assert _listed(client, place) == int(number.replace(".", "")), row
            assert found or MADE.search(said), (form, said)
    assert (counted, rows) == (14, 106)


def _is_explained(client: Client, page: str, number: str) -> None:
    """A page that explains a figure says it, and leads to lists of as many."""
    if number.endswith("%"):
        assert re.search(rf"<h1>{number[:-1]}\s*%", page)
        return
    lists = {int(n.replace(".", "")): unescape(a) for a, n in LISTED.findall(page)}
    whole = int(number.replace(".", ""))
    parts = [whole] if whole in lists else [*lists][:2]  # early and on time
    assert sum(parts) == whole
    assert [_listed(client, lists[part]) for part in parts] == parts


def _figures(client: Client, report: Report) -> list[tuple[str, str]]:
    """The figures of the text as who brings it together reads them, with their ways."""
    client.force_login(the_town.person("noivu"))
    client.post(reverse("org:change_place"), {"noi": report.unit_id})
    page = _says(client, reverse("reporting:text", args=[report.pk]))
    return [(unescape(address), number) for address, number in FIGURE.findall(page)]


def _says(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return " ".join(answer.content.decode().split())


@cache
def _listed(client: Client, address: str) -> int:
    """How many rows a list has: as many as its file has, below the heads."""
    answer: Any = client.get(f"{address}{'&' if '?' in address else '?'}xuat=csv")
    assert answer.status_code == 200, address
    text = b"".join(answer).decode("utf-8-sig")
    return len(list(csv.reader(StringIO(text, newline="")))) - 1
