"""The report of a quarter, from nothing to the signed file, as its people make it.

The town is that of the demo. Three people sit at the browser: who brings the report
together, who fills in for one commune, and the leader who approves and signs; eight
communes and most forms are filled in beside it. At the end the file is looked at.
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
from playwright.sync_api import Locator, Page, expect
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
LAST_DAY = "10/03/2023"
BY_HAND = {"1.1.": "1", "2.1.": "2", "2.2.": "9", "2.3.": "0"}  # of annex 4
MEDIA = "Đã đăng tin, bài trên trang thông tin điện tử của {{ pl2:3.2 }} xã, phường."
FIGURE = re.compile(r'<a class="so" href="([^"]+)"[^>]*>([^<]+)</a>')
LISTED = re.compile(r'<a href="([^"]+/\d{4}-[^"]+)">([\d.]+)</a>')


@dataclass
class Desk:
    """A browser at which one person sits after the other."""

    page: Page
    url: str
    sign_in: Callable[[User], None]

    def sits(self, username: str, *, at: str = "") -> None:
        """Let somebody sit down; ``at`` is where they choose to work."""
        self.sign_in(the_town.person(username))
        self.page.goto(f"{self.url}/cb/bao-cao/")
        if at:
            self.page.locator(".where summary").click()
            self.page.locator(".where").get_by_role("button", name=at).click()
            expect(self.page.locator(".where .here")).to_have_text(at)
            self.page.goto(f"{self.url}/cb/bao-cao/")

    def go(self, name: str, *args: object) -> None:
        self.page.goto(self.url + reverse(f"reporting:{name}", args=args))

    def link(self, name: str | re.Pattern[str], *, exact: bool = False) -> Locator:
        return self.page.get_by_role("link", name=name, exact=exact).first

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
    the_file_is_signed_and_says_what_the_annexes_say(file, client)
    every_figure_leads_to_what_it_counts(client)


def the_round_is_opened(desk: Desk) -> None:
    page = desk.page
    desk.sits("noivu", at=TOWN)
    desk.link("Mở kỳ báo cáo").click()
    page.get_by_label("Kỳ báo cáo").fill("quý I/2023")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Quý I năm 2023")
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(len(COMMUNES))
    page.get_by_label("Đến hết ngày").fill(LAST_DAY)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Quý I năm 2023: {TOWN}")
    desk.is_told("9 đơn vị phải báo cáo")
    desk.reads("0/9 đơn vị đã nộp")


def a_commune_fills_in_its_last_form_and_hands_in(desk: Desk) -> None:
    page = desk.page
    report = the_town.report_of(f"{HISTORY}.46")
    the_town.fill_in(report, at=timezone.now(), but=("phu-luc-2",))
    desk.sits("xa")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(COMMUNE)
    desk.link(re.compile("Phụ lục 2")).click()
    page.locator("input.o").first.focus()
    page.keyboard.insert_text("3")
    page.keyboard.press("Enter")
    expect(page.locator("#do")).to_contain_text("1/15 ô")
    page.get_by_role("button", name="Các ô trống: không phát sinh").click()
    expect(page.locator("#do")).to_contain_text("15/15 ô")
    page.keyboard.press("Control+Enter")
    desk.is_told("Đã nộp biểu PL 2")
    page.get_by_role("button", name="Nộp báo cáo").click()
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
    desk.go("matrix", the_town.report_of().pk)
    desk.reads("9/9 đơn vị đã nộp")
    desk.link(COMMUNE).click()
    desk.page.get_by_role("button", name="Duyệt").click()
    desk.is_told("Đã duyệt, số liệu đã chốt")
    desk.reads("Cũng chờ duyệt")
    desk.link("Tổng hợp").click()
    expect(desk.page.locator(".matrix")).to_contain_text("Đã duyệt")


def the_town_fills_in_what_is_its_own(desk: Desk) -> None:
    page, report = desk.page, the_town.report_of()
    the_town.fill_in(report, at=timezone.now(), but=("phu-luc-4",))
    desk.go("annex", report.pk, "4")
    for code, number in BY_HAND.items():
        page.locator(f"input.o[data-code='{code}']").focus()
        page.keyboard.insert_text(number)
        page.keyboard.press("Enter")
    expect(page.locator("#do")).to_contain_text("6/6 ô")
    page.keyboard.press("Control+Enter")
    desk.is_told("Đã nộp biểu PL 4")


def the_words_are_written_with_figures_in_them(desk: Desk) -> None:
    page, report = desk.page, the_town.report_of()
    desk.link("Soạn thuyết minh").click()
    page.get_by_role("button", name="Bắt đầu soạn theo đề cương").click()
    desk.is_told("Đã lập 17 mục")
    desk.reads("Hồ sơ cấp huyện đã giải quyết xong: 875 hồ sơ")
    desk.link("Viết mục 3. Tuyên truyền").click()
    page.get_by_label("Nội dung").fill(MEDIA)
    page.get_by_label("Mục này đã viết xong").check()
    page.keyboard.press("Control+Enter")
    desk.is_told("Đã lưu mục «3. Tuyên truyền»")
    shown = page.locator(".paper-text")
    expect(shown).to_have_text(re.compile(r"điện tử của \d+ xã, phường"))
    the_town.write_rest(report, at=timezone.now())


def the_checker_finds_nothing(desk: Desk) -> None:
    page = desk.page
    desk.link("Thuyết minh", exact=True).click()
    desk.reads("Chưa rà soát văn bản")
    page.get_by_role("button", name="Rà soát văn bản").click()
    expect(page.get_by_role("status").first).to_contain_text("Đang")
    while jobs.run_next(at=timezone.now()):
        pass
    desk.reads("Không thấy chỗ nào tự mâu thuẫn")
    desk.link("Về báo cáo để trình").click()


def it_is_submitted_and_approved(desk: Desk) -> None:
    page = desk.page
    page.get_by_role("button", name="Trình", exact=True).click()
    desk.is_told("Đã trình báo cáo")
    desk.reads("Bước tiếp theo chờ Phạm Quang Đoan")
    desk.sits("lanhdao", at=TOWN)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(TOWN)
    page.get_by_role("button", name="Duyệt và chốt số").click()
    desk.is_told("Đã duyệt, số liệu đã chốt")


def it_is_numbered_signed_and_fetched(desk: Desk, folder: Path) -> bytes:
    page = desk.page
    desk.link("Ký", exact=True).click()
    desk.reads("Số tiếp theo trong sổ năm nay là 01/BC-UBND")
    with page.expect_download() as key:
        desk.link("tải chứng thư thử nghiệm").click()
    key.value.save_as(folder / "key.p12")
    page.get_by_label("Tệp chứng thư số").set_input_files(folder / "key.p12")
    page.get_by_label("Mật khẩu của chứng thư").fill(PASSWORD)
    page.keyboard.press("Control+Enter")
    desk.is_told("Đã ký, số 01/BC-UBND")
    desk.reads("nội dung nguyên vẹn, chứng thư tin cậy")
    desk.reads("gửi và ghi nhận đã gửi, chờ Nguyễn Thị Thảo Ước")
    with page.expect_download() as file:
        desk.link("PDF đã ký").click()
    assert file.value.suggested_filename.startswith("01-BC-UBND")
    file.value.save_as(folder / "signed.pdf")
    return (folder / "signed.pdf").read_bytes()


def it_is_sent(desk: Desk) -> None:
    desk.sits("noivu", at=TOWN)
    desk.go("signing", the_town.report_of().pk)
    desk.page.get_by_role("button", name="Ghi nhận đã gửi").click()
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
        if number.endswith("%"):
            assert re.search(rf"<h1>{number[:-1]}\s*%", page)
            continue
        lists = {int(n.replace(".", "")): unescape(a) for a, n in LISTED.findall(page)}
        whole = int(number.replace(".", ""))
        parts = [whole] if whole in lists else [*lists][:2]  # early and on time
        assert sum(parts) == whole
        assert [_listed(client, lists[part]) for part in parts] == parts
    assert counted == 9


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
